// The register of findings: every kind once, with the names and types of its arguments. Each has a template
// in English (en.txt), and those of letters, letter_*, in every language (de.txt, ...); tests/words holds it.
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

/// Whether a group or an event lasts, is over, is still to come, or is of no known date.
constexpr Parameter tense = choice("tense", "lasting past coming undated");

/// What is computed of a member, as the JSON of a record names it.
constexpr Parameter figure =
    choice("figure",
           "degree core triangles clustering pagerank harmonic component betweenness bridging_centrality "
           "participation "
           "foreign_groups foreign_ties constraint effective_size cut_off lost_pairs coordinator consultant "
           "gatekeeper representative liaison");

/// The terms of a score.
constexpr Parameter term = choice("term", "closeness horizon freedom gets gives welcome popularity variety");

/// What is changed in thought: who leaves, which connections are new; of long lists, how many are not named.
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
    {"widest_spread",
     {member("member"), maybe(text("group")), count("other_groups"), number("participation")}},
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
    {"heading_why", {}},
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
    {"for_reasons", {findings("reasons")}},
    {"score_made_of", {number("score"), findings("parts")}},
    {"score_part", {text("term"), number("points"), choice("sign", "first plus minus")}},
    {"without_strongest", {text("term"), number("score"), count("place")}},
    {"heading_terms", {}},
    {"term_means", {term}},

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
    {"nobody_to_suggest_to_anybody", {}},
    {"scores_written", {count("suggestions"), count("members"), count("left_out"), count("paths")}},

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
      count("contacts"), count("in_need"), tense, texts("missing")}},

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
    {"rows_of_strangers", {text("path"), count("rows")}},
    {"left_out_by_history", {count("pairs")}},
    {"only_offers_and_needs_speak", {}},
    {"the_organiser", {}},
    {"more_with_top", {count("more")}},

    // analyze: who should meet
    {"somebody_to_meet", {count("members"), count("all"), flag("examples")}},
    {"pair_to_meet", {member("member"), member("other"), maybe(member("introducer")), findings("reasons")}},
    {"nobody_named_nobody_introduced", {}},
    {"parts_left_out", {texts("parts")}},

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
    {"modularity_means", {}},
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
    {"chart_mixing", {by_text}},
    {"chart_segregation",
     {number("ei_index"), number("assortativity"), count("groups"), maybe(count("shown"))}},
    {"chart_pair", {text("a"), text("b"), count("ties"), flag("tested"), maybe(number("expected"))}},
    {"chart_bar", {text("group"), count("members"), count("least"), count("most")}},
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
    {"change_of_share", {text("points")}},

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
    {"nearness_estimated", {count("searches"), number("error")}},

    // evaluate
    {"ties_hidden", {choice("split", "given date random"), count("ties"), count("rounds")}},
    {"suggestions_made", {maybe(count("least")), count("members")}},
    {"nothing_found_again", {}},
    {"finds_most_again", {texts("scores"), count("alike"), share("share"), maybe(share("hit"))}},
    {"nothing_leads_out", {by_text}},
    {"leads_furthest_out", {texts("scores"), count("alike"), share("share"), by_text}},
    {"score_of_openness", {number("openness")}},
    {"plus_minus_means", {}},
    {"blend_learnt", {count("ends"), flag("in_first_round")}},
    {"blend_not_learnt", {}},
    {"blend_discovers", {count("places")}},

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
    {"bytes", {count("bytes")}},
    {"connections_weighted", {count("connections")}},
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
    {"columns_used", {findings("uses")}},
    {"column_use", {text("purpose"), text("heading")}},
    {"columns_not_found", {texts("purposes")}},
    {"affiliations", {count("rows"), count("groups")}},
    {"network_in_short", {text("path"), count("members"), count("connections"), count("isolated")}},
    {"rows_about_member", {count("rows"), count("files"), text("path"), texts("written")}},
    {"files_written", {text("path"), texts("files")}},
    {"chart_written", {text("path")}},
    {"network_converted",
     {count("members"), count("connections"), text("path"), text("format"), text("kept")}},
    {"network_imported", {count("members"), count("connections"), count("affiliations"), text("path")}},
    {"network_updated", {count("members"), count("connections"), count("affiliations"), text("path")}},
    {"members_known", {count("members"), count("id"), count("mail"), count("name")}},
    {"members_new", {count("count"), members("members"), count("more")}},
    {"members_stay", {count("count"), members("members"), count("more")}},
    {"members_alike", {count("count"), findings("pairs")}},
    {"alike", {member("found"), text("found_id"), member("known"), text("known_id")}},
    {"consent_opened", {count("count"), members("members"), count("more")}},
    {"consent_closed", {count("count"), members("members"), count("more")}},
    {"consent_undecided", {count("members")}},
    {"consent_not_in_source", {}},
    {"values_emptied", {count("values")}},
    {"connections_replaced", {count("added"), count("gone")}},
    {"affiliations_added", {count("added")}},
    {"decisions_kept", {texts("files")}},
    {"network_generated", {count("members"), count("connections"), text("path")}},
    {"heading_columns", {}},
    {"heading_clusters", {}},
    {"heading_bubbles", {by_text}},
    {"heading_bridges", {}},
    {"heading_introductions", {}},

    // Letters: in every language there is, so that nobody is written to in two. A letter says no other kind.
    {"letter_greeting", {member("member")}},
    {"letter_closing", {}},
    {"letter_signature", {}},

    // the letter that introduces two members to each other
    {"letter_to", {members("members")}},
    {"letter_copy_to", {member("member")}},
    {"letter_may_i_introduce", {member("member")}},
    {"letter_offers_what_you_need", {member("member"), texts("offers")}},
    {"letter_needs_what_you_offer", {member("member"), texts("needs")}},
    {"letter_offers_something_like_it", {member("member"), text("offered"), text("wanted")}},
    {"letter_needs_something_like_it", {member("member"), text("offered"), text("wanted")}},
    {"letter_contacts_in_common", {count("contacts"), flag("strangers")}},
    {"letter_no_contacts_in_common", {}},
    {"letter_both_there", {tense, findings("gatherings")}},
    {"letter_gathering", {text("group"), maybe(day("on"))}},
    {"letter_knows_you_both", {member("introducer")}},

    // the letter to a member about what is held and computed
    {"letter_sender", {}},
    {"letter_place_and_day", {}},
    {"letter_subject", {}},
    {"letter_what_follows", {count("rows")}},
    {"letter_as_json", {}},
    {"letter_heading_held", {}},
    {"letter_file", {text("file"), flag("empty")}},
    {"letter_file_without_text", {text("file")}},
    {"letter_row", {number("line"), findings("cells"), flag("of_another")}},
    {"letter_cell", {maybe(text("column")), text("value")}},
    {"letter_known", {findings("cells")}},
    {"letter_another_member", {}},
    {"letter_others_not_named", {}},
    {"letter_consent", {choice("agreed", "yes no out")}},
    {"letter_heading_contacts", {}},
    {"letter_contacts", {count("contacts"), members("named"), count("others")}},
    {"letter_affiliation", {text("group"), texts("details")}},
    {"letter_heading_computed", {}},
    {"letter_nothing_computed", {}},
    {"letter_computed_anew", {}},
    {"letter_group", {by_text, maybe(text("group")), count("members")}},
    {"letter_count", {figure, count("value")}},
    {"letter_figure", {figure, number("value")}},
    {"letter_figure_undefined", {figure}},
    {"letter_betweenness_estimated", {}},
    {"letter_heading_suggested", {}},
    {"letter_nobody_suggested", {}},
    {"letter_heading_suggested_to", {}},
    {"letter_suggested_to_nobody", {}},
    // A text where it comes of a network that is gone when the letter is written.
    {"letter_suggestion",
     {text("name"), findings("reasons"), maybe(text("introducer")), count("place"), number("score"), term}},
    {"letter_offers_what_you_look_for", {texts("offers")}},
    {"letter_looks_for_what_you_offer", {texts("needs")}},
    {"letter_offers_while_you_look_for", {text("offered"), text("wanted")}},
    {"letter_looks_for_while_you_offer", {text("offered"), text("wanted")}},
    {"letter_mutual_contacts", {count("contacts"), flag("at_least")}},
    {"letter_group_not_known", {bubble}},
    {"letter_your_group_not_known", {bubble}},
    {"letter_heading_rights", {}},
    {"letter_purpose", {}},
    {"letter_rights", {}},
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
