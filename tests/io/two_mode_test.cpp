// Members who share groups or events are connected for it.
#include <gmock/gmock.h>

#include <map>

#include "engine/core/random.hpp"
#include "engine/graph/projection.hpp"
#include "engine/io/formats/formats.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

graph::Affiliations affiliations_of(std::size_t groups,
                                    const std::vector<std::pair<graph::VertexId, std::uint32_t>>& rows) {
  graph::Affiliations all;
  for (std::size_t g = 0; g < groups; ++g) all.groups.push_back("g" + std::to_string(g));
  for (const auto& [member, group] : rows) all.rows.own().push_back({member, group, ~0U, graph::no_day});
  return all;
}

TEST(Projection, OfNothingIsAGraphWithoutConnections) {
  EXPECT_EQ(graph::project({}, 0).graph.vertex_count(), 0U);
  EXPECT_EQ(graph::project(affiliations_of(1, {{0, 0}}), 3).graph.vertex_count(), 3U);
  EXPECT_EQ(graph::project(affiliations_of(1, {{0, 0}}), 3).graph.edge_count(), 0U);
}

/// By the definition: every pair, every group.
std::map<std::pair<graph::VertexId, graph::VertexId>, double> by_definition(
    const graph::Affiliations& all, graph::VertexId n, const graph::ProjectionOptions& options) {
  std::map<std::pair<graph::VertexId, graph::VertexId>, double> weights;
  std::vector<std::vector<bool>> in(n, std::vector<bool>(all.groups.size()));
  for (const auto& row : all.rows) in[row.member][row.group] = true;
  for (std::size_t g = 0; g < all.groups.size(); ++g) {
    int size = 0;
    for (graph::VertexId v = 0; v < n; ++v) size += in[v][g] ? 1 : 0;
    if (size < 2 || size > static_cast<int>(options.largest_group)) continue;
    for (graph::VertexId u = 0; u < n; ++u)
      for (graph::VertexId v = u + 1; v < n; ++v)
        if (in[u][g] && in[v][g])
          weights[{u, v}] += options.weight == graph::ProjectionWeight::count ? 1.0 : 1.0 / (size - 1);
  }
  return weights;
}

TEST(Projection, IsWhatItsDefinitionSaysForAnyNumberOfThreads) {
  RandomStream random(5);
  for (int round = 0; round < test::repeats(40); ++round) {
    const auto n = static_cast<graph::VertexId>(2 + random.below(700));
    const auto groups = static_cast<std::uint32_t>(1 + random.below(30));
    std::vector<std::pair<graph::VertexId, std::uint32_t>> rows;
    for (graph::VertexId v = 0; v < n; ++v)
      for (std::uint32_t g = 0; g < groups; ++g)
        if (random.below(30) == 0) rows.emplace_back(v, g);
    shuffle(rows, random);
    const graph::Affiliations all = affiliations_of(groups, rows);
    graph::ProjectionOptions options;
    options.largest_group = 25;
    options.weight = round % 2 == 0 ? graph::ProjectionWeight::discounted : graph::ProjectionWeight::count;
    const auto expected = by_definition(all, n, options);
    const graph::Graph graph = graph::project(all, n, options, {.threads = 1}).graph;
    ASSERT_EQ(graph.edge_count(), expected.size());
    for (const auto& [pair, weight] : expected) {
      const graph::ArcIndex arc = graph.find_arc(pair.first, pair.second);
      ASSERT_NE(arc, graph.arc_count());
      EXPECT_NEAR(graph.weight(arc), weight, 1e-12);
    }
    for (const unsigned threads : {2U, 7U}) {
      const graph::Graph other = graph::project(all, n, options, {.threads = threads}).graph;
      ASSERT_EQ(other.arc_count(), graph.arc_count());
      for (graph::ArcIndex arc = 0; arc < graph.arc_count(); ++arc) {
        ASSERT_EQ(other.target(arc), graph.target(arc));
        ASSERT_EQ(other.weight(arc), graph.weight(arc));
      }
    }
  }
}

TEST(Projection, GivesEachMemberTheStrengthOfItsGroups) {
  const graph::Graph graph =
      graph::project(affiliations_of(3, {{0, 0}, {1, 0}, {2, 0}, {0, 1}, {3, 1}, {4, 2}}), 5).graph;
  EXPECT_DOUBLE_EQ(graph.strength(0), 2);
  EXPECT_DOUBLE_EQ(graph.strength(1), 1);
  EXPECT_DOUBLE_EQ(graph.strength(3), 1);
  EXPECT_DOUBLE_EQ(graph.strength(4), 0);
}

