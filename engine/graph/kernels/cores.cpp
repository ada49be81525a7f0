#include "engine/graph/kernels/cores.hpp"

#include <algorithm>
#include <atomic>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::graph {
namespace {

class Peeling {
 public:
  explicit Peeling(const Graph& graph)
      : graph_(graph),
        left_(graph.vertex_count()),
        active_(graph.vertex_count()),
        core_(graph.vertex_count(), 0) {
    parallel_each(left_.size(), 4096, [&](std::size_t v) {
      active_[v] = static_cast<VertexId>(v);
      left_[v] = graph.degree(active_[v]);
    });
  }

  /// Takes off everybody who has at most `level` contacts left, and who falls to that with them. Returns the
  /// least number of contacts that anybody has afterwards.
  VertexId peel(VertexId level) {
    falling_.clear();
    std::size_t kept = 0;
    VertexId least = no_vertex;
    for (const VertexId v : active_) {
      const VertexId left = left_[v];
      if (left > level) {
        active_[kept++] = v;
        least = std::min(least, left);
      } else if (core_[v] == 0) {  // else it fell on an earlier level
        falling_.push_back(v);
      }
    }
    active_.resize(kept);
    if (falling_.empty()) return least;
    if (falling_.size() < 64) {
      follow<false>(falling_, level);
    } else {
      constexpr std::size_t block = 32;
      parallel_blocks(falling_.size(), block, [&](std::size_t begin, std::size_t end) {
        std::vector<VertexId>& stack = stacks_.local();
        stack.assign(falling_.begin() + static_cast<std::ptrdiff_t>(begin),
                     falling_.begin() + static_cast<std::ptrdiff_t>(end));
        follow<true>(stack, level);
      });
    }
    return level + 1;  // somebody may have come down to just above the level
  }

  bool done() const { return active_.empty(); }
  std::vector<VertexId> take() { return std::move(core_); }

 private:
  template <bool shared>
  void follow(std::vector<VertexId>& stack, VertexId level) {
    while (!stack.empty()) {
      const VertexId v = stack.back();
      stack.pop_back();
      core_[v] = level;
      for (const VertexId u : graph_.neighbours(v)) {
        if constexpr (shared) {
          const std::atomic_ref<VertexId> left(left_[u]);
          if (left.load(std::memory_order_relaxed) <= level) continue;
          const VertexId before = left.fetch_sub(1, std::memory_order_relaxed);
          if (before == level + 1) stack.push_back(u);  // exactly one thread takes it below
          if (before <= level) left.fetch_add(1, std::memory_order_relaxed);
        } else {
          if (left_[u] > level && --left_[u] == level) stack.push_back(u);
        }
      }
    }
  }

  const Graph& graph_;
  std::vector<VertexId>
      left_;  // contacts that were not peeled off yet; stays where it was once below a level
  std::vector<VertexId> active_;
  std::vector<VertexId> core_;
  std::vector<VertexId> falling_;
  PerThread<std::vector<VertexId>> stacks_;
};

}  // namespace

std::vector<VertexId> core_numbers(const Graph& graph, const RunContext& context) {
  if (graph.directed())
    throw Error(ErrorKey::network_unfit, "core numbers are those of an undirected network");
  const Phase phase(context, "core");
  return with_threads(context, [&] {
    Peeling peeling(graph);
    peeling.peel(0);
    for (VertexId level = 1; !peeling.done();) {
      context.poll();
      level = std::max(level, peeling.peel(level));
    }
    return peeling.take();
  });
}

}  // namespace tertius::graph
