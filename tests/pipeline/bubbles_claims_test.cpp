// What is said of bubbles, held against the network by definition: every share, "most closed", "no connection
// between", "closest", chance and p-values, on lakeside, the shared networks and random ones.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <cmath>
#include <deque>
#include <list>
#include <regex>
#include <set>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/text.hpp"
#include "engine/io/import.hpp"
#include "engine/pipeline/bubbles.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"
#include "tests/support/english.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::report {
namespace {

using namespace test;
using testing::HasSubstr;
using testing::Not;

struct Case {
  std::string name;
  graph::Network network;
  graph::Grouping grouping;
};

graph::Grouping random_grouping(graph::VertexId n, std::uint32_t count, std::uint64_t seed) {
  RandomStream random(seed, 41);
  std::vector<std::uint32_t> labels(n);
  for (auto& label : labels) label = static_cast<std::uint32_t>(random.below(count));
  graph::Grouping grouping{"team", graph::canonical(labels), {}};
  for (std::uint32_t g = 0; g < grouping.partition.count; ++g)
    grouping.names.push_back("team" + std::to_string(g));
  return grouping;
}

/// Groups with more connections inside than between, so that there is something to say.
graph::Graph planted(graph::VertexId size, std::uint32_t groups, double inside, double between,
                     std::uint64_t seed) {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> connections;
  RandomStream random(seed, 42);
  for (graph::VertexId u = 0; u < size * groups; ++u) {
    for (graph::VertexId v = u + 1; v < size * groups; ++v) {
      if (random.real() < (u / size == v / size ? inside : between)) connections.emplace_back(u, v);
    }
  }
  return graph_of(size * groups, connections);
}
graph::Grouping by_block(graph::VertexId size, std::uint32_t groups) {
  graph::Grouping grouping{"team", {{}, groups}, {}};
  for (std::uint32_t g = 0; g < groups; ++g) grouping.names.push_back("team" + std::to_string(g));
  for (graph::VertexId v = 0; v < size * groups; ++v) grouping.partition.label.push_back(v / size);
  return grouping;
}

/// Lakeside by discipline and by region, small shared networks by their labels, planted and random groups.
std::list<Case> cases() {
  std::list<Case> all;
  const graph::Network lakeside =
      io::load_network(std::string(TERTIUS_SOURCE) + "/datasets/lakeside").network;
  for (const char* by : {"discipline", "region"})
    all.push_back(
        {"lakeside by " + std::string(by), lakeside, graph::group_by(*lakeside.members.find_column(by))});
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const auto size = static_cast<graph::VertexId>(6 + 5 * seed);
    all.push_back({"planted", network_of(planted(size, 5, 0.5, 0.01 * static_cast<double>(seed), seed)),
                   by_block(size, 5)});
    const auto n = static_cast<graph::VertexId>(10 + 40 * seed);
    all.push_back({"random", network_of(random_graph(n, 0.08, seed)), random_grouping(n, 4, seed)});
    all.push_back({"sparse", network_of(random_graph(n, 1.5 / n, seed)), random_grouping(n, 3, seed)});
  }
  if (!has_shared()) return all;
  for (const std::string& name : shared_networks()) {
    if (is_large(name)) continue;
    graph::Network network = shared_network(name);
    if (sanitized && network.graph.vertex_count() > 400) continue;
    for (const char* by : {"discipline", "label"}) {
      if (const graph::Column* column = network.members.find_column(by))
        all.push_back({name, network, graph::group_by(*column)});
    }
  }
  return all;
}

