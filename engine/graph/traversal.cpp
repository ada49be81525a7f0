#include "engine/graph/traversal.hpp"

#include <numeric>

namespace tertius {

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
      for (const VertexId v : graph.neighbors(u)) {
        if (distance[v] != unreachable) continue;
        distance[v] = d;
        next.push_back(v);
      }
    }
    frontier.swap(next);
  }
  return distance;
}

Partition connected_components(const Graph& graph, const RunContext& context) {
  const Phase phase(context, "components");
  const VertexId n = graph.vertex_count();
  // Union-find by smaller id with path halving: near-linear, and each root is its component's smallest
  // member.
  std::vector<std::uint32_t> parent(n);
  std::iota(parent.begin(), parent.end(), 0u);
  const auto root = [&](std::uint32_t v) {
    while (parent[v] != v) v = parent[v] = parent[parent[v]];
    return v;
  };
  for (VertexId u = 0; u < n; ++u) {
    for (const VertexId v : graph.neighbors(u)) {
      const std::uint32_t a = root(u), b = root(v);
      if (a < b) {
        parent[b] = a;
      } else if (b < a) {
        parent[a] = b;
      }
    }
  }
  for (VertexId v = 0; v < n; ++v) parent[v] = root(v);
  return canonical(parent);
}

}  // namespace tertius
