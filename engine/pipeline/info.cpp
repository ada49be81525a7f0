#include "engine/pipeline/info.hpp"

#include <algorithm>
#include <vector>

#include "engine/graph/kernels/traversal.hpp"

namespace tertius::pipeline {

report::NetworkFacts network_facts(const graph::Network& network, const RunContext& context) {
  const graph::Graph& graph = network.graph;
  report::NetworkFacts facts;
  facts.graph_bytes = graph.bytes();
  facts.weighted = graph.weighted();
  const graph::VertexId n = graph.vertex_count();
  if (n == 0) return facts;
  const graph::Partition components = graph::connected_components(graph, context);
  facts.components = components.count;
  facts.largest_component =
      static_cast<std::uint64_t>(std::count(components.label.begin(), components.label.end(), 0));
  std::vector<std::uint64_t> with_degree;
  for (graph::VertexId v = 0; v < n; ++v) {
    const graph::VertexId degree = graph.degree(v);
    if (degree >= with_degree.size()) with_degree.resize(degree + std::size_t{1});
    ++with_degree[degree];
    if (facts.best_connected == graph::no_vertex || degree > facts.max_degree) {
      facts.best_connected = v;
      facts.max_degree = degree;
    }
  }
  facts.mean_degree = static_cast<double>(graph.arc_count()) / n;
  // The degree of the member in the middle; the mean of the two in the middle when n is even.
  const auto degree_at = [&](std::uint64_t rank) {
    std::size_t degree = 0;
    for (std::uint64_t below = with_degree[0]; below <= rank; below += with_degree[degree]) ++degree;
    return static_cast<double>(degree);
  };
  facts.median_degree = (degree_at((n - 1) / 2) + degree_at(n / 2)) / 2.0;
  return facts;
}

}  // namespace tertius::pipeline