/// Connections inside and outside each group, by looking at every connection.
struct Count {
  std::uint64_t inside = 0, outside = 0, ends = 0;
  std::uint32_t size = 0;
  double share() const { return static_cast<double>(inside) / static_cast<double>(inside + outside); }
};
std::vector<Count> counts_of(const Case& c) {
  std::vector<Count> counts(c.grouping.partition.count);
  const auto& label = c.grouping.partition.label;
  for (graph::VertexId u = 0; u < c.network.graph.vertex_count(); ++u) {
    ++counts[label[u]].size;
    for (const graph::VertexId v : c.network.graph.neighbours(u)) {
      ++counts[label[u]].ends;
      if (u > v) continue;
      if (label[u] == label[v]) {
        ++counts[label[u]].inside;
      } else {
        ++counts[label[u]].outside;
        ++counts[label[v]].outside;
      }
    }
  }
  return counts;
}
std::uint64_t connections_between(const Case& c, std::uint32_t a, std::uint32_t b) {
  std::uint64_t connections = 0;
  const auto& label = c.grouping.partition.label;
  for (graph::VertexId u = 0; u < c.network.graph.vertex_count(); ++u) {
    for (const graph::VertexId v : c.network.graph.neighbours(u))
      connections += label[u] == a && label[v] == b ? 1 : 0;
  }
  return connections;
}
std::uint32_t group_named(const Case& c, const std::string& name) {
  for (std::uint32_t g = 0; g < c.grouping.names.size(); ++g) {
    if (fold_case(c.grouping.names[g]) == fold_case(name)) return g;
  }
  ADD_FAILURE() << "no group " << name;
  return 0;
}
/// Steps from v to the nearest member of a group, by breadth first from v alone.
std::uint32_t steps_to(const Case& c, graph::VertexId from, std::uint32_t group) {
  std::vector<int> seen(c.network.graph.vertex_count(), -1);
  std::deque<graph::VertexId> queue{from};
  seen[from] = 0;
  while (!queue.empty()) {
    const graph::VertexId u = queue.front();
    queue.pop_front();
    if (c.grouping.partition.label[u] == group) return static_cast<std::uint32_t>(seen[u]);
    for (const graph::VertexId v : c.network.graph.neighbours(u)) {
      if (seen[v] >= 0) continue;
      seen[v] = seen[u] + 1;
      queue.push_back(v);
    }
  }
  return ~0U;
}
BubblesReport report_of(const Case& c, std::uint32_t permutations = 50) {
  bubbles::BubblesOptions options;
  options.permutation.permutations = permutations;
  return pipeline::find_bubbles(c.network, c.grouping, options);
}
/// The first sentence that matches, or nothing.
bool said(const std::vector<std::string>& sentences, const std::string& pattern, std::smatch& match,
          std::string& keep) {
  for (const std::string& sentence : sentences) {
    keep = sentence;
    if (std::regex_search(keep, match, std::regex(pattern))) return true;
  }
  return false;
}
// Fails where a share counts a connection inside for both its ends ("33 % lead to other bubbles" of 53 in, 53
// out).
TEST(BubbleClaims, AShareIsOfConnectionsWithAnEndInTheBubble) {
  int closed = 0, open = 0;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const BubblesReport report = report_of(c);
    const auto sentences = in_english(bubbles_findings, report);
    const auto counts = counts_of(c);
    const std::uint32_t least = std::max(3U, c.network.graph.vertex_count() / 200);
    const double m = static_cast<double>(c.network.graph.edge_count());
    std::smatch match;
    std::string keep;
    if (said(sentences,
             "^(\\S.*) is the most closed bubble(.*): ([a-z0-9. ]+ %) of its ties stay inside(.*)\\.$", match,
             keep)) {
      ++closed;
      const Count& g = counts[group_named(c, match[1])];
      EXPECT_EQ(match[3], share_text(g.share())) << keep;
      for (const Count& other : counts) {
        if (other.inside + other.outside == 0) continue;
        if (match[2].str().empty() || other.size >= least) {
          EXPECT_LE(other.share(), g.share()) << keep;
        }
      }
      const double d = static_cast<double>(g.ends);
      const double inside = d * d / (4 * m), outside = d * (2 * m - d) / (2 * m);
      const double ratio = g.share() / (inside / (inside + outside));
      std::smatch times;
      const std::string rest = match[4];
      if (std::regex_search(rest, times, std::regex(", ([0-9.]+) times what chance would give"))) {
        EXPECT_NEAR(std::stod(times[1]), ratio, ratio < 10 ? 0.0501 : 0.501) << keep;
      } else {
        EXPECT_NEAR(ratio, 1, 0.05) << keep;
      }
    }
    if (said(sentences, "^(\\S.*) is the most open bubble(.*): ([a-z0-9. ]+ %) of its ties lead to other",
             match, keep)) {
      ++open;
      const Count& g = counts[group_named(c, match[1])];
      EXPECT_EQ(match[3], share_text(1 - g.share())) << keep;
      for (const Count& other : counts) {
        if (other.inside + other.outside == 0) continue;
        if (match[2].str().empty() || other.size >= least) {
          EXPECT_GE(other.share(), g.share()) << keep;
        }
      }
    }
  }
  EXPECT_GE(closed, 10);
  EXPECT_GE(open, 10);
}

