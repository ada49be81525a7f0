#include "engine/io/text/headings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/bytes/decoding.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

using Words = std::span<const std::string_view>;

// Lower case, letters and digits alone, the word that counts most first.
constexpr std::string_view id_words[] = {"id",
                                         "memberid",
                                         "mitgliedsnummer",
                                         "mitgliedsnr",
                                         "mitgliednr",
                                         "mitgliedsid",
                                         "kennung",
                                         "personid",
                                         "userid",
                                         "nodeid",
                                         "key",
                                         "nr",
                                         "nummer",
                                         "no",
                                         "number",
                                         "membershipno",
                                         "membershipnumber",
                                         "membernumber",
                                         "kundennummer",
                                         "personalnummer",
                                         "kuerzel",
                                         "kürzel",
                                         "lfdnr"};
constexpr std::string_view name_words[] = {"name",
                                           "fullname",
                                           "displayname",
                                           "vollständigername",
                                           "vollstaendigername",
                                           "nachnamevorname",
                                           "namevorname",
                                           "lastnamefirstname",
                                           "surnamefirstname",
                                           "vornamenachname",
                                           "vornamename",
                                           "vorundnachname",
                                           "vornameundnachname",
                                           "firstandlastname",
                                           "firstnamelastname",
                                           "namen",
                                           "names"};
/// Who a row is about where no column is called name: ids where one is.
constexpr std::string_view person_words[] = {"member",
                                             "mitglied",
                                             "person",
                                             "teilnehmer",
                                             "teilnehmerin",
                                             "teilnehmende",
                                             "teilnehmerinnen",
                                             "participant",
                                             "participants",
                                             "attendee",
                                             "attendees",
                                             "teilnehmername",
                                             "user",
                                             "node",
                                             "wer",
                                             "who",
                                             "gast",
                                             "guest"};
/// "Teilnehmer:in" and "Teilnehmer/-innen" are these without punctuation.
constexpr std::string_view first_name_words[] = {"vorname", "firstname", "givenname", "forename", "rufname"};
constexpr std::string_view last_name_words[] = {"nachname",     "lastname", "surname", "familyname",
                                                "familienname", "zuname",   "name"};
constexpr std::string_view turned_words[] = {"nachnamevorname", "namevorname", "lastnamefirstname",
                                             "surnamefirstname"};
constexpr std::string_view email_words[] = {"email",       "mail",        "emailadresse", "emailaddress",
                                            "mailadresse", "mailaddress", "kontaktemail", "epost"};

constexpr std::string_view discipline_words[] = {"discipline", "disziplin",    "beruf",      "fach",
                                                 "fachgebiet", "fachrichtung", "branche",    "sparte",
                                                 "profession", "field",        "department", "gewerk",
                                                 "tätigkeit",  "taetigkeit",   "occupation", "fachbereich"};
constexpr std::string_view region_words[] = {"region",  "ort",          "stadt",    "city",
                                             "wohnort", "town",         "wohnsitz", "standort",
                                             "plz",     "postleitzahl", "location", "postcode"};
constexpr std::string_view offers_words[] = {"offers",
                                             "offer",
                                             "bietet",
                                             "ichbiete",
                                             "biete",
                                             "angebot",
                                             "angebote",
                                             "bieten",
                                             "wasbietestdu",
                                             "wasbietensie",
                                             "wasichbiete",
                                             "dasbieteich",
                                             "ichbietean",
                                             "ioffer",
                                             "icanoffer",
                                             "whatioffer",
                                             "whatdoyouoffer",
                                             "whaticanoffer",
                                             "whatcanyouoffer",
                                             "offering",
                                             "waskannstdubieten",
                                             "waskönnensiebieten"};
constexpr std::string_view needs_words[] = {"needs",
                                            "need",
                                            "sucht",
                                            "ichsuche",
                                            "suche",
                                            "bedarf",
                                            "gesuch",
                                            "gesuche",
                                            "braucht",
                                            "lookingfor",
                                            "suchen",
                                            "ichbrauche",
                                            "wassuchstdu",
                                            "wassuchensie",
                                            "wasichsuche",
                                            "dassucheich",
                                            "brauche",
                                            "ineed",
                                            "iamlookingfor",
                                            "imlookingfor",
                                            "whatineed",
                                            "whatdoyouneed",
                                            "whatareyoulookingfor",
                                            "seeking",
                                            "wants"};

