// Shared kernels that walk a graph: breadth-first search, connected components, common neighbours.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::graph {

inline constexpr std::uint32_t unreachable = ~0u;

/// Number of steps from `source` to every member; `unreachable` where there is no path. O(n + m).
std::vector<std::uint32_t> bfs_distances(const Graph& graph, VertexId source);
/// The same from the nearest of several members.
std::vector<std::uint32_t> bfs_distances(const Graph& graph, std::span<const VertexId> sources);

/// Connected components (weak ones of a directed graph), numbered by size, then smallest member. Phase
/// "components". O(n + m), in practice little more than one look at each member.
Partition connected_components(const Graph& graph, const RunContext& context = {});

/// Calls visit(x, i, j) for every x = a[i] = b[j] of two sorted rows, in ascending order.
template <class Visit>
void for_each_common(std::span<const VertexId> a, std::span<const VertexId> b, Visit&& visit) {
  for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
    if (a[i] < b[j]) {
      ++i;
    } else if (b[j] < a[i]) {
      ++j;
    } else {
      visit(a[i], i, j);
      ++i, ++j;
    }
  }
}

}  // namespace tertius::graph
