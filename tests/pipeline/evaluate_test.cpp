// The whole evaluation: names, ranges, threads, and what cannot be evaluated.
#include "engine/pipeline/evaluate.hpp"

#include <gtest/gtest.h>
#include <rapidjson/document.h>

#include <cmath>
#include <string>
#include <tuple>
#include <vector>

#include "engine/report/analyses/evaluate.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

graph::Network network_of(graph::Graph graph) {
  graph::Network network;
  network.members.ids = graph::Ids::dense(graph.vertex_count());
  graph::Column column("discipline");
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
    column.push_back(v % 3 == 0 ? "music" : "design");
  network.members.columns.push_back(std::move(column));
  network.graph = std::move(graph);
  return network;
}

EvaluateOptions everything() {
  EvaluateOptions options{.openness = {0.0, 1.0}, .rounds = 2};
  for (const Choice<introductions::Score>& entry : introductions::all_scores)
    options.scores.push_back(entry.value);
  return options;
}

TEST(Evaluate, JudgesEveryScoreTheBlendAndTheDefault) {
  const graph::Network network = network_of(test::random_graph(80, 0.12, 5));
  const introductions::Evaluation result = evaluate(network, everything());
  ASSERT_EQ(result.scores.size(), std::size(introductions::all_scores) + 2);
  EXPECT_EQ(result.scores.front().name, "common-neighbours");
  EXPECT_EQ(result.scores[result.scores.size() - 2].name, "blend");
  EXPECT_EQ(result.scores.back().name, "default");
  EXPECT_EQ(result.bubbles_by, "discipline");
  EXPECT_EQ(result.hidden.size(), 2U);
  ASSERT_EQ(result.openness.size(), 2U);
  EXPECT_FALSE(result.blend.empty());
  for (const introductions::ScoreQuality& score : result.scores) {
    for (const double value : score.mean.values) {
      if (std::isnan(value)) continue;
      EXPECT_GE(value, 0.0) << score.name;
      EXPECT_LE(value, 1.0) << score.name;
    }
    EXPECT_LE(score.mean[introductions::Metric::recall_at_5],
              score.mean[introductions::Metric::recall_at_10]);
    EXPECT_LE(score.mean[introductions::Metric::recall_at_10],
              score.mean[introductions::Metric::recall_at_20]);
    EXPECT_LE(score.mean[introductions::Metric::recall_at_10], score.mean[introductions::Metric::hit_at_10]);
  }
}

TEST(Evaluate, SaysTheSameOnAnyNumberOfThreads) {
  const graph::Network network = network_of(test::random_graph(80, 0.12, 6));
  const std::string one = report::evaluate_csv(evaluate(network, everything(), {.threads = 1}));
  EXPECT_EQ(one, report::evaluate_csv(evaluate(network, everything(), {.threads = 7})));
  if (test::sanitized) return;
  EXPECT_EQ(one, report::evaluate_csv(evaluate(network, everything(), {.threads = 2})));
  EXPECT_NE(one, report::evaluate_csv(evaluate(network, everything(), {.seed = 2})));
}

TEST(Evaluate, TakesAGivenSplit) {
  // A square and a diagonal to be found: 0 and 2 share both 1 and 3.
  const graph::Network network =
      network_of(test::graph_of(5, {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {0, 2}, {3, 4}}));
  const std::vector<introductions::Pair> train = {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {3, 4}};
  const std::vector<introductions::Pair> hidden = {{2, 0}};
  const introductions::Evaluation result =
      evaluate_split(network, train, hidden, {.scores = {introductions::Score::common_neighbours}});
  EXPECT_EQ(result.split, introductions::Evaluation::Split::given);
  EXPECT_EQ(result.hidden, (std::vector<std::uint64_t>{1}));
  EXPECT_DOUBLE_EQ(result.scores.front().mean[introductions::Metric::mrr], 1.0);
}

TEST(Evaluate, SaysWhatCannotBeEvaluated) {
  EXPECT_THROW(evaluate(network_of(test::star_graph(8)), {}), Error);
  EXPECT_THROW(evaluate(network_of(test::complete_graph(4)), {.rounds = 0}), Error);
}

TEST(EvaluateReport, IsReadableAndHasNoNaN) {
  const introductions::Evaluation result =
      evaluate(network_of(test::random_graph(80, 0.12, 5)), everything());
  const std::string text = report::evaluate_text(result, 5, 100);
  EXPECT_NE(text.find("In each of 2 rounds"), std::string::npos);
  EXPECT_NE(text.find("default"), std::string::npos);
  for (const std::string& shown : {text, report::evaluate_csv(result), report::evaluate_chart(result)}) {
    EXPECT_EQ(shown.find("nan"), std::string::npos);
  }
  EXPECT_EQ(report::evaluate_chart(result).rfind("</svg>\n"), report::evaluate_chart(result).size() - 7);
}

/// An evaluation of made-up figures: name, recall@10, hit@10, share across.
introductions::Evaluation made_up(const std::vector<std::tuple<std::string, double, double, double>>& rows) {
  introductions::Evaluation e;
  e.hidden = {20};
  e.members = {12};
  e.bubbles_by = "discipline";
  for (const auto& [name, recall, hit, across] : rows) {
    introductions::ScoreQuality score{name, {}, {}};
    score.mean.values.fill(0.5);
    score.half_width.values.fill(std::nan(""));
    score.mean[introductions::Metric::recall_at_10] = recall;
    score.mean[introductions::Metric::hit_at_10] = hit;
    score.mean[introductions::Metric::cross_bubble_share] = across;
    e.scores.push_back(score);
  }
  return e;
}

