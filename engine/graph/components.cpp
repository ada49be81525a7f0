// Connected components by Afforest: M. Sutton, T. Ben-Nun & A. Barak (2018), Optimizing parallel graph
// connectivity computation via subgraph sampling, doi:10.1109/IPDPS.2018.00012.
//
// A few connections of each member already join most of them into the giant component. Whoever is in it then
// need not look at the rest of the row, because every connection has another end that does. Rows are sorted:
// the first connection leads to the smallest neighbour, and putting everybody under theirs makes trees
// without a look at anybody else.
#include <algorithm>
#include <atomic>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/traversal.hpp"

namespace tertius {
namespace {

/// Members that one thread takes at a time. A small graph is one block: it is done before another thread is
/// awake.
std::size_t block_of(std::size_t members, std::size_t usual = 4096) {
  constexpr std::size_t small = std::size_t{1} << 14;
  return members <= small ? small : usual;
}

/// A forest over the members in which parents are smaller: a tree's root is its smallest member, whatever the
/// order in which trees were joined.
class Forest {
 public:
  /// Everybody under their smallest neighbour, unless they are smaller themselves.
  explicit Forest(const Graph& graph)
      : parent_(graph.vertex_count()), block_(block_of(graph.vertex_count())) {
    parallel_each(parent_.size(), block_, [&](std::size_t i) {
      const auto v = static_cast<VertexId>(i);
      const ArcIndex first = graph.arcs_begin(v);
      parent_[v] = first < graph.arcs_end(v) ? std::min(v, graph.target(first)) : v;
    });
  }

  VertexId parent(VertexId v) const { return at(v).load(std::memory_order_relaxed); }

  void prefetch(VertexId v) const { __builtin_prefetch(parent_.data() + v, 1); }

  void join(VertexId u, VertexId v) {
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

  /// Afterwards every parent is a root.
  void flatten() {
    parallel_blocks(parent_.size(), block_, [&](std::size_t begin, std::size_t end) { flatten(begin, end); });
  }
  /// The same for some members.
  void flatten(std::size_t begin, std::size_t end) {
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
      VertexId root = parent(parent(v));  // mostly it is: those before are flat already
      while (root != parent(root)) root = parent(root);
      at(v).store(root, std::memory_order_relaxed);
    }
  }

  std::size_t size() const { return parent_.size(); }
  /// The parents of a flat forest, which is over then.
  std::vector<VertexId> take() { return std::move(parent_); }

 private:
  std::atomic_ref<VertexId> at(VertexId v) const { return std::atomic_ref<VertexId>(parent_[v]); }

  mutable std::vector<VertexId> parent_;
  std::size_t block_;
};

/// The root that most of some random members have: that of the giant component where there is one.
VertexId frequent_root(const Forest& forest, VertexId n) {
  std::vector<VertexId> sample(std::min<std::size_t>(1024, n / 256 + 64));
  RandomStream random(1);
  for (VertexId& root : sample) root = forest.parent(static_cast<VertexId>(random.below(n)));
  std::sort(sample.begin(), sample.end());
  VertexId best = sample.front();
  std::ptrdiff_t most = 0;
  for (auto at = sample.begin(); at != sample.end();) {
    const auto end = std::find_if(at, sample.end(), [&](VertexId root) { return root != *at; });
    if (end - at > most) {
      most = end - at;
      best = *at;
    }
    at = end;
  }
  return best;
}

/// Flattens a forest and numbers its trees by size, largest first, then by root. `giant` is a root that many
/// members have. Members without connections are counted, never listed: they come last, in their own order.
class Numbering {
 public:
  Numbering(const Graph& graph, Forest forest, VertexId giant)
      : graph_(graph),
        forest_(std::move(forest)),
        giant_(giant),
        size_(forest_.size()),
        block_(block_of(forest_.size())) {}

  Partition make() {
    count_members();
    const auto connected = number_trees();
    std::vector<std::uint32_t> alone_before = alone_;
    const std::uint32_t alone = exclusive_prefix_sum(alone_before);
    Partition partition;
    partition.count = connected + alone;
    partition.label = forest_.take();
    std::vector<VertexId>& root = partition.label;
    parallel_blocks(root.size(), block_, [&](std::size_t begin, std::size_t end) {
      std::uint32_t next_alone = connected + alone_before[begin / block_];
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
        root[v] = root[v] == v && is_alone(v) ? next_alone++ : size_[root[v]];
      }
    });
    return partition;
  }