TEST(BubbleClaims, FilmOfLakesideKeepsHalfOfItsConnections) {
  const Case c = cases().front();
  const auto counts = counts_of(c);
  const Count& film = counts[group_named(c, "film")];
  EXPECT_EQ(film.inside, film.outside);
  std::smatch match;
  std::string keep;
  ASSERT_TRUE(said(in_english(bubbles_findings, report_of(c)),
                   "^Film is the most open bubble: 50 % of its ties", match, keep));
}

// Fails where table, JSON, CSV and chart use different conventions.
TEST(BubbleClaims, EveryFormatUsesTheSameShare) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const std::vector<BubblesReport> reports = {report_of(c, 0)};
    const auto counts = counts_of(c);
    const double m = static_cast<double>(c.network.graph.edge_count());
    JsonWriter writer;
    write_bubbles_json(writer, reports, 5);
    rapidjson::Document json;
    json.Parse(writer.take().c_str());
    ASSERT_EQ(json["groups"].Size(), counts.size());
    const std::string table = bubbles_text(reports[0], 1000, 400);
    for (std::uint32_t g = 0; g < counts.size(); ++g) {
      const auto& group = json["groups"][g];
      if (counts[g].ends == 0) {
        EXPECT_TRUE(group["inside_share"].IsNull());
        continue;
      }
      const double d = static_cast<double>(counts[g].ends);
      const double inside = d * d / (4 * m), all = inside + d * (2 * m - d) / (2 * m);
      EXPECT_NEAR(group["inside_share"].GetDouble(), counts[g].share(), 1e-12);
      EXPECT_NEAR(group["expected_inside_share"].GetDouble(), inside / all, 1e-12);
      EXPECT_NEAR(group["inside_ratio"].GetDouble(), counts[g].share() / (inside / all), 1e-9);
      EXPECT_NEAR(group["ei_edges"].GetDouble(), 1 - 2 * counts[g].share(), 1e-12);
      if (c.grouping.partition.count == 1) continue;
      const std::string row =
          fmt::format("{} +{} +{} +{:.0f} ", grouped_digits(counts[g].size), grouped_digits(counts[g].inside),
                      grouped_digits(counts[g].outside), 100 * counts[g].share());
      EXPECT_TRUE(std::regex_search(table, std::regex(row))) << row << "\n" << table;
    }
    EXPECT_THAT(bubbles_csv(reports),
                HasSubstr(",inside_share,expected_inside_share,inside_ratio,ei_edges,"));
  }
}

// Fails where "in all" counts ends, or chance is not that of the same count.
TEST(BubbleClaims, InAllIsOfAllConnections) {
  int checked = 0;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    std::smatch match;
    std::string keep;
    if (!said(in_english(bubbles_findings, report_of(c)),
              "^In all, ([a-z0-9. ]+ %) of ([0-9,]+) ties? stays? inside one \\w+ where chance would give "
              "([a-z0-9. ]+ %)",
              match, keep))
      continue;
    ++checked;
    double inside = 0, expected = 0;
    const double m = static_cast<double>(c.network.graph.edge_count());
    for (const Count& g : counts_of(c)) {
      inside += static_cast<double>(g.inside);
      expected += static_cast<double>(g.ends) * static_cast<double>(g.ends) / (4 * m * m);
    }
    EXPECT_EQ(match[1], share_text(inside / m)) << keep;
    EXPECT_EQ(match[2], grouped_digits(c.network.graph.edge_count()));
    EXPECT_EQ(match[3], share_text(expected)) << keep;
  }
  EXPECT_GE(checked, 12);
}

