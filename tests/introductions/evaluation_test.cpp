// Hiding connections and finding them again: against figures of other implementations, and the blend against
// its targets.
#include "engine/introductions/evaluation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::introductions {
namespace {

using test::graph_of;

/// ../shared/data/NAME/linkpred: the split that the oracle used.
Holdout shared_split(const std::string& name, const graph::Network& network) {
  const auto folder = test::shared_folder() / "data" / name / "linkpred";
  const auto zipped = folder / "train.csv.gz";
  const test::Csv train(std::filesystem::exists(zipped) ? zipped : folder / "train.csv");
  const test::Csv hidden(folder / "hidden.csv");
  std::vector<Pair> edges, pairs;
  for (std::size_t row = 0; row < train.rows(); ++row) {
    edges.emplace_back(train.id(row, "source"), train.id(row, "target"));
  }
  for (std::size_t row = 0; row < hidden.rows(); ++row) {
    pairs.emplace_back(hidden.id(row, "source"), hidden.id(row, "target"));
  }
  return given_holdout(graph_of(network.graph.vertex_count(), edges), {}, pairs);
}

/// A number of ../shared/oracle/NAME/linkpred_baseline.json.
double baseline(const std::string& name, const std::string& method, const std::string& figure) {
  std::ifstream file(*test::oracle_file(name, "linkpred_baseline.json"));
  std::stringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  std::size_t at = all.find('"' + method + '"');
  at = all.find('"' + figure + "\": ", at);
  return std::stod(all.substr(at + figure.size() + 4));
}

graph::Partition one_group(graph::VertexId n) {
  return {std::vector<std::uint32_t>(n, 0), 1};
}

TEST(Holdout, LeavesEverybodyATieAndGroupsWhole) {
  for (std::uint64_t seed = 1; seed < 6; ++seed) {
    const graph::Graph graph = test::random_graph(60, 0.06, seed);
    const Holdout holdout = hold_out(graph, {}, {.share = 0.3}, {.seed = seed});
    EXPECT_EQ(holdout.train.edge_count() + holdout.hidden.size(), graph.edge_count());
    EXPECT_EQ(graph::connected_components(holdout.train).label, graph::connected_components(graph).label);
    for (const auto& [u, v] : holdout.hidden) {
      EXPECT_LT(u, v);
      EXPECT_TRUE(graph.has_arc(u, v));
      EXPECT_FALSE(holdout.train.has_arc(u, v));
    }
    for (graph::VertexId v = 0; v < 60; ++v) EXPECT_EQ(holdout.train.degree(v) > 0, graph.degree(v) > 0);
  }
}

TEST(Holdout, HidesNothingOfATree) {
  EXPECT_TRUE(hold_out(test::star_graph(9), {}).hidden.empty());
  EXPECT_TRUE(hold_out(graph::Graph(), {}).hidden.empty());
  EXPECT_TRUE(hold_out(graph_of(1, {}), {}).hidden.empty());
  EXPECT_THROW(hold_out(test::star_graph(9), {}, {.share = 0.0}), Error);
  EXPECT_THROW(hold_out(test::star_graph(9), {}, {.share = 1.0}), Error);
}

TEST(Holdout, HidesTheLatestWhereThereAreDates) {
  // A ring of early connections and two late chords.
  const graph::Graph graph = graph_of(6, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 0}, {0, 3}, {1, 4}});
  graph::ConnectionAttributes connections;
  for (graph::VertexId u = 0; u < 6; ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
      const bool chord = (u + 3) % 6 == v;
      connections.since.own().push_back(chord ? 900 + static_cast<graph::Day>(u + v) : 100);
    }
  }
  const Holdout holdout = hold_out(graph, connections, {.share = 0.25});
  EXPECT_TRUE(holdout.by_date);
  EXPECT_EQ(holdout.hidden, (std::vector<Pair>{{0, 3}, {1, 4}}));
  ASSERT_EQ(holdout.connections.since.size(), holdout.train.arc_count());
  for (const graph::Day day : holdout.connections.since) EXPECT_EQ(day, 100);
  EXPECT_FALSE(hold_out(graph, connections, {.share = 0.25, .by_date = false}).by_date);
}

TEST(Holdout, IsAnotherOneInEveryRoundAndTheSameForASeed) {
  const graph::Graph graph = test::random_graph(60, 0.2, 3);
  const auto hidden = [&](std::uint64_t seed, std::uint64_t round, unsigned threads) {
    return hold_out(graph, {}, {.round = round}, {.threads = threads, .seed = seed}).hidden;
  };
  EXPECT_EQ(hidden(1, 0, 1), hidden(1, 0, 7));
  EXPECT_NE(hidden(1, 0, 1), hidden(1, 1, 1));
  EXPECT_NE(hidden(1, 0, 1), hidden(2, 0, 1));
}

