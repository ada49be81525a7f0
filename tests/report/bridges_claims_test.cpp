// Every sentence about bridging contacts is a claim. Here each is read back and derived from the network by
// its definition, by brute force and without engine/bridges: on lakeside, on the shared networks and on
// random ones with members without a group, members without connections and separate parts. A sentence of a
// kind that is not known here fails.
#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "engine/graph/kernels/traversal.hpp"
#include "engine/io/import.hpp"
#include "engine/report/analyses/bridges.hpp"
#include "tests/support/english.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::report {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Counts = std::function<bool(graph::VertexId, graph::VertexId)>;

struct Case {
  std::string name;
  graph::Network network;
  graph::Grouping grouping;
  std::uint32_t label(graph::VertexId v) const { return grouping.partition.label[v]; }
  const std::string& group(graph::VertexId v) const { return grouping.names[label(v)]; }
  bool known(graph::VertexId v) const { return group(v) != "(none)"; }
};

Case random_case(graph::VertexId n, double density, std::uint64_t seed) {
  Case result{"random " + std::to_string(seed), {}, {"craft", {}, {}}};
  result.network.graph = random_graph(n, density, seed);
  result.network.members.ids = graph::Ids::dense(n);
  RandomStream random(seed, 5);
  graph::Column column("craft");
  const std::vector<std::string> crafts{"pottery", "IT", "film, radio", "music", ""};
  const auto used = 1 + random.below(crafts.size());
  for (graph::VertexId v = 0; v < n; ++v) column.push_back(crafts[crafts.size() - 1 - random.below(used)]);
  result.grouping = graph::group_by(column);
  return result;
}

std::vector<Case> random_cases() {
  std::vector<Case> cases;
  for (std::uint64_t seed = 0; seed < test::repeats(240U); ++seed) {
    const auto n = static_cast<graph::VertexId>(2 + seed % 29);
    cases.push_back(random_case(n, (0.6 + static_cast<double>(seed % 5)) / n, seed));
  }
  return cases;
}

/// Lakeside and the shared networks of at most so many members, by discipline or label, else by a made-up
/// one.
std::vector<Case> real_cases(graph::VertexId most) {
  std::vector<Case> cases;
  Case lakeside{
      "lakeside", io::load_network(TERTIUS_SOURCE "/datasets/lakeside", {.complete = true}).network, {}};
  lakeside.grouping = graph::group_by(*lakeside.network.members.find_column("discipline"));
  cases.push_back(std::move(lakeside));
  if (!has_shared()) return cases;
  for (const std::string& name : shared_networks()) {
    if (is_large(name)) continue;
    Case real{name, shared_network(name), {}};
    const graph::VertexId n = real.network.graph.vertex_count();
    if (n > (sanitized ? std::min<graph::VertexId>(most, 100) : most)) continue;
    if (real.network.members.columns.empty()) {
      graph::Column column("third");
      for (graph::VertexId v = 0; v < n; ++v) column.push_back(v % 3 == 0 ? "a" : v % 3 == 1 ? "b" : "c");
      real.grouping = graph::group_by(column);
    } else {
      real.grouping = graph::group_by(real.network.members.columns.front());
    }
    cases.push_back(std::move(real));
  }
  return cases;
}

/// Distances and numbers of shortest paths between all pairs.
struct Paths {
  std::vector<std::vector<std::uint32_t>> distance;
  std::vector<std::vector<double>> count;

  explicit Paths(const graph::Graph& graph) {
    for (graph::VertexId s = 0; s < graph.vertex_count(); ++s) {
      distance.push_back(graph::bfs_distances(graph, s));
      const auto& d = distance.back();
      std::vector<graph::VertexId> order;
      for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
        if (d[v] != graph::unreachable) order.push_back(v);
      }
      std::stable_sort(order.begin(), order.end(),
                       [&](graph::VertexId a, graph::VertexId b) { return d[a] < d[b]; });
      std::vector<double> paths(graph.vertex_count(), 0);
      paths[s] = 1;
      for (const graph::VertexId u : order) {
        for (const graph::VertexId v : graph.neighbours(u)) paths[v] += d[v] == d[u] + 1 ? paths[u] : 0;
      }
      count.push_back(std::move(paths));
    }
  }
  bool connected(graph::VertexId s, graph::VertexId t) const { return distance[s][t] != graph::unreachable; }
  /// Share of the shortest paths from s to t on which v lies.
  double through(graph::VertexId v, graph::VertexId s, graph::VertexId t) const {
    if (!connected(s, v) || distance[s][v] + distance[v][t] != distance[s][t]) return 0;
    return count[s][v] * count[v][t] / count[s][t];
  }
  /// Sum of these shares over counted pairs of others, and how many pairs these are.
  std::pair<double, double> between(graph::VertexId v, const Counts& counts) const {
    double sum = 0, pairs = 0;
    for (graph::VertexId s = 0; s < distance.size(); ++s) {
      for (graph::VertexId t = s + 1; t < distance.size(); ++t) {
        if (s == v || t == v || !connected(s, t) || !counts(s, t)) continue;
        sum += through(v, s, t);
        ++pairs;
      }
    }
    return {sum, pairs};
  }
};

Counts counts_of(const Case& c, const bridges::BridgingOptions& options) {
  return [&c, options](graph::VertexId s, graph::VertexId t) {
    const std::uint32_t a = c.label(s), b = c.label(t);
    if (options.pairs == bridges::PairsOf::different_groups) return a != b;
    if (options.pairs == bridges::PairsOf::two_groups)
      return (a == options.from && b == options.to) || (a == options.to && b == options.from);
    return true;
  };
}

