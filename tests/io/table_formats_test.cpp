// The tables of Neo4j and Gephi.
#include <gmock/gmock.h>

#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr const char* people =
    "personId:ID(Person),name,age:int,score:float,active:boolean,tags:string[],:LABEL\n"
    "1,\"Anna, \"\"A\"\"\",41,1.5,true,x;y,Person;Member\n2,Bela,old,,,,Person\n1,Again,,,,,\n";

TEST(Neo4j, ReadsAFileOfNodes) {
  const LoadedNetwork loaded = load_text(people);
  EXPECT_EQ(loaded.report.format, "Neo4j CSV");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "2"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna, \"A\"", "Bela"));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|");
  EXPECT_EQ(column_of(loaded.network, "score"), "real: 1.5|");
  EXPECT_EQ(column_of(loaded.network, "active"), "boolean: true|");
  EXPECT_EQ(column_of(loaded.network, "tags"), "text: x;y|");
  EXPECT_EQ(column_of(loaded.network, "label"), "text: Person;Member|Person");
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr(":3:8: age \"old\"; expected integer"),
                                                 HasSubstr(":4:1: node \"1\" again")));
}

TEST(Neo4j, ReadsAFileOfRelationships) {
  const LoadedNetwork loaded =
      load_as("",
              ":START_ID(Person),:END_ID(Person),since:date,weight:double,:TYPE\n1,2,2024-"
              "03-01,2.5,KNOWS\n2,,,1,KNOWS\n",
              true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs), ElementsAre(Connection{"1", "2", 2.5}));
  EXPECT_EQ(kind_between(loaded.network, "1", "2"), "KNOWS");
  EXPECT_EQ(loaded.network.connections.since[0], 19783);
  EXPECT_EQ(loaded.report.refused, 1U);
}

TEST(Neo4j, ReadsAFolderWithHeadersOfTheirOwnAndIdSpaces) {
  const Folder folder;
  folder.put("persons-header.csv", ":ID(Person),name\n");
  folder.put("persons-part1.csv", "1,Anna\n2,Bela\n");
  folder.put("persons-part2.csv", "3,Cem\n");
  folder.put("teams.csv", ":ID(Team);name\n1;Choir\n");
  folder.put("knows.csv", ":START_ID(Person),:END_ID(Person),:TYPE\n1,2,KNOWS\n2,9,KNOWS\n");
  folder.put("sings.csv", ":START_ID(Person),:END_ID(Team),:TYPE\n3,1,SINGS_IN\n");
  const LoadedNetwork loaded = load_network(folder.path(""));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "2", "3", "Team:1"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Bela", "Cem", "Choir"));
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"3", "Team:1", 1}));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("knows.csv:3:1: node \"9\"")));
}

TEST(GephiCsv, ReadsEdgesAndNodes) {
  const LoadedNetwork edges = load_text(
      "\xEF\xBB\xBFSource,Target,Type,Id,Label,timeset,Weight\na,b,Undirected,0,,,2.0\nb,c,Undirected,1,,,1."
      "0\n,c,Undirected,2,,,1\n");
  EXPECT_EQ(edges.report.format, "Gephi CSV");
  EXPECT_THAT(connections_of(edges.network), ElementsAre(Connection{"a", "b", 2}, Connection{"b", "c", 1}));
  EXPECT_THAT(edges.report.reasons, ElementsAre(HasSubstr(":4:1: a row without Source or Target")));
  const LoadedNetwork nodes = load_text("Id,Label,timeset,modularity_class\na,Anna,,3\nb,b,,\n");
  EXPECT_EQ(nodes.report.format, "Gephi CSV");
  EXPECT_THAT(names_of(nodes.network), ElementsAre("Anna", "b"));
  EXPECT_EQ(column_of(nodes.network, "modularity_class"), "integer: 3|");
}

/// Where semicolons separate the cells, a comma separates the decimals, as in a German spreadsheet.
TEST(GephiCsv, ReadsDecimalCommasBetweenSemicolonsAlone) {
  const LoadedNetwork loaded = load_text(
      "Source;Target;Type;Weight\na;b;Undirected;2,5\nb;c;Undirected;1.5\nc;d;Undirected;1.000,5\n");
  EXPECT_EQ(loaded.report.format, "Gephi CSV");
  EXPECT_THAT(
      connections_of(loaded.network),
      ElementsAre(Connection{"a", "b", 2.5}, Connection{"b", "c", 1.5}, Connection{"c", "d", 1000.5}));
  EXPECT_EQ(load_text("Source,Target,Type,Weight\na,b,Undirected,\"2,5\"\n").report.refused, 1u);
}

TEST(Neo4j, ReadsDecimalCommasBetweenSemicolonsAlone) {
  const LoadedNetwork loaded =
      load_text(":START_ID;:END_ID;weight:double;:TYPE\na;b;2,5;KNOWS\nb;c;1.5;KNOWS\n");
  EXPECT_EQ(loaded.report.format, "Neo4j CSV");
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"a", "b", 2.5}, Connection{"b", "c", 1.5}));
  EXPECT_EQ(load_text(":START_ID,:END_ID,weight:double,:TYPE\na,b,\"2,5\",KNOWS\n").report.refused, 1u);
}

TEST(GephiCsv, ReadsDirectionByRow) {
  const LoadedNetwork loaded = load_as("", "Source,Target,Type\na,b,Directed\nb,c,Undirected\n", true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"b", "c", 1}, Connection{"c", "b", 1}));
}

TEST(GephiCsv, ReadsAFolderOfBothTables) {
  const Folder folder;
  folder.put("edges.csv", "Source,Target,Type,Weight\na,b,Undirected,2\na,x,Undirected,1\n");
  folder.put("nodes.csv", "Id,Label\na,Anna\nb,Bela\n");
  const LoadedNetwork loaded = load_network(folder.path(""));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Bela"));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("edges.csv:3:1: member \"x\"")));
}

}  // namespace
}  // namespace tertius::io
