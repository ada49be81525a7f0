// GML, Pajek, DOT, MatrixMarket, METIS and UCINET DL.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/io/formats/formats.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

LoadOptions two_modes() {
  LoadOptions options;
  options.projecting = Projecting::never;
  return options;
}

/// "anna in choir, bela in choir"
std::string affiliations_of(const graph::Network& network) {
  std::string text;
  for (const auto& row : network.affiliations.rows)
    text += (text.empty() ? "" : ", ") + network.members.ids[row.member] + " in " +
            std::string(network.affiliations.groups[row.group]);
  return text;
}

TEST(Gml, TakesLabelsAsIdsWhereEachHasItsOwn) {
  const LoadedNetwork loaded = load_text(R"(Creator "somebody"
Version 1
graph
[
  comment "a club"
  directed 0
  node [ id 10 label "Anna" age 41 height 1.5 code "12" active "true" graphics [ x 1.0 y 2.0 ] ]
  node [ id 20 label "Bela" ]
  edge [ source 10 target 20 value 2.5 ]
])");
  EXPECT_EQ(loaded.report.format, "GML");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Anna", "Bela"));
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"Anna", "Bela", 2.5}));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 41|");
  EXPECT_EQ(column_of(loaded.network, "height"), "real: 1.5|");
  EXPECT_EQ(column_of(loaded.network, "code"), "text: 12|");
  EXPECT_EQ(column_of(loaded.network, "active"), "boolean: true|");
}

TEST(Gml, TakesNumbersAsIdsWhereLabelsRepeatOrAreMissing) {
  const LoadedNetwork loaded = load_text(
      "graph [ node [ id 1 label \"Anna\" ] node [ id 2 label \"Anna\" ] node [ id 3 ] edge [ source 1 "
      "target 3 ] ]");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "2", "3"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Anna", "3"));
}

TEST(Gml, DecodesEntitiesUtf8AndWindows1252) {
  EXPECT_THAT(
      ids_of(
          load_text("graph [ node [ id 1 label \"J&ouml;rg &quot;J&quot; &#8364; &unknown;\" ] ]").network),
      ElementsAre("Jörg \"J\" € &unknown;"));
  EXPECT_THAT(ids_of(load_text("graph [ node [ id 1 label \"Jörg\" ] ]").network), ElementsAre("Jörg"));
  const LoadedNetwork latin = load_text("graph [ node [ id 1 label \"J\xF6rg\" ] ]");
  EXPECT_THAT(ids_of(latin.network), ElementsAre("Jörg"));
  EXPECT_THAT(latin.report.notes, Contains(HasSubstr("Windows-1252")));
}

TEST(Gml, ReadsDirectedNetworksAndEdgesBeforeNodes) {
  const LoadedNetwork loaded =
      load_as("gml",
              "graph [ directed 1 edge [ source 2 target 1 ] node [ id 1 ] node [ id 2 ] "
              "edge [ source 1 target 9 ] ]",
              true);
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs), ElementsAre(Connection{"2", "1", 1}));
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":1:80: member \"9\"; expected a member that the file declares")));
}

TEST(Gml, NanIsMissingAndAsAWeightRefused) {
  const LoadedNetwork loaded =
      load_text("graph [ node [ id 1 x NaN ] node [ id 2 x 2 ] edge [ source 1 target 2 weight NAN ] ]");
  EXPECT_EQ(column_of(loaded.network, "x"), "integer: |2");
  EXPECT_EQ(loaded.report.refused, 1U);
}

TEST(Gml, KeysThatRepeatAreLists) {
  const LoadedNetwork loaded = load_text(
      "graph [ node [ id 0 label \"a\" offers \"music\" offers \"R&#228;ume\" years 2020 years 2021 ]\n"
      "node [ id 1 label \"b\" offers \"_networkx_list_start\" offers \"tea\" ] edge [ source 0 target 1 ] "
      "]");
  EXPECT_EQ(column_of(loaded.network, "offers"), "text: music;Räume|tea");
  EXPECT_EQ(column_of(loaded.network, "years"), "text: 2020;2021|");
}