std::string ends_of(const Case& c, const bridges::BridgingOptions& options) {
  const auto of = [&](std::uint32_t g) {
    return c.grouping.names[g] == "(none)" ? "without " + c.grouping.by : "of " + c.grouping.names[g];
  };
  if (options.pairs == bridges::PairsOf::all) return "members";
  if (options.pairs == bridges::PairsOf::different_groups) return "members of different groups";
  return "members " + of(options.from) + (options.from == options.to ? "" : " and " + of(options.to));
}

double number(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  return std::stod(text);
}

/// Whether a share is what its words say, to the last digit shown.
bool says(const std::string& words, double share) {
  if (words == "less than 0.01 %") return share > 0 && share < 0.0001;
  if (words == "more than 99.99 %") return share > 0.9999 && share < 1 + 1e-12;
  const double shown = number(words) / 100;
  if (shown == 0 || shown == 1) return std::abs(share - shown) < 1e-9;
  return std::abs(share - shown) <= (words.find('.') == std::string::npos ? 0.005 : 0.00005) + 1e-9;
}

std::uint64_t known_groups_met(const Case& c, graph::VertexId v) {
  std::set<std::uint32_t> groups;
  for (const graph::VertexId u : c.network.graph.neighbours(v)) {
    if (c.label(u) != c.label(v) && c.known(u)) groups.insert(c.label(u));
  }
  return groups.size();
}

// What the orders rank by, from the definitions.
double participation(const Case& c, graph::VertexId v) {
  std::map<std::uint32_t, double> connections;
  for (const graph::VertexId u : c.network.graph.neighbours(v)) ++connections[c.label(u)];
  double sum = 0;
  for (const auto& [group, count] : connections) sum += count * count;
  const double d = c.network.graph.degree(v);
  return d > 0 ? 1 - sum / (d * d) : 0;
}
double constraint(const graph::Graph& graph, graph::VertexId i) {
  double sum = 0;
  for (const graph::VertexId j : graph.neighbours(i)) {
    double invested = 1.0 / graph.degree(i);
    for (const graph::VertexId q : graph.neighbours(i)) {
      if (q != j && graph.has_arc(q, j)) invested += 1.0 / graph.degree(i) / graph.degree(q);
    }
    sum += invested * invested;
  }
  return sum;
}
double effective_size(const graph::Graph& graph, graph::VertexId v) {
  double connections = 0;
  for (const graph::VertexId a : graph.neighbours(v)) {
    for (const graph::VertexId b : graph.neighbours(v)) connections += a < b && graph.has_arc(a, b) ? 1 : 0;
  }
  return graph.degree(v) - 2 * connections / graph.degree(v);
}

struct Loss {
  std::uint64_t cross = 0, pairs = 0, cut_off = 0, parts = 0;
};
/// What happens to the others when v leaves.
Loss loss_of(const Case& c, graph::VertexId v) {
  const graph::Graph& graph = c.network.graph;
  const graph::VertexId n = graph.vertex_count();
  std::vector<std::pair<graph::VertexId, graph::VertexId>> connections;
  for (graph::VertexId a = 0; a < n; ++a) {
    for (const graph::VertexId b : graph.neighbours(a)) {
      if (a < b && a != v && b != v) connections.emplace_back(a, b);
    }
  }
  const graph::Graph left = graph_of(n, connections);
  const auto before = graph::bfs_distances(graph, v);
  std::vector<graph::VertexId> others;
  for (graph::VertexId u = 0; u < n; ++u) {
    if (u != v && before[u] != graph::unreachable) others.push_back(u);
  }
  Loss loss;
  std::uint64_t largest = 0;
  std::set<graph::VertexId> seen;
  for (const graph::VertexId a : others) {
    const auto after = graph::bfs_distances(left, a);
    std::uint64_t part = 0;
    for (const graph::VertexId b : others) {
      if (after[b] != graph::unreachable) {
        ++part;
        continue;
      }
      if (a > b) continue;
      ++loss.pairs;
      loss.cross += c.label(a) != c.label(b) ? 1 : 0;
    }
    largest = std::max(largest, part);
    if (seen.count(a) == 0) {
      ++loss.parts;
      for (const graph::VertexId b : others) {
        if (after[b] != graph::unreachable) seen.insert(b);
      }
    }
  }
  loss.cut_off = others.size() - largest;
  return loss;
}

struct Analysed {
  bridges::Bridging result;
  BridgesReport report;
  Analysed(const Case& c, const bridges::BridgingOptions& options)
      : result(bridges::bridging(c.network.graph, {}, c.grouping.partition, options)) {
    report.network = &c.network;
    report.grouping = &c.grouping;
    report.bridging = result;
    report.options = options;
  }
};

/// "on 12 % of the shortest paths between other members, with contacts in 7 other groups"
void check_place(const Case& c, const bridges::BridgingOptions& options, const Paths& paths,
                 graph::VertexId v, const std::string& words) {
  std::smatch found;
  ASSERT_TRUE(std::regex_match(
      words, found,
      std::regex(
          "on (no shortest path|(.+) of the shortest paths) between other (.*?)(, with contacts in (\\d+) "
          "other groups?)?")))
      << words;
  EXPECT_EQ(found[3], ends_of(c, options));
  const auto [sum, pairs] = paths.between(v, counts_of(c, options));
  if (found[2].matched) {
    EXPECT_TRUE(says(found[2], sum / pairs)) << words << "; it is " << sum / pairs;
  } else {
    EXPECT_EQ(sum, 0);
  }
  EXPECT_EQ(found[5].matched ? std::stoul(found[5]) : 0, known_groups_met(c, v)) << words;
}

