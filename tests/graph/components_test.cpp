// Components against Boost.Graph, on every number of threads.
#include <gtest/gtest.h>

#include <boost/graph/connected_components.hpp>
#include <utility>
#include <vector>

#include "engine/graph/bgl.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/graph/varied_graphs.hpp"

namespace tertius::graph {
namespace {

using test::empty_graph;
using test::graph_of;
using test::path_graph;

std::vector<VertexId> components_by_boost(const Graph& graph) {
  std::vector<VertexId> component(graph.vertex_count());
  const UndirectedView view{&graph};
  boost::connected_components(view, component.data());
  return component;
}

TEST(Components, AreThoseOfBoost) {
  for (const Graph& graph : varied_graphs()) {
    const Partition ours = connected_components(graph);
    const Partition theirs = canonical(components_by_boost(graph));
    EXPECT_EQ(ours.label, theirs.label);
    EXPECT_EQ(ours.count, theirs.count);
  }
}

TEST(Components, OfManySizesAreNumberedBySizeThenBySmallestMember) {
  // Paths of random lengths, some longer than the numbering's limit of small sizes, in random order.
  RandomStream random(4);
  std::vector<std::pair<VertexId, VertexId>> edges;
  VertexId n = 0;
  for (int path = 0; path < 300; ++path) {
    const auto length = static_cast<VertexId>(path % 100 == 0 ? 5000 + path / 100 % 2 : 1 + random.below(9));
    for (VertexId i = 1; i < length; ++i) edges.emplace_back(n + i - 1, n + i);
    n += length;
  }
  const Graph graph = test::relabelled(graph_of(n, edges), test::random_order(n, 11));
  const Partition ours = connected_components(graph);
  EXPECT_EQ(ours.label, canonical(components_by_boost(graph)).label);
  EXPECT_EQ(ours.count, 300u);
}

/// Members as a text names them: `sizes[i]` members of a path, or of a star when `star`, one after the other.
Graph pieces(const std::vector<VertexId>& sizes, bool star) {
  std::vector<std::pair<VertexId, VertexId>> edges;
  VertexId n = 0;
  for (const VertexId size : sizes) {
    for (VertexId i = 1; i < size; ++i) edges.emplace_back(star ? n : n + i - 1, n + i);
    n += size;
  }
  return graph_of(n, edges);
}

void expect_components_of_boost(const Graph& graph) {
  const Partition theirs = canonical(components_by_boost(graph));
  for (const unsigned threads : {1u, 2u, 5u}) {
    const Partition ours = connected_components(graph, {.threads = threads});
    EXPECT_EQ(ours.label, theirs.label);
    EXPECT_EQ(ours.count, theirs.count);
  }
}

TEST(Components, OfManyMembersAreThoseOfBoost) {
  // More members than one block, whose last word is not full.
  constexpr VertexId n = 150'001;
  SCOPED_TRACE("a giant component, small ones, and members without ties");
  expect_components_of_boost(hub_graph(n, 140'000, 3));
  SCOPED_TRACE("a giant component without hubs");
  RandomStream random(8);
  std::vector<std::pair<VertexId, VertexId>> edges;
  for (VertexId i = 0; i < 4 * n; ++i) {
    const auto u = static_cast<VertexId>(random.below(n - 1000)),
               v = static_cast<VertexId>(random.below(n - 1000));
    edges.emplace_back(u, v);
  }
  expect_components_of_boost(graph_of(n, edges));
  SCOPED_TRACE("nothing but pairs");
  edges.clear();
  for (VertexId v = 0; v + 1 < n; v += 2) edges.emplace_back(v, v + 1);
  expect_components_of_boost(test::relabelled(graph_of(n, edges), test::random_order(n, 5)));
  SCOPED_TRACE("one long path");
  expect_components_of_boost(test::relabelled(path_graph(n), test::random_order(n, 6)));
  SCOPED_TRACE("nobody has ties");
  expect_components_of_boost(empty_graph(n));
}

TEST(Components, OfTheSameSizeAreNumberedBySmallestMember) {
  // The hub that a search would begin with is in the later one, the earlier one, or in neither of the first.
  for (const auto& sizes :
       {std::vector<VertexId>{90, 90}, {50, 90, 90, 3}, {1, 1, 70, 70, 1, 70}, {64, 64}}) {
    for (const bool star : {false, true}) {
      const Graph graph = pieces(sizes, star);
      expect_components_of_boost(graph);
      expect_components_of_boost(test::relabelled(graph, test::random_order(graph.vertex_count(), 9)));
    }
  }
  std::vector<std::pair<VertexId, VertexId>> edges;
  for (VertexId v = 1; v < 60; ++v) edges.emplace_back(v - 1, v);  // a path, then a clique of the same size
  for (VertexId u = 60; u < 120; ++u) {
    for (VertexId v = u + 1; v < 120; ++v) edges.emplace_back(u, v);
  }
  expect_components_of_boost(graph_of(125, edges));
}

TEST(Components, OfTwoGiantsAreBothFound) {
  // Few connections leave the later giant's members many steps from each other, hubs bring them close.
  constexpr VertexId half = 40'000;
  RandomStream random(12);
  for (const bool hubs : {false, true}) {
    std::vector<std::pair<VertexId, VertexId>> edges;
    for (VertexId i = 0; i < 6 * half; ++i) {
      const VertexId side = i % 2 * half;
      const double x = random.real();
      const auto u = hubs ? static_cast<VertexId>(x * x * x * (half - 500)) : static_cast<VertexId>(x * half);
      edges.emplace_back(side + u, side + static_cast<VertexId>(random.below(half - i % 2 * 500)));
    }
    expect_components_of_boost(test::relabelled(graph_of(2 * half, edges), test::random_order(2 * half, 13)));
  }
}

TEST(Components, OfDirectedGraphsAreTheWeakOnes) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::vector<VertexId> sources, targets;
    RandomStream random(seed);
    for (int i = 0; i < 90; ++i) {
      sources.push_back(static_cast<VertexId>(random.below(100)));
      targets.push_back(static_cast<VertexId>(random.below(100)));
    }
    const auto built = build_graph(100, {sources, targets}, {.directed_input = true, .keep_arcs = true});
    EXPECT_EQ(connected_components(built.arcs).label, connected_components(built.graph).label);
  }
  // Hubs whom everybody follows and who follow nobody, and the other way round.
  for (const bool followed : {false, true}) {
    constexpr VertexId n = 70'000;
    std::vector<VertexId> sources, targets;
    RandomStream random(3);
    for (VertexId i = 0; i < 2 * n; ++i) {
      const double x = random.real();
      sources.push_back(static_cast<VertexId>(x * x * x * x * n));
      targets.push_back(static_cast<VertexId>(random.below(n)));
    }
    if (followed) sources.swap(targets);
    const auto built = build_graph(n, {sources, targets}, {.directed_input = true, .keep_arcs = true});
    const Partition weak = connected_components(built.arcs);
    EXPECT_EQ(weak.label, canonical(components_by_boost(built.graph)).label);
    EXPECT_EQ(weak.label, connected_components(built.graph).label);
  }
}

}  // namespace
}  // namespace tertius::graph