// Fails where p is rounded below what so many random networks can show.
TEST(BubbleClaims, PValuesAreNoSmallerThanPermutationsCanShow) {
  const Case c{"planted", network_of(planted(20, 4, 0.5, 0.05, 3)), by_block(20, 4)};
  for (const std::uint32_t permutations : {7U, 30U, 99U, 700U, 999U, 1000U, 1500U}) {
    const BubblesReport report = report_of(c, permutations);
    const double least = 1.0 / (permutations + 1);
    std::smatch match;
    std::string keep;
    ASSERT_TRUE(said(in_english(bubbles_findings, report), "^In all.* p ([<=]) ([0-9.]+)\\.$", match, keep));
    const double shown = std::stod(match[2]);
    if (match[1] == "<") {
      EXPECT_GT(shown, least) << keep;
    } else {
      EXPECT_GE(shown, least - 1e-12) << keep;
    }
    const std::string table = bubbles_text(report, 10, 300);
    EXPECT_EQ(table.find("<0.001") != std::string::npos, least < 0.001) << table;
  }
}

// The most closed of many bubbles is chosen: its own p would not be one.
TEST(BubbleClaims, TheMostClosedBubbleHasNoPValueOfItsOwn) {
  for (const Case& c : cases()) {
    for (const std::string& sentence : in_english(bubbles_findings, report_of(c, 1000))) {
      if (sentence.find("the most closed") != std::string::npos) {
        EXPECT_THAT(sentence, Not(HasSubstr("p "))) << c.name;
      }
    }
  }
}

// Fails where clusters found in the connections are tested on the same connections.
TEST(BubbleClaims, GroupsFittedToTheConnectionsAreNotTested) {
  std::list<Case> all;
  for (std::uint64_t seed = 0; seed < 4; ++seed)
    all.push_back({"random", network_of(random_graph(120, 0.05, seed)), {}});
  all.push_back({"lakeside", cases().front().network, {}});
  for (Case& c : all) {
    SCOPED_TRACE(c.name);
    c.grouping = {"cluster", clusters::leiden(c.network.graph).partition, {}};
    for (std::uint32_t g = 0; g < c.grouping.partition.count; ++g)
      c.grouping.names.push_back("cluster " + std::to_string(g + 1));
    for (const bool joined : {false, true}) {
      bubbles::BubblesOptions options{.fitted = true};
      if (joined) options.permutation.model = bubbles::NullModel::joined;
      const std::vector<BubblesReport> reports = {pipeline::find_bubbles(c.network, c.grouping, options)};
      const std::string text = bubbles_text(reports[0], 100, 200);
      EXPECT_THAT(text, Not(HasSubstr("chance would")));
      EXPECT_THAT(text, Not(HasSubstr("p <")));
      EXPECT_THAT(text, Not(HasSubstr("p =")));
      EXPECT_THAT(text, Not(HasSubstr("x chance")));
      EXPECT_THAT(bubbles_chart(reports[0]), Not(HasSubstr("chance would")));
      JsonWriter writer;
      write_bubbles_json(writer, reports, 5);
      rapidjson::Document json;
      json.Parse(writer.take().c_str());
      EXPECT_TRUE(json["fitted"].GetBool());
      EXPECT_EQ(json["chance"]["permutations"].GetInt(), 0);
      for (const char* key : {"p_closed", "p_open", "ei_index_z"})
        EXPECT_TRUE(json["chance"][key].IsNull()) << key;
      for (const auto& group : json["groups"].GetArray()) {
        for (const char* key : {"z", "p_closed", "p_open"}) EXPECT_TRUE(group[key].IsNull()) << key;
      }
      for (const auto& pair : json["mixing"].GetArray()) {
        for (const char* key : {"z", "p_fewer", "p_more"}) EXPECT_TRUE(pair[key].IsNull()) << key;
      }
      for (const auto& gap : json["missing_bridges"].GetArray()) EXPECT_TRUE(gap["z"].IsNull());
    }
  }
}

