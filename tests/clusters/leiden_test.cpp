// What Leiden promises: connected communities, honest figures, the same bytes for every number of threads.
#include "engine/clusters/leiden/leiden.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>

#include "engine/core/error.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

using Labels = std::vector<std::uint32_t>;

/// Communities of `count` groups of `size` members each: densely tied inside, sparsely between
/// (probabilities).
graph::Graph planted_graph(graph::VertexId count, graph::VertexId size, double inside, double between,
                           std::uint64_t seed) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  RandomStream random(seed);
  for (graph::VertexId u = 0; u < count * size; ++u) {
    for (graph::VertexId v = u + 1; v < count * size; ++v) {
      if (random.real() < (u / size == v / size ? inside : between)) edges.emplace_back(u, v);
    }
  }
  return graph_of(count * size, edges);
}

graph::Graph directed_graph_of(graph::VertexId n, const std::vector<graph::VertexId>& sources,
                               const std::vector<graph::VertexId>& targets,
                               const std::vector<double>& weights) {
  return graph::build_graph(n, {sources, targets, weights}, {.directed_input = true, .keep_arcs = true}).arcs;
}

/// A graph large enough for the levels that are worked through in rounds: hubs, loose ends, members without
/// connections.
graph::Graph large_graph(graph::VertexId n, std::uint64_t arcs, std::uint64_t seed, bool weighted,
                         bool directed = false) {
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  RandomStream random(seed);
  for (std::uint64_t i = 0; i < arcs / 2; ++i) {
    const double x = random.real(), y = random.real();
    const auto u = static_cast<graph::VertexId>(x * x * x * (n - 5));
    const bool near = random.real() < 0.6;
    sources.push_back(u);
    targets.push_back(
        near ? std::min<graph::VertexId>(u / 50 * 50 + static_cast<graph::VertexId>(50 * y), n - 6)
             : static_cast<graph::VertexId>(y * (n - 5)));
    if (weighted) weights.push_back(0.1 + random.real());
  }
  if (directed) return directed_graph_of(n, sources, targets, weights);
  return graph::build_graph(n, {sources, targets, weights}).graph;
}

/// Communities whose members do not all reach each other inside, by the plainest means.
std::uint32_t count_disconnected(const graph::Graph& graph, const graph::Partition& partition) {
  std::uint32_t broken = 0;
  const graph::GroupMembers groups = graph::members_by_group(partition);
  std::vector<char> seen(graph.vertex_count(), 0);
  for (std::uint32_t g = 0; g < partition.count; ++g) {
    std::vector<graph::VertexId> stack{groups.of(g).front()};
    std::size_t reached = 0;
    seen[stack.front()] = 1;
    while (!stack.empty()) {
      const graph::VertexId v = stack.back();
      stack.pop_back();
      ++reached;
      for (const auto& row : {graph.neighbours(v), graph.in_neighbours(v)}) {
        for (const graph::VertexId u : row) {
          if (seen[u] != 0 || partition.label[u] != g) continue;
          seen[u] = 1;
          stack.push_back(u);
        }
      }
    }
    broken += reached != groups.of(g).size() ? 1 : 0;
  }
  return broken;
}

void expect_promises(const graph::Graph& graph, const LeidenOptions& options, const LeidenResult& result) {
  ASSERT_EQ(result.partition.label.size(), graph.vertex_count());
  EXPECT_EQ(result.partition.label,
            graph::canonical(std::span<const std::uint32_t>(result.partition.label)).label);
  EXPECT_EQ(count_disconnected(graph, result.partition), 0u);
  EXPECT_EQ(result.disconnected, 0u);
  Labels alone(graph.vertex_count());
  for (graph::VertexId v = 0; v < alone.size(); ++v) alone[v] = v;
  const double before = quality(graph, graph::canonical(std::span<const std::uint32_t>(alone)),
                                options.objective, options.resolution);
  if (graph.edge_count() > 0) {
    EXPECT_DOUBLE_EQ(result.quality, quality(graph, result.partition, options.objective, options.resolution));
    EXPECT_DOUBLE_EQ(result.modularity, modularity(graph, result.partition));
    EXPECT_GE(result.quality, before);
  }
}

TEST(Leiden, EmptyGraphHasNoCommunities) {
  const LeidenResult result = leiden(empty_graph());
  EXPECT_EQ(result.partition.count, 0u);
  EXPECT_TRUE(std::isnan(result.modularity));
}

