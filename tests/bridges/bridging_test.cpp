// The ranking of bridging contacts, only links, and openings.
#include "engine/bridges/bridging.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "engine/bridges/openings.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {
namespace {

using namespace test;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;

/// Groups that are dense inside, and one member who knows some of each: the last one.
struct Planted {
  graph::Graph graph;
  graph::Partition groups;
  graph::VertexId bridge;
};
Planted planted(std::uint32_t groups, graph::VertexId size, std::uint64_t seed) {
  RandomStream random(seed);
  Planted result{{}, {{}, groups}, groups * size};
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (std::uint32_t g = 0; g < groups; ++g) {
    for (graph::VertexId i = 0; i < size; ++i) {
      result.groups.label.push_back(g);
      for (graph::VertexId j = 0; j < i; ++j) {
        if (random.real() < 0.5) edges.emplace_back(g * size + i, g * size + j);
      }
    }
    for (graph::VertexId i = 0; i < 2; ++i) edges.emplace_back(result.bridge, g * size + i);
  }
  result.groups.label.push_back(0);
  result.graph = graph_of(result.bridge + 1, edges);
  return result;
}

TEST(Bridging, FindsThePlantedBridge) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Planted p = planted(4, 12, seed);
    for (const BridgeOrder order : {BridgeOrder::bridging, BridgeOrder::betweenness, BridgeOrder::critical,
                                    BridgeOrder::participation, BridgeOrder::constraint}) {
      const auto found = bridging(p.graph, {}, p.groups, {.order = order});
      EXPECT_EQ(found.order.front(), p.bridge) << "seed " << seed;
    }
    const auto found = bridging(p.graph, {}, p.groups);
    EXPECT_EQ(found.removal.parts[p.bridge], 4U);
    const auto links = std::count_if(found.only_links.begin(), found.only_links.end(),
                                     [&](const OnlyLink& link) { return link.member == p.bridge; });
    EXPECT_EQ(links, 3);
    const auto sampled = bridging(p.graph, {}, p.groups, {.sampling = SamplingOptions{.epsilon = 0.02}});
    EXPECT_EQ(sampled.order.front(), p.bridge);
    EXPECT_GT(sampled.sampled->samples, 0U);
  }
}

TEST(Bridging, PrefersSpreadOverTheHubOfAClosedGroup) {
  // Member 0 is the hub of a large star in group 0; member 1 carries all that goes to groups 1 and 2.
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges{{0, 1}};
  graph::Partition groups{{0, 0}, 3};
  const auto add = [&](graph::VertexId to, std::uint32_t group, int count) {
    for (int i = 0; i < count; ++i) {
      edges.emplace_back(to, static_cast<graph::VertexId>(groups.label.size()));
      groups.label.push_back(group);
    }
  };
  add(0, 0, 30);
  add(1, 1, 5);
  add(1, 2, 5);
  const graph::Graph graph = graph_of(static_cast<graph::VertexId>(groups.label.size()), edges);
  EXPECT_EQ(bridging(graph, {}, groups, {.order = BridgeOrder::betweenness}).order.front(), 0U);
  EXPECT_EQ(bridging(graph, {}, groups).order.front(), 1U);
}

TEST(Bridging, OfDegenerateGraphs) {
  EXPECT_THAT(bridging(empty_graph(), {}, {}).order, IsEmpty());
  EXPECT_THAT(bridging(empty_graph(3), {}, {{0, 0, 0}, 1}).order, ElementsAre(0, 1, 2));
  EXPECT_THAT(bridging(complete_graph(4), {}, {{0, 1, 0, 1}, 2}).betweenness, testing::Each(0));
  EXPECT_THROW(bridging(path_graph(3), {}, {{0, 0, 0}, 1},
                        {.pairs = PairsOf::different_groups, .sampling = SamplingOptions{}}),
               Error);
}

TEST(BridgingCentrality, FollowsItsDefinition) {
  // Path 0-1-2: b(1) = 1, coefficient (1/2) / (1 + 1).
  const std::vector<double> between = {0, 1, 0};
  EXPECT_THAT(bridging_centrality(path_graph(3), between), ElementsAre(0, DoubleEq(0.25), 0));
  EXPECT_THAT(bridging_centrality(empty_graph(2), std::vector<double>{0, 0}), ElementsAre(0, 0));
}