// Fails where a pair with hundreds of connections is called a missing bridge, or one is left out or added.
TEST(BubbleClaims, MissingBridgesAreFarFewerThanExpectedAndFew) {
  std::size_t found = 0;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const BubblesReport report = report_of(c, 0);
    const auto counts = counts_of(c);
    const double m = static_cast<double>(c.network.graph.edge_count());
    std::set<std::pair<std::uint32_t, std::uint32_t>> gaps;
    for (std::uint32_t a = 0; a < counts.size(); ++a) {
      for (std::uint32_t b = a + 1; b < counts.size() && m > 0; ++b) {
        const auto connections = static_cast<double>(connections_between(c, a, b));
        const double smaller = std::min(counts[a].size, counts[b].size);
        const double expected =
            std::min(static_cast<double>(counts[a].ends) * static_cast<double>(counts[b].ends) / (2 * m),
                     static_cast<double>(counts[a].size) * counts[b].size);
        const double surprise =
            expected - connections + (connections > 0 ? connections * std::log(connections / expected) : 0);
        if (expected >= 3 && 2 * connections <= expected && surprise >= 3 && 10 * connections <= smaller &&
            connections <= 10)
          gaps.emplace(a, b);
      }
    }
    EXPECT_EQ(report.result.missing.size(), std::min<std::size_t>(10, gaps.size()));
    for (const bubbles::MissingBridge& gap : report.result.missing) {
      EXPECT_TRUE(gaps.contains({gap.a, gap.b})) << gap.a << " " << gap.b << " " << gap.connections;
      EXPECT_EQ(gap.connections, connections_between(c, gap.a, gap.b));
    }
    found += gaps.size();
  }
  EXPECT_GE(found, 20U);
}

TEST(BubbleClaims, APairWithHundredsOfConnectionsIsNoMissingBridge) {
  // Two closed halves of 400 share some 400 connections where thousands would be expected.
  const Case c{"halves", network_of(planted(400, 2, 0.2, 0.0026, 1)), by_block(400, 2)};
  EXPECT_GT(connections_between(c, 0, 1), 300U);
  EXPECT_LT(static_cast<double>(connections_between(c, 0, 1)),
            0.1 * bubbles::mixing_matrix(c.network.graph, c.grouping.partition).expected(0, 1));
  EXPECT_TRUE(report_of(c, 0).result.missing.empty());
}

// Fails where two groups share a connection after all, or somebody else is closer.
TEST(BubbleClaims, NoConnectionBetweenAndWhoIsClosest) {
  int untied = 0, named = 0;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const BubblesReport report = report_of(c, 0);
    const auto sentences = in_english(bubbles_findings, report);
    std::smatch match;
    std::string keep;
    std::uint32_t first_a = 0, first_b = 0;
    if (said(sentences, "^There is no tie between (.*)\\.$", match, keep)) {
      std::string list = match[1];
      const std::regex pair("^(.*?) and (.*?)(; nor between |$)");
      for (std::smatch two; std::regex_search(list, two, pair); list = two.suffix()) {
        const auto a = group_named(c, two[1]), b = group_named(c, two[2]);
        EXPECT_EQ(connections_between(c, a, b), 0U) << keep;
        if (untied++, list == match[1]) first_a = a, first_b = b;
        if (list.empty()) break;
      }
    }
    if (said(sentences,
             "^Closest to that gap(, of those who agreed to introductions,)? are .* \\((.*)\\) and .* "
             "\\((.*)\\), each (\\d+) steps? from",
             match, keep)) {
      ++named;
      EXPECT_EQ(match[1].matched, !c.network.consent.unrestricted()) << keep;
      EXPECT_EQ(group_named(c, match[2]), first_a);
      EXPECT_EQ(group_named(c, match[3]), first_b);
    }
    for (const bubbles::MissingBridge& gap : report.result.missing) {
      for (const bool here : {true, false}) {
        const auto& side = here ? gap.from_a : gap.from_b;
        const std::uint32_t own = here ? gap.a : gap.b, other = here ? gap.b : gap.a;
        std::uint32_t nearest = ~0U;
        for (graph::VertexId v = 0; v < c.network.graph.vertex_count(); ++v) {
          if (c.grouping.partition.label[v] == own && c.network.consent.open(v))
            nearest = std::min(nearest, steps_to(c, v, other));
        }
        if (side.empty()) {
          EXPECT_EQ(nearest, ~0U);
          continue;
        }
        EXPECT_EQ(c.grouping.partition.label[side.front().member], own);
        EXPECT_EQ(side.front().steps, nearest);
        EXPECT_EQ(steps_to(c, side.front().member, other), nearest);
      }
    }
  }
  EXPECT_GE(untied, 5);
  EXPECT_GE(named, 3);
}

