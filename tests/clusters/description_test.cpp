// What is said about clusters: their figures, what sets them apart, how stable they are, where they came
// from.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/clusters/comparison.hpp"
#include "engine/clusters/continuity.hpp"
#include "engine/clusters/label_propagation.hpp"
#include "engine/clusters/naming.hpp"
#include "engine/clusters/profile.hpp"
#include "engine/clusters/stability.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

/// `count` cliques of `size` members in a ring, each joined to the next by one tie.
graph::Graph ring_of_cliques(graph::VertexId count, graph::VertexId size) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId c = 0; c < count; ++c) {
    for (graph::VertexId u = 0; u < size; ++u) {
      for (graph::VertexId v = u + 1; v < size; ++v) edges.emplace_back(c * size + u, c * size + v);
    }
    edges.emplace_back(c * size, ((c + 1) % count) * size + 1);
  }
  return graph_of(count * size, edges);
}

TEST(ClusterProfile, OfTwoTrianglesJoinedByOneTie) {
  const graph::Graph graph = graph_of(6, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 3}});
  const graph::Partition partition{{0, 0, 0, 1, 1, 1}, 2};
  const auto profiles = profile_clusters(graph, partition);
  for (const ClusterProfile& c : profiles) {
    EXPECT_EQ(c.size, 3u);
    EXPECT_EQ(c.inside_ties, 3u);
    EXPECT_EQ(c.outside_ties, 1u);
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

graph::MemberTable table_of(const std::vector<std::string>& values, std::string name) {
  graph::MemberTable members;
  members.ids = graph::Ids::dense(static_cast<graph::VertexId>(values.size()));
  graph::Column column(std::move(name));
  for (const std::string& value : values) column.push_back(value);
  column.infer_type();
  members.columns.push_back(std::move(column));
  return members;
}

TEST(GroupTraits, NameWhatIsOverRepresented) {
  std::vector<std::string> values;
  std::vector<std::uint32_t> labels;
  for (int i = 0; i < 60; ++i) {
    labels.push_back(i < 20 ? 0 : 1);
    values.push_back(i < 16 || i >= 58 ? "photography" : i % 2 == 0 ? "music" : "writing");
  }
  const auto traits = group_traits(table_of(values, "discipline"), graph::Partition{labels, 2});
  ASSERT_FALSE(traits[0].empty());
  EXPECT_EQ(traits[0][0].value, "photography");
  EXPECT_EQ(traits[0][0].inside, 16u);
  EXPECT_EQ(traits[0][0].overall, 18u);
  EXPECT_NEAR(traits[0][0].ratio, (16.0 / 20) / (18.0 / 60), 1e-12);
  // By hand: prior 10 members, dealt out as overall.
  const double prior = 10 * 18.0 / 60, inside = 16 + prior, outside = 2 + prior;
  const double z = (std::log(inside / (30 - inside)) - std::log(outside / (50 - outside))) /
                   std::sqrt(1 / inside + 1 / outside);
  EXPECT_NEAR(traits[0][0].z, z, 1e-12);
  for (const Trait& trait : traits[1]) EXPECT_NE(trait.value, "photography");
}

TEST(GroupTraits, SeeEachValueOfAList) {
  std::vector<std::string> values;
  std::vector<std::uint32_t> labels;
  for (int i = 0; i < 40; ++i) {
    labels.push_back(i < 15 ? 0 : 1);
    values.push_back(i < 15 ? "weaving; upcycling" : i % 3 == 0 ? "web design" : "murals; weaving");
  }
  const auto traits = group_traits(table_of(values, "offers"), graph::Partition{labels, 2});
  ASSERT_FALSE(traits[0].empty());
  EXPECT_EQ(traits[0][0].value, "upcycling");
}

TEST(GroupTraits, SayNothingOfChance) {
  std::vector<std::string> values, numbers, own;
  std::vector<std::uint32_t> labels;
  for (int i = 0; i < 60; ++i) {
    labels.push_back(static_cast<std::uint32_t>(i % 3));
    values.push_back(i / 3 % 2 == 0 ? "a" : "b");
    numbers.push_back(std::to_string(i % 3));
    own.push_back("somebody " + std::to_string(i));
  }
  const graph::Partition partition{labels, 3};
  for (const auto& table : {table_of(values, "x"), table_of(numbers, "age"), table_of(own, "address")}) {
    for (const auto& list : group_traits(table, partition)) EXPECT_TRUE(list.empty());
  }
  EXPECT_TRUE(group_traits(graph::MemberTable{}, graph::Partition{}).empty());
}

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

TEST(LabelPropagation, FindsClearClustersAndLeavesNobodyOut) {
  const graph::Graph graph = ring_of_cliques(8, 12);
  const graph::Partition partition = propagate_labels(graph);
  EXPECT_EQ(partition.label.size(), graph.vertex_count());
  EXPECT_EQ(disconnected_groups(graph, partition), 0u);
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
    EXPECT_EQ(partition.label[v], partition.label[v / 12 * 12]);
  EXPECT_EQ(propagate_labels(empty_graph(3)).count, 3u);
  EXPECT_EQ(propagate_labels(empty_graph()).count, 0u);
  const graph::Graph random = random_graph(500, 0.02, 4, true);
  EXPECT_EQ(propagate_labels(random, 10, {.threads = 1}).label,
            propagate_labels(random, 10, {.threads = 7}).label);
}

TEST(Continuity, KeepsNumbersWhenLittleChanges) {
  const EarlierClusters earlier{{7, 3}, {0, 0, 0, 0, 1, 1, 1, EarlierClusters::none}, {4, 4}};
  const Continuity c = match_clusters(earlier, graph::Partition{{0, 0, 0, 0, 1, 1, 1, 1}, 2});
  EXPECT_EQ(c.number, (std::vector<std::uint32_t>{7, 3}));
  EXPECT_EQ(c.stayed, 7u);
  EXPECT_EQ(c.moved, 0u);
  EXPECT_EQ(c.joined, 1u);
}

TEST(Continuity, TellsSplitMergedBornAndGone) {
  // Before: A = 0..5, B = 6..8, C = 9..10, D = 11 (has left but for 11). Now: A falls apart, B and C join, 11
  // is lost among newcomers.
  constexpr std::uint32_t x = EarlierClusters::none;
  const EarlierClusters earlier{{1, 2, 3, 4}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, x, x, x, x}, {6, 3, 2, 5}};
  const graph::Partition now{{2, 2, 2, 2, 3, 3, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, 4};
  const Continuity c = match_clusters(earlier, now);
  EXPECT_EQ(c.origin, (std::vector<Origin>{Origin::kept, Origin::born, Origin::kept, Origin::split}));
  EXPECT_EQ(c.number, (std::vector<std::uint32_t>{2, 5, 1, 6}));
  EXPECT_EQ(c.fate, (std::vector<Fate>{Fate::kept, Fate::kept, Fate::merged, Fate::gone}));
  EXPECT_EQ(c.into[2], 0u);
  EXPECT_EQ(c.from[3], 0u);
  EXPECT_EQ(c.stayed, 7u);
  EXPECT_EQ(c.moved, 5u);
  EXPECT_EQ(c.joined, 4u);
}

}  // namespace
}  // namespace tertius::clusters
