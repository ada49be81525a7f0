// What is said of clusters, held against the network by definition: shares, chance, stability, the fence,
// cores, traits, and what became of earlier clusters, on lakeside, the shared networks and random ones.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <cmath>
#include <list>
#include <regex>
#include <set>

#include "engine/core/text.hpp"
#include "engine/io/import.hpp"
#include "engine/pipeline/clusters.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/table.hpp"
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
};

/// Lakeside, whose connections have weights, small shared networks, random ones with and without weights,
/// trees.
std::list<Case> cases() {
  std::list<Case> all;
  all.push_back({"lakeside", io::load_network(std::string(TERTIUS_SOURCE) + "/datasets/lakeside").network});
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    const auto n = static_cast<graph::VertexId>(5 + 35 * seed);
    all.push_back({"random", network_of(random_graph(n, 6.0 / n, seed))});
    all.push_back({"weighted", network_of(random_graph(n, 4.0 / n, seed, true))});
    all.push_back({"sparse", network_of(random_graph(n, 1.2 / n, seed))});
  }
  all.push_back({"path", network_of(path_graph(9))});
  all.push_back({"star", network_of(star_graph(9))});
  all.push_back({"complete", network_of(complete_graph(7))});
  if (!has_shared()) return all;
  for (const std::string& name : shared_networks()) {
    if (!is_large(name) && shared_network(name).graph.edge_count() < 20'000)
      all.push_back({name, shared_network(name)});
  }
  return all;
}

bool said(const std::vector<std::string>& sentences, const std::string& pattern, std::smatch& match,
          std::string& keep) {
  for (const std::string& sentence : sentences) {
    keep = sentence;
    if (std::regex_search(keep, match, std::regex(pattern))) return true;
  }
  return false;
}

/// Members of the k-core: whoever has fewer than k contacts among the others left is taken away, again and
/// again.
std::set<graph::VertexId> core_of(const graph::Graph& graph, std::size_t k) {
  std::set<graph::VertexId> left;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) left.insert(v);
  for (bool changed = true; changed;) {
    changed = false;
    for (auto at = left.begin(); at != left.end();) {
      std::size_t known = 0;
      for (const graph::VertexId u : graph.neighbours(*at)) known += left.contains(u) ? 1 : 0;
      changed = changed || known < k;
      at = known < k ? left.erase(at) : std::next(at);
    }
  }
  return left;
}

// Fails where the core is not the deepest one, its members do not know so many of each other, or the
// periphery is anything but everybody outside the 2-core.
TEST(ClusterClaims, TheCoreAndItsPeriphery) {
  int cores = 0, none = 0;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const graph::Graph& graph = c.network.graph;
    if (graph.edge_count() == 0) continue;
    const auto sentences = in_english(clusters_findings, pipeline::find_clusters(c.network, {}));
    std::smatch match;
    std::string keep;
    const std::set<graph::VertexId> outer = core_of(graph, 2);
    if (outer.empty()) {
      ++none;
      EXPECT_TRUE(said(sentences, "^There is no core: ", match, keep));
      continue;
    }
    ASSERT_TRUE(said(sentences,
                     "^The core is ([0-9,]+) members who each know at least ([0-9]+) others in it"
                     "(; ([0-9,]+) \\(([a-z0-9. ]+ %) of all\\) are periphery, .*)?\\.$",
                     match, keep));
    ++cores;
    const std::size_t k = std::stoul(match[2]);
    const std::set<graph::VertexId> deepest = core_of(graph, k);
    EXPECT_EQ(match[1], grouped_digits(deepest.size())) << keep;
    EXPECT_TRUE(core_of(graph, k + 1).empty()) << keep;
    for (const graph::VertexId v : deepest) {
      std::size_t known = 0;
      for (const graph::VertexId u : graph.neighbours(v)) known += deepest.contains(u) ? 1 : 0;
      EXPECT_GE(known, k);
    }
    const std::size_t periphery = graph.vertex_count() - outer.size();
    EXPECT_EQ(match[3].matched, periphery > 0) << keep;
    if (!match[3].matched) continue;
    EXPECT_EQ(match[4], grouped_digits(periphery)) << keep;
    EXPECT_EQ(match[5], share_text(static_cast<double>(periphery) / graph.vertex_count())) << keep;
  }
  EXPECT_GE(cores, 10);
  EXPECT_GE(none, 2);
}