 private:
  bool is_alone(VertexId v) const {
    return graph_.degree(v) == 0 && (!graph_.directed() || graph_.in_degree(v) == 0);
  }

  /// Sizes of the trees, the number of lonely members of each block, and each block's other roots.
  void count_members() {
    const std::size_t n = size_.size(), blocks = (n + block_ - 1) / block_;
    alone_.assign(blocks, 0);
    roots_.resize(blocks);
    parallel_each(n, block_, [&](std::size_t v) { size_[v] = 0; });
    const auto count = [&](VertexId root) { return std::atomic_ref<std::uint32_t>(size_[root]); };
    parallel_blocks(n, block_, [&](std::size_t begin, std::size_t end) {
      std::uint32_t in_giant = 0, alone = 0;
      forest_.flatten(begin, end);
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
        const VertexId root = forest_.parent(v);
        if (root == v) {
          if (is_alone(v)) {
            ++alone;
            continue;
          }
          roots_[begin / block_].push_back(v);
        }
        if (root == giant_) {
          ++in_giant;
        } else {
          count(root).fetch_add(1, std::memory_order_relaxed);
        }
      }
      alone_[begin / block_] = alone;
      if (in_giant > 0) count(giant_).fetch_add(in_giant, std::memory_order_relaxed);
    });
  }

  /// Puts each root's number in the place of its tree's size; returns how many trees there are. Roots come in
  /// ascending order, so that sorting by size alone, keeping that order, is enough.
  std::uint32_t number_trees() {
    constexpr std::uint32_t small = 1u << 12;
    std::vector<std::uint32_t> with_size(small, 0);
    std::vector<VertexId> large;
    for (const auto& roots : roots_) {
      for (const VertexId root : roots) {
        if (size_[root] < small) {
          ++with_size[size_[root]];
        } else {
          large.push_back(root);
        }
      }
    }
    std::stable_sort(large.begin(), large.end(), [&](VertexId a, VertexId b) { return size_[a] > size_[b]; });
    auto next = static_cast<std::uint32_t>(large.size());
    for (std::uint32_t s = small; s-- > 1;) next += std::exchange(with_size[s], next);
    for (const auto& roots : roots_) {
      for (const VertexId root : roots) {
        if (size_[root] < small) size_[root] = with_size[size_[root]]++;
      }
    }
    for (std::uint32_t rank = 0; rank < large.size(); ++rank) size_[large[rank]] = rank;
    return next;
  }

  const Graph& graph_;
  Forest forest_;
  VertexId giant_;
  Buffer<std::uint32_t> size_;  ///< at roots: members of the tree, later its number
  std::size_t block_;
  std::vector<std::uint32_t> alone_;          ///< per block
  std::vector<std::vector<VertexId>> roots_;  ///< per block
};

}  // namespace

Partition connected_components(const Graph& graph, const RunContext& context) {
  const Phase phase(context, "components");
  const VertexId n = graph.vertex_count();
  if (n == 0) return {};
  return with_threads(context, [&] {
    const std::size_t block = block_of(n);
    Forest forest(graph);
    forest.flatten();
    context.poll();
    parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
      constexpr VertexId ahead = 16;
      const auto has_second = [&](VertexId v) { return graph.degree(v) > 1; };
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
        if (v + ahead < end && has_second(v + ahead)) {
          forest.prefetch(graph.target(graph.arcs_begin(v + ahead) + 1));
        }
        if (has_second(v)) forest.join(v, graph.target(graph.arcs_begin(v) + 1));
      }
    });
    forest.flatten();
    context.poll();
    const VertexId giant = frequent_root(forest, n);
    parallel_blocks(n, block_of(n, 512), [&](std::size_t begin, std::size_t end) {
      context.poll();
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
        if (forest.parent(v) == giant) continue;
        for (const VertexId u : graph.neighbors(v)) forest.join(v, u);
        if (!graph.directed()) continue;
        for (const VertexId u : graph.in_neighbors(v))
          forest.join(v, u);  // the other end may have stopped looking
      }
    });
    return Numbering(graph, std::move(forest), giant).make();
  });
}

}  // namespace tertius
