#include "engine/clusters/quality.hpp"

#include <limits>
#include <numeric>

#include "engine/core/parallel.hpp"

namespace tertius {
namespace {

constexpr std::size_t block = 4096;  // vertices

/// Weight of the arcs whose two ends lie in the same group: of both directions when undirected.
double inside_arcs(const Graph& graph, const Partition& partition) {
  const auto& label = partition.label;
  return parallel_reduce(graph.vertex_count(), block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t v = begin; v < end; ++v) {
      const auto neighbors = graph.neighbors(static_cast<VertexId>(v));
      const auto weights = graph.weights(static_cast<VertexId>(v));
      for (std::size_t i = 0; i < neighbors.size(); ++i) {
        if (label[neighbors[i]] == label[v]) sum += weights.empty() ? 1.0 : weights[i];
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
  std::vector<double> strength(partition.count, 0.0);
  for (std::size_t v = 0; v < partition.label.size(); ++v) {
    double sum = static_cast<double>(rows.offsets[v + 1] - rows.offsets[v]);
    if (!rows.weights.empty()) {
      sum = 0;
      for (ArcIndex a = rows.offsets[v]; a < rows.offsets[v + 1]; ++a) sum += rows.weights[a];
    }
    strength[partition.label[v]] += sum;
  }
  return strength;
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
  const VertexId n = graph.vertex_count();
  std::vector<VertexId> parent(n);
  std::iota(parent.begin(), parent.end(), VertexId{0});
  const auto root = [&](VertexId v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  std::vector<std::uint32_t> parts(partition.count, 0);
  for (VertexId v = 0; v < n; ++v) {
    if (v % block == 0) context.poll();
    for (const VertexId u : graph.neighbors(v)) {
      if (partition.label[u] != partition.label[v]) continue;
      const VertexId a = root(u), b = root(v);
      parent[a < b ? b : a] = a < b ? a : b;
    }
  }
  for (VertexId v = 0; v < n; ++v) parts[partition.label[v]] += parent[v] == v ? 1 : 0;
  std::uint32_t broken = 0;
  for (const std::uint32_t p : parts) broken += p > 1 ? 1 : 0;
  return broken;
}

}  // namespace tertius
