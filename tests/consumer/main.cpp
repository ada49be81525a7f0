#include <cstdio>
#include <vector>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/graph/building/builder.hpp"

int main() {
  // Two triangles, joined by one connection.
  const std::vector<tertius::graph::VertexId> from{0, 1, 2, 3, 4, 5, 2}, to{1, 2, 0, 4, 5, 3, 3};
  const tertius::graph::Graph graph = tertius::graph::build_graph(6, {from, to}).graph;
  const auto clusters = tertius::clusters::leiden(graph).partition;
  std::printf("%u clusters\n", clusters.count);
  return clusters.count == 2 ? 0 : 1;
}
