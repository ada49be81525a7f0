#include "engine/clusters/leiden.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::test {
namespace {

TEST(Leiden, EmptyGraphHasNoCommunities) {
  const LeidenResult result = leiden(empty_graph());
  EXPECT_EQ(result.partition.count, 0u);
  EXPECT_TRUE(std::isnan(result.modularity));
}

TEST(Leiden, MembersWithoutTiesStayAlone) {
  const LeidenResult result = leiden(empty_graph(3));
  EXPECT_EQ(result.partition.label, (std::vector<std::uint32_t>{0, 1, 2}));
}

TEST(Leiden, OneConnectionIsOneCommunity) {
  EXPECT_EQ(leiden(path_graph(2)).partition.count, 1u);
}

TEST(Leiden, TwoTrianglesJoinedByOneTie) {
  const LeidenResult result = leiden(graph_of(6, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 3}}));
  EXPECT_EQ(result.partition.label, (std::vector<std::uint32_t>{0, 0, 0, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(result.modularity, 6.0 / 7 - 0.5);
}

TEST(Leiden, KarateReachesTheBestKnownModularity) {
  TERTIUS_NEEDS_SHARED();
  const Graph graph = shared_network("karate").graph;
  double best = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    best = std::max(best, leiden(graph, {}, {.seed = seed}).modularity);
  }
  EXPECT_NEAR(best, 0.4198, 5e-5);
}

}  // namespace
}  // namespace tertius::test
