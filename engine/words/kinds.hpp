// The register of findings: every kind once, with the names and types of its arguments. Each has a template
// in every language (en.txt, de.txt), which tests/words holds.
//
// A kind is written by its name, Finding{"only_link", ...}; the compiler refuses one that is not here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace tertius::words {

/// In the order of Value (finding.hpp).
enum class Type : std::uint8_t {
  member,
  members,
  text,
  texts,
  count,
  number,
  share,
  day,
  flag,
  choice,
  findings
};

/// An argument of a kind.
struct Parameter {
  std::string_view name{};
  Type type = Type::text;
  bool optional = false;
  /// Of a choice: its values, separated by blanks.
  std::string_view choices{};

  constexpr bool may_be(std::string_view value) const {
    for (std::string_view rest = choices; !rest.empty();) {
      const std::size_t end = rest.find(' ');
      if (rest.substr(0, end) == value) return true;
      rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    }
    return false;
  }
};

struct KindEntry {
  std::string_view name;
  Parameter parameters[14];
};

namespace entries {

constexpr Parameter member(std::string_view name) {
  return {name, Type::member};
}
constexpr Parameter members(std::string_view name) {
  return {name, Type::members};
}
/// What stands in the data, such as the name of a group.
constexpr Parameter text(std::string_view name) {
  return {name, Type::text};
}
constexpr Parameter texts(std::string_view name) {
  return {name, Type::texts};
}
constexpr Parameter count(std::string_view name) {
  return {name, Type::count};
}
constexpr Parameter number(std::string_view name) {
  return {name, Type::number};
}
constexpr Parameter share(std::string_view name) {
  return {name, Type::share};
}
constexpr Parameter day(std::string_view name) {
  return {name, Type::day};
}
constexpr Parameter flag(std::string_view name) {
  return {name, Type::flag};
}
constexpr Parameter choice(std::string_view name, std::string_view values) {
  return {name, Type::choice, false, values};
}
constexpr Parameter findings(std::string_view name) {
  return {name, Type::findings};
}
constexpr Parameter maybe(Parameter parameter) {
  parameter.optional = true;
  return parameter;
}

/// The members whose pairs betweenness counts: `from` and `to` are groups, missing for those who have no
/// value of `by`.
constexpr Parameter pairs = choice("pairs", "all different_groups one_group two_groups");
constexpr Parameter from = maybe(text("from")), to = maybe(text("to")), by = texts("by");

/// Who comes first by a measure, `alike` others with the same value, and where they stand in the network.
constexpr KindEntry leading(std::string_view name, Parameter more = {}, Parameter still_more = {}) {
  return {name,
          {member("member"), maybe(text("group")), count("alike"), share("path_share"), flag("estimated"),
           pairs, from, to, by, count("other_groups"), more, still_more}};
}

/// A role between so many pairs of contacts.
constexpr KindEntry broker(std::string_view name, Parameter group = {}) {
  return {name, {count("pairs"), flag("directed"), group}};
}

inline constexpr KindEntry all[] = {
    // Of any network.
    {"no_members", {}},
    {"one_persons_contacts", {}},

    // bridges
    {"nobody_connected_no_bridge", {}},
    {"everybody_knows_everybody", {}},
    leading("strongest_bridging_contact"),
    leading("highest_betweenness", maybe(choice("instead", "one_group nobody_across"))),
    leading("lowest_constraint", number("constraint")),
    leading("largest_effective_size", number("effective_size")),
    leading("highest_participation", number("participation")),
    leading("highest_bridging_centrality"),
    {"nobody_between", {pairs, from, to, by}},
    {"nobody_between_drawn_pairs", {count("drawn")}},
    {"no_paths", {pairs, from, to, by}},
    {"nobody_across_groups", {}},
    {"few_carry_all", {count("carriers"), count("members"), pairs, from, to, by}},
    {"ten_carry", {count("members"), share("share"), pairs, from, to, by}},
    {"contacts_in_own_group_alone", {count("members"), by, flag("unknown")}},
    {"all_have_contacts_elsewhere", {by}},
    {"connected_have_contacts_elsewhere", {by, flag("unknown")}},
    {"nobody_is_critical", {}},
    {"most_critical",
     {member("member"), count("alike"), count("cut_off"), count("pairs"), flag("different_groups")}},
    {"only_connections", {count("members")}},
    {"betweenness_exact_after_all", {count("drawn"), number("epsilon")}},
    {"betweenness_estimated",
     {count("drawn"), share("confidence"), number("percentage_points"), number("seconds")}},
    {"only_link", {text("group"), text("other")}},
    {"only_link_to_many", {text("group"), count("others"), texts("examples")}},
    {"cut_off_without", {count("members")}},
    broker("coordinator", text("group")),
    broker("consultant"),
    broker("gatekeeper", text("group")),
    broker("representative", text("group")),
    broker("liaison"),
    {"contacts_in_groups", {count("groups")}},
    {"why_bridge", {member("member"), findings("reasons")}},
    {"paths_counted", {pairs, from, to, by}},
    {"member_of_group", {member("member"), maybe(text("group"))}},
    {"bridge_in_short", {member("member"), maybe(text("group")), findings("reasons")}},
    {"openings", {choice("separation", "distance controversy"), number("before"), flag("sampled")}},
    {"no_openings_of_one_person", {}},
    {"no_openings_in_one_group", {}},
    {"no_opening_allowed", {}},
    {"no_opening_helps", {count("candidates")}},
    {"fewer_openings", {count("found"), count("wanted")}},
};

}  // namespace entries

/// One of the register.
class Kind {
 public:
  consteval Kind(const char* name) : index_(index_of(name)) {}
  /// `index` below all().size().
  static constexpr Kind at(std::size_t index) { return Kind(index); }
  static constexpr std::span<const KindEntry> all() { return entries::all; }

  constexpr std::size_t index() const { return index_; }
  /// As in JSON: "only_link".
  constexpr std::string_view name() const { return entries::all[index_].name; }
  constexpr std::span<const Parameter> parameters() const {
    const auto& parameters = entries::all[index_].parameters;
    std::size_t size = 0;
    while (size < std::size(parameters) && !parameters[size].name.empty()) ++size;
    return {parameters, size};
  }
  /// Null where the kind has no such argument.
  constexpr const Parameter* find(std::string_view name) const {
    for (const Parameter& parameter : parameters())
      if (parameter.name == name) return &parameter;
    return nullptr;
  }

  friend constexpr bool operator==(Kind, Kind) = default;

 private:
  constexpr explicit Kind(std::size_t index) : index_(index) {}
  static consteval std::size_t index_of(std::string_view name) {
    std::size_t index = 0;
    while (entries::all[index].name != name) ++index;  // past the end: no such kind, and no constant
    return index;
  }

  std::size_t index_;
};

}  // namespace tertius::words
