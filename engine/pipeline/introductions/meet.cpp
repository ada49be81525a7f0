#include "engine/pipeline/introductions/meet.hpp"

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

}  // namespace tertius::pipeline
