#include "engine/bubbles/segregation.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bubbles {
namespace {

using namespace test;

graph::Partition random_groups(graph::VertexId n, std::uint32_t count, std::uint64_t seed) {
  RandomStream random(seed, 99);
  graph::Partition groups{std::vector<std::uint32_t>(n), count};
  for (auto& label : groups.label) label = static_cast<std::uint32_t>(random.below(count));
  return groups;
}

/// The column that the oracles group by.
const graph::Column* label_column(const graph::Network& network) {
  const graph::Column* column = network.members.find_column("discipline");
  return column != nullptr ? column : network.members.find_column("label");
}

void expect_near_or_undefined(double actual, const std::string& expected) {
  if (expected.empty()) {
    EXPECT_TRUE(std::isnan(actual));
  } else {
    EXPECT_NEAR(actual, std::stod(expected), 1e-9);
  }
}

TEST(Mixing, OfDegenerateNetworks) {
  EXPECT_EQ(mixing_matrix(empty_graph(), {}).groups(), 0U);
  EXPECT_EQ(mixing_matrix(empty_graph(3), {{0, 1, 1}, 2}).connections(0, 1), 0U);
  EXPECT_TRUE(std::isnan(mixing_matrix(empty_graph(3), {{0, 1, 1}, 2}).ratio(0, 1)));
  const auto path = mixing_matrix(path_graph(3), {{0, 0, 1}, 3});  // group 2 has no members
  EXPECT_EQ(path.connections(0, 0), 1U);
  EXPECT_EQ(path.connections(0, 1), 1U);
  EXPECT_EQ(path.connections(1, 0), 1U);
  EXPECT_EQ(path.ends(0), 3U);
  EXPECT_EQ(path.ends(2), 0U);
  EXPECT_DOUBLE_EQ(path.expected(0, 0), 9.0 / 8);
  EXPECT_DOUBLE_EQ(path.expected(0, 1), 3.0 / 4);
  EXPECT_THROW(mixing_matrix(path_graph(3), {{0}, 1}), Error);
}

TEST(Mixing, CountsConnectionsAsADoubleLoopDoes) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const auto n = static_cast<graph::VertexId>(1 + 9 * seed);
    const graph::Graph graph = random_graph(n, 0.2, seed);
    const graph::Partition groups = random_groups(n, 1 + static_cast<std::uint32_t>(seed), seed);
    std::vector connections(groups.count, std::vector<std::uint64_t>(groups.count, 0));
    for (graph::VertexId u = 0; u < n; ++u) {
      for (graph::VertexId v = u + 1; v < n; ++v) {
        if (!graph.has_arc(u, v)) continue;
        const std::uint32_t a = groups.label[u], b = groups.label[v];
        ++connections[a][b];
        if (a != b) ++connections[b][a];
      }
    }
    const auto mixing = mixing_matrix(graph, groups);
    double expected = 0;
    for (std::uint32_t a = 0; a < groups.count; ++a) {
      for (std::uint32_t b = 0; b < groups.count; ++b) EXPECT_EQ(mixing.connections(a, b), connections[a][b]);
      for (std::uint32_t b = 0; b <= a; ++b) expected += mixing.expected(a, b);
    }
    EXPECT_NEAR(expected, static_cast<double>(graph.edge_count()), 1e-9);
  }
}

TEST(Mixing, IsTheSameForEveryNumberOfThreads) {
  const graph::Graph graph = random_graph(9000, 0.001, 1);
  const graph::Partition groups = random_groups(9000, 3, 1);
  const auto one = mixing_matrix(graph, groups, {.threads = 1}),
             seven = mixing_matrix(graph, groups, {.threads = 7});
  for (std::uint32_t a = 0; a < 3; ++a) {
    for (std::uint32_t b = 0; b < 3; ++b) EXPECT_EQ(one.connections(a, b), seven.connections(a, b));
  }
  EXPECT_EQ(one.total_connections(), graph.edge_count());
}

TEST(Segregation, OfDegenerateNetworks) {
  const auto nobody = segregation(mixing_matrix(empty_graph(), {}), {});
  EXPECT_TRUE(std::isnan(nobody.ei_index));
  EXPECT_TRUE(std::isnan(nobody.assortativity));
  const graph::Partition one{{0, 0, 0}, 1};
  const auto together = segregation(mixing_matrix(path_graph(3), one), one);
  EXPECT_EQ(together.ei_index, -1);
  EXPECT_TRUE(std::isnan(together.assortativity));
  EXPECT_TRUE(std::isnan(together.groups[0].conductance));
  EXPECT_TRUE(std::isnan(together.groups[0].coleman));
  const graph::Partition apart{{0, 1, 2, 3}, 4};
  const auto star = segregation(mixing_matrix(star_graph(4), apart), apart);
  EXPECT_EQ(star.ei_index, 1);
  EXPECT_EQ(star.groups[0].ei_edges, 1);
  EXPECT_EQ(star.groups[0].conductance, 1);
  EXPECT_EQ(star.groups[1].inside_share, 0);
}

