#include "engine/graph/kernels/pagerank.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/graph/building/builder.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::graph {
namespace {

using test::graph_of;

/// PageRank from its definition: the walker's distribution after many steps, member by member.
std::vector<double> walked(const Graph& graph, double damping, const std::vector<VertexId>& reset) {
  const VertexId n = graph.vertex_count();
  std::vector<double> jump(n, reset.empty() ? 1.0 / n : 0.0), at = jump;
  for (const VertexId v : reset) jump[v] += 1.0 / static_cast<double>(reset.size());
  at = jump;
  for (int step = 0; step < 400; ++step) {
    std::vector<double> next(n, 0.0);
    double jumping = 0.0;
    for (VertexId u = 0; u < n; ++u) {
      const double strength = graph.strength(u);
      jumping += strength > 0.0 ? (1.0 - damping) * at[u] : at[u];
      for (std::size_t i = 0; i < graph.neighbours(u).size(); ++i) {
        const double weight = graph.weighted() ? graph.weights(u)[i] : 1.0;
        next[graph.neighbours(u)[i]] += damping * at[u] * weight / strength;
      }
    }
    for (VertexId v = 0; v < n; ++v) next[v] += jumping * jump[v];
    at = next;
  }
  return at;
}

double distance(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t v = 0; v < a.size(); ++v) sum += std::abs(a[v] - b[v]);
  return sum;
}

TEST(PageRank, OfDegenerateGraphs) {
  EXPECT_TRUE(pagerank({}).score.empty());
  EXPECT_THAT(pagerank(graph_of(1, {})).score, testing::ElementsAre(1.0));
  EXPECT_THAT(pagerank(graph_of(4, {})).score, testing::Each(testing::DoubleEq(0.25)));
  const auto pairs = pagerank(graph_of(4, {{0, 1}, {2, 3}})).score;
  for (const double score : pairs) EXPECT_NEAR(score, 0.25, 1e-12);
  const std::vector<VertexId> alone{2};
  EXPECT_THAT(pagerank(graph_of(3, {{0, 1}}), {.reset = alone}).score, testing::ElementsAre(0.0, 0.0, 1.0));
}

TEST(PageRank, RefusesOptionsOutOfRange) {
  const std::vector<VertexId> nobody{7};
  EXPECT_THROW(pagerank(test::path_graph(3), {.damping = 1.0}), Error);
  EXPECT_THROW(pagerank(test::path_graph(3), {.tolerance = 0.0}), Error);
  EXPECT_THROW(pagerank(test::path_graph(3), {.reset = nobody}), Error);
  EXPECT_THROW(PersonalisedPageRank(test::path_graph(3), {.epsilon = 0.0}), Error);
}

TEST(PageRank, IsWhereTheWalkerIs) {
  for (const bool weighted : {false, true}) {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
      const Graph graph = test::random_graph(40, 0.05, seed, weighted);  // has isolated members
      const std::vector<VertexId> reset{3, 17};
      for (const double damping : {0.0, 0.5, 0.85, 0.95}) {
        const PageRankOptions options{.damping = damping, .tolerance = 1e-11};
        const auto found = pagerank(graph, options);
        EXPECT_TRUE(found.converged);
        EXPECT_LE(distance(found.score, walked(graph, damping, {})), 2e-8 * (damping > 0.9) + 1e-11);
        PageRankOptions personal = options;
        personal.reset = reset;
        EXPECT_LE(distance(pagerank(graph, personal).score, walked(graph, damping, reset)),
                  2e-8 * (damping > 0.9) + 1e-11);
      }
    }
  }
}

TEST(PageRank, FollowsTheDirectionOfArcs) {
  std::vector<VertexId> sources, targets;
  RandomStream random(5);
  for (int i = 0; i < 120; ++i) {
    sources.push_back(static_cast<VertexId>(random.below(50)));
    targets.push_back(static_cast<VertexId>(random.below(60)));  // members 50 to 59 lead nowhere
  }
  const Graph arcs = build_graph(60, {sources, targets}, {.directed_input = true, .keep_arcs = true}).arcs;
  EXPECT_LE(distance(pagerank(arcs, {.tolerance = 1e-12}).score, walked(arcs, 0.85, {})), 1e-12);
}

