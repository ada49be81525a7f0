#include "engine/graph/graph.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/bgl.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/building/row_builder.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::graph {
namespace {

using test::graph_of;
using testing::ElementsAre;
using testing::IsEmpty;

static_assert(sizeof(VertexId) == 4 && sizeof(ArcIndex) == 8);

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<UndirectedView>));
BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<DirectedView>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<DirectedView>));

TEST(Graph, EmptyGraphHasNothing) {
  const Graph graph;
  EXPECT_EQ(graph.vertex_count(), 0u);
  EXPECT_EQ(graph.edge_count(), 0u);
  EXPECT_EQ(graph.total_weight(), 0.0);
}

TEST(Graph, IsolatedMembersStay) {
  const Graph graph = graph_of(3, {});
  EXPECT_EQ(graph.vertex_count(), 3u);
  EXPECT_THAT(graph.neighbours(1), IsEmpty());
  EXPECT_FALSE(graph.has_arc(0, 1));
}

TEST(Graph, RowsAreSortedAndSymmetric) {
  const Graph graph = graph_of(4, {{3, 0}, {0, 1}, {2, 0}});
  EXPECT_THAT(graph.neighbours(0), ElementsAre(1, 2, 3));
  EXPECT_THAT(graph.neighbours(3), ElementsAre(0));
  EXPECT_TRUE(graph.has_arc(0, 3));
  EXPECT_FALSE(graph.has_arc(1, 3));
}

TEST(Graph, ArcsAreFoundInRowsOfAnyLength) {
  for (VertexId degree = 0; degree < 20; ++degree) {
    // A member with every second one, and two members who are connected in every graph.
    std::vector<std::pair<VertexId, VertexId>> connections{{41, 42}};
    for (VertexId i = 0; i < degree; ++i) connections.emplace_back(20, i < 10 ? 2 * i + 1 : 2 * i + 2);
    const Graph graph = graph_of(43, connections);
    for (VertexId u = 0; u < 43; ++u) {
      for (VertexId v = 0; v < 43; ++v) {
        const auto row = graph.neighbours(u);
        const auto at = std::find(row.begin(), row.end(), v);
        const ArcIndex expected = at == row.end()
                                      ? graph.arc_count()
                                      : graph.arcs_begin(u) + static_cast<ArcIndex>(at - row.begin());
        EXPECT_EQ(graph.find_arc(u, v), expected) << degree << ": " << u << " " << v;
      }
    }
  }
}

TEST(Graph, TakesEightBytesPerConnectionAndEightPerMember) {
  const Graph graph = test::random_graph(200, 0.1, 7);
  EXPECT_EQ(graph.bytes(), 8 * graph.edge_count() + 8 * (graph.vertex_count() + 1ull));
}

TEST(Builder, CountsLoopsAndDuplicates) {
  const std::vector<VertexId> u{0, 1, 1, 2, 2}, v{1, 0, 2, 2, 1};
  const BuildResult built = build_graph(3, {u, v});
  EXPECT_EQ(built.graph.edge_count(), 2u);
  EXPECT_EQ(built.loops, 1u);
  EXPECT_EQ(built.duplicates, 2u);
  EXPECT_FALSE(built.graph.weighted());
}

TEST(Builder, MergesWeightsBySumOrMaximum) {
  const std::vector<VertexId> u{0, 1}, v{1, 0};
  const std::vector<double> w{2.5, 4.0};
  EXPECT_EQ(build_graph(2, {u, v, w}).graph.weight(0), 6.5);
  EXPECT_EQ(build_graph(2, {u, v, w}, {.merge = Merge::maximum}).graph.weight(0), 4.0);
}

TEST(Builder, DirectedConnectionsCountAnyOrMutual) {
  const std::vector<VertexId> u{0, 1, 1, 0, 3}, v{1, 0, 2, 1, 3};  // 0<->1 (0->1 twice), 1->2, a loop
  const BuildResult any = build_graph(4, {u, v}, {.directed_input = true, .keep_arcs = true});
  EXPECT_EQ(any.graph.edge_count(), 2u);
  EXPECT_EQ(any.loops, 1u);
  EXPECT_EQ(any.duplicates, 1u);
  EXPECT_EQ(any.reciprocated, 1u);
  EXPECT_EQ(any.arcs.arc_count(), 3u);
  EXPECT_THAT(any.arcs.neighbours(1), ElementsAre(0, 2));
  EXPECT_THAT(any.arcs.in_neighbours(1), ElementsAre(0));
  const BuildResult mutual = build_graph(4, {u, v}, {.directed_input = true, .rule = ConnectionRule::mutual});
  EXPECT_EQ(mutual.graph.edge_count(), 1u);
  EXPECT_EQ(mutual.one_sided, 1u);
  EXPECT_EQ(mutual.graph.vertex_count(), 4u);
}