TEST(Gml, SaysWhereItBreaks) {
  EXPECT_THAT(error_of("graph [\n node [ id 1 label \"Anna ]\n]"),
              HasSubstr(":2:20: a text that never ends"));
  EXPECT_THAT(error_of("graph [\n node [ id 1 "), HasSubstr(":2:14: the end of the file; expected ]"));
  EXPECT_THAT(error_of("graph [ node [ id ] ]"), HasSubstr(":1:19: ]; expected a value"));
  std::string deep = "graph [ ";
  for (int i = 0; i < 100000; ++i) deep += "a [ ";
  EXPECT_THAT(error_of(deep), HasSubstr("lists within lists; expected at most 200 levels"));
}

TEST(Pajek, ReadsArcsAndEdgesTogetherWithRelations) {
  const LoadedNetwork loaded =
      load_as("",
              "\xEF\xBB\xBF% a club\r\n*Vertices 4\r\n1 \"Anna Ä\" 0.1 0.2 0.5 ellipse\r\n3 Cem\r\n"
              "*Arcs :1 \"helps\"\r\n1 2 2.5 c Blue\r\n*Edges\r\n2 3\r\n/* the end */\r\n",
              true);
  EXPECT_EQ(loaded.report.format, "Pajek");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("Anna Ä", "2", "Cem", "4"));
  EXPECT_THAT(
      connections_of(loaded.network, loaded.network.arcs),
      ElementsAre(Connection{"2", "Cem", 1}, Connection{"Anna Ä", "2", 2.5}, Connection{"Cem", "2", 1}));
  EXPECT_EQ(kind_between(loaded.network, "Anna Ä", "2"), "helps");
  EXPECT_EQ(loaded.report.isolated, 1U);
}

TEST(Pajek, ReadsListsTimesAndMatrix) {
  EXPECT_THAT(connections_of(load_text("*Vertices 4\n*Edgeslist\n1 2 3\n4 1\n").network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"1", "3", 1}, Connection{"1", "4", 1}));
  EXPECT_THAT(connections_of(load_text("*Vertices 3\n*Edges\n1 2 [1-3,7]\n2 3 4 [5]\n").network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"2", "3", 4}));
  const LoadedNetwork matrix = load_as("", "*Vertices 2\n*Matrix\n0 2\n0 0\n", true);
  EXPECT_THAT(connections_of(matrix.network, matrix.network.arcs), ElementsAre(Connection{"1", "2", 2}));
  const LoadedNetwork arcs = load_as("", "*Vertices 3\n*Arcslist\n1 2 3\n", true);
  EXPECT_THAT(connections_of(arcs.network, arcs.network.arcs),
              ElementsAre(Connection{"1", "2", 1}, Connection{"1", "3", 1}));
}

TEST(Pajek, ReadsTwoModes) {
  for (const std::string_view text :
       {"*Vertices 5 3\n1 anna\n2 bela\n3 cem\n4 choir\n5 \"book club\"\n*Edges\n1 4\n2 4 1\n5 3\n",
        "*Vertices 5 3\n1 anna\n2 bela\n3 cem\n4 choir\n5 \"book club\"\n*Matrix\n1 0\n1 0\n0 1\n"}) {
    const LoadedNetwork loaded = load_text(text, two_modes());
    EXPECT_EQ(affiliations_of(loaded.network), "anna in choir, bela in choir, cem in book club");
    EXPECT_THAT(loaded.report.reasons, IsEmpty());
    EXPECT_EQ(loaded.network.graph.edge_count(), 0U);
    EXPECT_EQ(loaded.network.members.size(), 3U);
  }
}

TEST(Pajek, WritesTwoModes) {
  const Folder folder;
  const graph::Network network =
      load_text("*Vertices 5 3\n4 \"a \"\n*Edges\n1 4\n2 4\n3 5\n", two_modes()).network;
  save_network(network, folder.path("out.net"));
  LoadOptions options = two_modes();
  options.allow_trivial = true;
  EXPECT_EQ(affiliations_of(load_network(folder.path("out.net"), options).network), affiliations_of(network));
}

TEST(Pajek, ReadsPartitionsAndVectorsOfAProject) {
  const LoadedNetwork loaded = load_text(
      "*Network club\n*Vertices 2\n1 anna\n2 bela\n*Edges\n1 2\n\n*Partition district\n*Vertices "
      "2\n3\n4\n*Vector size\n*Vertices 2\n0.5\n1\n*Network other\n*Vertices 9\n");
  EXPECT_EQ(column_of(loaded.network, "district"), "integer: 3|4|||||||||");
  EXPECT_EQ(column_of(loaded.network, "size"), "real: 0.5|1|||||||||");
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("several graphs")));
}

