// Whom to meet: terms that add up, people who must not appear, degenerate networks.
#include "engine/introductions/ranking/recommender.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numeric>
#include <set>

#include "engine/core/parallel.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::introductions {
namespace {

using namespace test;
using testing::IsEmpty;

graph::Partition one_group(const graph::Graph& graph) {
  return {std::vector<std::uint32_t>(graph.vertex_count(), 0), 1};
}

graph::Partition groups_of(graph::VertexId n, std::uint32_t count, std::uint64_t seed) {
  RandomStream random(seed, 3);
  graph::Partition groups{std::vector<std::uint32_t>(n), count};
  for (auto& label : groups.label) label = static_cast<std::uint32_t>(random.below(count));
  return groups;
}

/// Offers and needs out of a few words, regions, and one member in ten who is closed.
void furnish(graph::Network& network, std::uint64_t seed) {
  const std::vector<std::string> words = {"photos",     "Übersetzung", "pottery",
                                          "web design", "Buchhaltung", "choir"};
  graph::Column offers("offers"), needs("needs"), region("region"), open("open");
  RandomStream random(seed, 8);
  for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v) {
    offers.push_back(words[random.below(words.size())]);
    needs.push_back(random.below(3) == 0 ? "" : words[random.below(words.size())]);
    region.push_back(random.below(2) == 0 ? "Röbel" : "Waren");
    open.push_back(random.below(10) == 0 ? "no" : "yes");
  }
  for (graph::Column* column : {&offers, &needs, &region, &open})
    network.members.columns.push_back(std::move(*column));
  network.consent = graph::Consents(graph::read_consent(network.members).states);
}

TEST(Recommender, HasNobodyToSuggestWhereThereIsNobody) {
  for (const graph::Graph& graph : {empty_graph(0), empty_graph(1), empty_graph(5), complete_graph(6)}) {
    const graph::Network network = network_of(graph);
    const graph::Partition groups = one_group(graph);
    const Recommender recommender(network, groups);
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
      EXPECT_THAT(recommender.suggest(v, 5), IsEmpty());
  }
}

TEST(Recommender, AStarSuggestsItsLeavesToEachOtherAndNobodyToTheCentre) {
  const graph::Network network = network_of(star_graph(6));
  const graph::Partition groups = one_group(network.graph);
  const Recommender recommender(network, groups);
  EXPECT_THAT(recommender.suggest(0, 5), IsEmpty());
  const auto suggestions = recommender.suggest(3, 10);
  ASSERT_EQ(suggestions.size(), 4u);
  for (const Suggestion& s : suggestions) {
    EXPECT_EQ(s.mutual_contacts, 1u);
    ASSERT_EQ(s.introducers.size(), 1u);
    EXPECT_EQ(s.introducers[0].via[0], 0u);
  }
}

TEST(Recommender, NeverSuggestsAcrossComponentsWithoutAReason) {
  const graph::Network network = network_of(graph_of(8, {{0, 1}, {1, 2}, {3, 4}, {4, 5}, {5, 6}}));
  const graph::Partition groups = one_group(network.graph);
  const Recommender recommender(network, groups);
  const auto suggestions = recommender.suggest(0, 10);
  ASSERT_EQ(suggestions.size(), 1u);
  EXPECT_EQ(suggestions[0].id, 2u);
}

TEST(Recommender, TermsAddUpAndRanksFall) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    graph::Network network = network_of(random_graph(60, 0.08, seed, seed % 2 == 0));
    furnish(network, seed);
    const graph::Partition groups = groups_of(60, 4, seed);
    const Recommender recommender(
        network, groups,
        {.openness = 0.2 * static_cast<double>(seed % 6), .exclusions = Exclusions(network)});
    for (graph::VertexId v = 0; v < 60; ++v) {
      const auto suggestions = recommender.suggest(v, 10);
      std::set<graph::VertexId> seen;
      for (std::size_t i = 0; i < suggestions.size(); ++i) {
        const Suggestion& s = suggestions[i];
        EXPECT_NEAR(s.score, std::accumulate(s.terms.begin(), s.terms.end(), 0.0), 1e-12);
        EXPECT_GT(s.score, 0.0);
        if (i > 0) {
          EXPECT_LE(s.score, suggestions[i - 1].score + 1e-9);
        }
        EXPECT_NE(s.id, v);
        EXPECT_FALSE(network.graph.has_arc(v, s.id));
        EXPECT_TRUE(seen.insert(s.id).second);
        EXPECT_GE(s.rank_without_strongest, 1u);
        EXPECT_LE(s.constraint_drop, 1.0 + 1e-9);
        for (const Route& route : s.introducers) {
          EXPECT_EQ(route.between(), s.steps - 1);
        }
      }
    }
  }
}

