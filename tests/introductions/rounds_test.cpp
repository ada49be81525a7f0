// Rounds of introductions: no limit is ever broken, and the value is near the best there is.
#include "engine/introductions/rounds.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <set>

#include "tests/support/graphs.hpp"

namespace tertius::introductions {
namespace {

using namespace test;

double value_of(std::span<const RoundPair> pairs, const std::vector<ChosenPair>& chosen) {
  double sum = 0.0;
  for (const ChosenPair& c : chosen) sum += pairs[c.pair].value;
  return sum;
}

/// Random pairs among `members`, each with some of the others as introducers; one in ten needs none.
std::vector<RoundPair> random_pairs(graph::VertexId members, std::size_t count, std::uint64_t seed) {
  RandomStream random(seed, 17);
  std::set<std::pair<graph::VertexId, graph::VertexId>> seen;
  std::vector<RoundPair> pairs;
  for (int attempt = 0; attempt < 1000 && pairs.size() < count; ++attempt) {
    const auto a = static_cast<graph::VertexId>(random.below(members)),
               b = static_cast<graph::VertexId>(random.below(members));
    if (a == b || !seen.insert({std::min(a, b), std::max(a, b)}).second) continue;
    RoundPair pair{a, b, 0.1 + 0.1 * static_cast<double>(random.below(20)), {}, random.below(10) == 0};
    for (std::uint64_t i = 0; i < 1 + random.below(3); ++i) {
      const auto z = static_cast<graph::VertexId>(random.below(members));
      if (z == a || z == b || std::count(pair.introducers.begin(), pair.introducers.end(), z) > 0) continue;
      pair.introducers.push_back(z);
    }
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

void expect_within_limits(graph::VertexId members, std::span<const RoundPair> pairs,
                          const std::vector<ChosenPair>& chosen, const RoundLimits& limits) {
  std::vector<unsigned> received(members, 0), made(members, 0);
  std::set<std::size_t> once;
  for (const auto& [p, introducer] : chosen) {
    EXPECT_TRUE(once.insert(p).second);
    ++received[pairs[p].a];
    ++received[pairs[p].b];
    if (pairs[p].by_organiser) {
      EXPECT_EQ(introducer, graph::no_vertex);
      continue;
    }
    const auto& could = pairs[p].introducers;
    ASSERT_NE(std::find(could.begin(), could.end(), introducer), could.end());
    ++made[introducer];
  }
  for (graph::VertexId v = 0; v < members; ++v) {
    EXPECT_LE(received[v], limits.per_member);
    EXPECT_LE(made[v], limits.per_introducer);
  }
}

/// The best total by trying every set of pairs and every introducer.
double optimum(graph::VertexId members, std::span<const RoundPair> pairs, const RoundLimits& limits) {
  std::vector<unsigned> received(members, 0), made(members, 0);
  std::vector<double> rest(pairs.size() + 1, 0.0);
  for (std::size_t i = pairs.size(); i-- > 0;) rest[i] = rest[i + 1] + pairs[i].value;
  double best = 0.0;
  const std::function<void(std::size_t, double)> search = [&](std::size_t i, double sum) {
    best = std::max(best, sum);
    if (i == pairs.size() || sum + rest[i] <= best) return;
    const RoundPair& p = pairs[i];
    if (received[p.a] < limits.per_member && received[p.b] < limits.per_member) {
      ++received[p.a], ++received[p.b];
      if (p.by_organiser) {
        search(i + 1, sum + p.value);
      } else {
        for (const graph::VertexId z : p.introducers) {
          if (made[z] >= limits.per_introducer) continue;
          ++made[z];
          search(i + 1, sum + p.value);
          --made[z];
        }
      }
      --received[p.a], --received[p.b];
    }
    search(i + 1, sum);
  };
  search(0, 0.0);
  return best;
}

TEST(Rounds, NothingToChooseFrom) {
  EXPECT_TRUE(choose_pairs(0, {}, {}).empty());
  EXPECT_TRUE(choose_pairs(5, {}, {}).empty());
  const std::vector<RoundPair> nobody = {{0, 1, 1.0, {}}};
  EXPECT_TRUE(choose_pairs(2, nobody, {}).empty()) << "nobody could introduce them";
  const std::vector<RoundPair> organiser = {{0, 1, 1.0, {}, true}};
  EXPECT_EQ(choose_pairs(2, organiser, {}).size(), 1u);
}

TEST(Rounds, BSuitorIsWhatGreedyFinds) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const graph::VertexId members = 12;
    auto pairs = random_pairs(members, 30, seed);
    for (std::size_t i = 0; i < pairs.size(); ++i)
      pairs[i].value += 1e-4 * static_cast<double>(i);  // no ties
    const unsigned b = static_cast<unsigned>(1 + seed % 3);
    std::vector<std::size_t> order(pairs.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(),
              [&](std::size_t x, std::size_t y) { return pairs[x].value > pairs[y].value; });
    std::vector<unsigned> degree(members, 0);
    std::vector<std::size_t> greedy;
    for (const std::size_t p : order) {
      if (degree[pairs[p].a] >= b || degree[pairs[p].b] >= b) continue;
      ++degree[pairs[p].a], ++degree[pairs[p].b];
      greedy.push_back(p);
    }
    std::sort(greedy.begin(), greedy.end());
    EXPECT_EQ(b_suitor(members, pairs, b), greedy) << "seed " << seed;
  }
}

TEST(Rounds, LimitsHoldAndTheValueIsNearTheOptimum) {
  double sum = 0.0, worst = 1.0;
  int optimal = 0, count = 0;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    const graph::VertexId members = static_cast<graph::VertexId>(6 + seed % 5);
    const RoundLimits limits{.per_member = 1 + static_cast<unsigned>(seed % 2),
                             .per_introducer = 1 + static_cast<unsigned>(seed / 2 % 2)};
    const auto pairs = random_pairs(members, 14, seed);
    const auto chosen = choose_pairs(members, pairs, limits);
    expect_within_limits(members, pairs, chosen, limits);
    const double best = optimum(members, pairs, limits), reached = value_of(pairs, chosen);
    ASSERT_GT(best, 0.0);
    EXPECT_LE(reached, best + 1e-9);
    EXPECT_GE(reached, best / 2.0) << "seed " << seed;
    sum += reached / best;
    worst = std::min(worst, reached / best);
    optimal += reached > best - 1e-9 ? 1 : 0;
    ++count;
  }
  RecordProperty("mean_share_of_optimum", std::to_string(sum / count));
  RecordProperty("worst_share_of_optimum", std::to_string(worst));
  RecordProperty("optimal", optimal);
  std::printf("share of the optimum: mean %.4f, worst %.4f, optimal in %d of %d\n", sum / count, worst,
              optimal, count);
  EXPECT_GT(sum / count, 0.95);
}

TEST(Rounds, LimitsHoldInLargerRounds) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const RoundLimits limits{.per_member = 1 + static_cast<unsigned>(seed % 3),
                             .per_introducer = 1 + static_cast<unsigned>(seed % 4)};
    const auto pairs = random_pairs(80, 600, seed);
    const auto chosen = choose_pairs(80, pairs, limits);
    expect_within_limits(80, pairs, chosen, limits);
    // Nothing that still fits is left out: no pair with two free members and a free introducer.
    std::vector<unsigned> received(80, 0), made(80, 0);
    std::vector<bool> taken(pairs.size(), false);
    for (const auto& [p, introducer] : chosen) {
      taken[p] = true;
      ++received[pairs[p].a], ++received[pairs[p].b];
      if (introducer != graph::no_vertex) ++made[introducer];
    }
    for (std::size_t p = 0; p < pairs.size(); ++p) {
      if (taken[p] || received[pairs[p].a] >= limits.per_member || received[pairs[p].b] >= limits.per_member)
        continue;
      EXPECT_FALSE(pairs[p].by_organiser);
      for (const graph::VertexId z : pairs[p].introducers) EXPECT_GE(made[z], limits.per_introducer);
    }
  }
}

