#include "engine/io/formats/workbook/sheet_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <set>
#include <span>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/dates.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

using Words = std::span<const std::string_view>;

constexpr std::size_t rows_to_look_at = 20;     // for the header
constexpr std::size_t rows_to_judge_by = 1000;  // what a column holds

constexpr std::string_view id_words[] = {
    "id", "memberid", "mitgliedsnummer", "mitgliedsnr", "mitgliednr", "nr",  "nummer",
    "no", "number",   "kennung",         "personid",    "userid",     "key", "mitgliedsid"};
constexpr std::string_view name_words[] = {
    "name",       "fullname",        "displayname",     "vollständigername", "mitglied",
    "member",     "person",          "teilnehmer",      "teilnehmerin",      "teilnehmende",
    "teilnehmer", "teilnehmerinnen", "teilnehmende",    "attendee",          "participant",
    "wer",        "nachnamevorname", "vornamenachname", "namevorname",       "vornamename"};
constexpr std::string_view first_name_words[] = {"vorname", "firstname", "givenname", "forename"};
constexpr std::string_view last_name_words[] = {"nachname",   "lastname",     "surname",
                                                "familyname", "familienname", "name"};
constexpr std::string_view mail_words[] = {"email", "mail", "emailadresse", "emailaddress", "mailadresse"};

constexpr std::string_view discipline_words[] = {"discipline", "disziplin",  "beruf",     "fach",
                                                 "fachgebiet", "branche",    "sparte",    "profession",
                                                 "field",      "department", "tätigkeit", "gewerk"};
constexpr std::string_view region_words[] = {"region", "ort", "stadt", "city", "wohnort", "town", "plz"};
constexpr std::string_view offers_words[] = {"offers",  "bietet",   "ichbiete", "biete",
                                             "angebot", "angebote", "offer"};
constexpr std::string_view needs_words[] = {"needs",  "sucht",   "ichsuche", "suche",      "bedarf",
                                            "gesuch", "gesuche", "braucht",  "lookingfor", "need"};
constexpr std::pair<std::string_view, Words> attribute_words[] = {{"discipline", discipline_words},
                                                                  {"region", region_words},
                                                                  {"offers", offers_words},
                                                                  {"needs", needs_words}};

constexpr std::string_view group_words[] = {
    "group",   "gruppe",  "event",   "veranstaltung", "termin",   "treffen",       "team",
    "meeting", "projekt", "project", "verein",        "workshop", "arbeitsgruppe", "organisation"};
constexpr std::string_view role_words[] = {"role", "rolle", "function", "funktion", "aufgabe"};
constexpr std::string_view kind_words[] = {"kind",     "type",         "art",      "typ",
                                           "relation", "relationship", "beziehung"};
constexpr std::string_view date_words[] = {"date", "datum", "since", "seit",
                                           "wann", "am",    "tag",   "connectedon"};
constexpr std::string_view mark_words[] = {"anwesend",  "anwesenheit", "dabei",   "da",       "teilgenommen",
                                           "teilnahme", "warda",       "present", "attended", "attendance"};
constexpr std::string_view weight_words[] = {"weight", "strength", "value", "count", "gewicht", "stärke"};
constexpr std::string_view comment_words[] = {"bemerkung", "bemerkungen", "notiz",   "notizen",
                                              "note",      "notes",       "comment", "comments",
                                              "kommentar", "anmerkung",   "outcome"};

constexpr std::pair<std::string_view, std::string_view> pair_words[] = {{"source", "target"},
                                                                        {"from", "to"},
                                                                        {"von", "nach"},
                                                                        {"von", "an"},
                                                                        {"von", "zu"},
                                                                        {"von", "mit"},
                                                                        {"persona", "personb"},
                                                                        {"person1", "person2"},
                                                                        {"name1", "name2"},
                                                                        {"namea", "nameb"},
                                                                        {"mitglied1", "mitglied2"},
                                                                        {"mitglieda", "mitgliedb"},
                                                                        {"member1", "member2"},
                                                                        {"membera", "memberb"},
                                                                        {"quelle", "ziel"},
                                                                        {"id1", "id2"},
                                                                        {"a", "b"},
                                                                        {"wer", "mitwem"},
                                                                        {"wer", "wen"},
                                                                        {"wer", "kennt"},
                                                                        {"name", "kennt"},
                                                                        {"person", "kennt"},
                                                                        {"mitglied", "kennt"},
                                                                        {"station1", "station2"}};
constexpr std::string_view introducer_words[] = {
    "introducer",      "vermittler",   "vermittlerin",   "vermitteltvon",
    "vermitteltdurch", "introducedby", "vorgestelltvon", "durch"};

/// The headings of a row, each of which serves as one thing.
class Headings {
 public:
  explicit Headings(const std::vector<std::string_view>& cells) : taken_(cells.size(), false) {
    for (const std::string_view cell : cells) bare_.push_back(bare_heading(cell));
  }
  std::optional<std::size_t> find(std::string_view word) const {
    for (std::size_t i = 0; i < bare_.size(); ++i)
      if (!taken_[i] && bare_[i] == word) return i;
    return std::nullopt;
  }
  std::optional<std::size_t> take(std::string_view word) {
    const auto at = find(word);
    if (at) taken_[*at] = true;
    if (at) ++count_;
    return at;
  }
  std::optional<std::size_t> take(Words words) {
    for (const std::string_view word : words)
      if (const auto at = take(word)) return at;
    return std::nullopt;
  }
  /// Columns with a heading that serve as nothing.
  std::vector<std::size_t> rest() const {
    std::vector<std::size_t> columns;
    for (std::size_t i = 0; i < bare_.size(); ++i)
      if (!taken_[i] && !bare_[i].empty()) columns.push_back(i);
    return columns;
  }
  /// How many serve as something.
  std::size_t count() const { return count_; }

