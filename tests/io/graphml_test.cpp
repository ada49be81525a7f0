#include <gmock/gmock.h>

#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

std::string graphml(std::string_view inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
         "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n" +
         std::string(inside) + "\n</graphml>\n";
}

TEST(GraphMl, WithoutNodesIsAnEmptyNetwork) {
  const LoadedNetwork loaded = load_text(graphml("<graph edgedefault=\"undirected\"/>"));
  EXPECT_EQ(loaded.report.format, "GraphML");
  EXPECT_EQ(loaded.network.members.size(), 0U);
}

TEST(GraphMl, ReadsTypedAttributesDefaultsAndIsolatedMembers) {
  const LoadedNetwork loaded = load_text(graphml(R"(
    <key id="d0" for="node" attr.name="age" attr.type="int"/>
    <key id="d1" for="node" attr.name="active" attr.type="boolean"><default>false</default></key>
    <key id="d2" for="node" attr.name="height" attr.type="double"/>
    <key id="d3" for="node" attr.name="code" attr.type="string"/>
    <key id="w" for="edge" attr.name="weight" attr.type="double"><default>2</default></key>
    <graph edgedefault="undirected">
      <node id="a"><data key="d0">041</data><data key="d1">1</data><data key="d2">1.5</data><data key="d3">12</data></node>
      <node id="b"><data key="d2">NaN</data></node>
      <node id="c"/>
      <edge source="a" target="b"/><edge id="e1" source="b" target="a"><data key="w">0.5</data></edge>
    </graph>)"));
  const graph::Network& network = loaded.network;
  EXPECT_THAT(ids_of(network), ElementsAre("a", "b", "c"));
  EXPECT_THAT(connections_of(network), ElementsAre(Connection{"a", "b", 2.5}));
  EXPECT_EQ(column_of(network, "age"), "integer: 41||");
  EXPECT_EQ(column_of(network, "active"), "boolean: true|false|false");
  EXPECT_EQ(column_of(network, "height"), "real: 1.5||");
  EXPECT_EQ(column_of(network, "code"), "text: 12||");
  EXPECT_EQ(loaded.report.isolated, 1U);
  EXPECT_EQ(loaded.report.duplicates, 1U);
}

TEST(GraphMl, ReadsDirectionOfTheGraphAndOfSingleEdges) {
  const LoadedNetwork loaded =
      load_as("graphml", graphml(R"(<graph edgedefault="directed"><node id="a"/><node id="b"/><node id="c"/>
      <edge source="a" target="b"/><edge source="c" target="b" directed="false"/></graph>)"),
              true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"b", "c", 1}, Connection{"c", "b", 1}));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("one arc in each direction")));
}

TEST(GraphMl, FindsKeysThatComeAfterTheirUse) {
  const LoadedNetwork loaded =
      load_text(graphml(R"(<graph edgedefault="undirected"><node id="a"><data key="k">5</data></node>
      <node id="b"/><edge source="a" target="b"/></graph><key id="k" for="node" attr.name="age" attr.type="int"/>)"));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 5|");
}

TEST(GraphMl, ReadsUndeclaredKeysAsTextAndSaysSo) {
  const LoadedNetwork loaded = load_text(graphml(
      R"(<graph edgedefault="undirected"><node id="a"><data key="k">5</data></node><node id="b"/></graph>)"));
  EXPECT_EQ(column_of(loaded.network, "k"), "text: 5|");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("\"k\" is not declared")));
}

TEST(GraphMl, TakesTheNameThatIgraphWrites) {
  const LoadedNetwork loaded =
      load_text(graphml(R"(<key id="v_name" for="node" attr.name="name" attr.type="string"/>
      <key id="v_id" for="node" attr.name="id" attr.type="string"/>
      <graph edgedefault="undirected"><node id="n0"><data key="v_name">Anna Ährenfeld</data><data key="v_id">17</data></node>
      <node id="n1"><data key="v_name">Bela</data></node><edge source="n0" target="n1"/></graph>)"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna Ährenfeld", "Bela"));
  EXPECT_EQ(column_of(loaded.network, "original_id"), "text: 17|");
}

TEST(GraphMl, TakesTheLabelThatYedDraws) {
  const LoadedNetwork loaded = load_text(graphml(R"(<key for="node" id="d6" yfiles.type="nodegraphics"/>
      <key for="edge" id="d9" yfiles.type="edgegraphics"/>
      <graph edgedefault="directed"><node id="n0"><data key="d6"><y:ShapeNode xmlns:y="http://www.yworks.com/xml/graphml">
      <y:Fill color="#FFCC00"/><y:NodeLabel alignment="center">Anna</y:NodeLabel></y:ShapeNode></data></node>
      <node id="n1"/><edge id="e0" source="n0" target="n1"><data key="d9"><y:Arrows/></data></edge></graph>)"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "n1"));
  EXPECT_TRUE(loaded.network.members.columns.empty());
}

TEST(GraphMl, ReadsNestedGraphsAsOneAndRefusesHyperedges) {
  const LoadedNetwork loaded =
      load_text(graphml(R"(<graph edgedefault="undirected"><node id="a"><port name="p"/>
      <graph edgedefault="undirected"><node id="b"/><node id="c"/><edge source="b" target="c"/></graph>
      <data key="late">x</data></node>
      <edge source="a" target="b"/><hyperedge><endpoint node="a"/><endpoint node="b"/><endpoint node="c"/></hyperedge></graph>)"));
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"a", "b", 1}, Connection{"b", "c", 1}));
  EXPECT_EQ(column_of(loaded.network, "late"), "text: x||");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("Graphs within nodes")));
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr("a hyperedge; expected connections of two members")));
}

