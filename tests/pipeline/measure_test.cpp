#include "engine/pipeline/measure.hpp"

#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "engine/core/error.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Measure, SetsEveryMeasureSideBySide) {
  // A triangle with a tail, and somebody alone.
  const graph::Network network = test::network_of(test::graph_of(5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}}));
  const report::MeasureReport report = measure(network, {}, std::nullopt);
  ASSERT_EQ(report.columns.size(), measure_names().size());
  const auto values = [&](std::string_view name) {
    const auto at = std::find(measure_names().begin(), measure_names().end(), name);
    return report.columns.at(static_cast<std::size_t>(at - measure_names().begin())).values;
  };
  EXPECT_THAT(values("degree"), ElementsAre(2, 2, 3, 1, 0));
  EXPECT_THAT(values("core"), ElementsAre(2, 2, 2, 1, 0));
  EXPECT_THAT(values("triangles"), ElementsAre(1, 1, 1, 0, 0));
  EXPECT_EQ(values("clustering")[2], 1.0 / 3.0);
  EXPECT_TRUE(std::isnan(values("clustering")[4]));
  EXPECT_THAT(values("component"), ElementsAre(1, 1, 1, 1, 2));
  EXPECT_THAT(report::measure_csv(report),
              HasSubstr(fmt::format("id,name,{}\n0,0,2,2,1,1,", fmt::join(measure_names(), ","))));
  EXPECT_THAT(report::measure_csv(report), HasSubstr("\n4,4,0,0,0,,"));
  const std::string text = report::measure_text(report, 2, 200);
  EXPECT_THAT(
      text, HasSubstr("The network has 2 separate parts, one of them a member without contacts; the largest "
                      "has 4 of 5 members."));
  EXPECT_THAT(text,
              HasSubstr("1 triangle; of the pairs of contacts that members have, 60 % know each other."));
  EXPECT_THAT(text, HasSubstr("The core is 3 members who each know at least 2 others in it."));
}

TEST(Measure, SortsByTheFirstMeasure) {
  const graph::Network network = test::network_of(test::graph_of(4, {{3, 0}, {3, 1}}));
  const std::string by_degree = report::measure_text(measure(network, {"degree"}, std::nullopt), 4, 100);
  EXPECT_LT(by_degree.find("\n3 "), by_degree.find("\n0 "));
  const std::string by_part = report::measure_text(measure(network, {"component"}, std::nullopt), 4, 100);
  EXPECT_LT(by_part.find("\n1 "), by_part.find("\n2 "));
}

TEST(Measure, PageRankMayStartFromAMember) {
  const graph::Network network = test::network_of(test::path_graph(3));
  const auto at_end = measure(network, {"pagerank"}, graph::VertexId{0}).columns[0].values;
  EXPECT_GT(at_end[0], at_end[2]);
  const auto everywhere = measure(network, {"pagerank"}, std::nullopt).columns[0].values;
  EXPECT_NEAR(everywhere[0], everywhere[2], 1e-12);
}

TEST(Measure, OfNobodyAndOfOne) {
  const graph::Network nobody = test::network_of(test::empty_graph()),
                       one = test::network_of(test::empty_graph(1));
  EXPECT_EQ(report::measure_csv(measure(nobody, {"core"}, std::nullopt)), "id,name,core\n");
  EXPECT_THAT(report::measure_text(measure(nobody, {}, std::nullopt), 5, 80),
              HasSubstr("The network has no members."));
  EXPECT_EQ(report::measure_csv(measure(one, {"core", "component"}, std::nullopt)),
            "id,name,core,component\n0,0,0,1\n");
}

TEST(Measure, ListsWhatItKnows) {
  const graph::Network network = test::network_of(test::path_graph(3));
  try {
    measure(network, {"fame"}, std::nullopt);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no measure 'fame'; expected one of degree, core"));
  }
}

}  // namespace
}  // namespace tertius::pipeline
