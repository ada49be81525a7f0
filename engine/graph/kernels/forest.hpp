// Union-find for any number of threads at once.
#pragma once

#include <algorithm>
#include <atomic>
#include <span>

#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// A forest over vertices in which parents are smaller than their children: a tree's root is its smallest
/// vertex, in whatever order trees are joined (M. Sutton, T. Ben-Nun & A. Barak 2018,
/// doi:10.1109/IPDPS.2018.00012). The caller owns the parents, which are what remains when the forest is
/// flat, and plants a vertex before anybody asks for it. Everything else is safe from any thread.
class Forest {
 public:
  explicit Forest(std::span<VertexId> parents) : parents_(parents) {}

  /// A tree of its own.
  void plant(VertexId v) const { parents_[v] = v; }
  /// A child of somebody who is planted and not larger.
  void plant(VertexId v, VertexId parent) const { parents_[v] = parent; }

  VertexId parent(VertexId v) const { return at(v).load(std::memory_order_relaxed); }

  void prefetch(VertexId v) const { __builtin_prefetch(parents_.data() + v, 1); }

  /// Puts both into one tree.
  void join(VertexId u, VertexId v) const {
    VertexId a = parent(u), b = parent(v);
    while (a != b) {
      const VertexId high = std::max(a, b), low = std::min(a, b);
      VertexId above = parent(high);
      if (above == low) return;
      if (above == high && at(high).compare_exchange_strong(above, low, std::memory_order_relaxed)) return;
      a = parent(parent(high));
      b = parent(low);
    }
  }

  /// The root of v's tree; whoever is passed on the way moves up by one.
  VertexId root(VertexId v) const {
    for (VertexId above = parent(v);;) {
      const VertexId next = parent(above);
      if (next == above) return above;
      at(v).store(next, std::memory_order_relaxed);
      above = next;
    }
  }

  /// Puts v right under its root, which is returned.
  VertexId flatten(VertexId v) const {
    VertexId root = parent(parent(v));  // mostly it is: those before are flat already
    while (root != parent(root)) root = parent(root);
    at(v).store(root, std::memory_order_relaxed);
    return root;
  }

 private:
  std::atomic_ref<VertexId> at(VertexId v) const { return std::atomic_ref(parents_[v]); }

  std::span<VertexId> parents_;
};

}  // namespace tertius::graph