/// The first sentence: who comes first, in the words of the order asked for, and who is as high.
void check_lead(const Case& c, const bridges::BridgingOptions& options, const Paths& paths,
                std::string sentence) {
  const graph::Graph& graph = c.network.graph;
  const graph::VertexId n = graph.vertex_count();
  const Counts counts = counts_of(c, options);
  std::vector<double> between(n), value(n);
  double any = 0, all_pairs = 0;
  for (graph::VertexId v = 0; v < n; ++v) any = std::max(any, between[v] = paths.between(v, counts).first);
  for (graph::VertexId s = 0; s < n; ++s) {
    for (graph::VertexId t = s + 1; t < n; ++t) all_pairs += paths.connected(s, t) && counts(s, t) ? 1 : 0;
  }
  if (sentence.rfind("Nobody stands between others: ", 0) == 0) {
    EXPECT_EQ(any, 0);
    EXPECT_GT(all_pairs, 0);
    for (graph::VertexId s = 0; s < n; ++s) {
      for (graph::VertexId t = s + 1; t < n; ++t) {
        if (paths.connected(s, t) && counts(s, t)) {
          EXPECT_TRUE(graph.has_arc(s, t));
        }
      }
    }
    return;
  }
  if (sentence.rfind("No two members", 0) == 0) {
    EXPECT_EQ(all_pairs, 0) << sentence;
    return;
  }
  bool spread = false, both = false;
  for (graph::VertexId v = 0; v < n; ++v) {
    spread = spread || participation(c, v) > 0;
    both = both || (participation(c, v) > 0 && between[v] > 0);
  }
  if (sentence == "Nobody has contacts in more than one group.") {
    EXPECT_FALSE(spread);
    return;
  }
  bridges::BridgeOrder order = options.order;
  for (const std::string note : {"All members are in one group, so nobody connects groups. ",
                                 "Nobody who stands between others has contacts in more than one group. "}) {
    if (sentence.rfind(note, 0) != 0) continue;
    EXPECT_EQ(order, bridges::BridgeOrder::bridging);
    EXPECT_FALSE(both);
    EXPECT_EQ(note[0] == 'A', c.grouping.partition.count == 1);
    order = bridges::BridgeOrder::betweenness;
    sentence.erase(0, note.size());
  }
  std::string words;
  for (graph::VertexId v = 0; v < n; ++v) {
    const double d = graph.degree(v);
    switch (order) {
      case bridges::BridgeOrder::bridging:
        words = "is the strongest bridging contact|are the strongest bridging contacts";
        value[v] = between[v] * participation(c, v);
        break;
      case bridges::BridgeOrder::betweenness:
        words = "(?:has|have) the highest betweenness";
        value[v] = between[v];
        break;
      case bridges::BridgeOrder::constraint:
        words = "(?:has|have) the lowest constraint \\(([\\d.]+)\\)";
        value[v] = d > 0 ? -constraint(graph, v) : -INFINITY;
        break;
      case bridges::BridgeOrder::effective_size:
        words = "(?:has|have) the largest effective size \\(([\\d.]+)\\)";
        value[v] = d > 0 ? effective_size(graph, v) : -INFINITY;
        break;
      case bridges::BridgeOrder::participation:
        words = "(?:has|have) the highest participation \\(([\\d.]+)\\)";
        value[v] = participation(c, v);
        break;
      case bridges::BridgeOrder::bridging_centrality: {
        words = "(?:has|have) the highest bridging centrality";
        double around = 0;
        for (const graph::VertexId u : graph.neighbours(v)) around += 1.0 / graph.degree(u);
        value[v] = d > 0 ? between[v] / (d * around) : 0;
        break;
      }
      case bridges::BridgeOrder::critical:
        FAIL();
    }
  }
  std::smatch found;
  ASSERT_TRUE(std::regex_match(
      sentence, found,
      std::regex("(.+?)(?: and ([\\d,]+) other members?)? (?:" + words + ")(?:: |; (.+?) is )(on .*)\\.")))
      << sentence;
  // Names may repeat; one of those who bear it must be as high as anybody.
  const double highest = *std::max_element(value.begin(), value.end());
  const auto is_highest = [&](graph::VertexId v) {
    return std::abs(value[v] - highest) <= 1e-9 * std::max(1.0, std::abs(highest));
  };
  std::uint64_t as_high = 0;
  std::optional<graph::VertexId> who;
  for (graph::VertexId v = 0; v < n; ++v) {
    as_high += is_highest(v) ? 1 : 0;
    const std::string title =
        c.network.members.name(v) + (c.known(v) ? " (" + c.group(v) + ")" : std::string());
    if (title == found[1] && is_highest(v) && !who) who = v;
  }
  ASSERT_TRUE(who) << sentence;
  const std::size_t last = found.size() - 1;
  EXPECT_EQ(found[2].matched ? number(found[2]) + 1 : 1, as_high) << sentence;
  EXPECT_EQ(found[2].matched, found[last - 1].matched);
  if (last == 5) {
    EXPECT_NEAR(number(found[3]), std::abs(highest), 0.051) << sentence;
  }
  check_place(c, options, paths, *who, found[last]);
}

