// What if: figures before and after.
#include "engine/pipeline/whatif.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "engine/core/error.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::pipeline {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(WhatIf, TheMiddleOfAPathLeaves) {
  const graph::Graph graph = path_graph(5);
  const graph::Partition groups{{0, 0, 0, 1, 1}, 2};
  const WhatIf result = what_if(graph, groups, {.without = {2}});
  EXPECT_EQ(result.before.components, 1U);
  EXPECT_EQ(result.after.components, 2U);
  EXPECT_EQ(result.after.members, 4U);
  EXPECT_EQ(result.after.connections, 2U);
  EXPECT_DOUBLE_EQ(result.before.reach, 1);
  EXPECT_DOUBLE_EQ(result.after.reach, 2.0 / 6);
  EXPECT_DOUBLE_EQ(result.after.cross_reach, 0);
  EXPECT_DOUBLE_EQ(result.before.mean_distance, 2);
  EXPECT_DOUBLE_EQ(result.before.mean_cross_distance, (3 + 4 + 2 + 3 + 1 + 2) / 6.0);
  EXPECT_DOUBLE_EQ(result.after.mean_distance, 1);
  EXPECT_TRUE(std::isnan(result.after.mean_cross_distance));
  EXPECT_DOUBLE_EQ(result.before.ei_index, (1 - 3) / 4.0);
  EXPECT_DOUBLE_EQ(result.after.ei_index, -1);
  EXPECT_DOUBLE_EQ(result.before.modularity, 3.0 / 4 - (25 + 9) / 64.0);
  EXPECT_DOUBLE_EQ(result.after.modularity, 0.5);
  EXPECT_EQ(result.lost_pairs, 4U);
  EXPECT_EQ(result.won_pairs, 0U);
  EXPECT_THAT(result.cut_off, ElementsAre(3, 4));
}

TEST(WhatIf, ATieJoinsTwoParts) {
  const graph::Graph graph = weighted_graph_of(4, {{0, 1, 2.0}, {2, 3, 5.0}});
  const WhatIf result = what_if(graph, {{0, 0, 1, 1}, 2}, {.without = {}, .with = {{1, 2}, {0, 1}}});
  EXPECT_EQ(result.after.components, 1U);
  EXPECT_EQ(result.after.connections, 3U);
  EXPECT_EQ(result.won_pairs, 4U);
  EXPECT_EQ(result.lost_pairs, 0U);
  EXPECT_THAT(result.cut_off, IsEmpty());
  EXPECT_DOUBLE_EQ(result.after.mean_cross_distance, 2);
  EXPECT_DOUBLE_EQ(result.after.ei_index, -1 / 3.0);
}

TEST(WhatIf, OfDegenerateInput) {
  EXPECT_EQ(what_if(empty_graph(1), {{0}, 1}, {.without = {0}}).after.members, 0U);
  EXPECT_TRUE(std::isnan(what_if(empty_graph(2), {{0, 1}, 2}, {.without = {0}}).after.reach));
  EXPECT_THROW(what_if(path_graph(3), {{0, 0, 0}, 1}, {}), Error);
  EXPECT_THROW(what_if(path_graph(3), {{0, 0, 0}, 1}, {.without = {0}, .with = {{0, 2}}}), Error);
  EXPECT_THROW(what_if(path_graph(3), {{0, 0, 0}, 1}, {.without = {}, .with = {{1, 1}}}), Error);
}

TEST(Cohesion, FromASampleIsCloseAndTheSameForEveryNumberOfThreads) {
  const graph::Graph graph = random_graph(800, 0.01, 2);
  graph::Partition groups{std::vector<std::uint32_t>(800), 2};
  for (graph::VertexId v = 0; v < 800; ++v) groups.label[v] = v % 2;
  const auto exact = cohesion(graph, groups);
  const auto one = cohesion(graph, groups, 100, {.threads = 1}),
             seven = cohesion(graph, groups, 100, {.threads = 7});
  EXPECT_EQ(one.mean_cross_distance, seven.mean_cross_distance);
  EXPECT_NEAR(one.mean_cross_distance, exact.mean_cross_distance, 0.05);
  EXPECT_NE(one.mean_cross_distance, exact.mean_cross_distance);
}

}  // namespace
}  // namespace tertius::pipeline
