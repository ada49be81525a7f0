#include "engine/io/row_search.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <optional>

#include "engine/core/text.hpp"
#include "engine/graph/names.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/workbook/sheet_kinds.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t rows_per_poll = std::size_t{1} << 14;
/// A line of a text that is longer holds more than one thing: of it, what is around the member is shown.
constexpr std::size_t longest_line = 1000;
constexpr std::size_t shown_around = 80;
/// So many rows tell which column of a table of members holds their ids.
constexpr std::size_t rows_to_judge = 1000;

bool belongs_to_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

/// Whether a word that ends before `at`, or (`step` -1) begins after it, goes on there. Dots and hyphens
/// belong to a word only inside it: "7.5", "m017-b", but not "m017.", "a->b" or where two hyphens stand.
bool goes_on(std::string_view line, std::size_t at, std::ptrdiff_t step) {
  const auto inside = [&](std::size_t i) { return i < line.size(); };
  if (!inside(at)) return false;
  if (belongs_to_word(line[at])) return true;
  // Wraps to beyond the end before the beginning.
  const std::size_t next = at + static_cast<std::size_t>(step);
  return (line[at] == '.' || line[at] == '-') && inside(next) && belongs_to_word(line[next]);
}

/// Where `word` stands as a whole word, or npos.
std::size_t find_word(std::string_view line, std::string_view word, std::size_t from = 0) {
  for (std::size_t at = line.find(word, from); at != line.npos; at = line.find(word, at + 1)) {
    if (!goes_on(line, at - 1, -1) && !goes_on(line, at + word.size(), 1)) return at;
  }
  return line.npos;
}

std::string_view trimmed_of_line_ends(std::string_view text) {
  const std::size_t begin = text.find_first_not_of("\r\n");
  if (begin == text.npos) return {};
  return text.substr(begin, text.find_last_not_of("\r\n") + 1 - begin);
}

class Matcher {
 public:
  explicit Matcher(const RowSearch& wanted) : wanted_(wanted), folded_(graph::folded_name(wanted.name)) {}
  /// In a list that is written by hand, cells are taken for members as by People (tables/people.hpp).
  void read_by_hand(const graph::MemberTable& members) {
    members_ = &members;
    for (graph::VertexId v = 0; v < members.size(); ++v) names_.add(v, members.name(v));
    names_.complete();
  }

  bool cell(std::string_view text) const {
    const std::string_view cell = trimmed(text);
    if (cell == wanted_.id) return true;
    // Folding may change the number of bytes, but not that much.
    const auto size = wanted_.name.size();
    if (size > 0 && cell.size() <= 3 * size && 3 * cell.size() >= size && graph::folded_name(cell) == folded_)
      return true;
    if (members_ == nullptr) return false;
    const graph::NameMatch match = names_.find(cell);
    return match.kind == graph::NameMatch::Kind::certain && members_->ids[match.member] == wanted_.id;
  }

 private:
  const RowSearch& wanted_;
  std::string folded_;
  const graph::MemberTable* members_ = nullptr;
  graph::NameIndex names_;
};

/// Columns that hold no people.
std::vector<bool> columns_without_people(const std::vector<std::string_view>& names, RowsOf kind) {
  std::vector<bool> figures(names.size(), false);
  if (kind == RowsOf::members) return figures;
  CsvHeader header(names);
  const ConnectionColumns columns(header);
  const auto role = header.take({"role", "function", "rolle"});
  const auto outcome = header.take({"outcome"});
  for (const auto& column : {columns.weight, columns.kind, columns.since, role, outcome})
    if (column) figures[*column] = true;
  return figures;
}

/// Whether the first record of the table says what its columns are.
bool is_header(const std::vector<std::string_view>& cells, RowsOf kind) {
  if (kind == RowsOf::edge_list) {
    CsvHeader header(cells);
    return ConnectionColumns(header).complete();
  }
  return true;
}

