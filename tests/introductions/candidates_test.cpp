// Candidates and their scores: against lists computed by other libraries and against the definitions.
#include "engine/introductions/ranking/candidates.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::introductions {
namespace {

using test::graph_of;

std::vector<std::vector<Candidate>> all_top(const graph::Graph& graph, TopOptions options,
                                            unsigned threads = 2) {
  std::vector<std::vector<Candidate>> rows;
  top_candidates(
      graph, options,
      [&](graph::VertexId member, std::span<const Candidate> ranked) {
        EXPECT_EQ(member, rows.size()) << "members come in ascending order";
        rows.emplace_back(ranked.begin(), ranked.end());
      },
      RunContext{.threads = threads});
  return rows;
}

/// Walks of `length` connections between all pairs, by repeated multiplication.
std::vector<std::vector<double>> walks(const graph::Graph& graph, unsigned length) {
  const graph::VertexId n = graph.vertex_count();
  std::vector<std::vector<double>> power(n, std::vector<double>(n, 0.0));
  for (graph::VertexId u = 0; u < n; ++u) power[u][u] = 1.0;
  for (unsigned l = 0; l < length; ++l) {
    std::vector<std::vector<double>> next(n, std::vector<double>(n, 0.0));
    for (graph::VertexId u = 0; u < n; ++u) {
      for (graph::VertexId z = 0; z < n; ++z) {
        for (const graph::VertexId v : graph.neighbours(z)) next[u][v] += power[u][z];
      }
    }
    power = std::move(next);
  }
  return power;
}

/// Personalised PageRank by power iteration until nothing moves.
std::vector<double> pagerank_from(const graph::Graph& graph, graph::VertexId source, double damping) {
  const graph::VertexId n = graph.vertex_count();
  std::vector<double> rank(n, 0.0);
  rank[source] = 1.0;
  for (int round = 0; round < 400; ++round) {
    std::vector<double> next(n, 0.0);
    next[source] = 1.0 - damping;
    for (graph::VertexId u = 0; u < n; ++u) {
      for (const graph::VertexId v : graph.neighbours(u)) next[v] += damping * rank[u] / graph.degree(u);
    }
    rank = std::move(next);
  }
  return rank;
}

/// The score of one pair, written down from its definition.
double by_definition(const graph::Graph& graph, graph::VertexId u, graph::VertexId v, Score score) {
  double common = 0.0;
  double adamic = 0.0;
  double allocation = 0.0;
  std::set<graph::VertexId> either(graph.neighbours(u).begin(), graph.neighbours(u).end());
  either.insert(graph.neighbours(v).begin(), graph.neighbours(v).end());
  for (const graph::VertexId z : graph.neighbours(u)) {
    if (!graph.has_arc(z, v)) continue;
    common += 1.0;
    adamic += 1.0 / std::log(static_cast<double>(graph.degree(z)));
    allocation += 1.0 / graph.degree(z);
  }
  const ScoreOptions options;
  switch (score) {
    case Score::common_neighbours:
      return common;
    case Score::jaccard:
      return common == 0.0 ? 0.0 : common / static_cast<double>(either.size());
    case Score::adamic_adar:
      return adamic;
    case Score::hub_promoted:
      return common == 0.0 ? 0.0 : common / std::min(graph.degree(u), graph.degree(v));
    case Score::resource_allocation:
      return allocation;
    case Score::local_path:
      return walks(graph, 2)[u][v] + options.local_path_epsilon * walks(graph, 3)[u][v];
    case Score::katz: {
      double sum = 0.0;
      for (unsigned l = 2; l <= options.katz_length; ++l) {
        sum += std::pow(options.katz_beta, l) * walks(graph, l)[u][v];
      }
      return sum;
    }
    case Score::personalized_pagerank:
      return pagerank_from(graph, u, options.pagerank_damping)[v];
  }
  return 0.0;
}

TEST(Scores, EveryNameIsReadBack) {
  for (const Choice<Score>& entry : all_scores) {
    EXPECT_EQ(chosen(all_scores, entry.name), entry.value);
    EXPECT_EQ(to_string(entry.value), entry.name);
  }
  EXPECT_EQ(chosen(all_scores, "adamic_adar"), Score::adamic_adar);
  EXPECT_EQ(chosen(all_scores, "adamic"), std::nullopt);
  EXPECT_EQ(chosen(all_scores, ""), std::nullopt);
}

TEST(Candidates, NobodyWhereNobodyCanBeReached) {
  for (const Choice<Score>& entry : all_scores) {
    EXPECT_TRUE(all_top(graph::Graph(), {.score = entry.value}).empty());
    EXPECT_TRUE(all_top(graph_of(1, {}), {.score = entry.value})[0].empty());
    EXPECT_TRUE(all_top(graph_of(2, {{0, 1}}), {.score = entry.value})[0].empty());
    for (const auto& row : all_top(test::complete_graph(6), {.score = entry.value})) EXPECT_TRUE(row.empty());
  }
}

TEST(Candidates, OfAStarAreTheOtherLeavesInOrder) {
  for (const Choice<Score>& entry : all_scores) {
    const auto rows = all_top(test::star_graph(6), {.score = entry.value, .top = 3});
    EXPECT_TRUE(rows[0].empty());
    ASSERT_EQ(rows[3].size(), 3U);
    EXPECT_EQ(rows[3][0].id, 1U);
    EXPECT_EQ(rows[3][1].id, 2U);
    EXPECT_EQ(rows[3][2].id, 4U);
  }
}

TEST(Candidates, StayInTheirComponent) {
  const graph::Graph graph = graph_of(7, {{0, 1}, {1, 2}, {3, 4}, {4, 5}});
  for (const Choice<Score>& entry : all_scores) {
    const auto rows = all_top(graph, {.score = entry.value});
    ASSERT_EQ(rows[0].size(), 1U);
    EXPECT_EQ(rows[0][0].id, 2U);
    ASSERT_EQ(rows[5].size(), 1U);
    EXPECT_EQ(rows[5][0].id, 3U);
    EXPECT_TRUE(rows[6].empty());
  }
}

TEST(Candidates, AreScoredByDefinition) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    if (test::sanitized && seed != 2) continue;
    const graph::Graph graph = test::random_graph(24, 0.05 + 0.06 * static_cast<double>(seed), seed);
    CandidateScratch scratch;
    for (const Choice<Score>& entry : all_scores) {
      // PageRank is too low by at most epsilon per contact, by definition of the approximation.
      const double tolerance = entry.value == Score::personalized_pagerank ? 24e-6 : 1e-12;
      for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
        std::vector<double> found(graph.vertex_count(), 0.0);
        for (const Candidate& c : candidates(graph, u, entry.value, scratch)) {
          EXPECT_GT(c.score, 0.0);
          EXPECT_EQ(found[c.id], 0.0) << "named twice";
          found[c.id] = c.score;
        }
        for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
          const double expected =
              u == v || graph.has_arc(u, v) ? 0.0 : by_definition(graph, u, v, entry.value);
          EXPECT_NEAR(found[v], expected, tolerance) << entry.name << ' ' << u << ' ' << v;
        }
      }
    }
  }
}

