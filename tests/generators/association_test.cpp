#include "engine/generators/association.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "engine/core/error.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/shared.hpp"

namespace tertius::generators {
namespace {

const graph::Column& column(const graph::Network& network, std::string_view name) {
  const graph::Column* found = network.members.find_column(name);
  if (found == nullptr) throw std::runtime_error("no column " + std::string(name));
  return *found;
}

std::set<std::string> disciplines_met(const graph::Network& network, graph::VertexId v) {
  const graph::Column& discipline = column(network, "discipline");
  std::set<std::string> met;
  for (const graph::VertexId u : network.graph.neighbours(v)) met.emplace(discipline.text(u));
  return met;
}

graph::VertexId named(const graph::Network& network, std::string_view name) {
  for (graph::VertexId v = 0; v < network.members.size(); ++v) {
    if (network.members.name(v) == name) return v;
  }
  return graph::no_vertex;
}

/// The structure that the generator promises.
void expect_structure(const graph::Network& network, graph::VertexId members, unsigned disciplines) {
  const graph::Graph& graph = network.graph;
  ASSERT_EQ(graph.vertex_count(), members);
  ASSERT_EQ(network.members.size(), members);
  const graph::Column& discipline = column(network, "discipline");
  EXPECT_EQ(discipline.dictionary().size(), disciplines);
  std::uint64_t inside = 0;
  graph::VertexId bridging = 0, isolated = 0;
  for (graph::VertexId v = 0; v < members; ++v) {
    isolated += graph.degree(v) == 0 ? 1 : 0;
    for (const graph::VertexId u : graph.neighbours(v))
      inside += discipline.code(u) == discipline.code(v) ? 1 : 0;
    auto met = disciplines_met(network, v);
    met.emplace(discipline.text(v));
    EXPECT_FALSE(met.contains("crafts") && met.contains("IT")) << network.members.name(v);
    bridging += met.size() >= 5 ? 1 : 0;
  }
  const double share = static_cast<double>(inside) / static_cast<double>(graph.arc_count());
  EXPECT_GT(share, 0.68);
  EXPECT_LT(share, 0.82);
  EXPECT_GE(bridging, members / 40);
  EXPECT_GE(isolated, members / 50);
  const graph::VertexId jana = named(network, "Jana Feld");
  ASSERT_NE(jana, graph::no_vertex);
  EXPECT_EQ(discipline.text(jana), "museum education");
  EXPECT_GE(disciplines_met(network, jana).size(), std::min(5u, disciplines - 2));
  for (graph::VertexId v = 0; v < members; ++v) {
    for (graph::ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a) {
      EXPECT_GE(graph.weight(a), 1.0);
      EXPECT_LE(graph.weight(a), 5.0);
      const graph::ArcIndex back = graph.find_arc(graph.target(a), v);
      EXPECT_EQ(network.connections.since[a], network.connections.since[back]);
      EXPECT_EQ(network.connections.kind[a], network.connections.kind[back]);
    }
  }
}

TEST(Association, HasTheStructureItPromisesAtEverySize) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    expect_structure(generate_association({}, {.seed = seed}), 300, 12);
    expect_structure(generate_association({.members = 2000, .disciplines = 16}, {.seed = seed}), 2000, 16);
  }
}

TEST(Association, CanBeSmall) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const graph::Network network = generate_association({.members = 40, .disciplines = 4}, {.seed = seed});
    EXPECT_EQ(network.graph.vertex_count(), 40u);
    EXPECT_NE(named(network, "Jana Feld"), graph::no_vertex);
  }
}

TEST(Association, SomebodyAloneConnectsThreeOthers) {
  const graph::Network network = generate_association();
  const auto largest = [](const graph::Graph& graph, graph::VertexId without) {
    std::vector<graph::VertexId> sources, targets;
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      for (const graph::VertexId u : graph.neighbours(v)) {
        if (u == without || v == without) continue;
        sources.push_back(v);
        targets.push_back(u);
      }
    }
    return graph::connected_components(graph::build_graph(graph.vertex_count(), {sources, targets}).graph)
        .sizes()[0];
  };
  const auto whole = largest(network.graph, graph::no_vertex);
  graph::VertexId cutting = 0;
  for (graph::VertexId v = 0; v < network.graph.vertex_count(); ++v)
    cutting += largest(network.graph, v) == whole - 4 ? 1 : 0;
  EXPECT_GE(cutting, 1u);
}

