#include <gmock/gmock.h>

#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(NodeLink, ReadsNetworkXWithLinksAndWithEdges) {
  for (const std::string& list : {std::string("links"), std::string("edges")}) {
    const LoadedNetwork loaded = load_text(
        R"({"directed": false, "multigraph": false, "graph": {}, "nodes": [
      {"id": 1, "name": "Anna", "age": 41, "active": true, "height": 1.5, "code": "007", "gone": null, "nan": NaN},
      {"id": "b", "tags": ["x", "y"], "home": {"city": "Graz"}}, {"id": "c"}], ")" +
        list + R"(": [{"source": 1, "target": "b", "weight": 2.5, "type": "works with", "key": 0}]})");
    EXPECT_EQ(loaded.report.format, "node-link JSON");
    const graph::Network& network = loaded.network;
    EXPECT_THAT(ids_of(network), ElementsAre("1", "b", "c"));
    EXPECT_THAT(names_of(network), ElementsAre("Anna", "b", "c"));
    EXPECT_THAT(connections_of(network), ElementsAre(Connection{"1", "b", 2.5}));
    EXPECT_EQ(kind_between(network, "1", "b"), "works with");
    EXPECT_EQ(column_of(network, "age"), "integer: 41||");
    EXPECT_EQ(column_of(network, "active"), "boolean: true||");
    EXPECT_EQ(column_of(network, "height"), "real: 1.5||");
    EXPECT_EQ(column_of(network, "code"), "text: 007||");
    EXPECT_EQ(column_of(network, "tags"), "text: |x;y|");
    EXPECT_EQ(column_of(network, "home.city"), "text: |Graz|");
    EXPECT_EQ(column_of(network, "nan"), "none");
    EXPECT_THAT(loaded.report.reasons, IsEmpty());
  }
}

TEST(NodeLink, TakesNumbersOfD3AsPositionsOnlyWhereNodesHaveNoIds) {
  const LoadedNetwork by_position =
      load_text(R"({"nodes":[{"name":"Myra","group":1},{"name":"Noor","group":2},{"name":"Olaf"}],
    "links":[{"source":1,"target":0,"value":3},{"source":2,"target":7}]})");
  EXPECT_THAT(connections_of(by_position.network), ElementsAre(Connection{"Myra", "Noor", 3}));
  EXPECT_THAT(by_position.report.reasons,
              ElementsAre(HasSubstr(":2:48: node 7; expected a position among the 3 nodes")));
  const LoadedNetwork by_id =
      load_text(R"({"links":[{"source":1,"target":2}],"nodes":[{"id":2},{"id":1},{"id":0}]})");
  EXPECT_THAT(connections_of(by_id.network), ElementsAre(Connection{"1", "2", 1}));
  const LoadedNetwork by_name =
      load_text(R"({"nodes":[{"name":"Myra"},{"name":"Noor"}],"links":[{"source":"Noor","target":"Myra"}]})");
  EXPECT_THAT(connections_of(by_name.network), ElementsAre(Connection{"Myra", "Noor", 1}));
}

TEST(NodeLink, ReadsAdjacencyOfNetworkX) {
  const std::string nodes = R"("nodes": [{"id": "b", "age": 41}, {"id": 1}, {"id": "a"}, {"id": "alone"}])";
  const std::string adjacency = R"("adjacency": [[{"weight": 2.5, "type": "knows", "id": 1}, {"id": "b"}],
    [{"weight": 2.5, "type": "knows", "id": "b"}, {"id": "a"}], [{"id": 1}], []])";
  for (const std::string& text :
       {R"({"directed": false, "multigraph": false, "graph": [], )" + nodes + ", " + adjacency + "}",
        "{" + adjacency + R"(, "directed": false, )" + nodes + "}"}) {
    const LoadedNetwork loaded = load_text(text);
    EXPECT_EQ(loaded.report.format, "node-link JSON");
    EXPECT_THAT(loaded.report.reasons, IsEmpty());
    EXPECT_THAT(ids_of(loaded.network), ElementsAre("b", "1", "a", "alone"));
    EXPECT_THAT(connections_of(loaded.network),
                ElementsAre(Connection{"1", "a", 1}, Connection{"1", "b", 2.5}))
        << "each has the other in its array, which is one connection";
    EXPECT_EQ(loaded.report.duplicates, 0U);
    EXPECT_EQ(loaded.report.loops, 1U);
    EXPECT_EQ(kind_between(loaded.network, "1", "b"), "knows");
    EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|||");
  }
}

