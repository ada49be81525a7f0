#include "engine/io/formats/workbook/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/tables/table.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t rows_per_poll = std::size_t{1} << 12;

class RowReader {
 public:
  RowReader(const SheetTable& table, People& people, Assembler& assembler, const RunContext& context,
            bool connections, Naming naming)
      : people_(people),
        naming_(naming),
        assembler_(assembler),
        context_(context),
        connections_(connections),
        rows_(std::string_view(table.sheet.text).substr(table.known.begin), table.file,
              {.separator = ';', .part = true, .line = table.known.row, .sheet = table.sheet.origin}) {
    if (table.known.headed) rows_.next();
  }

  bool next() {
    do {
      if (++count_ % rows_per_poll == 0) context_.poll();
      if (!rows_.next()) return false;
    } while (form_of(rows_.fields(), rows_.fields().size()) == RowForm::blank);
    return true;
  }
  std::string_view cell(std::optional<std::size_t> column) const { return cell_in(rows_.fields(), column); }

  void refuse(std::size_t column, std::string_view found, std::string_view expected) {
    assembler_.refuse(rows_.where(std::min(column, rows_.fields().size() - 1)), found, expected,
                      connections_);
  }
  /// The member that the cell names; no_vertex, and the row is refused, where it names none.
  graph::VertexId member(std::size_t column) { return member(column, std::string(cell(column))); }
  graph::VertexId member(std::size_t column, const std::string& text) {
    if (text.empty()) {
      refuse(column, "nothing", "the id or the name of a member");
      return graph::no_vertex;
    }
    const graph::VertexId found = people_.find_or_add(text, naming_);
    if (found == graph::no_vertex) refuse(column, "member " + shown(text), people_.expected(text));
    return found;
  }

 private:
  People& people_;
  Naming naming_;
  Assembler& assembler_;
  const RunContext& context_;
  bool connections_;
  CsvReader rows_;
  std::uint64_t count_ = 0;
};

/// "Directed" and "Undirected" of Gephi are no kinds.
bool is_direction(std::string_view text) {
  return same_word(text, "directed") || same_word(text, "undirected");
}

/// What a meeting is called by the heading of its column: a bare date is one of the sheet's meetings.
std::string meeting_name(const Sheet& sheet, std::string_view heading, graph::Day day) {
  if (day == graph::no_day || heading.find_first_not_of("0123456789.-T: ") != heading.npos)
    return std::string(heading);
  return fmt::format("{} {}", sheet.name, day_text(day));
}

/// Says which columns nobody reads.
void note_left_out(const SheetTable& table, Assembler& assembler) {
  for (const std::size_t column : table.known.left_out())
    assembler.note(
        fmt::format("The column {} of {} was left out.", shown(table.known.headings[column]), table.file));
}

}  // namespace

void read_connection_rows(const SheetTable& table, People& people, Assembler& assembler,
                          const RunContext& context) {
  const KnownSheet& known = table.known;
  RowReader rows(table, people, assembler, context, true,
                 known.kind == SheetKind::introductions ? Naming::by_hand : Naming::exact);
  const bool introductions = known.kind == SheetKind::introductions;
  note_left_out(table, assembler);
  if (known.introducer) assembler.note(introducer_left_out(table.file));
  while (rows.next()) {
    const graph::VertexId from = rows.member(*known.source);
    if (from == graph::no_vertex) continue;
    const graph::VertexId to = rows.member(*known.target);
    if (to == graph::no_vertex) continue;
    std::optional<double> weight;
    if (const std::string_view text = rows.cell(known.weight); !text.empty()) {
      weight = number_in(text, ';');
      if (!is_weight(weight)) {
        rows.refuse(*known.weight, "weight " + shown(text), weight_expected);
        continue;
      }
    }
    std::string_view kind = rows.cell(known.kind_of);
    if (is_direction(kind)) kind = {};
    if (kind.empty() && introductions) kind = introduced;
    assembler.connect(from, to, weight, kind, rows.cell(known.date));
  }
}

void read_affiliation_rows(const SheetTable& table, People& people, Assembler& assembler,
                           const RunContext& context) {
  const KnownSheet& known = table.known;
  RowReader rows(table, people, assembler, context, false, Naming::by_hand);
  note_left_out(table, assembler);
  struct Meeting {
    std::size_t column;
    std::string name;
    graph::Day day;
  };
  std::vector<Meeting> meetings;
  for (const std::size_t column : known.meetings) {
    const std::string& heading = known.headings[column];
    const graph::Day day = find_day(heading).value_or(graph::no_day);
    meetings.push_back({column, meeting_name(table.sheet, heading, day), day});
  }
  const graph::Day day_of_sheet = find_day(table.sheet.name).value_or(graph::no_day);
  const std::size_t person = known.id ? *known.id : *known.name;
  // Whether somebody came; nullopt, and the row is refused, where the mark is none.
  const auto came = [&](std::size_t column) {
    const auto mark = parse_mark(rows.cell(column));
    if (!mark) rows.refuse(column, "mark " + shown(rows.cell(column)), "x or nothing, ja or nein");
    return mark.value_or(false);
  };
  while (rows.next()) {
    std::string text(rows.cell(person));
    std::size_t at = person;
    if (text.empty() && known.name) {
      text = rows.cell(known.name);
      at = *known.name;
    }
    if (known.last && at == *known.name) text = fmt::format("{} {}", text, rows.cell(known.last));
    const bool matrix = !meetings.empty();
    if (!matrix && known.mark && !came(*known.mark)) continue;
    const graph::VertexId member = rows.member(at, text);
    if (member == graph::no_vertex) continue;
    if (matrix) {
      for (const Meeting& meeting : meetings)
        if (came(meeting.column)) assembler.affiliate(member, meeting.name, {}, {}, meeting.day);
      continue;
    }
    std::string_view group = table.sheet.name;
    if (known.kind == SheetKind::affiliations) {
      group = rows.cell(known.group);
      if (group.empty()) {
        rows.refuse(*known.group, "nothing", "a group or meeting");
        continue;
      }
    }
    const std::string_view kind = rows.cell(known.kind_of), role = rows.cell(known.role),
                           date = rows.cell(known.date);
    if (date.empty() && known.kind == SheetKind::attendance) {
      assembler.affiliate(member, group, kind, role, day_of_sheet);
    } else {
      assembler.affiliate(member, group, kind, role, date);
    }
  }
}

}  // namespace tertius::io