TEST(Association, NamesEverybodyDifferently) {
  const graph::Network network = generate_association({.members = 1000});
  std::set<std::string> names;
  for (graph::VertexId v = 0; v < 1000; ++v) names.insert(network.members.name(v));
  EXPECT_EQ(names.size(), 1000u);
}

TEST(Association, RefusesNumbersOutOfRange) {
  EXPECT_THROW(generate_association({.members = 39}), Error);
  EXPECT_THROW(generate_association({.disciplines = 3}), Error);
  EXPECT_THROW(generate_association({.disciplines = 17}), Error);
  EXPECT_THROW(generate_association({.members = 80, .disciplines = 12}), Error);
}

TEST(Association, AnotherSeedIsAnotherAssociation) {
  const graph::Network a = generate_association({}, {.threads = 1, .seed = 1});
  const graph::Network b = generate_association({}, {.threads = 7, .seed = 1});
  const graph::Network c = generate_association({}, {.threads = 1, .seed = 2});
  const auto same = [](const graph::Network& x, const graph::Network& y) {
    return std::ranges::equal(x.graph.out_rows().targets, y.graph.out_rows().targets) &&
           std::ranges::equal(x.graph.out_rows().weights, y.graph.out_rows().weights) &&
           x.connections.since == y.connections.since;
  };
  EXPECT_TRUE(same(a, b));
  EXPECT_FALSE(same(a, c));
}

TEST(Datasets, LakesideIsWhatTheGeneratorMakes) {
  const std::filesystem::path folder = std::filesystem::path(TERTIUS_SOURCE) / "datasets" / "lakeside";
  const graph::Network network = generate_association();
  const test::Csv members(folder / "members.csv"), connections(folder / "connections.csv");
  ASSERT_EQ(members.rows(), 300u);
  for (graph::VertexId v = 0; v < 300; ++v) {
    EXPECT_EQ(members.text(v, "id"), network.members.ids[v]);
    EXPECT_EQ(members.text(v, "name"), network.members.name(v));
    for (const graph::Column& attribute : network.members.columns) {
      EXPECT_EQ(members.text(v, attribute.name()), attribute.text(v));
    }
  }
  ASSERT_EQ(connections.rows(), network.graph.edge_count());
  for (std::size_t row = 0; row < connections.rows(); ++row) {
    const auto a = network.members.ids.find(connections.text(row, "source"));
    const auto b = network.members.ids.find(connections.text(row, "target"));
    ASSERT_TRUE(a && b);
    const graph::ArcIndex arc = network.graph.find_arc(*a, *b);
    ASSERT_LT(arc, network.graph.arc_count());
    EXPECT_EQ(connections.number(row, "weight"), network.graph.weight(arc));
    EXPECT_EQ(connections.text(row, "kind"), network.connections.kinds[network.connections.kind[arc]]);
  }
  const test::Csv affiliations(folder / "affiliations.csv");
  EXPECT_EQ(affiliations.rows(), network.affiliations.rows.size());
}

using Pair = std::pair<std::string, std::string>;
Pair ordered(std::string a, std::string b) {
  return a < b ? Pair(a, b) : Pair(b, a);
}

/// Pairs of two columns, in the words of `names` where it has one for an id.
std::set<Pair> pairs(const std::filesystem::path& path, std::string_view a, std::string_view b,
                     const std::map<std::string, std::string>& names) {
  const test::Csv rows(path);
  const auto word = [&](const std::string& id) { return names.contains(id) ? names.at(id) : id; };
  std::set<Pair> found;
  for (std::size_t row = 0; row < rows.rows(); ++row)
    found.insert(ordered(word(rows.text(row, a)), word(rows.text(row, b))));
  return found;
}

