// Bridging contacts in words, CSV and JSON.
#include "engine/report/analyses/bridges.hpp"

#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include "engine/graph/kernels/traversal.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/analyses/whatif.hpp"
#include "tests/support/english.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::report {
namespace {

using namespace test;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// Two groups of three who know each other; Ada (0) holds the only connections to IT, and Zoe (6) knows
/// nobody but her.
struct Fixture {
  graph::Network network;
  graph::Grouping grouping{"discipline", {{0, 0, 0, 1, 1, 1, 0}, 2}, {"crafts", "IT"}};
  bridges::Bridging result;
  BridgesReport report;

  explicit Fixture(const bridges::BridgingOptions& options = {}) {
    network.graph = graph_of(7, {{0, 1}, {1, 2}, {2, 0}, {3, 4}, {4, 5}, {5, 3}, {0, 3}, {0, 4}, {0, 6}});
    network.members.ids = graph::Ids::dense(7);
    network.members.names.emplace("name");
    for (const char* name : {"Ada, the \"first\"", "Ben", "Cem", "Dana", "Eli", "Fay", "Zoe"}) {
      network.members.names->push_back(name);
    }
    result = bridges::bridging(network.graph, {}, grouping.partition, options);
    report = {&network, &grouping, result, options, 0.1};
  }
};

TEST(BridgesReport, SaysWhoAndWhy) {
  const Fixture f;
  const auto reasons = in_english(bridge_reasons, f.report, 0);
  EXPECT_THAT(reasons, Contains("the only direct link between crafts and IT"));
  EXPECT_THAT(reasons, Contains("without this member 3 members are cut off"));
  const std::string text = bridges_text(f.report, 3, 80);
  EXPECT_THAT(text, HasSubstr("Ada, the \"first\" (crafts) is the strongest bridging contact"));
  EXPECT_THAT(text, HasSubstr("the only direct link between crafts and IT"));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(bridges_text(Fixture({.order = bridges::BridgeOrder::critical}).report, 3, 80),
              HasSubstr("The network hangs most on Ada"));
}

TEST(BridgesReport, SaysThatBetweennessIsEstimated) {
  const Fixture f({.sampling = bridges::SamplingOptions{.epsilon = 0.05}});
  EXPECT_THAT(bridges_text(f.report, 3, 300), HasSubstr("estimated from"));
  EXPECT_THAT(in_english(bridges_findings, f.report).front(), HasSubstr(": on about "));
}

TEST(BridgesReport, IsJsonWithEveryMemberAndTheKeysOthersRelyOn) {
  for (const bool estimated : {false, true}) {
    bridges::BridgingOptions options;
    if (estimated) options.sampling = bridges::SamplingOptions{.epsilon = 0.05, .delta = 0.2};
    const Fixture f(options);
    JsonWriter json;
    write_bridges_json(json, f.report, 100);
    rapidjson::Document document;
    document.Parse(json.take().c_str());
    ASSERT_FALSE(document.HasParseError());
    ASSERT_EQ(document["members"].Size(), 7U);
    for (const auto& member : document["members"].GetArray()) {
      for (const char* key : {"id", "betweenness", "constraint", "effective_size", "participation"}) {
        EXPECT_TRUE(member.HasMember(key)) << key;
      }
      EXPECT_EQ(member.HasMember("betweenness_error"), estimated);
    }
    EXPECT_EQ(document["exact"].GetBool(), !estimated);
    EXPECT_EQ(document["approximation"].IsObject(), estimated);
    if (estimated) {
      EXPECT_EQ(document["approximation"]["epsilon"].GetDouble(), 0.05);
      EXPECT_EQ(document["approximation"]["delta"].GetDouble(), 0.2);
      EXPECT_GT(document["approximation"]["samples"].GetInt64(), 0);
    } else {
      EXPECT_EQ(document["members"][0]["id"], "0");
      EXPECT_EQ(document["members"][0]["betweenness"].GetDouble(), 11);
    }
  }
}

TEST(BridgesReport, IsCsvWithQuotedNamesAndOneRowAMember) {
  const Fixture f;
  const std::string csv = bridges_csv(f.report, 100);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 8);
  EXPECT_THAT(csv, HasSubstr("\"Ada, the \"\"first\"\"\""));
  EXPECT_THAT(csv, Not(HasSubstr("nan")));
}