TEST(OnlyLinks, AreThoseWhoHoldEveryConnectionBetweenTwoGroups) {
  // 0,1 | 2,3 | 4,5: member 0 alone knows group 1; groups 1 and 2 have two separate connections.
  const graph::Graph graph = graph_of(6, {{0, 1}, {2, 3}, {4, 5}, {0, 2}, {0, 3}, {2, 4}, {3, 5}});
  const auto links = only_links(graph, {{0, 0, 1, 1, 2, 2}, 3});
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(links[0].member, 0U);
  EXPECT_EQ(links[0].own_group, 0U);
  EXPECT_EQ(links[0].other_group, 1U);
  EXPECT_EQ(links[0].connections, 2U);
}

graph::Graph with_connections(const graph::Graph& graph,
                              const std::vector<std::pair<graph::VertexId, graph::VertexId>>& more) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges = more;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
      if (u < v) edges.emplace_back(u, v);
    }
  }
  return graph_of(graph.vertex_count(), edges);
}

TEST(Separation, OfTextbookGraphs) {
  EXPECT_DOUBLE_EQ(separation(path_graph(3), {{0, 0, 1}, 2}, Separation::distance), 1.5);
  // No path: one step more than the longest.
  EXPECT_DOUBLE_EQ(separation(graph_of(4, {{0, 1}, {2, 3}}), {{0, 0, 1, 1}, 2}, Separation::distance), 2);
  EXPECT_TRUE(std::isnan(separation(path_graph(3), {{0, 0, 0}, 1}, Separation::distance)));
  EXPECT_DOUBLE_EQ(separation(graph_of(4, {{0, 1}, {2, 3}}), {{0, 0, 1, 1}, 2}, Separation::controversy, 1),
                   1);
  // Everybody knows everybody: walks end anywhere, so that the groups are hardly told apart.
  EXPECT_LT(
      std::abs(separation(complete_graph(8), {{0, 0, 0, 0, 1, 1, 1, 1}, 2}, Separation::controversy, 2)),
      0.1);
}

std::uint32_t longest_distance(const graph::Graph& graph) {
  std::uint32_t longest = 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    for (const std::uint32_t d : graph::bfs_distances(graph, v))
      longest = d == graph::unreachable ? longest : std::max(longest, d);
  }
  return longest;
}
double capped_separation(const graph::Graph& graph, const graph::Partition& groups, std::uint32_t most) {
  double sum = 0, pairs = 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    const auto distances = graph::bfs_distances(graph, v);
    for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
      if (groups.label[u] == groups.label[v]) continue;
      sum += std::min(distances[u], most);
      pairs += 1;
    }
  }
  return sum / pairs;
}
/// The `count` best-connected members of each group.
std::vector<char> walk_ends(const graph::Graph& graph, const graph::Partition& groups, std::size_t count) {
  std::vector<char> ends(graph.vertex_count(), 0);
  for (std::uint32_t g = 0; g < groups.count; ++g) {
    std::vector<graph::VertexId> members;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      if (groups.label[v] == g) members.push_back(v);
    }
    std::stable_sort(members.begin(), members.end(),
                     [&](graph::VertexId a, graph::VertexId b) { return graph.degree(a) > graph.degree(b); });
    for (std::size_t i = 0; i < std::min(count, members.size()); ++i) ends[members[i]] = 1;
  }
  return ends;
}
/// Two groups, by pushing the walkers step by step until (almost) all have arrived.
double walked_controversy(const graph::Graph& graph, const graph::Partition& groups,
                          const std::vector<char>& ends) {
  const auto sizes = groups.sizes();
  double arrived[2][2] = {};
  for (std::uint32_t from = 0; from < 2; ++from) {
    std::vector<double> walkers(graph.vertex_count(), 0);
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
      walkers[v] = groups.label[v] == from ? 1.0 / sizes[from] : 0.0;
    for (int step = 0; step < 3000; ++step) {
      std::vector<double> next(graph.vertex_count(), 0);
      for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
        for (const graph::VertexId u : graph.neighbours(v)) next[u] += walkers[v] / graph.degree(v);
      }
      for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
        if (ends[v] == 0) continue;
        arrived[from][groups.label[v]] += next[v];
        next[v] = 0;
      }
      walkers = std::move(next);
    }
  }
  const double to0 = arrived[0][0] + arrived[1][0], to1 = arrived[0][1] + arrived[1][1];
  if (to0 == 0 || to1 == 0) return 1;
  return (arrived[0][0] / to0) * (arrived[1][1] / to1) - (arrived[0][1] / to1) * (arrived[1][0] / to0);
}