TEST(Pajek, SaysWhatItRefusesAndWhere) {
  const LoadedNetwork loaded =
      load_text("*Vertices 2\n1 \"same\"\n2 \"same\"\n*Edges\n1 2\n1 3\n2\n1 2 heavy\n");
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":6:3: vertex \"3\"; expected a number from 1 to 2"),
                          HasSubstr(":7:1: \"2\"; expected two vertices"),
                          HasSubstr(":8:1: weight \"heavy\"; expected a positive number")));
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("same", "same #2"));
  EXPECT_THAT(error_of("*Vertices 4000000000\n"), HasSubstr(":1:1: 4000000000 members claimed by 21 bytes"));
  EXPECT_THAT(error_of("*Vertices many\n", "pajek"), HasSubstr(":1:1: no number"));
}

TEST(Dot, ReadsChainsSetsAndScopedDefaults) {
  const LoadedNetwork loaded = load_as("", R"(/* a
club */ strict digraph "my club" {
  # a comment line
  node [role=guest]; edge [weight=2]
  subgraph cluster_board { label="The board"; node [role=chair]; anna; bela -> {cem dora} }
  anna:n -> bela:port:sw -> emma [weight=3, kind="knows"] // and so on
  "Fünf" + "zig" [label="50\"", age=50]; -1.5; size="7,7"
  anna [role=patron]
})",
                                       true);
  EXPECT_EQ(loaded.report.format, "DOT");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("anna", "bela", "cem", "dora", "emma", "Fünfzig", "-1.5"));
  EXPECT_THAT(connections_of(loaded.network, loaded.network.arcs),
              ElementsAre(Connection{"anna", "bela", 3}, Connection{"bela", "cem", 2},
                          Connection{"bela", "dora", 2}, Connection{"bela", "emma", 3}));
  EXPECT_EQ(column_of(loaded.network, "role"), "text: patron|chair|chair|chair|guest|guest|guest");
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: |||||50|");
  EXPECT_EQ(names_of(loaded.network)[5], "50\"");
  EXPECT_EQ(kind_between(loaded.network, "bela", "emma"), "knows");
  EXPECT_EQ(affiliations_of(loaded.network),
            "anna in The board, bela in The board, cem in The board, dora in The board");
}

TEST(Dot, ReadsHtmlLabelsAndLeavesDrawingOut) {
  const LoadedNetwork loaded =
      load_text("graph { a [label=<<b>Anna</b> &amp; Bela>, shape=box, color=red]; a -- b }");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna & Bela", "b"));
  EXPECT_TRUE(loaded.network.members.columns.empty());
  EXPECT_THAT(loaded.report.notes, Contains(HasSubstr("only say how to draw")));
}

TEST(Dot, ConnectsSubgraphsEachWithEachWithinBounds) {
  EXPECT_EQ(load_text("graph { {a b} -- {c d e} }").network.graph.edge_count(), 6U);
  EXPECT_EQ(load_text("graph { subgraph s {a b}; c -- subgraph s }").network.graph.edge_count(), 2U);
  std::string hostile = "graph { subgraph s {";
  for (int i = 0; i < 20000; ++i) hostile += " n" + std::to_string(i);
  hostile += "}";
  for (int i = 0; i < 1000; ++i) hostile += " subgraph s -- subgraph s;";
  EXPECT_THAT(error_of(hostile + "}"), HasSubstr("expected fewer connections between subgraphs"));
}

TEST(Dot, SaysWhereItBreaks) {
  EXPECT_THAT(error_of("graph {\n  a -> b\n}"), HasSubstr(":2:5: \"->\"; expected -- in a graph"));
  EXPECT_THAT(error_of("graph {\n  a -- \"b\n}"), HasSubstr(":2:8:"));
  EXPECT_THAT(error_of("digraph { a [x=1 ", ""),
              HasSubstr(":1:18: the end of the file; expected an attribute or ]"));
  EXPECT_THAT(error_of("graph {" + std::string(100000, '{')),
              HasSubstr("at most 100 subgraphs within each other"));
}