TEST(Leiden, MembersWithoutConnectionsStayAlone) {
  const LeidenResult result = leiden(empty_graph(3));
  EXPECT_EQ(result.partition.label, (Labels{0, 1, 2}));
  EXPECT_TRUE(std::isnan(result.modularity));
}

TEST(Leiden, OneConnectionIsOneCommunity) {
  EXPECT_EQ(leiden(path_graph(2)).partition.count, 1u);
}

TEST(Leiden, StarsAndCompleteGraphsAreOneCommunity) {
  EXPECT_EQ(leiden(star_graph(20)).partition.count, 1u);
  EXPECT_EQ(leiden(complete_graph(12)).partition.count, 1u);
}

TEST(Leiden, TwoTrianglesJoinedByOneConnection) {
  const LeidenResult result = leiden(graph_of(6, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {2, 3}}));
  EXPECT_EQ(result.partition.label, (Labels{0, 0, 0, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(result.modularity, 6.0 / 7 - 0.5);
}

TEST(Leiden, WeightsDecideWhereConnectionsAreAlike) {
  // A ring of four: heavy sides pair up.
  const auto result = leiden(weighted_graph_of(4, {{0, 1, 5.5}, {1, 2, 0.5}, {2, 3, 5.5}, {3, 0, 0.5}}));
  EXPECT_EQ(result.partition.label, (Labels{0, 0, 1, 1}));
}

TEST(Leiden, ResolutionMakesCommunitiesSmaller) {
  const graph::Graph graph = planted_graph(6, 10, 0.8, 0.1, 1);
  EXPECT_EQ(leiden(graph, {.resolution = 0}).partition.count, 1u);
  EXPECT_EQ(leiden(graph).partition.count, 6u);
  EXPECT_EQ(leiden(graph, {.resolution = 1000}).partition.count, graph.vertex_count());
}

TEST(Leiden, ConstantPottsFindsGroupsDenserThanTheResolution) {
  const LeidenResult result =
      leiden(planted_graph(8, 12, 0.9, 0.05, 3), {.objective = Objective::cpm, .resolution = 0.4});
  EXPECT_EQ(result.partition.count, 8u);
  EXPECT_EQ(result.partition.sizes(), std::vector<std::uint32_t>(8, 12));
}

TEST(Leiden, DirectedConnectionsAreJudgedByDirectedModularity) {
  // Two rings of four that follow each other around; one member of the first follows one of the second.
  const std::vector<graph::VertexId> sources{0, 1, 2, 3, 4, 5, 6, 7, 0}, targets{1, 2, 3, 0, 5, 6, 7, 4, 4};
  const graph::Graph graph = directed_graph_of(8, sources, targets, {});
  const LeidenResult result = leiden(graph);
  EXPECT_EQ(result.partition.label, (Labels{0, 0, 0, 0, 1, 1, 1, 1}));
  EXPECT_DOUBLE_EQ(result.modularity, 8.0 / 9 - (5.0 * 4 + 4 * 5) / 81);
}

TEST(Leiden, RefusesOptionsWithoutSense) {
  EXPECT_THROW(leiden(path_graph(3), {.resolution = -1}), Error);
  EXPECT_THROW(leiden(path_graph(3), {.resolution = std::nan("")}), Error);
  EXPECT_THROW(leiden(path_graph(3), {.runs = 0}), Error);
}

TEST(Leiden, StopsWhenAsked) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_THROW(leiden(path_graph(3), {}, {.stop = stop.get_token()}), Error);
}

TEST(Leiden, KeepsItsPromisesOnRandomGraphs) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const graph::Graph graph = random_graph(static_cast<graph::VertexId>(5 + seed * 3),
                                            3.0 / static_cast<double>(5 + seed * 3), seed, seed % 2 == 0);
    for (const Objective objective : {Objective::modularity, Objective::cpm}) {
      for (const unsigned iterations : {0u, 1u, 3u}) {
        const LeidenOptions options{.objective = objective,
                                    .resolution = objective == Objective::cpm ? 0.3 : 1.0,
                                    .iterations = iterations};
        expect_promises(graph, options, leiden(graph, options, {.seed = seed}));
      }
    }
  }
}