// Fails where connections are weighed in one share and counted in another.
TEST(ClusterClaims, SharesCountConnections) {
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const graph::Graph& graph = c.network.graph;
    if (graph.edge_count() == 0) continue;
    const ClustersReport report = pipeline::find_clusters(c.network, {});
    const auto& label = report.result.partition.label;
    std::vector<std::uint64_t> inside(report.profiles.size(), 0), outside(report.profiles.size(), 0);
    std::uint64_t all = 0;
    for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
      for (const graph::VertexId v : graph.neighbours(u)) {
        if (label[u] != label[v]) ++outside[label[u]];
        if (label[u] == label[v] && u < v) ++inside[label[u]], ++all;
      }
    }
    JsonWriter writer;
    write_clusters_json(writer, report);
    rapidjson::Document json;
    json.Parse(writer.take().c_str());
    for (std::uint32_t g = 0; g < inside.size(); ++g) {
      const auto& cluster = json["clusters"][g];
      EXPECT_EQ(cluster["inside_ties"].GetUint64(), inside[g]);
      EXPECT_EQ(cluster["outside_ties"].GetUint64(), outside[g]);
      if (inside[g] + outside[g] == 0) {
        EXPECT_TRUE(cluster["outside_share"].IsNull());
      } else {
        EXPECT_NEAR(cluster["outside_share"].GetDouble(),
                    static_cast<double>(outside[g]) / static_cast<double>(inside[g] + outside[g]), 1e-12);
      }
    }
    std::smatch match;
    std::string keep;
    if (!said(in_english(clusters_findings, report), "^([a-z0-9. ]+ %) of all ties stay inside a cluster",
              match, keep)) {
      EXPECT_EQ(std::count_if(report.profiles.begin(), report.profiles.end(),
                              [](const clusters::ClusterProfile& cluster) { return cluster.size > 1; }),
                1);
      continue;
    }
    EXPECT_EQ(match[1], share_text(static_cast<double>(all) / static_cast<double>(graph.edge_count())))
        << keep;
  }
}

// Fails where clusters are held against anything but clusters, or a random network seems to have some.
TEST(ClusterClaims, ChanceIsWhatClustersOfRewiredNetworksKeep) {
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const graph::Network random = network_of(random_graph(200, 0.04, seed));
    const ClustersReport report = pipeline::find_clusters(random, {.seeds = 10});
    ASSERT_TRUE(report.rewired.has_value());
    EXPECT_EQ(report.rewired->networks, 10U);
    // A random network is one of those it is held against.
    EXPECT_NEAR(report.rewired->modularity, report.result.modularity, 0.04);
    std::smatch match;
    std::string keep;
    ASSERT_TRUE(
        said(in_english(clusters_findings, report),
             "clusters keep ([a-z0-9. ]+ %) inside and modularity is ([0-9.]+) \\(mean of 10 networks\\)",
             match, keep));
    EXPECT_EQ(match[1], share_text(report.rewired->inside_share));
    EXPECT_EQ(match[2], rounded(report.rewired->modularity));
    for (const std::string& sentence : in_english(clusters_findings, report)) {
      EXPECT_THAT(sentence, Not(HasSubstr("times what chance")));
      EXPECT_THAT(sentence, Not(HasSubstr("p <")));
    }
  }
  const graph::Network lakeside = cases().front().network;
  const ClustersReport report = pipeline::find_clusters(lakeside, {.seeds = 10});
  EXPECT_GT(report.result.modularity, report.rewired->modularity + 0.2);
  for (const unsigned threads : {1U, 3U}) {
    const auto again = clusters::clusters_of_rewired(lakeside.graph, {}, 3, {.threads = threads});
    const auto once = clusters::clusters_of_rewired(lakeside.graph, {}, 3, {.threads = 1});
    EXPECT_EQ(again.inside_share, once.inside_share);
    EXPECT_EQ(again.modularity, once.modularity);
  }
  EXPECT_TRUE(std::isnan(clusters::clusters_of_rewired(empty_graph(3), {}, 5).inside_share));
}