TEST(MatrixMarket, ReadsEveryKindOfMatrix) {
  const LoadedNetwork pattern =
      load_text("%%MatrixMarket matrix coordinate pattern symmetric\n% a club\n3 3 2\n2 1\n3 2\n");
  EXPECT_EQ(pattern.report.format, "MatrixMarket");
  EXPECT_THAT(connections_of(pattern.network), ElementsAre(Connection{"1", "2", 1}, Connection{"2", "3", 1}));
  const LoadedNetwork general =
      load_as("", "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 0.5\n2 2 1e0\n", true);
  EXPECT_THAT(connections_of(general.network, general.network.arcs), ElementsAre(Connection{"1", "2", 0.5}));
  EXPECT_EQ(general.report.loops, 1U);
  EXPECT_THAT(connections_of(
                  load_text("%%matrixmarket MATRIX array real symmetric\n3 3\n0\n2\n0\n0\n3\n0\n").network),
              ElementsAre(Connection{"1", "2", 2}, Connection{"2", "3", 3}));
  EXPECT_THAT(connections_of(
                  load_text("%%MatrixMarket matrix coordinate complex hermitian\n2 2 1\n2 1 3 4\n").network),
              ElementsAre(Connection{"1", "2", 5}));
  EXPECT_THAT(
      connections_of(
          load_text("%%MatrixMarket matrix coordinate integer skew-symmetric\n2 2 1\n2 1 -3\n").network),
      ElementsAre(Connection{"1", "2", 3}));
}

TEST(MatrixMarket, TakesNoValueBeyondTheMatrix) {
  const LoadedNetwork skew = load_text("%%MatrixMarket matrix array real skew-symmetric\n3 3\n1\n-2\n3\n4\n");
  EXPECT_THAT(connections_of(skew.network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"1", "3", 2}, Connection{"2", "3", 3}));
  EXPECT_THAT(skew.report.reasons,
              ElementsAre(HasSubstr(":6:1: a value beyond the matrix; expected 3 rows")));
  const LoadedNetwork wide =
      load_text("%%MatrixMarket matrix array real symmetric\n1 3\n1\n1\n1\n", two_modes());
  EXPECT_EQ(affiliations_of(wide.network), "1 in 1");
  EXPECT_EQ(wide.report.refused, 1U);
}

TEST(MatrixMarket, ReadsRectanglesAsTwoModes) {
  const LoadedNetwork loaded =
      load_text("%%MatrixMarket matrix coordinate pattern general\n3 2 3\n1 1\n2 1\n3 2\n", two_modes());
  EXPECT_EQ(affiliations_of(loaded.network), "1 in 1, 2 in 1, 3 in 2");
}

TEST(MatrixMarket, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded =
      load_text("%%MatrixMarket matrix coordinate real general\n2 2 3\n1 3 1\n1 2 x\n");
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr(":3:1: \"1 3 1\"; expected a row up to 2"),
                                                 HasSubstr(":4:1: weight \"x\"")));
  EXPECT_THAT(loaded.report.notes, Contains("The file announces 3 entries and holds 1."));
  EXPECT_THAT(error_of("%%MatrixMarket matrix coordinate real general\n99999999999 2 1\n"),
              HasSubstr(":2:1: 99999999999 members claimed"));
  EXPECT_THAT(error_of("%%MatrixMarket matrix coordinate real general\n2 x\n"),
              HasSubstr(":2:1: \"2 x\"; expected rows, columns and entries"));
}

TEST(Metis, ReadsEmptyLinesAsIsolatedMembersAndComments) {
  const LoadedNetwork loaded = load_as("metis", "% a club\n4 2\n2\n1 3\n2\n\n");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"1", "2", 1}, Connection{"2", "3", 1}));
  EXPECT_EQ(loaded.report.isolated, 1U);
  EXPECT_THAT(loaded.report.notes, IsEmpty());
}

TEST(Metis, ReadsSizesWeightsAndSeveralConstraints) {
  const LoadedNetwork loaded = load_as("metis", "2 1 111 2\n9 3 4 2 7\n8 5 6 1 7\n");
  EXPECT_THAT(connections_of(loaded.network), ElementsAre(Connection{"1", "2", 7}));
  EXPECT_EQ(column_of(loaded.network, "vertex_size"), "integer: 9|8");
  EXPECT_EQ(column_of(loaded.network, "vertex_weight"), "integer: 3|5");
  EXPECT_EQ(column_of(loaded.network, "vertex_weight_2"), "integer: 4|6");
}