TEST(Builder, EqualsABruteForceMultiset) {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    RandomStream random(seed);
    std::vector<VertexId> u, v;
    std::vector<double> w;
    std::map<std::pair<VertexId, VertexId>, double> expected;
    std::uint64_t loops = 0;
    for (int e = 0; e < 2000; ++e) {
      const auto a = static_cast<VertexId>(random.below(60)), b = static_cast<VertexId>(random.below(60));
      u.push_back(a), v.push_back(b), w.push_back(static_cast<double>(1 + random.below(8)));
      if (a == b) {
        ++loops;
      } else {
        expected[std::minmax(a, b)] += w.back();
      }
    }
    const BuildResult built = build_graph(60, {u, v, w});
    EXPECT_EQ(built.loops, loops);
    EXPECT_EQ(built.graph.edge_count(), expected.size());
    EXPECT_EQ(built.loops + built.duplicates + built.graph.edge_count(), u.size());
    for (const auto& [pair, weight] : expected) {
      for (const auto& [a, b] : {pair, std::pair(pair.second, pair.first)}) {
        const ArcIndex arc = built.graph.find_arc(a, b);
        ASSERT_NE(arc, built.graph.arc_count());
        EXPECT_EQ(built.graph.weight(arc), weight);
      }
    }
  }
}

TEST(Builder, OrderOfRowsAndThreadsChangeNothing) {
  RandomStream random(5);
  std::vector<VertexId> u, v;
  std::vector<double> w;
  for (int e = 0; e < 200'000; ++e) {
    u.push_back(static_cast<VertexId>(random.below(900)));
    v.push_back(static_cast<VertexId>(random.below(900)));
    w.push_back(random.real());
  }
  const Graph first = build_graph(900, {u, v, w}, {}, {.threads = 1}).graph;
  std::reverse(u.begin(), u.end()), std::reverse(v.begin(), v.end()), std::reverse(w.begin(), w.end());
  for (const unsigned threads : {1u, 2u, 7u}) {
    const Graph again = build_graph(900, {u, v, w}, {}, {.threads = threads}).graph;
    EXPECT_TRUE(std::ranges::equal(first.out_rows().offsets, again.out_rows().offsets));
    EXPECT_TRUE(std::ranges::equal(first.out_rows().targets, again.out_rows().targets));
    EXPECT_TRUE(std::ranges::equal(first.out_rows().weights, again.out_rows().weights));
  }
}