TEST(Candidates, ListsEqualThoseOfOtherLibrariesToTheLastRank) {
  TERTIUS_NEEDS_SHARED();
  const std::pair<Score, std::string> scores[] = {
      {Score::common_neighbours, "candidates_common_neighbours.csv"},
      {Score::jaccard, "candidates_jaccard.csv"},
      {Score::adamic_adar, "candidates_adamic_adar.csv"},
      {Score::resource_allocation, "candidates_resource_allocation.csv"}};
  std::size_t compared = 0;
  for (const std::string& name : test::shared_networks()) {
    const graph::Graph graph = test::shared_network(name).graph;
    for (const auto& [score, file] : scores) {
      const auto path = test::oracle_file(name, file);
      if (!path) continue;
      const test::Csv oracle(*path);
      const auto rows = all_top(graph, {.score = score});
      std::set<graph::VertexId> listed;
      std::vector<std::size_t> lengths(graph.vertex_count(), 0);
      for (std::size_t row = 0; row < oracle.rows(); ++row) {
        const graph::VertexId member = oracle.id(row, "id");
        const std::size_t rank = oracle.id(row, "rank");
        listed.insert(member);
        ASSERT_LE(rank, rows[member].size()) << name << ' ' << file << ' ' << member;
        ASSERT_EQ(rows[member][rank - 1].id, oracle.id(row, "candidate"))
            << name << ' ' << file << ' ' << member << " rank " << rank;
        ASSERT_NEAR(rows[member][rank - 1].score, oracle.number(row, "score"), 1e-9);
        lengths[member] = std::max(lengths[member], rank);
        ++compared;
      }
      for (const graph::VertexId member : listed) EXPECT_EQ(rows[member].size(), lengths[member]) << name;
    }
  }
  EXPECT_GT(compared, 10000U);
}

