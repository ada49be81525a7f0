// Every sentence of whatif is a claim. Here each is read back and derived from the network before and after,
// both built from their lists of connections, with distances by Floyd and Warshall: on random networks with
// separate parts and members without connections, on lakeside and on the shared ones. A sentence of a kind
// that is not known here fails.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <set>

#include "engine/io/import.hpp"
#include "engine/pipeline/whatif.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/words/sentence.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::Not;
using Connection = std::pair<graph::VertexId, graph::VertexId>;

constexpr std::uint32_t apart = 1'000'000;

struct State {
  std::vector<std::vector<std::uint32_t>> steps;
  State(graph::VertexId n, const std::set<Connection>& connections)
      : steps(n, std::vector<std::uint32_t>(n, apart)) {
    for (graph::VertexId v = 0; v < n; ++v) steps[v][v] = 0;
    for (const auto& [a, b] : connections) steps[a][b] = steps[b][a] = 1;
    for (graph::VertexId via = 0; via < n; ++via) {
      for (graph::VertexId a = 0; a < n; ++a) {
        if (steps[a][via] == apart) continue;
        for (graph::VertexId b = 0; b < n; ++b)
          steps[a][b] = std::min(steps[a][b], steps[a][via] + steps[via][b]);
      }
    }
  }
  bool reach(graph::VertexId a, graph::VertexId b) const { return steps[a][b] < apart; }
};

std::set<Connection> connections_of(const graph::Graph& graph) {
  std::set<Connection> connections;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) connections.insert(std::minmax(u, v));
  }
  return connections;
}

double number(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  return std::stod(text);
}

