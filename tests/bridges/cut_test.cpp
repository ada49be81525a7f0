// Cut members, cut connections, blocks and what leaving does, against the definition: take the member out and
// look.
#include "engine/bridges/cut.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "engine/bridges/sparse_certificate.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::IsEmpty;

graph::Graph without_member(const graph::Graph& graph, graph::VertexId gone) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
      if (u < v && u != gone && v != gone) edges.emplace_back(u, v);
    }
  }
  return graph_of(graph.vertex_count(), edges);
}

TEST(BlockCutTree, OfTextbookGraphs) {
  EXPECT_EQ(block_cut_tree(empty_graph()).blocks(), 0U);
  EXPECT_EQ(block_cut_tree(empty_graph(3)).blocks(), 0U);
  const auto path = block_cut_tree(path_graph(4));
  EXPECT_EQ(path.blocks(), 3U);
  EXPECT_THAT(path.cut_members, ElementsAre(1, 2));
  EXPECT_EQ(path.cut_connections.size(), 3U);
  const auto whole = block_cut_tree(complete_graph(5));
  EXPECT_EQ(whole.blocks(), 1U);
  EXPECT_THAT(whole.cut_members, IsEmpty());
  EXPECT_THAT(whole.cut_connections, IsEmpty());
  const auto bow_tie = block_cut_tree(graph_of(5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 2}}));
  EXPECT_THAT(bow_tie.cut_members, ElementsAre(2));
  EXPECT_THAT(bow_tie.block_members, ElementsAre(0, 1, 2, 2, 3, 4));
  EXPECT_THAT(block_cut_tree(star_graph(4)).cut_members, ElementsAre(0));
}

void expect_removal_of_definition(const graph::Graph& graph, std::uint64_t seed) {
  const graph::VertexId n = graph.vertex_count();
  RandomStream random(seed, 1);
  graph::Partition groups{std::vector<std::uint32_t>(n), 3};
  for (auto& label : groups.label) label = static_cast<std::uint32_t>(random.below(3));
  const graph::Partition before = graph::connected_components(graph);
  const auto sizes = before.sizes();
  const auto tree = block_cut_tree(graph);
  const std::set<graph::VertexId> cut(tree.cut_members.begin(), tree.cut_members.end());
  const auto lost = removal(graph, &groups);
  const auto ungrouped = removal(graph);
  EXPECT_EQ(ungrouped.lost_pairs, lost.lost_pairs);
  EXPECT_TRUE(ungrouped.lost_cross_pairs.empty());
  for (graph::VertexId v = 0; v < n; ++v) {
    const graph::Partition after = graph::connected_components(without_member(graph, v));
    std::uint64_t pairs = 0, cross = 0;
    std::map<std::uint32_t, std::uint32_t> parts;
    for (graph::VertexId a = 0; a < n; ++a) {
      if (a == v || before.label[a] != before.label[v]) continue;
      ++parts[after.label[a]];
      for (graph::VertexId b = a + 1; b < n; ++b) {
        if (b == v || before.label[b] != before.label[v] || after.label[a] == after.label[b]) continue;
        ++pairs;
        cross += groups.label[a] != groups.label[b] ? 1 : 0;
      }
    }
    std::uint32_t largest = 0;
    for (const auto& [part, size] : parts) largest = std::max(largest, size);
    EXPECT_EQ(lost.parts[v], parts.size());
    EXPECT_EQ(lost.cut_off[v], sizes[before.label[v]] - 1 - largest);
    EXPECT_EQ(lost.lost_pairs[v], pairs);
    EXPECT_EQ(lost.lost_cross_pairs[v], cross);
    EXPECT_EQ(cut.count(v) > 0, parts.size() > 1);
  }
}

TEST(Removal, EqualsTakingTheMemberOut) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const auto n = static_cast<graph::VertexId>(1 + seed);
    expect_removal_of_definition(random_graph(n, 1.6 / n, seed), seed);
  }
}