constexpr std::string_view source_words[] = {"source",    "from",      "src",     "fromnodeid", "sourceid",
                                             "fromid",    "sender",    "member1", "membera",    "person1",
                                             "persona",   "node1",     "id1",     "name1",      "namea",
                                             "mitglied1", "mitglieda", "quelle",  "von"};
constexpr std::string_view target_words[] = {
    "target",    "to",        "dst",       "tonodeid", "targetid", "toid",  "destination", "receiver",
    "recipient", "member2",   "memberb",   "person2",  "personb",  "node2", "id2",         "name2",
    "nameb",     "mitglied2", "mitgliedb", "ziel",     "an",       "nach",  "zu"};
/// Words that are ends beside each other alone.
constexpr std::pair<std::string_view, std::string_view> pair_words[] = {
    {"von", "mit"},      {"wer", "mitwem"},       {"wer", "wen"},      {"wer", "kennt"},
    {"wer", "kenntwen"}, {"name", "kennt"},       {"person", "kennt"}, {"mitglied", "kennt"},
    {"name", "knows"},   {"person", "knows"},     {"member", "knows"}, {"who", "knows"},
    {"who", "whom"},     {"station1", "station2"}};
/// Who introduced whom to whom.
constexpr std::string_view introductions[][3] = {
    {"wer", "hatwen", "mitwem"},       {"wer", "wen", "mitwem"},
    {"wer", "hatwen", "wem"},          {"wer", "wen", "wem"},
    {"who", "introduced", "to"},       {"who", "introducedwhom", "towhom"},
    {"introducer", "introduced", "to"}};
constexpr std::string_view introducer_words[] = {"introducer",     "vermittler",      "vermittlerin",
                                                 "vermitteltvon",  "vermitteltdurch", "introducedby",
                                                 "vorgestelltvon", "durch",           "vorgestelltdurch"};
constexpr std::string_view weight_words[] = {"weight",  "strength", "value",   "count", "w",
                                             "gewicht", "stärke",   "staerke", "anzahl"};
constexpr std::string_view kind_words[] = {"kind",     "type",         "art",      "typ",
                                           "relation", "relationship", "beziehung"};
constexpr std::string_view date_words[] = {"since", "date",  "started", "startdate", "connectedon",
                                           "seit",  "datum", "wann",    "am",        "tag"};

constexpr std::string_view group_words[] = {
    "group",           "event",   "groupid",       "organisation", "organization", "team",
    "gruppe",          "verein",  "veranstaltung", "termin",       "treffen",      "meeting",
    "eventname",       "eventid", "projekt",       "project",      "workshop",     "arbeitsgruppe",
    "veranstaltungen", "anlass",  "sitzung",       "ag",           "kurs",         "seminar"};
constexpr std::string_view role_words[] = {"role", "rolle", "function", "funktion", "aufgabe"};
constexpr std::string_view mark_words[] = {"anwesend",  "anwesenheit", "dabei",   "da",       "teilgenommen",
                                           "teilnahme", "warda",       "present", "attended", "attendance"};
constexpr std::string_view comment_words[] = {"bemerkung", "bemerkungen", "notiz",   "notizen",
                                              "note",      "notes",       "comment", "comments",
                                              "kommentar", "anmerkung",   "outcome"};

bool is_one_of(Words words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// The heading up to a remark: "Name (Vor- und Nachname)", "Ort: nur der erste".
std::string_view without_remark(std::string_view heading) {
  const std::size_t bracket = heading.find_first_of("([");
  const std::size_t colon = heading.find(": ");
  return heading.substr(0, std::min(bracket, colon));
}

}  // namespace

std::span<const std::string_view> words_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::id:
      return id_words;
    case Purpose::name:
      return name_words;
    case Purpose::first_name:
      return first_name_words;
    case Purpose::last_name:
      return last_name_words;
    case Purpose::email:
      return email_words;
    case Purpose::discipline:
      return discipline_words;
    case Purpose::region:
      return region_words;
    case Purpose::offers:
      return offers_words;
    case Purpose::needs:
      return needs_words;
    case Purpose::source:
      return source_words;
    case Purpose::target:
      return target_words;
    case Purpose::introducer:
      return introducer_words;
    case Purpose::weight:
      return weight_words;
    case Purpose::kind:
      return kind_words;
    case Purpose::since:
    case Purpose::date:
      return date_words;
    case Purpose::member:
      return person_words;
    case Purpose::group:
      return group_words;
    case Purpose::role:
      return role_words;
    case Purpose::mark:
      return mark_words;
    case Purpose::comment:
      return comment_words;
    case Purpose::open:
      break;
  }
  return {};
}