// Fails where unstable clusters are not called so, or who is on the fence is not counted by definition.
TEST(ClusterClaims, StabilityAndTheFence) {
  int stable = 0, unstable = 0, fences = 0;
  for (const Case& c : cases()) {
    SCOPED_TRACE(c.name);
    const graph::Graph& graph = c.network.graph;
    if (graph.edge_count() == 0) continue;
    const ClustersReport report = pipeline::find_clusters(c.network, {.seeds = 5});
    const graph::Partition& own = report.result.partition;
    std::vector<graph::Partition> runs;
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
      runs.push_back(clusters::leiden(graph, {}, {.seed = RunContext{}.seed + seed}).partition);
    std::uint32_t fence = 0;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      double mates = 0, together = 0;
      for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
        if (u == v || own.label[u] != own.label[v]) continue;
        ++mates;
        for (const graph::Partition& run : runs) together += run.label[u] == run.label[v] ? 0.2 : 0;
      }
      fence += mates > 0 && together / mates < 0.5 - 1e-9 ? 1 : 0;
    }
    runs.push_back(own);
    double ami = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (std::size_t j = i + 1; j < runs.size(); ++j) ami += clusters::compare(runs[i], runs[j]).ami / 15;
    }
    std::smatch match;
    std::string keep;
    ASSERT_TRUE(said(
        in_english(clusters_findings, report),
        "^(The clusters are not stable: )?5 runs with other seeds agree to (-?[0-9.]+) "
        "\\(mean AMI; 1: always the same clusters\\)(; ([0-9,]+) members? (is|are) on the fence, .*)?\\.$",
        match, keep));
    EXPECT_EQ(match[1].matched, ami < 0.8) << keep;
    EXPECT_NEAR(std::stod(match[2]), ami, 0.00501) << keep;
    EXPECT_EQ(match[3].matched, fence > 0) << keep << " " << fence;
    if (match[3].matched) {
      EXPECT_EQ(match[4], grouped_digits(fence)) << keep;
    }
    ++(ami < 0.8 ? unstable : stable);
    fences += fence > 0;
  }
  EXPECT_GE(stable, 3);
  EXPECT_GE(unstable, 3);
  EXPECT_GE(fences, 3);
}

TEST(ClusterClaims, DegenerateAnswersArePlain) {
  const auto first = [](const graph::Network& network, double resolution) {
    const auto sentences = in_english(
        clusters_findings, pipeline::find_clusters(network, {.leiden = {.resolution = resolution}}));
    for (const std::string& sentence : sentences) {
      EXPECT_THAT(sentence, Not(HasSubstr("0 clusters")));
      EXPECT_THAT(sentence, Not(HasSubstr("has 1 member")));
      EXPECT_THAT(sentence, Not(HasSubstr("100 % of all")));
      EXPECT_THAT(sentence, Not(HasSubstr("nan")));
    }
    return sentences.front();
  };
  const graph::Network random = network_of(random_graph(60, 0.1, 3));
  EXPECT_EQ(first(random, 5000),
            "There are no clusters at resolution 5000: each of the 60 members is alone.");
  EXPECT_EQ(first(network_of(empty_graph(4)), 1), "Nobody is connected, so everybody is alone.");
  EXPECT_EQ(first(network_of(empty_graph(1)), 1), "The network has one member, who is alone.");
  EXPECT_EQ(first(network_of(empty_graph()), 1), "The network has no members.");
  EXPECT_EQ(first(network_of(complete_graph(6)), 1), "All 6 members are in one cluster.");
  EXPECT_EQ(first(network_of(graph_of(5, {{0, 1}, {1, 2}, {0, 2}})), 1),
            "3 members are in one cluster, 2 alone.");
}