TEST(RowBuilder, KeysOfEveryWidthGiveTheSameGraph) {
  // The expected rows decide how keys look: eight bytes, or four in very many buckets.
  constexpr std::uint64_t bound = std::uint64_t{1} << 24;
  RandomStream random(7);
  std::vector<VertexPair> pairs;
  std::vector<double> weights;
  for (int i = 0; i < test::repeats(20'000); ++i) {
    const auto near = [&](VertexId base) { return base + static_cast<VertexId>(random.below(300)); };
    const VertexId corner[] = {0, 255, 256, 4'194'303, 8'388'600, static_cast<VertexId>(bound - 300)};
    pairs.push_back({near(corner[random.below(6)] / 2), near(corner[random.below(6)])});
    if (i % 7 == 0) pairs.back().to = pairs.back().from;
    weights.push_back(1.0 + static_cast<double>(random.below(3)));
  }
  for (const bool weighted : {false, true}) {
    for (const bool directed : {false, true}) {
      std::optional<RowBuilder::Compacted> first;
      for (const std::uint64_t expected :
           {std::uint64_t{1}, std::uint64_t{1} << 20, std::uint64_t{1} << 28}) {
        for (const unsigned threads : {1U, 7U}) {
          const RunContext context{.threads = threads};
          with_threads(context, [&] {
            RowBuilder builder({.id_bound = bound,
                                .weighted = weighted,
                                .directed_input = directed,
                                .expected_rows = expected});
            EXPECT_EQ(builder.key_bytes(), expected >= std::uint64_t{1} << 28 && !directed ? 4U : 8U);
            parallel_blocks(pairs.size(), 1000, [&](std::size_t begin, std::size_t end) {
              builder.add(std::span(pairs).subspan(begin, end - begin),
                          weighted ? weights.data() + begin : nullptr);
            });
            auto made = builder.finish_compact({.directed_input = directed}, context);
            if (!first) {
              first = std::move(made);
              return;
            }
            EXPECT_EQ(made.members, first->members);
            EXPECT_EQ(made.ids, first->ids);
            EXPECT_EQ(made.built.loops, first->built.loops);
            EXPECT_EQ(made.built.duplicates, first->built.duplicates);
            const Rows &a = made.built.graph.out_rows(), &b = first->built.graph.out_rows();
            EXPECT_TRUE(std::ranges::equal(a.offsets, b.offsets));
            EXPECT_TRUE(std::ranges::equal(a.targets, b.targets));
            EXPECT_TRUE(std::ranges::equal(a.weights, b.weights));
          });
        }
      }
    }
  }
}

TEST(RowBuilder, RowsInOrderAndInNoneGiveTheSameGraph) {
  constexpr VertexId n = 5000;
  RandomStream random(8);
  std::vector<VertexPair> pairs;
  std::vector<double> weights;
  for (VertexId u = 0; u < n; ++u) {
    for (VertexId v = u + 1 + static_cast<VertexId>(random.below(40)); v < n && pairs.size() < 60'000;
         v += 1 + static_cast<VertexId>(random.below(500))) {
      const std::size_t times = random.below(20) == 0 ? 2 : 1;
      for (std::size_t i = 0; i < times; ++i) {
        pairs.push_back({u, v});
        weights.push_back(1.0 + static_cast<double>(random.below(3)));
      }
    }
  }
  constexpr std::size_t block = 1000;
  const std::size_t blocks = (pairs.size() + block - 1) / block;
  for (const bool weighted : {false, true}) {
    std::optional<BuildResult> first;
    for (const int order : {0, 1, 2, 3}) {  // as it is; last block first; gaps between blocks; not stated
      for (const unsigned threads : {1U, 7U}) {
        with_threads({.threads = threads}, [&] {
          RowBuilder builder({.id_bound = n, .weighted = weighted, .expected_rows = pairs.size()});
          parallel_blocks(blocks, 1, [&](std::size_t i, std::size_t) {
            const std::size_t b = order == 1 ? blocks - 1 - i : i;
            const std::size_t begin = b * block, end = std::min(pairs.size(), begin + block);
            builder.add(std::span(pairs).subspan(begin, end - begin),
                        weighted ? weights.data() + begin : nullptr,
                        order == 3   ? 0
                        : order == 2 ? 3 * b
                                     : b);
          });
          BuildResult made = builder.finish(n, {}, {.threads = threads});
          if (!first) {
            first = std::move(made);
            return;
          }
          EXPECT_EQ(made.duplicates, first->duplicates);
          const Rows &a = made.graph.out_rows(), &b = first->graph.out_rows();
          EXPECT_TRUE(std::ranges::equal(a.offsets, b.offsets)) << order << " " << threads;
          EXPECT_TRUE(std::ranges::equal(a.targets, b.targets)) << order << " " << threads;
          EXPECT_TRUE(std::ranges::equal(a.weights, b.weights)) << order << " " << threads;
        });
      }
    }
    ASSERT_TRUE(first);
    for (const VertexPair& pair : pairs) ASSERT_TRUE(first->graph.has_arc(pair.from, pair.to));
  }
}

TEST(BoostGraph, ComponentsAgree) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Graph graph = test::random_graph(150, 0.012, seed);
    const UndirectedView view{&graph};
    std::vector<std::uint32_t> labels(graph.vertex_count());
    const auto count = boost::connected_components(
        view, boost::make_iterator_property_map(labels.begin(), get(boost::vertex_index, view)));
    const Partition ours = connected_components(graph);
    EXPECT_EQ(ours.count, static_cast<std::uint32_t>(count));
    EXPECT_EQ(ours.label, canonical(labels).label);
  }
}

TEST(BoostGraph, DistancesAgree) {
  const Graph graph = test::random_graph(120, 0.03, 9);
  const UndirectedView view{&graph};
  std::vector<std::uint32_t> distance(graph.vertex_count(), unreachable);
  distance[4] = 0;
  boost::breadth_first_search(
      view, VertexId{4},
      boost::visitor(boost::make_bfs_visitor(boost::record_distances(
          boost::make_iterator_property_map(distance.begin(), get(boost::vertex_index, view)),
          boost::on_tree_edge()))));
  EXPECT_EQ(bfs_distances(graph, 4), distance);
}

TEST(BoostGraph, EveryConnectionOnce) {
  const Graph graph = test::random_graph(40, 0.2, 3);
  const UndirectedView view{&graph};
  const auto [first, last] = edges(view);
  EXPECT_EQ(static_cast<std::uint64_t>(std::distance(first, last)), graph.edge_count());
}

TEST(Components, EqualTheOracle) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : test::shared_networks()) {
    const Network network = test::shared_network(name);
    const Partition components = connected_components(network.graph);
    std::map<std::uint32_t, std::uint32_t> expected, found;
    const test::Csv sizes(*test::oracle_file(name, "component_sizes.csv"));
    for (std::size_t row = 0; row < sizes.rows(); ++row)
      expected[sizes.id(row, "size")] = sizes.id(row, "components");
    for (const std::uint32_t size : components.sizes()) ++found[size];
    EXPECT_EQ(found, expected) << name;
    const test::Csv degrees(*test::oracle_file(name, "nodes.csv"));
    for (std::size_t row = 0; row < degrees.rows(); ++row) {
      ASSERT_EQ(network.graph.degree(degrees.id(row, "id")), degrees.id(row, "degree")) << name;
    }
  }
}

}  // namespace
}  // namespace tertius::graph
