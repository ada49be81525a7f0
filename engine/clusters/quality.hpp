// How good a partition is: the objectives of community detection, computed from their definitions.
#pragma once

#include "engine/core/choice.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::clusters {

/// What Leiden maximises.
enum class Objective {
  modularity,  ///< Newman & Girvan 2004, with a resolution (Reichardt & Bornholdt 2006)
  cpm,         ///< constant Potts model (Traag, Van Dooren & Nesterov 2011)
};
inline constexpr Choice<Objective> objectives[] = {
    {Objective::modularity, "modularity", "more ties inside than chance would give"},
    {Objective::cpm, "cpm", "denser inside than the resolution, whatever the size of the network"},
};

/// Modularity with resolution g (doi:10.1103/PhysRevE.69.026113, doi:10.1103/PhysRevE.74.016110):
/// Q = sum over groups of [inside / W - g * (strength / 2W)^2], where W is the weight of all connections,
/// inside that of the group's own, and strength sums the weights at its members. A directed graph uses Leicht
/// & Newman 2008 (doi:10.1103/PhysRevLett.100.118703): Q = sum of [inside / W - g * out * in / W^2]. At g =
/// 1, Q lies in
/// [-1/2, 1]: 0 is what connections drawn at random with the same strengths would give. NaN without
/// connections. O(n + m); summed in an order that the number of threads does not change.
double modularity(const graph::Graph& graph, const graph::Partition& partition, double resolution = 1.0,
                  const RunContext& context = {});

/// Constant Potts model (doi:10.1103/PhysRevE.84.016114): sum over groups of [inside - g * pairs of members],
/// in units of weight, the pairs of a group of s members being s (s - 1) / 2 (twice that when directed).
/// Unlike modularity it has no resolution limit: groups denser inside than g, sparser than g between them.
/// O(n + m).
double constant_potts(const graph::Graph& graph, const graph::Partition& partition, double resolution,
                      const RunContext& context = {});

/// The chosen objective.
double quality(const graph::Graph& graph, const graph::Partition& partition, Objective objective,
               double resolution, const RunContext& context = {});

/// Groups whose members are not all connected inside the group (weakly when directed). O(n + m).
std::uint32_t disconnected_groups(const graph::Graph& graph, const graph::Partition& partition,
                                  const RunContext& context = {});

}  // namespace tertius::clusters