TEST(Leiden, KeepsItsPromisesOnLargeGraphs) {
  for (const bool weighted : {false, true}) {
    const graph::Graph graph = large_graph(60'000, 1'200'000, 5, weighted);
    for (const Objective objective : {Objective::modularity, Objective::cpm}) {
      const LeidenOptions options{.objective = objective,
                                  .resolution = objective == Objective::cpm ? 0.01 : 1.0};
      expect_promises(graph, options, leiden(graph, options));
    }
  }
  const graph::Graph directed = large_graph(60'000, 1'200'000, 5, true, true);
  expect_promises(directed, {}, leiden(directed));
  const LeidenOptions cpm{.objective = Objective::cpm, .resolution = 0.01};
  expect_promises(directed, cpm, leiden(directed, cpm));
}

TEST(Leiden, GivesTheSameOnEveryNumberOfThreads) {
  for (const graph::Graph& graph :
       {large_graph(60'000, 1'500'000, 7, false), large_graph(60'000, 900'000, 8, true),
        large_graph(60'000, 900'000, 9, false, true), planted_graph(10, 20, 0.5, 0.05, 3)}) {
    const LeidenOptions options{
        .iterations = 3, .runs = graph.vertex_count() < 1000 ? 5u : 1u, .keep_levels = true};
    const LeidenResult one = leiden(graph, options, {.threads = 1});
    for (const unsigned threads : {2u, 7u, 64u}) {
      if (test::sanitized && threads != 7) continue;
      const LeidenResult other = leiden(graph, options, {.threads = threads});
      EXPECT_EQ(one.partition.label, other.partition.label) << threads << " threads";
      EXPECT_EQ(one.quality, other.quality);
      ASSERT_EQ(one.hierarchy.size(), other.hierarchy.size());
      for (std::size_t l = 0; l < one.hierarchy.size(); ++l) {
        EXPECT_EQ(one.hierarchy[l].label, other.hierarchy[l].label);
      }
    }
  }
}

TEST(Leiden, KeepsItsPromisesOnGraphsThatBeginWithASketch) {
  const graph::Graph graph = large_graph(150'000, 5'500'000, 21, false);
  ASSERT_GT(graph.arc_count(), std::uint64_t{1} << 22);
  const LeidenResult one = leiden(graph, {}, {.threads = 1});
  expect_promises(graph, {}, one);
  EXPECT_EQ(one.iterations, 2u);
  for (const unsigned threads : {2u, 7u}) {
    EXPECT_EQ(leiden(graph, {}, {.threads = threads}).partition.label, one.partition.label) << threads;
  }
  const LeidenResult single = leiden(graph, {.iterations = 1});  // without one
  expect_promises(graph, {.iterations = 1}, single);
  // A warm start may find a little less where communities hold communities.
  EXPECT_GE(one.quality, single.quality * 0.997);
  EXPECT_GE(leiden(graph, {.iterations = 3}).quality, one.quality);
}

/// Many pairs around few hubs, and members without connections: hubs come first, communities are worth
/// little, and parts move without being put together.
TEST(Leiden, KeepsItsPromisesWhereHubsAreAllThereIs) {
  constexpr graph::VertexId n = 150'000;
  RandomStream random(31);
  std::vector<graph::VertexId> sources, targets;
  for (int i = 0; i < 4'000'000; ++i) {  // 3,000 hubs, and every fifth connection is between two of them
    const auto hub = [&] { return static_cast<graph::VertexId>(random.below(3'000) * 49); };
    sources.push_back(hub());
    targets.push_back(random.below(5) == 0 ? hub() : static_cast<graph::VertexId>(random.below(n - 1000)));
  }
  const graph::Graph graph = graph::build_graph(n, {sources, targets, {}}).graph;
  ASSERT_GT(graph.arc_count(), std::uint64_t{1} << 22);
  std::uint64_t of_hubs = 0;
  for (graph::VertexId v = 0; v < n; ++v)
    of_hubs += graph.degree(v) > 8 * graph.arc_count() / n ? graph.degree(v) : 0;
  ASSERT_GT(2 * of_hubs, graph.arc_count());
  const LeidenResult one = leiden(graph, {.keep_levels = true}, {.threads = 1});
  expect_promises(graph, {}, one);
  EXPECT_LT(one.modularity, 0.15);
  for (const graph::Partition& level : one.hierarchy) EXPECT_EQ(count_disconnected(graph, level), 0u);
  EXPECT_EQ(leiden(graph, {}, {.threads = 7}).partition.label, one.partition.label);
  EXPECT_GE(one.quality, leiden(graph, {.iterations = 1}).quality * 0.997);
}

TEST(Leiden, MembersWithoutConnectionsAreInEveryLevel) {
  // Communities that are one part leave the levels early, members without connections at once.
  const graph::Graph pairs = graph_of(9, {{0, 1}, {1, 2}, {2, 0}, {4, 5}, {6, 7}});
  const LeidenResult result = leiden(pairs, {.keep_levels = true});
  EXPECT_EQ(result.partition.count, 5u);
  for (const graph::Partition& level : result.hierarchy) {
    ASSERT_EQ(level.label.size(), 9u);
    EXPECT_GE(level.count, 5u);
    EXPECT_NE(level.label[3], level.label[8]);
  }
}

TEST(Leiden, MoreIterationsAreNeverWorse) {
  const graph::Graph graph = large_graph(30'000, 700'000, 11, false);
  double last = -1;
  for (unsigned iterations = 1; iterations <= 5; ++iterations) {
    const double now = leiden(graph, {.iterations = iterations}).quality;
    EXPECT_GE(now, last);
    last = now;
  }
}

TEST(Leiden, KeepsTheBestOfSeveralRuns) {
  const graph::Graph graph = random_graph(120, 0.05, 2);
  double best = -1;
  for (std::uint64_t seed = 1; seed <= 8; ++seed)
    best = std::max(best, leiden(graph, {}, {.seed = seed}).quality);
  EXPECT_EQ(leiden(graph, {.runs = 8}, {.seed = 1}).quality, best);
}

TEST(Leiden, LevelsAreMadeOfWholeGroupsOfTheLevelBelow) {
  const graph::Graph graph = large_graph(40'000, 900'000, 13, false);
  const LeidenResult result = leiden(graph, {.keep_levels = true});
  ASSERT_GE(result.hierarchy.size(), 2u);
  EXPECT_EQ(result.hierarchy.back().label, result.partition.label);
  for (std::size_t l = 0; l + 1 < result.hierarchy.size(); ++l) {
    const graph::Partition &fine = result.hierarchy[l], &coarse = result.hierarchy[l + 1];
    EXPECT_GT(fine.count, coarse.count);
    EXPECT_EQ(count_disconnected(graph, fine), 0u);
    Labels above(fine.count, graph::no_vertex);
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      std::uint32_t& a = above[fine.label[v]];
      if (a == graph::no_vertex) a = coarse.label[v];
      ASSERT_EQ(a, coarse.label[v]);
    }
  }
}

TEST(Leiden, RenamingMembersChangesNothingButNames) {
  // Where the communities are beyond doubt they are found whatever the members are called.
  const graph::Graph graph = planted_graph(12, 15, 0.7, 0.02, 5);
  const auto order = random_order(graph.vertex_count(), 17);
  const Labels here = leiden(graph).partition.label, there = leiden(relabelled(graph, order)).partition.label;
  Labels back(here.size());
  for (graph::VertexId v = 0; v < here.size(); ++v) back[v] = there[order[v]];
  EXPECT_EQ(graph::canonical(std::span<const std::uint32_t>(back)).label, here);
}

TEST(Leiden, KarateReachesTheBestKnownModularity) {
  TERTIUS_NEEDS_SHARED();
  const graph::Graph graph = shared_network("karate").graph;
  EXPECT_NEAR(leiden(graph, {.runs = 20}).modularity, 0.41978961209730437, 1e-12);
}

/// The number that stands after "key": in the oracle's summary.
double in_summary(std::string_view network, const std::string& key) {
  std::stringstream text;
  text << std::ifstream(*oracle_file(network, "summary.json")).rdbuf();
  const std::size_t at = text.str().find('"' + key + '"');
  return std::stod(text.str().substr(text.str().find(':', at) + 1));
}

TEST(Leiden, BestOfTenSeedsIsWithinOnePercentOfTheBestKnown) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    const graph::Graph graph = shared_network(name).graph;
    const LeidenOptions options{.runs = 10};
    const LeidenResult result = leiden(graph, options);
    expect_promises(graph, options, result);
    EXPECT_GE(result.modularity, 0.99 * in_summary(name, "best_modularity")) << name;
  }
}

TEST(Leiden, UntilStableIsWithinAThousandthOfTheBestKnown) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    const LeidenResult result = leiden(shared_network(name).graph, {.iterations = 0, .runs = 20});
    EXPECT_GE(result.modularity, (is_large(name) ? 0.997 : 0.999) * in_summary(name, "best_modularity"))
        << name;
  }
}

}  // namespace
}  // namespace tertius::clusters