TEST(Metis, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded = load_as("metis", "3 1\n2 7\n1\n");
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr(":2:3: neighbour \"7\"; expected a number from 1 to 3")));
  EXPECT_THAT(loaded.report.notes, ElementsAre("The file announces 3 members and ends after 2."));
  EXPECT_THAT(error_of("3 x\n", "metis"),
              HasSubstr(":1:1: \"3 x\"; expected the numbers of members and connections"));
  EXPECT_THAT(error_of("3 1 222\n", "metis"), HasSubstr("a format such as 011"));
}

TEST(Tgf, ReadsLabelsAsNamesWeightsAndKinds) {
  const LoadedNetwork loaded =
      load_text("1 Jana Feld\n2\tOle \"Olli\" Mühlbach\n3\n4\n\n#\n1 2 2.5\n2 3 worked together\n");
  EXPECT_EQ(loaded.report.format, "TGF");
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "2", "3", "4"));
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Jana Feld", "Ole \"Olli\" Mühlbach", "3", "4"));
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"1", "2", 2.5}, Connection{"2", "3", 1}));
  EXPECT_EQ(loaded.network.connections.kinds.size(), 1u) << "a label that is no number says what kind it is";
  EXPECT_EQ(loaded.report.isolated, 1u);
}

TEST(Tgf, IsNoEdgeListWithAnEmptyComment) {
  EXPECT_EQ(load_text("a b\n#\nb d\n").report.format, "edge list");
  EXPECT_EQ(load_text("#\na b\nb c\n").report.format, "edge list");
  EXPECT_EQ(load_text("a b\na c\n#\na b\n").report.format, "edge list") << "an id is listed once";
}

/// Members "1 Jana" and so on, longer than what is looked at first.
std::string many_members(int count = 8000, int width = 1) {
  std::string text;
  for (int i = 1; i <= count; ++i) text += fmt::format("{} Member {:>{}}\n", i, i % 7 + 1, width);
  return text;
}

TEST(Tgf, IsReadHoweverLongTheListOfMembersIs) {
  const std::string text = many_members() + "#\n1 7999 2.5\n2 3\n";
  ASSERT_GT(text.find('#'), std::size_t{1} << 16);
  const Folder folder;
  for (const char* name : {"input", "input.txt", "input.csv"}) {
    const LoadedNetwork loaded = load_network(folder.put(name, text));
    EXPECT_EQ(loaded.report.format, "TGF") << name;
    EXPECT_EQ(loaded.report.members, 8000u);
    EXPECT_EQ(loaded.report.connections, 2u);
  }
  for (const int cut : {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}) {  // the head ends somewhere about "#"
    std::string members = many_members(6000);
    members.resize(members.find_last_of('\n', (1 << 16) - 14) + 1);
    members += fmt::format("x {}\n", std::string(static_cast<std::size_t>(cut), 'y'));
    EXPECT_EQ(load_text(members + "#\n1234 123 2.5\n").report.format, "TGF") << cut;
  }
}

TEST(Tgf, IsNoLongEdgeList) {
  const std::string rows = many_members(test::repeats(8000), test::sanitized ? 80 : 1);
  EXPECT_EQ(load_text(rows).report.format, "edge list");
  EXPECT_EQ(load_text(rows + "#\nMember 1\n").report.format, "edge list") << "nobody has the id Member";
  EXPECT_EQ(load_text(rows + "# member 9\n1 2\n").report.format, "edge list");
  EXPECT_EQ(load_text(rows + "1 2\n#\n1 2\n").report.format, "edge list") << "an id is listed once";
}

TEST(Tgf, SaysWhatIsWrongAndWhere) {
  const LoadedNetwork loaded = load_as("tgf", "1 a\n2 b\n1 c\n#\n1 2\n2 9\n2\n1 2 -3\n");
  EXPECT_THAT(
      loaded.report.reasons,
      testing::UnorderedElementsAre(HasSubstr(":3:1: member \"1\" again; expected an id of its own"),
                                    HasSubstr(":6:1: member \"9\"; expected a member that the file declares"),
                                    HasSubstr(":7:1: \"2\" alone; expected two ids"),
                                    HasSubstr(":8:1: weight \"-3\"; expected a positive number")));
  EXPECT_EQ(loaded.report.connections, 1u);
}

