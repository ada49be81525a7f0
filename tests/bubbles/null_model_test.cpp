#include "engine/bubbles/null_model.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "engine/graph/kernels/rewiring.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bubbles {
namespace {

using namespace test;

graph::Partition random_groups(graph::VertexId n, std::uint32_t count, std::uint64_t seed) {
  RandomStream random(seed, 99);
  graph::Partition groups{std::vector<std::uint32_t>(n), count};
  for (auto& label : groups.label) label = static_cast<std::uint32_t>(random.below(count));
  return groups;
}

PermutationTest tested(const graph::Graph& graph, const graph::Partition& groups,
                       const PermutationOptions& options = {}, const RunContext& context = {}) {
  return permutation_test(graph, groups, mixing_matrix(graph, groups), options, context);
}

std::set<std::pair<graph::VertexId, graph::VertexId>> connection_set(const graph::Rewiring& network) {
  std::set<std::pair<graph::VertexId, graph::VertexId>> connections;
  for (const auto [u, v] : network.connections()) connections.insert(std::minmax(u, v));
  return connections;
}

TEST(Rewiring, KeepsDegreesAndMakesNeitherLoopsNorRepeats) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const auto n = static_cast<graph::VertexId>(3 + 7 * seed);
    const graph::Graph graph = random_graph(n, 0.3, seed);
    graph::Rewiring network(graph);
    RandomStream random(seed);
    network.swap_ends(20 * graph.edge_count(), random);
    std::vector<graph::VertexId> degree(n, 0);
    for (const auto [u, v] : network.connections()) {
      EXPECT_NE(u, v);
      ++degree[u];
      ++degree[v];
    }
    EXPECT_EQ(connection_set(network).size(), graph.edge_count());
    for (graph::VertexId v = 0; v < n; ++v) EXPECT_EQ(degree[v], graph.degree(v));
  }
}

TEST(Rewiring, ReachesEveryNetworkOfTheSameDegreesEquallyOften) {
  // Six members with two connections each: 60 hexagons and 10 pairs of triangles.
  const graph::Graph hexagon = graph_of(6, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}});
  constexpr int draws = 14000;
  std::map<std::set<std::pair<graph::VertexId, graph::VertexId>>, int> seen;
  graph::Rewiring network(hexagon);
  RandomStream random(5);
  for (int i = 0; i < draws; ++i) {
    network.swap_ends(60, random);
    ++seen[connection_set(network)];
  }
  EXPECT_EQ(seen.size(), 70U);
  double chi_square = 0;
  for (const auto& [connections, count] : seen) chi_square += (count - 200.0) * (count - 200.0) / 200.0;
  EXPECT_LT(chi_square, 69 + 4 * std::sqrt(2 * 69.0));
}

double choose(double n, double k) {
  return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1));
}

TEST(DrawMarked, FollowsTheHypergeometricDistribution) {
  struct Case {
    std::uint64_t total, marked, drawn;
  };
  for (const auto [total, marked, drawn] :
       {Case{10, 4, 3}, Case{50, 25, 25}, Case{1000, 7, 500}, Case{40, 39, 20}}) {
    RandomStream random(total, marked);
    std::map<std::uint64_t, double> seen;
    constexpr int draws = 40000;
    for (int i = 0; i < draws; ++i) seen[draw_marked(random, total, marked, drawn)] += 1;
    double chi_square = 0, cells = 0;
    for (std::uint64_t x = 0; x <= std::min(marked, drawn); ++x) {
      const auto n = static_cast<double>(total), k = static_cast<double>(marked),
                 d = static_cast<double>(drawn);
      const double at = static_cast<double>(x);
      const bool possible = n - k >= d - at;
      const double expected = possible ? draws * choose(k, at) * choose(n - k, d - at) / choose(n, d) : 0;
      if (!possible) {
        EXPECT_EQ(seen[x], 0);
      }
      if (expected < 5) continue;
      chi_square += (seen[x] - expected) * (seen[x] - expected) / expected;
      ++cells;
    }
    EXPECT_LT(chi_square, cells + 4 * std::sqrt(2 * cells) + 4) << total << " " << marked << " " << drawn;
  }
  RandomStream random(1);
  EXPECT_EQ(draw_marked(random, 10, 0, 5), 0U);
  EXPECT_EQ(draw_marked(random, 10, 10, 5), 5U);
  EXPECT_EQ(draw_marked(random, 10, 4, 10), 4U);
  double mean = 0;
  for (int i = 0; i < 200; ++i)
    mean += static_cast<double>(draw_marked(random, 200'000'000, 60'000'000, 100'000'000));
  EXPECT_NEAR(mean / 200, 30e6, 5 * std::sqrt(1e8 * 0.3 * 0.7 * 0.5 / 200));
}

