#include "engine/io/formats/plain/list_rows.hpp"

#include <algorithm>

#include "engine/core/text.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t rows_per_poll = std::size_t{1} << 14;

void for_each_colon(std::string_view text, const std::string& file, const ListInput& input,
                    const RunContext& context, const VisitList& visit) {
  Lines lines(text, file);
  std::vector<std::string_view> items;
  for (std::size_t count = 0; lines.next(); ++count) {
    if (count % rows_per_poll == 0) context.poll();
    const std::string_view line = trimmed(lines.line());
    if (line.empty() || (input.comments && line.front() == '#')) continue;
    std::string_view head, rest;
    if (!cut_at_colon(line, head, rest)) head = line;
    split_list(rest, input.shape.between, items);
    Location where = lines.where(head);
    where.place.line += input.line - 1;
    visit(where, head, items);
  }
}

/// Each column from its heading on.
void for_each_column(CsvReader& rows, const ListInput& input, const VisitList& visit) {
  std::vector<std::vector<std::pair<Location, std::string>>> columns(input.headings.size());
  while (rows.next())
    for (std::size_t c = 0; c < std::min(columns.size(), rows.fields().size()); ++c)
      if (!rows.fields()[c].empty()) columns[c].emplace_back(rows.where(c), rows.fields()[c]);
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::vector<std::string_view> names;
    for (const auto& [where, name] : columns[c]) names.push_back(name);
    if (!names.empty()) visit(columns[c].front().first, input.headings[c], names);
  }
}

}  // namespace

ListInput::ListInput(Source& source, ListShape (*shape_of)(const Sample&)) {
  const Sample sample(source);
  shape = shape_of(sample);
  separator = sample.separator();
  comments = sample.comments();
  end = sample.end();
  notes = sample.notes();
  if (sample.rows().empty()) return;
  const SampleRow& first = sample.rows().front();
  header = first.begin;
  header_line = first.line;
  begin = shape.headed ? first.end : first.begin;
  line = shape.headed && sample.rows().size() > 1 ? sample.rows()[1].line : first.line;
  if (shape.headed) headings.assign(first.cells.begin(), first.cells.end());
  // Blank lines may stand below the headings.
  if (shape.headed && sample.rows().size() > 1) begin = sample.rows()[1].begin;
}

void for_each_list(Source& source, const ListInput& input, const RunContext& context,
                   const VisitList& visit) {
  const std::string_view whole = source.text();
  std::string_view text = whole.substr(0, input.end);
  text.remove_prefix(std::min(input.begin, text.size()));
  if (input.shape.form == ListForm::colon) return for_each_colon(text, source.name(), input, context, visit);
  CsvReader rows(
      text, source.name(),
      {.separator = input.separator, .comments = input.comments, .part = true, .line = input.line});
  if (input.shape.form == ListForm::columns) return for_each_column(rows, input, visit);
  std::vector<std::string_view> items;
  for (std::size_t count = 0; rows.next(); ++count) {
    if (count % rows_per_poll == 0) context.poll();
    if (rows.is_comment()) continue;
    std::vector<std::string_view> cells = rows.fields();
    if (input.shape.form == ListForm::inner) {
      while (cells.size() > 2 && cells.front().empty()) cells.erase(cells.begin());
      split_list(cells.size() > 1 ? cells[1] : std::string_view(), input.shape.between, items);
    } else {
      items.assign(cells.begin() + 1, cells.end());
      std::erase_if(items, [](std::string_view cell) { return cell.empty(); });
    }
    if (!cells.front().empty() || !items.empty()) visit(rows.where(), cells.front(), items);
  }
}

}  // namespace tertius::io
