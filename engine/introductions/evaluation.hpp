// How good suggestions are: connections are hidden, every member who lost one gets suggestions, and what is
// found again is counted. All non-contacts compete, not a sample of easy ones (J. Li et al. 2023,
// arXiv:2306.10453).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/holdout.hpp"
#include "engine/introductions/ranking/blend.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "engine/introductions/ranking/recommender.hpp"

namespace tertius::introductions {

enum class Metric : std::size_t {
  recall_at_5,  ///< mean over members: share of the hidden connections that are among the first 5
  recall_at_10,
  recall_at_20,
  hit_at_10,   ///< share of members with a hidden connection among the first 10
  mrr,         ///< mean over members of 1 / place of the first hidden connection, 0 where it is not listed
  ndcg_at_10,  ///< mean over members of discounted gain at 10, the best possible order being 1
  coverage,    ///< share of all members whom somebody sees among the first 10
  cross_bubble_share,  ///< share of the suggestions among the first 10 that lead into another bubble
  suggestion_gini,  ///< how unevenly those suggested at all are suggested, 0: all as often, towards 1: a few
  introducer_gini,  ///< the same for those who are to introduce; only where introducers are named
  /// Mean gap between the promised probability and what came true, over the first 10; only for scores that
  /// are probabilities.
  calibration_error,
  count
};
inline constexpr std::size_t metric_count = static_cast<std::size_t>(Metric::count);
/// "recall_at_10"
std::string_view to_string(Metric metric);

/// One value per metric, NaN where it is not defined.
struct Quality {
  std::array<double, metric_count> values{};
  double& operator[](Metric metric) { return values[static_cast<std::size_t>(metric)]; }
  double operator[](Metric metric) const { return values[static_cast<std::size_t>(metric)]; }
};

/// What a ranker says about one member.
struct Listing {
  std::span<const Candidate> candidates;
  bool ranked = false;  ///< in the order of suggestion; else in any order, to be ranked by score
  std::span<const graph::VertexId>
      introducers{};  ///< of the first candidates, no_vertex where there is none; or empty
};
using ListingSink = std::function<void(std::size_t index, const Listing& listing)>;

/// Anything that suggests.
struct Ranker {
  std::string name;
  bool probabilities = false;  ///< scores are meant as probabilities
  /// Calls the sink once for each of the members (PairFeatures::lanes at most). Safe from any number of
  /// threads.
  std::function<void(std::span<const graph::VertexId> members, const ListingSink& sink)> list;
};

/// A single score; `graph` must outlive the ranker.
Ranker ranker_of(const graph::Graph& graph, Score score, const ScoreOptions& options = {});
/// The trained blend, which must outlive the ranker.
Ranker ranker_of(const Blend& blend);

/// The default of `tertius meet`, as far as place `depth`, with the first introducer of the first ten. The
/// recommender must outlive the ranker.
Ranker ranker_of(const Recommender& recommender, std::size_t depth = 100);

/// Judges a ranker that has seen holdout.train only. The same on any number of threads. Phase: "evaluate".
Quality judge(const Ranker& ranker, const Holdout& holdout, const graph::Partition& bubbles,
              const RunContext& context = {});

/// Mean over rounds and half the width of its 95 % confidence interval (Student's t), NaN with a single
/// round.
struct ScoreQuality {
  std::string name;
  Quality mean;
  Quality half_width;
};
ScoreQuality summarize(std::string name, std::span<const Quality> rounds);

/// One setting of the default's knob.
struct OpennessPoint {
  double openness = 0.0;
  ScoreQuality quality;
};

/// Everything `tertius evaluate` reports.
struct Evaluation {
  enum class Split { given, by_date, random };
  Split split = Split::random;
  double share = 0.1;
  std::vector<std::uint64_t> hidden;   ///< connections, per round
  std::vector<std::uint64_t> members;  ///< who lost at least one, per round
  std::string bubbles_by;
  std::vector<ScoreQuality> scores;
  std::vector<OpennessPoint> openness;
  std::vector<BlendWeight> blend;  ///< of the first round
  bool blend_fitted = false;
  std::uint64_t blend_learnt_from = 0;
  std::uint32_t blend_discovery = 0;  ///< see Blend::discovery()
};

}  // namespace tertius::introductions