class OpeningsOf : public testing::TestWithParam<Separation> {};

TEST_P(OpeningsOf, TheFirstConnectionIsTheBestAndAllOfThemComeCloseToTheOptimum) {
  double worst = 1;
  for (std::uint64_t seed = 0; seed < test::repeats(8U); ++seed) {
    const graph::Graph graph = random_graph(14, 0.22, seed);
    graph::Partition groups{std::vector<std::uint32_t>(14), 2};
    for (graph::VertexId v = 0; v < 14; ++v) groups.label[v] = v < 7 ? 0 : 1;
    const OpeningsOptions options{.count = 2, .separation = GetParam(), .endpoints = 2};
    const auto found = openings(graph, groups, options);
    const double before = separation(graph, groups, GetParam(), 2);
    EXPECT_NEAR(found.before, before, 1e-9);
    std::vector<std::pair<graph::VertexId, graph::VertexId>> pairs;
    for (graph::VertexId a = 0; a < 7; ++a) {
      for (graph::VertexId b = 7; b < 14; ++b) {
        if (!graph.has_arc(a, b)) pairs.emplace_back(a, b);
      }
    }
    // Judged as openings() judges: what longer paths count as, and where walks end, is fixed before
    // connections are added.
    const std::uint32_t most = longest_distance(graph) + 1;
    const std::vector<char> ends = walk_ends(graph, groups, 2);
    const auto judged = [&](const std::vector<std::pair<graph::VertexId, graph::VertexId>>& more) {
      const graph::Graph grown = with_connections(graph, more);
      return GetParam() == Separation::distance ? capped_separation(grown, groups, most)
                                                : walked_controversy(grown, groups, ends);
    };
    EXPECT_NEAR(judged({}), before, 1e-7);
    double best_one = before, best_two = before;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      best_one = std::min(best_one, judged({pairs[i]}));
      for (std::size_t j = i + 1; j < pairs.size(); ++j) {
        const std::set<graph::VertexId> four{pairs[i].first, pairs[i].second, pairs[j].first,
                                             pairs[j].second};
        if (four.size() == 4)
          best_two = std::min(best_two, judged({pairs[i], pairs[j]}));  // one new connection a member
      }
    }
    ASSERT_EQ(found.connections.size(), 2U);
    EXPECT_NEAR(found.connections[0].separation, best_one, 1e-7) << "seed " << seed;
    EXPECT_NEAR(found.connections[1].separation,
                judged({{found.connections[0].a, found.connections[0].b},
                        {found.connections[1].a, found.connections[1].b}}),
                1e-7);
    worst = std::min(worst, (before - found.connections[1].separation) / (before - best_two));
  }
  EXPECT_GE(worst, 0.85) << "share of the best possible gain";
}
INSTANTIATE_TEST_SUITE_P(All, OpeningsOf, testing::Values(Separation::distance, Separation::controversy));

TEST(Openings, LeaveMembersWithoutRoomAlone) {
  const Planted p = planted(3, 8, 1);
  const auto found =
      openings(p.graph, p.groups, {.count = 4, .new_connections_per_member = 1, .most_contacts = 5});
  std::set<graph::VertexId> asked;
  for (const Opening& connection : found.connections) {
    for (const graph::VertexId v : {connection.a, connection.b}) {
      EXPECT_LT(p.graph.degree(v), 5U);
      EXPECT_TRUE(asked.insert(v).second);
    }
    EXPECT_GT(connection.gain, 0);
    EXPECT_NE(p.groups.label[connection.a], p.groups.label[connection.b]);
    EXPECT_FALSE(p.graph.has_arc(connection.a, connection.b));
  }
}

