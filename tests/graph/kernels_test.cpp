// What holds for components, cores and triangles alike: threads, relabelling, directed graphs, and the
// oracles of ../shared/oracle.
#include <gtest/gtest.h>

#include <map>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/kernels/triangles.hpp"
#include "tests/graph/varied_graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::graph {
namespace {

TEST(Kernels, RefuseDirectedGraphs) {
  const std::vector<VertexId> sources{0, 1}, targets{1, 2};
  const Graph arcs = build_graph(3, {sources, targets}, {.directed_input = true, .keep_arcs = true}).arcs;
  EXPECT_THROW(core_numbers(arcs), Error);
  EXPECT_THROW(count_triangles(arcs), Error);
  EXPECT_THROW(triangles_per_member(arcs), Error);
}

TEST(Kernels, AreTheSameForEveryNumberOfThreads) {
  const Graph graph = hub_graph(20'000, 200'000, 2);
  const RunContext one{.threads = 1};
  for (const unsigned threads : {2u, 7u}) {
    const RunContext more{.threads = threads};
    for (int again = 0; again < 3; ++again) {
      EXPECT_EQ(connected_components(graph, one).label, connected_components(graph, more).label);
      EXPECT_EQ(core_numbers(graph, one), core_numbers(graph, more));
      EXPECT_EQ(triangles_per_member(graph, one), triangles_per_member(graph, more));
      EXPECT_EQ(count_triangles(graph, one), count_triangles(graph, more));
    }
  }
}

TEST(Kernels, RelabellingChangesNothingButLabels) {
  const Graph graph = hub_graph(2000, 20'000, 5);
  const auto order = test::random_order(2000, 77);
  const Graph renamed = test::relabelled(graph, order);
  const auto cores = core_numbers(graph), renamed_cores = core_numbers(renamed);
  const auto triangles = triangles_per_member(graph), renamed_triangles = triangles_per_member(renamed);
  for (VertexId v = 0; v < 2000; ++v) {
    EXPECT_EQ(cores[v], renamed_cores[order[v]]);
    EXPECT_EQ(triangles[v], renamed_triangles[order[v]]);
  }
  EXPECT_EQ(connected_components(graph).sizes(), connected_components(renamed).sizes());
}

TEST(Kernels, EqualTheOracle) {
  TERTIUS_NEEDS_SHARED();
  for (const auto& name : test::shared_networks()) {
    const auto path = test::oracle_file(name, "nodes.csv");
    if (!path) continue;
    SCOPED_TRACE(name);
    const Graph graph = test::shared_network(name).graph;
    const test::Csv oracle(*path);
    const auto components = connected_components(graph);
    const auto cores = core_numbers(graph);
    const auto triangles = triangles_per_member(graph);
    std::map<std::uint32_t, std::uint32_t> label_of;  // smallest id of a component -> our number
    std::uint64_t total = 0;
    for (std::size_t row = 0; row < oracle.rows(); ++row) {
      const VertexId v = oracle.id(row, "id");
      ASSERT_EQ(cores[v], oracle.id(row, "core")) << v;
      ASSERT_EQ(triangles[v], oracle.id(row, "triangles")) << v;
      const auto label = label_of.try_emplace(oracle.id(row, "component"), components.label[v]).first->second;
      ASSERT_EQ(components.label[v], label) << v;
      total += triangles[v];
      if (graph.degree(v) >= 2) {
        ASSERT_NEAR(local_clustering(triangles[v], graph.degree(v)), oracle.number(row, "local_clustering"),
                    1e-9);
      }
    }
    EXPECT_EQ(label_of.size(), components.count);
    EXPECT_EQ(3 * count_triangles(graph), total);
  }
}

}  // namespace
}  // namespace tertius::graph
