// Components, cores and triangles against their definitions, Boost.Graph, and ../shared/oracle.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/core_numbers.hpp>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/graph/bgl.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/kernels/triangles.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::graph {
namespace {

using test::complete_graph;
using test::empty_graph;
using test::graph_of;
using test::path_graph;
using test::random_graph;
using test::star_graph;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

/// Hubs, a core and a lonely crowd: members meet by the product of their weights 1/(v+1).
Graph hub_graph(VertexId n, std::size_t ties, std::uint64_t seed) {
  std::vector<std::pair<VertexId, VertexId>> edges;
  RandomStream random(seed);
  const auto somebody = [&] {
    const double x = random.real();
    return static_cast<VertexId>(x * x * x * n);
  };
  for (std::size_t i = 0; i < ties; ++i) {
    const VertexId u = somebody();
    edges.emplace_back(u, somebody());
  }
  return test::relabelled(graph_of(n, edges), test::random_order(n, seed));
}

std::vector<Graph> varied_graphs() {
  std::vector<Graph> graphs{
      empty_graph(),     empty_graph(1),     empty_graph(5),
      path_graph(2),     path_graph(9),      star_graph(12),
      complete_graph(3), complete_graph(20), graph_of(7, {{0, 1}, {1, 2}, {2, 0}, {4, 5}})};
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    graphs.push_back(random_graph(60, 0.02 * static_cast<double>(seed), seed));
    graphs.push_back(hub_graph(400, 3000, seed));
  }
  graphs.push_back(hub_graph(5000, 60'000, 9));
  graphs.push_back(complete_graph(700));  // rows of bits longer than a register
  return graphs;
}

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
  // Few ties leave the later giant's members many steps from each other, hubs bring them close.
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

std::vector<std::uint64_t> triangles_by_definition(const Graph& graph) {
  std::vector<std::uint64_t> count(graph.vertex_count(), 0);
  for (VertexId v = 0; v < graph.vertex_count(); ++v) {
    const auto row = graph.neighbors(v);
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
