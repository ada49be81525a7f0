// Models of random networks: published properties, known counts, refused options, and the same bytes for
// every number of threads.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "engine/core/error.hpp"
#include "engine/generators/barabasi_albert.hpp"
#include "engine/generators/lfr.hpp"
#include "engine/generators/permutation.hpp"
#include "engine/generators/planted.hpp"
#include "engine/generators/rmat.hpp"
#include "engine/generators/watts_strogatz.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::generators {
namespace {

double mean_degree(const graph::Graph& graph) {
  return static_cast<double>(graph.arc_count()) / static_cast<double>(graph.vertex_count());
}

/// Share of the arcs that leave the group of the column "group".
double realised_mixing(const graph::Network& network) {
  const graph::Column& group = *network.members.find_column("group");
  std::uint64_t leaving = 0;
  for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v) {
    for (const graph::VertexId u : network.graph.neighbours(v))
      leaving += group.code(u) != group.code(v) ? 1 : 0;
  }
  return static_cast<double>(leaving) / static_cast<double>(network.graph.arc_count());
}

TEST(Permutation, IsABijection) {
  for (const std::uint64_t n : {1, 2, 3, 5, 64, 100, 1000}) {
    for (const std::uint64_t seed : {1, 2}) {
      const generators::Permutation order(n, seed);
      std::set<std::uint64_t> images;
      for (std::uint64_t x = 0; x < n; ++x) images.insert(order(x));
      EXPECT_EQ(images.size(), n);
      EXPECT_LT(*images.rbegin(), n);
    }
  }
}

