// The promise of openness on real networks: the answers that people get (the first five of best_answers) and
// the suggestions that `evaluate` counts (the first ten) lead across bubbles no less often the higher it is.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/introductions/questions.hpp"
#include "engine/io/import.hpp"
#include "engine/pipeline/evaluate.hpp"
#include "engine/pipeline/grouping.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

const std::vector<double> grid =
    test::sanitized ? std::vector<double>{0.0, 0.5, 1.0}
                    : std::vector<double>{0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

struct Across {
  std::size_t suggestions = 0, across = 0;
  double share() const { return static_cast<double>(across) / static_cast<double>(suggestions); }
};

/// Over all members: the first five answers, and the first ten suggestions.
std::pair<Across, Across> counted_across(const graph::Network& network, const graph::Partition& bubbles,
                                         double openness) {
  const introductions::Recommender recommender(
      network, bubbles,
      {.openness = openness, .introducers = 0, .exclusions = introductions::Exclusions(network)});
  const introductions::Questions questions(network, recommender);
  std::pair<Across, Across> found;
  for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v) {
    const auto count = [&](const std::vector<introductions::Suggestion>& list, Across& all) {
      all.suggestions += list.size();
      for (const introductions::Suggestion& s : list)
        all.across += static_cast<std::size_t>(bubbles.label[s.id] != bubbles.label[v]);
    };
    count(questions.best_answers(v, 5), found.first);
    count(recommender.suggest(v, 10), found.second);
  }
  return found;
}

void expect_never_falling(const graph::Network& network, const std::string& by, const std::string& what) {
  const graph::Grouping grouping = choose_grouping(network, by);
  std::optional<std::pair<Across, Across>> before;
  for (const double openness : grid) {
    const auto now = counted_across(network, grouping.partition, openness);
    ASSERT_GT(now.second.suggestions, 0U) << what;
    if (before) {
      EXPECT_EQ(now.first.suggestions, before->first.suggestions);
      EXPECT_GE(now.first.across, before->first.across) << what << " by " << by << " at " << openness;
      EXPECT_GE(now.second.across, before->second.across) << what << " by " << by << " at " << openness;
    }
    before = now;
  }
}

/// The curve that `evaluate` prints never falls either, and so cannot its picture.
void expect_curve_never_falling(const graph::Network& network, const std::string& by,
                                const std::string& what) {
  const introductions::Evaluation result = evaluate(
      network, {.blend = false, .suggested_by_default = false, .openness = grid, .rounds = 1, .by = by});
  ASSERT_EQ(result.openness.size(), grid.size());
  for (std::size_t i = 1; i < grid.size(); ++i) {
    EXPECT_GE(result.openness[i].quality.mean[introductions::Metric::cross_bubble_share],
              result.openness[i - 1].quality.mean[introductions::Metric::cross_bubble_share])
        << what << " by " << by << " at " << grid[i];
  }
}

TEST(OpennessOnRealNetworks, LakesideLeadsAcrossNoLessOftenTheMoreOpen) {
  const graph::Network network =
      io::load_network((std::filesystem::path(TERTIUS_SOURCE) / "datasets" / "lakeside").string()).network;
  for (const std::string by : {"discipline", "region", "cluster"}) {
    expect_never_falling(network, by, "lakeside");
    if (!test::sanitized || by == "region") expect_curve_never_falling(network, by, "lakeside");
    // Not a flat promise: from under half of the suggestions to nearly all.
    const graph::Partition bubbles = choose_grouping(network, by).partition;
    EXPECT_LT(counted_across(network, bubbles, 0.0).second.share(), 0.5) << by;
    EXPECT_GT(counted_across(network, bubbles, 1.0).second.share(), 0.9) << by;
  }
}

TEST(OpennessOnRealNetworks, SharedNetworksLeadAcrossNoLessOftenTheMoreOpen) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : test::shared_networks()) {
    if (test::is_large(name) || name == "ego-facebook") continue;  // too long for every day
    const graph::Network network = test::shared_network(name);
    if (test::sanitized && network.graph.vertex_count() > 200) continue;
    for (const std::string by : {"discipline", "label", "cluster"}) {
      if (by != "cluster" && network.members.find_column(by) == nullptr) continue;
      expect_never_falling(network, by, name);
      if (network.graph.vertex_count() < 200) expect_curve_never_falling(network, by, name);
    }
  }
}

}  // namespace
}  // namespace tertius::pipeline
