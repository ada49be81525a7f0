#include "engine/clusters/naming.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"

namespace tertius {
namespace {

std::string_view without_blanks(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t"), end = text.find_last_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view() : text.substr(begin, end - begin + 1);
}

/// The values that a field holds: parted by semicolons, else by commas in attributes that are lists.
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
bool is_list(const Column& column) {
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

Values values_of(const Column& column) {
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
  for (VertexId v = 0; v < column.size(); ++v) {
    if (!column.has(v)) continue;
    ++values.members;
    for (const std::uint32_t value : values.of_code[column.code(v)]) ++values.overall[value];
  }
  return values;
}

/// Values that a group can share: not one of a kind each, and more than one of them.
bool tells(const Column& column, const Values& values) {
  const bool number = column.type() == ColumnType::integer || column.type() == ColumnType::real;
  return !number && values.names.size() > 1 && 2 * values.names.size() <= values.members + 1;
}

double log_odds(double count, double total) {
  return std::log(count / (total - count));
}

std::vector<Trait> traits_in(const Column& column, const Values& values, std::span<const VertexId> members,
                             const NamingOptions& options) {
  std::map<std::uint32_t, std::uint32_t> inside;
  std::uint32_t with_value = 0;
  for (const VertexId v : members) {
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

std::vector<std::vector<Trait>> group_traits(const MemberTable& members, const Partition& partition,
                                             const NamingOptions& options, const RunContext& context) {
  std::vector<std::vector<Trait>> traits(partition.count);
  const GroupMembers groups = members_by_group(partition);
  for (const Column& column : members.columns) {
    context.poll();
    const Values values = values_of(column);
    if (!tells(column, values)) continue;
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

}  // namespace tertius
