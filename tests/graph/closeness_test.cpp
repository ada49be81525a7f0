// Harmonic closeness against breadth-first search, textbook values, and the bound that a sample promises.
#include "engine/graph/kernels/closeness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "engine/graph/kernels/traversal.hpp"
#include "tests/graph/varied_graphs.hpp"

namespace tertius::graph {
namespace {

using test::complete_graph;
using test::empty_graph;
using test::graph_of;
using test::path_graph;
using test::star_graph;
using testing::DoubleNear;
using testing::Each;
using testing::IsEmpty;

/// Always from a sample.
ClosenessOptions sampled(std::uint32_t samples) {
  return {.exact_up_to = 0, .samples = samples};
}

double by_definition(const Graph& graph, VertexId v) {
  if (graph.vertex_count() < 2) return 0.0;
  double sum = 0.0;
  for (const std::uint32_t steps : bfs_distances(graph, v))
    if (steps != 0 && steps != unreachable) sum += 1.0 / steps;
  return sum / (graph.vertex_count() - 1.0);
}

TEST(Closeness, OfTextbookGraphs) {
  EXPECT_THAT(harmonic_closeness(empty_graph()).harmonic, IsEmpty());
  EXPECT_THAT(harmonic_closeness(empty_graph(1)).harmonic, Each(0.0));
  EXPECT_THAT(harmonic_closeness(empty_graph(4)).harmonic, Each(0.0));
  EXPECT_THAT(harmonic_closeness(complete_graph(70)).harmonic, Each(1.0));
  const auto star = harmonic_closeness(star_graph(5)).harmonic;  // a centre and its leaves
  EXPECT_DOUBLE_EQ(star[0], 1.0);
  EXPECT_NEAR(
      star[1],
      (1.0 + (static_cast<double>(star.size()) - 2.0) / 2.0) / (static_cast<double>(star.size()) - 1.0),
      1e-12);
  EXPECT_NEAR(harmonic_closeness(path_graph(4)).harmonic[0], (1.0 + 1.0 / 2 + 1.0 / 3) / 3, 1e-12);
}

TEST(Closeness, IsThatOfOneSearchAMember) {
  for (const Graph& graph : varied_graphs()) {
    const Closeness found = harmonic_closeness(graph);
    EXPECT_TRUE(found.exact);
    EXPECT_EQ(found.error, 0.0);
    const VertexId step = 1 + graph.vertex_count() / 300;
    for (VertexId v = 0; v < graph.vertex_count(); v += step)
      ASSERT_NEAR(found.harmonic[v], by_definition(graph, v), 1e-9) << v << " of " << graph.vertex_count();
  }
}

TEST(Closeness, OfASampleKeepsItsPromise) {
  const Graph graph = hub_graph(3000, 9000, 4);
  const auto exact = harmonic_closeness(graph).harmonic;
  int broken = 0;
  double least = 1.0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    RunContext context;
    context.seed = seed;
    const Closeness found = harmonic_closeness(graph, sampled(500), context);
    EXPECT_FALSE(found.exact);
    EXPECT_EQ(found.searches, 500U);
    double worst = 0.0;
    for (VertexId v = 0; v < graph.vertex_count(); ++v)
      worst = std::max(worst, std::abs(found.harmonic[v] - exact[v]));
    EXPECT_GT(worst, 0.0);
    broken += worst > found.error ? 1 : 0;
    least = std::min(least, found.error);
  }
  EXPECT_LE(broken, 2);   // one in twenty is allowed
  EXPECT_LT(least, 0.1);  // and the promise is worth something
}

TEST(Closeness, IsTheSameOnAnyNumberOfThreadsAndInAnyOrder) {
  const Graph graph = hub_graph(2000, 8000, 2);
  RunContext one;
  one.threads = 1;
  const auto alone = harmonic_closeness(graph, {}, one).harmonic;
  const auto alone_sampled = harmonic_closeness(graph, sampled(300), one);
  for (const unsigned threads : {2U, 7U}) {
    RunContext context;
    context.threads = threads;
    EXPECT_EQ(harmonic_closeness(graph, {}, context).harmonic, alone);
    const auto many = harmonic_closeness(graph, sampled(300), context);
    EXPECT_EQ(many.harmonic, alone_sampled.harmonic);
    EXPECT_EQ(many.error, alone_sampled.error);
  }
  const auto order = test::random_order(graph.vertex_count(), 5);
  const auto moved = harmonic_closeness(test::relabelled(graph, order)).harmonic;
  for (VertexId v = 0; v < graph.vertex_count(); ++v) EXPECT_EQ(moved[order[v]], alone[v]);
}

TEST(Closeness, SamplesOnlyWhereThatIsLess) {
  const Graph graph = hub_graph(400, 1500, 1);
  EXPECT_TRUE(harmonic_closeness(graph, sampled(400)).exact);
  EXPECT_FALSE(harmonic_closeness(graph, sampled(399)).exact);
}

}  // namespace
}  // namespace tertius::graph
