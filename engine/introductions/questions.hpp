// The questions that a member asks of the network, and the few suggestions that answer them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/introductions/gatherings.hpp"
#include "engine/introductions/ranking/recommender.hpp"

namespace tertius::introductions {

/// What a suggestion is good for, first of all.
enum class Question {
  goal,      ///< offers what was asked for in words (RecommenderOptions::goal)
  goals,     ///< who brings you closer to your goals: offers something that you need
  giving,    ///< to whom you can give something: needs something that you offer
  horizon,   ///< who widens your horizon: in another bubble, where you know no one or far fewer than usual
  welcome,   ///< who can show a newcomer around: for members without contacts
  familiar,  ///< who is close already: same circles, no other reason
};
std::string_view to_string(Question question);

/// What the suggestions of one recommender answer. Knows how large the bubbles are, who offers the goal, and
/// whether this is one person's list of contacts.
class Questions {
 public:
  /// `nameless` are the bubbles of members of whom theirs is not known (nameless_groups()): those widen
  /// no member's horizon. Keeps references. O(members), and one search for the goal.
  Questions(const graph::Network& network, const Recommender& recommender, std::vector<bool> nameless = {});

  Question of(graph::VertexId member, const Suggestion& suggestion) const;
  /// The suggested member's bubble is foreign to `member`: of the contacts of `member` none is in it, or
  /// at most half as many as its share of all members would be. Never for members without contacts, where
  /// there is but one bubble, or of nameless ones.
  bool foreign(graph::VertexId member, const Suggestion& suggestion) const;
  /// Every connection is one member's: who is close to whom cannot be told.
  bool one_persons_list() const { return star_; }
  /// Offers something that meets the goal.
  bool offers_goal(graph::VertexId v) const;
  /// Members who offer something that meets the goal, closed ones included; ascending.
  const std::vector<graph::VertexId>& goal_offers() const { return goal_offers_; }

  /// The `top` best suggestions of the recommender, whoever offers the goal first, then by score. In one
  /// person's list of contacts only those for which offers or needs speak: all others are equally close. A
  /// single score (RecommenderOptions::score) is given as it is.
  std::vector<Suggestion> suggest(graph::VertexId member, std::size_t top) const;
  /// The best `top` suggestions, those who offer the goal first. Of each other question that has an answer at
  /// least a quarter as good as the best, the first is among them, as far as `top` allows.
  std::vector<Suggestion> best_answers(graph::VertexId member, std::size_t top) const;

  const Recommender& recommender() const { return recommender_; }
  const graph::Network& network() const { return network_; }

 private:
  const graph::Network& network_;
  const Recommender& recommender_;
  std::vector<bool> nameless_;
  std::vector<std::uint32_t> sizes_;  ///< members of each bubble
  std::vector<graph::VertexId> goal_offers_;
  bool star_ = false;
};

/// Whether a group is called so because its members have no value: "(none)", "film, (none)".
bool is_nameless(std::string_view group);
/// The same of every group.
std::vector<bool> nameless_groups(const graph::Grouping& grouping);

/// A group or an event that the member does not take part in yet.
struct Contribution {
  std::uint32_t group = 0;     ///< index into Affiliations::groups
  std::uint32_t members = 0;   ///< who take part: of an event that is to come, in what is to come
  std::uint32_t contacts = 0;  ///< contacts of the member among them
  std::uint32_t in_need = 0;   ///< members among them who need something that the member offers
  /// Offers of the member that are needed there and no member there has.
  std::vector<std::string_view> missing;
  Tense tense = Tense::lasting;
  graph::Day last = graph::no_day;  ///< latest date of a participation; of events, before today
  graph::Day next = graph::no_day;  ///< earliest one from today on; events only
  /// contacts / (contacts + 3) + in_need / (in_need + 3), plus 1/2 when an offer is missing
  double value = 0.0;
};

/// Where a member could contribute: groups where contacts already are or where offers are needed, best first.
/// Events that are over come last, and not at all when they were more than a year before `today`; nothing
/// is missing from them any more. O(affiliations log affiliations).
std::vector<Contribution> contributions(const graph::Network& network, const Needs& needs,
                                        const Exclusions& exclusions, graph::VertexId member, std::size_t top,
                                        graph::Day today);

/// Receives the suggestions of one member; called for every open member in ascending order, on one thread at
/// a time.
using SuggestionSink = std::function<void(graph::VertexId member, std::span<const Suggestion> suggestions)>;

/// What is to be written of the suggestions of one member, by any thread; and receives it, in the order of
/// members, on one thread at a time.
using SuggestionTexts =
    std::function<std::vector<std::string>(graph::VertexId, std::span<const Suggestion> suggestions)>;
using SuggestionTextSink = std::function<void(graph::VertexId member, std::span<const Suggestion> suggestions,
                                              std::span<const std::string> texts)>;

/// Questions::suggest() for all members, in parallel, with memory for a few thousand members at a time.
/// Closed members are left out; members without suggestions are not. Phase "suggestions".
void suggest_everybody(const Questions& questions, std::size_t top, const SuggestionSink& sink,
                       const RunContext& context = {});
/// The same with the texts of each.
void suggest_everybody(const Questions& questions, std::size_t top, const SuggestionTexts& texts,
                       const SuggestionTextSink& sink, const RunContext& context = {});

}  // namespace tertius::introductions
