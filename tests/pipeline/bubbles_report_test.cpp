// Bubbles in words, CSV, JSON and as a chart.
#include "engine/pipeline/bubbles.hpp"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "engine/report/star_finding.hpp"
#include "engine/report/svg.hpp"
#include "tests/support/english.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::report {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::Not;

/// Three groups of `size` in which everybody knows everybody; the first two meet, the third is reached
/// through the second alone.
struct Fixture {
  graph::Network network;
  graph::Grouping grouping{"discipline", {}, {"crafts <&> \"arts\"", "IT", "music"}};

  explicit Fixture(graph::VertexId size = 8) {
    std::vector<std::pair<graph::VertexId, graph::VertexId>> connections;
    for (graph::VertexId u = 0; u < 3 * size; ++u) {
      grouping.partition.label.push_back(u / size);
      for (graph::VertexId v = u + 1; v < 3 * size; ++v) {
        if (u / size == v / size || (v == u + size && u % 2 == 0)) connections.emplace_back(u, v);
      }
    }
    grouping.partition.count = 3;
    network.graph = graph_of(3 * size, connections);
    network.members.ids = graph::Ids::dense(3 * size);
    graph::Column joined("joined");
    for (graph::VertexId v = 0; v < 3 * size; ++v) joined.push_back(std::to_string(2000 + v / size));
    joined.infer_type();
    network.members.columns.push_back(joined);
  }
  BubblesReport report(const bubbles::BubblesOptions& options = {}) const {
    return pipeline::find_bubbles(network, grouping, options);
  }
};

TEST(BubblesReport, SaysWhoIsClosedAndWhatIsMissing) {
  const Fixture f;
  const auto report = f.report();
  const auto findings = in_english(bubbles_findings, report);
  ASSERT_GE(findings.size(), 3U);
  EXPECT_THAT(findings[0], HasSubstr("are the most closed bubbles: 88 % of their ties stay inside"));
  EXPECT_THAT(findings, testing::Contains(
                            HasSubstr("stay inside one discipline where chance would give 33 %, p < 0.001")));
  const std::string text = bubbles_text(report, 15, 100);
  EXPECT_THAT(text, HasSubstr("There is no tie between crafts <&> \"arts\" and music."));
  EXPECT_THAT(text, HasSubstr("Missing bridges"));
  EXPECT_THAT(text, HasSubstr("Who mixes with whom"));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(bubbles_members_text(report, 3, 100), HasSubstr("% inside"));
  EXPECT_THAT(bubbles_explained(80), HasSubstr("x chance"));
}

TEST(BubblesReport, ReadsNumbersAsNumbers) {
  Fixture f;
  f.grouping.by = "joined";
  const auto report = f.report();
  ASSERT_TRUE(report.numeric.has_value());
  EXPECT_GT(report.numeric->r, 0.5);
  EXPECT_THAT(in_english(bubbles_findings, report),
              testing::Contains(HasSubstr("As a number, joined correlates")));
  EXPECT_FALSE(Fixture().report().numeric.has_value());
}

TEST(BubblesReport, IsJsonWithTheKeysOthersRelyOn) {
  const Fixture f;
  const std::vector<BubblesReport> reports = {f.report(), f.report()};
  JsonWriter writer;
  write_bubbles_json(writer, reports, 5);
  rapidjson::Document json;
  json.Parse(writer.take().c_str());
  ASSERT_FALSE(json.HasParseError());
  EXPECT_TRUE(json["ei_index"].IsNumber());
  EXPECT_TRUE(json["assortativity"].IsNumber());
  ASSERT_EQ(json["groups"].Size(), 3U);
  EXPECT_EQ(json["groups"][0]["size"].GetInt(), 8);
  EXPECT_EQ(json["groups"][0]["internal_ties"].GetInt(), 28);
  EXPECT_EQ(json["mixing"].Size(), 6U);
  EXPECT_EQ(json["members"].Size(), 5U);
  EXPECT_EQ(json["also"].Size(), 1U);
  EXPECT_STREQ(json["missing_bridges"][0]["b"].GetString(), "music");
}

TEST(BubblesReport, IsCsvOfGroupsPairsOrMembers) {
  const Fixture f;
  const std::vector<BubblesReport> reports = {f.report()};
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  EXPECT_EQ(lines(bubbles_csv(reports)), 4);
  EXPECT_EQ(lines(bubbles_csv(reports, BubbleRows::pairs)), 7);
  EXPECT_EQ(lines(bubbles_csv(reports, BubbleRows::members)), 25);
  EXPECT_THAT(bubbles_csv(reports), HasSubstr("\"crafts <&> \"\"arts\"\"\""));
}

TEST(BubblesReport, OfDegenerateNetworks) {
  for (const graph::Graph& graph : {empty_graph(), empty_graph(3), path_graph(3)}) {
    graph::Network network;
    network.graph = graph;
    network.members.ids = graph::Ids::dense(graph.vertex_count());
    const std::uint32_t groups = graph.vertex_count() > 0 ? 1 : 0;
    const graph::Grouping one{"team",
                              {std::vector<std::uint32_t>(graph.vertex_count(), 0), groups},
                              std::vector<std::string>(groups, "all")};
    const std::vector<BubblesReport> reports = {pipeline::find_bubbles(network, one)};
    EXPECT_EQ(in_english(bubbles_findings, reports[0]).size(), star_finding(graph) ? 2U : 1U);
    EXPECT_THAT(bubbles_text(reports[0], 15, 80), Not(HasSubstr("nan")));
    EXPECT_THAT(bubbles_csv(reports), Not(HasSubstr("nan")));
    EXPECT_THAT(bubbles_chart(reports[0]), HasSubstr("</svg>"));
    JsonWriter writer;
    write_bubbles_json(writer, reports, 5);
    EXPECT_THAT(writer.take(), Not(HasSubstr("nan")));
  }
}

TEST(BubblesChart, EscapesNamesAndCarriesNumbers) {
  const Fixture f;
  const std::string svg = bubbles_chart(f.report());
  EXPECT_THAT(svg, testing::StartsWith("<svg "));
  EXPECT_THAT(svg, HasSubstr("crafts &lt;&amp;&gt;"));
  EXPECT_THAT(svg, Not(HasSubstr("<&>")));
  EXPECT_THAT(svg, HasSubstr("music: 0 ties, chance would give"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(Svg, InkReadsOnItsBackground) {
  EXPECT_EQ(ink_on({255, 255, 255}), "#1a1a1a");
  EXPECT_EQ(ink_on({94, 60, 153}), "#ffffff");
  EXPECT_EQ(hex(between({0, 0, 0}, {255, 255, 255}, 0.5)), "#808080");
  EXPECT_EQ(hex(between({0, 0, 0}, {255, 0, 1}, 7)), "#ff0001");
}

}  // namespace
}  // namespace tertius::report