TEST(BridgesReport, CountsWhomTwoConnectionsReach) {
  const auto reach_of = [](const graph::Graph& graph, graph::VertexId v) {
    graph::Network network;
    network.graph = graph;
    network.members.ids = graph::Ids::dense(graph.vertex_count());
    const graph::Grouping grouping{
        "discipline", {std::vector<std::uint32_t>(graph.vertex_count(), 0), 1}, {"(none)"}};
    const bridges::Bridging result;
    const BridgesReport report{&network, &grouping, result, {}, 0};
    const auto& fields = bridges_fields();
    const auto field =
        std::find_if(fields.begin(), fields.end(), [](const auto& one) { return one.info.key == "reach"; });
    return std::get<std::uint64_t>(field->value({report, 1, v, {}}));
  };
  // Nearly all members by bits, few of many by a list: the same count.
  for (const graph::VertexId n : {60U, 20'000U}) {
    const graph::Graph graph = random_graph(n, 3.0 / n, 11);
    for (graph::VertexId v = 0; v < n; v += 1 + n / 50) {
      const auto steps = graph::bfs_distances(graph, v);
      const auto within =
          std::count_if(steps.begin(), steps.end(), [](std::uint32_t d) { return d == 1 || d == 2; });
      ASSERT_EQ(reach_of(graph, v), static_cast<std::uint64_t>(within)) << v << " of " << n;
    }
  }
  // Where a hub makes that dear, no answer has the column.
  for (const auto& [leaves, there] : {std::pair{20'000U, true}, std::pair{30'000U, false}}) {
    graph::Network network;
    network.graph = star_graph(leaves);
    network.members.ids = graph::Ids::dense(network.graph.vertex_count());
    const graph::Grouping grouping{
        "discipline", {std::vector<std::uint32_t>(network.graph.vertex_count(), 0), 1}, {"(none)"}};
    const bridges::Bridging result;
    const BridgesReport report{&network, &grouping, result, {}, 0};
    EXPECT_EQ(bridges_csv(report, 0).find(",reach,") != std::string::npos, there);
  }
}

TEST(BridgesReport, OfDegenerateNetworks) {
  for (const graph::VertexId n : {0U, 1U, 3U}) {
    graph::Network network;
    network.graph = empty_graph(n);
    network.members.ids = graph::Ids::dense(n);
    const graph::Grouping grouping{
        "discipline", {std::vector<std::uint32_t>(n, 0), n > 0 ? 1U : 0U}, {"(none)"}};
    const bridges::Bridging result = bridges::bridging(network.graph, {}, grouping.partition);
    const BridgesReport report{&network, &grouping, result, {}, 0};
    EXPECT_FALSE(bridges_text(report, 5, 80).empty());
    EXPECT_FALSE(bridges_csv(report, 5).empty());
    JsonWriter json;
    write_bridges_json(json, report, 5);
    EXPECT_FALSE(json.take().empty());
  }
}

TEST(WhatIfReport, NamesThoseCutOff) {
  const Fixture f;
  WhatIfReport report;
  report.network = &f.network;
  report.by = "discipline";
  report.without = {0};
  report.figures = {
      {{.key = "members", .type = FieldType::natural, .title = "members"}, 7, 6},
      {{.key = "reach", .title = "pairs who can reach each other", .decimals = 1, .percent = true}, 1, 0.25}};
  report.cut_off = {6};
  report.lost_pairs = 11;
  const std::string text = whatif_text(report, 200);
  EXPECT_THAT(text, HasSubstr("1 member is cut off from the rest"));
  EXPECT_THAT(text, HasSubstr("11 pairs of members lose each other"));
  EXPECT_THAT(text, HasSubstr("25.0 %"));
  EXPECT_THAT(whatif_csv(report), HasSubstr("reach,1,0.25"));
}

}  // namespace
}  // namespace tertius::report
