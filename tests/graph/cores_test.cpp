// Core numbers of textbook graphs, and against Boost.Graph.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/graph/core_numbers.hpp>
#include <vector>

#include "engine/graph/bgl.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "tests/graph/varied_graphs.hpp"

namespace tertius::graph {
namespace {

using test::complete_graph;
using test::empty_graph;
using test::graph_of;
using test::path_graph;
using test::star_graph;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Cores, OfTextbookGraphs) {
  EXPECT_THAT(core_numbers(empty_graph()), IsEmpty());
  EXPECT_THAT(core_numbers(empty_graph(3)), ElementsAre(0, 0, 0));
  EXPECT_THAT(core_numbers(path_graph(6)), Each(1));
  EXPECT_THAT(core_numbers(star_graph(6)), Each(1));
  EXPECT_THAT(core_numbers(complete_graph(300)), Each(299));
  EXPECT_THAT(core_numbers(graph_of(5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}})), ElementsAre(2, 2, 2, 1, 0));
}

TEST(Cores, AreThoseOfBoost) {
  for (const Graph& graph : varied_graphs()) {
    std::vector<VertexId> theirs(graph.vertex_count());
    const UndirectedView view{&graph};
    if (graph.vertex_count() > 0) boost::core_numbers(view, theirs.data());
    EXPECT_EQ(core_numbers(graph), theirs);
  }
}

}  // namespace
}  // namespace tertius::graph
