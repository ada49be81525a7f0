// What each cluster is like: size, connections inside and outside, and the usual figures of how well it holds
// together.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::clusters {

/// One cluster of an undirected graph. Figures without a meaning (a density of one member, a share of no
/// connections) are NaN.
struct ClusterProfile {
  std::uint32_t size = 0;
  std::uint64_t inside_connections = 0;   ///< connections between two of its members
  std::uint64_t outside_connections = 0;  ///< connections that leave it
  double inside = 0;                      ///< weight of the inside connections
  double outside = 0;                     ///< weight of the outside connections
  double outside_share =
      0;  ///< of its connections, those that leave, each counted once whatever its weight; 0 to 1
  double density = 0;      ///< inside connections / pairs of members; 0 to 1
  double conductance = 0;  ///< outside / min(strength, strength of all others); 0 to 1, low is closed
  double coverage = 0;    ///< inside / weight of all connections; the clusters' shares add up to the coverage
  double modularity = 0;  ///< its term of modularity at resolution 1; the terms add up to it
  /// Mean weight per pair inside / per pair across its border (Bock & Husain 1950); above 1 when it holds
  /// together more than with the others.
  double cohesion = 0;
};

/// One profile per group. O(n + m).
std::vector<ClusterProfile> profile_clusters(const graph::Graph& graph, const graph::Partition& partition,
                                             const RunContext& context = {});

/// Members of each group ordered by the weight of their connections inside it, most first, then by id; at
/// most `most` of each, of those who may be named (empty: all members). O(n log n + m).
std::vector<std::vector<graph::VertexId>> central_members(const graph::Graph& graph,
                                                          const graph::Partition& partition, std::size_t most,
                                                          const std::vector<bool>& may_name = {},
                                                          const RunContext& context = {});

}  // namespace tertius::clusters