TEST(Judge, CountsWhatIsFoundAgain) {
  // 0 misses 3 and 4; the ranker names 5, 3, 6 for everybody.
  const graph::Graph train = graph_of(7, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}, {5, 6}});
  const Pair hidden[] = {{0, 3}, {0, 4}};
  const Holdout holdout = given_holdout(train, {}, hidden);
  const std::vector<Candidate> named = {{5, 0.9}, {3, 0.8}, {6, 0.1}};
  const std::vector<graph::VertexId> introducers = {1, 1, graph::no_vertex};
  const Ranker ranker{"fixed", true, [&](std::span<const graph::VertexId> members, const ListingSink& sink) {
                        for (std::size_t i = 0; i < members.size(); ++i) sink(i, {named, true, introducers});
                      }};
  graph::Partition bubbles = one_group(7);
  bubbles.label[5] = 1;
  bubbles.count = 2;
  const Quality quality = judge(ranker, holdout, bubbles);
  // Members 0, 3 and 4 are judged; only 0 finds a partner (3), on the second place.
  EXPECT_DOUBLE_EQ(quality[Metric::recall_at_10], 0.5 / 3);
  EXPECT_DOUBLE_EQ(quality[Metric::hit_at_10], 1.0 / 3);
  EXPECT_DOUBLE_EQ(quality[Metric::mrr], 0.5 / 3);
  EXPECT_DOUBLE_EQ(quality[Metric::ndcg_at_10], 1 / std::log2(3.0) / (1 + 1 / std::log2(3.0)) / 3);
  EXPECT_DOUBLE_EQ(quality[Metric::coverage], 3.0 / 7);
  EXPECT_DOUBLE_EQ(quality[Metric::cross_bubble_share], 1.0 / 3);
  EXPECT_DOUBLE_EQ(quality[Metric::suggestion_gini], 0.0);
  EXPECT_DOUBLE_EQ(quality[Metric::introducer_gini], 0.0);
  // Nine suggestions: 0.9 never true, 0.8 once in three, 0.1 never.
  EXPECT_NEAR(quality[Metric::calibration_error], (2.7 + 1.4 + 0.3) / 9, 1e-12);
}

TEST(Judge, ReproducesTheFiguresOfAnotherImplementation) {
  TERTIUS_NEEDS_SHARED();
  const std::pair<Score, std::string> methods[] = {{Score::common_neighbours, "common_neighbours"},
                                                   {Score::jaccard, "jaccard"},
                                                   {Score::adamic_adar, "adamic_adar"},
                                                   {Score::resource_allocation, "resource_allocation"}};
  for (const std::string name : {"email-eu-core", "polblogs", "ego-facebook", "github-musae"}) {
    if (test::sanitized && name != "email-eu-core") continue;
    const graph::Network network = test::shared_network(name);
    const Holdout holdout = shared_split(name, network);
    const graph::Partition bubbles = one_group(network.graph.vertex_count());
    for (const auto& [score, method] : methods) {
      const Quality quality = judge(ranker_of(holdout.train, score), holdout, bubbles);
      EXPECT_NEAR(quality[Metric::recall_at_10], baseline(name, method, "recall_at_10"), 1e-9)
          << name << method;
      EXPECT_NEAR(quality[Metric::mrr], baseline(name, method, "mrr"), 1e-9) << name << method;
    }
    if (network.graph.vertex_count() > 5000) continue;
    const Quality quality = judge(ranker_of(holdout.train, Score::personalized_pagerank), holdout, bubbles);
    EXPECT_NEAR(quality[Metric::recall_at_10], baseline(name, "personalised_pagerank", "recall_at_10"), 1e-4);
    EXPECT_NEAR(quality[Metric::mrr], baseline(name, "personalised_pagerank", "mrr"), 1e-4);
  }
}

TEST(Blend, BeatsTheBestSingleScoreAndReachesAsManyPeople) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string name : {"email-eu-core", "polblogs"}) {
    if (test::sanitized && name != "email-eu-core") continue;
    const graph::Network network = test::shared_network(name);
    const Holdout holdout = shared_split(name, network);
    const auto groupings = attribute_groupings(network.members);
    const graph::Partition bubbles = one_group(network.graph.vertex_count());
    double recall = 0.0, mrr = 0.0, coverage = 0.0;
    for (const Choice<Score>& entry : all_scores) {
      const Quality quality = judge(ranker_of(holdout.train, entry.value), holdout, bubbles);
      recall = std::max(recall, quality[Metric::recall_at_10]);
      mrr = std::max(mrr, quality[Metric::mrr]);
      if (entry.value == Score::resource_allocation) coverage = quality[Metric::coverage];
    }
    const Blend blend(holdout.train, holdout.connections, groupings);
    EXPECT_TRUE(blend.fitted());
    const Quality quality = judge(ranker_of(blend), holdout, bubbles);
    EXPECT_GE(quality[Metric::recall_at_10], 1.1 * recall) << name;
    EXPECT_GE(quality[Metric::mrr], 1.1 * mrr) << name;
    EXPECT_GE(quality[Metric::coverage], coverage) << name;
    EXPECT_LE(quality[Metric::calibration_error], 0.1) << name;
  }
}