TEST(GraphMl, RefusesValuesOfTheWrongTypeAndUnknownEnds) {
  const LoadedNetwork loaded = load_text(graphml(R"(<key id="a" for="node" attr.name="age" attr.type="int"/>
<graph edgedefault="undirected"><node id="a"><data key="a">old</data></node><node id="b"/><node id="a"/>
<edge source="a" target="b"/><edge source="a" target="z"/><edge source="a" target="b"><data key="weight">-1</data></edge></graph>)"));
  EXPECT_EQ(loaded.report.refused, 2U);
  EXPECT_EQ(loaded.report.refused_others, 2U);
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":4:63: age \"old\"; expected integer, as its key says"),
                          HasSubstr(":4:91: node \"a\" again; expected an id of its own"),
                          HasSubstr(":5:59: weight \"-1\"; expected a positive number"),
                          HasSubstr(":5:30: member \"z\"; expected a member that the file declares")));
}

TEST(GraphMl, DeclaresAttributesOfTheSameNameOnlyOnce) {
  const LoadedNetwork loaded = load_text(graphml(R"(<key id="a" for="node" attr.name="age" attr.type="int"/>
      <key id="b" for="node" attr.name="Age" attr.type="string"/>
      <graph edgedefault="undirected"><node id="a"><data key="a">1</data></node><node id="b"><data key="b">young</data></node></graph>)"));
  ASSERT_EQ(loaded.network.members.columns.size(), 1U);
  EXPECT_EQ(column_of(loaded.network, "age"), "text: 1|young");
}

TEST(GraphMl, SaysWhereItBreaks) {
  EXPECT_THAT(error_of(graphml("<graph edgedefault=\"undirected\"><node id=\"a\"></graph>")),
              HasSubstr(":3:48: mismatched tag; expected XML"));
  EXPECT_THAT(error_of("<graphml><graph>"), HasSubstr(":1:17: no element found"));
  EXPECT_THAT(error_of("<graphml></graphml>"), HasSubstr("no graph; expected <graphml> with a <graph>"));
  EXPECT_THAT(error_of(graphml("<graph>\x81</graph>")), HasSubstr("which is not UTF-8"));
}

TEST(GraphMl, BoundsDepth) {
  std::string deep = "<graphml>";
  for (int i = 0; i < 100000; ++i) deep += "<graph><node id=\"a\">";
  EXPECT_THAT(error_of(deep), HasSubstr("elements within elements; expected at most 256 levels"));
}

TEST(GraphMl, BoundsEntities) {
  std::string bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE graphml [\n<!ENTITY a0 \"0123456789\">\n";
  for (int i = 1; i < 12; ++i) {
    bomb += "<!ENTITY a" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) bomb += "&a" + std::to_string(i - 1) + ";";
    bomb += "\">\n";
  }
  bomb += "]>\n<graphml><graph><node id=\"a\"><data key=\"x\">&a11;</data></node></graph></graphml>";
  EXPECT_THAT(error_of(bomb), HasSubstr("limit on input amplification factor"));
}

TEST(GraphMl, ReadsALongTextInTimeThatGrowsWithItsLength) {
  const std::string name(std::size_t{30} << 20, 'x');
  const LoadedNetwork loaded =
      load_text(graphml("<graph edgedefault=\"undirected\"><node id=\"" + name + "\"/></graph>"));
  EXPECT_EQ(loaded.network.members.ids[0].size(), name.size());
}

TEST(GraphMl, ReadsOtherEncodings) {
  const LoadedNetwork loaded = load_text(
      "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><graphml><graph><node "
      "id=\"J\xF6rg\"/></graph></graphml>");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Jörg"));
}

TEST(GraphMl, ConsentDeclaredBooleanMaySayOut) {
  // Refused as no boolean, a member who is out would count as no, and be computed with.
  const LoadedNetwork loaded =
      load_text(R"(<graphml><key id="o" for="node" attr.name="open" attr.type="boolean"/>
<graph edgedefault="undirected"><node id="a"><data key="o">true</data></node>
<node id="b"><data key="o">true</data></node><node id="c"><data key="o">out</data></node>
<edge source="a" target="b"/><edge source="b" target="c"/></graph></graphml>)");
  EXPECT_EQ(loaded.report.consent.out, 1u);
  EXPECT_EQ(loaded.network.members.size(), 2u);
}

}  // namespace
}  // namespace tertius::io
