#include "engine/pipeline/introductions/history.hpp"

#include <filesystem>
#include <string_view>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/bytes/inputs.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::pipeline {
namespace {

/// Throws where nothing can be appended to it.
void check(const std::string& path) {
  std::error_code problem;
  if (path == "-" || std::filesystem::is_other(path, problem))
    throw Error(ErrorKey::format_unwritten,
                "is a pipe or a device, in which nothing is kept; expected a CSV file", {path});
  if (io::parse_sheet_path(path) ||
      (std::filesystem::is_regular_file(path, problem) && io::Source(path).workbook() != io::Workbook::none))
    throw Error(ErrorKey::format_unwritten,
                "is a workbook, into which nothing is written; expected a CSV file (save the sheet as one)",
                {path});
}

}  // namespace

History::History(std::string path, const std::function<void()>& waits, const RunContext& context)
    : path_(std::move(path)) {
  check(path_);
  lock_.emplace(path_, waits, context);
  found_ = io::state_of(path_);
}

MemberPairs History::pairs(const graph::Network& network, const RunContext& context) const {
  return found_ ? read_member_pairs(path_, network, true, context) : MemberPairs();
}

std::unique_ptr<io::AtomicFile> History::with(
    const graph::Network& network, const std::vector<introductions::Introduction>& introductions) const {
  auto file = std::make_unique<io::AtomicFile>(path_, io::Readers::owner);
  file->write(text(network, introductions));
  file->complete();
  if (io::state_of(path_) != found_)
    throw Error(ErrorKey::input_damaged, std::string(io::changed_words), {path_});
  return file;
}

std::string History::text(const graph::Network& network,
                          const std::vector<introductions::Introduction>& introductions) const {
  const graph::Ids& ids = network.members.ids;
  std::string text;
  std::vector<std::string> columns = {"a", "b", "introducer", "value", "outcome"};
  char separator = ',';
  if (found_) {
    io::Source source(path_);
    text = std::string(source.text());
    if (!io::trimmed(io::without_mark(text)).empty()) {
      io::CsvReader rows(text, source.name());
      separator = rows.separator();
      rows.next();
      columns.assign(rows.fields().begin(), rows.fields().end());
      if (text.back() != '\n') text += '\n';
    }
  }
  const auto row = [&](const std::vector<std::string>& fields) {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (i > 0) text += separator;
      // A separator other than the comma needs quotes too.
      const bool plain = separator == ',' || fields[i].find(separator) == std::string::npos;
      text += plain ? csv_field(fields[i]) : '"' + fields[i] + '"';
    }
    text += '\n';
  };
  if (io::trimmed(io::without_mark(text)).empty()) {
    text.clear();
    row(columns);
  }
  for (const introductions::Introduction& i : introductions) {
    std::vector<std::string> fields;
    for (const std::string& column : columns) {
      const std::string name = fold_case(column);
      if (name == "a" || name == "source" || name == "member")
        fields.push_back(ids[i.a]);
      else if (name == "b" || name == "target" || name == "other")
        fields.push_back(ids[i.b]);
      else if (name == "introducer")
        fields.push_back(i.introducer == graph::no_vertex ? "" : ids[i.introducer]);
      else if (name == "value")
        fields.push_back(number_text(i.value));
      else if (name == "outcome")
        fields.emplace_back("introduced");
      else
        fields.emplace_back();
    }
    row(fields);
  }
  return text;
}

}  // namespace tertius::pipeline