/// Every step against its definition: the pair that lowers the mean distance most, of all pairs that may be
/// proposed, judged on the whole network. Sparse networks of three groups, with parts apart and members
/// alone.
TEST(Openings, GainWhatTheDefinitionSaysAndProposeOnlyWhoMayBe) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto n = static_cast<graph::VertexId>(9 + seed % 6);
    const graph::Graph graph = random_graph(n, 0.16, seed);
    RandomStream random(seed, 3);
    graph::Partition groups{std::vector<std::uint32_t>(n), 3};
    OpeningsOptions options{.count = 6};
    for (graph::VertexId v = 0; v < n; ++v) {
      groups.label[v] = static_cast<std::uint32_t>(random.below(3));
      if (seed % 2 == 1) options.may_propose.push_back(random.real() < 0.6);
    }
    const auto may = [&](graph::VertexId v) { return options.may_propose.empty() || options.may_propose[v]; };
    const auto found = openings(graph, groups, options);
    const std::uint32_t most = std::max(longest_distance(graph), 1U) + 1;
    std::vector<std::pair<graph::VertexId, graph::VertexId>> added;
    std::set<graph::VertexId> asked;
    double now = capped_separation(graph, groups, most);
    EXPECT_NEAR(found.before, now, 1e-12);
    for (std::size_t step = 0; step <= found.connections.size(); ++step) {
      double best = now;
      for (graph::VertexId a = 0; a < n; ++a) {
        for (graph::VertexId b = a + 1; b < n; ++b) {
          if (!may(a) || !may(b) || asked.count(a) + asked.count(b) > 0) continue;
          if (groups.label[a] == groups.label[b] || graph.has_arc(a, b)) continue;
          auto more = added;
          more.emplace_back(a, b);
          best = std::min(best, capped_separation(with_connections(graph, more), groups, most));
        }
      }
      if (step == found.connections.size()) {
        if (step < options.count) {
          EXPECT_NEAR(best, now, 1e-12) << "stopped early, seed " << seed;
        }
        break;
      }
      const Opening& connection = found.connections[step];
      EXPECT_TRUE(may(connection.a) && may(connection.b)) << "seed " << seed;
      EXPECT_NEAR(connection.separation, best, 1e-12) << "seed " << seed << ", step " << step;
      EXPECT_NEAR(connection.gain, now - best, 1e-12);
      added.emplace_back(connection.a, connection.b);
      asked.insert({connection.a, connection.b});
      EXPECT_NEAR(capped_separation(with_connections(graph, added), groups, most), best, 1e-12);
      now = best;
    }
  }
}

TEST(Openings, ProposeNobodyWhereNobodyMayBe) {
  const Planted p = planted(3, 8, 1);
  for (const Separation kind : {Separation::distance, Separation::controversy}) {
    OpeningsOptions options{.separation = kind, .may_propose = std::vector<bool>(p.graph.vertex_count())};
    EXPECT_THAT(openings(p.graph, p.groups, options).connections, IsEmpty());
    options.may_propose[0] = options.may_propose[10] = true;  // two groups
    const auto found = openings(p.graph, p.groups, options);
    EXPECT_EQ(found.candidates, 1U);
    options.may_propose.pop_back();
    EXPECT_THROW(openings(p.graph, p.groups, options), Error);
  }
}

TEST(Openings, OfDegenerateGraphsAndForEveryNumberOfThreads) {
  EXPECT_THAT(openings(empty_graph(), {}).connections, IsEmpty());
  EXPECT_THAT(openings(empty_graph(1), {{0}, 1}).connections, IsEmpty());
  EXPECT_TRUE(std::isnan(openings(path_graph(4), {{0, 0, 0, 0}, 1}).before));
  EXPECT_THAT(openings(complete_graph(4), {{0, 0, 1, 1}, 2}).connections, IsEmpty());
  EXPECT_EQ(openings(empty_graph(2), {{0, 1}, 2}).connections.size(), 1U);
  const Planted p = planted(3, 15, 2);
  for (const Separation kind : {Separation::distance, Separation::controversy}) {
    const OpeningsOptions options{.count = 2, .separation = kind, .candidates = 300, .sources = 20};
    const auto one = openings(p.graph, p.groups, options, {.threads = 1});
    const auto many = openings(p.graph, p.groups, options, {.threads = 7});
    ASSERT_EQ(one.connections.size(), many.connections.size());
    for (std::size_t i = 0; i < one.connections.size(); ++i) {
      EXPECT_EQ(one.connections[i].a, many.connections[i].a);
      EXPECT_EQ(one.connections[i].b, many.connections[i].b);
      EXPECT_EQ(one.connections[i].separation, many.connections[i].separation);
    }
  }
}

}  // namespace
}  // namespace tertius::bridges