void check_rest(const Case& c, const bridges::BridgingOptions& options, const Paths& paths,
                const std::string& sentence) {
  const graph::Graph& graph = c.network.graph;
  const graph::VertexId n = graph.vertex_count();
  std::smatch found;
  const std::string of = options.pairs == bridges::PairsOf::all ? "" : " between " + ends_of(c, options);
  if (sentence.find("betweenness") != std::string::npos) {
    std::vector<double> between;
    for (graph::VertexId v = 0; v < n; ++v) between.push_back(paths.between(v, counts_of(c, options)).first);
    std::sort(between.begin(), between.end(), std::greater<>());
    double ten = 0, total = 0, carriers = 0;
    for (std::size_t i = 0; i < between.size(); ++i) {
      ten += i < 10 ? between[i] : 0;
      total += between[i];
      carriers += between[i] > 0 ? 1 : 0;
    }
    if (std::regex_match(sentence, found,
                         std::regex("Ten of ([\\d,]+) members carry (.+ %) of all betweenness(.*)\\."))) {
      EXPECT_EQ(number(found[1]), n);
      EXPECT_TRUE(says(found[2], ten / total)) << sentence << ten / total;
      EXPECT_GT(carriers, 10);
    } else {
      ASSERT_TRUE(std::regex_match(
          sentence, found,
          std::regex("(\\d+) of ([\\d,]+) members (?:carry|carries) all betweenness(.*)\\.")))
          << sentence;
      EXPECT_EQ(number(found[1]), carriers);
    }
    EXPECT_EQ(found[3], of);
    return;
  }
  std::uint64_t home = 0, abroad = 0, alone = 0, unknown = 0;
  for (graph::VertexId v = 0; v < n; ++v) {
    bool other = false;
    for (const graph::VertexId u : graph.neighbours(v))
      other = other || (c.label(u) != c.label(v) && c.known(u));
    if (!c.known(v))
      ++unknown;
    else
      ++(graph.degree(v) == 0 ? alone : other ? abroad : home);
  }
  if (std::regex_match(
          sentence, found,
          std::regex("([\\d,]+) members?( with a known \\w+)? (?:has|have) contacts, but none in "
                     "another.*\\."))) {
    EXPECT_EQ(number(found[1]), home) << sentence;
    EXPECT_EQ(found[2].matched, unknown > 0);
  } else {
    ASSERT_TRUE(std::regex_match(sentence, found,
                                 std::regex("Every member( with contacts( and a known \\w+)?)? has "
                                            "(one|a contact) in another.*\\.")))
        << "a new kind of sentence needs its claim tested: " << sentence;
    EXPECT_EQ(home, 0U) << sentence;
    EXPECT_GT(abroad, 0U);
    if (!found[1].matched) {
      EXPECT_EQ(alone + unknown, 0U) << sentence;
    }
    EXPECT_EQ(found[2].matched, unknown > 0) << sentence;
  }
}

/// None of the sentences for networks that answer nothing.
bool answers(const Case& c, const std::vector<std::string>& sentences) {
  const std::uint64_t n = c.network.graph.vertex_count(), m = c.network.graph.edge_count();
  const bool whole = m == n * (n - 1) / 2;
  bool star = m > 1 && !whole;
  graph::VertexId hubs = 0;
  for (graph::VertexId v = 0; v < n; ++v) hubs += c.network.graph.degree(v) == m ? 1 : 0;
  star = m > 1 && hubs == 1;
  if (m > 0 && !whole && !star) return true;
  EXPECT_EQ(sentences.size(), 1U);
  EXPECT_THAT(sentences[0], HasSubstr(m == 0 ? "Nobody is connected"
                                      : star ? "one person's list of contacts"
                                             : "Everybody knows everybody"));
  return false;
}

void check_findings(const Case& c, const Paths& paths) {
  std::vector<bridges::BridgingOptions> asked;
  for (const auto& [order, order_name, order_help] : bridges::bridge_orders) {
    if (order != bridges::BridgeOrder::critical) asked.push_back({.order = order});
  }
  asked.push_back({.pairs = bridges::PairsOf::different_groups});
  const std::uint32_t last = c.grouping.partition.count - 1;
  asked.push_back({.pairs = bridges::PairsOf::two_groups, .from = 0, .to = last});
  asked.push_back({.pairs = bridges::PairsOf::two_groups,
                   .from = 0,
                   .to = 0,
                   .order = bridges::BridgeOrder::betweenness});
  for (const bridges::BridgingOptions& options : asked) {
    SCOPED_TRACE(c.name + " by " + std::string(to_string(options.order)));
    const Analysed analysed(c, options);
    const auto sentences = in_english(bridges_findings, analysed.report);
    if (!answers(c, sentences)) continue;
    check_lead(c, options, paths, sentences.at(0));
    for (std::size_t i = 1; i < sentences.size(); ++i) check_rest(c, options, paths, sentences[i]);
    if (sanitized && c.network.members.size() > 100) break;  // minutes for the other options
  }
}

TEST(BridgesClaims, FindingsAreTrueOfRandomNetworks) {
  for (const Case& c : random_cases()) check_findings(c, Paths(c.network.graph));
}

TEST(BridgesClaims, FindingsAreTrueOfLakesideAndTheSharedNetworks) {
  for (const Case& c : real_cases(310)) check_findings(c, Paths(c.network.graph));
  if (!has_shared()) GTEST_SKIP() << "lakeside only: no shared data at " << shared_folder();
}