/// The column in which most rows hold the id of a member.
std::size_t column_of_ids(std::string_view text, const std::string& file, const CsvOptions& options,
                          const graph::MemberTable& members) {
  CsvReader rows(text, file, options);
  std::vector<std::size_t> hits;
  for (std::size_t row = 0; row < rows_to_judge && rows.next(); ++row) {
    const auto& cells = rows.fields();
    hits.resize(std::max(hits.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) hits[i] += members.ids.find(cells[i]) ? 1 : 0;
  }
  return static_cast<std::size_t>(std::max_element(hits.begin(), hits.end()) - hits.begin());
}

std::vector<NamingRow> rows_of_table(const RowSearch& wanted, std::string_view text, const std::string& file,
                                     CsvOptions options, RowsOf kind, const graph::MemberTable& members,
                                     const RunContext& context) {
  if (kind == RowsOf::edge_list) options = {.separator = edge_list_separator(text), .comments = true};
  Matcher matches(wanted);
  if (kind == RowsOf::affiliations || options.sheet) matches.read_by_hand(members);
  // In an edge list without a header, what stands after the two ids is a figure.
  const bool number = parse_real(wanted.id).has_value();
  const std::size_t ids =
      kind == RowsOf::members ? column_of_ids(text, file, options, members) : std::size_t{0};
  std::vector<NamingRow> found;
  std::vector<std::string> headings;
  std::vector<bool> figures;
  CsvReader rows(text, file, options);
  bool first = true;
  for (std::size_t count = 0, begin = rows.position(); rows.next(); ++count, begin = rows.position()) {
    if (count % rows_per_poll == 0) context.poll();
    const std::vector<std::string_view>& cells = rows.fields();
    // A sheet may be a list of names without a heading.
    const bool headless = options.sheet && std::any_of(cells.begin(), cells.end(),
                                                       [&](auto cell) { return matches.cell(cell); });
    if (!rows.is_comment() && std::exchange(first, false) && is_header(cells, kind) && !headless) {
      headings.assign(cells.begin(), cells.end());
      figures = columns_without_people(cells, kind);
      continue;
    }
    NamingRow row{.line = rows.place().line, .text = {}};
    const auto names = [&](std::size_t i) {
      if (i < figures.size() && figures[i]) return false;
      if (kind == RowsOf::edge_list && headings.empty() && number && i > 1) return false;
      return matches.cell(cells[i]);
    };
    const bool comment = rows.is_comment();
    bool named = false;
    for (std::size_t i = 0; i < cells.size(); ++i)
      named = named || names(i) || (comment && find_word(cells[i], wanted.id) != std::string_view::npos);
    if (!named) continue;
    const std::optional<graph::VertexId> about =
        kind == RowsOf::members && ids < cells.size() ? members.ids.find(cells[ids]) : std::nullopt;
    row.whole = !about || members.ids[*about] == wanted.id;
    for (std::size_t i = 0; i < cells.size() && !comment; ++i) {
      if (!row.whole && !names(i)) continue;
      row.cells.emplace_back(i < headings.size() ? headings[i] : std::string(), cells[i]);
      if (!row.whole) row.text = cells[i];
    }
    if (row.whole) row.text = std::string(trimmed_of_line_ends(text.substr(begin, rows.position() - begin)));
    found.push_back(std::move(row));
  }
  return found;
}

/// The braces or brackets around the word, where they are near; else what stands beside it.
std::string_view around(std::string_view line, std::size_t at, std::size_t length) {
  const std::size_t from = at > longest_line ? at - longest_line : 0;
  const std::string_view before = line.substr(from, at - from);
  const std::string_view after = line.substr(at + length, longest_line);
  for (const auto& [open, close] : {std::pair{'{', '}'}, std::pair{'<', '>'}}) {
    const auto begin = before.find_last_of(open);
    const auto end = after.find(close);
    if (begin == before.npos || end == after.npos || before.find(close, begin) != before.npos) continue;
    return line.substr(from + begin, at + length + end + 1 - (from + begin));
  }
  const std::size_t first = at > shown_around ? at - shown_around : 0;
  return line.substr(first, at + length + shown_around - first);
}

/// The line as it reads without the escapes of XML and JSON.
std::string without_escapes(std::string_view line) {
  std::string text = line.find('&') == line.npos ? std::string(line) : decode_entities(line);
  if (text.find('\\') == text.npos) return text;
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      plain += text[i];
      continue;
    }
    const char next = text[++i];
    if (next == 'u' && i + 4 < text.size()) {
      std::uint32_t code = 0;
      for (std::size_t d = 1; d <= 4; ++d) {
        const char c = text[i + d];
        code = code * 16 + static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
      }
      append_utf8(plain, code);
      i += 4;
    } else {
      plain += next;
    }
  }
  return plain;
}

