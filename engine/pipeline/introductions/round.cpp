#include "engine/pipeline/introductions/round.hpp"

namespace tertius::pipeline {
namespace {

/// Who introduces is a matter of the whole round, not of one suggestion.
introductions::RecommenderOptions without_introducers(introductions::RecommenderOptions options) {
  options.introducers = 0;
  return options;
}

}  // namespace

PlannedRound::PlannedRound(const graph::Network& network, const graph::Grouping& grouping,
                           RoundOptions options, const RunContext& context)
    : suggesting_(network, grouping, without_introducers(std::move(options.recommender)), context),
      round_(introductions::plan_round(network, suggesting_.recommender(), options.limits, options.past,
                                       context)),
      gatherings_(network, options.today),
      report_{suggesting_.in(), &round_, options.limits, &gatherings_, options.language} {}

}  // namespace tertius::pipeline