/// A network with bubbles, needs, closed members and two who know nobody.
struct Association {
  graph::Network network;
  graph::Partition groups;

  explicit Association(std::uint64_t seed) {
    const graph::VertexId n = 60;
    std::vector<WeightedEdge> edges;
    RandomStream random(seed, 2);
    for (graph::VertexId u = 0; u + 2 < n; ++u) {
      for (graph::VertexId v = u + 1; v + 2 < n; ++v) {
        if (random.real() < (u % 4 == v % 4 ? 0.25 : 0.03))
          edges.push_back({u, v, 1.0 + static_cast<double>(random.below(4))});
      }
    }
    network.graph = weighted_graph_of(n, edges);
    network.members.ids = graph::Ids::dense(n);
    const std::vector<std::string> words = {"photos", "Übersetzung", "pottery", "web design", "choir"};
    graph::Column offers("offers"), needs("needs"), open("open");
    for (graph::VertexId v = 0; v < n; ++v) {
      offers.push_back(words[random.below(words.size())]);
      needs.push_back(words[random.below(words.size())]);
      open.push_back(random.below(12) == 0 ? "no" : "yes");
    }
    for (graph::Column* column : {&offers, &needs, &open})
      network.members.columns.push_back(std::move(*column));
    network.consent = graph::Consents(graph::read_consent(network.members).states);
    groups = {std::vector<std::uint32_t>(n), 4};
    for (graph::VertexId v = 0; v < n; ++v) groups.label[v] = v % 4;
  }
};

