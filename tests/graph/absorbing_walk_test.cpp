#include "engine/graph/kernels/absorbing_walk.hpp"

#include <gtest/gtest.h>

#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::graph {
namespace {

using namespace test;

/// By pushing walkers step by step until (almost) all have arrived.
std::vector<double> pushed(const Graph& graph, const Partition& groups, const std::vector<char>& ends) {
  const std::uint32_t k = groups.count;
  const auto sizes = groups.sizes();
  std::vector<double> share(std::size_t{k} * k, 0.0);
  for (std::uint32_t from = 0; from < k; ++from) {
    std::vector<double> walkers(graph.vertex_count(), 0);
    for (VertexId v = 0; v < graph.vertex_count(); ++v)
      walkers[v] = groups.label[v] == from ? 1.0 / sizes[from] : 0.0;
    for (int step = 0; step < 20000; ++step) {
      std::vector<double> next(graph.vertex_count(), 0);
      for (VertexId v = 0; v < graph.vertex_count(); ++v) {
        for (const VertexId u : graph.neighbours(v)) next[u] += walkers[v] / graph.degree(v);
      }
      for (VertexId v = 0; v < graph.vertex_count(); ++v) {
        if (ends[v] == 0) continue;
        share[std::size_t{from} * k + groups.label[v]] += next[v];
        next[v] = 0;
      }
      walkers = std::move(next);
    }
  }
  return share;
}

TEST(AbsorbedWalks, EndWhereWalkersArrive) {
  for (std::uint64_t seed = 0; seed < (test::sanitized ? 3U : 6U); ++seed) {
    const auto n = static_cast<VertexId>(12 + 4 * seed);
    const Graph graph = random_graph(n, 0.15, seed);  // often in several parts, some without an end
    const auto k = static_cast<std::uint32_t>(1 + 2 * seed);
    Partition groups{std::vector<std::uint32_t>(n), k};
    for (VertexId v = 0; v < n; ++v) groups.label[v] = v % k;
    const GraphContacts contacts{graph};
    const auto ends = best_connected(contacts, groups, k, 1);
    const auto walks = absorbed_walks(contacts, groups, k, ends, {.tolerance = 1e-12});
    EXPECT_TRUE(walks.converged);
    const auto expected = pushed(graph, groups, ends);
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(walks.share[i], expected[i], 1e-8);
  }
}

TEST(AbsorbedWalks, FromSomeGroupsOnly) {
  const Graph graph = random_graph(30, 0.2, 3);
  Partition groups{std::vector<std::uint32_t>(30), 5};
  for (VertexId v = 0; v < 30; ++v) groups.label[v] = v % 5;
  const GraphContacts contacts{graph};
  const auto walks = absorbed_walks(contacts, groups, 2, best_connected(contacts, groups, 2, 2));
  ASSERT_EQ(walks.groups, 2U);
  for (std::uint32_t from = 0; from < 2; ++from) EXPECT_NEAR(walks.at(from, 0) + walks.at(from, 1), 1, 1e-8);
}

TEST(AbsorbedWalks, OfDegenerateGraphs) {
  const Graph none = empty_graph(), alone = empty_graph(2);
  EXPECT_TRUE(absorbed_walks(GraphContacts{none}, {}, 4, {}).share.empty());
  const Partition two{{0, 1}, 3};  // the last group is empty
  const auto walks =
      absorbed_walks(GraphContacts{alone}, two, 3, best_connected(GraphContacts{alone}, two, 3, 1));
  EXPECT_EQ(walks.controversy(0, 1), 1);
  EXPECT_EQ(walks.controversy(0, 2), 1);
}

TEST(AbsorbedWalks, SaySoWhenTheyDoNotConverge) {
  const Graph path = path_graph(400);
  Partition groups{std::vector<std::uint32_t>(400, 0), 2};
  groups.label[399] = 1;
  std::vector<char> ends(400, 0);
  ends[0] = ends[399] = 1;
  EXPECT_FALSE(absorbed_walks(GraphContacts{path}, groups, 2, ends, {.passes = 5}).converged);
  EXPECT_TRUE(absorbed_walks(GraphContacts{path}, groups, 2, ends).converged);
}

}  // namespace
}  // namespace tertius::graph
