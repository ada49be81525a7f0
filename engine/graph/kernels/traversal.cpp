#include "engine/graph/kernels/traversal.hpp"

namespace tertius::graph {

std::vector<std::uint32_t> bfs_distances(const Graph& graph, VertexId source) {
  return bfs_distances(graph, std::span(&source, 1));
}

std::vector<std::uint32_t> bfs_distances(const Graph& graph, std::span<const VertexId> sources) {
  std::vector<std::uint32_t> distance(graph.vertex_count(), unreachable);
  std::vector<VertexId> frontier(sources.begin(), sources.end()), next;
  for (const VertexId source : sources) distance[source] = 0;
  for (std::uint32_t d = 1; !frontier.empty(); ++d) {
    next.clear();
    for (const VertexId u : frontier) {
      for (const VertexId v : graph.neighbours(u)) {
        if (distance[v] != unreachable) continue;
        distance[v] = d;
        next.push_back(v);
      }
    }
    frontier.swap(next);
  }
  return distance;
}

}  // namespace tertius::graph
