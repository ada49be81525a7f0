// Everything about the bubbles of a grouping in one call: who mixes with whom, how closed each group is,
// whether chance explains it, what members see of others, and which bridges are missing.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/bubbles/exposure.hpp"
#include "engine/bubbles/missing_bridges.hpp"
#include "engine/bubbles/mixing.hpp"
#include "engine/bubbles/null_model.hpp"
#include "engine/bubbles/segregation.hpp"
#include "engine/graph/kernels/absorbing_walk.hpp"

namespace tertius::bubbles {

struct BubblesOptions {
  /// The groups were found in these very connections, as clusters are: that connections stay inside is how
  /// they were chosen, and nothing is tested against chance (no permutations, z and p NaN).
  bool fitted = false;
  PermutationOptions permutation{};
  MissingBridgeOptions missing{};
  std::uint32_t endpoints = 10;  ///< controversy: best-connected members of each group where walks end
  /// Controversy of the pairs among so many of the first groups; by default 24, fewer in networks of more
  /// than 20 million connections, at least 2.
  std::optional<std::uint32_t> walked_groups{};
};

struct Bubbles {
  MixingMatrix mixing;
  Segregation segregation;
  PermutationTest chance;
  Exposure exposure;
  graph::AbsorbedWalks walks;  ///< random-walk controversy of the pairs among the groups walked
  std::vector<MissingBridge> missing;
};

/// Throws Error{usage} for a directed graph or labels that do not fit.
Bubbles bubbles(const graph::Graph& graph, const graph::Partition& groups, const BubblesOptions& options = {},
                const RunContext& context = {});

}  // namespace tertius::bubbles