TEST(NodeLink, ReadsAdjacencyThatIsDirectedParallelOrWrong) {
  const LoadedNetwork directed = load_as(
      "", R"({"directed": true, "nodes": [{"id": "a"}, {"id": "b"}], "adjacency": [[], [{"id": "a"}]]})",
      true);
  EXPECT_THAT(connections_of(directed.network, directed.network.arcs), ElementsAre(Connection{"b", "a", 1}));
  const LoadedNetwork parallel = load_text(
      R"({"directed": false, "multigraph": true, "nodes": [{"id": "a"}, {"id": "b"}], "adjacency":
    [[{"key": 0, "id": "b", "weight": 2}, {"key": 1, "id": "b", "weight": 3}],
     [{"key": 0, "id": "a", "weight": 2}, {"key": 1, "id": "a", "weight": 3}]]})");
  EXPECT_THAT(connections_of(parallel.network), ElementsAre(Connection{"a", "b", 5}));
  const LoadedNetwork wrong = load_text(
      R"({"nodes": [{"id": "a"}, {"id": "b"}], "adjacency": [[{"id": "x"}, {"id": "b", "weight": -1}], [],
    [{"id": "a"}]]})");
  EXPECT_THAT(
      wrong.report.reasons,
      testing::UnorderedElementsAre(HasSubstr("member \"x\"; expected a member that the file declares"),
                                    HasSubstr("weight \"-1\"; expected a positive number"),
                                    HasSubstr("neighbours of node 2; expected an array for each of the 2")));
}

TEST(NodeLink, ReadsDirectedNetworks) {
  const LoadedNetwork loaded = load_as(
      "node-link",
      R"({"directed": true, "nodes": [{"id":"a"},{"id":"b"}], "links": [{"source":"b","target":"a"}]})",
      true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs), ElementsAre(Connection{"b", "a", 1}));
}

TEST(NodeLink, MixedTypesBecomeTextAndNumbersReal) {
  const LoadedNetwork loaded = load_text(
      R"({"nodes": [{"id":"a","x":1,"y":1,"z":true},{"id":"b","x":1.5,"y":"one","z":2}], "links": []})");
  EXPECT_EQ(column_of(loaded.network, "x"), "real: 1|1.5");
  EXPECT_EQ(column_of(loaded.network, "y"), "text: 1|one");
  EXPECT_EQ(column_of(loaded.network, "z"), "text: true|2");
}

TEST(NodeLink, SaysWhereItBreaks) {
  EXPECT_THAT(error_of("{\"nodes\": [{\"id\": 1},\n  {\"id\": oops}], \"links\": []}"),
              HasSubstr(":2:10: Invalid value."));
  EXPECT_THAT(error_of("{\"nodes\": [{\"id\": \"a\""), HasSubstr(":1:"));
  EXPECT_THAT(error_of("{\"nodes\": [{\"id\": \"\x81\"}]}", "node-link"), HasSubstr("which is not UTF-8"));
  EXPECT_THAT(error_of(std::string("{\"nodes\": []}\0x", 15), "node-link"), HasSubstr("a NUL byte"));
  EXPECT_THAT(error_of("{\"a\": 1}", "node-link"), HasSubstr("no list of nodes or edges"));
  EXPECT_THAT(error_of("{\"nodes\":[{\"a\":" + std::string(100000, '['), "node-link"),
              HasSubstr("values within values; expected at most 200 levels"));
}

TEST(NodeLink, RefusesLinksToNobody) {
  const LoadedNetwork loaded = load_text(
      "{\"nodes\": [{\"id\":\"a\"},{\"id\":\"a\"},{}],\n \"links\": [{\"source\":\"a\",\"target\":\"x\"}]}");
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":1:23: node \"a\" again"), HasSubstr(":2:12: member \"x\"")));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("a", "2"));
}

TEST(JsonGraph, ReadsVersion2) {
  const LoadedNetwork loaded =
      load_as("", R"({"graph": {"directed": false, "label": "Club", "metadata": {"year": 2024}, "nodes": {
    "a": {"label": "Anna", "metadata": {"age": 41}}, "b": {"label": "Bela"}},
    "edges": [{"source": "a", "target": "b", "relation": "knows", "metadata": {"weight": 3}}]}})");
  EXPECT_EQ(loaded.report.format, "JSON Graph Format");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Bela"));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"a", "b", 3}));
  EXPECT_EQ(kind_between(loaded.network, "a", "b"), "knows");
}

TEST(JsonGraph, ReadsVersion1SeveralGraphsAndDirectionByDefault) {
  const LoadedNetwork loaded = load_as(
      "", R"({"graphs": [{"nodes": [{"id": "a"}, {"id": "b"}], "edges": [{"source": "a", "target": "b"}]},
    {"nodes": [{"id": "c"}], "edges": [{"source": "c", "target": "a", "directed": false}]}]})",
      true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"a", "c", 1}, Connection{"c", "a", 1}));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("several graphs")));
}

