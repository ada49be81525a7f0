// Why somebody is suggested: each reason a fact, there only when its term lifted the suggestion.
#include <algorithm>
#include <array>
#include <set>

#include "engine/core/text.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/star.hpp"
#include "engine/report/introductions/meet.hpp"

namespace tertius::report {
namespace {

using words::Argument;
using words::Choice;
using words::Finding;
using words::Member;

bool is_place(std::string_view by) {
  const std::string word = fold_case(by);
  return word == "region" || word == "city" || word == "ort" || word == "stadt";
}

/// That members are in a bubble: "works in music", "is in Waren", "has party left".
std::vector<Argument> belongs(const MeetContext& in, const std::string& group,
                              std::vector<Argument> arguments = {}) {
  const std::string& by = in.grouping->by;
  arguments.emplace_back("relation", Choice{by == "discipline"                  ? "discipline"
                                            : is_place(by)                      ? "place"
                                            : by.find(',') != std::string::npos ? "several"
                                                                                : "other"});
  arguments.emplace_back("by", by);
  arguments.emplace_back("group", group);
  return arguments;
}

/// Phrases that are the same on both sides speak for themselves; of others both sides are named. `goal` is
/// what was asked for: it is spoken of, whatever else there is to say.
std::optional<Finding> fit_reason(const introductions::Fits& fits, bool gets, bool goal) {
  if (fits.met.empty()) return std::nullopt;
  const std::vector<std::string> exact = met_to_the_letter(fits.met);
  const introductions::Fit& best = fits.met.front();
  const Argument offered("offered", best.offered), wanted("wanted", best.wanted);
  if (exact.empty()) {
    return gets ? Finding{"offers_something_like_it", {offered, wanted}}
                : Finding{"needs_something_like_it", {offered, wanted}};
  }
  if (!gets) return Finding{"needs_what_you_offer", {{"needs", exact}}};
  if (!goal || fold_case(best.wanted) == fold_case(best.offered))
    return Finding{"offers_what_you_need", {{"offers", exact}}};
  return Finding{"offers_something_like_it_and_more", {offered, wanted, {"offers", exact}}};
}

std::optional<Finding> horizon_reason(const MeetContext& in, graph::VertexId member,
                                      const introductions::Suggestion& s) {
  if (!in.questions->foreign(member, s)) return std::nullopt;
  const Argument contacts("contacts", in.network->graph.degree(member));
  const Argument there("contacts_there", s.contacts_there);
  if (in.grouping->by == "cluster")  // its number says nothing to its members
    return Finding{"cluster_hardly_known", {there, contacts}};
  const std::string& bubble = bubble_name(in, s.id);
  if (s.contacts_there > 0) return Finding{"group_hardly_known", belongs(in, bubble, {there, contacts})};
  return Finding{"group_not_known", belongs(in, bubble, {contacts})};
}

/// What several of the bubbles are called; attributes whose plural is not known are called bubbles.
Choice called(const MeetContext& in) {
  constexpr std::array<std::string_view, 4> known = {"discipline", "cluster", "region", "department"};
  const auto found = std::find(known.begin(), known.end(), in.grouping->by);
  return {found == known.end() ? "bubble" : *found};
}

std::optional<Finding> welcome_reason(const MeetContext& in, graph::VertexId member,
                                      const introductions::Suggestion& s) {
  std::set<std::uint32_t> bubbles;
  for (const graph::VertexId z : in.network->graph.neighbours(s.id)) {
    const std::uint32_t bubble = in.grouping->partition.label[z];
    if (!introductions::is_nameless(in.grouping->names[bubble])) bubbles.insert(bubble);
  }
  const bool same = in.grouping->partition.label[s.id] == in.grouping->partition.label[member] &&
                    in.grouping->partition.count > 1 && in.grouping->by != "cluster" &&
                    !introductions::is_nameless(bubble_name(in, member));
  const std::size_t spread = bubbles.size() > 1 ? bubbles.size() : 0;
  if (!same && spread == 0) return std::nullopt;
  std::vector<Argument> arguments{{"bubbles", spread}, {"called", called(in)}};
  if (same) arguments = belongs(in, bubble_name(in, member), std::move(arguments));
  return Finding{"shows_around", std::move(arguments)};
}

/// At most a tenth of the contacts of either of them are contacts of both.
bool hardly_overlap(const graph::Graph& graph, graph::VertexId a, graph::VertexId b) {
  std::uint64_t shared = 0;
  graph::for_each_common(graph.neighbours(a), graph.neighbours(b), [&](auto&&...) { ++shared; });
  return 10 * shared <= std::min(graph.degree(a), graph.degree(b));
}

std::optional<Finding> closeness_reason(const introductions::Suggestion& s) {
  if (s.mutual_contacts > 0) return Finding{"mutual_contacts", {{"contacts", s.mutual_contacts}}};
  if (s.steps == 2) return Finding{"same_circles"};
  return std::nullopt;
}

std::optional<Finding> reason(const MeetContext& in, graph::VertexId member,
                              const introductions::Suggestion& s, introductions::Term term) {
  switch (term) {
    case introductions::Term::closeness:
      return closeness_reason(s);
    case introductions::Term::horizon:
      return horizon_reason(in, member, s);
    case introductions::Term::gets:
      return fit_reason(s.gets, true, in.questions->offers_goal(s.id));
    case introductions::Term::gives:
      return fit_reason(s.gives, false, false);
    case introductions::Term::welcome:
      return welcome_reason(in, member, s);
    case introductions::Term::freedom:
      if (hardly_overlap(in.network->graph, member, s.id)) return Finding{"other_circle"};
      return std::nullopt;
    case introductions::Term::popularity:
    case introductions::Term::variety:
      return std::nullopt;
  }
  return std::nullopt;
}

/// Among whom nobody offers the goal.
Choice among(bool others, const introductions::Exclusions& exclusions) {
  return {others ? "fitting" : exclusions.closed_count() > 0 ? "open" : "all"};
}

}  // namespace

MeetContext::MeetContext(const graph::Network& of, const graph::Grouping& by,
                         const introductions::Questions& answers)
    : network(&of),
      grouping(&by),
      questions(&answers),
      recommender(&answers.recommender()),
      names(std::make_shared<const MemberNames>(of.members)) {}

const std::string& bubble_name(const MeetContext& in, graph::VertexId v) {
  return in.grouping->names[in.grouping->partition.label[v]];
}

words::Speaker MeetContext::speaker() const {
  return {[in = names](graph::VertexId v) { return (*in)(v); }, words::spoken()};
}

std::vector<Finding> suggestion_reasons(const MeetContext& in, graph::VertexId member,
                                        const introductions::Suggestion& s) {
  std::vector<introductions::Term> order(introductions::all_terms.begin(), introductions::all_terms.end());
  std::stable_sort(order.begin(), order.end(),
                   [&](introductions::Term a, introductions::Term b) { return s.term(a) > s.term(b); });
  std::vector<Finding> reasons;
  for (const introductions::Term term : order) {
    if (!(s.term(term) > 0.0)) continue;
    if (const auto found = reason(in, member, s, term)) reasons.push_back(*found);
  }
  return reasons;
}

Finding introduction(const introductions::Suggestion& s) {
  const Argument member("member", Member{s.id});
  if (s.introducers.empty())
    return s.steps == 0 ? Finding{"nobody_within_reach", {member}} : Finding{"nobody_may_be_asked", {member}};
  // Others who would need somebody more are left to `tertius path`.
  const introductions::Route& best = s.introducers.front();
  std::vector<Member> others;
  for (std::size_t i = 1; i < s.introducers.size(); ++i)
    if (s.introducers[i].between() == 1) others.push_back({s.introducers[i].via[0]});
  const Argument introducer("introducer", Member{best.via[0]});
  if (best.between() == 1) return {"ask_one_who_knows_both", {introducer, {"others", others}}};
  std::vector<Argument> arguments{introducer, {"second", Member{best.via[1]}}, member};
  if (!others.empty()) {
    arguments.emplace_back("direct", others.front());
    others.erase(others.begin());
  }
  arguments.emplace_back("others", others);
  return {"ask_two", std::move(arguments)};
}

std::optional<Finding> meet_remark(const MeetContext& in, graph::VertexId member) {
  const graph::Graph& graph = in.network->graph;
  if (graph.edge_count() == 0) return Finding{"no_connections_known"};
  if (graph.degree(member) == 0) return Finding{"no_contacts_known"};
  const auto centre = graph::star_centre(graph);
  if (!centre) return std::nullopt;
  return centre == member ? Finding{"your_list_of_contacts"} : Finding{"on_one_persons_list"};
}

std::optional<Finding> goal_remark(const MeetReport& r) {
  constexpr std::size_t most_named = 5;
  const introductions::RecommenderOptions& options = r.in.recommender->options();
  const introductions::Exclusions& exclusions = options.exclusions;
  if (options.goal.empty() || !exclusions.open(r.member)) return std::nullopt;
  std::vector<Member> contacts;
  bool others = false;
  for (const graph::VertexId v : r.in.questions->goal_offers()) {
    if (v == r.member || !exclusions.may_meet(r.member, v)) continue;
    if (r.in.network->graph.has_arc(r.member, v))
      contacts.push_back({v});
    else
      others = true;
  }
  std::vector<Argument> arguments{{"contacts", contacts.size()}};
  if (contacts.size() <= most_named) arguments.emplace_back("named", contacts);
  if (std::any_of(r.suggestions.begin(), r.suggestions.end(),
                  [&](const introductions::Suggestion& s) { return r.in.questions->offers_goal(s.id); })) {
    if (contacts.empty()) return std::nullopt;
    return Finding{"contacts_offer_it_too", std::move(arguments)};
  }
  const Argument goal("goal", options.goal), nobody_among("among", among(others, exclusions));
  if (contacts.empty()) return Finding{"nobody_offers_it", {goal, nobody_among}};
  arguments.push_back(goal);
  arguments.push_back(nobody_among);
  return Finding{"only_contacts_offer_it", std::move(arguments)};
}

std::optional<Finding> goal_remark(const MeetContext& in) {
  const introductions::RecommenderOptions& options = in.recommender->options();
  if (options.goal.empty()) return std::nullopt;
  const auto& offers = in.questions->goal_offers();
  const auto open = std::count_if(offers.begin(), offers.end(),
                                  [&](graph::VertexId v) { return options.exclusions.open(v); });
  const Argument goal("goal", options.goal);
  if (open > 0) return Finding{"members_offer_it", {{"members", open}, goal}};
  return Finding{"nobody_offers_it", {goal, {"among", among(false, options.exclusions)}}};
}

std::optional<Finding> opted_out(graph::VertexId count) {
  if (count == 0) return std::nullopt;
  return Finding{"opted_out", {{"members", count}}};
}

}  // namespace tertius::report