/// Burt's constraint by its definition, connections of equal strength.
double constraint(const graph::Graph& g, graph::VertexId u) {
  double sum = 0.0;
  for (const graph::VertexId j : g.neighbours(u)) {
    double p = 1.0 / g.degree(u);
    for (const graph::VertexId q : g.neighbours(u)) {
      if (q != j && g.has_arc(q, j)) p += 1.0 / g.degree(u) / g.degree(q);
    }
    sum += p * p;
  }
  return sum;
}

TEST(Recommender, ConstraintDropIsWhatTheConnectionWouldDoToTheConstraint) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const graph::VertexId n = 24;
    const graph::Network network = network_of(random_graph(n + 1, 0.2, seed));
    std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
    for (graph::VertexId v = 0; v <= n; ++v)
      for (const graph::VertexId w : network.graph.neighbours(v))
        if (v < w) edges.emplace_back(v, w);
    const graph::Partition groups = groups_of(n + 1, 3, seed);
    const Recommender recommender(network, groups, {.openness = 1.0});
    for (graph::VertexId u = 0; u <= n; ++u) {
      if (network.graph.degree(u) == 0) continue;
      const auto with = [&](graph::VertexId v) {
        auto more = edges;
        more.emplace_back(u, v);
        return constraint(graph_of(n + 2, more), u);
      };
      const double now = constraint(network.graph, u), stranger = with(n + 1);
      for (const Suggestion& s : recommender.suggest(u, 10)) {
        EXPECT_NEAR(s.constraint_drop, (now - with(s.id)) / (now - stranger), 1e-9);
      }
    }
  }
}

TEST(Recommender, ASingleScoreIsBare) {
  const graph::Network network = network_of(random_graph(50, 0.1, 3));
  const graph::Partition groups = groups_of(50, 3, 3);
  for (const Choice<Score>& info : all_scores) {
    const Recommender recommender(network, groups, {.score = info.value});
    CandidateScratch scratch;
    for (graph::VertexId v = 0; v < 50; ++v) {
      const auto found = candidates(network.graph, v, info.value, scratch);
      std::vector<Candidate> expected(found.begin(), found.end());
      rank_candidates(expected, 7);
      const auto suggestions = recommender.suggest(v, 7);
      ASSERT_EQ(suggestions.size(), expected.size()) << info.name;
      for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_EQ(suggestions[i].id, expected[i].id);
        EXPECT_DOUBLE_EQ(suggestions[i].score, expected[i].score);
      }
    }
  }
}

TEST(Recommender, NobodyClosedAvoidedOrExcludedAppearsAnywhere) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    graph::Network network = network_of(random_graph(50, 0.1, seed));
    furnish(network, seed);
    const graph::Partition groups = groups_of(50, 4, seed);
    for (const auto score : {std::optional<Score>(), std::optional<Score>(Score::resource_allocation)}) {
      RecommenderOptions options{.score = score, .without = {7, 8}, .exclusions = Exclusions(network)};
      options.exclusions.avoid({{1, 2}, {30, 3}, {4, 9}});
      options.exclusions.block(11);
      const Exclusions& exclusions = options.exclusions;
      const Recommender recommender(network, groups, options);
      for (graph::VertexId v = 0; v < 50; ++v) {
        const auto suggestions = recommender.suggest(v, 50);
        if (!exclusions.open(v)) {
          EXPECT_THAT(suggestions, IsEmpty());
        }
        for (const Suggestion& s : suggestions) {
          EXPECT_TRUE(exclusions.may_meet(v, s.id));
          EXPECT_NE(s.id, 7u);
          EXPECT_NE(s.id, 8u);
          for (const Route& route : s.introducers) {
            graph::VertexId before = v;
            for (const graph::VertexId z : route.via) {
              if (z == graph::no_vertex) continue;
              EXPECT_TRUE(exclusions.may_meet(before, z));
              EXPECT_TRUE(network.graph.has_arc(before, z));
              before = z;
            }
            EXPECT_TRUE(exclusions.may_meet(before, s.id));
            EXPECT_TRUE(network.graph.has_arc(before, s.id));
          }
        }
      }
    }
  }
}

