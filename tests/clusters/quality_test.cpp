// The objectives against their definitions, pair by pair.
#include "engine/clusters/quality.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/graphs.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

graph::Partition random_partition(graph::VertexId n, std::uint32_t groups, std::uint64_t seed) {
  std::vector<std::uint32_t> labels(n);
  RandomStream random(seed);
  for (auto& l : labels) l = static_cast<std::uint32_t>(random.below(groups));
  return graph::canonical(std::span<const std::uint32_t>(labels));
}

/// Sum over all ordered pairs in one group of A(u,v) - resolution * out(u) * in(v) / W, over W.
double modularity_by_pairs(const graph::Graph& graph, const graph::Partition& partition, double resolution) {
  const graph::VertexId n = graph.vertex_count();
  double all = 0, sum = 0;
  std::vector<double> out(n, 0), in(n, 0);
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
      out[u] += graph.weight(a);
      in[graph.target(a)] += graph.weight(a);
      all += graph.weight(a);
    }
  }
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = 0; v < n; ++v) {
      if (partition.label[u] != partition.label[v]) continue;
      const graph::ArcIndex arc = graph.find_arc(u, v);
      sum += (arc < graph.arc_count() ? graph.weight(arc) : 0) - resolution * out[u] * in[v] / all;
    }
  }
  return sum / all;
}

TEST(Modularity, IsTheSumOverPairs) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const graph::Graph graph = random_graph(30, 0.2, seed, seed % 2 == 0);
    const graph::Partition partition = random_partition(30, 4, seed);
    EXPECT_NEAR(modularity(graph, partition), modularity_by_pairs(graph, partition, 1), 1e-14);
    EXPECT_NEAR(modularity(graph, partition, 2.5), modularity_by_pairs(graph, partition, 2.5), 1e-14);
  }
}

TEST(Modularity, OfDirectedConnectionsIsTheSumOverPairsToo) {
  RandomStream random(4);
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  for (int i = 0; i < 120; ++i) {
    sources.push_back(static_cast<graph::VertexId>(random.below(25)));
    targets.push_back(static_cast<graph::VertexId>(random.below(25)));
    weights.push_back(1.0 + static_cast<double>(random.below(5)));
  }
  const graph::Graph graph =
      graph::build_graph(25, {sources, targets, weights}, {.directed_input = true, .keep_arcs = true}).arcs;
  const graph::Partition partition = random_partition(25, 3, 9);
  EXPECT_NEAR(modularity(graph, partition), modularity_by_pairs(graph, partition, 1), 1e-14);
  EXPECT_NEAR(modularity(graph, partition, 0.4), modularity_by_pairs(graph, partition, 0.4), 1e-14);
}

TEST(Modularity, HasNoValueWithoutConnections) {
  EXPECT_TRUE(std::isnan(modularity(empty_graph(), graph::Partition{})));
  EXPECT_TRUE(std::isnan(modularity(empty_graph(3), random_partition(3, 2, 1))));
}

TEST(ConstantPotts, CountsPairsInsideAgainstTheResolution) {
  const graph::Graph graph = weighted_graph_of(5, {{0, 1, 2}, {1, 2, 3}, {3, 4, 4}, {2, 3, 5}});
  const graph::Partition partition{{0, 0, 0, 1, 1}, 2};
  EXPECT_DOUBLE_EQ(constant_potts(graph, partition, 0.5), (2 + 3 - 0.5 * 3) + (4 - 0.5 * 1));
}

TEST(DisconnectedGroups, AreCounted) {
  const graph::Graph graph = graph_of(7, {{0, 1}, {1, 2}, {3, 4}, {5, 6}});
  EXPECT_EQ(disconnected_groups(graph, graph::Partition{{0, 0, 0, 1, 1, 2, 2}, 3}), 0u);
  EXPECT_EQ(disconnected_groups(graph, graph::Partition{{0, 0, 0, 1, 1, 1, 1}, 2}), 1u);
  EXPECT_EQ(disconnected_groups(graph, graph::Partition{{0, 1, 0, 2, 3, 2, 3}, 4}), 3u);
  EXPECT_EQ(disconnected_groups(empty_graph(2), graph::Partition{{0, 0}, 1}), 1u);
  EXPECT_EQ(disconnected_groups(empty_graph(), graph::Partition{}), 0u);
}

TEST(DisconnectedGroups, CountsLikeASearchOnRandomGraphs) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const graph::Graph graph = random_graph(200, 0.02, seed);
    const graph::Partition partition = random_partition(200, 5, seed);
    std::uint32_t expected = 0;
    for (std::uint32_t g = 0; g < partition.count; ++g) {
      std::vector<graph::VertexId> stack;
      std::vector<char> seen(200, 0);
      std::size_t parts = 0;
      for (graph::VertexId s = 0; s < 200; ++s) {
        if (partition.label[s] != g || seen[s] != 0) continue;
        ++parts;
        for (stack = {s}, seen[s] = 1; !stack.empty();) {
          const graph::VertexId v = stack.back();
          stack.pop_back();
          for (const graph::VertexId u : graph.neighbours(v)) {
            if (seen[u] != 0 || partition.label[u] != g) continue;
            seen[u] = 1;
            stack.push_back(u);
          }
        }
      }
      expected += parts > 1 ? 1 : 0;
    }
    EXPECT_EQ(disconnected_groups(graph, partition), expected);
  }
}

}  // namespace
}  // namespace tertius::clusters