TEST(Segregation, OfTwoClosedGroups) {
  const graph::Graph graph = graph_of(6, {{0, 1}, {1, 2}, {0, 2}, {3, 4}, {4, 5}, {3, 5}});
  const graph::Partition groups{{0, 0, 0, 1, 1, 1}, 2};
  const auto closed = segregation(mixing_matrix(graph, groups), groups);
  EXPECT_EQ(closed.ei_index, -1);
  EXPECT_DOUBLE_EQ(closed.assortativity, 1);
  // Of six connections 1.5 would be inside a group by chance and three across: a third of the group's
  // connections.
  EXPECT_DOUBLE_EQ(closed.groups[0].ratio, 3);
  EXPECT_EQ(closed.groups[0].coleman, 1);
  EXPECT_EQ(closed.groups[0].conductance, 0);
}

TEST(Segregation, ColemanIsZeroWhereConnectionsAreAChoiceAmongAllOthers) {
  const graph::Graph all = complete_graph(9);
  const graph::Partition groups{{0, 0, 0, 0, 1, 1, 1, 2, 2}, 3};
  for (const auto& group : segregation(mixing_matrix(all, groups), groups).groups)
    EXPECT_NEAR(group.coleman, 0, 1e-12);
}

TEST(Segregation, EqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  int checked = 0;
  for (const std::string& name : shared_networks()) {
    const auto groups_file = oracle_file(name, "ei_groups.csv");
    if (!groups_file) continue;
    SCOPED_TRACE(name);
    ++checked;
    const graph::Network network = shared_network(name);
    const graph::Grouping grouping = graph::group_by(*label_column(network));
    const auto group_named = [&](const std::string& label) {
      const auto at = std::find(grouping.names.begin(), grouping.names.end(), label);
      EXPECT_NE(at, grouping.names.end()) << label;
      return static_cast<std::uint32_t>(at - grouping.names.begin());
    };
    const auto mixing = mixing_matrix(network.graph, grouping.partition);
    const auto result = segregation(mixing, grouping.partition);
    EXPECT_NEAR(result.ei_index, summary_number(name, "ei_index"), 1e-9);
    EXPECT_NEAR(result.assortativity, summary_number(name, "label_assortativity"), 1e-9);
    const Csv groups(*groups_file);
    ASSERT_EQ(groups.rows(), result.groups.size());
    for (std::size_t row = 0; row < groups.rows(); ++row) {
      const auto& group = result.groups[group_named(groups.text(row, "label"))];
      EXPECT_EQ(group.size, groups.number(row, "nodes"));
      EXPECT_EQ(group.internal_connections, groups.number(row, "internal_edges"));
      EXPECT_EQ(group.external_connections, groups.number(row, "external_edges"));
      expect_near_or_undefined(group.ei_edges, groups.text(row, "ei_edges"));
      expect_near_or_undefined(group.ei_ends, groups.text(row, "ei_ties"));
    }
    const Csv cells(*oracle_file(name, "label_mixing.csv"));
    std::uint64_t listed = 0;
    for (std::size_t row = 0; row < cells.rows(); ++row) {
      const auto a = group_named(cells.text(row, "label_a")), b = group_named(cells.text(row, "label_b"));
      EXPECT_EQ(mixing.connections(a, b), cells.number(row, "edges"));
      listed += mixing.connections(a, b);
    }
    EXPECT_EQ(listed, network.graph.edge_count());
  }
  EXPECT_GE(checked, 5);
}

TEST(NumericAssortativity, OfDegreesEqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    SCOPED_TRACE(name);
    const graph::Graph graph = shared_network(name).graph;
    std::vector<double> degrees;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) degrees.push_back(graph.degree(v));
    EXPECT_NEAR(numeric_assortativity(graph, degrees).r, summary_number(name, "degree_assortativity"), 1e-9);
  }
}

TEST(NumericAssortativity, LeavesOutMembersWithoutAValue) {
  const double none = std::nan("");
  const auto pairs = numeric_assortativity(graph_of(5, {{0, 1}, {2, 3}, {3, 4}}), {1, 1, 7, 7, none});
  EXPECT_DOUBLE_EQ(pairs.r, 1);
  EXPECT_EQ(pairs.connections, 2U);
  EXPECT_DOUBLE_EQ(numeric_assortativity(graph_of(4, {{0, 1}, {2, 3}}), {1, 7, 1, 7}).r, -1);
  EXPECT_TRUE(std::isnan(numeric_assortativity(path_graph(3), {5, 5, 5}).r));
  EXPECT_TRUE(std::isnan(numeric_assortativity(empty_graph(2), {1, 2}).r));
}

}  // namespace
}  // namespace tertius::bubbles
