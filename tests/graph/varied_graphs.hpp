// Graphs of many shapes for the kernels: empty, textbook, random, with hubs, dense.
#pragma once

#include <utility>
#include <vector>

#include "engine/core/random.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::graph {

/// Hubs, a core and a lonely crowd: members meet by the product of their weights 1/(v+1).
inline Graph hub_graph(VertexId n, std::size_t connections, std::uint64_t seed) {
  std::vector<std::pair<VertexId, VertexId>> edges;
  RandomStream random(seed);
  const auto somebody = [&] {
    const double x = random.real();
    return static_cast<VertexId>(x * x * x * n);
  };
  for (std::size_t i = 0; i < connections; ++i) {
    const VertexId u = somebody();
    edges.emplace_back(u, somebody());
  }
  return test::relabelled(test::graph_of(n, edges), test::random_order(n, seed));
}

inline std::vector<Graph> varied_graphs() {
  std::vector<Graph> graphs{
      test::empty_graph(),     test::empty_graph(1),     test::empty_graph(5),
      test::path_graph(2),     test::path_graph(9),      test::star_graph(12),
      test::complete_graph(3), test::complete_graph(20), test::graph_of(7, {{0, 1}, {1, 2}, {2, 0}, {4, 5}})};
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    graphs.push_back(test::random_graph(60, 0.02 * static_cast<double>(seed), seed));
    graphs.push_back(hub_graph(400, 3000, seed));
  }
  graphs.push_back(hub_graph(5000, 60'000, 9));
  graphs.push_back(test::complete_graph(700));  // rows of bits longer than a register
  return graphs;
}

}  // namespace tertius::graph
