// Triangles against their definition.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "engine/graph/kernels/triangles.hpp"
#include "tests/graph/varied_graphs.hpp"

namespace tertius::graph {
namespace {

using testing::Each;

std::vector<std::uint64_t> triangles_by_definition(const Graph& graph) {
  std::vector<std::uint64_t> count(graph.vertex_count(), 0);
  for (VertexId v = 0; v < graph.vertex_count(); ++v) {
    const auto row = graph.neighbours(v);
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (std::size_t j = i + 1; j < row.size(); ++j) count[v] += graph.has_arc(row[i], row[j]) ? 1 : 0;
    }
  }
  return count;
}

TEST(Triangles, AreThoseOfTheDefinition) {
  for (const Graph& graph : varied_graphs()) {
    if (graph.vertex_count() == 700) {
      EXPECT_EQ(count_triangles(graph), 700ull * 699 * 698 / 6);
      EXPECT_THAT(triangles_per_member(graph), Each(699ull * 698 / 2));
      continue;
    }
    const auto expected = triangles_by_definition(graph);
    EXPECT_EQ(triangles_per_member(graph), expected);
    EXPECT_EQ(3 * count_triangles(graph),
              std::accumulate(expected.begin(), expected.end(), std::uint64_t{0}));
  }
}

TEST(Triangles, MakeTheLocalClustering) {
  EXPECT_TRUE(std::isnan(local_clustering(0, 0)));
  EXPECT_TRUE(std::isnan(local_clustering(0, 1)));
  EXPECT_EQ(local_clustering(1, 2), 1.0);
  EXPECT_EQ(local_clustering(2, 4), 1.0 / 3.0);
}

}  // namespace
}  // namespace tertius::graph