TEST(PageRank, SaysWhenItDidNotConverge) {
  const auto found = pagerank(test::random_graph(50, 0.1, 1), {.tolerance = 1e-12, .max_iterations = 2});
  EXPECT_FALSE(found.converged);
  EXPECT_EQ(found.iterations, 2u);
  EXPECT_GT(found.error, 1e-12);
}

TEST(PageRank, EqualsTheOracle) {
  TERTIUS_NEEDS_SHARED();
  for (const auto& name : test::shared_networks()) {
    SCOPED_TRACE(name);
    for (const bool weighted : {false, true}) {
      const auto path = test::oracle_file(name, weighted ? "nodes_weighted.csv" : "nodes.csv");
      if (!path) continue;
      const Network network = test::shared_network(name, weighted);
      const auto found = pagerank(network.graph, {.tolerance = 1e-12});
      EXPECT_NEAR(std::accumulate(found.score.begin(), found.score.end(), 0.0), 1.0, 1e-12);
      const test::Csv oracle(*path);
      for (std::size_t row = 0; row < oracle.rows(); ++row) {
        ASSERT_NEAR(found.score[oracle.id(row, "id")], oracle.number(row, "pagerank"), 1e-9);
      }
    }
  }
}

TEST(PageRank, IsTheSameForEveryNumberOfThreads) {
  const Graph graph = test::random_graph(3000, 0.004, 3, true);
  const auto one = pagerank(graph, {}, {.threads = 1});
  for (const unsigned threads : {2u, 7u})
    EXPECT_EQ(pagerank(graph, {}, {.threads = threads}).score, one.score);
}

TEST(PersonalisedPageRank, OfDegenerateGraphs) {
  PersonalisedPageRank alone(graph_of(2, {}));
  ASSERT_EQ(alone.from(1).size(), 1u);
  EXPECT_EQ(alone.from(1)[0].member, 1u);
  EXPECT_EQ(alone.from(1)[0].score, 1.0);
}

TEST(PersonalisedPageRank, StaysWithinItsBound) {
  for (const bool weighted : {false, true}) {
    const Graph graph = test::random_graph(300, 0.02, 9, weighted);
    for (const double epsilon : {1e-3, 1e-5, 1e-9}) {
      PersonalisedPageRank push(graph, {.epsilon = epsilon});
      for (const VertexId source : {0u, 5u, 77u, 5u}) {
        const std::vector<VertexId> reset{source};
        auto exact = pagerank(graph, {.tolerance = 1e-13, .reset = reset}).score;
        double sum = 0.0;
        for (const auto& [member, score] : push.from(source)) {
          EXPECT_LE(score, exact[member] + 1e-12);
          exact[member] -= score;
          sum += score;
        }
        EXPECT_NEAR(1.0 - sum, push.remaining(), 1e-9);
        for (VertexId v = 0; v < graph.vertex_count(); ++v) {
          ASSERT_LE(exact[v], epsilon * graph.strength(v) + 1e-12) << v;
        }
      }
    }
  }
}

TEST(PersonalisedPageRank, EqualsTheOracle) {
  TERTIUS_NEEDS_SHARED();
  for (const auto& name : test::shared_networks()) {
    const auto path = test::oracle_file(name, "ppr_top20.csv");
    if (!path) continue;
    SCOPED_TRACE(name);
    const Network network = test::shared_network(name);
    if (test::sanitized && network.graph.vertex_count() > 1200) continue;
    const test::Csv oracle(*path);
    PersonalisedPageRank push(network.graph, {.epsilon = 1e-10});
    std::vector<double> pushed(network.graph.vertex_count(), 0.0), solved;
    for (std::size_t row = 0; row < oracle.rows(); ++row) {
      const std::vector<VertexId> source{oracle.id(row, "source")};
      if (oracle.number(row, "rank") == 1.0) {
        solved = pagerank(network.graph, {.tolerance = 1e-11, .reset = source}).score;
        std::fill(pushed.begin(), pushed.end(), 0.0);
        if (!test::is_large(name)) {
          for (const auto& [member, score] : push.from(source[0])) pushed[member] = score;
        }
      }
      const VertexId member = oracle.id(row, "id");
      ASSERT_NEAR(solved[member], oracle.number(row, "value"), 1e-9);
      if (!test::is_large(name)) {
        ASSERT_NEAR(pushed[member], oracle.number(row, "value"), 1e-10 * network.graph.degree(member) + 1e-9);
      }
    }
  }
}

}  // namespace
}  // namespace tertius::graph
