// The whole evaluation as one call: hide connections, let every score suggest, judge, repeat.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/evaluation.hpp"
#include "engine/introductions/needs/vocabulary.hpp"

namespace tertius::pipeline {

struct EvaluateOptions {
  std::vector<introductions::Score> scores{};  ///< single scores to judge
  bool blend = true;                 ///< also the blend, trained anew in every round on what is visible
  bool suggested_by_default = true;  ///< also what `tertius meet` suggests
  std::vector<double> openness{};    ///< settings of the default's knob to judge as well
  double share = 0.1;                ///< of the connections to hide, in (0,1)
  bool by_date = true;               ///< the latest connections, where connections have dates; else at random
  std::uint32_t rounds = 3;          ///< random choices of the connections to hide; by date there is only one
  /// What bubbles are: an attribute, or "cluster" for the clusters found among the visible connections.
  std::optional<std::string> by{};
  introductions::BlendOptions blend_options{};
  introductions::ScoreOptions score_options{};
  std::shared_ptr<const introductions::Vocabulary> words{};  ///< null: what is built in
};

/// Judges suggestions for `network`. Bubbles and clusters are those of the visible part in each round. Throws
/// Error{bad_data} where no connection can be hidden, Error{usage} for options out of range.
introductions::Evaluation evaluate(const graph::Network& network, const EvaluateOptions& options,
                                   const RunContext& context = {});

/// The same with a split of the connections that was made elsewhere; connections of `network` itself are not
/// read.
introductions::Evaluation evaluate_split(const graph::Network& network,
                                         std::span<const introductions::Pair> train,
                                         std::span<const introductions::Pair> hidden,
                                         const EvaluateOptions& options, const RunContext& context = {});

}  // namespace tertius::pipeline
