#include "engine/io/formats/workbook/sheet_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/dates.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t rows_to_look_at = 20;     // for the header
constexpr std::size_t rows_to_judge_by = 1000;  // what a column holds

CsvOptions options_at(const Sheet& sheet, std::uint64_t row) {
  return {.separator = ';', .part = true, .line = row, .sheet = sheet.origin};
}

/// Where the next record begins: blank rows are empty lines.
std::size_t after_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of('\n', at), text.size());
}

/// Calls visit(cells) for some rows after the header; until it says false.
void for_rows(const Sheet& sheet, const KnownSheet& known,
              const std::function<bool(const std::vector<std::string_view>&)>& visit) {
  CsvReader rows(std::string_view(sheet.text).substr(known.begin), {}, options_at(sheet, known.row));
  if (known.headed) rows.next();
  for (std::size_t row = 0; row < rows_to_judge_by && rows.next(); ++row)
    if (!visit(rows.fields())) return;
}

bool is_member_purpose(std::string_view heading) {
  return std::any_of(std::begin(member_purposes), std::end(member_purposes),
                     [&](Purpose purpose) { return serves_as(heading, purpose); });
}

/// Whether the cells of a column are marks, and some say yes.
bool holds_marks(const Sheet& sheet, const KnownSheet& known, std::size_t column) {
  std::size_t filled = 0, marks = 0, yes = 0;
  for_rows(sheet, known, [&](const std::vector<std::string_view>& cells) {
    if (column >= cells.size() || cells[column].empty()) return true;
    ++filled;
    const auto mark = parse_mark(cells[column]);
    marks += mark ? 1 : 0;
    yes += mark && *mark ? 1 : 0;
    return true;
  });
  constexpr std::size_t of_ten = 8;
  return yes > 0 && 10 * marks >= of_ten * filled;
}

/// Whether somebody stands in two rows.
bool repeats(const Sheet& sheet, const KnownSheet& known, std::size_t column) {
  std::set<std::string, std::less<>> seen;
  bool again = false;
  for_rows(sheet, known, [&](const std::vector<std::string_view>& cells) {
    if (column < cells.size() && !cells[column].empty()) again = !seen.emplace(cells[column]).second;
    return !again;
  });
  return again;
}

/// What the table is whose header consists of these cells.
KnownSheet judged(const Sheet& sheet, KnownSheet known, const std::vector<std::string_view>& cells,
                  const ColumnChoices& chosen) {
  known.headings.assign(cells.begin(), cells.end());
  CsvHeader header(cells, chosen);
  take_pair(header, sheet.name, known);
  known.known = header.taken();
  known.served = header.served();
  if (known.kind != SheetKind::none) return known;
  const PersonColumns person(header);
  if (!person.identity()) return known;
  known.person = person;
  known.id = person.id || !person.name ? person.identity() : std::nullopt;
  known.name = person.name;
  known.last = person.last;
  known.known = header.taken();
  known.served = header.served();
  bool described = person.email && known.id != person.email && !names_meeting(sheet.name);
  std::size_t attributes = 0;
  for (const std::size_t column : header.rest())
    attributes += is_member_purpose(known.headings[column]) ? 1 : 0;
  described = described || attributes > 0;
  known.known += attributes;
  const bool listed = names_members(sheet.name);
  const bool both = known.id && known.name;
  const std::size_t who = known.id ? *known.id : *known.name;
  if (!described) {
    // What follows is of affiliations and of attendance.
    KnownSheet other = known;
    CsvHeader their = header;
    other.group = their.take(Purpose::group);
    other.role = their.take(Purpose::role);
    other.kind_of = their.take(Purpose::kind);
    other.date = their.take(Purpose::date);
    other.mark = their.take(Purpose::mark);
    other.known = their.taken();
    other.served = their.served();
    while (their.take(Purpose::comment)) continue;
    std::vector<std::size_t> rest = their.rest();
    std::erase_if(rest, [&](std::size_t column) { return known.headings[column].empty(); });
    if (other.group && rest.empty() && (!both || repeats(sheet, known, who))) {
      other.kind = SheetKind::affiliations;
      return other;
    }
    if (!listed && !other.group) {
      for (const std::size_t column : rest)
        if (holds_marks(sheet, known, column)) other.meetings.push_back(column);
      if (other.mark && !other.meetings.empty()) other.meetings.push_back(*other.mark);
      const bool only_meetings = !other.meetings.empty() && other.meetings.size() >= rest.size();
      if (only_meetings || rest.empty()) {
        other.kind = SheetKind::attendance;
        return other;
      }
    }
  }
  if (described || both || known.last || listed) known.kind = SheetKind::members;
  return known;
}