/// Few know nearly all, most know few, and some nobody.
graph::Graph skewed_graph(graph::VertexId n, std::size_t connections, std::uint64_t seed) {
  RandomStream random(seed, 17);
  const auto drawn = [&] {
    const double r = random.real();
    return static_cast<graph::VertexId>(r * r * r * n);
  };
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (std::size_t i = 0; i < connections; ++i) {
    const graph::VertexId a = drawn(), b = drawn();
    if (a != b) edges.emplace_back(a, b);
  }
  return graph_of(n, edges);
}

// Fails where a bound is too low, a hub's contact is forgotten or something is counted twice.
TEST(Recommender, BoundsFindWhatLookingAtEverybodyFinds) {
  for (std::uint64_t seed = 1; seed <= 24; ++seed) {
    const graph::VertexId n = 200;
    graph::Network network = network_of(seed % 3 == 0 ? random_graph(n, 0.03, seed)
                                                      : skewed_graph(n, seed % 3 == 1 ? 500 : 1500, seed));
    if (seed % 4 == 0) furnish(network, seed);
    const graph::Partition groups = groups_of(n, 1 + seed % 7, seed);
    RecommenderOptions options{.openness = 0.25 * static_cast<double>(seed % 5),
                               .diversity = 0.2 * static_cast<double>(seed % 4),
                               .exclusions = Exclusions(network)};
    if (seed % 5 == 0) options.exclusions.avoid({{1, 2}, {0, 3}, {4, 9}});
    const Recommender all(network, groups, options);
    options.places = false;
    for (const auto hubs_from : {std::optional<graph::VertexId>(), std::optional<graph::VertexId>(20),
                                 std::optional<graph::VertexId>(5), std::optional<graph::VertexId>(0)}) {
      options.hubs_from = hubs_from;
      const Recommender some(network, groups, options);
      for (const std::size_t top : {std::size_t{1}, std::size_t{5}, std::size_t{30}}) {
        for (graph::VertexId v = 0; v < n; ++v) {
          const auto expected = all.suggest(v, top), found = some.suggest(v, top);
          ASSERT_EQ(found.size(), expected.size()) << "seed " << seed << ", member " << v;
          for (std::size_t i = 0; i < found.size(); ++i) {
            ASSERT_EQ(found[i].id, expected[i].id) << "seed " << seed << ", member " << v << ", place " << i;
            EXPECT_NEAR(found[i].score, expected[i].score, 1e-12);
            EXPECT_EQ(found[i].mutual_contacts, expected[i].mutual_contacts);
            EXPECT_EQ(found[i].steps, expected[i].steps);
            EXPECT_NEAR(found[i].constraint_drop, expected[i].constraint_drop, 1e-9);
            for (std::size_t t = 0; t < term_count; ++t)
              EXPECT_NEAR(found[i].terms[t], expected[i].terms[t], 1e-12);
            ASSERT_EQ(found[i].introducers.size(), expected[i].introducers.size());
            for (std::size_t way = 0; way < found[i].introducers.size(); ++way)
              EXPECT_EQ(found[i].introducers[way].via, expected[i].introducers[way].via);
          }
        }
      }
    }
  }
}

