#include "engine/clusters/naming.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"

namespace tertius::clusters {
namespace {

std::string_view without_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

/// The values that a field holds: separated by semicolons, else by commas in attributes that are lists.
std::vector<std::string_view> values_of(std::string_view field, bool list) {
  std::vector<std::string_view> values;
  const char separator = field.find(';') != std::string_view::npos ? ';' : ',';
  if (separator == ',' && !list) return {without_blanks(field)};
  while (!field.empty()) {
    const std::size_t end = std::min(field.find(separator), field.size());
    if (const auto value = without_blanks(field.substr(0, end)); !value.empty()) values.push_back(value);
    field.remove_prefix(std::min(end + 1, field.size()));
  }
  return values;
}

/// Attributes whose fields hold several values.
bool is_list(const graph::Column& column) {
  return std::any_of(column.dictionary().begin(), column.dictionary().end(),
                     [](std::string_view value) { return value.find(';') != std::string_view::npos; });
}

/// One attribute: who has which of its values.
struct Values {
  std::vector<std::string> names;                   // as first written
  std::vector<std::vector<std::uint32_t>> of_code;  // of each entry of the column's dictionary
  std::vector<std::uint32_t> overall;               // members who have each value
  std::uint32_t members = 0;                        // with any value
};

Values values_of(const graph::Column& column) {
  Values values;
  std::map<std::string, std::uint32_t> known;
  const bool list = is_list(column);
  for (const std::string_view entry : column.dictionary()) {
    auto& own = values.of_code.emplace_back();
    for (const std::string_view text : values_of(entry, list)) {
      const auto [at, added] =
          known.try_emplace(fold_case(text), static_cast<std::uint32_t>(values.names.size()));
      if (added) values.names.emplace_back(text);
      if (std::find(own.begin(), own.end(), at->second) == own.end()) own.push_back(at->second);
    }
  }
  values.overall.assign(values.names.size(), 0);
  for (graph::VertexId v = 0; v < column.size(); ++v) {
    if (!column.has(v)) continue;
    ++values.members;
    for (const std::uint32_t value : values.of_code[column.code(v)]) ++values.overall[value];
  }
  return values;
}

template <class List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

/// Headings of what belongs to one person, or is said in sentences.
constexpr std::string_view personal[] = {
    // who they are
    "id", "nr", "uuid", "kennung", "mitgliedsnummer", "membernumber", "memberid", "name", "fullname",
    "firstname", "givenname", "forename", "middlename", "lastname", "surname", "familyname", "nickname",
    "username", "vorname", "nachname", "familienname", "rufname", "spitzname", "benutzername", "anrede",
    "titel", "title", "salutation",
    // where to reach them
    "email", "mail", "emailaddress", "emailadresse", "phone", "phonenumber", "telephone", "mobile", "cell",
    "fax", "telefon", "telefonnummer", "tel", "handy", "mobil", "address", "street", "zip", "zipcode",
    "postcode", "postalcode", "adresse", "anschrift", "strasse", "straße", "hausnummer", "plz",
    "postleitzahl", "website", "webseite", "homepage", "url", "link", "iban",
    // when
    "date", "birthday", "birthdate", "dateofbirth", "datum", "geburtstag", "geburtsdatum",
    // in sentences
    "note", "notes", "comment", "comments", "remark", "remarks", "description", "about", "bio", "notiz",
    "notizen", "kommentar", "bemerkung", "bemerkungen", "beschreibung", "freitext"};

/// Whatever answers whether somebody agrees: a group is not described by "yes".
bool is_yes_or_no(std::string_view value) {
  return graph::parse_consent(value).has_value();
}

/// An e-mail address, a page, or digits and what parts them: a date, a telephone number, a key.
bool is_address_or_number(std::string_view value) {
  if (value.find('@') != std::string_view::npos || value.starts_with("http") || value.starts_with("www."))
    return true;
  std::size_t digits = 0, others = 0;
  for (const char c : value) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (std::string_view(" +-()/.:TZ").find(c) == std::string_view::npos) {
      return false;
    } else {
      ++others;
    }
  }
  return digits >= 6 || (digits >= 3 && others >= 2);
}

std::size_t words_in(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t i = 0; i < text.size(); ++i)
    words += text[i] != ' ' && (i == 0 || text[i - 1] == ' ') ? 1 : 0;
  return words;
}

