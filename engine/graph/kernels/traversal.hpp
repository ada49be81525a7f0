// Shared kernels that walk a graph: breadth-first search, connected components, common neighbours.
#pragma once

#include <algorithm>
#include <cstddef>
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

/// Calls visit(x, i, j) for every x = a[i] = b[j] of two sorted rows, in ascending order. O(size), or where
/// one is much the shorter one its size times the logarithm of the other's.
template <class Visit>
void for_each_common(std::span<const VertexId> a, std::span<const VertexId> b, Visit&& visit) {
  constexpr std::size_t much = 32;
  const auto look_up = [](std::span<const VertexId> few, std::span<const VertexId> many, auto&& found) {
    auto at = many.begin();
    for (std::size_t i = 0; i < few.size(); ++i) {
      at = std::lower_bound(at, many.end(), few[i]);
      if (at == many.end()) return;
      if (*at == few[i]) found(i, static_cast<std::size_t>(at - many.begin()));
    }
  };
  if (a.size() * much < b.size())
    return look_up(a, b, [&](std::size_t i, std::size_t j) { visit(a[i], i, j); });
  if (b.size() * much < a.size())
    return look_up(b, a, [&](std::size_t j, std::size_t i) { visit(a[i], i, j); });
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