void check(const graph::Network& network, const graph::Grouping& grouping, const Change& change) {
  const graph::Graph& graph = network.graph;
  const graph::VertexId n = graph.vertex_count();
  const report::WhatIfReport report = what_if(network, grouping, change);
  const std::string text = report::whatif_text(report, 1'000'000);
  std::string sentences = text.substr(0, text.find('\n'));
  SCOPED_TRACE(sentences);

  // The column "change": what lies between before and after, of shares in percentage points.
  for (const report::ComparedFigure& figure : report.figures) {
    static std::map<std::string_view, std::regex> rows;
    if (rows.count(figure.info.key) == 0) {
      const auto title = std::regex_replace(std::string(figure.info.title), std::regex("[()]"), "\\$&");
      rows[figure.info.key] = std::regex("\n" + title + " .* ([+-]?[\\d.,]+|-)( percentage points)?\n");
    }
    std::smatch cell;
    ASSERT_TRUE(std::regex_search(text, cell, rows[figure.info.key])) << figure.info.title;
    double difference = (figure.after - figure.before) * (figure.info.percent ? 100 : 1);
    if (std::abs(difference) < 1e-12) difference = 0;  // but for rounding
    if (std::isnan(difference)) {
      EXPECT_EQ(cell[1], "-");
      continue;
    }
    const std::string shown = cell[1];
    const auto point = shown.find('.');
    const double digits = point == std::string::npos ? 0 : static_cast<double>(shown.size() - point - 1);
    EXPECT_NEAR(number(shown), difference, difference == 0 ? 0 : 0.5001 * std::pow(10, -digits))
        << figure.info.title;
    EXPECT_EQ(number(shown) == 0, difference == 0) << figure.info.title;
    EXPECT_EQ(cell[2].matched, figure.info.percent && difference != 0) << figure.info.title;
  }

  const std::set<Connection> old = connections_of(graph);
  const std::set<graph::VertexId> gone(change.without.begin(), change.without.end());
  std::set<Connection> now, added, known;
  for (const Connection& connection : old) {
    if (gone.count(connection.first) + gone.count(connection.second) == 0) now.insert(connection);
  }
  for (const auto& [a, b] : change.with) {
    const Connection connection = std::minmax(a, b);
    (old.count(connection) > 0 ? known : added).insert(connection);
    now.insert(connection);
  }
  const State before(n, old), after(n, now);
  // What the sentences claim, from the definitions; pairs of those who stay.
  double lost = 0, won = 0, kept = 0, closer = 0, sum_before = 0, sum_after = 0;
  double cross = 0, cross_before = 0, cross_after = 0;
  std::set<graph::VertexId> cut_off;
  for (graph::VertexId a = 0; a < n; ++a) {
    if (gone.count(a) > 0) continue;
    std::uint64_t own = 0, largest = 0;
    for (graph::VertexId b = 0; b < n; ++b) {
      if (gone.count(b) > 0 || !before.reach(a, b)) continue;
      own += after.reach(a, b) ? 1 : 0;
      std::uint64_t part = 0;
      for (graph::VertexId c = 0; c < n; ++c)
        part += gone.count(c) == 0 && before.reach(a, c) && after.reach(b, c) ? 1 : 0;
      largest = std::max(largest, part);
    }
    if (own < largest) cut_off.insert(a);
    for (graph::VertexId b = a + 1; b < n; ++b) {
      if (gone.count(b) > 0) continue;
      lost += before.reach(a, b) && !after.reach(a, b) ? 1 : 0;
      won += !before.reach(a, b) && after.reach(a, b) ? 1 : 0;
      if (!before.reach(a, b) || !after.reach(a, b)) continue;
      ++kept;
      closer += after.steps[a][b] < before.steps[a][b] ? 1 : 0;
      sum_before += before.steps[a][b];
      sum_after += after.steps[a][b];
      if (grouping.partition.label[a] == grouping.partition.label[b]) continue;
      ++cross;
      cross_before += before.steps[a][b];
      cross_after += after.steps[a][b];
    }
  }
  const auto is_mean = [](const std::string& said, double sum, double pairs) {
    const auto digits = said.size() - said.find('.') - 1;
    return std::abs(std::stod(said) - sum / pairs) <= 0.5 * std::pow(10, -static_cast<double>(digits)) + 1e-9;
  };

  std::set<std::string> kinds;
  const auto take = [&](const std::string& kind, const std::string& pattern, std::smatch& found,
                        std::string& held) {
    held = sentences;
    if (!std::regex_search(held, found, std::regex("^ ?" + pattern))) return false;
    sentences = found.suffix();
    return kinds.insert(kind).second;
  };
  std::smatch found;
  std::string held;
  if (take("known", "There is a tie (.+?) already(, so nothing changes)?\\.", found, held)) {
    EXPECT_FALSE(known.empty());
    EXPECT_EQ(found[2].matched, added.empty() && gone.empty());
    if (found[2].matched) {
      EXPECT_EQ(old, now);
    }
  }
  if (take("won", "With [^.]+, ([\\d,]+) pairs? of members can reach each other who could not before\\.",
           found, held)) {
    EXPECT_EQ(number(found[1]), won);
  }
  if (take("closer",
           "(?:With [^.]+|Besides), ([\\d.]+|less than 0.01|more than 99.99) % of the pairs of members who "
           "(?:reach each other already|reached each other before) come closer together: ([\\d.]+) steps "
           "instead of ([\\d.]+) on "
           "average(?:, and ([\\d.]+) instead of ([\\d.]+) between groups)?\\.",
           found, held)) {
    EXPECT_TRUE(gone.empty());
    EXPECT_GT(closer, 0);
    if (found[1].str().find(' ') == std::string::npos) {
      EXPECT_NEAR(number(found[1]), 100 * closer / kept,
                  found[1].str().find('.') == std::string::npos ? 0.5001 : 0.005001);
    }
    EXPECT_TRUE(is_mean(found[2], sum_after, kept)) << sum_after / kept;
    EXPECT_TRUE(is_mean(found[3], sum_before, kept)) << sum_before / kept;
    EXPECT_LT(number(found[2]), number(found[3]));
    EXPECT_EQ(found[4].matched, cross_after < cross_before);
    if (found[4].matched) {
      EXPECT_TRUE(is_mean(found[4], cross_after, cross));
      EXPECT_TRUE(is_mean(found[5], cross_before, cross));
    }
  }
  if (take("ends", "(\\S.*?) and (\\S.*?) themselves are (\\d+) steps apart without it\\.", found, held)) {
    ASSERT_EQ(added.size(), 1U);
    EXPECT_EQ(number(found[3]), before.steps[added.begin()->first][added.begin()->second]);
  }
  if (take("nobody", "Without [^.]+, nobody is cut off\\.", found, held)) {
    EXPECT_TRUE(cut_off.empty());
  }
  if (take("cut off",
           "Without [^.]+, ([\\d,]+) members? (?:is|are) cut off from the rest of their part of the "
           "network: ([^.]+)\\.",
           found, held)) {
    // Of several largest parts one stays; how many lose it is the same, whichever it is.
    EXPECT_EQ(number(found[1]), report.cut_off.size());
    EXPECT_GE(report.cut_off.size(), cut_off.size());
    for (const graph::VertexId v : cut_off)
      EXPECT_EQ(std::count(report.cut_off.begin(), report.cut_off.end(), v), 1);
    for (const graph::VertexId v : report.cut_off) {
      bool separated = false;
      for (graph::VertexId b = 0; b < n; ++b)
        separated = separated || (gone.count(b) == 0 && before.reach(v, b) && !after.reach(v, b));
      EXPECT_TRUE(separated) << "member " << v;
    }
  }
  if (take("lost", "([\\d,]+) pairs? of members lose each other\\.", found, held)) {
    EXPECT_EQ(number(found[1]), lost);
  }
  if (take("won", "([\\d,]+) pairs? of members can reach each other who could not before\\.", found, held)) {
    EXPECT_EQ(number(found[1]), won);
  }
  if (const std::string star =
          words::sentence(report::star_finding(graph), words::Speaker(words::Language::english));
      !star.empty()) {
    EXPECT_TRUE(sentences.ends_with(star));
    sentences.resize(sentences.size() - std::min(sentences.size(), star.size() + 1));
  }
  EXPECT_EQ(sentences, "") << "a new kind of sentence needs its claim tested";
  // And nothing is passed over.
  EXPECT_EQ(kinds.count("known") > 0, !known.empty());
  EXPECT_EQ(kinds.count("won") > 0, won > 0);
  EXPECT_EQ(kinds.count("lost") > 0, lost > 0);
  EXPECT_EQ(kinds.count("closer") > 0, gone.empty() && closer > 0);
  EXPECT_EQ(kinds.count("nobody") + kinds.count("cut off"), gone.empty() ? 0U : 1U);
  EXPECT_EQ(kinds.count("cut off") > 0, lost > 0);
  if (gone.empty()) {
    EXPECT_THAT(text, Not(HasSubstr("cut off")));
  }
}

