// Exact betweenness against the definition, Boost.Graph and the shared oracles.
#include "engine/bridges/betweenness/betweenness.hpp"

#include <gmock/gmock.h>

#include <boost/graph/betweenness_centrality.hpp>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include "engine/graph/bgl.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {
namespace {

using namespace test;
using testing::DoubleNear;
using testing::Each;
using testing::ElementsAre;

/// From the definition: distances and path counts between all pairs by relaxing every path length; lengths
/// are small integers here, so that sums are exact.
struct AllPairs {
  std::vector<std::vector<double>> distance, paths;
};
AllPairs all_pairs(const graph::Graph& graph, bool weighted) {
  const graph::VertexId n = graph.vertex_count();
  AllPairs all;
  all.distance.assign(n, std::vector<double>(n, INFINITY));
  all.paths.assign(n, std::vector<double>(n, 0));
  for (graph::VertexId s = 0; s < n; ++s) {
    auto& d = all.distance[s];
    d[s] = 0;
    for (graph::VertexId round = 0; round < n; ++round) {
      for (graph::VertexId u = 0; u < n; ++u) {
        for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
          d[graph.target(a)] = std::min(d[graph.target(a)], d[u] + (weighted ? 1 / graph.weight(a) : 1));
        }
      }
    }
    std::vector<graph::VertexId> order(n);
    std::iota(order.begin(), order.end(), graph::VertexId{0});
    std::sort(order.begin(), order.end(), [&](graph::VertexId a, graph::VertexId b) { return d[a] < d[b]; });
    all.paths[s][s] = 1;
    for (const graph::VertexId u : order) {
      if (d[u] == INFINITY) continue;
      for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
        const double through = d[u] + (weighted ? 1 / graph.weight(a) : 1);
        if (std::abs(through - d[graph.target(a)]) < 1e-9) all.paths[s][graph.target(a)] += all.paths[s][u];
      }
    }
  }
  return all;
}

template <class Counts>
std::vector<double> brute_force(const graph::Graph& graph, bool weighted, Counts&& counts) {
  const graph::VertexId n = graph.vertex_count();
  const AllPairs all = all_pairs(graph, weighted);
  std::vector<double> score(n, 0);
  for (graph::VertexId s = 0; s < n; ++s) {
    for (graph::VertexId t = 0; t < n; ++t) {
      if (s == t || (!graph.directed() && t < s) || all.paths[s][t] == 0 || !counts(s, t)) continue;
      for (graph::VertexId v = 0; v < n; ++v) {
        if (v == s || v == t || all.paths[s][v] == 0 || all.paths[v][t] == 0) continue;
        if (std::abs(all.distance[s][v] + all.distance[v][t] - all.distance[s][t]) < 1e-9) {
          score[v] += all.paths[s][v] * all.paths[v][t] / all.paths[s][t];
        }
      }
    }
  }
  return score;
}
std::vector<double> brute_force(const graph::Graph& graph, bool weighted = false) {
  return brute_force(graph, weighted, [](graph::VertexId, graph::VertexId) { return true; });
}

void expect_near(const std::vector<double>& actual, const std::vector<double>& expected,
                 double relative = 1e-10) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t v = 0; v < actual.size(); ++v) {
    ASSERT_NEAR(actual[v], expected[v], relative * std::max(1.0, expected[v])) << "member " << v;
  }
}

/// Random with what the reductions look for: leaves, hanging trees, twins that do and do not know each other.
graph::Graph reducible_graph(std::uint64_t seed) {
  RandomStream random(seed);
  const graph::VertexId core = 4 + static_cast<graph::VertexId>(random.below(8));
  std::vector<std::vector<graph::VertexId>> rows(core);
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  const auto connect = [&](graph::VertexId u, graph::VertexId v) {
    if (std::max(u, v) >= rows.size()) rows.resize(std::max(u, v) + 1);
    edges.emplace_back(u, v);
    rows[u].push_back(v);
    rows[v].push_back(u);
  };
  for (graph::VertexId u = 0; u < core; ++u) {
    for (graph::VertexId v = u + 1; v < core; ++v) {
      if (random.real() < 0.35) connect(u, v);
    }
  }
  for (int step = 0; step < 14; ++step) {
    const auto n = static_cast<graph::VertexId>(rows.size());
    const auto v = static_cast<graph::VertexId>(random.below(n));
    const auto kind = random.below(3);
    if (kind == 0) {
      connect(v, n);
    } else {
      const std::vector<graph::VertexId> row = rows[v];
      if (row.empty()) continue;
      for (const graph::VertexId u : row) connect(u, n);
      if (kind == 2) connect(v, n);
    }
  }
  return graph_of(static_cast<graph::VertexId>(rows.size() + random.below(2)), edges);
}

