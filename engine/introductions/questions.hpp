// The questions that a member asks of the network, and the few suggestions that answer them.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/introductions/recommender.hpp"

namespace tertius {

/// What a suggestion is good for, first of all.
enum class Question {
  goals,     ///< who brings you closer to your goals: offers something that you need
  giving,    ///< to whom you can give something: needs something that you offer
  horizon,   ///< who widens your horizon: in a bubble where you know (almost) nobody
  familiar,  ///< who is close already: same circles, no other reason
};
std::string_view to_string(Question question);
Question question_of(const Suggestion& suggestion);

/// The best `top` suggestions for a member, best first. Of each question that has an answer at least a
/// quarter as good as the best, the first is among them, as far as `top` allows.
std::vector<Suggestion> best_answers(const Recommender& recommender, VertexId member, std::size_t top);

/// A group or an event that the member does not take part in yet.
struct Contribution {
  std::uint32_t group = 0;                ///< index into Affiliations::groups
  std::uint32_t members = 0;              ///< who take part
  std::uint32_t contacts = 0;             ///< contacts of the member among them
  std::uint32_t in_need = 0;              ///< members there who need something that the member offers
  std::vector<std::string_view> missing;  ///< offers of the member that are needed there and nobody there has
  Day last = no_day;                      ///< latest date of a participation
  double value =
      0.0;  ///< contacts / (contacts + 3) + in_need / (in_need + 3), plus 1/2 when an offer is missing
};

/// Where a member could contribute: groups where contacts already are or where offers are needed, best first.
/// Events longer ago than a year before the latest date known are left out. O(affiliations).
std::vector<Contribution> contributions(const Network& network, const Needs& needs,
                                        const Discretion& discretion, VertexId member, std::size_t top);

/// Receives the suggestions of one member; called for every open member in ascending order, on one thread at
/// a time.
using SuggestionSink = std::function<void(VertexId member, std::span<const Suggestion> suggestions)>;

/// suggest() for everybody, in parallel, with memory for a few thousand members at a time. Closed members are
/// left out; members without suggestions are not. Phase "suggestions".
void suggest_everybody(const Recommender& recommender, VertexId members, std::size_t top,
                       const SuggestionSink& sink, const RunContext& context = {});

}  // namespace tertius
