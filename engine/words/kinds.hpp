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
  Parameter parameters[15];
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

/// Members of a bubble: in what way `by` says that they are, and which bubble.
constexpr Parameter relation = choice("relation", "discipline place several other");
constexpr Parameter by_text = text("by"), bubble = text("group");

/// Who offers the goal among the contacts of a member: their names, or of many how many.
constexpr Parameter contacts_named = maybe(members("named"));
/// Those among whom nobody offers it.
constexpr Parameter among = choice("among", "all fitting open");

/// Bubbles that are extreme: their names, how many more there are, and how many in all.
constexpr KindEntry extreme(std::string_view name, Parameter more = {}, Parameter still_more = {}) {
  return {name,
          {texts("groups"), count("more"), count("found"), maybe(count("least")), share("share"), more,
           still_more}};
}

/// What is changed in thought: who leaves, which ties are new; of long lists, how many are not named.
constexpr KindEntry changed(std::string_view name, Parameter a = {}, Parameter b = {}, Parameter c = {},
                            Parameter d = {}, Parameter e = {}, Parameter f = {}, Parameter g = {},
                            Parameter h = {}, Parameter i = {}) {
  return {name,
          {members("without"), count("without_more"), findings("ties"), count("new_ties"), count("ties_more"),
           a, b, c, d, e, f, g, h, i}};
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

    // meet: why somebody is suggested
    {"mutual_contacts", {count("contacts")}},
    {"same_circles", {}},
    {"other_circle", {}},
    {"cluster_hardly_known", {count("contacts_there"), count("contacts")}},
    {"group_hardly_known", {count("contacts_there"), count("contacts"), relation, by_text, bubble}},
    {"group_not_known", {count("contacts"), relation, by_text, bubble}},
    {"shows_around",
     {maybe(relation), maybe(by_text), maybe(bubble), count("bubbles"),
      choice("called", "discipline cluster region department bubble")}},
    {"offers_what_you_need", {texts("offers")}},
    {"needs_what_you_offer", {texts("needs")}},
    {"offers_something_like_it", {text("offered"), text("wanted")}},
    {"needs_something_like_it", {text("offered"), text("wanted")}},
    {"offers_something_like_it_and_more", {text("offered"), text("wanted"), texts("offers")}},

    // meet: who introduces
    {"nobody_within_reach", {member("member")}},
    {"nobody_may_be_asked", {member("member")}},
    {"ask_one_who_knows_both", {member("introducer"), members("others")}},
    {"ask_two",
     {member("introducer"), member("second"), member("member"), maybe(member("direct")), members("others")}},
    {"reliabilities", {findings("routes")}},
    {"reliability",
     {member("introducer"), maybe(member("second")), number("reliability"), number("first_tie"),
      number("second_tie"), maybe(number("third_tie"))}},
    {"without_strongest", {text("term"), number("score"), count("place")}},

    // meet: what cannot be known, and who has agreed
    {"no_connections_known", {}},
    {"no_contacts_known", {}},
    {"your_list_of_contacts", {}},
    {"on_one_persons_list", {}},
    {"does_not_want_introductions", {}},
    {"opted_out", {count("members")}},
    {"contacts_offer_it_too", {contacts_named, count("contacts")}},
    {"only_contacts_offer_it", {contacts_named, count("contacts"), text("goal"), among}},
    {"nobody_offers_it", {text("goal"), among}},
    {"members_offer_it", {count("members"), text("goal")}},
    {"everybody_is_a_contact", {}},
    {"nobody_fits", {}},

    // meet: headings and groups
    {"contacts_of", {member("member"), count("contacts"), maybe(count("inside")), maybe(by_text)}},
    {"heading_goal", {text("goal")}},
    {"heading_goals", {}},
    {"heading_giving", {}},
    {"heading_horizon", {}},
    {"heading_welcome", {}},
    {"heading_familiar", {}},
    {"heading_score", {text("score")}},
    {"heading_contributions", {}},
    {"heading_past_events", {}},
    {"contribution",
     {text("group"), maybe(text("kind")), maybe(day("on")), maybe(day("last")), maybe(day("next")),
      count("contacts"), count("in_need"), choice("tense", "lasting past coming undated"), texts("missing")}},

    // path
    {"path_between", {member("from"), member("to")}},
    {"pair_not_introduced", {}},
    {"know_each_other", {}},
    {"in_separate_parts", {}},
    {"no_introducer_may_be_asked", {}},
    {"too_far_apart", {count("steps")}},
    {"route",
     {count("number"), flag("another"), member("introducer"), maybe(member("second")), member("member"),
      number("reliability")}},
    {"tie_strength", {number("strength")}},
    {"tie_kind", {text("kind")}},
    {"tie_since", {day("since")}},

    // round
    {"no_introductions", {}},
    {"introductions_made",
     {count("introductions"), count("members"), count("per_member"), count("per_introducer"), count("most")}},
    {"without_introduction", {count("members")}},
    {"left_out_by_history", {count("pairs")}},
    {"only_offers_and_needs_speak", {}},
    {"the_organiser", {}},
    {"more_with_top", {count("more")}},

    // analyze: who should meet
    {"somebody_to_meet", {count("members"), count("all"), flag("examples")}},
    {"pair_to_meet", {member("member"), member("other"), maybe(member("introducer")), findings("reasons")}},
    {"nobody_named_nobody_introduced", {}},

    // clusters
    {"one_member_alone", {}},
    {"nobody_connected_all_alone", {}},
    {"no_clusters", {number("resolution"), count("members")}},
    {"all_in_one_cluster", {count("members")}},
    {"one_cluster", {count("members"), count("alone")}},
    {"clusters", {count("members"), count("clusters"), count("alone"), count("largest")}},
    {"level_shown", {count("level"), count("levels")}},
    {"ties_inside_clusters",
     {share("share"), number("modularity"), flag("preview"), maybe(share("random_share")),
      maybe(number("random_modularity")), maybe(count("networks"))}},
    {"stability", {count("runs"), number("agreement"), flag("stable"), count("on_the_fence")}},
    {"core", {count("members"), count("others"), maybe(count("periphery")), maybe(share("periphery_share"))}},
    {"no_core", {}},
    {"clusters_compared",
     {text("by"),
      choice("verdict", "nearly_the_same closely_related partly_related loosely_related unrelated"),
      number("ami"), number("ari"), number("nmi"), number("variation_of_information")}},
    {"clusters_followed",
     {text("file"), count("kept"), count("earlier"), count("stayed"), count("moved"), count("joined"),
      count("left"), findings("news")}},
    {"clusters_born", {texts("clusters"), count("more")}},
    {"clusters_gone", {texts("clusters"), count("more")}},
    {"clusters_split_off", {findings("clusters"), count("more")}},
    {"clusters_merged", {findings("clusters"), count("more")}},
    {"cluster_from", {count("cluster"), count("from")}},
    {"cluster_into", {count("cluster"), count("into")}},
    {"cluster",
     {count("number"), count("members"), findings("traits"), findings("places"), maybe(member("centre"))}},
    {"cluster_trait", {text("value"), count("members"), number("ratio"), flag("mostly")}},
    {"cluster_place", {text("value"), count("members")}},
    {"smaller_clusters_not_shown", {count("clusters"), count("all")}},
    {"heading_stability", {count("seeds")}},
    {"heading_contingency", {text("by")}},

    // bubbles
    {"nobody_connected_no_ties", {}},
    {"all_in_one_bubble", {by_text, bubble}},
    {"no_tie_across", {}},
    {"no_tie_inside", {}},
    extreme("most_closed", flag("like_chance"), maybe(number("ratio"))),
    extreme("most_open"),
    {"no_tie_between", {findings("pairs")}},
    {"two_groups", {text("a"), text("b")}},
    {"closest_to_gap",
     {member("a"), text("group_a"), count("steps_a"), member("b"), text("group_b"), count("steps_b"),
      flag("alike"), flag("all_agreed")}},
    {"few_ties_between", {text("a"), text("b"), count("ties"), number("expected")}},
    {"ties_inside_bubbles",
     {share("share"), count("ties"), by_text, flag("tested"), maybe(share("expected")), maybe(number("p"))}},
    {"bubbles_fitted_to_ties", {}},
    {"numeric_assortativity", {by_text, number("r")}},
    {"smaller_bubbles_not_shown", {count("bubbles"), count("all")}},
    {"segregation", {number("ei_index"), number("assortativity"), number("controversy")}},
    {"heading_mixing", {maybe(count("largest")), flag("fitted")}},
    {"heading_missing_bridges", {}},
    {"heading_exposed", {}},

    // whatif
    {"ties_known", {findings("ties"), count("ties_more"), flag("nothing_changes")}},
    {"tie_between", {member("a"), member("b")}},
    changed("new_pairs_reach_each_other", count("pairs")),
    changed("pairs_come_closer", flag("besides"), flag("sampled"), share("share"), number("after"),
            number("before"), count("decimals"), maybe(number("across_after")),
            maybe(number("across_before")), maybe(count("across_decimals"))),
    {"apart_without_it", {member("a"), member("b"), count("steps")}},
    changed("no_path_shorter"),
    changed("nobody_cut_off"),
    changed("members_cut_off", count("members"), members("cut_off"), count("cut_off_more")),
    {"pairs_lose_each_other", {count("pairs")}},
    {"pairs_find_each_other", {count("pairs")}},
    {"distances_sampled", {}},

    // measure
    {"one_member", {}},
    {"nobody_connected", {}},
    {"everybody_connected", {}},
    {"separate_parts",
     {count("parts"), count("alone"), count("as_large"), count("largest"), count("members")}},
    {"no_pairs_of_contacts", {}},
    {"no_triangles", {}},
    {"triangles", {count("triangles"), share("share")}},
    {"pagerank_means", {flag("weighted"), maybe(member("from"))}},

    // consent
    {"no_consent_column", {}},
    {"consent",
     {texts("columns"), count("yes"), count("opted_out"), count("unasked"), count("out"), count("empty"),
      count("not_understood")}},
    {"columns_like_consent", {texts("columns"), count("count")}},
    {"names_everybody", {}},
    {"names_nobody", {}},

    // what was read
    {"network_read", {count("members"), count("connections"), text("path"), text("format")}},
    {"taken_for", {text("format")}},
    {"network_described", {count("members"), count("connections"), text("path"), text("format")}},
    {"without_connection", {count("members")}},
    {"known_from_connections", {count("members")}},
    {"of_the_rows", {count("rows"), findings("what")}},
    {"repeats_merged", {count("count")}},
    {"arcs_joined", {count("count")}},
    {"arcs_dropped", {count("count")}},
    {"loops_dropped", {count("count")}},
    {"affiliations_merged", {count("count")}},
    {"rows_refused", {count("count")}},
    {"rows_missing", {count("refused"), count("rows"), text("setting")}},
    {"and_more", {count("more")}},
    {"attributes", {findings("attributes")}},
    {"attribute", {text("name"), text("type"), count("values")}},
    {"affiliations", {count("rows"), count("groups")}},
    {"network_in_short", {text("path"), count("members"), count("connections"), count("isolated")}},
    {"heading_clusters", {}},
    {"heading_bubbles", {by_text}},
    {"heading_bridges", {}},
    {"heading_introductions", {}},
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