TEST(Betweenness, OfDegenerateGraphs) {
  EXPECT_TRUE(betweenness(empty_graph()).score.empty());
  EXPECT_THAT(betweenness(empty_graph(1)).score, ElementsAre(0));
  EXPECT_THAT(betweenness(empty_graph(3)).score, Each(0));
  EXPECT_THAT(betweenness(path_graph(2)).score, Each(0));
  EXPECT_THAT(betweenness(complete_graph(7)).score, Each(0));
  EXPECT_THAT(betweenness(path_graph(5)).score, ElementsAre(0, 3, 4, 3, 0));
  EXPECT_THAT(betweenness(star_graph(6)).score, ElementsAre(10, 0, 0, 0, 0, 0));
  EXPECT_THAT(betweenness(graph_of(6, {{0, 1}, {1, 2}, {3, 4}, {4, 5}})).score,
              ElementsAre(0, 1, 0, 0, 1, 0));
  const BetweennessOptions plain{.reduce = false};
  EXPECT_THAT(betweenness(star_graph(6), plain).score, ElementsAre(10, 0, 0, 0, 0, 0));
  EXPECT_THAT(betweenness(empty_graph(3), plain).score, Each(0));
}

TEST(Betweenness, FollowsItsDefinitionOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto n = static_cast<graph::VertexId>(3 + seed % 45);
    const graph::Graph graph = random_graph(n, 1.5 / n + 0.02 * static_cast<double>(seed % 7), seed);
    const auto expected = brute_force(graph);
    expect_near(betweenness(graph).score, expected);
    expect_near(betweenness(graph, {.reduce = false}).score, expected);
  }
}

TEST(Betweenness, IsNotChangedByFoldingTreesAndTwins) {
  for (std::uint64_t seed = 0; seed < repeats(300U); ++seed) {
    const graph::Graph graph = reducible_graph(seed);
    SCOPED_TRACE(seed);
    const auto folded = betweenness(graph);
    expect_near(folded.score, brute_force(graph));
    EXPECT_LT(folded.sources, graph.vertex_count());
    if (HasFatalFailure()) return;
  }
}

TEST(Betweenness, OfWeightedGraphsUsesLengthOneOverWeight) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const graph::Graph graph = random_graph(static_cast<graph::VertexId>(3 + seed % 20), 0.3, seed, true);
    expect_near(betweenness(graph, {.weighted = true}).score, brute_force(graph, true));
    expect_near(betweenness(graph).score, brute_force(graph, false));
  }
  const graph::Graph broken = weighted_graph_of(3, {{0, 1, 1.0}, {1, 2, 0.0}});
  EXPECT_THROW(betweenness(broken, {.weighted = true}), Error);
}

TEST(Betweenness, OfDirectedGraphsCountsOrderedPairs) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    RandomStream random(seed);
    const auto n = static_cast<graph::VertexId>(3 + random.below(20));
    std::vector<graph::VertexId> sources, targets;
    for (graph::VertexId u = 0; u < n; ++u) {
      for (graph::VertexId v = 0; v < n; ++v) {
        if (u == v || random.real() > 0.15) continue;
        sources.push_back(u);
        targets.push_back(v);
      }
    }
    const graph::Graph arcs =
        graph::build_graph(n, {sources, targets}, {.directed_input = true, .keep_arcs = true}).arcs;
    expect_near(betweenness(arcs).score, brute_force(arcs));
  }
}

