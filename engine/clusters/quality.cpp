#include "engine/clusters/quality.hpp"

#include <algorithm>
#include <atomic>
#include <limits>

#include "engine/core/parallel.hpp"

namespace tertius {
namespace {

constexpr std::size_t block = 4096;  // vertices

/// Weight of the arcs whose two ends lie in the same group: of both directions when undirected.
double inside_arcs(const Graph& graph, const Partition& partition) {
  const std::uint32_t* const label = partition.label.data();
  return parallel_reduce(graph.vertex_count(), block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t v = begin; v < end; ++v) {
      const auto neighbors = graph.neighbors(static_cast<VertexId>(v));
      const auto weights = graph.weights(static_cast<VertexId>(v));
      if (weights.empty()) {
        std::uint32_t inside = 0;
        for (const VertexId u : neighbors) inside += label[u] == label[v] ? 1 : 0;
        sum += inside;
        continue;
      }
      for (std::size_t i = 0; i < neighbors.size(); ++i) {
        if (label[neighbors[i]] == label[v]) sum += weights[i];
      }
    }
    return sum;
  });
}

/// Sum of the weights of all arcs.
double all_arcs(const Graph& graph) {
  return graph.directed() ? graph.total_weight() : 2 * graph.total_weight();
}

/// Sum over each group of the strengths of its members.
std::vector<double> group_strengths(const Partition& partition, const Rows& rows) {
  std::vector<double> strength(partition.label.size());
  parallel_each(strength.size(), block, [&](std::size_t v) {
    if (rows.weights.empty()) {
      strength[v] = static_cast<double>(rows.offsets[v + 1] - rows.offsets[v]);
    } else {
      for (ArcIndex a = rows.offsets[v]; a < rows.offsets[v + 1]; ++a) strength[v] += rows.weights[a];
    }
  });
  std::vector<double> of_group(partition.count, 0.0);
  for (std::size_t v = 0; v < strength.size(); ++v) of_group[partition.label[v]] += strength[v];
  return of_group;
}

/// Puts u and v into one tree of a forest whose roots are the smallest of their trees; safe from any thread
/// (Sutton, Ben-Nun & Barak 2018, doi:10.1109/IPDPS.2018.00092).
void link(Buffer<VertexId>& parent, VertexId u, VertexId v) {
  const auto at = [&](VertexId x) { return std::atomic_ref(parent[x]); };
  VertexId a = at(u).load(std::memory_order_relaxed), b = at(v).load(std::memory_order_relaxed);
  while (a != b) {
    const VertexId low = std::min(a, b), high = std::max(a, b);
    VertexId above = at(high).load(std::memory_order_relaxed);
    if (above == low) return;
    if (above == high && at(high).compare_exchange_strong(above, low, std::memory_order_relaxed)) return;
    a = at(at(high).load(std::memory_order_relaxed)).load(std::memory_order_relaxed);
    b = at(low).load(std::memory_order_relaxed);
  }
}

VertexId root(Buffer<VertexId>& parent, VertexId v) {
  const auto at = [&](VertexId x) { return std::atomic_ref(parent[x]); };
  for (VertexId above = at(v).load(std::memory_order_relaxed);;) {
    const VertexId next = at(above).load(std::memory_order_relaxed);
    if (next == above) return above;
    at(v).store(next, std::memory_order_relaxed);
    above = next;
  }
}

}  // namespace

double modularity(const Graph& graph, const Partition& partition, double resolution,
                  const RunContext& context) {
  return with_threads(context, [&] {
    const double all = all_arcs(graph);
    if (!(all > 0)) return std::numeric_limits<double>::quiet_NaN();
    const auto out = group_strengths(partition, graph.out_rows());
    const auto in = graph.directed() ? group_strengths(partition, graph.in_rows()) : out;
    double expected = 0;
    for (std::size_t g = 0; g < out.size(); ++g) expected += (out[g] / all) * (in[g] / all);
    return inside_arcs(graph, partition) / all - resolution * expected;
  });
}

double constant_potts(const Graph& graph, const Partition& partition, double resolution,
                      const RunContext& context) {
  return with_threads(context, [&] {
    double pairs = 0;
    for (const std::uint32_t size : partition.sizes()) pairs += 0.5 * size * (size - 1.0);
    const double inside = inside_arcs(graph, partition);
    return graph.directed() ? inside - 2 * resolution * pairs : inside / 2 - resolution * pairs;
  });
}

double quality(const Graph& graph, const Partition& partition, Objective objective, double resolution,
               const RunContext& context) {
  return objective == Objective::modularity ? modularity(graph, partition, resolution, context)
                                            : constant_potts(graph, partition, resolution, context);
}

std::uint32_t disconnected_groups(const Graph& graph, const Partition& partition, const RunContext& context) {
  return with_threads(context, [&] {
    const VertexId n = graph.vertex_count();
    const auto& label = partition.label;
    Buffer<VertexId> parent(n);
    parallel_each(n, block, [&](std::size_t v) { parent[v] = static_cast<VertexId>(v); });
    // Two ties a member put most of each group into one tree; only those outside it look at all of their
    // ties.
    constexpr std::size_t few = 2;
    const auto join = [&](VertexId v, std::span<const VertexId> neighbors, std::size_t most) {
      for (std::size_t i = 0, joined = 0; i < neighbors.size() && joined < most; ++i) {
        if (label[neighbors[i]] != label[v]) continue;
        link(parent, v, neighbors[i]);
        ++joined;
      }
    };
    const auto for_all = [&](auto&& visit) {
      parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
        context.poll();
        for (auto v = static_cast<VertexId>(begin); v < end; ++v) visit(v);
      });
    };
    for_all([&](VertexId v) { join(v, graph.neighbors(v), few); });
    for_all([&](VertexId v) { parent[v] = root(parent, v); });
    std::vector<VertexId> main(partition.count, no_vertex);  // of each group: the tree of its first member
    for (VertexId v = 0; v < n; ++v) {
      if (main[label[v]] == no_vertex) main[label[v]] = parent[v];
    }
    for_all([&](VertexId v) {
      if (root(parent, v) == main[label[v]]) return;
      join(v, graph.neighbors(v), graph.neighbors(v).size());
      if (graph.directed()) join(v, graph.in_neighbors(v), graph.in_neighbors(v).size());
    });
    std::vector<std::uint32_t> trees(partition.count, 0);
    for (VertexId v = 0; v < n; ++v) trees[label[v]] += parent[v] == v ? 1 : 0;
    return static_cast<std::uint32_t>(
        std::count_if(trees.begin(), trees.end(), [](std::uint32_t t) { return t > 1; }));
  });
}

}  // namespace tertius
