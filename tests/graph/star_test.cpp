// Stars against their definition: one member is an end of every connection.
#include "engine/graph/star.hpp"

#include <gtest/gtest.h>

#include "tests/support/graphs.hpp"

namespace tertius::graph {
namespace {

using namespace test;

/// Tries every member; of two connections or more at most one can be an end of all.
std::optional<VertexId> by_definition(const Graph& graph) {
  if (graph.edge_count() < 2) return std::nullopt;
  for (VertexId centre = 0; centre < graph.vertex_count(); ++centre) {
    bool every = true;
    for (VertexId u = 0; u < graph.vertex_count(); ++u) {
      for (const VertexId v : graph.neighbours(u)) every = every && (u == centre || v == centre);
    }
    if (every) return centre;
  }
  return std::nullopt;
}

TEST(StarCentre, IsTheEndOfEveryConnection) {
  EXPECT_EQ(star_centre(star_graph(5)), VertexId{0});
  EXPECT_EQ(star_centre(graph_of(7, {{6, 2}, {6, 4}, {6, 5}})), VertexId{6});  // others know nobody
  EXPECT_EQ(star_centre(path_graph(3)), VertexId{1});
  for (const Graph& none : {empty_graph(), empty_graph(3), path_graph(2), path_graph(4), complete_graph(3),
                            graph_of(4, {{0, 1}, {2, 3}})}) {
    EXPECT_EQ(star_centre(none), std::nullopt);
  }
}

TEST(StarCentre, FollowsTheDefinitionOnRandomGraphs) {
  int stars = 0;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    const Graph graph = random_graph(static_cast<VertexId>(3 + seed % 5), 0.3, seed);
    EXPECT_EQ(star_centre(graph), by_definition(graph)) << "seed " << seed;
    stars += star_centre(graph) ? 1 : 0;
  }
  EXPECT_GT(stars, 300);
}

}  // namespace
}  // namespace tertius::graph
