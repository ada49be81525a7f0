#include "engine/pipeline/introductions/meet.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace tertius::pipeline {

Suggesting::Suggesting(const graph::Network& network, const graph::Grouping& grouping,
                       introductions::RecommenderOptions options, const RunContext& context)
    : recommender_(network, grouping.partition, std::move(options), context),
      questions_(network, recommender_, introductions::nameless_groups(grouping)),
      in_(network, grouping, questions_) {}

report::MeetReport Suggesting::for_member(graph::VertexId member, std::size_t top, graph::Day today,
                                          const RunContext& context) const {
  const introductions::RecommenderOptions& options = recommender_.options();
  constexpr std::size_t most_contributions = 3;
  const Phase phase(context, "suggestions");
  report::MeetReport report{in_, member, {}, {}, false};
  if (options.score) {
    report.suggestions = recommender_.suggest(member, top);
    return report;
  }
  report.suggestions = questions_.best_answers(member, top);
  report.contributions = introductions::contributions(*in_.network, recommender_.needs(), options.exclusions,
                                                      member, most_contributions, today);
  return report;
}

bool is_bare_score(const introductions::RecommenderOptions& options) {
  return options.score && options.near.empty() && !options.via && options.without.empty() &&
         options.exclusions.unrestricted();
}

introductions::TopResult score_everybody(const graph::Network& network,
                                         const introductions::RecommenderOptions& options, std::size_t top,
                                         std::uint64_t max_degree, const introductions::TopSink& sink,
                                         const RunContext& context) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  const introductions::TopOptions wanted{
      .score = options.score.value_or(introductions::TopOptions{}.score),
      .top = static_cast<std::uint32_t>(std::min<std::uint64_t>(top, most)),
      .max_degree = static_cast<graph::VertexId>(std::min(max_degree, most)),
      .parameters = options.score_options};
  return introductions::top_candidates(network.graph, wanted, sink, context);
}

}  // namespace tertius::pipeline