TEST(Betweenness, OfPairsInDifferentGroupsAndBetweenTwoGroups) {
  for (std::uint64_t seed = 0; seed < repeats(40U); ++seed) {
    const graph::Graph graph = seed % 2 == 0 ? random_graph(40, 0.07, seed) : reducible_graph(seed);
    RandomStream random(seed, 7);
    std::vector<std::uint32_t> label(graph.vertex_count());
    for (auto& l : label) l = static_cast<std::uint32_t>(random.below(3));
    for (const bool weighted : {false, true}) {
      BetweennessOptions options{.weighted = weighted, .pairs = PairsOf::different_groups, .labels = label};
      expect_near(betweenness(graph, options).score,
                  brute_force(graph, weighted,
                              [&](graph::VertexId s, graph::VertexId t) { return label[s] != label[t]; }));
      options.pairs = PairsOf::two_groups;
      for (const auto& [from, to] :
           {std::pair(0U, 1U), std::pair(2U, 0U), std::pair(1U, 1U), std::pair(1U, 9U)}) {
        options.from = from;
        options.to = to;
        const auto a = from, b = to;
        expect_near(betweenness(graph, options).score,
                    brute_force(graph, weighted, [&](graph::VertexId s, graph::VertexId t) {
                      return (label[s] == a && label[t] == b) || (label[s] == b && label[t] == a);
                    }));
      }
    }
  }
  EXPECT_THROW(betweenness(path_graph(3), {.pairs = PairsOf::different_groups}), Error);
}

/// A chain of diamonds doubles the number of shortest paths with every link.
graph::Graph diamond_chain(graph::VertexId links) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  graph::VertexId end = 0, next = 1;
  for (graph::VertexId i = 0; i < links; ++i) {
    edges.insert(edges.end(), {{end, next}, {end, next + 1}, {next, next + 2}, {next + 1, next + 2}});
    end = next + 2;
    next += 3;
  }
  return graph_of(next, edges);
}

TEST(Betweenness, WithPathCountsBeyondEveryNumberType) {
  for (const graph::VertexId links : {70U, sanitized ? 1050U : 1300U}) {
    const graph::Graph graph = diamond_chain(links);
    const auto plain = betweenness(graph, {.reduce = false}).score;
    const auto n = static_cast<double>(graph.vertex_count());
    // The joint after link i lies on every path between its left and its right, and on half of those between
    // the two middles of the diamonds on either side.
    for (graph::VertexId i = 1; i < links; ++i) {
      const double left = 3.0 * i;
      EXPECT_NEAR(plain[3 * i], left * (n - 1 - left) + 1, 1e-9 * left * (n - 1 - left));
    }
    expect_near(betweenness(graph).score, plain, 1e-9);
    EXPECT_NEAR(plain[1], plain[2], 1e-9 * plain[1]);
  }
}

TEST(Betweenness, AgreesWithBoostGraph) {
  for (std::uint64_t seed = 0; seed < repeats(6U); ++seed) {
    const graph::Graph graph = random_graph(300, 0.012, seed);
    std::vector<double> expected(graph.vertex_count(), 0.0);
    const graph::UndirectedView view{&graph};
    boost::brandes_betweenness_centrality(
        view, boost::make_iterator_property_map(expected.begin(), graph::get(boost::vertex_index, view)));
    expect_near(betweenness(graph).score, expected);
  }
}

TEST(Betweenness, FollowsMembersWhenTheyAreRenamed) {
  const graph::Graph graph = reducible_graph(11);
  const auto order = random_order(graph.vertex_count(), 3);
  const auto before = betweenness(graph).score, after = betweenness(relabelled(graph, order)).score;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) EXPECT_NEAR(before[v], after[order[v]], 1e-9);
}

TEST(Betweenness, GivesTheSameBytesForEveryNumberOfThreads) {
  const graph::Graph graph = random_graph(900, 0.006, 5, true);
  for (const bool weighted : {false, true}) {
    const auto one = betweenness(graph, {.weighted = weighted}, {.threads = 1}).score;
    EXPECT_EQ(one, betweenness(graph, {.weighted = weighted}, {.threads = 7}).score);
    if (sanitized) continue;
    EXPECT_EQ(one, betweenness(graph, {.weighted = weighted}, {.threads = 2}).score);
  }
}

TEST(Betweenness, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(betweenness(path_graph(50), {.reduce = false}, {.stop = stop.get_token()}), Error);
}

TEST(Betweenness, EqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    SCOPED_TRACE(name);
    const graph::Network network = shared_network(name);
    const auto score = betweenness(network.graph).score;
    const Csv nodes(*oracle_file(name, "nodes.csv"));
    ASSERT_EQ(nodes.rows(), score.size());
    for (std::size_t row = 0; row < nodes.rows(); ++row) {
      const double expected = nodes.number(row, "betweenness");
      ASSERT_NEAR(score[nodes.id(row, "id")], expected, 1e-9 * std::max(1.0, expected)) << "row " << row;
    }
  }
}

}  // namespace
}  // namespace tertius::bridges