TEST(Projection, LeavesHugeGroupsOutAndCountsThem) {
  const graph::Projection projection =
      graph::project(affiliations_of(2, {{0, 0}, {1, 0}, {2, 0}, {0, 1}, {1, 1}}), 3, {.largest_group = 2});
  EXPECT_EQ(projection.groups_used, 1U);
  EXPECT_EQ(projection.groups_too_large, 1U);
  EXPECT_EQ(projection.largest_left_out, 3U);
  EXPECT_EQ(projection.graph.edge_count(), 1U);
}

TEST(Projection, RefusesWhatDoesNotFitTheMemory) {
  std::vector<std::pair<graph::VertexId, std::uint32_t>> rows;
  for (graph::VertexId v = 0; v < 400; ++v) rows.emplace_back(v, 0);
  EXPECT_THROW(graph::project(affiliations_of(1, rows), 400, {.memory_limit = 100000}), Error);
}

TEST(Projection, RefusesARowOfNobodyOrNoGroup) {
  for (const auto& row : std::vector<std::pair<graph::VertexId, std::uint32_t>>{{3, 0}, {0, 2}}) {
    try {
      graph::project(affiliations_of(2, {{0, 0}, row}), 3);
      FAIL();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::bad_data);
      EXPECT_THAT(error.what(),
                  HasSubstr("affiliation 2 of 2 names a member, group or role that there is not"));
    }
  }
}

constexpr const char* two_modes =
    "*Vertices 6 4\n1 anna\n2 bela\n3 cem\n4 dora\n5 choir\n6 chess\n*Edges\n1 5\n2 5\n3 5\n1 6\n2 6\n";

TEST(TwoModeNetworks, AreConnectedByWhatTheyShare) {
  const LoadedNetwork loaded = load_text(two_modes);
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"anna", "bela", 1.5}, Connection{"anna", "cem", 0.5},
                          Connection{"bela", "cem", 0.5}));
  EXPECT_EQ(loaded.report.connections, 3U);
  EXPECT_EQ(loaded.report.projected, 3U);
  EXPECT_EQ(loaded.report.isolated, 1U);
  EXPECT_THAT(loaded.report.notes,
              Contains(HasSubstr("share one of 2 groups or events; each adds 1 / (its size - 1)")));
  EXPECT_EQ(loaded.network.affiliations.rows.size(), 5U);
}

TEST(TwoModeNetworks, MayCountGroupsAndSayWhichWereTooLarge) {
  LoadOptions options;
  options.projection = {.weight = graph::ProjectionWeight::count, .largest_group = 2};
  const LoadedNetwork loaded = load_text(two_modes, options);
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"anna", "bela", 1}));
  EXPECT_THAT(loaded.report.notes,
              Contains(HasSubstr("1 group of more than 2 members connected nobody (the largest has 3")));
}

TEST(TwoModeNetworks, AddToStatedConnectionsOnlyWhenAsked) {
  const std::string text =
      "graph { subgraph cluster_choir { anna; bela; cem } anna -- dora [kind=\"family\"]; anna -- bela "
      "[kind=\"work\"] }";
  EXPECT_EQ(load_text(text).network.graph.edge_count(), 2U);
  LoadOptions options;
  options.projecting = Projecting::always;
  const LoadedNetwork loaded = load_text(text, options);
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"anna", "bela", 1.5}, Connection{"anna", "cem", 0.5},
                          Connection{"anna", "dora", 1}, Connection{"bela", "cem", 0.5}));
  EXPECT_EQ(kind_between(loaded.network, "anna", "dora"), "family");
  EXPECT_EQ(kind_between(loaded.network, "bela", "anna"), "work");
  EXPECT_EQ(kind_between(loaded.network, "cem", "bela"), "");
  EXPECT_EQ(loaded.report.projected, 2U);
}

// As NetworkX and igraph write bipartite graphs; also with an end of each connection in either place.
constexpr const char* bipartite_json =
    R"({"directed": false, "nodes": [{"id": "anna", "bipartite": 0, "age": 40}, {"id": "choir", "bipartite": 1},
    {"id": "bela", "bipartite": 0}, {"id": "chess", "bipartite": 1, "city": "Waren"}, {"id": "cem", "bipartite": 0},
    {"id": "dora", "bipartite": 0}], "links": [{"source": "anna", "target": "choir", "kind": "tenor"},
    {"source": "choir", "target": "bela"}, {"source": "cem", "target": "choir"}, {"source": "anna",
    "target": "chess"}, {"source": "bela", "target": "chess"}, {"source": "bela", "target": "chess"}]})";