std::vector<NamingRow> lines_of_text(const RowSearch& wanted, std::string_view text,
                                     const RunContext& context) {
  std::vector<NamingRow> found;
  std::uint64_t number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    if (++number % rows_per_poll == 0) context.poll();
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + (text.substr(end, 2) == "\r\n" ? 2 : 1);
    const bool escaped = line.find_first_of("&\\") != line.npos;
    const std::string plain = escaped ? without_escapes(line) : std::string();
    bool named = false;
    for (const std::string_view word : {std::string_view(wanted.id), std::string_view(wanted.name)}) {
      for (const std::string_view form : {line, std::string_view(plain)}) {
        if (word.empty() || named) continue;
        std::size_t at = find_word(form, word);
        if (at == form.npos) continue;
        named = true;
        if (line.size() <= longest_line) {
          found.push_back({.line = number, .text = std::string(line)});
          continue;
        }
        for (; at != form.npos; at = find_word(form, word, at + word.size()))
          found.push_back(
              {.line = number, .text = std::string(around(form, at, word.size())), .whole = false});
      }
    }
  }
  return found;
}

/// The sheet that was opened.
Sheet sheet_of(Source& source) {
  const std::string name = source.name();
  Sheet sheet{.name = name.substr(name.rfind('#') + 1), .read = true, .origin = *source.sheet()};
  sheet.text = source.text();
  return sheet;
}

RowsOf rows_of_sheet(const std::string& file, std::uint64_t max_input) {
  Source source = open_table(file, max_input);
  switch (known_sheet(sheet_of(source)).kind) {
    case SheetKind::connections:
    case SheetKind::introductions:
      return RowsOf::connections;
    case SheetKind::affiliations:
    case SheetKind::attendance:
    case SheetKind::none:  // names alone
      return RowsOf::affiliations;
    case SheetKind::members:
      break;
  }
  return RowsOf::members;
}

}  // namespace

RowsOf rows_of_file(const std::string& file, std::string_view format, std::uint64_t max_input) {
  if (format == "edge list") return RowsOf::edge_list;
  if (parse_sheet_path(file)) return rows_of_sheet(file, max_input);
  if (!format.ends_with("CSV")) return RowsOf::text;
  const std::string name = std::filesystem::path(file).filename().string();
  if (name.starts_with("members.")) return RowsOf::members;
  if (name.starts_with("affiliations.")) return RowsOf::affiliations;
  Source source = open_table(file, max_input);
  const std::string_view head = source.head();
  CsvReader rows(head.substr(0, head.find_first_of("\r\n", 1)), source.name(), csv_options(source));
  if (!rows.next()) return RowsOf::connections;
  CsvHeader header(rows.fields());
  if (ConnectionColumns(header).complete()) return RowsOf::connections;
  for (const std::string& title : header.names())
    if (title.find(":START_ID") != std::string::npos) return RowsOf::connections;
  const auto member = header.take({"member", "memberid", "person", "mitglied"});
  const auto group = header.take({"group", "event", "team", "gruppe"});
  return member && group ? RowsOf::affiliations : RowsOf::members;
}

RowSearch search_for(const graph::MemberTable& members, graph::VertexId member) {
  RowSearch wanted{members.ids[member], {}};
  if (!members.names || !members.names->has(member)) return wanted;
  const std::string name = members.name(member), folded = fold_case(name);
  if (const auto other = members.ids.find(name); other && *other != member) return wanted;
  for (graph::VertexId v = 0; v < members.size(); ++v)
    if (v != member && fold_case(members.name(v)) == folded) return wanted;
  wanted.name = name;
  return wanted;
}

std::vector<NamingRow> rows_naming(const RowSearch& wanted, const std::string& file, RowsOf kind,
                                   const graph::MemberTable& members, std::uint64_t max_input,
                                   const RunContext& context) {
  Source source = open_table(file, max_input, context);
  const std::string_view text = source.text();
  if (kind == RowsOf::text) return lines_of_text(wanted, without_mark(text), context);
  if (trimmed(without_mark(text)).empty()) return {};
  CsvOptions options = csv_options(source);
  std::string_view table = text;
  if (source.sheet()) {
    const KnownSheet known = known_sheet(sheet_of(source));
    table.remove_prefix(known.begin);  // titles
    if (known.row > 0) options.line = known.row;
  }
  return rows_of_table(wanted, table, source.name(), options, kind, members, context);
}

bool holds_no_text(const std::string& file, std::uint64_t max_input) {
  Source source = open_table(file, max_input);
  return source.head().find('\0') != std::string_view::npos;
}

std::string with_word_replaced(std::string_view line, std::string_view id, std::string_view by) {
  std::string text;
  std::size_t begin = 0;
  for (std::size_t at = find_word(line, id); at != line.npos; at = find_word(line, id, begin)) {
    text += line.substr(begin, at - begin);
    text += by;
    begin = at + id.size();
  }
  return text += line.substr(begin);
}

}  // namespace tertius::io
