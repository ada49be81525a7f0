// The promise of openness, counted: whoever asks for more gets at least as many suggestions that lead out of
// the own bubble, in every part of the list that somebody may read.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

#include "engine/introductions/questions.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::introductions {
namespace {

constexpr std::array<double, 11> grid = {0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0};

struct Case {
  graph::Network network;
  graph::Partition bubbles;
};

/// Sparse or dense, with bubbles of very different sizes to which connections keep or do not, offers and
/// needs out of a few words so that needs come up again and again, some members without contacts, some
/// closed.
Case random_case(std::uint64_t seed) {
  RandomStream random(seed, 17);
  const auto n = static_cast<graph::VertexId>(20 + random.below(60));
  const auto count = static_cast<std::uint32_t>(1 + random.below(6));
  Case c{{}, {std::vector<std::uint32_t>(n), count}};
  for (auto& label : c.bubbles.label)
    label = static_cast<std::uint32_t>(std::min(random.below(count), random.below(count)));
  const double density = 0.02 + 0.15 * random.real(), outside = random.real();
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = u + 1; v < n; ++v) {
      const bool same = c.bubbles.label[u] == c.bubbles.label[v];
      if (random.real() < (same ? density : density * outside)) edges.emplace_back(u, v);
    }
  }
  c.network.members.ids = graph::Ids::dense(n);
  c.network.graph = test::graph_of(n, edges);
  const std::vector<std::string> words = {"photos", "translation", "pottery", "choir", "accounting"};
  graph::Column offers("offers"), needs("needs"), open("open");
  const bool texts = random.below(3) > 0;
  for (graph::VertexId v = 0; v < n; ++v) {
    offers.push_back(texts && random.below(2) == 0 ? words[random.below(words.size())] : "");
    needs.push_back(texts && random.below(2) == 0 ? words[random.below(words.size())] : "");
    open.push_back(random.below(12) == 0 ? "no" : "yes");
  }
  for (graph::Column* column : {&offers, &needs, &open})
    c.network.members.columns.push_back(std::move(*column));
  c.network.consent = graph::Consents(graph::read_consent(c.network.members).states);
  return c;
}

class Openness : public testing::TestWithParam<double> {};  // the diversity

TEST_P(Openness, NeverTakesASuggestionAcrossAway) {
  std::size_t moved = 0;
  for (std::uint64_t seed = 1; seed <= test::repeats(24U); ++seed) {
    const Case c = random_case(seed);
    const graph::VertexId n = c.network.graph.vertex_count();
    // How many lead across among the first 1, 2, ... of suggest() and of best_answers().
    std::vector<std::vector<std::size_t>> before;
    for (const double openness : grid) {
      const Recommender recommender(c.network, c.bubbles,
                                    {.openness = openness,
                                     .diversity = GetParam(),
                                     .goal = seed % 4 == 0 ? "photos" : "",
                                     .introducers = 0,
                                     .exclusions = Exclusions(c.network)});
      const Questions questions(c.network, recommender);
      std::vector<std::vector<std::size_t>> now(n);
      for (graph::VertexId v = 0; v < n; ++v) {
        const auto across = [&](const Suggestion& s) { return c.bubbles.label[s.id] != c.bubbles.label[v]; };
        const auto list = recommender.suggest(v, 12);
        for (std::size_t k = 1; k <= list.size(); ++k)
          now[v].push_back(static_cast<std::size_t>(
              std::count_if(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(k), across)));
        for (std::size_t k = 1; k <= 6; ++k) {
          const auto answers = questions.best_answers(v, k);
          now[v].push_back(static_cast<std::size_t>(std::count_if(answers.begin(), answers.end(), across)));
        }
        if (before.empty()) continue;
        ASSERT_EQ(now[v].size(), before[v].size()) << "seed " << seed << ", member " << v;
        for (std::size_t i = 0; i < now[v].size(); ++i) {
          ASSERT_GE(now[v][i], before[v][i])
              << "seed " << seed << ", member " << v << ", openness " << openness << ", place " << i;
          moved += now[v][i] - before[v][i];
        }
      }
      before = std::move(now);
    }
  }
  EXPECT_GT(moved, test::repeats(3000U)) << "and it does move something";
}

INSTANTIATE_TEST_SUITE_P(Diversities, Openness, testing::Values(0.0, 0.2, 1.0));

TEST(OpennessFactor, IsOneFactorOnWhoeverIsAcross) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Case c = random_case(seed);
    const auto scores = [&](double openness) {
      const Recommender recommender(c.network, c.bubbles, {.openness = openness, .diversity = 0.0});
      std::vector<std::vector<double>> all(c.network.graph.vertex_count());
      for (graph::VertexId v = 0; v < all.size(); ++v) {
        all[v].assign(all.size(), 0.0);
        for (const Suggestion& s : recommender.suggest(v, all.size())) {
          EXPECT_NEAR(s.score, std::accumulate(s.terms.begin(), s.terms.end(), 0.0), 1e-12);
          all[v][s.id] = s.score;
        }
      }
      return all;
    };
    const auto neutral = scores(0.5);
    for (const auto& [openness, factor] : {std::pair(0.0, 0.25), {0.25, 0.5625}, {1.0, 2.25}}) {
      const auto turned = scores(openness);
      for (graph::VertexId u = 0; u < neutral.size(); ++u) {
        for (graph::VertexId v = 0; v < neutral.size(); ++v) {
          const bool across = c.bubbles.label[u] != c.bubbles.label[v];
          EXPECT_NEAR(turned[u][v], neutral[u][v] * (across ? factor : 1.0), 1e-12);
        }
      }
    }
  }
}

TEST(Diversity, MovesPeopleButDropsNobody) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Case c = random_case(seed);
    const Recommender alike(c.network, c.bubbles, {.diversity = 0.0});
    const Recommender different(c.network, c.bubbles, {.diversity = 1.0});
    for (graph::VertexId v = 0; v < c.network.graph.vertex_count(); ++v) {
      EXPECT_EQ(alike.suggest(v, 1000).size(), different.suggest(v, 1000).size());
    }
  }
}

}  // namespace
}  // namespace tertius::introductions