graph::MemberTable& with_column(graph::MemberTable& members, const std::string& name,
                                const std::vector<std::string>& values) {
  graph::Column column(name);
  for (const std::string& value : values) column.push_back(value);
  column.infer_type();
  members.columns.push_back(std::move(column));
  return members;
}

/// Two closed halves of 30, and what their members say.
struct Halves {
  graph::Network network;
  std::vector<std::string> values(const std::string& here, const std::string& there) const {
    std::vector<std::string> list;
    for (graph::VertexId v = 0; v < 60; ++v) list.push_back(v < 30 ? here : there);
    return list;
  }
  Halves() {
    std::vector<std::pair<graph::VertexId, graph::VertexId>> connections = {{0, 59}};
    for (graph::VertexId u = 0; u < 60; ++u) {
      for (graph::VertexId v = u + 1; v < 60; ++v) {
        if (u / 30 == v / 30) connections.emplace_back(u, v);
      }
    }
    network = network_of(graph_of(60, connections));
    graph::Column names("name");
    for (graph::VertexId v = 0; v < 60; ++v)
      names.push_back(v < 30 ? fmt::format("Günter Nummer{}", v) : fmt::format("Müller, Anna{}", v));
    network.members.names = std::move(names);
  }
};

// Fails where a cluster is said to be "mostly yes", "in Günter", or of one date.
TEST(ClusterClaims, ConsentNamesAddressesAndDatesDescribeNoCluster) {
  const Halves plain;
  const std::vector<std::pair<std::string, std::vector<std::string>>> columns = {
      {"open", plain.values("yes", "no")},
      {"offen", plain.values("ja", "nein")},
      {"Einwilligung", plain.values("einverstanden", "widersprochen")},
      {"Vermittlung", plain.values("gerne", "lieber nicht")},
      {"darf man fragen", plain.values("ja", "nein")},
      {"remote", plain.values("true", "false")},
      {"Vorname", plain.values("Gerd", "Hanna")},
      {"First Name", plain.values("Gerd", "Hanna")},
      {"wie sie heißen", plain.values("Günter", "Müller")},
      {"E-Mail", plain.values("mail-a", "mail-b")},
      {"kontakt", plain.values("info@a.example", "info@b.example")},
      {"seite", plain.values("https://a.example", "www.b.example")},
      {"erreichbar", plain.values("+49 3991 123456", "(03991) 654321")},
      {"Telefon", plain.values("bei Anna", "bei Gerd")},
      {"dabei", plain.values("2016-01-13", "2019-05-01")},
      {"seit", plain.values("13.1.2016", "1.5.2019")},
      {"Geburtstag", plain.values("im Mai", "im Juni")},
      {"Bemerkungen", plain.values("gut", "besser")},
      {"erzählt", plain.values("kommt immer sehr gern zu den Treffen", "hat leider nur selten Zeit dafür")},
      {"Nr", plain.values("a1", "b2")},
  };
  for (const auto& [name, values] : columns) {
    Halves halves;
    with_column(halves.network.members, name, values);
    const ClustersReport report = pipeline::find_clusters(halves.network, {});
    ASSERT_EQ(report.result.partition.count, 2U);
    for (const auto& traits : report.traits)
      EXPECT_TRUE(traits.empty()) << name << ": " << traits.front().value;
  }
  Halves halves;
  with_column(halves.network.members, "discipline", plain.values("film", "music"));
  with_column(halves.network.members, "offers", plain.values("film scores; live music", "Musik für Feiern"));
  with_column(halves.network.members, "region", plain.values("Plau am See", "Waren"));
  const ClustersReport report = pipeline::find_clusters(halves.network, {});
  for (const auto& traits : report.traits) EXPECT_GE(traits.size(), 3U);
}