TEST(BipartiteAttribute, MakesTheSecondModeGroups) {
  const LoadedNetwork loaded = load_text(bipartite_json);
  const graph::Network& network = loaded.network;
  EXPECT_THAT(ids_of(network), ElementsAre("anna", "bela", "cem", "dora"));
  EXPECT_THAT(connections_of(network),
              ElementsAre(Connection{"anna", "bela", 1.5}, Connection{"anna", "cem", 0.5},
                          Connection{"bela", "cem", 0.5}));
  EXPECT_EQ(network.affiliations.groups, (StringPool{"choir", "chess"}));
  ASSERT_EQ(network.affiliations.rows.size(), 5U);
  EXPECT_EQ(network.affiliations.roles[network.affiliations.rows[0].role], "tenor");
  EXPECT_EQ(column_of(network, "age"), "integer: 40|||");
  EXPECT_EQ(network.members.find_column("bipartite"), nullptr);
  EXPECT_EQ(network.members.find_column("city"), nullptr);
  const ImportReport& report = loaded.report;
  EXPECT_EQ(report.members, 4U);
  EXPECT_EQ(report.isolated, 1U);
  EXPECT_EQ(report.projected, 3U);
  EXPECT_EQ(report.rows, report.connections - report.projected + report.loops + report.duplicates);
  EXPECT_THAT(report.notes, Contains(HasSubstr("The 2 nodes whose \"bipartite\" is 1 are groups or events")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("Attributes of groups")));
}

TEST(BipartiteAttribute, IsUnderstoodInEveryFormatThatKeepsTypes) {
  LoadOptions as_stated;
  as_stated.projecting = Projecting::never;
  const graph::Network stated = load_text(bipartite_json, as_stated).network;
  EXPECT_EQ(stated.members.size(), 6U);
  EXPECT_EQ(stated.graph.edge_count(), 5U);
  const auto expected = connections_of(load_text(bipartite_json).network);
  const Folder folder;
  for (const char* suffix : {".graphml", ".gexf", ".gml", ".json", ".dot", ".tertius", ""}) {
    const std::string path = folder.path(std::string("network") + suffix);
    save_network(stated, path);
    EXPECT_EQ(connections_of(load_network(path).network), expected) << suffix;
  }
}

TEST(BipartiteAttribute, MayBeTheBooleanTypeOfIgraph) {
  const LoadedNetwork loaded = load_text(
      R"(<graphml><key id="t" for="node" attr.name="type" attr.type="boolean"/><graph edgedefault="directed">
      <node id="a"><data key="t">false</data></node><node id="b"><data key="t">false</data></node>
      <node id="e"><data key="t">true</data></node><edge source="a" target="e"/><edge source="e" target="b"/>
      </graph></graphml>)");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"a", "b", 1}));
}

TEST(BipartiteAttribute, ThatIsNotTrueOfTheConnectionsIsAnAttribute) {
  const LoadedNetwork loaded = load_text(
      R"({"nodes": [{"id": "a", "bipartite": 0}, {"id": "b", "bipartite": 0}, {"id": "e", "bipartite": 1}],
      "links": [{"source": "a", "target": "b"}, {"source": "a", "target": "e"}]})");
  EXPECT_EQ(loaded.network.graph.edge_count(), 2U);
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("a and b of the same one are connected")));
  // Somebody without a mode, or with a third one.
  for (const char* mode : {"", ", \"bipartite\": 2"}) {
    const std::string text = std::string(R"({"nodes": [{"id": "a")") + mode +
                             R"(}, {"id": "e", "bipartite": 1}], "links": [{"source": "a", "target": "e"}]})";
    EXPECT_EQ(load_text(text).network.members.size(), 2U) << text;
  }
}

TEST(BipartiteAttribute, GroupsOfTheSameNameStayApart) {
  const LoadedNetwork loaded = load_text(
      R"({"nodes": [{"id": "a", "bipartite": 0}, {"id": "b", "bipartite": 0},
      {"id": "e1", "bipartite": 1, "name": "choir"}, {"id": "e2", "bipartite": 1, "name": "choir"}],
      "links": [{"source": "a", "target": "e1"}, {"source": "b", "target": "e2"}]})");
  EXPECT_EQ(loaded.network.affiliations.groups, (StringPool{"choir", "choir (e2)"}));
  EXPECT_EQ(loaded.network.graph.edge_count(), 0U);
}

}  // namespace
}  // namespace tertius::io