 private:
  std::vector<std::string> bare_;
  std::vector<bool> taken_;
  std::size_t count_ = 0;
};

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

void take_pair(Headings& words, std::string_view sheet, KnownSheet& known) {
  if (words.find("wer") && words.find("mitwem") && (words.find("hatwen") || words.find("wen"))) {
    known.introducer = words.take("wer");
    known.source = words.find("hatwen") ? words.take("hatwen") : words.take("wen");
    known.target = words.take("mitwem");
  } else {
    for (const auto& [a, b] : pair_words) {
      if (!words.find(a) || !words.find(b)) continue;
      // Letters head the columns of a matrix as well.
      if (a == "a" && !words.find("introducer") && !words.find("outcome")) continue;
      known.source = words.take(a);
      known.target = words.take(b);
      break;
    }
    if (!known.source) return;
    known.introducer = words.take(introducer_words);
  }
  const std::string title = bare_heading(sheet);
  const bool introduced =
      title.starts_with("vermitt") || title.starts_with("intro") || title.starts_with("vorgestellt");
  known.kind = known.introducer || introduced ? SheetKind::introductions : SheetKind::connections;
  if (known.kind == SheetKind::connections) known.weight = words.take(weight_words);
  known.kind_of = words.take(kind_words);
  known.date = words.take(date_words);
}

void take_person(Headings& words, KnownSheet& known) {
  known.id = words.take(id_words);
  if (known.name = words.take(first_name_words); known.name) known.last = words.take(last_name_words);
  if (!known.name) known.name = words.take(name_words);
  if (!known.name && !known.id) known.name = words.take(last_name_words);
}

/// What the table is whose header consists of these cells.
KnownSheet judged(const Sheet& sheet, KnownSheet known, const std::vector<std::string_view>& cells) {
  known.headings.assign(cells.begin(), cells.end());
  Headings words(cells);
  take_pair(words, sheet.name, known);
  known.known = words.count();
  if (known.kind != SheetKind::none) return known;
  take_person(words, known);
  const bool mail = words.take(mail_words).has_value();
  if (mail && !known.id && !known.name) {
    Headings again(cells);
    known.id = again.take(mail_words);
  }
  if (!known.id && !known.name) return known;
  bool described = false;
  for (const auto& [word, synonyms] : attribute_words)
    if (const auto column = words.take(synonyms)) known.attributes.push_back({*column, word});
  for (const std::size_t column : words.rest())
    described = described || graph::is_consent_heading(known.headings[column]);
  described = described || !known.attributes.empty() || (mail && !names_meeting(sheet.name));
  const bool listed = names_members(sheet.name);
  const bool both = known.id && known.name;
  const std::size_t person = known.id ? *known.id : *known.name;
  if (!described) {
    // What follows is of affiliations and of attendance.
    KnownSheet other = known;
    Headings their = words;
    other.group = their.take(group_words);
    other.role = their.take(role_words);
    other.kind_of = their.take(kind_words);
    other.date = their.take(date_words);
    other.mark = their.take(mark_words);
    other.known = their.count();
    while (their.take(comment_words)) continue;
    if (other.group && their.rest().empty() && (!both || repeats(sheet, known, person))) {
      other.kind = SheetKind::affiliations;
      return other;
    }
    if (!listed && !other.group) {
      for (const std::size_t column : their.rest())
        if (holds_marks(sheet, known, column)) other.meetings.push_back(column);
      if (other.mark && !other.meetings.empty()) other.meetings.push_back(*other.mark);
      const bool only_meetings = !other.meetings.empty() && other.meetings.size() >= their.rest().size();
      if (only_meetings || their.rest().empty()) {
        other.kind = SheetKind::attendance;
        return other;
      }
    }
  }
  if (described || both || known.last || listed) known.kind = SheetKind::members;
  known.known = words.count();
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

KnownSheet known_sheet(const Sheet& sheet, const KnowsMember& knows) {
  KnownSheet best;
  CsvReader rows(sheet.text, {}, options_at(sheet, sheet.origin.row));
  std::size_t begin = 0;
  for (std::size_t row = 0; row < rows_to_look_at && rows.next();
       ++row, begin = after_blanks(sheet.text, rows.position())) {
    KnownSheet known = judged(sheet, {.begin = begin, .row = rows.place().line}, rows.fields());
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

bool says_who_came(std::string_view sheet, const KnownSheet& known) {
  constexpr std::string_view absent[] = {"absag",  "abgesagt", "abwesen", "fehl",   "entschuldig", "nicht",
                                         "noshow", "declined", "absen",   "apolog", "warteliste",  "waiting"};
  const std::string title = bare_heading(sheet);
  if (std::any_of(std::begin(absent), std::end(absent),
                  [&](std::string_view word) { return title.find(word) != title.npos; }))
    return false;
  return known.mark || names_meeting(sheet) ||
         std::any_of(known.meetings.begin(), known.meetings.end(),
                     [&](std::size_t column) { return names_meeting(known.headings[column]); });
}

bool is_mail_heading(std::string_view heading) {
  return std::find(std::begin(mail_words), std::end(mail_words), bare_heading(heading)) !=
         std::end(mail_words);
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
