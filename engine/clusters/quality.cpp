#include "engine/clusters/quality.hpp"

#include <algorithm>
#include <limits>

#include "engine/clusters/leiden/connected.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::clusters {
namespace {

constexpr std::size_t block = 4096;  // vertices

/// Weight of the arcs whose two ends lie in the same group: of both directions when undirected.
double inside_arcs(const graph::Graph& graph, const graph::Partition& partition) {
  const std::uint32_t* const label = partition.label.data();
  return parallel_reduce(graph.vertex_count(), block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t v = begin; v < end; ++v) {
      const auto neighbours = graph.neighbours(static_cast<graph::VertexId>(v));
      const auto weights = graph.weights(static_cast<graph::VertexId>(v));
      if (weights.empty()) {
        std::uint32_t inside = 0;
        for (const graph::VertexId u : neighbours) inside += label[u] == label[v] ? 1 : 0;
        sum += inside;
        continue;
      }
      for (std::size_t i = 0; i < neighbours.size(); ++i) {
        if (label[neighbours[i]] == label[v]) sum += weights[i];
      }
    }
    return sum;
  });
}

/// Sum of the weights of all arcs.
double all_arcs(const graph::Graph& graph) {
  return graph.directed() ? graph.total_weight() : 2 * graph.total_weight();
}

/// Sum over each group of the strengths of its members.
std::vector<double> group_strengths(const graph::Partition& partition, const graph::Rows& rows) {
  std::vector<double> strength(partition.label.size());
  parallel_each(strength.size(), block, [&](std::size_t v) {
    if (rows.weights.empty()) {
      strength[v] = static_cast<double>(rows.offsets[v + 1] - rows.offsets[v]);
    } else {
      for (graph::ArcIndex a = rows.offsets[v]; a < rows.offsets[v + 1]; ++a) strength[v] += rows.weights[a];
    }
  });
  std::vector<double> of_group(partition.count, 0.0);
  for (std::size_t v = 0; v < strength.size(); ++v) of_group[partition.label[v]] += strength[v];
  return of_group;
}

}  // namespace

double modularity(const graph::Graph& graph, const graph::Partition& partition, double resolution,
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

double constant_potts(const graph::Graph& graph, const graph::Partition& partition, double resolution,
                      const RunContext& context) {
  return with_threads(context, [&] {
    double pairs = 0;
    for (const std::uint32_t size : partition.sizes()) pairs += 0.5 * size * (size - 1.0);
    const double inside = inside_arcs(graph, partition);
    return graph.directed() ? inside - 2 * resolution * pairs : inside / 2 - resolution * pairs;
  });
}

double quality(const graph::Graph& graph, const graph::Partition& partition, Objective objective,
               double resolution, const RunContext& context) {
  return objective == Objective::modularity ? modularity(graph, partition, resolution, context)
                                            : constant_potts(graph, partition, resolution, context);
}

std::uint32_t disconnected_groups(const graph::Graph& graph, const graph::Partition& partition,
                                  const RunContext& context) {
  return with_threads(context, [&] {
    const auto out = [&](graph::VertexId v) { return graph.neighbours(v); };
    const auto in = [&](graph::VertexId v) { return graph.in_neighbours(v); };
    const auto& label = partition.label;
    const Buffer<graph::VertexId> part =
        graph.directed() ? clusters::connected_parts(label, partition.count, context, out, in)
                         : clusters::connected_parts(label, partition.count, context, out);
    std::vector<std::uint32_t> parts(partition.count, 0);
    for (graph::VertexId v = 0; v < label.size(); ++v) parts[label[v]] += part[v] == v ? 1 : 0;
    return static_cast<std::uint32_t>(
        std::count_if(parts.begin(), parts.end(), [](std::uint32_t p) { return p > 1; }));
  });
}

}  // namespace tertius::clusters