/// A column of names without a heading, perhaps below a title.
KnownSheet named(const Sheet& sheet, const KnowsMember& knows) {
  KnownSheet known{.row = sheet.origin.row, .headed = false};
  std::vector<std::size_t> hits, filled;
  for_rows(sheet, known, [&](const std::vector<std::string_view>& cells) {
    hits.resize(std::max(hits.size(), cells.size()));
    filled.resize(hits.size());
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].empty()) continue;
      ++filled[i];
      hits[i] += knows(cells[i]) ? 1 : 0;
    }
    return true;
  });
  const auto best = std::max_element(hits.begin(), hits.end());
  if (best == hits.end() || *best == 0) return known;
  const auto column = static_cast<std::size_t>(best - hits.begin());
  if (2 * *best < filled[column]) return known;
  known.name = column;
  // Titles and a header that nobody knows stand before the first one who is known.
  CsvReader rows(sheet.text, {}, options_at(sheet, sheet.origin.row));
  std::size_t begin = 0;
  std::vector<std::string> before;
  std::size_t before_begin = 0;
  std::uint64_t before_row = 0;
  for (; rows.next(); begin = after_blanks(sheet.text, rows.position())) {
    if (column < rows.fields().size() && knows(rows.fields()[column])) break;
    before.assign(rows.fields().begin(), rows.fields().end());
    before_begin = begin;
    before_row = rows.place().line;
  }
  known.begin = begin;
  known.row = rows.place().line;
  known.kind = SheetKind::attendance;
  if (before.size() < 2) return known;
  KnownSheet headed = known;
  headed.headed = true;
  headed.begin = before_begin;
  headed.row = before_row;
  headed.headings = before;
  for (std::size_t i = 0; i < before.size(); ++i)
    if (i != column && !before[i].empty() && holds_marks(sheet, headed, i)) headed.meetings.push_back(i);
  return headed.meetings.empty() ? known : headed;
}

}  // namespace

void take_pair(CsvHeader& header, std::string_view sheet, KnownSheet& known) {
  CsvHeader rest = header;
  const ConnectionColumns columns(rest);
  if (!columns.complete()) return;
  header = rest;
  known.source = columns.source;
  known.target = columns.target;
  known.introducer = columns.introducer;
  known.weight = columns.weight;
  known.kind_of = columns.kind;
  known.date = columns.since;
  const std::string title = bare_heading(sheet);
  const bool introduced =
      title.starts_with("vermitt") || title.starts_with("intro") || title.starts_with("vorgestellt");
  known.kind = known.introducer || introduced ? SheetKind::introductions : SheetKind::connections;
}

std::vector<std::size_t> KnownSheet::left_out() const {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; headed && i < headings.size(); ++i) {
    const auto is = [&](const std::optional<std::size_t>& column) { return column == i; };
    const std::optional<std::size_t> all[] = {id,     name,  last, source,  target, introducer,
                                              weight, group, role, kind_of, date,   mark};
    if (!headings[i].empty() && std::none_of(std::begin(all), std::end(all), is) &&
        std::find(meetings.begin(), meetings.end(), i) == meetings.end())
      columns.push_back(i);
  }
  return columns;
}

bool KnownSheet::accounts_for_all() const {
  if (kind != SheetKind::members) return left_out().empty();
  const auto filled = std::count_if(headings.begin(), headings.end(),
                                    [](const std::string& heading) { return !heading.empty(); });
  return known >= static_cast<std::size_t>(filled);
}

