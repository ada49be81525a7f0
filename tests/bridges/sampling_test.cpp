// Sampled betweenness keeps its promise: within epsilon of the exact value, for every member, run after run.
#include "engine/bridges/betweenness/betweenness_sampling.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "engine/bridges/betweenness/betweenness.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {
namespace {

using namespace test;
using testing::Each;

double pairs(const graph::Graph& graph) {
  return 0.5 * graph.vertex_count() * (graph.vertex_count() - 1.0);
}

double largest_error(const graph::Graph& graph, const std::vector<double>& exact,
                     const SampledBetweenness& sampled) {
  double largest = 0;
  for (std::size_t v = 0; v < exact.size(); ++v)
    largest = std::max(largest, std::abs(exact[v] - sampled.score[v]));
  return largest / pairs(graph);
}

TEST(SampledBetweenness, OfDegenerateGraphs) {
  EXPECT_TRUE(sampled_betweenness(empty_graph()).score.empty());
  EXPECT_THAT(sampled_betweenness(path_graph(2)).score, Each(0));
  EXPECT_THAT(sampled_betweenness(empty_graph(5)).score, Each(0));
  EXPECT_THAT(sampled_betweenness(complete_graph(6)).score, Each(0));
  const auto star = sampled_betweenness(star_graph(30));
  EXPECT_NEAR(star.score[0], 29 * 28 / 2.0, 0.01 * 30 * 29 / 2.0);
  EXPECT_EQ(star.score[1], 0);
  EXPECT_THROW(sampled_betweenness(path_graph(3), {.epsilon = 0}), Error);
  EXPECT_THROW(sampled_betweenness(path_graph(3), {.delta = 1}), Error);
}

TEST(SampledBetweenness, IsWithinEpsilonOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const graph::Graph graph = random_graph(static_cast<graph::VertexId>(10 + 10 * seed), 0.04, seed);
    const auto exact = betweenness(graph).score;
    const auto sampled = sampled_betweenness(graph, {.epsilon = 0.02}, {.seed = seed});
    EXPECT_LE(largest_error(graph, exact, sampled), 0.02);
    EXPECT_LE(sampled.epsilon, 0.02);
    for (std::size_t v = 0; v < exact.size(); ++v)
      EXPECT_LE(std::abs(exact[v] - sampled.score[v]), sampled.error[v]);
  }
}

TEST(SampledBetweenness, WithPathCountsBeyondDouble) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  graph::VertexId next = 1;
  const graph::VertexId links = sanitized ? 1100 : 2500;  // each doubles the number of paths
  for (graph::VertexId i = 0, end = 0; i < links; ++i, end = next - 1) {
    edges.insert(edges.end(), {{end, next}, {end, next + 1}, {next, next + 2}, {next + 1, next + 2}});
    next += 3;
  }
  const graph::Graph graph = graph_of(next, edges);
  const auto sampled = sampled_betweenness(graph, {.epsilon = 0.05});
  EXPECT_LE(largest_error(graph, betweenness(graph).score, sampled), 0.05);
}

TEST(SampledBetweenness, DependsOnTheSeedAlone) {
  const graph::Graph graph = random_graph(400, 0.01, 4);
  const auto one = sampled_betweenness(graph, {}, {.threads = 1, .seed = 5});
  for (const unsigned threads : {2U, 7U}) {
    const auto many = sampled_betweenness(graph, {}, {.threads = threads, .seed = 5});
    EXPECT_EQ(one.score, many.score);
    EXPECT_EQ(one.samples, many.samples);
  }
  EXPECT_NE(one.score, sampled_betweenness(graph, {}, {.seed = 6}).score);
}

TEST(SampledBetweenness, IsExactWhereThatIsCheaperOnRequest) {
  const graph::Graph small = random_graph(60, 0.1, 3);
  const auto exact = sampled_betweenness(small, {.epsilon = 0.001, .exact_when_cheaper = true});
  EXPECT_TRUE(exact.exact);
  EXPECT_EQ(exact.score, betweenness(small).score);
  EXPECT_THAT(exact.error, Each(0));
  EXPECT_EQ(exact.epsilon, 0);
  EXPECT_GT(exact.samples, 0U);
  EXPECT_FALSE(sampled_betweenness(small, {.epsilon = 0.001}).exact);

  const graph::Graph large = random_graph(4000, 0.005, 3);
  const auto sampled = sampled_betweenness(large, {.epsilon = 0.05, .exact_when_cheaper = true});
  EXPECT_FALSE(sampled.exact);
  EXPECT_EQ(sampled.score, sampled_betweenness(large, {.epsilon = 0.05}).score);
}

TEST(SampledBetweenness, SettlesTheOrderOfTheFirst) {
  // Hubs of very different reach in one row.
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges{{0, 1}, {1, 2}, {2, 3}};
  graph::VertexId next = 4;
  for (const auto& [hub, leaves] :
       {std::pair(0U, 60U), std::pair(1U, 10U), std::pair(2U, 5U), std::pair(3U, 2U)}) {
    for (graph::VertexId i = 0; i < leaves; ++i) edges.emplace_back(hub, next++);
  }
  const graph::Graph graph = graph_of(next, edges);
  const auto exact = betweenness(graph).score;
  const auto sampled = sampled_betweenness(graph, {.epsilon = 0.001, .certain_top = 3});
  ASSERT_GE(sampled.certain_top, 3U);
  const auto order = [&](const std::vector<double>& score) {
    std::vector<graph::VertexId> ids(score.size());
    for (graph::VertexId v = 0; v < ids.size(); ++v) ids[v] = v;
    std::stable_sort(ids.begin(), ids.end(),
                     [&](graph::VertexId a, graph::VertexId b) { return score[a] > score[b]; });
    ids.resize(3);
    return ids;
  };
  EXPECT_EQ(order(sampled.score), order(exact));
  EXPECT_GT(sampled.epsilon, 0.001) << "stopped for the order, before the errors were small";
}

TEST(SampledBetweenness, KeepsItsPromiseInHundredRuns) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    if (is_large(name) || name == "ego-facebook") continue;
    SCOPED_TRACE(name);
    const graph::Graph graph = shared_network(name).graph;
    if (sanitized && graph.vertex_count() > 200) continue;
    const auto exact = betweenness(graph).score;
    const int runs = sanitized ? 10 : 100;
    int kept = 0;
    for (int seed = 1; seed <= runs; ++seed) {
      kept += largest_error(graph, exact,
                            sampled_betweenness(graph, {.epsilon = 0.01},
                                                {.seed = static_cast<std::uint64_t>(seed)})) <= 0.01
                  ? 1
                  : 0;
    }
    EXPECT_EQ(kept, runs);
  }
}

}  // namespace
}  // namespace tertius::bridges
