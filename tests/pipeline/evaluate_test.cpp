// The whole evaluation: names, ranges, threads, and what cannot be evaluated.
#include "engine/pipeline/evaluate.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/report/evaluate.hpp"
#include "tests/support/graphs.hpp"

namespace tertius {
namespace {

Network network_of(Graph graph) {
  Network network;
  network.members.ids = Ids::dense(graph.vertex_count());
  Column column("discipline");
  for (VertexId v = 0; v < graph.vertex_count(); ++v) column.push_back(v % 3 == 0 ? "music" : "design");
  network.members.columns.push_back(std::move(column));
  network.graph = std::move(graph);
  return network;
}

EvaluateOptions everything() {
  EvaluateOptions options{.openness = {0.0, 1.0}, .rounds = 2};
  for (const ScoreInfo& entry : score_register()) options.scores.push_back(entry.score);
  return options;
}

TEST(Evaluate, JudgesEveryScoreTheBlendAndTheDefault) {
  const Network network = network_of(test::random_graph(80, 0.12, 5));
  const Evaluation result = evaluate(network, everything());
  ASSERT_EQ(result.scores.size(), score_register().size() + 2);
  EXPECT_EQ(result.scores.front().name, "common-neighbours");
  EXPECT_EQ(result.scores[result.scores.size() - 2].name, "blend");
  EXPECT_EQ(result.scores.back().name, "default");
  EXPECT_EQ(result.bubbles_by, "discipline");
  EXPECT_EQ(result.hidden.size(), 2U);
  ASSERT_EQ(result.openness.size(), 2U);
  EXPECT_FALSE(result.blend.empty());
  for (const ScoreQuality& score : result.scores) {
    for (const double value : score.mean.values) {
      if (std::isnan(value)) continue;
      EXPECT_GE(value, 0.0) << score.name;
      EXPECT_LE(value, 1.0) << score.name;
    }
    EXPECT_LE(score.mean[Metric::recall_at_5], score.mean[Metric::recall_at_10]);
    EXPECT_LE(score.mean[Metric::recall_at_10], score.mean[Metric::recall_at_20]);
    EXPECT_LE(score.mean[Metric::recall_at_10], score.mean[Metric::hit_at_10]);
  }
}

TEST(Evaluate, SaysTheSameOnAnyNumberOfThreads) {
  const Network network = network_of(test::random_graph(80, 0.12, 6));
  const std::string one = evaluate_csv(evaluate(network, everything(), {.threads = 1}));
  EXPECT_EQ(one, evaluate_csv(evaluate(network, everything(), {.threads = 2})));
  EXPECT_EQ(one, evaluate_csv(evaluate(network, everything(), {.threads = 7})));
  EXPECT_NE(one, evaluate_csv(evaluate(network, everything(), {.seed = 2})));
}

TEST(Evaluate, TakesAGivenSplit) {
  // A square and a diagonal to be found: 0 and 2 share both 1 and 3.
  const Network network = network_of(test::graph_of(5, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {0, 2}, {3, 4}}));
  const std::vector<Pair> train = {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {3, 4}};
  const std::vector<Pair> hidden = {{2, 0}};
  const Evaluation result = evaluate_split(network, train, hidden, {.scores = {Score::common_neighbours}});
  EXPECT_EQ(result.split, Evaluation::Split::given);
  EXPECT_EQ(result.hidden, (std::vector<std::uint64_t>{1}));
  EXPECT_DOUBLE_EQ(result.scores.front().mean[Metric::mrr], 1.0);
}

TEST(Evaluate, SaysWhatCannotBeEvaluated) {
  EXPECT_THROW(evaluate(network_of(test::star_graph(8)), {}), Error);
  EXPECT_THROW(evaluate(network_of(test::complete_graph(4)), {.rounds = 0}), Error);
}

TEST(EvaluateReport, IsReadableAndHasNoNaN) {
  const Evaluation result = evaluate(network_of(test::random_graph(80, 0.12, 5)), everything());
  const std::string text = evaluate_text(result, 5, 100);
  EXPECT_NE(text.find("In each of 2 rounds"), std::string::npos);
  EXPECT_NE(text.find("default"), std::string::npos);
  for (const std::string& shown : {text, evaluate_csv(result), evaluate_chart(result)}) {
    EXPECT_EQ(shown.find("nan"), std::string::npos);
  }
  EXPECT_EQ(evaluate_chart(result).rfind("</svg>\n"), evaluate_chart(result).size() - 7);
}

}  // namespace
}  // namespace tertius
