// Communities cut into their connected parts, from which the objective can only gain.
#pragma once

#include <atomic>

#include "engine/clusters/choice.hpp"

namespace tertius::communities {

/// A forest in which parents are smaller than their children: a tree is named after its smallest vertex, in
/// whatever order trees are joined (Sutton, Ben-Nun & Barak 2018, doi:10.1109/IPDPS.2018.00092).
class LabelForest {
 public:
  explicit LabelForest(VertexId n) : parent_(n) {
    parallel_each(n, 1 << 13, [&](std::size_t v) { parent_[v] = static_cast<VertexId>(v); });
  }

  void join(VertexId u, VertexId v) {
    VertexId a = parent(u), b = parent(v);
    while (a != b) {
      const VertexId low = std::min(a, b), high = std::max(a, b);
      VertexId above = parent(high);
      if (above == low) return;
      if (above == high && at(high).compare_exchange_strong(above, low, std::memory_order_relaxed)) return;
      a = parent(parent(high));
      b = parent(low);
    }
  }

  VertexId root(VertexId v) {
    for (VertexId above = parent(v);;) {
      const VertexId next = parent(above);
      if (next == above) return above;
      at(v).store(next, std::memory_order_relaxed);
      above = next;
    }
  }

 private:
  std::atomic_ref<VertexId> at(VertexId v) { return std::atomic_ref(parent_[v]); }
  VertexId parent(VertexId v) { return at(v).load(std::memory_order_relaxed); }

  Buffer<VertexId> parent_;
};

/// Labels of the connected parts of the communities: the smallest vertex of each. As two ties a vertex join
/// most of a community to one tree, only those outside it look at all of their ties. O(n + m).
template <class Rows, class M>
Buffer<Label> connected_parts(const Level<Rows, M>& level, const Buffer<Label>& label,
                              const RunContext& context) {
  constexpr std::size_t block = 1 << 10;
  constexpr std::uint32_t few = 2;
  LabelForest forest(level.n);
  const auto join = [&](VertexId v, std::uint32_t most) {
    std::uint32_t joined = 0;
    for (ArcIndex a = level.begin(v); a < level.end(v) && joined < most; ++a) {
      const VertexId u = level.rows.targets[a];
      if (label[u] != label[v]) continue;
      forest.join(v, u);
      ++joined;
    }
  };
  const auto for_all = [&](const auto& visit) {
    parallel_blocks(level.n, block, [&](std::size_t begin, std::size_t end) {
      context.poll();
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) visit(v);
    });
  };
  for_all([&](VertexId v) { join(v, few); });
  // Of each community a tree that probably is most of it. Which one it is changes nothing but the time.
  Buffer<VertexId> main(level.n);
  for_all([&](VertexId v) { main[v] = no_vertex; });
  for_all([&](VertexId v) {
    const std::atomic_ref<VertexId> tree(main[label[v]]);
    if (tree.load(std::memory_order_relaxed) == no_vertex)
      tree.store(forest.root(v), std::memory_order_relaxed);
  });
  for_all([&](VertexId v) {
    if (forest.root(v) != main[label[v]]) join(v, ~0u);
  });
  Buffer<Label> parts(level.n);
  for_all([&](VertexId v) { parts[v] = forest.root(v); });
  return parts;
}

}  // namespace tertius::communities
