// Communities cut into their connected parts, from which the objective can only gain.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <span>

#include "engine/clusters/leiden/move_gain.hpp"
#include "engine/graph/kernels/forest.hpp"

namespace tertius::clusters {

/// Labels of the connected parts of groups below `count`: the smallest vertex of each. row(v) are the
/// neighbours of v, best in ascending order; a directed graph has two of them. As two ties a vertex, to the
/// first neighbour in its group and to the last, join most of a group to one tree, only those outside it look
/// at further ties. O(n + m).
template <class... Row>
Buffer<graph::VertexId> connected_parts(std::span<const std::uint32_t> group, std::size_t count,
                                        const RunContext& context, const Row&... row) {
  constexpr std::size_t block = 1 << 10;
  constexpr graph::VertexId batch = 32;
  Buffer<graph::VertexId> parts(group.size());
  const graph::Forest forest(parts);
  const auto blocks = [&](const auto& work) {
    parallel_blocks(group.size(), block, [&](std::size_t begin, std::size_t end) {
      context.poll();
      work(static_cast<graph::VertexId>(begin), static_cast<graph::VertexId>(end));
    });
  };
  const auto for_all = [&](const auto& visit) {
    blocks([&](graph::VertexId begin, graph::VertexId end) {
      for (graph::VertexId v = begin; v < end; ++v) visit(v);
    });
  };

  const auto smaller = [&](graph::VertexId v, std::span<const graph::VertexId> neighbours) {
    for (const graph::VertexId u : neighbours) {
      if (u > v) break;
      if (group[u] == group[v]) return u;
    }
    return v;
  };
  for_all([&](graph::VertexId v) { forest.plant(v, std::min({smaller(v, row(v))...})); });
  for_all([&](graph::VertexId v) { forest.flatten(v); });

  // Memory is asked for what several vertices need before any of them goes on.
  const auto last_in_group = [&](graph::VertexId v, std::span<const graph::VertexId> neighbours) {
    for (std::size_t i = neighbours.size(); i > 0; --i) {
      if (group[neighbours[i - 1]] == group[v]) return neighbours[i - 1];
    }
    return v;
  };
  blocks([&](graph::VertexId first, graph::VertexId end) {
    std::array<graph::VertexId, sizeof...(Row)> last[batch];
    for (graph::VertexId begin = first; begin < end; begin += batch) {
      const graph::VertexId size = std::min(batch, end - begin);
      for (graph::VertexId i = 0; i < size; ++i) {
        last[i] = {last_in_group(begin + i, row(begin + i))...};
        for (const graph::VertexId u : last[i]) forest.prefetch(u);
      }
      for (graph::VertexId i = 0; i < size; ++i) {
        for (const graph::VertexId u : last[i]) forest.join(begin + i, u);
      }
    }
  });

  // Of each group a tree that probably is most of it. Which one it is changes nothing but the time.
  Buffer<graph::VertexId> main(count);
  parallel_each(count, block, [&](std::size_t g) { main[g] = graph::no_vertex; });
  for_all([&](graph::VertexId v) {
    const std::atomic_ref<graph::VertexId> tree(main[group[v]]);
    if (tree.load(std::memory_order_relaxed) == graph::no_vertex)
      tree.store(forest.root(v), std::memory_order_relaxed);
  });
  // A tie between that tree and another one is found by its end in the other.
  const auto in_main = [&](graph::VertexId v) { return forest.root(v) == main[group[v]]; };
  const auto join_main = [&](graph::VertexId v, std::span<const graph::VertexId> neighbours) {
    bool there = in_main(v);
    for (std::size_t i = 0; i < neighbours.size() && !there; ++i) {
      if (group[neighbours[i]] != group[v]) continue;
      forest.join(v, neighbours[i]);
      there = in_main(v);
    }
  };
  for_all([&](graph::VertexId v) { (join_main(v, row(v)), ...); });
  for_all([&](graph::VertexId v) { forest.flatten(v); });
  return parts;
}

/// The same for the communities of a level.
template <class Rows, class M>
Buffer<Label> connected_parts(const Level<Rows, M>& level, const Buffer<Label>& label,
                              const RunContext& context) {
  return connected_parts(label, level.n, context, [&](graph::VertexId v) {
    return std::span(level.rows.targets + level.begin(v), level.rows.targets + level.end(v));
  });
}

}  // namespace tertius::clusters
