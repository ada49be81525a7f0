// Graph factories for tests: the degenerate ones first, then the textbook ones, then random ones.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/network.hpp"

namespace tertius::test {

struct WeightedEdge {
  graph::VertexId u, v;
  double weight = 1.0;
};

inline graph::Graph graph_of(graph::VertexId n,
                             const std::vector<std::pair<graph::VertexId, graph::VertexId>>& edges) {
  std::vector<graph::VertexId> sources, targets;
  for (const auto& [u, v] : edges) {
    sources.push_back(u);
    targets.push_back(v);
  }
  return graph::build_graph(n, {sources, targets}).graph;
}

/// Members known by their numbers, without names or attributes.
inline graph::Network network_of(graph::Graph graph) {
  graph::Network network;
  network.members.ids = graph::Ids::dense(graph.vertex_count());
  network.graph = std::move(graph);
  return network;
}

inline graph::Graph weighted_graph_of(graph::VertexId n, const std::vector<WeightedEdge>& edges) {
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  for (const auto& [u, v, w] : edges) {
    sources.push_back(u);
    targets.push_back(v);
    weights.push_back(w);
  }
  return graph::build_graph(n, {sources, targets, weights}).graph;
}

inline graph::Graph empty_graph(graph::VertexId n = 0) {
  return graph_of(n, {});
}

inline graph::Graph path_graph(graph::VertexId n) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId v = 1; v < n; ++v) edges.emplace_back(v - 1, v);
  return graph_of(n, edges);
}

/// Member 0 knows everybody else, who know nobody but 0.
inline graph::Graph star_graph(graph::VertexId n) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId v = 1; v < n; ++v) edges.emplace_back(0, v);
  return graph_of(n, edges);
}

inline graph::Graph complete_graph(graph::VertexId n) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = u + 1; v < n; ++v) edges.emplace_back(u, v);
  }
  return graph_of(n, edges);
}

/// Each pair is connected with probability p (Erdos-Renyi); weights 1 to 4 when asked for.
inline graph::Graph random_graph(graph::VertexId n, double p, std::uint64_t seed, bool weighted = false) {
  std::vector<WeightedEdge> edges;
  RandomStream random(seed);
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = u + 1; v < n; ++v) {
      if (random.real() < p)
        edges.push_back({u, v, weighted ? 1.0 + static_cast<double>(random.below(4)) : 1.0});
    }
  }
  if (weighted) return weighted_graph_of(n, edges);
  std::vector<std::pair<graph::VertexId, graph::VertexId>> pairs;
  for (const auto& e : edges) pairs.emplace_back(e.u, e.v);
  return graph_of(n, pairs);
}

/// The same graph with member v renamed to order[v].
inline graph::Graph relabelled(const graph::Graph& graph, const std::vector<graph::VertexId>& order) {
  std::vector<WeightedEdge> edges;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
      if (u < graph.target(a)) edges.push_back({order[u], order[graph.target(a)], graph.weight(a)});
    }
  }
  if (graph.weighted()) return weighted_graph_of(graph.vertex_count(), edges);
  std::vector<std::pair<graph::VertexId, graph::VertexId>> pairs;
  for (const auto& e : edges) pairs.emplace_back(e.u, e.v);
  return graph_of(graph.vertex_count(), pairs);
}

inline std::vector<graph::VertexId> random_order(graph::VertexId n, std::uint64_t seed) {
  std::vector<graph::VertexId> order(n);
  for (graph::VertexId v = 0; v < n; ++v) order[v] = v;
  RandomStream random(seed);
  shuffle(order, random);
  return order;
}

}  // namespace tertius::test