std::optional<ColumnChoice> parse_column_choice(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos) return std::nullopt;
  const auto purpose = chosen(purposes, trimmed(text.substr(0, equals)));
  const std::string_view heading = trimmed(text.substr(equals + 1));
  if (!purpose || heading.empty()) return std::nullopt;
  return ColumnChoice{*purpose, std::string(heading)};
}

void check_column_choices(const ColumnChoices& choices) {
  for (std::size_t i = 0; i < choices.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const ColumnChoice &one = choices[j], &other = choices[i];
      const bool same = one.heading == other.heading;
      if (one.purpose == other.purpose && same) continue;
      const auto refuse = [&](std::string_view why) {
        throw Error(ErrorKey::option_value,
                    fmt::format("{0} {1}=\"{2}\" and {0} {3}=\"{4}\": {5}", setting_name("column"),
                                name_in(purposes, one.purpose), one.heading, name_in(purposes, other.purpose),
                                other.heading, why));
      };
      if (one.purpose == other.purpose) refuse("one column serves as that, not two");
      if (same) refuse("a column serves as one thing");
    }
  }
}

bool same_heading(std::string_view a, std::string_view b) {
  return a == b || bare_heading(a) == bare_heading(b);
}

bool serves_as(std::string_view heading, Purpose purpose) {
  if (purpose == Purpose::open) return graph::is_consent_heading(heading);
  return is_one_of(words_of(purpose), bare_heading(heading)) ||
         is_one_of(words_of(purpose), bare_heading(without_remark(heading)));
}

CsvHeader::CsvHeader(const std::vector<std::string_view>& names, const ColumnChoices& chosen)
    : taken_(names.size(), false), chosen_(chosen) {
  for (const std::string_view name : names) {
    names_.emplace_back(name);
    bare_.push_back(bare_heading(name));
    plain_.push_back(bare_heading(without_remark(name)));
    own_.push_back(name.empty() ? fmt::format("column {}", names_.size()) : std::string(name));
  }
  tell_apart(own_);
}

/// Whether somebody chose it for a purpose.
bool CsvHeader::is_chosen(std::size_t column) const {
  return std::any_of(chosen_.begin(), chosen_.end(), [&](const ColumnChoice& choice) {
    return same_heading(choice.heading, names_[column]);
  });
}

bool CsvHeader::chooses(Purpose purpose) const {
  return std::any_of(chosen_.begin(), chosen_.end(),
                     [&](const ColumnChoice& choice) { return choice.purpose == purpose; });
}

std::optional<std::size_t> CsvHeader::find(std::string_view word, bool remarks) const {
  const std::vector<std::string>& headings = remarks ? plain_ : bare_;
  for (std::size_t i = 0; i < headings.size(); ++i)
    if (!taken_[i] && headings[i] == word && !is_chosen(i)) return i;
  return std::nullopt;
}