TEST(Rounds, AWholeRoundKeepsEveryPromise) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const Association all(seed);
    Exclusions exclusions(all.network);
    exclusions.avoid({{0, 5}, {1, 9}, {2, 3}});
    const Recommender recommender(all.network, all.groups, {.introducers = 0, .exclusions = exclusions});
    const RoundLimits limits{.per_member = 2, .per_introducer = 3};
    std::vector<std::pair<graph::VertexId, graph::VertexId>> past;
    for (int number = 0; number < 3; ++number) {
      const Round round = plan_round(all.network, recommender, limits, past);
      ASSERT_FALSE(round.introductions.empty());
      std::vector<unsigned> received(60, 0), made(60, 0);
      for (const Introduction& i : round.introductions) {
        EXPECT_TRUE(exclusions.may_meet(i.a, i.b));
        EXPECT_FALSE(all.network.graph.has_arc(i.a, i.b));
        EXPECT_GT(i.value, 0.0);
        ++received[i.a], ++received[i.b];
        for (const auto& [a, b] : past) EXPECT_FALSE((a == i.a && b == i.b) || (a == i.b && b == i.a));
        if (i.introducer == graph::no_vertex) {
          EXPECT_TRUE(all.network.graph.degree(i.a) == 0 || all.network.graph.degree(i.b) == 0);
          continue;
        }
        ++made[i.introducer];
        EXPECT_TRUE(all.network.graph.has_arc(i.introducer, i.a));
        EXPECT_TRUE(all.network.graph.has_arc(i.introducer, i.b));
        EXPECT_TRUE(exclusions.may_meet(i.introducer, i.a));
        EXPECT_TRUE(exclusions.may_meet(i.introducer, i.b));
      }
      EXPECT_LE(*std::max_element(received.begin(), received.end()), 2u);
      EXPECT_LE(*std::max_element(made.begin(), made.end()), 3u);
      EXPECT_EQ(round.largest_load, *std::max_element(made.begin(), made.end()));
      for (const graph::VertexId newcomer : {graph::VertexId{58}, graph::VertexId{59}}) {
        if (exclusions.open(newcomer)) {
          EXPECT_GT(received[newcomer], 0u) << "newcomers get a way in";
        }
      }
      for (const Introduction& i : round.introductions) past.emplace_back(i.b, i.a);
    }
  }
}

TEST(Rounds, AnyNumberOfThreadsPlansTheSame) {
  const Association all(7);
  std::vector<std::vector<std::tuple<graph::VertexId, graph::VertexId, graph::VertexId, double>>> seen;
  for (const unsigned threads : {1u, 2u, 7u}) {
    const RunContext context{.threads = threads};
    const Recommender recommender(all.network, all.groups, {.introducers = 0}, context);
    auto& rows = seen.emplace_back();
    for (const Introduction& i : plan_round(all.network, recommender, {}, {}, context).introductions) {
      rows.emplace_back(i.a, i.b, i.introducer, i.value);
    }
  }
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_EQ(seen[0], seen[2]);
}

TEST(Rounds, DegenerateNetworksAndLimits) {
  // A star is one person's list of contacts: all pairs in it are equally close, so that none is proposed.
  const std::vector<std::pair<graph::Graph, std::size_t>> cases = {{empty_graph(0), 0},
                                                                   {empty_graph(1), 0},
                                                                   {complete_graph(5), 0},
                                                                   {star_graph(5), 0},
                                                                   {path_graph(5), 2}};
  for (const auto& [graph, introductions] : cases) {
    graph::Network network;
    network.members.ids = graph::Ids::dense(graph.vertex_count());
    network.graph = graph;
    const graph::Partition groups{std::vector<std::uint32_t>(graph.vertex_count(), 0), 1};
    const Recommender recommender(network, groups);
    const Round round = plan_round(network, recommender, {.per_member = 1, .per_introducer = 1});
    EXPECT_EQ(round.introductions.size(), introductions);
    EXPECT_THROW(plan_round(network, recommender, {.per_member = 0}), Error);
    EXPECT_THROW(plan_round(network, recommender, {.per_introducer = 0}), Error);
  }
}

}  // namespace
}  // namespace tertius::introductions