/// bridges --between A,B: the share of *their* paths. All shortest paths are listed one by one.
TEST(BridgesClaims, BetweenTwoGroupsIsAShareOfTheirPaths) {
  std::size_t partly = 0;
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    const Case c = random_case(static_cast<graph::VertexId>(4 + seed % 9), 0.3, seed);
    const graph::Graph& graph = c.network.graph;
    const Paths paths(graph);
    std::vector<bridges::BridgingOptions> asked{{}, {.pairs = bridges::PairsOf::different_groups}};
    for (std::uint32_t a = 0; a < c.grouping.partition.count; ++a) {
      for (std::uint32_t b = 0; b < c.grouping.partition.count; ++b)
        asked.push_back({.pairs = bridges::PairsOf::two_groups, .from = a, .to = b});
    }
    for (const bridges::BridgingOptions& options : asked) {
      const Counts counts = counts_of(c, options);
      const Analysed analysed(c, options);
      std::vector<double> sum(graph.vertex_count(), 0), pairs(graph.vertex_count(), 0);
      double all = 0;
      for (graph::VertexId s = 0; s < graph.vertex_count(); ++s) {
        for (graph::VertexId t = s + 1; t < graph.vertex_count(); ++t) {
          if (!paths.connected(s, t) || !counts(s, t)) continue;
          ++all;
          std::vector<std::vector<graph::VertexId>>
              listed;  // shortest paths from s, grown step by step towards t
          std::vector<std::vector<graph::VertexId>> growing{{s}};
          while (!growing.empty()) {
            const std::vector<graph::VertexId> path = growing.back();
            growing.pop_back();
            if (path.back() == t) listed.push_back(path);
            for (const graph::VertexId next : graph.neighbours(path.back())) {
              if (paths.distance[next][t] + path.size() != paths.distance[s][t]) continue;
              growing.push_back(path);
              growing.back().push_back(next);
            }
          }
          for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
            if (v == s || v == t) continue;
            double on = 0;
            for (const auto& path : listed) on += std::count(path.begin(), path.end(), v) > 0 ? 1 : 0;
            sum[v] += on / static_cast<double>(listed.size());
            ++pairs[v];
          }
        }
      }
      EXPECT_EQ(analysed.result.pairs.all, all);
      for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
        EXPECT_EQ(analysed.result.pairs.of_others[v], pairs[v]) << "seed " << seed << ", member " << v;
        EXPECT_NEAR(analysed.result.path_share(v), pairs[v] > 0 ? sum[v] / pairs[v] : 0, 1e-12);
        partly += sum[v] > 0 && sum[v] < pairs[v] ? 1 : 0;
      }
    }
  }
  EXPECT_GT(partly, 1000U);
}

TEST(BridgesClaims, BetweenTwoGroupsOfLakesideIsAShareOfTheirPaths) {
  const Case c = std::move(real_cases(0).front());
  const auto named = [&](const std::string& name) {
    return static_cast<std::uint32_t>(std::find(c.grouping.names.begin(), c.grouping.names.end(), name) -
                                      c.grouping.names.begin());
  };
  const bridges::BridgingOptions options{
      .pairs = bridges::PairsOf::two_groups, .from = named("crafts"), .to = named("IT")};
  const Analysed analysed(c, options);
  const graph::VertexId first = analysed.result.order.front();
  const auto [sum, pairs] = Paths(c.network.graph).between(first, counts_of(c, options));
  EXPECT_EQ(c.network.members.name(first), "Malte Zühlke");
  EXPECT_THAT(in_english(bridges_findings, analysed.report).front(),
              HasSubstr("on 37 % of the shortest paths between other members of crafts and of IT"));
  EXPECT_NEAR(sum / pairs, 0.37, 0.005);
  EXPECT_THAT(bridges_explained(analysed.report, 500),
              HasSubstr("between other members of crafts and of IT"));
}

/// bridges --order X: only the default order says "strongest bridging contact".
TEST(BridgesClaims, TheSentenceNamesTheOrderUsed) {
  const Case c = std::move(real_cases(0).front());
  const std::map<bridges::BridgeOrder, std::string> words{
      {bridges::BridgeOrder::bridging, " is the strongest bridging contact: "},
      {bridges::BridgeOrder::betweenness, " has the highest betweenness: "},
      {bridges::BridgeOrder::constraint, " has the lowest constraint ("},
      {bridges::BridgeOrder::effective_size, " has the largest effective size ("},
      {bridges::BridgeOrder::participation, " has the highest participation ("},
      {bridges::BridgeOrder::bridging_centrality, " has the highest bridging centrality: "},
      {bridges::BridgeOrder::critical, "The network hangs most on "}};
  for (const auto& [order, said] : words) {
    const std::string first = in_english(bridges_findings, Analysed(c, {.order = order}).report).front();
    for (const auto& [other, unsaid] : words) {
      if (order == other) {
        EXPECT_THAT(first, HasSubstr(unsaid));
      } else {
        EXPECT_THAT(first, Not(HasSubstr(unsaid)));
      }
    }
  }
}