std::optional<std::size_t> CsvHeader::take(std::span<const std::string_view> words) {
  for (const bool remarks : {false, true}) {
    for (const std::string_view word : words) {
      const auto at = find(word, remarks);
      if (!at) continue;
      taken_[*at] = true;
      return at;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> CsvHeader::take(Purpose purpose) {
  std::optional<std::size_t> column;
  for (const ColumnChoice& choice : chosen_) {
    if (choice.purpose != purpose) continue;
    for (const bool exact : {true, false})
      for (std::size_t i = 0; i < names_.size() && !column; ++i)
        if (!taken_[i] && (exact ? names_[i] == choice.heading : same_heading(names_[i], choice.heading)))
          column = i;
  }
  if (column) {
    taken_[*column] = true;
  } else {
    column = take(words_of(purpose));
  }
  if (column) served_.push_back({purpose, *column});
  return column;
}

std::vector<std::size_t> CsvHeader::rest() const {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (!taken_[i]) columns.push_back(i);
  }
  return columns;
}

std::string CsvHeader::list() const {
  const std::string list = fmt::format("{}", fmt::join(names_, ", "));
  return list.size() > 200 ? list.substr(0, 200) + "..." : list;
}

std::size_t CsvHeader::taken() const {
  return static_cast<std::size_t>(std::count(taken_.begin(), taken_.end(), true));
}

ConnectionColumns::ConnectionColumns(CsvHeader& header) {
  const CsvHeader before = header;
  const auto take_ends = [&](std::string_view from, std::string_view to) {
    header.serve(Purpose::source, *(source = header.take({from})));
    header.serve(Purpose::target, *(target = header.take({to})));
  };
  for (const auto& [who, one, other] : introductions) {
    if (header.chooses(Purpose::source) || header.chooses(Purpose::target)) break;
    if (!header.has(who) || !header.has(one) || !header.has(other)) continue;
    header.serve(Purpose::introducer, *(introducer = header.take({who})));
    take_ends(one, other);
    break;
  }
  if (!source) {
    const bool chosen = header.chooses(Purpose::source) || header.chooses(Purpose::target);
    // "von;zu;Quelle": the last says where it is known from.
    if (!chosen && !header.has("ziel") && header.has("quelle") && header.has("von") &&
        (header.has("zu") || header.has("nach") || header.has("an")))
      header.serve(Purpose::source, *(source = header.take({"von"})));
    else
      source = header.take(Purpose::source);
    target = header.take(Purpose::target);
    if (!complete()) {
      header = before;
      source = target = std::nullopt;
      for (const auto& [from, to] : pair_words) {
        if (!header.has(from) || !header.has(to)) continue;
        take_ends(from, to);
        break;
      }
    }
    // Letters head the columns of a matrix as well.
    if (!source && header.has("a") && header.has("b") && (header.has("introducer") || header.has("outcome")))
      take_ends("a", "b");
    if (source) introducer = header.take(Purpose::introducer);
  }
  weight = header.take(Purpose::weight);
  kind = header.take(Purpose::kind);
  since = header.take(Purpose::since);
}

PersonColumns::PersonColumns(CsvHeader& header) {
  id = header.take(Purpose::id);
  const bool apart = [&] {
    CsvHeader rest = header;
    return rest.take(Purpose::first_name) && rest.take(Purpose::last_name);
  }();
  if (apart) {
    name = header.take(Purpose::first_name);
    last = header.take(Purpose::last_name);
  } else {
    name = header.take(Purpose::name);
    turned = name && is_one_of(turned_words, bare_heading(header.names()[*name]));
  }
  // Whoever else is named beside a name is so by an id.
  std::optional<std::size_t>& person = name && !id ? id : name;
  if (!person) person = header.take(Purpose::member);
  if (!name && !id) name = header.take(Purpose::first_name);
  if (!name && !id) name = header.take(Purpose::last_name);
  email = header.take(Purpose::email);
}

std::optional<PlainConnections> find_plain_connections(std::string_view head, const CsvOptions& options,
                                                       const ColumnChoices& chosen) {
  const std::string_view text = without_mark(head);
  if (stated_separator(text)) return std::nullopt;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = text.find('\n', begin) + 1;
    if (end == 0) return std::nullopt;  // the beginning of the text may end within the line
    const std::string_view line = trimmed(text.substr(begin, end - begin));
    const bool comment = options.comments && (line.starts_with('#') || line.starts_with('%'));
    if (!line.empty() && !comment) {
      if (line.find('"') != line.npos) return std::nullopt;
      CsvReader row(line, {}, options);
      row.next();
      CsvHeader header(row.fields(), chosen);
      const ConnectionColumns columns(header);
      const std::size_t mark = head.size() - text.size();
      if (!columns.complete()) return PlainConnections{mark, false, true};
      const bool weighted = columns.weight == 2 && header.names().size() == 3;
      if (columns.source != 0 || columns.target != 1 || (!weighted && header.names().size() != 2))
        return std::nullopt;
      // Whoever skips this does not look at it: all of it must be lines, and text.
      if (!is_plain_text(text.substr(0, end))) return std::nullopt;
      return PlainConnections{mark + end, true, weighted};
    }
    begin = end;
  }
  return std::nullopt;
}

}  // namespace tertius::io