std::vector<Change> changes_of(const graph::Graph& graph, std::uint64_t seed, int count) {
  RandomStream random(seed, 11);
  const graph::VertexId n = graph.vertex_count();
  const auto anybody = [&] { return static_cast<graph::VertexId>(random.below(n)); };
  std::vector<Change> changes;
  for (int i = 0; i < count; ++i) {
    Change change;
    if (i % 3 != 0) {
      for (auto left = 1 + random.below(3); left > 0; --left) change.without.push_back(anybody());
      std::sort(change.without.begin(), change.without.end());
      change.without.erase(std::unique(change.without.begin(), change.without.end()), change.without.end());
    }
    if (i % 3 != 1) {
      for (auto left = 1 + random.below(3); left > 0; --left) {
        const graph::VertexId a = anybody();
        // Now and then somebody who is a contact already.
        const graph::VertexId b =
            random.below(4) == 0 && graph.degree(a) > 0
                ? graph.neighbours(a)[static_cast<graph::VertexId>(random.below(graph.degree(a)))]
                : anybody();
        const auto stays = [&](graph::VertexId v) {
          return std::find(change.without.begin(), change.without.end(), v) == change.without.end();
        };
        if (a != b && stays(a) && stays(b)) change.with.emplace_back(a, b);
      }
    }
    if (!change.without.empty() || !change.with.empty()) changes.push_back(change);
  }
  return changes;
}

