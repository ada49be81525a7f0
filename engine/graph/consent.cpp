#include "engine/graph/consent.hpp"

#include <xxhash.h>

#include <algorithm>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace tertius::graph {
namespace {

// Folded as fold_case() folds, in German and English, as people and spreadsheets write them.
constexpr std::string_view yes_words[] = {"yes",
                                          "true",
                                          "wahr",
                                          "ja",
                                          "j",
                                          "y",
                                          "t",
                                          "1",
                                          "1.0",
                                          "x",
                                          "on",
                                          "an",
                                          "ok",
                                          "okay",
                                          "open",
                                          "offen",
                                          "agreed",
                                          "agrees",
                                          "✓",
                                          "✔",
                                          "☑",
                                          "einverstanden",
                                          "zugestimmt",
                                          "stimmt zu",
                                          "eingewilligt",
                                          "opt-in",
                                          "opted in"};
constexpr std::string_view no_words[] = {"no",
                                         "false",
                                         "falsch",
                                         "nein",
                                         "n",
                                         "f",
                                         "0",
                                         "0.0",
                                         "off",
                                         "aus",
                                         "closed",
                                         "geschlossen",
                                         "widersprochen",
                                         "widerspruch",
                                         "abgelehnt",
                                         "lehnt ab",
                                         "verweigert",
                                         "declined",
                                         "refused",
                                         "objected",
                                         "opted out",
                                         "opt-out",
                                         "nicht einverstanden",
                                         "not agreed",
                                         "✗",
                                         "✘",
                                         "☐",
                                         "-",
                                         "–"};
constexpr std::string_view out_words[] = {"out",      "raus",    "gelöscht", "geloescht", "löschen",
                                          "loeschen", "deleted", "delete",   "removed",   "entfernt"};
constexpr std::string_view unasked_words[] = {
    "unasked", "ungefragt", "nicht gefragt", "noch nicht gefragt", "not asked", "not asked yet"};

// Headings without case, blanks and punctuation.
constexpr std::string_view headings[] = {"open",
                                         "offen",
                                         "consent",
                                         "consents",
                                         "einwilligung",
                                         "einv",
                                         "einverständnis",
                                         "einverstaendnis",
                                         "einverstanden",
                                         "zustimmung",
                                         "vermittlung",
                                         "vermitteln",
                                         "vermittelbar",
                                         "opentointroductions",
                                         "offenfürvermittlung",
                                         "offenfuervermittlung",
                                         "darfvermitteltwerden",
                                         "mayweintroduceyou",
                                         "einwilligungvermittlung",
                                         "einwilligungindievermittlung",
                                         "consenttointroductions",
                                         "consentgiven",
                                         "isopen",
                                         "einwilligungerteilt",
                                         "einwilligungliegtvor",
                                         "zustimmungerteilt",
                                         "vermittlungerlaubt"};
/// What headings end in for machines and for whoever fills in the table: "open:boolean", "offen (ja/nein)".
constexpr std::string_view endings[] = {"boolean", "bool", "string",     "janein", "jn",
                                        "yesno",   "yn",   "jaodernein", "yesorno"};
/// Whatever holds one of these speaks of consent, in a way that may also mean the opposite.
constexpr std::string_view hints[] = {"consent",        "einwillig",
                                      "einverst",       "zustimm",
                                      "dsgvo",          "gdpr",
                                      "optout",         "optin",
                                      "widerspr",       "datenschutz",
                                      "opted",          "sperr",
                                      "privacy",        "vermittl",
                                      "freigabe",       "offenfür",
                                      "offenfuer",      "opento",
                                      "introduc",       "donotcontact",
                                      "contactable",    "benamed",
                                      "genannt",        "nennung",
                                      "kontakterlaubt", "kontakterwünscht",
                                      "maycontact",     "permission",
                                      "erlaubnis"};

bool is_one_of(auto& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// What the cells of one member say together.
struct Said {
  Consent consent = Consent::yes;
  bool empty = false, not_understood = false;

  void add(Consent other) {
    if (strictness(other) > strictness(consent)) consent = other;
  }
};

void add_column(const Column& column, std::vector<Said>& said) {
  std::vector<std::optional<Consent>> meaning;
  std::vector<bool> blank;
  for (const std::string_view value : column.dictionary()) {
    meaning.push_back(parse_consent(value));
    blank.push_back(value.find_first_not_of(" \t") == std::string_view::npos);
  }
  for (std::size_t v = 0; v < said.size(); ++v) {
    const std::uint32_t code = v < column.size() ? column.code(static_cast<VertexId>(v)) : Column::missing;
    const bool empty = code == Column::missing || blank[code];
    said[v].empty |= empty;
    said[v].not_understood |= !empty && !meaning[code];
    said[v].add(!empty && meaning[code] ? *meaning[code] : Consent::no);
  }
}

}  // namespace

std::string_view to_string(Consent consent) {
  switch (consent) {
    case Consent::yes:
      return "yes";
    case Consent::no:
      return "no";
    case Consent::out:
      return "out";
    case Consent::unasked:
      return "unasked";
  }
  return "no";
}

int strictness(Consent consent) {
  switch (consent) {
    case Consent::yes:
      return 0;
    case Consent::unasked:
      return 1;
    case Consent::no:
      return 2;
    case Consent::out:
      return 3;
  }
  return 2;
}

std::optional<Consent> parse_consent(std::string_view cell) {
  constexpr std::string_view hard_blank = "\u00a0";  // as pages and spreadsheets leave it around a word
  for (;;) {
    if (cell.starts_with(' ') || cell.starts_with('\t'))
      cell.remove_prefix(1);
    else if (cell.ends_with(' ') || cell.ends_with('\t'))
      cell.remove_suffix(1);
    else if (cell.starts_with(hard_blank))
      cell.remove_prefix(hard_blank.size());
    else if (cell.ends_with(hard_blank))
      cell.remove_suffix(hard_blank.size());
    else
      break;
  }
  if (cell.empty()) return std::nullopt;
  const std::string word = fold_case(cell);
  if (is_one_of(yes_words, word)) return Consent::yes;
  if (is_one_of(no_words, word)) return Consent::no;
  if (is_one_of(out_words, word)) return Consent::out;
  if (is_one_of(unasked_words, word)) return Consent::unasked;
  return std::nullopt;
}

bool is_consent_heading(std::string_view heading) {
  std::string text = bare_heading(heading);
  // Of several columns of one name all but the first are numbered: "open 2".
  if (const std::size_t letters = text.find_last_not_of("0123456789"); letters != text.npos)
    text.resize(letters + 1);
  if (is_one_of(headings, text)) return true;
  return std::any_of(std::begin(endings), std::end(endings), [&](std::string_view ending) {
    return text.ends_with(ending) && is_one_of(headings, text.substr(0, text.size() - ending.size()));
  });
}

bool hints_at_consent(std::string_view heading) {
  const std::string text = bare_heading(heading);
  return std::any_of(std::begin(hints), std::end(hints),
                     [&](std::string_view hint) { return text.find(hint) != std::string::npos; });
}

ConsentRecord read_consent(const MemberTable& members, std::string_view wanted) {
  ConsentRecord record;
  std::vector<const Column*> columns;
  if (!wanted.empty()) {
    if (members.find_column(wanted) == nullptr) {
      throw Error(ErrorKey::name_unknown, "no attribute '" + std::string(wanted) +
                                              "' that could say who consents; members have " +
                                              members.column_names());
    }
  }
  for (const Column& column : members.columns) {
    if (is_consent_heading(column.name()) || (!wanted.empty() && &column == members.find_column(wanted))) {
      columns.push_back(&column);
      continue;
    }
    if (hints_at_consent(column.name())) record.unused.push_back(column.name());
  }
  if (columns.empty()) {
    record.yes = members.size();
    return record;
  }
  std::vector<Said> said(members.size());
  for (const Column* column : columns) {
    record.columns.push_back(column->name());
    add_column(*column, said);
  }
  record.states.reserve(said.size());
  for (const Said& member : said) {
    record.states.push_back(member.consent);
    switch (member.consent) {
      case Consent::yes:
        ++record.yes;
        break;
      case Consent::no:
        ++record.no;
        record.not_understood += member.not_understood ? 1 : 0;
        record.empty += member.empty && !member.not_understood ? 1 : 0;
        break;
      case Consent::out:
        ++record.out;
        break;
      case Consent::unasked:
        ++record.unasked;
        break;
    }
  }
  return record;
}

namespace {

std::uint64_t hash_of(std::string_view id_or_name) {
  const std::string folded = fold_case(id_or_name);
  return XXH3_64bits(folded.data(), folded.size());
}

}  // namespace

std::vector<bool> Consents::open_members() const {
  std::vector<bool> open(states_.size());
  for (std::size_t v = 0; v < states_.size(); ++v) open[v] = states_[v] == Consent::yes;
  return open;
}

void Consents::remember(std::string_view id_or_name) {
  remembered_.insert(hash_of(id_or_name));
}

bool Consents::remembers(std::string_view id_or_name) const {
  return !remembered_.empty() && remembered_.contains(hash_of(id_or_name));
}

Consents Consents::with_states(std::vector<Consent> states, Naming naming) const {
  Consents result = *this;
  result.states_ = std::move(states);
  result.naming_ = naming;
  return result;
}

}  // namespace tertius::graph