/// Every way to join the ends, one after the other; calls visit(connections inside or between groups).
void join_all(std::vector<std::uint32_t>& ends, std::vector<std::pair<std::uint32_t, std::uint32_t>>& joined,
              const std::function<void()>& visit) {
  if (ends.empty()) return visit();
  const std::uint32_t first = ends.back();
  ends.pop_back();
  for (std::size_t i = 0; i < ends.size(); ++i) {
    const std::uint32_t other = ends[i];
    ends.erase(ends.begin() + static_cast<std::ptrdiff_t>(i));
    joined.emplace_back(std::min(first, other), std::max(first, other));
    join_all(ends, joined, visit);
    joined.pop_back();
    ends.insert(ends.begin() + static_cast<std::ptrdiff_t>(i), other);
  }
  ends.push_back(first);
}

TEST(PermutationTest, OfJoinedEndsEqualsEveryWayToJoinThem) {
  for (std::uint64_t seed = 1; seed < 5; ++seed) {
    const graph::Graph graph = random_graph(6, 0.35, seed);
    const graph::Partition groups = random_groups(6, 3, seed);
    if (graph.edge_count() < 2 || graph.edge_count() > 6) continue;
    const MixingMatrix mixing = mixing_matrix(graph, groups);
    std::vector<std::uint32_t> ends;
    for (graph::VertexId v = 0; v < 6; ++v) ends.insert(ends.end(), graph.degree(v), groups.label[v]);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> joined;
    struct Sums {
      double ways = 0, sum = 0, squares = 0, fewer = 0, more = 0;
      void add(double x, double observed) {
        ways += 1, sum += x, squares += x * x;
        fewer += x <= observed ? 1 : 0;
        more += x >= observed ? 1 : 0;
      }
    };
    std::map<std::pair<std::uint32_t, std::uint32_t>, Sums> cells;
    Sums internal;
    join_all(ends, joined, [&] {
      double inside = 0;
      for (std::uint32_t a = 0; a < 3; ++a) {
        for (std::uint32_t b = a; b < 3; ++b) {
          const auto count = static_cast<double>(std::count(joined.begin(), joined.end(), std::pair(a, b)));
          cells[{a, b}].add(count, static_cast<double>(mixing.connections(a, b)));
          if (a == b) inside += count;
        }
      }
      internal.add(inside, static_cast<double>(mixing.total_internal()));
    });
    const auto result = permutation_test(graph, groups, mixing,
                                         {.permutations = 20000, .model = NullModel::joined}, {.seed = seed});
    const auto expect = [&](const ChanceTest& actual, const Sums& s) {
      const double mean = s.sum / s.ways, sd = std::sqrt(std::max(0.0, s.squares / s.ways - mean * mean));
      EXPECT_NEAR(actual.mean, mean, 1e-9);
      EXPECT_NEAR(actual.sd, sd, 1e-6);
      EXPECT_NEAR(actual.p_fewer, s.fewer / s.ways, 0.02);
      EXPECT_NEAR(actual.p_more, s.more / s.ways, 0.02);
    };
    expect(result.internal, internal);
    for (std::uint32_t a = 0; a < 3; ++a) {
      expect(result.groups[a], cells[{a, a}]);
      for (std::uint32_t b = a + 1; b < 3; ++b) expect(result.pair(b, a), cells[{a, b}]);
    }
  }
}

TEST(PermutationTest, OfManyGroupsShufflesTheSameDistribution) {
  // 300 groups are more than are drawn from hypergeometric distributions.
  const graph::Graph graph = random_graph(600, 0.01, 3);
  graph::Partition groups = random_groups(600, 3, 1);
  const auto few = tested(graph, groups, {.permutations = 2000, .model = NullModel::joined});
  groups.count = 300;  // most of them empty
  const auto many = tested(graph, groups, {.permutations = 2000, .model = NullModel::joined});
  EXPECT_NEAR(few.internal.mean, many.internal.mean, 1e-9);
  EXPECT_NEAR(few.internal.p_more, many.internal.p_more, 0.05);
  EXPECT_NEAR(few.pair(0, 2).p_fewer, many.pair(0, 2).p_fewer, 0.05);
  EXPECT_EQ(many.paired, 256U);
}

/// The largest distance between the distribution of `values` and the uniform one (Kolmogorov-Smirnov).
double distance_from_uniform(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  double largest = 0;
  const double n = static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    largest = std::max(
        {largest, static_cast<double>(i + 1) / n - values[i], values[i] - static_cast<double>(i) / n});
  }
  return largest;
}