TEST(WhatIfClaims, AreTrueOfRandomNetworks) {
  for (std::uint64_t seed = 0; seed < test::repeats(120U); ++seed) {
    const auto n = static_cast<graph::VertexId>(2 + seed % 17);
    graph::Network network;
    network.graph = random_graph(n, (0.5 + static_cast<double>(seed % 4)) / n, seed);
    network.members.ids = graph::Ids::dense(n);
    graph::Grouping grouping{"craft", {std::vector<std::uint32_t>(n), 3}, {"a", "b", "c"}};
    for (graph::VertexId v = 0; v < n; ++v)
      grouping.partition.label[v] = v % static_cast<graph::VertexId>(1 + seed % 3);
    for (const Change& change : changes_of(network.graph, seed, 9)) check(network, grouping, change);
  }
}

TEST(WhatIfClaims, AreTrueOfLakesideAndTheSharedNetworks) {
  const graph::Network lakeside = io::load_network(TERTIUS_SOURCE "/datasets/lakeside").network;
  const graph::Grouping disciplines = graph::group_by(*lakeside.members.find_column("discipline"));
  for (const Change& change : changes_of(lakeside.graph, 1, 6)) check(lakeside, disciplines, change);
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    if (is_large(name)) continue;
    const graph::Network network = shared_network(name);
    const graph::VertexId n = network.graph.vertex_count();
    if (n > test::repeats(400U)) continue;
    SCOPED_TRACE(name);
    graph::Grouping grouping{"third", {std::vector<std::uint32_t>(n), 3}, {"a", "b", "c"}};
    for (graph::VertexId v = 0; v < n; ++v) grouping.partition.label[v] = v % 3;
    for (const Change& change : changes_of(network.graph, n, 6)) check(network, grouping, change);
  }
}

std::string told(const graph::Network& network, const Change& change) {
  const graph::VertexId n = network.graph.vertex_count();
  const graph::Grouping one{"craft", {std::vector<std::uint32_t>(n, 0), 1}, {}};
  return report::whatif_text(what_if(network, one, change), 500);
}

/// whatif --with A,B: a new connection never cuts off; it says what improves, or that the connection is
/// there.
TEST(WhatIfClaims, ANewConnectionSaysWhatImproves) {
  graph::Network network;
  network.graph = graph_of(7, {{0, 1}, {1, 2}, {2, 3}, {4, 5}});
  network.members.ids = graph::Ids::dense(7);
  EXPECT_THAT(told(network, {.without = {}, .with = {{0, 1}}}),
              HasSubstr("There is a tie between 0 and 1 already, so nothing changes."));
  EXPECT_THAT(
      told(network, {.without = {}, .with = {{3, 4}}}),
      HasSubstr("With a tie between 3 and 4, 8 pairs of members can reach each other who could not before."));
  const std::string closer = told(network, {.without = {}, .with = {{0, 3}, {3, 0}}});
  EXPECT_THAT(closer,
              HasSubstr("With a tie between 0 and 3, 14 % of the pairs of members who reach each other "
                        "already come closer together: 1.2857 steps instead of 1.5714 on average. 0 and 3 "
                        "themselves are 3 steps apart without it."));
  for (const std::string& text : {closer, told(network, {.without = {}, .with = {{6, 0}}})})
    EXPECT_THAT(text, Not(HasSubstr("cut off")));
}

/// "96.3 % -> 95.5 %" is a change in percentage points, never in percent.
TEST(WhatIfClaims, SharesChangeByPercentagePoints) {
  graph::Network network;
  network.graph = path_graph(5);
  network.members.ids = graph::Ids::dense(5);
  const std::string text = told(network, {.without = {2}});
  EXPECT_TRUE(std::regex_search(
      text, std::regex("pairs who can reach each other +100\\.0 % +33\\.3 % +-66\\.7 percentage points")))
      << text;
  EXPECT_FALSE(std::regex_search(text, std::regex("[+-][\\d.]+ %"))) << text;
}

}  // namespace
}  // namespace tertius::pipeline
