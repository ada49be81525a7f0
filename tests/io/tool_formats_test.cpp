// GDF, VNA, LGL and APOC CSV: text formats of single tools.
#include <gmock/gmock.h>

#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST(Gdf, ReadsTypedColumnsQuotesAndDefaults) {
  const LoadedNetwork loaded = load_text(
      "nodedef>name VARCHAR(32), label VARCHAR, age INT default 40, code VARCHAR, active BOOLEAN, x DOUBLE\n"
      "anna,\"Feld, Anna\",41,'007',true,1.5\r\n"
      "bela,'Bela O''Hara',,,false,\n"
      "\n"
      "'t Hooft, cem 'c',,12\n"
      "edgedef>node1 VARCHAR,node2 VARCHAR,weight DOUBLE,type VARCHAR,since VARCHAR,label VARCHAR\n"
      "anna, bela, 2.5, helps, 2024-03-01, often\n"
      "bela,'t Hooft\n");
  EXPECT_EQ(loaded.report.format, "GDF");
  EXPECT_THAT(loaded.report.reasons, IsEmpty());
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("anna", "bela", "'t Hooft"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Feld, Anna", "Bela O'Hara", "cem 'c'"));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|40|40");
  EXPECT_EQ(column_of(loaded.network, "code"), "text: 007||12") << "VARCHAR, though it is a number";
  EXPECT_EQ(column_of(loaded.network, "active"), "boolean: true|false|");
  EXPECT_EQ(column_of(loaded.network, "x"), "none");
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"'t Hooft", "bela", 1}, Connection{"anna", "bela", 2.5}));
  EXPECT_EQ(kind_between(loaded.network, "anna", "bela"), "helps");
  EXPECT_THAT(loaded.report.notes,
              UnorderedElementsAre(HasSubstr("\"x\" says how to draw"), HasSubstr("attribute \"label\"")));
}

TEST(Gdf, InfersTypesThatNoHeaderNames) {
  const LoadedNetwork loaded =
      load_text("nodedef> name,age,town\na,41,Graz\nb,42,Linz\nedgedef> node1,node2\na,b\n");
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|42");
  EXPECT_EQ(column_of(loaded.network, "town"), "text: Graz|Linz");
}

TEST(Gdf, IsDirectedWhenAnEdgeIs) {
  const LoadedNetwork loaded =
      load_as("", "nodedef>name\na\nb\nc\nedgedef>node1,node2,directed BOOLEAN\na,b,false\nc,b,true\n", true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"b", "a", 1}, Connection{"c", "b", 1}));
  EXPECT_THAT(loaded.report.notes, ElementsAre(HasSubstr("one arc in each direction")));
  const LoadedNetwork undirected =
      load_text("nodedef>name\na\nb\nedgedef>node1,node2,directed BOOLEAN\na,b,false\n");
  EXPECT_TRUE(undirected.network.arcs.vertex_count() == 0);
}

TEST(Gdf, TakesMembersFromConnectionsWhereNoneAreListed) {
  const LoadedNetwork loaded = load_text("edgedef>node1 VARCHAR,node2 VARCHAR\n#tax,#law\n#law,art\n");
  EXPECT_EQ(loaded.report.format, "GDF");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("#tax", "#law", "art"));
  EXPECT_EQ(loaded.report.refused, 0U);
}

TEST(Gdf, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded = load_text(
      "nodedef>name VARCHAR,age INT\n1,old\n2,3\n2,4\n3,4,Graz\nedgedef>node1,node2,weight DOUBLE\n"
      "1,2,-3\n1,9,1\n1\n 2,1,1\n1,2,1,7\n");
  EXPECT_THAT(loaded.report.reasons,
              UnorderedElementsAre(HasSubstr(":2:1: \"old\" of age; expected a value of the type integer"),
                                   HasSubstr(":4:1: member \"2\" again; expected a name of its own"),
                                   HasSubstr(":5:1: 3 cells; expected at most 2"),
                                   HasSubstr(":7:1: weight \"-3\"; expected a positive number"),
                                   HasSubstr(":8:1: member \"9\"; expected a member that the file declares"),
                                   HasSubstr(":9:1: a connection of one member; expected two names"),
                                   HasSubstr(":11:1: 4 cells; expected at most 3")));
  EXPECT_EQ(loaded.report.connections, 1U);
  EXPECT_EQ(loaded.report.refused, 4U);
  EXPECT_THAT(error_of("nodedef>id,label\n1,a\n"), HasSubstr(":1:1: members without a column \"name\""));
  EXPECT_THAT(error_of("edgedef>from,to\n1,2\n"), HasSubstr(":1:1: connections without their two columns"));
  EXPECT_THAT(error_of("a,b\nedgedef>node1,node2\n1,2\n", "gdf"), HasSubstr(":1:1: text in front"));
}

TEST(Vna, ReadsNodesAndConnectionsWithAStrength) {
  const LoadedNetwork loaded =
      load_as("",
              "*Node data\nID age town\n1 41 \"Bad Aussee\"\n2 42 \"\"\n3\n"
              "*Node properties\nID x y\n1 1.5 2\n4 0 0\n"
              "*Tie data\nfrom to strength kind lvar\n1 2 2.5 friends 5.0\n2 3 1 \"\" \"\"\n",
              true);
  EXPECT_EQ(loaded.report.format, "VNA");
  EXPECT_THAT(loaded.report.reasons, IsEmpty());
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "2", "3", "4"));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|42||");
  EXPECT_EQ(column_of(loaded.network, "town"), "text: Bad Aussee|||");
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"1", "2", 2.5}, Connection{"2", "3", 1}));
  EXPECT_EQ(kind_between(loaded.network, "1", "2"), "friends");
  EXPECT_THAT(loaded.report.notes,
              UnorderedElementsAre(HasSubstr("Node properties say how to draw"),
                                   HasSubstr("attribute \"lvar\""), HasSubstr("region is \"town\"")));
}