TEST(PermutationTest, IsUniformOnRandomNetworks) {
  constexpr int networks = test::repeats(400);
  for (const NullModel model : {NullModel::rewired, NullModel::joined}) {
    std::vector<double> middle, pairs;
    std::map<double, int> more, fewer;
    for (std::uint64_t seed = 0; seed < networks; ++seed) {
      // Joined ends make loops and repeats, which hardly matter where members have few connections each.
      const graph::VertexId n = model == NullModel::rewired ? 80 : 800;
      const graph::Graph graph = random_graph(n, model == NullModel::rewired ? 0.08 : 0.003, seed);
      const graph::Partition groups = random_groups(n, 3, seed);
      const auto test = tested(graph, groups, {.permutations = 99, .model = model}, {.seed = seed});
      for (const double level : {0.05, 0.2, 0.5}) {
        more[level] += test.internal.p_more <= level ? 1 : 0;
        fewer[level] += test.groups[1].p_fewer <= level ? 1 : 0;
      }
      // Counts are whole numbers: the middle of what lies on either side of the observed one is uniform.
      middle.push_back((test.internal.p_more + 1 - test.internal.p_fewer) / 2);
      pairs.push_back((test.pair(0, 1).p_more + 1 - test.pair(0, 1).p_fewer) / 2);
    }
    for (const double level : {0.05, 0.2, 0.5}) {
      const double most = networks * level + 3 * std::sqrt(networks * level * (1 - level));
      EXPECT_LE(more[level], most) << to_string(model) << " " << level;
      EXPECT_LE(fewer[level], most) << to_string(model) << " " << level;
    }
    EXPECT_LT(distance_from_uniform(middle), 1.63 / std::sqrt(networks)) << to_string(model);
    EXPECT_LT(distance_from_uniform(pairs), 1.63 / std::sqrt(networks)) << to_string(model);
  }
}

TEST(PermutationTest, HoldsForAnyNumberOfSwaps) {
  // Hardly mixed chains give less power, but never too many small p-values.
  constexpr int networks = 300;
  int small = 0;
  for (std::uint64_t seed = 0; seed < networks; ++seed) {
    const graph::Graph graph = random_graph(40, 0.15, seed);
    const auto test = tested(graph, random_groups(40, 2, seed),
                             {.permutations = 99, .model = NullModel::rewired, .swaps_per_connection = 0.1},
                             {.seed = seed});
    small += test.internal.p_more <= 0.1 ? 1 : 0;
  }
  EXPECT_LE(small, networks * 0.1 + 3 * std::sqrt(networks * 0.09));
}

TEST(PermutationTest, SeesPlantedGroupsAndGaps) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> connections;
  graph::Partition groups{std::vector<std::uint32_t>(60), 3};
  RandomStream random(4);
  for (graph::VertexId u = 0; u < 60; ++u) {
    groups.label[u] = u / 20;
    for (graph::VertexId v = u + 1; v < 60; ++v) {
      const bool gap = u / 20 == 0 && v / 20 == 2;
      if (!gap && random.real() < (u / 20 == v / 20 ? 0.4 : 0.1)) connections.emplace_back(u, v);
    }
  }
  const graph::Graph graph = graph_of(60, connections);
  for (const NullModel model : {NullModel::rewired, NullModel::joined}) {
    const auto test = tested(graph, groups, {.model = model});
    EXPECT_LT(test.internal.p_more, 0.001);
    EXPECT_GT(test.internal.z, 5);
    EXPECT_GT(test.internal.p_fewer, 0.99);
    for (const ChanceTest& group : test.groups) EXPECT_LT(group.p_more, 0.001);
    EXPECT_LT(test.pair(0, 2).p_fewer, 0.001);
    EXPECT_LT(test.pair(2, 0).z, -3);
  }
}

TEST(PermutationTest, OfDegenerateNetworks) {
  EXPECT_EQ(tested(empty_graph(), {}).permutations, 0U);
  EXPECT_TRUE(std::isnan(tested(empty_graph(3), {{0, 1, 1}, 2}).internal.p_more));
  EXPECT_TRUE(std::isnan(tested(path_graph(2), {{0, 1}, 2}).internal.z));
  const auto star = tested(star_graph(9), {{0, 0, 0, 0, 0, 1, 1, 1, 1}, 2});  // cannot be rewired
  EXPECT_EQ(star.internal.p_more, 1);
  EXPECT_TRUE(std::isnan(star.internal.z));
  const auto whole = tested(complete_graph(5), {{0, 0, 0, 0, 0}, 1}, {.model = NullModel::joined});
  EXPECT_EQ(whole.internal.p_more, 1);
  EXPECT_TRUE(std::isnan(whole.internal.z));
  EXPECT_EQ(tested(complete_graph(3), {{0, 1, 2}, 3}, {.model = NullModel::joined}).pairs.size(), 3U);
}

TEST(PermutationTest, IsTheSameForEveryNumberOfThreads) {
  const graph::Graph graph = random_graph(300, 0.03, 8);
  const graph::Partition groups = random_groups(300, 4, 2);
  for (const NullModel model : {NullModel::rewired, NullModel::joined}) {
    const auto one = tested(graph, groups, {.permutations = 100, .model = model}, {.threads = 1});
    for (const unsigned threads : {2U, 7U}) {
      const auto many = tested(graph, groups, {.permutations = 100, .model = model}, {.threads = threads});
      EXPECT_EQ(one.internal.mean, many.internal.mean);
      EXPECT_EQ(one.internal.sd, many.internal.sd);
      EXPECT_EQ(one.internal.p_more, many.internal.p_more);
      for (std::uint32_t b = 1; b < 4; ++b) EXPECT_EQ(one.pair(0, b).z, many.pair(0, b).z);
    }
  }
}

}  // namespace
}  // namespace tertius::bubbles