// Fails where the sentence says anything but Pearson's correlation over both ends of connections.
TEST(BubbleClaims, NumbersCorrelateAsPearsonSays) {
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    Case c{"numbers", network_of(random_graph(60, 0.1, seed)), {}};
    graph::Column column("age");
    RandomStream random(seed, 7);
    std::vector<double> values;
    for (graph::VertexId v = 0; v < 60; ++v) {
      values.push_back(static_cast<double>(20 + random.below(6)));
      column.push_back(fmt::format("{:.0f}", values.back()));
    }
    column.infer_type();
    c.network.members.columns.push_back(column);
    c.grouping = graph::group_by(column);
    double n = 0, x = 0, xx = 0, xy = 0;
    for (graph::VertexId u = 0; u < 60; ++u) {
      for (const graph::VertexId v : c.network.graph.neighbours(u)) {
        n += 1, x += values[u], xx += values[u] * values[u], xy += values[u] * values[v];
      }
    }
    const double r = (xy / n - x / n * (x / n)) / (xx / n - x / n * (x / n));
    std::smatch match;
    std::string keep;
    ASSERT_TRUE(said(in_english(bubbles_findings, report_of(c, 0)),
                     "^As a number, age correlates across ties with r = ([-0-9.]+) ", match, keep));
    EXPECT_NEAR(std::stod(match[1]), r, 0.00501) << keep;
  }
}

TEST(BubbleClaims, DegenerateAnswersArePlain) {
  // Two bubbles with no connection between them; nothing inside; everything equal; a small bubble that is
  // more closed.
  const Case apart{"apart", network_of(planted(6, 2, 1, 0, 1)), by_block(6, 2)};
  EXPECT_EQ(in_english(bubbles_findings, report_of(apart)).front(),
            "No tie leads from one bubble to another.");
  const Case star{"star", network_of(star_graph(6)), {"role", {{0, 1, 1, 1, 1, 1}, 2}, {"hub", "rest"}}};
  EXPECT_EQ(in_english(bubbles_findings, report_of(star)).at(0),
            words::sentence(star_finding(star.network.graph), words::Speaker(words::Language::english)));
  EXPECT_EQ(in_english(bubbles_findings, report_of(star)).at(1),
            "No bubble has a tie inside: every tie leads to another bubble.");
  std::vector<std::pair<graph::VertexId, graph::VertexId>> ring;
  for (graph::VertexId v = 0; v < 12; ++v) ring.emplace_back(v, (v + 1) % 12);
  const Case equal{"ring", network_of(graph_of(12, ring)), by_block(3, 4)};
  EXPECT_EQ(in_english(bubbles_findings, report_of(equal)).front(),
            "Team0, team1 and 2 others are the most closed bubbles: 50 % of their ties stay inside.");
  const Case small{"small",
                   network_of(graph_of(9, {{0, 1}, {1, 2}, {2, 3}, {0, 3}, {3, 4}, {4, 5}, {5, 6}, {7, 8}})),
                   {"team", {{0, 0, 0, 0, 1, 1, 1, 2, 2}, 3}, {"many", "some", "two"}}};
  EXPECT_THAT(
      in_english(bubbles_findings, report_of(small)).front(),
      HasSubstr("Many is the most closed bubble of at least 3 members: 80 % of its ties stay inside"));
}

}  // namespace
}  // namespace tertius::report
