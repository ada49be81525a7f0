#include "engine/io/books/workbook.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/books/readers.hpp"

namespace tertius::io {
namespace {

/// "Mitglieder, Treffen"
std::string names_of(const std::vector<Sheet>& sheets) {
  std::vector<std::string_view> names;
  for (const Sheet& sheet : sheets) names.push_back(sheet.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

/// The sheet of that name; where none has it, the one that has it in another case.
Source named_sheet(const SheetPath& path, std::uint64_t max_input, const RunContext& context) {
  const Source source(path.workbook, max_input);
  if (source.workbook() == Workbook::none)
    throw Error(ErrorKey::sheet_unknown,
                fmt::format("is no workbook, so that it has no sheet {}", path.sheet), {path.workbook});
  std::string wanted = path.sheet;
  const ChooseSheet none = [](std::string_view, bool) { return false; };
  const std::vector<Sheet> all = read_workbook(source, none, max_input, context);
  const auto has = [&](auto same) { return std::find_if(all.begin(), all.end(), same); };
  auto found = has([&](const Sheet& sheet) { return sheet.name == path.sheet; });
  if (found == all.end())
    found = has([&](const Sheet& sheet) { return fold_case(sheet.name) == fold_case(path.sheet); });
  if (found == all.end())
    throw Error(ErrorKey::sheet_unknown,
                fmt::format("has no sheet {}; expected one of {}", path.sheet, names_of(all)),
                {path.workbook});
  const ChooseSheet this_one = [&](std::string_view name, bool) { return name == found->name; };
  for (Sheet& sheet : read_workbook(source, this_one, max_input, context))
    if (sheet.read) return sheet_source(path.workbook, sheet, source.file_bytes());
  throw Error(ErrorKey::internal, "lost a sheet", {path.workbook});
}

}  // namespace

std::vector<Sheet> read_workbook(const Source& source, const ChooseSheet& choose, std::uint64_t max_input,
                                 const RunContext& context) {
  const std::string file = source.name();
  if (source.workbook() == Workbook::none)
    throw Error(ErrorKey::input_unfit, "is no workbook; expected .xlsx or .ods", {file});
  ZipArchive archive(source.packed(), file, max_input);
  const OpenWorkbook book{archive, file, choose, {source.packed().size(), max_input}, context};
  return source.workbook() == Workbook::xlsx ? read_xlsx(book) : read_ods(book);
}

std::string sheet_file(std::string_view workbook, std::string_view sheet) {
  return fmt::format("{}#{}", workbook, sheet);
}

Source sheet_source(const std::string& workbook, Sheet& sheet, std::uint64_t file_bytes) {
  return {sheet_file(workbook, sheet.name), std::exchange(sheet.text, {}), sheet.origin, file_bytes};
}

std::optional<SheetPath> parse_sheet_path(const std::string& path) {
  std::error_code problem;
  if (path.find('#') == path.npos || std::filesystem::exists(path, problem)) return std::nullopt;
  for (auto at = path.rfind('#'); at != path.npos && at > 0; at = path.rfind('#', at - 1)) {
    std::string workbook = path.substr(0, at);
    if (std::filesystem::is_regular_file(workbook, problem)) return SheetPath{workbook, path.substr(at + 1)};
  }
  return std::nullopt;
}

Source open_table(const std::string& path, std::uint64_t max_input, const RunContext& context) {
  if (const auto named = parse_sheet_path(path)) return named_sheet(*named, max_input, context);
  Source source(path, max_input);
  if (source.workbook() == Workbook::none) return source;
  const ChooseSheet shown = [](std::string_view, bool hidden) { return !hidden; };
  std::vector<Sheet> sheets = read_workbook(source, shown, max_input, context);
  std::erase_if(sheets, [](const Sheet& sheet) { return sheet.text.empty(); });
  if (sheets.size() != 1)
    throw Error(ErrorKey::input_unfit,
                sheets.empty()
                    ? std::string("is a workbook without a cell; expected a table")
                    : fmt::format("is a workbook of several sheets ({}); expected one of them, as in {}",
                                  names_of(sheets), sheet_file(path, sheets.front().name)),
                {source.name()});
  return sheet_source(source.name(), sheets.front(), source.file_bytes());
}

}  // namespace tertius::io