/// The value is a part of what the member is called: "Günter" of Günter Meier, "Meier" of "Meier, Günter".
bool is_part_of_name(std::string_view value, std::string_view name) {
  const std::string part = fold_case(value), whole = fold_case(name);
  const auto letter = [&](std::size_t at) {
    const auto c = static_cast<unsigned char>(whole[at]);
    return c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  };
  for (std::size_t at = whole.find(part); !part.empty() && at != std::string::npos;
       at = whole.find(part, at + 1)) {
    if ((at == 0 || !letter(at - 1)) && (at + part.size() == whole.size() || !letter(at + part.size())))
      return true;
  }
  return false;
}

/// Values that a group can share: not one of a kind each, and more than one of them.
bool is_shared(const Values& values) {
  return values.names.size() > 1 && 2 * values.names.size() <= values.members + 1;
}

double log_odds(double count, double total) {
  return std::log(count / (total - count));
}

std::vector<Trait> traits_in(const graph::Column& column, const Values& values,
                             std::span<const graph::VertexId> members, const NamingOptions& options) {
  std::map<std::uint32_t, std::uint32_t> inside;
  std::uint32_t with_value = 0;
  for (const graph::VertexId v : members) {
    if (!column.has(v)) continue;
    ++with_value;
    for (const std::uint32_t value : values.of_code[column.code(v)]) ++inside[value];
  }
  std::vector<Trait> traits;
  const double all = values.members, in = with_value, out = all - in;
  if (out <= 0) return traits;
  for (const auto& [value, count] : inside) {
    if (count < options.least) continue;
    const double overall = values.overall[value], here = count, there = overall - here;
    if (overall >= all) continue;  // everybody has it
    const double prior = options.prior * overall / all;
    const double difference =
        log_odds(here + prior, in + options.prior) - log_odds(there + prior, out + options.prior);
    Trait trait{column.name(),
                values.names[value],
                count,
                values.overall[value],
                (here / in) / (overall / all),
                0,
                1};
    trait.z = difference / std::sqrt(1 / (here + prior) + 1 / (there + prior));
    trait.p = std::min(1.0, 0.5 * std::erfc(trait.z / std::sqrt(2.0)) * static_cast<double>(inside.size()));
    if (trait.z > 0 && trait.p <= options.significance) traits.push_back(std::move(trait));
  }
  return traits;
}

}  // namespace

bool describes_groups(const graph::MemberTable& members, const graph::Column& column) {
  const std::string heading = bare_heading(column.name());
  if (is_one_of(personal, heading) || graph::is_consent_heading(column.name())) return false;
  if (column.type() != graph::ColumnType::text) return false;  // numbers, yes and no
  // A value counts as often as members have it; what most values are, the column is.
  const bool list = is_list(column);
  std::size_t with_value = 0, values = 0, words = 0, yes_or_no = 0, addresses = 0, names = 0;
  for (graph::VertexId v = 0; v < column.size() && v < members.size(); ++v) {
    if (!column.has(v)) continue;
    ++with_value;
    const std::string_view text = column.text(v);
    addresses += is_address_or_number(text) ? 1 : 0;
    yes_or_no += is_yes_or_no(text) ? 1 : 0;
    names += (members.names && is_part_of_name(text, members.name(v))) || text == members.ids[v] ? 1 : 0;
    for (const std::string_view value : values_of(text, list)) {
      ++values;
      words += words_in(value);
    }
  }
  constexpr std::size_t words_of_a_sentence = 5;
  return 2 * addresses < with_value && 2 * yes_or_no < with_value && 2 * names < with_value &&
         words < words_of_a_sentence * values;
}

std::vector<std::vector<Trait>> group_traits(const graph::MemberTable& members,
                                             const graph::Partition& partition, const NamingOptions& options,
                                             const RunContext& context) {
  std::vector<std::vector<Trait>> traits(partition.count);
  const graph::GroupMembers groups = graph::members_by_group(partition);
  for (const graph::Column& column : members.columns) {
    context.poll();
    if (!describes_groups(members, column)) continue;
    const Values values = values_of(column);
    if (!is_shared(values)) continue;
    for (std::uint32_t g = 0; g < partition.count; ++g) {
      if (groups.of(g).size() < options.least) continue;
      for (Trait& trait : traits_in(column, values, groups.of(g), options))
        traits[g].push_back(std::move(trait));
    }
  }
  for (auto& list : traits) {
    std::stable_sort(list.begin(), list.end(), [](const Trait& a, const Trait& b) { return a.z > b.z; });
  }
  return traits;
}

bool is_place(std::string_view attribute) {
  static const char* const words[] = {"region",  "place", "city",  "town", "location",
                                      "country", "ort",   "stadt", "land"};
  const std::string folded = fold_case(attribute);
  return std::any_of(std::begin(words), std::end(words), [&](const char* word) { return folded == word; });
}

}  // namespace tertius::clusters
