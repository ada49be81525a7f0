// A graph whose clusters are beyond doubt.
#pragma once

#include "tests/support/graphs.hpp"

namespace tertius::clusters {

/// `count` cliques of `size` members in a ring, each joined to the next by one connection.
inline graph::Graph ring_of_cliques(graph::VertexId count, graph::VertexId size) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId c = 0; c < count; ++c) {
    for (graph::VertexId u = 0; u < size; ++u) {
      for (graph::VertexId v = u + 1; v < size; ++v) edges.emplace_back(c * size + u, c * size + v);
    }
    edges.emplace_back(c * size, ((c + 1) % count) * size + 1);
  }
  return test::graph_of(count * size, edges);
}

}  // namespace tertius::clusters