std::string sentences(const introductions::Evaluation& e) {
  const std::string text = report::evaluate_text(e, 3, 10'000);
  return text.substr(0, text.find('\n'));
}

TEST(EvaluateReport, NamesAllWhoFindMostAndWhoLeadFurthest) {
  introductions::Evaluation e =
      made_up({{"a", 0.2, 0.3, std::nan("")}, {"b", 0.4, 0.6, 0.1}, {"c", 0.1, 0.1, 0.25}});
  EXPECT_NE(
      sentences(e).find(" b finds most again: on average 40 % of a member's hidden ties are among the "
                        "first 10 suggestions, and 60 % of these members find at least one there. c leads "
                        "furthest out: 25 % of"),
      std::string::npos)
      << sentences(e);
  // A setting of openness is compared as well: it stands in the same table.
  e.openness.push_back({1.0, made_up({{"default", 0.4, 0.7, 0.9}}).scores.front()});
  EXPECT_NE(sentences(e).find(" b and openness 1 find most again"), std::string::npos) << sentences(e);
  EXPECT_NE(sentences(e).find(" openness 1 leads furthest out: 90 %"), std::string::npos) << sentences(e);
}

TEST(EvaluateReport, SaysWhenNothingIsFoundAndNothingLeadsOut) {
  const std::string text = sentences(made_up({{"a", 0.0, 0.0, 0.0}, {"b", 0.0, 0.0, 0.0}}));
  EXPECT_NE(text.find("Nothing finds a hidden tie again among its first 10"), std::string::npos) << text;
  EXPECT_NE(text.find("No suggestion among the first 10 leads into another bubble"), std::string::npos)
      << text;
  EXPECT_EQ(text.find("most again"), std::string::npos) << text;
  EXPECT_EQ(text.find("furthest"), std::string::npos) << text;
}

TEST(EvaluateReport, JsonHasAsDataWhatTheTextSays) {
  const introductions::Evaluation e = made_up({{"a", 0.2, 0.3, 0.0}, {"b", 0.4, 0.6, 0.0}});
  report::JsonWriter writer;
  report::write_evaluate_json(writer, e);
  rapidjson::Document json;
  json.Parse(writer.take().c_str());
  std::vector<std::string> kinds;
  for (const auto& finding : json["findings"].GetArray()) kinds.emplace_back(finding["kind"].GetString());
  EXPECT_EQ(kinds, (std::vector<std::string>{"ties_hidden", "suggestions_made", "finds_most_again",
                                             "nothing_leads_out"}));
  const auto& hidden = json["findings"][0]["arguments"];
  EXPECT_EQ(hidden["ties"].GetInt(), 20);
  EXPECT_STREQ(hidden["split"].GetString(), "random");
  EXPECT_DOUBLE_EQ(json["findings"][2]["arguments"]["share"].GetDouble(), 0.4);
  EXPECT_TRUE(
      sentences(e).starts_with("20 ties at random were hidden. Suggestions for the 12 members who lost "
                               "one were made from what was left"))
      << sentences(e);
}

TEST(EvaluateReport, SaysHowOftenTheBlendSuggestsSomebodyElse) {
  introductions::Evaluation e = made_up({{"a", 0.2, 0.3, 0.1}});
  e.blend = {{"common neighbours", 0.5}};
  e.blend_fitted = true;
  e.blend_learnt_from = 1;
  e.blend_discovery = 23;
  const std::string text = report::evaluate_text(e, 3, 10'000);
  EXPECT_NE(text.find("The blend learnt from 1 end of a hidden tie. Its strongest"), std::string::npos)
      << text;
  EXPECT_NE(text.find("One place in every 23 goes to somebody drawn"), std::string::npos) << text;
}

TEST(EvaluateReport, SpeaksOfAnIntervalOnlyWhereThereAreRounds) {
  introductions::Evaluation e = made_up({{"a", 0.4, 0.6, 0.1}});
  EXPECT_EQ(report::evaluate_text(e, 3, 100).find("±"), std::string::npos);
  e.hidden = {20, 20};
  e.members = {11, 14};
  e.scores.front().half_width.values.fill(0.01);
  EXPECT_NE(report::evaluate_text(e, 3, 100).find("± is half the width of a 95 % confidence interval"),
            std::string::npos);
  EXPECT_NE(sentences(e).find("for the 11 to 14 members who lost one"), std::string::npos) << sentences(e);
}

TEST(EvaluateReport, TableCsvAndJsonHaveTheSameColumns) {
  const introductions::Evaluation e = made_up({{"a", 0.4, 0.6, 0.1}});
  const std::string text = report::evaluate_text(e, 3, 80), csv = report::evaluate_csv(e);
  std::size_t at = 0;
  for (const std::string title : {"recall@5", "recall@10", "recall@20", "hit@10", "MRR", "NDCG@10",
                                  "coverage", "across bubbles", "Gini", "introducers", "calibration"}) {
    at = text.find(title, at);
    ASSERT_NE(at, std::string::npos) << title;
    at += title.size();
  }
  at = 0;
  for (std::size_t m = 0; m < introductions::metric_count; ++m) {
    at = csv.find("," + std::string(introductions::to_string(static_cast<introductions::Metric>(m))), at);
    ASSERT_NE(at, std::string::npos) << m;
    ++at;
  }
}

}  // namespace
}  // namespace tertius::pipeline
