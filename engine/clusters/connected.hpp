// Communities cut into their connected parts, from which the objective can only gain.
#pragma once

#include <atomic>
#include <span>

#include "engine/clusters/choice.hpp"
#include "engine/graph/forest.hpp"

namespace tertius::communities {

/// Labels of the connected parts of groups below `count`: the smallest vertex of each. row(v) are the
/// neighbours of v; a directed graph has two of them. As two ties a vertex join most of a group to one tree,
/// only those outside it look at all of their ties. O(n + m).
template <class... Row>
Buffer<VertexId> connected_parts(std::span<const std::uint32_t> group, std::size_t count,
                                 const RunContext& context, const Row&... row) {
  constexpr std::size_t block = 1 << 10;
  constexpr std::size_t few = 2;
  Buffer<VertexId> parts(group.size());
  const Forest forest(parts);
  const auto for_all = [&](const auto& visit) {
    parallel_blocks(group.size(), block, [&](std::size_t begin, std::size_t end) {
      context.poll();
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) visit(v);
    });
  };
  const auto join = [&](VertexId v, std::span<const VertexId> neighbours, std::size_t most) {
    std::size_t joined = 0;
    for (std::size_t i = 0; i < neighbours.size() && joined < most; ++i) {
      if (group[neighbours[i]] != group[v]) continue;
      forest.join(v, neighbours[i]);
      ++joined;
    }
  };
  for_all([&](VertexId v) { forest.plant(v); });
  for_all([&](VertexId v) { (join(v, row(v), few), ...); });
  // Of each group a tree that probably is most of it. Which one it is changes nothing but the time.
  Buffer<VertexId> main(count);
  parallel_each(count, block, [&](std::size_t g) { main[g] = no_vertex; });
  for_all([&](VertexId v) {
    const std::atomic_ref<VertexId> tree(main[group[v]]);
    if (tree.load(std::memory_order_relaxed) == no_vertex)
      tree.store(forest.root(v), std::memory_order_relaxed);
  });
  for_all([&](VertexId v) {
    if (forest.root(v) != main[group[v]]) (join(v, row(v), group.size()), ...);
  });
  for_all([&](VertexId v) { forest.flatten(v); });
  return parts;
}

/// The same for the communities of a level.
template <class Rows, class M>
Buffer<Label> connected_parts(const Level<Rows, M>& level, const Buffer<Label>& label,
                              const RunContext& context) {
  return connected_parts(label, level.n, context, [&](VertexId v) {
    return std::span(level.rows.targets + level.begin(v), level.rows.targets + level.end(v));
  });
}

}  // namespace tertius::communities