KnownSheet known_sheet(const Sheet& sheet, const KnowsMember& knows, const ColumnChoices& chosen) {
  KnownSheet best;
  CsvReader rows(sheet.text, {}, options_at(sheet, sheet.origin.row));
  std::size_t begin = 0;
  for (std::size_t row = 0; row < rows_to_look_at && rows.next();
       ++row, begin = after_blanks(sheet.text, rows.position())) {
    KnownSheet known = judged(sheet, {.begin = begin, .row = rows.place().line}, rows.fields(), chosen);
    if (known.kind != SheetKind::none && known.known > best.known) best = std::move(known);
  }
  if (best.kind != SheetKind::none || !knows) return best;
  return named(sheet, knows);
}

bool names_members(std::string_view sheet) {
  const std::string title = bare_heading(sheet);
  constexpr std::string_view words[] = {"mitglied", "member", "people", "personen", "kontakte", "contacts"};
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return title.starts_with(word); });
}

bool names_meeting(std::string_view sheet) {
  const std::string title = bare_heading(sheet);
  constexpr std::string_view words[] = {"treffen",       "meeting",    "sitzung", "stammtisch", "termin",
                                        "event",         "workshop",   "fest",    "teilnehm",   "anwesen",
                                        "veranstaltung", "attendance", "abend"};
  return find_day(sheet).has_value() ||
         std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return title.find(word) != title.npos; });
}

bool says_absent(std::string_view sheet) {
  constexpr std::string_view absent[] = {"absag",  "abgesagt", "abwesen", "fehl",   "entschuldig", "nicht",
                                         "noshow", "declined", "absen",   "apolog", "warteliste",  "waiting"};
  const std::string title = bare_heading(sheet);
  return std::any_of(std::begin(absent), std::end(absent),
                     [&](std::string_view word) { return title.find(word) != title.npos; });
}

bool says_who_came(std::string_view sheet, const KnownSheet& known) {
  if (says_absent(sheet)) return false;
  return known.mark || names_meeting(sheet) ||
         std::any_of(known.meetings.begin(), known.meetings.end(),
                     [&](std::size_t column) { return names_meeting(known.headings[column]); });
}

bool is_mail_heading(std::string_view heading) {
  return serves_as(heading, Purpose::email);
}

std::optional<bool> parse_mark(std::string_view text) {
  constexpr std::string_view yes[] = {"x",        "ja",           "j",        "yes",    "y",  "1",
                                      "true",     "wahr",         "✓",        "✔",      "☑",  "da",
                                      "dabei",    "ok",           "anwesend", "war da", "xx", "present",
                                      "attended", "teilgenommen", "gekommen"};
  constexpr std::string_view no[] = {"-",        "–",       "nein",     "n",
                                     "no",       "0",       "false",    "falsch",
                                     "o",        "✗",       "✘",        "☐",
                                     "abwesend", "absent",  "fehlt",    "entschuldigt",
                                     "krank",    "excused", "abgesagt", "unentschuldigt",
                                     "nicht da", "e"};
  const std::string word = fold_case(trimmed(text));
  const auto is = [&](std::string_view other) { return fold_case(other) == word; };
  if (std::any_of(std::begin(yes), std::end(yes), is)) return true;
  if (word.empty() || std::any_of(std::begin(no), std::end(no), is)) return false;
  return std::nullopt;
}

std::optional<graph::Day> find_day(std::string_view text) {
  const auto day_in = [](std::string_view part) -> std::optional<graph::Day> {
    const DateReading reading = read_date(part, false);
    return reading.understood() && reading.decided() ? std::optional(reading.day_first) : std::nullopt;
  };
  if (const auto day = day_in(text)) return day;
  for (std::string_view word; next_word(text, word, " \t\r\n(),");)
    if (const auto day = day_in(word)) return day;
  return std::nullopt;
}

}  // namespace tertius::io
