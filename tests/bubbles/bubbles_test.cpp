#include "engine/bubbles/bubbles.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <set>

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

/// Three groups of `size`; members of neighbouring groups meet, but nobody links 0 and 2. Member 1 of group 0
/// knows all of group 1.
graph::Graph chain_of_groups(graph::VertexId size) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> connections;
  RandomStream random(size);
  for (graph::VertexId u = 0; u < 3 * size; ++u) {
    for (graph::VertexId v = u + 1; v < 3 * size; ++v) {
      const graph::VertexId steps = v / size - u / size;
      const bool herself = u == 1 && steps == 1;
      if (herself || (steps < 2 && random.real() < (steps == 0 ? 0.4 : 0.2))) connections.emplace_back(u, v);
    }
  }
  return graph_of(3 * size, connections);
}
graph::Partition chained(graph::VertexId size) {
  graph::Partition groups{std::vector<std::uint32_t>(3 * size), 3};
  for (graph::VertexId v = 0; v < 3 * size; ++v) groups.label[v] = v / size;
  return groups;
}

Exposure exposed(const graph::Graph& graph, const graph::Partition& groups, const RunContext& context = {}) {
  return exposure(graph, groups, mixing_matrix(graph, groups), context);
}

TEST(Exposure, FollowsItsDefinitions) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const auto n = static_cast<graph::VertexId>(2 + 5 * seed);
    const graph::Graph graph = random_graph(n, 0.15, seed);
    const graph::Partition groups = random_groups(n, 1 + static_cast<std::uint32_t>(seed % 6), seed);
    const MixingMatrix mixing = mixing_matrix(graph, groups);
    const auto distance = [&](std::uint32_t a, std::uint32_t b) {
      double product = 0, aa = 0, bb = 0;
      const auto ends = [&](std::uint32_t x, std::uint32_t y) {
        return static_cast<double>(mixing.connections(x, y)) * (x == y ? 2 : 1);
      };
      for (std::uint32_t c = 0; c < groups.count; ++c) {
        product += ends(a, c) * ends(b, c);
        aa += ends(a, c) * ends(a, c);
        bb += ends(b, c) * ends(b, c);
      }
      return a == b ? 0 : 1 - product / std::sqrt(aa * bb);
    };
    const auto result = exposed(graph, groups);
    for (graph::VertexId v = 0; v < n; ++v) {
      const double degree = graph.degree(v);
      if (degree == 0) {
        EXPECT_TRUE(std::isnan(result.own_share[v]));
        EXPECT_TRUE(std::isnan(result.diversity[v]));
        continue;
      }
      std::vector<double> share(groups.count, 0);
      for (const graph::VertexId u : graph.neighbours(v)) share[groups.label[u]] += 1 / degree;
      double entropy = 0, diversity = 0;
      std::uint32_t foreign = 0;
      for (std::uint32_t a = 0; a < groups.count; ++a) {
        if (share[a] > 0) entropy -= share[a] * std::log2(share[a]);
        foreign += a != groups.label[v] && share[a] > 0 ? 1 : 0;
        for (std::uint32_t b = 0; b < groups.count; ++b) {
          if (share[a] > 0 && share[b] > 0) diversity += share[a] * share[b] * distance(a, b);
        }
      }
      EXPECT_NEAR(result.own_share[v], share[groups.label[v]], 1e-12);
      EXPECT_NEAR(result.entropy[v], entropy, 1e-12);
      EXPECT_NEAR(result.diversity[v], diversity, 1e-12);
      EXPECT_EQ(result.foreign_groups[v], foreign);
    }
  }
}

TEST(Exposure, SpreadsOverMembersWithContacts) {
  // Group 0: shares outside 0, 1/2, 1 and one member alone.
  const graph::Graph graph = graph_of(7, {{0, 1}, {1, 4}, {2, 4}, {2, 5}});
  const auto spread = exposed(graph, {{0, 0, 0, 0, 1, 1, 1}, 2}).groups;
  EXPECT_EQ(spread[0].members, 3U);
  EXPECT_DOUBLE_EQ(spread[0].mean, 0.5);
  EXPECT_DOUBLE_EQ(spread[0].median, 0.5);
  EXPECT_DOUBLE_EQ(spread[0].lower_quartile, 0.25);
  EXPECT_DOUBLE_EQ(spread[0].upper_quartile, 0.75);
  EXPECT_THAT(spread[0].histogram, testing::ElementsAre(1, 0, 0, 0, 0, 1, 0, 0, 0, 1));
  EXPECT_TRUE(std::isnan(exposed(empty_graph(2), {{0, 0}, 1}).groups[0].median));
}