void check_reasons(const Case& c, graph::VertexId v, const std::vector<std::string>& reasons,
                   bool with_loss) {
  const graph::Graph& graph = c.network.graph;
  const auto sizes = c.grouping.partition.sizes();
  // Other groups between which and v's own every connection is v's.
  std::set<std::string> only;
  for (std::uint32_t g = 0; g < c.grouping.partition.count; ++g) {
    if (g == c.label(v)) continue;
    bool any = false, all = true;
    for (graph::VertexId a = 0; a < graph.vertex_count(); ++a) {
      if (c.label(a) != c.label(v)) continue;
      for (const graph::VertexId b : graph.neighbours(a)) {
        if (c.label(b) != g) continue;
        any = true;
        all = all && a == v;
      }
    }
    if (any && all && c.known(v) && c.grouping.names[g] != "(none)" && sizes[g] > 1 && sizes[c.label(v)] > 1)
      only.insert(c.grouping.names[g]);
  }
  std::map<std::string, std::uint64_t> roles;
  for (const graph::VertexId a : graph.neighbours(v)) {
    for (const graph::VertexId b : graph.neighbours(v)) {
      if (a >= b || graph.has_arc(a, b)) continue;
      const bool in_a = c.label(a) == c.label(v), in_b = c.label(b) == c.label(v),
                 alike = c.label(a) == c.label(b);
      ++roles[in_a && in_b ? "coordinator" : in_a || in_b ? "gatekeeper" : alike ? "consultant" : "liaison"];
    }
  }
  std::set<std::string> claimed;
  bool spread = false, cut = false, brokers = false;
  for (const std::string& reason : reasons) {
    std::smatch found;
    const std::string own = "the only direct link between " + c.group(v) + " and ";
    if (reason.rfind(own, 0) == 0) {
      const std::string rest = reason.substr(own.size());
      if (std::regex_match(rest, found, std::regex("(\\d+) other groups \\((.+), (.+), \\.\\.\\.\\)"))) {
        EXPECT_EQ(std::stoul(found[1]), only.size()) << reason;
        EXPECT_GT(only.size(), 3U);
        claimed = only;
      } else {
        EXPECT_EQ(only.count(rest), 1U) << reason;
        claimed.insert(rest);
      }
    } else if (std::regex_match(reason, found,
                                std::regex("without this member (\\d+) members? (?:is|are) cut off"))) {
      cut = true;
      if (with_loss) {
        EXPECT_EQ(std::stoul(found[1]), loss_of(c, v).cut_off) << reason;
      }
    } else if (std::regex_match(reason, found, std::regex("contacts in (\\d+) other groups"))) {
      spread = true;
      EXPECT_EQ(std::stoul(found[1]), known_groups_met(c, v)) << reason;
    } else {
      ASSERT_TRUE(std::regex_match(reason, found,
                                   std::regex("(\\w+) .*: ([\\d,]+) pairs? of contacts who do not know each "
                                              "other(, both in one other group)?")))
          << "a new kind of reason needs its claim tested: " << reason;
      brokers = true;
      EXPECT_EQ(number(found[2]), roles[found[1]]) << reason;
      EXPECT_THAT(reason, Not(HasSubstr("(none)")));
      for (const auto& [role, pairs] : roles) EXPECT_LE(pairs, number(found[2])) << reason;
    }
  }
  EXPECT_EQ(claimed, only) << "member " << v;
  EXPECT_EQ(spread, known_groups_met(c, v) > 1);
  if (with_loss) {
    EXPECT_EQ(cut, loss_of(c, v).cut_off > 0);
  }
  if (c.known(v)) {
    EXPECT_EQ(brokers, !roles.empty());
  }
}

/// "the only direct link between X and Y", "without this member N members are cut off", roles, contacts.
TEST(BridgesClaims, EveryReasonHolds) {
  for (const Case& c : random_cases()) {
    SCOPED_TRACE(c.name);
    const Analysed analysed(c, {});
    for (graph::VertexId v = 0; v < c.network.graph.vertex_count(); ++v)
      check_reasons(c, v, in_english(bridge_reasons, analysed.report, v), true);
  }
}

TEST(BridgesClaims, EveryReasonHoldsOnLakesideAndTheSharedNetworks) {
  for (const Case& c : real_cases(1600)) {
    SCOPED_TRACE(c.name);
    const Analysed analysed(c, {});
    const graph::VertexId n = c.network.graph.vertex_count();
    for (graph::VertexId v = 0; v<n; v += n> 310 ? 7 : 1)
      check_reasons(c, v, in_english(bridge_reasons, analysed.report, v), n <= 310);
  }
  if (!has_shared()) GTEST_SKIP() << "lakeside only: no shared data at " << shared_folder();
}

/// "The network hangs most on X: without them N members are cut off, and M pairs ... lose each other", "N
/// members are each the only connection between two parts", and that there is none.
void check_critical(const Case& c) {
  const Analysed analysed(c, {.order = bridges::BridgeOrder::critical});
  const auto sentences = in_english(bridges_findings, analysed.report);
  if (!answers(c, sentences)) return;
  const graph::VertexId n = c.network.graph.vertex_count();
  std::vector<Loss> losses;
  std::pair<std::uint64_t, std::uint64_t> most{0, 0};
  std::uint64_t cut_members = 0, alike = 0;
  for (graph::VertexId v = 0; v < n; ++v) {
    losses.push_back(loss_of(c, v));
    most = std::max(most, {losses[v].cross, losses[v].pairs});
    cut_members += losses[v].parts > 1 ? 1 : 0;
  }
  for (const Loss& loss : losses) alike += std::pair{loss.cross, loss.pairs} == most ? 1 : 0;
  std::smatch found;
  if (sentences.size() == 1) {
    EXPECT_THAT(sentences[0], HasSubstr("Nobody's leaving would cut anybody off"));
    EXPECT_EQ(cut_members, 0U);
    return;
  }
  ASSERT_TRUE(std::regex_match(
      sentences[0], found,
      std::regex(
          "The network hangs most on (.+?)(?:, and as much on ([\\d,]+) other members?)?: without (.+) "
          "([\\d,]+) members? (?:is|are) cut off, and ([\\d,]+) pairs? of members in (different "
          "groups|one group) lose each other\\.")))
      << sentences[0];
  bool right = false;
  for (graph::VertexId v = 0; v < n; ++v) {
    const Loss& loss = losses[v];
    right = right || (c.network.members.name(v) == found[1] && std::pair{loss.cross, loss.pairs} == most &&
                      number(found[4]) == static_cast<double>(loss.cut_off) &&
                      number(found[5]) == static_cast<double>(loss.cross > 0 ? loss.cross : loss.pairs) &&
                      (found[6] == "different groups") == (loss.cross > 0));
  }
  EXPECT_TRUE(right) << sentences[0];
  EXPECT_EQ(found[2].matched ? number(found[2]) + 1 : 1, alike) << sentences[0];
  ASSERT_TRUE(
      std::regex_match(sentences[1], found,
                       std::regex("([\\d,]+) members? (?:is|are each) the only connection between two "
                                  "parts of the network\\.")))
      << sentences[1];
  EXPECT_EQ(number(found[1]), cut_members);
}