/// Crowds who nearly all know each other, joined at a member, by a connection, by two connections or not at
/// all, with members who know one or two people only: more than eight connections a member, where the search
/// takes place in a sparse certificate.
graph::Graph crowds(std::uint64_t seed) {
  constexpr graph::VertexId crowd = 30, crowds = 5, n = crowd * crowds + 12;
  RandomStream random(seed, 7);
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId c = 0; c < crowds; ++c) {
    const graph::VertexId begin = c * crowd, shared = c > 1 ? begin - 1 : begin;  // the second starts afresh
    for (graph::VertexId a = begin; a < begin + crowd; ++a) {
      if (shared < begin && random.real() < 0.9) edges.emplace_back(shared, a);
      for (graph::VertexId b = a + 1; b < begin + crowd; ++b) {
        if (random.real() < 0.9) edges.emplace_back(a, b);
      }
    }
  }
  const auto anybody = [&] { return static_cast<graph::VertexId>(random.below(crowd * crowds)); };
  for (graph::VertexId v = crowd * crowds; v < n; ++v) {
    const graph::VertexId known = anybody(), other = anybody();
    edges.emplace_back(known, v);
    if (v % 2 == 0 && other != known) edges.emplace_back(other, v);
  }
  return relabelled(graph_of(n, edges), random_order(n, seed));
}

TEST(Removal, OfCrowdsEqualsTakingTheMemberOut) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const graph::Graph graph = crowds(seed);
    ASSERT_GT(graph.edge_count(), 8 * std::uint64_t{graph.vertex_count()});
    expect_removal_of_definition(graph, seed);
    EXPECT_LT(bridges::sparse_certificate(graph, {}).edge_count(), 2 * std::uint64_t{graph.vertex_count()});
  }
}

TEST(BlockCutTree, OfCrowdsHasTheConnectionsWithoutWhichTheyFallApart) {
  for (std::uint64_t seed = 0; seed < repeats(6U); ++seed) {
    const graph::Graph graph = crowds(seed);
    const auto connections = block_cut_tree(graph).cut_connections;
    const std::set<std::pair<graph::VertexId, graph::VertexId>> found(connections.begin(), connections.end());
    const std::uint32_t parts = graph::connected_components(graph).count;
    std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
    for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
      for (const graph::VertexId v : graph.neighbours(u)) {
        if (u < v) edges.emplace_back(u, v);
      }
    }
    for (std::size_t gone = 0; gone < edges.size(); ++gone) {
      std::swap(edges[gone], edges.back());
      const auto connection = edges.back();
      edges.pop_back();
      const bool apart = graph::connected_components(graph_of(graph.vertex_count(), edges)).count > parts;
      EXPECT_EQ(found.count(connection) > 0, apart);
      edges.push_back(connection);
      std::swap(edges[gone], edges.back());
    }
  }
}

TEST(BlockCutTree, EqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    SCOPED_TRACE(name);
    const auto tree = block_cut_tree(shared_network(name).graph);
    const Csv cut(*oracle_file(name, "articulation_points.csv"));
    std::set<graph::VertexId> members;
    for (std::size_t row = 0; row < cut.rows(); ++row) members.insert(cut.id(row, "id"));
    EXPECT_EQ(std::set<graph::VertexId>(tree.cut_members.begin(), tree.cut_members.end()), members);
    const Csv bridges(*oracle_file(name, "bridges.csv"));
    std::set<std::pair<graph::VertexId, graph::VertexId>> connections;
    for (std::size_t row = 0; row < bridges.rows(); ++row) {
      connections.insert(std::minmax(bridges.id(row, "source"), bridges.id(row, "target")));
    }
    EXPECT_EQ((std::set<std::pair<graph::VertexId, graph::VertexId>>(tree.cut_connections.begin(),
                                                                     tree.cut_connections.end())),
              connections);
    const Csv sizes(*oracle_file(name, "biconnected_component_sizes.csv"));
    std::map<std::uint64_t, std::uint64_t> expected, actual;
    for (std::size_t row = 0; row < sizes.rows(); ++row) {
      expected[sizes.id(row, "nodes_in_component")] = sizes.id(row, "components");
    }
    for (std::size_t b = 0; b < tree.blocks(); ++b) ++actual[tree.block_begin[b + 1] - tree.block_begin[b]];
    EXPECT_EQ(actual, expected);
  }
}

}  // namespace
}  // namespace tertius::bridges