TEST(Generators, GiveTheSameForEveryNumberOfThreads) {
  const std::vector<std::function<graph::Network(const RunContext&)>> models{
      [](const RunContext& c) { return generate_rmat({.scale = 13, .edge_factor = 16}, c); },
      [](const RunContext& c) { return generate_planted({.members = 20'000, .groups = 50}, c); },
      [](const RunContext& c) { return generate_lfr({.members = 20'000}, c); },
      [](const RunContext& c) { return generate_barabasi_albert({.members = 50'000}, c); },
      [](const RunContext& c) { return generate_watts_strogatz({.members = 20'000}, c); },
  };
  for (const auto& make : models) {
    const graph::Network one = make({.threads = 1, .seed = 3});
    for (const unsigned threads : {2u, 7u}) {
      const graph::Network more = make({.threads = threads, .seed = 3});
      EXPECT_TRUE(std::ranges::equal(one.graph.out_rows().offsets, more.graph.out_rows().offsets));
      EXPECT_TRUE(std::ranges::equal(one.graph.out_rows().targets, more.graph.out_rows().targets));
      ASSERT_EQ(one.members.columns.size(), more.members.columns.size());
      for (std::size_t c = 0; c < one.members.columns.size(); ++c) {
        for (graph::VertexId v = 0; v < one.members.size(); ++v) {
          ASSERT_EQ(one.members.columns[c].text(v), more.members.columns[c].text(v));
        }
      }
    }
    const graph::Network other = make({.threads = 2, .seed = 4});
    EXPECT_FALSE(std::ranges::equal(one.graph.out_rows().targets, other.graph.out_rows().targets));
  }
}

TEST(Rmat, HasHubsAndALonelyCrowd) {
  const graph::Network network = generate_rmat({.scale = 14, .edge_factor = 16});
  const graph::Graph& graph = network.graph;
  EXPECT_EQ(graph.vertex_count(), 16'384u);
  EXPECT_EQ(network.members.size(), 16'384u);
  // A row of the matrix that has k ones in its address takes (1 - a - b)^k (a + b)^(14 - k) of the rows; the
  // busiest takes 0.76^14 = 2.1 %, in both directions, before repeats are merged.
  graph::VertexId most = 0, isolated = 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    most = std::max(most, graph.degree(v));
    isolated += graph.degree(v) == 0 ? 1 : 0;
  }
  EXPECT_GT(most, 2'000u);
  EXPECT_LT(most, 2 * 0.0215 * 16 * 16'384);
  EXPECT_GT(isolated, 2'000u);
  EXPECT_LT(isolated, 6'000u);
}

TEST(Rmat, KeepsAsManyConnectionsAsExpected) {
  // A pair whose address has i, j and k levels in the quadrants a, b or c, and d is drawn with probability
  // 2 a^i b^j d^k per row, j > 0; the expected number of different pairs follows.
  const unsigned scale = 14;
  const double a = 0.57, b = 0.19, d = 0.05, rows = 16 * 16'384;
  double expected = 0.0;
  for (unsigned i = 0; i <= scale; ++i) {
    for (unsigned j = 1; i + j <= scale; ++j) {
      const unsigned k = scale - i - j;
      const double pairs = std::round(std::exp(std::lgamma(scale + 1) - std::lgamma(i + 1) -
                                               std::lgamma(j + 1) - std::lgamma(k + 1))) *
                           std::pow(2.0, j - 1);
      expected +=
          pairs * -std::expm1(rows * std::log1p(-2 * std::pow(a, i) * std::pow(b, j) * std::pow(d, k)));
    }
  }
  for (const std::uint64_t seed : {1, 2, 3}) {
    const graph::Network network = generate_rmat({.scale = scale, .edge_factor = 16}, {.seed = seed});
    EXPECT_NEAR(static_cast<double>(network.graph.edge_count()), expected, 4 * std::sqrt(expected));
  }
}

TEST(Rmat, DrawsTheQuadrantsWithTheirProbabilities) {
  // Without repeats to merge: equal quadrants make a graph where everybody is like everybody.
  const graph::Network even = generate_rmat({.scale = 16, .edge_factor = 4, .a = 0.25, .b = 0.25, .c = 0.25});
  EXPECT_NEAR(mean_degree(even.graph), 8.0, 0.01);
  graph::VertexId most = 0;
  for (graph::VertexId v = 0; v < even.graph.vertex_count(); ++v) most = std::max(most, even.graph.degree(v));
  EXPECT_LT(most, 30u);
  // All in one quadrant: a single loop, which is dropped.
  EXPECT_EQ(generate_rmat({.scale = 5, .edge_factor = 4, .a = 1.0, .b = 0.0, .c = 0.0}).graph.edge_count(),
            0u);
  // Only off the diagonal: each bit of one end is the complement of the other's.
  const graph::Network opposite =
      generate_rmat({.scale = 6, .edge_factor = 50, .a = 0.0, .b = 0.5, .c = 0.5});
  EXPECT_EQ(opposite.graph.edge_count(), 32u);
  for (graph::VertexId v = 0; v < 64; ++v) EXPECT_EQ(opposite.graph.degree(v), 1u);
}

TEST(Planted, HasTheDegreeAndTheMixingAskedFor) {
  for (const double mixing : {0.0, 0.3, 1.0}) {
    const graph::Network network =
        generate_planted({.members = 30'000, .groups = 300, .degree = 16, .mixing = mixing});
    EXPECT_NEAR(mean_degree(network.graph), 16.0, 0.15);
    EXPECT_NEAR(realised_mixing(network), mixing, 0.01);
    std::vector<int> size(300, 0);
    const graph::Column& group = *network.members.find_column("group");
    for (graph::VertexId v = 0; v < 30'000; ++v) ++size[group.code(v)];
    EXPECT_THAT(size, testing::Each(100));
  }
}

TEST(Planted, OfExtremeNumbers) {
  EXPECT_EQ(generate_planted({.members = 10, .groups = 5, .degree = 0.0}).graph.edge_count(), 0u);
  const graph::Network cliques = generate_planted({.members = 12, .groups = 3, .degree = 3.0, .mixing = 0.0});
  EXPECT_EQ(cliques.graph.edge_count(), 18u);
  EXPECT_EQ(graph::connected_components(cliques.graph).count, 3u);
  EXPECT_EQ(generate_planted({.members = 9, .groups = 1, .degree = 8.0, .mixing = 0.0}).graph.edge_count(),
            36u);
}

TEST(Lfr, HasTheDegreesTheGroupsAndTheMixingAskedFor) {
  const LfrOptions options{
      .members = 50'000, .degree = 20, .max_degree = 300, .mixing = 0.4, .min_group = 30, .max_group = 600};
  const graph::Network network = generate_lfr(options);
  const graph::Graph& graph = network.graph;
  EXPECT_NEAR(mean_degree(graph), 20.0, 0.5);
  EXPECT_NEAR(realised_mixing(network), 0.4, 0.01);
  graph::VertexId most = 0, below_mean = 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    most = std::max(most, graph.degree(v));
    below_mean += graph.degree(v) < 20 ? 1 : 0;
  }
  EXPECT_LE(most, 300u);
  EXPECT_GT(most, 200u);
  EXPECT_GT(below_mean, 30'000u);  // a heavy tail: most members have less than the mean
  const graph::Column& group = *network.members.find_column("group");
  std::vector<graph::VertexId> size(group.dictionary().size(), 0);
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) ++size[group.code(v)];
  EXPECT_GE(*std::min_element(size.begin(), size.end()), 30u);
  EXPECT_LE(*std::max_element(size.begin(), size.end()), 600u);
  EXPECT_GT(std::ranges::count_if(size, [](graph::VertexId s) { return s < 100; }),
            static_cast<std::ptrdiff_t>(size.size()) / 3);
}

TEST(Lfr, MixingIsThatOfEveryMemberNotOnlyOfTheWhole) {
  const graph::Network network = generate_lfr({.members = 20'000,
                                               .degree = 30,
                                               .max_degree = 100,
                                               .mixing = 0.2,
                                               .min_group = 100,
                                               .max_group = 1000});
  const graph::Column& group = *network.members.find_column("group");
  graph::VertexId far = 0;
  for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v) {
    double leaving = 0;
    for (const graph::VertexId u : network.graph.neighbours(v))
      leaving += group.code(u) != group.code(v) ? 1 : 0;
    far += std::abs(leaving - 0.2 * network.graph.degree(v)) > 2.0 ? 1 : 0;
  }
  EXPECT_LT(far, 200u);
}

TEST(Lfr, OfSmallNumbers) {
  const graph::Network network = generate_lfr(
      {.members = 60, .degree = 4, .max_degree = 10, .mixing = 0.1, .min_group = 12, .max_group = 20});
  EXPECT_EQ(network.graph.vertex_count(), 60u);
  EXPECT_GT(network.graph.edge_count(), 90u);
}

TEST(BarabasiAlbert, HasItsKnownCountsAndTail) {
  const graph::Network network = generate_barabasi_albert({.members = 100'000, .connections = 5});
  const graph::Graph& graph = network.graph;
  EXPECT_NEAR(mean_degree(graph), 10.0, 0.05);
  EXPECT_EQ(graph::connected_components(graph).count, 1u);
  // P(degree >= k) is about m (m + 1) / (k (k + 1)) (Dorogovtsev, Mendes & Samukhin 2000).
  for (const double k : {10.0, 20.0, 50.0}) {
    double share = 0;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) share += graph.degree(v) >= k ? 1e-5 : 0;
    EXPECT_NEAR(share, 30.0 / (k * (k + 1)), 0.15 * 30.0 / (k * (k + 1)));
  }
}

TEST(BarabasiAlbert, OfSmallNumbers) {
  EXPECT_EQ(generate_barabasi_albert({.members = 2, .connections = 1}).graph.edge_count(), 1u);
  const graph::Network tree = generate_barabasi_albert({.members = 500, .connections = 1});
  EXPECT_EQ(tree.graph.edge_count(), 499u);
  EXPECT_EQ(graph::connected_components(tree.graph).count, 1u);
}

TEST(WattsStrogatz, IsARingWhereNothingIsRewired) {
  const graph::Network ring = generate_watts_strogatz({.members = 100, .degree = 4, .rewiring = 0.0});
  EXPECT_EQ(ring.graph.edge_count(), 200u);
  for (graph::VertexId v = 0; v < 100; ++v) {
    EXPECT_TRUE(ring.graph.has_arc(v, (v + 1) % 100));
    EXPECT_TRUE(ring.graph.has_arc(v, (v + 2) % 100));
  }
}

TEST(WattsStrogatz, RewiresTheShareAskedFor) {
  const graph::Network network = generate_watts_strogatz({.members = 50'000, .degree = 10, .rewiring = 0.2});
  EXPECT_NEAR(mean_degree(network.graph), 10.0, 0.01);
  std::uint64_t far = 0;
  for (graph::VertexId v = 0; v < 50'000; ++v) {
    for (const graph::VertexId u : network.graph.neighbours(v)) {
      const graph::VertexId step = (u + 50'000 - v) % 50'000;
      far += step > 5 && step < 50'000 - 5 ? 1 : 0;
    }
  }
  EXPECT_NEAR(static_cast<double>(far) / static_cast<double>(network.graph.arc_count()), 0.2, 0.01);
}

TEST(Generators, RefuseNumbersThatMakeNoNetwork) {
  EXPECT_THROW(generate_rmat({.scale = 0}), Error);
  EXPECT_THROW(generate_rmat({.scale = 32}), Error);
  EXPECT_THROW(generate_rmat({.a = 0.9, .b = 0.9}), Error);
  EXPECT_THROW(generate_planted({.members = 10, .groups = 6}), Error);
  EXPECT_THROW(generate_planted({.members = 100, .groups = 50, .degree = 20}), Error);
  EXPECT_THROW(generate_planted({.mixing = 1.5}), Error);
  EXPECT_THROW(generate_lfr({.members = 100, .max_degree = 200}), Error);
  EXPECT_THROW(generate_lfr({.degree = 1.1}), Error);
  EXPECT_THROW(generate_lfr({.min_group = 50, .max_group = 40}), Error);
  EXPECT_THROW(generate_barabasi_albert({.members = 1}), Error);
  EXPECT_THROW(generate_barabasi_albert({.members = 5, .connections = 5}), Error);
  EXPECT_THROW(generate_watts_strogatz({.degree = 5}), Error);
  EXPECT_THROW(generate_watts_strogatz({.rewiring = -0.1}), Error);
}

}  // namespace
}  // namespace tertius::generators