/// Two dense groups with a few connections between them.
graph::Graph two_groups(graph::VertexId n, std::uint64_t seed) {
  std::vector<Pair> pairs;
  RandomStream random(seed);
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = u + 1; v < n; ++v) {
      if (random.real() < (u % 2 == v % 2 ? 0.2 : 0.01)) pairs.emplace_back(u, v);
    }
  }
  return graph_of(n, pairs);
}

std::vector<std::vector<Candidate>> ranked_by(const Blend& blend, graph::VertexId n) {
  std::vector<std::vector<Candidate>> rows(n);
  Blend::Scratch scratch;
  for (graph::VertexId v = 0; v < n; ++v) {
    blend.rank(std::span(&v, 1), scratch, [&](std::size_t, std::span<const Candidate> ranked) {
      rows[v].assign(ranked.begin(), ranked.end());
    });
  }
  return rows;
}

TEST(Blend, IsTheSameOnAnyNumberOfThreadsAndInAnyCompany) {
  const graph::VertexId n = 90;
  const graph::Graph graph = two_groups(n, 4);
  graph::Partition groups = one_group(n);
  for (graph::VertexId v = 0; v < n; ++v) groups.label[v] = v % 2;
  groups.count = 2;
  const std::span<const graph::Partition> groupings(&groups, 1);
  const Blend one(graph, {}, groupings, {}, {.threads = 1});
  EXPECT_TRUE(one.fitted());
  const auto expected = ranked_by(one, n);
  for (const unsigned threads : {2U, 7U}) {
    if (test::sanitized && threads != 7) continue;
    const auto found = ranked_by(Blend(graph, {}, groupings, {}, {.threads = threads}), n);
    for (graph::VertexId v = 0; v < n; ++v) {
      ASSERT_EQ(found[v].size(), expected[v].size());
      for (std::size_t i = 0; i < found[v].size(); ++i) {
        ASSERT_EQ(found[v][i].id, expected[v][i].id);
        ASSERT_EQ(found[v][i].score, expected[v][i].score);
      }
    }
  }
  // Eight members at once get what each gets alone.
  const std::vector<graph::VertexId> eight = {3, 14, 15, 9, 26, 53, 58, 89};
  Blend::Scratch scratch;
  one.rank(eight, scratch, [&](std::size_t i, std::span<const Candidate> ranked) {
    ASSERT_EQ(ranked.size(), expected[eight[i]].size());
    for (std::size_t place = 0; place < ranked.size(); ++place) {
      ASSERT_EQ(ranked[place].id, expected[eight[i]][place].id);
    }
  });
}

TEST(Blend, NamesNonContactsOnceWithProbabilities) {
  const graph::VertexId n = 90;
  const graph::Graph graph = two_groups(n, 7);
  const auto rows = ranked_by(Blend(graph, {}, {}), n);
  for (graph::VertexId v = 0; v < n; ++v) {
    std::vector<bool> named(n, false);
    for (const Candidate& candidate : rows[v]) {
      EXPECT_NE(candidate.id, v);
      EXPECT_FALSE(graph.has_arc(v, candidate.id));
      EXPECT_FALSE(named[candidate.id]);
      named[candidate.id] = true;
      EXPECT_GT(candidate.score, 0.0);
      EXPECT_LT(candidate.score, 1.0);
    }
  }
}

TEST(Blend, KeepsItsDefaultWhereThereIsTooLittleToLearnFrom) {
  for (const graph::Graph& graph : {graph::Graph(), graph_of(1, {}), graph_of(3, {}), test::star_graph(12),
                                    test::complete_graph(5), test::path_graph(9)}) {
    const Blend blend(graph, {}, {});
    EXPECT_FALSE(blend.fitted());
    for (const BlendWeight& weight : blend.weights()) EXPECT_TRUE(std::isfinite(weight.weight));
    for (const auto& row : ranked_by(blend, graph.vertex_count())) {
      for (const Candidate& candidate : row) EXPECT_TRUE(std::isfinite(candidate.score));
    }
  }
  // The other leaves of a star are known through its centre.
  EXPECT_EQ(ranked_by(Blend(test::star_graph(12), {}, {}), 12)[3].size(), 10U);
}

TEST(Summary, IsMeanAndStudentInterval) {
  Quality a, b;
  a[Metric::mrr] = 0.2;
  b[Metric::mrr] = 0.4;
  const Quality rounds[] = {a, b};
  const ScoreQuality summary = summarize("x", rounds);
  EXPECT_DOUBLE_EQ(summary.mean[Metric::mrr], 0.3);
  EXPECT_NEAR(summary.half_width[Metric::mrr], 12.706 * std::sqrt(0.02 / 2), 1e-12);
  EXPECT_TRUE(std::isnan(summarize("x", std::span(rounds, 1)).half_width[Metric::mrr]));
}

}  // namespace
}  // namespace tertius::introductions
