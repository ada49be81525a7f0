// How far runs agree, and which resolution is stable.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/clusters/stability.hpp"
#include "tests/clusters/cliques.hpp"

namespace tertius::clusters {
namespace {

TEST(Consensus, OfClearClustersIsOne) {
  const graph::Graph graph = ring_of_cliques(6, 8);
  const graph::Partition partition = leiden(graph).partition;
  const auto others = other_runs(graph, {}, 5);
  const Consensus c = consensus(partition, others);
  for (const double share : c.member) EXPECT_DOUBLE_EQ(share, 1);
  EXPECT_NEAR(c.mean_ami, 1, 1e-12);
}

TEST(Consensus, CountsWhoStaysTogether) {
  const graph::Partition partition{{0, 0, 0, 1, 2}, 3};
  const std::vector<graph::Partition> others{{{0, 0, 1, 1, 2}, 3}, {{0, 0, 0, 0, 1}, 2}};
  const Consensus c = consensus(partition, others);
  EXPECT_DOUBLE_EQ(c.member[0], (0.5 + 1) / 2);
  EXPECT_DOUBLE_EQ(c.member[2], (0.0 + 1) / 2);
  EXPECT_TRUE(std::isnan(c.member[3]));
  EXPECT_DOUBLE_EQ(c.cluster[0], (0.75 + 0.75 + 0.5) / 3);
}

TEST(ResolutionSweep, SeesPastTheResolutionLimit) {
  // Thirty cliques of five: modularity at resolution 1 joins neighbours (Fortunato & Barthelemy 2007).
  const graph::Graph graph = ring_of_cliques(30, 5);
  EXPECT_LT(leiden(graph).partition.count, 30u);
  const auto resolutions = resolutions_to_try(graph, Objective::modularity);
  const ResolutionSweep sweep = sweep_resolutions(graph, {}, resolutions, 5);
  const ResolutionPoint& chosen = sweep.points[sweep.chosen];
  EXPECT_EQ(chosen.clusters, 30u);
  EXPECT_NEAR(chosen.stability, 1, 1e-12);
}

}  // namespace
}  // namespace tertius::clusters