TEST(Ucinet, ReadsMatrices) {
  const LoadedNetwork full =
      load_as("", "dl n=3 format=fullmatrix\nlabels:\nanna,bela\ncem\ndata:\n0 1 0\n0 0 2\n0 0 0\n", true);
  EXPECT_EQ(full.report.format, "UCINET DL");
  EXPECT_THAT(connections_of(full.network, full.network.arcs),
              ElementsAre(Connection{"anna", "bela", 1}, Connection{"bela", "cem", 2}));
  EXPECT_THAT(
      connections_of(load_text("DL N = 3\nFORMAT = LOWERHALF DIAGONAL ABSENT\nDATA:\n1\n0 1\n").network),
      ElementsAre(Connection{"1", "2", 1}, Connection{"2", "3", 1}));
  EXPECT_THAT(connections_of(load_text("dl n=3 format=upperhalf\ndata:\n0 1 0\n0 1\n0\n").network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"2", "3", 1}));
  const LoadedNetwork embedded =
      load_as("", "dl n=2\nlabels embedded\ndata:\n   anna bela\nanna 0 1\nbela 1 0\n");
  EXPECT_THAT(connections_of(embedded.network), ElementsAre(Connection{"anna", "bela", 1}));
}

TEST(Ucinet, ReadsLists) {
  const LoadedNetwork edges =
      load_as("", "dl n=4, format=edgelist1\nlabels embedded\ndata:\nanna \"Bela B.\" 2\ncem anna\n", true);
  EXPECT_THAT(connections_of(edges.network, edges.network.arcs),
              ElementsAre(Connection{"anna", "Bela B.", 2}, Connection{"cem", "anna", 1}));
  EXPECT_EQ(edges.network.members.size(), 4U);
  EXPECT_THAT(connections_of(load_text("dl n=3 format=nodelist1\ndata:\n1 2 3\n").network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"1", "3", 1}));
}

TEST(Ucinet, ReadsTwoModesAndSeveralMatrices) {
  const LoadedNetwork two = load_text(
      "dl nr=2, nc=2 format=fullmatrix\nrow labels:\nanna bela\ncolumn labels:\nchoir chess\ndata:\n1 0\n1 "
      "1\n",
      two_modes());
  EXPECT_EQ(affiliations_of(two.network), "anna in choir, bela in choir, bela in chess");
  const LoadedNetwork list = load_text(
      "dl nr=2 nc=2 format=edgelist2\nlabels embedded\ndata:\nanna choir\nbela choir\n", two_modes());
  EXPECT_EQ(affiliations_of(list.network), "anna in choir, bela in choir");
  const LoadedNetwork levels =
      load_as("", "dl n=2 nm=2\nlabels:\na b\nlevel labels:\nlikes helps\ndata:\n0 1\n0 0\n0 0\n1 0\n", true);
  EXPECT_THAT(connections_of(levels.network, levels.network.arcs),
              ElementsAre(Connection{"a", "b", 1}, Connection{"b", "a", 1}));
  EXPECT_EQ(kinds_of(levels.network), (std::vector<std::string>{"likes", "helps"}));
}

TEST(Ucinet, NumbersWhatHasAnEmptyLabel) {
  const LoadedNetwork loaded =
      load_text("dl nr=1 nc=2\nrow labels:\n\"\"\ncolumn labels:\n\"\" chess\ndata:\n1 1\n", two_modes());
  EXPECT_EQ(affiliations_of(loaded.network), "1 in 1, 1 in chess");
}

TEST(Ucinet, SaysWhatIsWrongAndWhere) {
  EXPECT_THAT(error_of("dl n=3\nlabels:\na,b\ndata:\n"), HasSubstr("2 labels; expected 3 of them"));
  EXPECT_THAT(error_of("dl format=fullmatrix\ndata:\n"), HasSubstr("no size"));
  EXPECT_THAT(error_of("dl n=3 format=blocks\ndata:\n"), HasSubstr(":1:"));
  const LoadedNetwork loaded = load_text("dl n=2 format=edgelist1\ndata:\n1 2\n1 5\n2\n");
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr(":4:3: \"5\"; expected a number from 1 to 2"),
                                                 HasSubstr(":5:1: \"2\" alone")));
}

}  // namespace
}  // namespace tertius::io
