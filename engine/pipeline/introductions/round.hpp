// The work of `round`: one round of introductions for the whole network, under limits.
#pragma once

#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/gatherings.hpp"
#include "engine/introductions/rounds.hpp"
#include "engine/pipeline/introductions/meet.hpp"
#include "engine/report/introductions/round.hpp"

namespace tertius::pipeline {

struct RoundOptions {
  introductions::RecommenderOptions recommender{};
  introductions::RoundLimits limits{};
  /// Pairs made or refused in earlier rounds.
  std::vector<std::pair<graph::VertexId, graph::VertexId>> past{};
  /// Says of events whether they are over.
  graph::Day today = graph::no_day;
  /// Of the messages.
  words::Language language = words::Language::english;
};

/// A round, and what it was planned with. Keeps references to the network and the grouping; the report keeps
/// references to it, so that it is not copied. Errors as Recommender and introductions::plan_round().
class PlannedRound {
 public:
  PlannedRound(const graph::Network& network, const graph::Grouping& grouping, RoundOptions options,
               const RunContext& context = {});
  PlannedRound(const PlannedRound&) = delete;
  PlannedRound& operator=(const PlannedRound&) = delete;

  const std::vector<introductions::Introduction>& introductions() const { return round_.introductions; }
  const report::RoundReport& report() const { return report_; }

 private:
  Suggesting suggesting_;
  introductions::Round round_;
  introductions::Gatherings gatherings_;
  report::RoundReport report_;
};

}  // namespace tertius::pipeline