TEST(JsonGraph, RefusesHyperedges) {
  const LoadedNetwork loaded = load_text(
      R"({"graph": {"nodes": {"a": {}, "b": {}}, "hyperedges": [{"nodes": ["a", "b"]}], "edges": []}})");
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("a hyperedge")));
}

TEST(Graphology, ReadsWhatGephiExports) {
  const LoadedNetwork loaded =
      load_text(R"({"attributes": {"creator": "Gephi"}, "options": {"type": "undirected", "multi": false},
    "nodes": [{"key": "a", "attributes": {"label": "Anna", "size": 4.5}}, {"key": "b", "attributes": {"label": "Bela"}}],
    "edges": [{"key": "0", "source": "a", "target": "b", "undirected": true, "attributes": {"weight": 2}}]})");
  EXPECT_EQ(loaded.report.format, "Graphology JSON");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Bela"));
  EXPECT_EQ(column_of(loaded.network, "size"), "real: 4.5|");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"a", "b", 2}));
}

TEST(Graphology, ReadsMixedNetworksAsDirected) {
  const LoadedNetwork loaded = load_as("", R"({"nodes": [{"key": "a"}, {"key": "b"}, {"key": "c"}],
    "edges": [{"source": "a", "target": "b"}, {"source": "b", "target": "c", "undirected": true}]})",
                                       true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"b", "c", 1}, Connection{"c", "b", 1}));
}

TEST(Cytoscape, ReadsTheDesktopFormatAndTheListOfElements) {
  const LoadedNetwork desktop = load_text(R"({"format_version": "1.0", "data": {"name": "club"}, "elements": {
    "nodes": [{"data": {"id": "1", "name": "Anna", "age": 41}, "position": {"x": 1, "y": 2}, "selected": false}, {"data": {"id": "2", "name": "Bela"}}],
    "edges": [{"data": {"id": "3", "source": "1", "target": "2", "interaction": "knows", "weight": 2}}]}})");
  EXPECT_EQ(desktop.report.format, "Cytoscape JSON");
  EXPECT_THAT(names_of(desktop.network), ElementsAre("Anna", "Bela"));
  EXPECT_EQ(column_of(desktop.network, "age"), "integer: 41|");
  EXPECT_EQ(column_of(desktop.network, "position.x"), "none");
  EXPECT_THAT(connections_of(desktop.network), ElementsAre(Connection{"1", "2", 2}));
  EXPECT_EQ(kind_between(desktop.network, "1", "2"), "knows");
  for (
      const std::string_view text :
      {R"([{"data": {"id": "a"}}, {"data": {"id": "b"}}, {"data": {"source": "a", "target": "b"}}])",
       R"({"elements": [{"group": "nodes", "data": {"id": "a"}}, {"data": {"id": "b"}}, {"group": "edges", "data": {"id": "e", "source": "a", "target": "b"}}]})"}) {
    const LoadedNetwork list = load_text(text);
    EXPECT_EQ(list.report.format, "Cytoscape JSON");
    EXPECT_THAT(connections_of(list.network), ElementsAre(Connection{"a", "b", 1}));
  }
}

TEST(JsonFormats, AreReadAsAStreamAcrossAnyBorder) {
  // Longer than a block of input, with letters of several bytes at every offset.
  std::string text = "{\"nodes\": [";
  for (int i = 0; i < 60000; ++i)
    text += (i > 0 ? ",\n" : "") + std::string("{\"id\": \"Jörg ") + std::to_string(i) + " 漢字\"}";
  text +=
      "], \"links\": [{\"source\": \"Jörg 0 漢字\", \"target\": \"Jörg 59999 漢字\"},\n {\"source\": \"x\", "
      "\"target\": \"y\"}]}";
  const LoadedNetwork loaded = load_text(text);
  EXPECT_EQ(loaded.network.members.size(), 60000U);
  EXPECT_EQ(loaded.network.members.ids[59999], "Jörg 59999 漢字");
  EXPECT_EQ(loaded.network.graph.edge_count(), 1U);
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr(":60001:2: member \"x\"")));
}