TEST(BridgesClaims, TheNetworkHangsMostOnWhomItSays) {
  for (const Case& c : random_cases()) {
    SCOPED_TRACE(c.name);
    check_critical(c);
  }
  for (const Case& c : real_cases(120)) {
    SCOPED_TRACE(c.name);
    check_critical(c);
  }
}

TEST(BridgesClaims, TableShowsTheSharesOfTheSentence) {
  const Case c = std::move(real_cases(0).front());
  const Analysed analysed(c, {.pairs = bridges::PairsOf::two_groups, .from = 0, .to = 1});
  const std::string csv = bridges_csv(analysed.report, 1);
  char share[32], shown[32];
  std::snprintf(share, sizeof share, "%.6f", analysed.result.path_share(analysed.result.order[0]));
  std::snprintf(shown, sizeof shown, "%.2f", 100 * analysed.result.path_share(analysed.result.order[0]));
  EXPECT_THAT(csv, HasSubstr(std::string(share, 6)));
  EXPECT_THAT(bridges_text(analysed.report, 1, 100), HasSubstr(shown));
}

/// An estimate says by how much it may be off, in the unit of the column.
TEST(BridgesClaims, EstimatedSharesAreOffByNoMoreThanIsSaid) {
  int outside = 0, runs = 0;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Case c = random_case(60, 0.03, seed);
    const Analysed exact(c, {}),
        sampled(c, {.sampling = bridges::SamplingOptions{.epsilon = 0.05, .delta = 0.1}});
    const std::string said = in_english(bridges_precision, sampled.report);
    std::smatch found;
    ASSERT_TRUE(
        std::regex_search(said, found, std::regex("with 90 % confidence .* more than ([\\d.]+) percentage")))
        << said;
    double worst = 0;
    for (graph::VertexId v = 0; v < 60; ++v)
      worst = std::max(worst, std::abs(exact.result.path_share(v) - sampled.result.path_share(v)));
    outside += 100 * worst > number(found[1]) ? 1 : 0;
    ++runs;
  }
  EXPECT_LE(outside, runs / 4);
  EXPECT_EQ(in_english(bridges_precision, Analysed(random_case(9, 0.3, 1), {}).report), "");
}

Case made(graph::Graph graph, std::vector<std::string> groups) {
  Case c{"made", {}, {}};
  c.network.members.ids = graph::Ids::dense(graph.vertex_count());
  c.network.graph = std::move(graph);
  graph::Column column("craft");
  for (const std::string& group : groups) column.push_back(group);
  c.grouping = graph::group_by(column);
  return c;
}

/// Networks that answer nothing say so in every order, without a ranking, and propose what can be proposed.
TEST(BridgesClaims, DegenerateNetworksAreCalledWhatTheyAre) {
  const std::vector<std::pair<Case, std::string>> cases = [] {
    std::vector<std::pair<Case, std::string>> list;
    list.emplace_back(made(empty_graph(), {}), "The network has no members.");
    list.emplace_back(made(empty_graph(3), {"a", "a", "b"}), "Nobody is connected, so nobody is a bridge.");
    list.emplace_back(made(complete_graph(4), {"a", "a", "b", "b"}),
                      "Everybody knows everybody, so nobody is a bridge.");
    list.emplace_back(made(star_graph(5), {"a", "b", "c", "d", "e"}), "one person's list of contacts");
    return list;
  }();
  for (const auto& [c, words] : cases) {
    for (const auto& [order, order_name, order_help] : bridges::bridge_orders) {
      Analysed analysed(c, {.order = order});
      const bridges::Openings proposed = bridges::openings(c.network.graph, c.grouping.partition);
      analysed.report.openings = proposed;
      const auto sentences = in_english(bridges_findings, analysed.report);
      ASSERT_EQ(sentences.size(), 1U);
      EXPECT_THAT(sentences[0], HasSubstr(words));
      const std::string text = bridges_text(analysed.report, 5, 200);
      EXPECT_THAT(text, Not(HasSubstr("% paths")));
      EXPECT_THAT(text, Not(HasSubstr("nan")));
      EXPECT_THAT(text, HasSubstr("Openings: "));
    }
  }
}