// Fails where counts, "mostly" or "times as often" are not those of the members.
TEST(ClusterClaims, TraitsCountMembers) {
  const graph::Network lakeside = cases().front().network;
  const ClustersReport report = pipeline::find_clusters(lakeside, {});
  const graph::Column& discipline = *lakeside.members.find_column("discipline");
  int checked = 0;
  for (std::uint32_t g = 0; g < report.profiles.size(); ++g) {
    const std::string words = cluster_in_words(report, g);
    const std::regex trait(
        "(?:: |and |, )(mostly )?([A-Za-z][A-Za-z ]*) \\((\\d+) members, ([0-9.]+) times as often as "
        "overall\\)");
    for (std::sregex_iterator at(words.begin(), words.end(), trait), end; at != end; ++at) {
      const std::string value = (*at)[2].str().substr((*at)[2].str().find_first_not_of(' '));
      double inside = 0, overall = 0, size = 0;
      for (graph::VertexId v = 0; v < lakeside.members.size(); ++v) {
        const bool here = report.result.partition.label[v] == g, has = discipline.text(v) == value;
        size += here, overall += has, inside += here && has;
      }
      if (overall == 0) continue;  // of another attribute
      ++checked;
      EXPECT_EQ(std::stod((*at)[3]), inside) << words;
      EXPECT_EQ((*at)[1].matched, 2 * inside > size) << words;
      EXPECT_NEAR(std::stod((*at)[4]), inside / size / (overall / 300), 0.0501) << words;
    }
    EXPECT_THAT(words, Not(HasSubstr("p <")));
  }
  EXPECT_GE(checked, 8);
}

// Fails where clusters of one are counted as going on, or somebody is in none of stayed, moved, joined and
// left.
TEST(ClusterClaims, EarlierClustersAddUp) {
  for (std::uint64_t seed = 0; seed < 8; ++seed) {
    const graph::Network network = network_of(random_graph(80, 0.06, seed));
    ClustersReport report = pipeline::find_clusters(network, {});
    const auto& now = report.result.partition;
    RandomStream random(seed, 5);
    clusters::EarlierClusters earlier{
        {3, 5, 9, 12, 40}, std::vector<std::uint32_t>(80), std::vector<std::uint32_t>(5, 0)};
    for (graph::VertexId v = 0; v < 80; ++v) {
      const std::uint64_t fate = random.below(10);
      earlier.label[v] = fate == 0  ? clusters::EarlierClusters::none
                         : fate < 8 ? std::min(now.label[v], 3U)
                                    : static_cast<std::uint32_t>(random.below(4));
      if (earlier.label[v] != clusters::EarlierClusters::none) ++earlier.size[earlier.label[v]];
    }
    earlier.size[1] += 7;  // members who left
    earlier.size[4] = 1;   // somebody who was alone, and left
    pipeline::follow_clusters(report, "old.csv", earlier);
    const clusters::Continuity& c = report.followed->continuity;
    std::uint32_t stayed = 0, moved = 0, joined = 0, left = 0, kept = 0, before = 0;
    for (graph::VertexId v = 0; v < 80; ++v) {
      const std::uint32_t then = earlier.label[v];
      if (then == clusters::EarlierClusters::none) {
        ++joined;
      } else if (c.number[now.label[v]] == earlier.number[then]) {
        ++stayed;
      } else {
        ++moved;
      }
    }
    for (std::size_t e = 0; e < 5; ++e) {
      left += earlier.size[e];
      before += earlier.size[e] > 1;
      kept += earlier.size[e] > 1 &&
              std::find(c.number.begin(), c.number.end(), earlier.number[e]) != c.number.end();
    }
    left -= stayed + moved;
    EXPECT_EQ(c.left, left);
    EXPECT_EQ(stayed + moved + joined, 80U);
    std::smatch match;
    std::string keep;
    ASSERT_TRUE(said(
        in_english(clusters_findings, report),
        "^Since old.csv: (\\d+) of (\\d+) clusters? go on; (\\d+) members? stayed in theirs, (\\d+) moved, "
        "(\\d+) joined, (\\d+) left",
        match, keep));
    const std::uint32_t expected[] = {kept, before, stayed, moved, joined, left};
    for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(std::stoul(match[i + 1]), expected[i]) << keep << " " << i;
  }
}

}  // namespace
}  // namespace tertius::report