TEST(Recommender, NearAndVia) {
  graph::Network network = network_of(random_graph(60, 0.12, 4));
  furnish(network, 4);
  const graph::Partition groups = groups_of(60, 4, 4);
  const graph::Column& region = *network.members.find_column("region");
  const Recommender near(network, groups, {.near = "RÖBEL"});
  for (graph::VertexId v = 0; v < 60; ++v) {
    for (const Suggestion& s : near.suggest(v, 20)) EXPECT_EQ(region.text(s.id), "Röbel");
  }
  const graph::VertexId u = 5, via = network.graph.neighbours(5)[0];
  const Recommender through(network, groups, {.via = via});
  for (const Suggestion& s : through.suggest(u, 20)) {
    EXPECT_TRUE(network.graph.has_arc(via, s.id));
    ASSERT_FALSE(s.introducers.empty());
  }
  EXPECT_THROW(Recommender(network, groups, {.near = "Atlantis"}), Error);
  EXPECT_THROW(Recommender(network, groups, {.openness = 1.5}), Error);
  EXPECT_THROW(Recommender(network, groups, {.diversity = -0.1}), Error);
}

TEST(Recommender, NewcomersAreLedToOpenDoors) {
  // 0 knows nobody. 1 knows people in both bubbles, 2 and 3 only in one.
  graph::Network network =
      network_of(graph_of(8, {{1, 2}, {1, 3}, {1, 4}, {1, 5}, {4, 5}, {2, 3}, {6, 2}, {7, 4}}));
  const graph::Partition groups{{0, 0, 0, 0, 1, 1, 0, 1}, 2};
  const Recommender recommender(network, groups);
  const auto suggestions = recommender.suggest(0, 3);
  ASSERT_FALSE(suggestions.empty());
  EXPECT_EQ(suggestions[0].id, 1u);
  EXPECT_EQ(suggestions[0].strongest(), Term::welcome);
  EXPECT_THAT(suggestions[0].introducers, IsEmpty());
}

TEST(Recommender, RelabellingChangesNothingButLabels) {
  graph::Network network = network_of(random_graph(40, 0.12, 9));
  const graph::Partition groups = groups_of(40, 3, 9);
  const auto order = random_order(40, 4);
  const graph::Network renamed = network_of(relabelled(network.graph, order));
  graph::Partition renamed_groups{std::vector<std::uint32_t>(40), 3};
  for (graph::VertexId v = 0; v < 40; ++v) renamed_groups.label[order[v]] = groups.label[v];
  const Recommender a(network, groups, {.diversity = 0.0}), b(renamed, renamed_groups, {.diversity = 0.0});
  for (graph::VertexId v = 0; v < 40; ++v) {
    const auto x = a.suggest(v, 40), y = b.suggest(order[v], 40);
    ASSERT_EQ(x.size(), y.size());
    std::multiset<std::pair<long long, graph::VertexId>> left, right;
    for (const Suggestion& s : x) left.emplace(std::llround(s.score * 1e8), order[s.id]);
    for (const Suggestion& s : y) right.emplace(std::llround(s.score * 1e8), s.id);
    EXPECT_EQ(left, right);
  }
}

TEST(Recommender, AnyNumberOfThreadsGivesTheSame) {
  graph::Network network = network_of(random_graph(120, 0.06, 2));
  furnish(network, 2);
  const graph::Partition groups = groups_of(120, 5, 2);
  std::vector<std::vector<double>> seen;
  for (const unsigned threads : {1u, 2u, 7u}) {
    const RunContext context{.threads = threads};
    const Recommender recommender(network, groups, {}, context);
    std::vector<double> all(120 * 10, 0.0);
    with_threads(context, [&] {
      parallel_each(120, 8, [&](std::size_t v) {
        const auto suggestions = recommender.suggest(static_cast<graph::VertexId>(v), 5);
        for (std::size_t i = 0; i < suggestions.size(); ++i) {
          all[v * 10 + 2 * i] = suggestions[i].id;
          all[v * 10 + 2 * i + 1] = suggestions[i].score;
        }
      });
    });
    seen.push_back(std::move(all));
  }
  EXPECT_EQ(seen[0], seen[1]);
  EXPECT_EQ(seen[0], seen[2]);
}

}  // namespace
}  // namespace tertius::introductions
