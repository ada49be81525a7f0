// Every sentence of measure is a claim. Here each is read back and derived from the network by its
// definition: on random networks with separate parts and members without connections, on lakeside and on the
// shared ones. A sentence of a kind that is not known here fails.
#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "engine/graph/kernels/traversal.hpp"
#include "engine/io/import.hpp"
#include "engine/pipeline/measure.hpp"
#include "engine/words/sentence.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::pipeline {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

double number(std::string text) {
  text.erase(std::remove(text.begin(), text.end(), ','), text.end());
  return std::stod(text);
}

/// Members who stay when whoever knows fewer than k others of those who stay goes, one after the other.
std::uint64_t members_of_core(const graph::Graph& graph, graph::VertexId k) {
  std::set<graph::VertexId> stay;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) stay.insert(v);
  for (bool changed = true; changed;) {
    changed = false;
    for (auto it = stay.begin(); it != stay.end();) {
      graph::VertexId known = 0;
      for (const graph::VertexId u : graph.neighbours(*it)) known += stay.count(u) > 0 ? 1 : 0;
      changed = changed || known < k;
      it = known < k ? stay.erase(it) : std::next(it);
    }
  }
  return stay.size();
}

bool known_share(const std::string& words, double share) {
  if (words == "less than 0.01") return share > 0 && share < 0.0001;
  if (words == "more than 99.99") return share > 0.9999 && share < 1;
  const double shown = number(words) / 100;
  if (shown == 0 || shown == 1) return share == shown;
  return std::abs(share - shown) <= (words.find('.') == std::string::npos ? 0.005 : 0.00005) + 1e-9;
}

void check(const graph::Network& network) {
  const graph::Graph& graph = network.graph;
  const graph::VertexId n = graph.vertex_count();
  const std::vector<std::string> findings =
      words::sentences(measure(network, {}, std::nullopt).findings, words::Speaker(network.members));
  if (graph.edge_count() == 0) {
    EXPECT_THAT(findings, ElementsAre(n == 0   ? "The network has no members."
                                      : n == 1 ? "The network has one member."
                                               : "Nobody is connected."));
    return;
  }
  std::uint64_t triangles = 0, pairs = 0, hubs = 0;
  std::map<std::uint64_t, std::uint64_t> parts;  // size -> members in parts of that size
  for (graph::VertexId v = 0; v < n; ++v) {
    hubs += graph.degree(v) == graph.edge_count() ? 1 : 0;
    for (const graph::VertexId a : graph.neighbours(v)) {
      for (const graph::VertexId b : graph.neighbours(v)) {
        if (a >= b) continue;
        ++pairs;
        triangles += graph.has_arc(a, b) ? 1 : 0;
      }
    }
    std::uint64_t part = 0;
    for (const std::uint32_t d : graph::bfs_distances(graph, v)) part += d != graph::unreachable ? 1 : 0;
    ++parts[part];
  }
  if (graph.edge_count() > 1 && hubs == 1) {
    EXPECT_THAT(findings, ElementsAre(HasSubstr("one person's list of contacts")));
    return;
  }
  std::uint64_t separate = 0;
  for (const auto& [size, members] : parts) separate += members / size;
  ASSERT_EQ(findings.size(), 4U);
  for (const std::string& finding : findings) {
    SCOPED_TRACE(finding);
    std::smatch found;
    if (std::regex_match(
            finding, found,
            std::regex("The core is ([\\d,]+) members who each know at least (\\d+) others in it\\."))) {
      const auto depth = static_cast<graph::VertexId>(number(found[2]));
      EXPECT_GE(depth, 2U);
      EXPECT_EQ(number(found[1]), members_of_core(graph, depth));
      EXPECT_EQ(members_of_core(graph, depth + 1), 0U) << "there is a deeper one";
    } else if (finding == "There is no core: in no group does each member know at least 2 others of it.") {
      EXPECT_EQ(members_of_core(graph, 2), 0U);
    } else if (std::regex_match(
                   finding, found,
                   std::regex("([\\d,]+) triangles?; of the pairs of contacts that members have, (.+) % "
                              "know each other\\."))) {
      EXPECT_EQ(number(found[1]) * 3, triangles);
      EXPECT_TRUE(known_share(found[2], static_cast<double>(triangles) / static_cast<double>(pairs)));
      EXPECT_GT(triangles, 0U);
    } else if (finding == "There are no triangles: nobody has two contacts.") {
      EXPECT_EQ(pairs, 0U);
    } else if (finding == "There are no triangles: no two contacts of a member know each other.") {
      EXPECT_EQ(triangles, 0U);
      EXPECT_GT(pairs, 0U);
    } else if (finding == "Everybody is connected: every member reaches every other.") {
      EXPECT_EQ(separate, 1U);
    } else if (
        std::regex_match(
            finding, found,
            std::regex(
                "The network has ([\\d,]+) separate parts(?:, (one|[\\d,]+) of them (?:a member|members) "
                "without contacts)?; the (?:largest has|([\\d,]+) largest have) ([\\d,]+)(?: each)? of "
                "([\\d,]+) members\\."))) {
      const auto& [largest, in_largest] = *parts.rbegin();
      EXPECT_EQ(number(found[1]), separate);
      EXPECT_EQ(!found[2].matched   ? 0
                : found[2] == "one" ? 1
                                    : number(found[2]),
                parts.count(1) > 0 ? parts[1] : 0);
      EXPECT_EQ(found[3].matched ? number(found[3]) : 1, in_largest / largest);
      EXPECT_EQ(number(found[4]), largest);
      EXPECT_EQ(number(found[5]), n);
    } else {
      EXPECT_THAT(finding, HasSubstr("PageRank is the share of its time that a walk spends with a member"))
          << "a new kind of sentence needs its claim tested";
    }
  }
}