/// A ranking by what nobody has is noise.
TEST(BridgesClaims, NothingIsRankedByWhatNobodyHas) {
  // A triangle and a pair: nobody stands between others, nobody's leaving cuts off.
  const Case cliques = made(graph_of(5, {{0, 1}, {1, 2}, {2, 0}, {3, 4}}), {"a", "a", "a", "b", "b"});
  for (const auto& [order, order_name, order_help] : bridges::bridge_orders) {
    const bool ranked =
        order == bridges::BridgeOrder::constraint || order == bridges::BridgeOrder::effective_size;
    const std::string text = bridges_text(Analysed(cliques, {.order = order}).report, 5, 200);
    EXPECT_EQ(text.find("% paths") != std::string::npos, ranked) << to_string(order);
  }
  EXPECT_EQ(
      in_english(bridges_summary, Analysed(made(star_graph(5), {"a", "b", "c", "d", "e"}), {}).report, 4)
          .size(),
      1U);
  const Case path = made(path_graph(5), {"a", "a", "", "b", "b"});
  EXPECT_THAT(in_english(bridges_summary, Analysed(path, {}).report, 1),
              ElementsAre(HasSubstr("2 is the strongest bridging contact"),
                          "2: without this member 2 members are cut off"));
}

/// With directions a pair is one with connections into the member and on, and without a connection from the
/// first to the second; a role is told from the sender's side.
TEST(BridgesClaims, RolesOfDirectedConnectionsCountOrderedPairs) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    Case c = random_case(static_cast<graph::VertexId>(4 + seed % 8), 0.3, seed);
    const graph::VertexId n = c.network.graph.vertex_count();
    RandomStream random(seed, 9);
    std::vector<graph::VertexId> sources, targets;
    std::set<std::pair<graph::VertexId, graph::VertexId>> arcs;
    for (graph::VertexId u = 0; u < n; ++u) {
      for (const graph::VertexId v : c.network.graph.neighbours(u)) {
        if (u > v) continue;
        const auto way = random.below(3);
        if (way != 1) arcs.insert({u, v});
        if (way != 0) arcs.insert({v, u});
      }
    }
    for (const auto& [u, v] : arcs) {
      sources.push_back(u);
      targets.push_back(v);
    }
    c.network.arcs =
        graph::build_graph(n, {sources, targets}, {.directed_input = true, .keep_arcs = true}).arcs;
    const bridges::Bridging result = bridges::bridging(c.network.graph, c.network.arcs, c.grouping.partition);
    const BridgesReport report{.network = &c.network, .grouping = &c.grouping, .bridging = result};
    for (graph::VertexId v = 0; v < n; ++v) {
      std::map<std::string, std::uint64_t> roles;
      for (const auto& [from, to] : arcs) {
        if (to != v) continue;
        for (graph::VertexId on = 0; on < n; ++on) {
          if (on == from || arcs.count({v, on}) == 0 || arcs.count({from, on}) > 0) continue;
          const bool first = c.label(from) == c.label(v), second = c.label(on) == c.label(v);
          ++roles[first && second                ? "coordinator"
                  : first                        ? "representative"
                  : second                       ? "gatekeeper"
                  : c.label(from) == c.label(on) ? "consultant"
                                                 : "liaison"];
        }
      }
      for (const std::string& reason : in_english(bridge_reasons, report, v)) {
        std::smatch found;
        if (!std::regex_match(
                reason, found,
                std::regex("(\\w+) .*: ([\\d,]+) pairs? of contacts without a tie from the first to "
                           "the second(, both in one other group)?"))) {
          EXPECT_THAT(reason, Not(HasSubstr("know each other")));
          continue;
        }
        EXPECT_EQ(number(found[2]), roles[found[1]]) << reason << ", seed " << seed;
      }
    }
  }
}

TEST(BridgesClaims, GroupsOfOneAndMembersWithoutAGroupAreNoOnlyLinks) {
  // 0-1-2-3-4, each in a group of one.
  const Case ones = made(path_graph(5), {"a", "b", "c", "d", "e"});
  for (graph::VertexId v = 0; v < 5; ++v) {
    for (const std::string& reason : in_english(bridge_reasons, Analysed(ones, {}).report, v))
      EXPECT_THAT(reason, Not(HasSubstr("only")));
  }
  const Case unknown = made(path_graph(5), {"a", "a", "", "", "b"});
  for (graph::VertexId v = 0; v < 5; ++v) {
    for (const std::string& reason : in_english(bridge_reasons, Analysed(unknown, {}).report, v))
      EXPECT_THAT(reason, Not(HasSubstr("(none)")));
  }
}

TEST(BridgesClaims, OpeningsSayWhyThereAreNone) {
  const auto said = [](const Case& c, const bridges::OpeningsOptions& options) {
    Analysed analysed(c, {});
    const bridges::Openings proposed = bridges::openings(c.network.graph, c.grouping.partition, options);
    analysed.report.openings = proposed;
    return bridges_text(analysed.report, 1, 400);
  };
  EXPECT_THAT(said(made(path_graph(4), {"a", "a", "a", "a"}), {}), HasSubstr("all members are in one group"));
  // Two crowds who all know the other crowd, but not each other.
  EXPECT_THAT(said(made(graph_of(4, {{0, 2}, {0, 3}, {1, 2}, {1, 3}}), {"a", "a", "b", "b"}), {}),
              HasSubstr("No new tie is proposed"));
  const Case path = made(path_graph(4), {"a", "a", "b", "b"});
  EXPECT_THAT(said(path, {.may_propose = {true, true, false, false}}), HasSubstr("No new tie is proposed"));
  EXPECT_THAT(said(path, {.count = 5}), HasSubstr("Only 2 of 5 asked for"));
  EXPECT_THAT(said(path, {.count = 2}), Not(HasSubstr("asked for")));
}

}  // namespace
}  // namespace tertius::report