TEST(Kumu, ReadsBlueprintsByLabel) {
  const LoadedNetwork loaded = load_as(
      "",
      R"({"elements": [{"label": "Anna", "type": "Person", "tags": ["x", "y"]}, {"label": "Bela"}, {"label": "Cem"}],
    "connections": [{"from": "Anna", "to": "Bela", "direction": "directed", "type": "helps", "strength": 2.5},
                    {"from": "Bela", "to": "Cem", "direction": "mutual"}, {"from": "Cem", "to": "Anna"}]})",
      true);
  EXPECT_EQ(loaded.report.format, "Kumu JSON");
  EXPECT_THAT(loaded.report.reasons, IsEmpty());
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Anna", "Bela", "Cem"));
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"Anna", "Bela", 2.5}, Connection{"Bela", "Cem", 1},
                          Connection{"Cem", "Anna", 1}, Connection{"Cem", "Bela", 1}));
  EXPECT_EQ(kind_between(loaded.network, "Anna", "Bela"), "helps");
  EXPECT_EQ(column_of(loaded.network, "tags"), "text: x;y||");
  EXPECT_EQ(column_of(loaded.network, "type"), "text: Person||");
}

TEST(Kumu, ReadsProjectsById) {
  const LoadedNetwork loaded = load_text(
      R"({"elements": [{"_id": "elem-1", "attributes": {"label": "Anna", "age": 41}}, {"_id": "elem-2", "attributes": {"label": "Bela"}}],
    "connections": [{"_id": "conn-1", "from": "elem-1", "to": "Bela", "direction": "undirected",
                     "attributes": {"connection type": "knows", "description": "since school"}},
                    {"from": "elem-1", "to": "Cem"}, {"from": "elem-2", "to": "elem-1", "strength": 0}]})");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("elem-1", "elem-2"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Bela"));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"elem-1", "elem-2", 1}));
  EXPECT_EQ(kind_between(loaded.network, "elem-1", "elem-2"), "knows");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("attribute \"description\"")));
  EXPECT_THAT(loaded.report.reasons,
              testing::UnorderedElementsAre(
                  HasSubstr(":4:21: member \"Cem\"; expected a member that the file declares"),
                  HasSubstr("weight \"0\"; expected a positive number")));
}

TEST(ApocJson, ReadsLinesArraysAndLists) {
  const std::string anna =
      R"({"type":"node","id":"0","labels":["Person","Chair"],"properties":{"name":"Anna","age":41,"id":7}})";
  const std::string bela = R"({"type":"node","id":"1","labels":["Person"]})";
  const std::string connection =
      R"({"type":"relationship","id":"0","label":"KNOWS","properties":{"weight":2.5,"place":"Graz"},)"
      R"("start":{"id":"1","labels":["Person"]},"end":{"id":"0","labels":["Person"]}})";
  for (const std::string& text :
       {anna + "\n" + bela + "\n" + connection + "\n", connection + "\n" + anna + "\r\n" + bela,
        "[" + anna + "," + bela + "," + connection + "]",
        R"({"nodes":[)" + anna + "," + bela + R"(],"rels":[)" + connection + "]}"}) {
    const LoadedNetwork loaded = load_as("", text, true);
    EXPECT_EQ(loaded.report.format, "Neo4j APOC JSON");
    EXPECT_THAT(loaded.report.reasons, IsEmpty());
    EXPECT_THAT(ids_of(loaded.network), ElementsAre("0", "1"));
    EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "1"));
    EXPECT_EQ(column_of(loaded.network, "label"), "text: Person;Chair|Person");
    EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|");
    EXPECT_EQ(column_of(loaded.network, "original_id"), "integer: 7|");
    EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs), ElementsAre(Connection{"1", "0", 2.5}));
    EXPECT_EQ(kind_between(loaded.network, "0", "1"), "KNOWS");
    EXPECT_THAT(loaded.report.notes, ElementsAre(HasSubstr("attribute \"place\"")));
  }
}

TEST(ApocJson, SaysWhatIsWrongAndWhere) {
  const std::string node = "{\"type\":\"node\",\"id\":\"0\",\"labels\":[]}\n";
  const LoadedNetwork loaded = load_as(
      "apoc-json",
      node + node + "{\"type\":\"path\"}\n" +
          "{\"type\":\"relationship\",\"label\":\"A\",\"start\":{\"id\":\"0\"},\"end\":{\"id\":\"5\"}}\n");
  EXPECT_THAT(loaded.report.reasons,
              testing::UnorderedElementsAre(
                  HasSubstr(":2:1: node \"0\" again"),
                  HasSubstr(":3:1: the type \"path\"; expected node or relationship"),
                  HasSubstr(":4:1: member \"5\"; expected a member that the file declares")));
  EXPECT_THAT(error_of(node + "{\"type\":\n", "apoc-json"), HasSubstr("Expected JSON"));
}

}  // namespace
}  // namespace tertius::io
