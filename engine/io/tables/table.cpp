#include "engine/io/tables/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

std::string_view text_of(Source& source, const RunContext& context, const TablePlace& place) {
  const std::string_view text = with_threads(context, [&] { return source.text(); });
  if (place.header == HeaderPlace::first_line && trimmed(without_mark(text)).empty())
    throw Error(ErrorKey::input_empty, "is empty; expected a header line and rows", {source.name()});
  return text.substr(0, place.end).substr(std::min(place.skip, text.size()));
}

/// A sheet says itself how its text is written.
CsvOptions csv_options_of(const Source& source, const TablePlace& place) {
  if (source.sheet()) return csv_options(source);
  return {.separator = place.separator, .part = place.skip > 0, .line = place.line};
}

std::vector<std::string_view> header_of(CsvReader& rows, HeaderPlace header) {
  if (header == HeaderPlace::elsewhere) return {};
  rows.next();
  return rows.fields();
}

}  // namespace

Table::Table(Source opened, Assembler& assembler, const RunContext& context, const TablePlace& place)
    : source(std::move(opened)),
      text(text_of(source, context, place)),
      rows(text, source.name(), csv_options_of(source, place)),
      most_reasons(assembler.most_reasons()),
      header(header_of(rows, place.header), assembler.column_choices()) {
  assembler.read_file(source);
}

RowForm form_of(const std::vector<std::string_view>& cells, std::size_t columns) {
  const auto filled = [](std::string_view cell) { return !cell.empty(); };
  if (std::none_of(cells.begin(), cells.end(), filled)) return RowForm::blank;
  if (cells.size() <= columns) return RowForm::good;
  const auto beyond = cells.begin() + static_cast<std::ptrdiff_t>(columns);
  return std::any_of(beyond, cells.end(), filled) ? RowForm::too_long : RowForm::good;
}

std::string shown(std::string_view text) {
  return fmt::format("\"{}\"", fit_to_width(text.substr(0, 200), 60));
}

}  // namespace tertius::io