TEST(Vna, TakesColumnsOfNumbersForRelations) {
  const LoadedNetwork loaded = load_as(
      "", "*tie data\r\n\"FROM\", \"TO\", \"knows\", \"helps\"\r\nada, bo, 1, 0\r\nbo, \"Cy D.\", 0, 2\r\n",
      true);
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("ada", "bo", "Cy D."));
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"ada", "bo", 1}, Connection{"bo", "Cy D.", 2}));
  EXPECT_EQ(kind_between(loaded.network, "ada", "bo"), "knows");
  EXPECT_EQ(kind_between(loaded.network, "bo", "Cy D."), "helps");
}

TEST(Vna, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded = load_text(
      "*node data\nid age\na 1\nb 2 3\na 4\nb 5\n*tie data\nfrom to strength\na b -1\n a c 1\na\nb a 1\na b "
      "1 2\n");
  EXPECT_THAT(loaded.report.reasons,
              UnorderedElementsAre(HasSubstr(":4:1: 3 cells; expected at most 2"),
                                   HasSubstr(":5:1: node \"a\" again; expected an id of its own"),
                                   HasSubstr(":9:1: weight \"-1\"; expected a positive number"),
                                   HasSubstr(":10:2: member \"c\"; expected a member that the file declares"),
                                   HasSubstr(":11:1: \"a\" alone; expected two ids"),
                                   HasSubstr(":13:1: 4 cells; expected at most 3")));
  EXPECT_EQ(loaded.report.connections, 1U);
  EXPECT_THAT(error_of("a b\n*tie data\nfrom to\na b\n", "vna"), HasSubstr(":1:1: text in front"));
  EXPECT_THAT(error_of("*tie data\nfrom\na b\n"), HasSubstr(":2:1: ties with one column"));
}

TEST(Lgl, ReadsNeighboursWithWeights) {
  const LoadedNetwork loaded = load_text("# foo\nbar\nfoobar 5\n# foobar\nbat\n  tab\r\n# tab\n# zoe\n");
  EXPECT_EQ(loaded.report.format, "LGL");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("foo", "bar", "foobar", "bat", "tab", "zoe"));
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"bar", "foo", 1}, Connection{"bat", "foobar", 1},
                          Connection{"foo", "foobar", 5}, Connection{"foobar", "tab", 1}));
  EXPECT_EQ(loaded.report.isolated, 1U);
}

TEST(Lgl, IsNoEdgeListWithComments) {
  EXPECT_EQ(load_text("# friends\n1 2\n2 3\n# more\n3 1\n").report.format, "edge list");
  EXPECT_EQ(load_text("# from\n# to\na b\nb c\n").report.format, "edge list");
}

TEST(Lgl, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded = load_as("lgl", "# a\nb -2\n c 1 x\nd\n");
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":2:1: weight \"-2\"; expected a positive number"),
                          HasSubstr(":3:6: more than two words; expected a neighbour and perhaps a weight")));
  EXPECT_EQ(loaded.report.connections, 1U);
  EXPECT_THAT(error_of("b 1\n# a\nb\n", "lgl"), HasSubstr(":1:1: a neighbour of nobody"));
  EXPECT_THAT(error_of("# a b\nc\n", "lgl"), HasSubstr(":1:1: \"#\" and not one word"));
}

TEST(ApocCsv, ReadsNodesAndRelationshipsOfOneTable) {
  const LoadedNetwork loaded =
      load_as("",
              "\"_id\",\"_labels\",\"name\",\"age\",\"_start\",\"_end\",\"_type\",\"weight\"\n"
              "\"0\",\":Person:Chair\",\"Feld, Anna\",\"41\",,,,\n\"1\",\":Person\",,,,,,\n"
              ",,,,\"1\",\"0\",\"KNOWS\",\"2.5\"\n",
              true);
  EXPECT_EQ(loaded.report.format, "Neo4j APOC CSV");
  EXPECT_THAT(loaded.report.reasons, IsEmpty());
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("0", "1"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Feld, Anna", "1"));
  EXPECT_EQ(column_of(loaded.network, "label"), "text: Person;Chair|Person");
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|");
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs), ElementsAre(Connection{"1", "0", 2.5}));
  EXPECT_EQ(kind_between(loaded.network, "0", "1"), "KNOWS");
}

TEST(ApocCsv, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded = load_text(
      "_id,_labels,_start,_end,_type,weight\n1,:A,,,,\n1,:A,,,,\n,:A,,,,\n,,1,9,T,\n,,1,,T,\n,,1,1,T,-2\n");
  EXPECT_THAT(loaded.report.reasons,
              UnorderedElementsAre(HasSubstr(":3:1: node \"1\" again; expected an id of its own"),
                                   HasSubstr(":4:1: a node without _id"),
                                   HasSubstr(":5:1: member \"9\"; expected a member that the file declares"),
                                   HasSubstr(":6:1: a relationship of one node; expected _start and _end"),
                                   HasSubstr(":7:1: weight \"-2\"; expected a positive number")));
  EXPECT_THAT(error_of("_id,name\n1,a\n", "apoc-csv"), HasSubstr(":1:1: no header of apoc.export.csv"));
}

}  // namespace
}  // namespace tertius::io