TEST(MeasureClaims, AreTrueOfRandomNetworks) {
  for (std::uint64_t seed = 0; seed < repeats(600U); ++seed) {
    const auto n = static_cast<graph::VertexId>(seed % 23);
    graph::Network network;
    network.graph = random_graph(n, (0.3 + static_cast<double>(seed % 6)) / std::max(1U, n), seed);
    network.members.ids = graph::Ids::dense(n);
    SCOPED_TRACE(seed);
    check(network);
  }
}

TEST(MeasureClaims, AreTrueOfLakesideAndTheSharedNetworks) {
  check(io::load_network(TERTIUS_SOURCE "/datasets/lakeside").network);
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    if (is_large(name)) continue;
    const graph::Network network = shared_network(name);
    if (network.graph.vertex_count() > 1600) continue;
    SCOPED_TRACE(name);
    check(network);
  }
}

/// "a walk that follows a connection 85 times in 100, and starts again with X otherwise": the share of its
/// time is that of many steps, taken one by one.
TEST(MeasureClaims, PageRankIsTheShareOfTimeOfTheWalkItDescribes) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const auto n = static_cast<graph::VertexId>(3 + seed % 9);
    graph::Network network;
    network.graph = random_graph(n, 0.35, seed, seed % 3 == 0);
    network.members.ids = graph::Ids::dense(n);
    const std::optional<graph::VertexId> from =
        seed % 2 == 0 ? std::nullopt : std::optional<graph::VertexId>(seed % n);
    const report::MeasureReport report = measure(network, {"pagerank"}, from);
    std::vector<double> time(n, 1.0 / n);
    for (int step = 0; step < 300; ++step) {
      std::vector<double> next(n, 0);
      const auto start_again = [&](double share) {
        for (graph::VertexId v = 0; v < n; ++v) next[v] += from ? (v == *from ? share : 0) : share / n;
      };
      for (graph::VertexId v = 0; v < n; ++v) {
        double strength = 0;
        for (graph::ArcIndex a = network.graph.arcs_begin(v); a < network.graph.arcs_end(v); ++a)
          strength += network.graph.weight(a);
        start_again(time[v] * (strength > 0 ? 0.15 : 1));
        for (graph::ArcIndex a = network.graph.arcs_begin(v); a < network.graph.arcs_end(v); ++a)
          next[network.graph.target(a)] += 0.85 * time[v] * network.graph.weight(a) / strength;
      }
      time = std::move(next);
    }
    for (graph::VertexId v = 0; v < n; ++v)
      EXPECT_NEAR(report.columns[0].values[v], time[v], 1e-8) << "seed " << seed;
    const std::string first = words::sentence(report.findings[0], words::Speaker(network.members));
    if (network.graph.edge_count() == 0 || first.find("list of contacts") != std::string::npos) continue;
    EXPECT_THAT(first, HasSubstr("85 times in 100"));
    EXPECT_THAT(first, HasSubstr("starts again with " + (from ? std::to_string(*from) : "anybody")));
    EXPECT_EQ(first.find("stronger ones") != std::string::npos, network.graph.weighted());
  }
}

}  // namespace
}  // namespace tertius::pipeline