TEST(TopCandidates, AreTheBestOfTheCandidates) {
  CandidateScratch scratch;
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const graph::Graph graph = test::random_graph(150, 0.04, seed);
    for (const Choice<Score>& entry : all_scores) {
      if (entry.value == Score::personalized_pagerank) continue;  // pushed for one, solved for all
      const auto rows = all_top(graph, {.score = entry.value, .top = 7});
      for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
        const auto found = candidates(graph, u, entry.value, scratch);
        std::vector<Candidate> expected(found.begin(), found.end());
        rank_candidates(expected, 7);
        ASSERT_EQ(rows[u].size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
          ASSERT_EQ(rows[u][i].id, expected[i].id) << entry.name << ' ' << u;
          ASSERT_EQ(rows[u][i].score, expected[i].score) << entry.name << ' ' << u;
        }
      }
    }
  }
}

/// A few hubs that half of the others know, in a network that is sparse otherwise.
graph::Graph with_hubs(graph::VertexId n, std::uint64_t seed) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> pairs;
  RandomStream random(seed);
  for (graph::VertexId hub = 0; hub < 100; ++hub) {
    const std::uint64_t one_in = 2 + hub / 4;
    for (graph::VertexId v = hub + 1; v < n; ++v) {
      if (random.below(one_in) == 0) pairs.emplace_back(hub, v);
    }
  }
  for (graph::VertexId i = 0; i < n; ++i) {
    pairs.emplace_back(static_cast<graph::VertexId>(random.below(n)),
                       static_cast<graph::VertexId>(random.below(n)));
  }
  return graph_of(n, pairs);
}

TEST(TopCandidates, AreTheBestWhereHubsAreNotRead) {
  CandidateScratch scratch;
  // 131072 members and more have four words of hubs each.
  for (const graph::VertexId n : {graph::VertexId{700}, graph::VertexId{140'000}}) {
    const graph::Graph graph = with_hubs(n, n);
    for (const MutualContactScore& mutual : mutual_contact_scores) {
      const Score score = mutual.score;
      const introductions::MutualContacts kernel(graph, mutual);
      const introductions::KnownHubs hubs(graph, 0);
      EXPECT_EQ(hubs.words(), n < 1000 ? 1U : 4U);
      EXPECT_FALSE(hubs.hubs().empty());
      std::vector<Candidate> found;
      for (graph::VertexId u = 0; u < n; u += 1 + n / test::repeats(60U)) {
        const auto all = candidates(graph, u, score, scratch);
        std::vector<Candidate> expected(all.begin(), all.end());
        rank_candidates(expected, 10);
        kernel.best(u, 10, hubs, scratch.mutual, found);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
          ASSERT_EQ(found[i].id, expected[i].id) << to_string(score) << ' ' << u << " place " << i;
          ASSERT_NEAR(found[i].score, expected[i].score, 1e-12);
        }
      }
    }
  }
}

TEST(TopCandidates, AreTheSameOnAnyNumberOfThreads) {
  const graph::Graph graph = test::random_graph(300, 0.03, 5);
  for (const Choice<Score>& entry : all_scores) {
    const auto one = all_top(graph, {.score = entry.value}, 1);
    for (const unsigned threads : {2U, 7U}) {
      const auto many = all_top(graph, {.score = entry.value}, threads);
      ASSERT_EQ(one.size(), many.size());
      for (std::size_t v = 0; v < one.size(); ++v) {
        ASSERT_EQ(one[v].size(), many[v].size());
        for (std::size_t i = 0; i < one[v].size(); ++i) {
          ASSERT_EQ(one[v][i].id, many[v][i].id);
          ASSERT_EQ(one[v][i].score, many[v][i].score);
        }
      }
    }
  }
}

TEST(TopCandidates, ReportWhatALimitOnHubsSkips) {
  const auto count = [](const graph::Graph& graph, graph::VertexId max_degree) {
    return top_candidates(graph, {.max_degree = max_degree},
                          [](graph::VertexId, std::span<const Candidate>) {});
  };
  const graph::Graph star = test::star_graph(6);
  EXPECT_EQ(count(star, 0).wedges, 20U);
  EXPECT_EQ(count(star, 0).skipped_wedges, 0U);
  EXPECT_EQ(count(star, 4).skipped_wedges, 20U);
  EXPECT_EQ(count(star, 4).suggestions, 0U);
  EXPECT_EQ(count(star, 5).skipped_wedges, 0U);
  EXPECT_EQ(count(star, 5).suggestions, 20U);
}

}  // namespace
}  // namespace tertius::introductions