TEST(Exposure, EqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  int checked = 0;
  for (const std::string& name : shared_networks()) {
    const Csv nodes(*oracle_file(name, "nodes.csv"));
    if (!nodes.has("ei")) continue;
    SCOPED_TRACE(name);
    ++checked;
    const graph::Network network = shared_network(name);
    const graph::Column* column = network.members.find_column("discipline");
    if (column == nullptr) column = network.members.find_column("label");
    const auto result = exposed(network.graph, graph::group_by(*column).partition);
    for (std::size_t row = 0; row < nodes.rows(); ++row) {
      const double own = result.own_share[nodes.id(row, "id")];
      if (nodes.text(row, "ei").empty()) {
        EXPECT_TRUE(std::isnan(own));
      } else {
        ASSERT_NEAR(1 - 2 * own, nodes.number(row, "ei"), 1e-9);
      }
    }
  }
  EXPECT_GE(checked, 5);
}

TEST(MissingBridges, NameTheGapAndWhoStandsClosest) {
  const graph::Graph graph = chain_of_groups(12);
  const graph::Partition groups = chained(12);
  const auto missing = missing_bridges(graph, groups, mixing_matrix(graph, groups));
  ASSERT_GE(missing.size(), 1U);
  EXPECT_EQ(missing[0].a, 0U);
  EXPECT_EQ(missing[0].b, 2U);
  EXPECT_EQ(missing[0].connections, 0U);
  EXPECT_DOUBLE_EQ(missing[0].surprise, missing[0].expected);
  EXPECT_LT(missing[0].z, -2);
  ASSERT_EQ(missing[0].from_a.size(), 3U);
  EXPECT_EQ(missing[0].from_a[0].member, 1U);
  EXPECT_EQ(missing[0].from_a[0].steps, 2U);
  std::set<graph::VertexId> ways;
  for (graph::VertexId u = 12; u < 24; ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
      if (v >= 24) ways.insert(u);
    }
  }
  EXPECT_EQ(missing[0].from_a[0].ways, ways.size());
  EXPECT_LE(missing[0].from_a[1].ways, missing[0].from_a[0].ways);
  EXPECT_EQ(missing[0].from_b[0].steps, 2U);
}

TEST(MissingBridges, OfDegenerateNetworks) {
  EXPECT_TRUE(missing_bridges(empty_graph(), {}, mixing_matrix(empty_graph(), {})).empty());
  const graph::Partition two{{0, 0, 0, 0, 1, 1, 1, 1}, 2};
  EXPECT_TRUE(missing_bridges(complete_graph(8), two, mixing_matrix(complete_graph(8), two)).empty());
  // Two groups that cannot reach each other: nobody is close.
  const graph::Graph apart = graph_of(
      8, {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}, {4, 5}, {4, 6}, {4, 7}, {5, 6}, {5, 7}, {6, 7}});
  const auto gap = missing_bridges(apart, two, mixing_matrix(apart, two));
  ASSERT_EQ(gap.size(), 1U);
  EXPECT_TRUE(gap[0].from_a.empty());
}

TEST(Bubbles, OfDegenerateNetworks) {
  const auto nobody = bubbles(empty_graph(), {});
  EXPECT_TRUE(nobody.missing.empty());
  EXPECT_TRUE(std::isnan(nobody.walks.mean_controversy()));
  const auto strangers = bubbles(empty_graph(4), {{0, 0, 1, 1}, 2});
  EXPECT_EQ(strangers.walks.controversy(0, 1), 1);
  EXPECT_EQ(strangers.exposure.groups.size(), 2U);
  EXPECT_THROW(bubbles(path_graph(3), {{0, 0}, 1}), Error);
}

TEST(Bubbles, DoNotDependOnWhoIsCalledWhatNorOnThreads) {
  const graph::Graph graph = chain_of_groups(12);
  const graph::Partition groups = chained(12);
  const auto order = random_order(36, 7);
  graph::Partition renamed{std::vector<std::uint32_t>(36), 3};
  for (graph::VertexId v = 0; v < 36; ++v) renamed.label[order[v]] = groups.label[v];
  const auto one = bubbles(graph, groups, {}, {.threads = 1});
  const auto other = bubbles(relabelled(graph, order), renamed, {}, {.threads = 7});
  EXPECT_EQ(one.segregation.assortativity, other.segregation.assortativity);
  EXPECT_NEAR(one.walks.mean_controversy(), other.walks.mean_controversy(), 1e-9);
  for (graph::VertexId v = 0; v < 36; ++v)
    EXPECT_NEAR(one.exposure.diversity[v], other.exposure.diversity[order[v]], 1e-12);
  EXPECT_EQ(one.missing[0].from_a[0].member, 1U);
  EXPECT_EQ(other.missing[0].from_a[0].member, order[1]);
  const auto seven = bubbles(graph, groups, {}, {.threads = 7});
  EXPECT_EQ(one.walks.share, seven.walks.share);
  EXPECT_EQ(one.exposure.diversity, seven.exposure.diversity);
}

}  // namespace
}  // namespace tertius::bubbles
