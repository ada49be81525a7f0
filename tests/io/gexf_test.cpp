#include <gmock/gmock.h>

#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Gexf, ReadsVersion1_1) {
  const LoadedNetwork loaded = load_text(R"(<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.1draft" version="1.1"><graph mode="static" defaultedgetype="directed">
<nodes><node id="0" label="Anna"/><node id="1" label="Bela"/></nodes>
<edges><edge id="0" source="0" target="1" weight="2.5"/></edges></graph></gexf>)");
  EXPECT_EQ(loaded.report.format, "GEXF");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Bela"));
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"0", "1", 2.5}));
}

TEST(Gexf, ReadsAttributesOfVersion1_2WithTheirTypes) {
  const LoadedNetwork loaded = load_text(
      R"(<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2"><graph defaultedgetype="undirected">
<attributes class="node"><attribute id="0" title="url" type="anyURI"/><attribute id="1" title="indegree" type="float"/>
<attribute id="2" title="member" type="boolean"><default>true</default></attribute><attribute id="3" title="tags" type="liststring"/>
<attribute id="4" title="age" type="integer"/></attributes>
<attributes class="edge"><attribute id="0" title="since" type="string"/></attributes>
<nodes><node id="a"><attvalues><attvalue for="0" value="https://example.org"/><attvalue for="1" value="1"/>
<attvalue for="3" value="x|y"/><attvalue for="4" value="41"/></attvalues></node>
<node id="b"><attvalues><attvalue id="2" value="false"/></attvalues></node></nodes>
<edges><edge source="a" target="b" kind="works with"><attvalues><attvalue for="0" value="2024-03-01"/></attvalues></edge></edges></graph></gexf>)");
  const graph::Network& network = loaded.network;
  EXPECT_EQ(column_of(network, "url"), "text: https://example.org|");
  EXPECT_EQ(column_of(network, "indegree"), "real: 1|");
  EXPECT_EQ(column_of(network, "member"), "boolean: true|false");
  EXPECT_EQ(column_of(network, "tags"), "text: x;y|");
  EXPECT_EQ(column_of(network, "age"), "integer: 41|");
  EXPECT_EQ(kind_between(network, "a", "b"), "works with");
  ASSERT_FALSE(network.connections.since.empty());
  EXPECT_EQ(network.connections.since[0], 19783);
}

TEST(Gexf, ReadsVersion1_3OfGephiWithColoursAndTimes) {
  const LoadedNetwork loaded = load_text(R"(<?xml version='1.0' encoding='UTF-8'?>
<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">
<graph defaultedgetype="undirected" mode="dynamic" timeformat="date" timerepresentation="interval">
<nodes><node id="a" label="Anna"><viz:size value="10.0"/><viz:color r="0" g="1" b="2"/><spells><spell start="2020-01-01"/></spells></node>
<node id="b" label="b"/><node id="c" label="Cem"/></nodes>
<edges><edge id="0" source="a" target="b" start="2021-05-06"/><edge id="1" source="b" target="c" type="directed"/></edges></graph></gexf>)");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "b", "Cem"));
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"a", "b", 1}, Connection{"b", "c", 1}));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("changes over time")));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("the direction of single connections was left out")));
}

TEST(Gexf, ReadsListsOfEveryVersion) {
  const LoadedNetwork loaded = load_text(
      R"(<gexf version="1.3"><graph><attributes class="node"><attribute id="0" title="tags" type="liststring"/>
<attribute id="1" title="n" type="listinteger"/></attributes><nodes>
<node id="a"><attvalues><attvalue for="0" value="[music, &quot;tea, hot&quot;]"/><attvalue for="1" value="[1, 2]"/></attvalues></node>
<node id="b"><attvalues><attvalue for="0" value="x|y, z"/></attvalues></node>
<node id="c"><attvalues><attvalue for="0" value="[]"/></attvalues></node></nodes></graph></gexf>)");
  EXPECT_EQ(column_of(loaded.network, "n"), "text: 1;2||");
  EXPECT_EQ(column_of(loaded.network, "tags"), "text: music;tea, hot|x;y, z|");
}

TEST(Gexf, ReadsNodesWithinNodes) {
  const LoadedNetwork loaded =
      load_text(R"(<gexf><graph defaultedgetype="undirected"><nodes><node id="team"><attvalues/>
<nodes><node id="a"/><node id="b"/></nodes></node></nodes><edges><edge source="a" target="b"/></edges></graph></gexf>)");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("team", "a", "b"));
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("Nodes within nodes")));
}

TEST(Gexf, ReadsEdgesThatComeBeforeTheirNodes) {
  const LoadedNetwork loaded = load_text(R"(<gexf><graph><edges><edge source="a" target="b"/></edges>
<nodes><node id="b"/><node id="a"/></nodes></graph></gexf>)");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"a", "b", 1}));
}

TEST(Gexf, ReadsMutualAndDirectedEdges) {
  const LoadedNetwork loaded = load_as(
      "gexf",
      R"(<gexf><graph defaultedgetype="directed"><nodes><node id="a"/><node id="b"/><node id="c"/></nodes>
<edges><edge source="a" target="b"/><edge source="b" target="c" type="mutual"/></edges></graph></gexf>)",
      true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"b", "c", 1}, Connection{"c", "b", 1}));
}

TEST(Gexf, SaysWhatItRefusesAndWhere) {
  const LoadedNetwork loaded = load_text(
      R"(<gexf><graph><attributes class="node"><attribute id="0" title="age" type="integer"/></attributes>
<nodes><node id="a"><attvalues><attvalue for="0" value="4.5"/></attvalues></node><node/></nodes>
<edges><edge source="a" target="x"/></edges></graph></gexf>)");
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":2:32: age \"4.5\"; expected integer, as it is declared"),
                          HasSubstr(":2:82: a node without id"), HasSubstr(":3:8: member \"x\"")));
  EXPECT_THAT(error_of("<gexf><graph><nodes></graph></gexf>"), HasSubstr(":1:23: mismatched tag"));
}

}  // namespace
}  // namespace tertius::io
