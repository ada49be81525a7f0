// The figures of clusters against hand-made ones and their definition.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/clusters/profile.hpp"
#include "engine/clusters/quality.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

TEST(ClusterProfile, OfTwoTrianglesJoinedByOneConnection) {
  const graph::Graph graph = graph_of(6, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 3}});
  const graph::Partition partition{{0, 0, 0, 1, 1, 1}, 2};
  const auto profiles = profile_clusters(graph, partition);
  for (const ClusterProfile& c : profiles) {
    EXPECT_EQ(c.size, 3u);
    EXPECT_EQ(c.inside_connections, 3u);
    EXPECT_EQ(c.outside_connections, 1u);
    EXPECT_DOUBLE_EQ(c.outside_share, 0.25);
    EXPECT_DOUBLE_EQ(c.density, 1);
    EXPECT_DOUBLE_EQ(c.conductance, 1.0 / 7);
    EXPECT_DOUBLE_EQ(c.coverage, 3.0 / 7);
    EXPECT_DOUBLE_EQ(c.modularity, 3.0 / 7 - 0.25);
    EXPECT_DOUBLE_EQ(c.cohesion, 1.0 / (1.0 / 9));
  }
  EXPECT_EQ(central_members(graph, partition, 2)[0], (std::vector<graph::VertexId>{0, 1}));
}

TEST(ClusterProfile, TermsAddUpToModularity) {
  const graph::Graph graph = random_graph(80, 0.1, 3, true);
  const graph::Partition partition = leiden(graph).partition;
  double sum = 0;
  for (const ClusterProfile& c : profile_clusters(graph, partition)) sum += c.modularity;
  EXPECT_NEAR(sum, modularity(graph, partition), 1e-12);
}

TEST(ClusterProfile, LeavesUndefinedWhatHasNoMeaning) {
  const auto profiles = profile_clusters(empty_graph(1), graph::Partition{{0}, 1});
  EXPECT_TRUE(std::isnan(profiles[0].density));
  EXPECT_TRUE(std::isnan(profiles[0].outside_share));
  EXPECT_TRUE(std::isnan(profiles[0].modularity));
  EXPECT_TRUE(profile_clusters(empty_graph(), {}).empty());
}

}  // namespace
}  // namespace tertius::clusters