std::map<std::string, std::string> names(const std::filesystem::path& folder,
                                         std::string_view column = "name") {
  const test::Csv members(folder / "members.csv");
  std::map<std::string, std::string> found;
  for (std::size_t row = 0; row < members.rows(); ++row)
    found[members.text(row, "id")] = members.text(row, column);
  return found;
}

TEST(Datasets, ClassicsHaveTheirPublishedCounts) {
  const std::filesystem::path folder = std::filesystem::path(TERTIUS_SOURCE) / "datasets";
  EXPECT_EQ(pairs(folder / "karate/connections.csv", "source", "target", {}).size(), 78u);
  EXPECT_EQ(names(folder / "karate").size(), 34u);
  EXPECT_EQ(pairs(folder / "florentine/connections.csv", "source", "target", {}).size(), 20u);
  EXPECT_EQ(names(folder / "florentine").size(), 16u);
  EXPECT_EQ(pairs(folder / "southern-women/affiliations.csv", "member", "group", {}).size(), 89u);
  EXPECT_EQ(names(folder / "southern-women").size(), 18u);
}

TEST(Datasets, SouthernWomenAreConnectedByTheEventsTheyShared) {
  const std::filesystem::path folder = std::filesystem::path(TERTIUS_SOURCE) / "datasets/southern-women";
  const test::Csv attended(folder / "affiliations.csv"), connections(folder / "connections.csv");
  std::map<std::string, std::set<std::string>> events;
  for (std::size_t row = 0; row < attended.rows(); ++row) {
    events[attended.text(row, "member")].insert(attended.text(row, "group"));
  }
  std::map<Pair, double> shared;
  for (const auto& [a, went] : events) {
    for (const auto& [b, also] : events) {
      if (a >= b) continue;
      const auto both = std::ranges::count_if(
          went, [&also = also](const std::string& event) { return also.contains(event); });
      if (both > 0) shared[{a, b}] = static_cast<double>(both);
    }
  }
  std::map<Pair, double> written;
  for (std::size_t row = 0; row < connections.rows(); ++row) {
    written[ordered(connections.text(row, "source"), connections.text(row, "target"))] =
        connections.number(row, "weight");
  }
  EXPECT_EQ(written, shared);
}

TEST(Datasets, ClassicsEqualTheSharedCopies) {
  TERTIUS_NEEDS_SHARED();
  const auto ours = std::filesystem::path(TERTIUS_SOURCE) / "datasets";
  const auto theirs = test::shared_folder() / "data";
  std::map<std::string, std::string> counted_from_one;
  for (int i = 0; i < 34; ++i) counted_from_one[std::to_string(i)] = std::to_string(i + 1);
  EXPECT_EQ(pairs(ours / "karate/connections.csv", "source", "target", {}),
            pairs(theirs / "karate/connections.csv", "source", "target", counted_from_one));
  EXPECT_EQ(pairs(ours / "florentine/connections.csv", "source", "target", names(ours / "florentine")),
            pairs(theirs / "florentine-families/connections.csv", "source", "target",
                  names(theirs / "florentine-families")));
  const auto factions = names(ours / "karate", "faction"), labels = names(theirs / "karate", "label");
  for (const auto& [id, label] : labels) {
    EXPECT_EQ(factions.at(counted_from_one.at(id)) == "Mr. Hi", label == "Mr. Hi") << id;
  }
  const auto women = names(theirs / "davis-women-projection");
  std::set<std::string> known;
  for (const auto& [id, name] : women) known.insert(name.substr(0, name.find(' ')));
  for (const auto& [id, name] : names(ours / "southern-women")) {
    EXPECT_TRUE(known.contains(name.substr(0, name.find(' ')))) << name;
  }
  EXPECT_EQ(
      pairs(ours / "southern-women/connections.csv", "source", "target", names(ours / "southern-women")),
      pairs(theirs / "davis-women-projection/connections.csv", "source", "target", women));
}

}  // namespace
}  // namespace tertius::generators
