// Folders of CSV, pairs of files, edge lists: what is read, what is merged, what is refused and where.
#include <archive.h>
#include <archive_entry.h>
#include <gmock/gmock.h>

#include "engine/core/random.hpp"
#include "tests/io/tables.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using namespace test;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::set<Connection> connections(std::initializer_list<Connection> list) {
  return list;
}

TEST(CsvFolder, ReadsMembersConnectionsAndAffiliations) {
  Tables tables;
  tables.put("members.csv", three_members)
      .put("connections.csv", "source,target,weight,kind,since\na,b,2.5,friend,2024-03-01\n")
      .put("affiliations.csv",
           "member,group,kind,role,date\na,Choir,club,chair,2020-01-02\nc,Choir,,,\na,Choir,,,2019-01-01\n");
  const LoadedNetwork loaded = tables.load();
  const graph::Network& network = loaded.network;
  EXPECT_THAT(ids_of(network), ElementsAre("a", "b", "c"));
  EXPECT_THAT(names_of(network), ElementsAre("Ada", "Ben", "Cem"));
  EXPECT_EQ(column_of(network, "discipline"), "text: web|text|");
  EXPECT_EQ(connections_of(network), connections({{"a", "b", 2.5}}));
  EXPECT_EQ(kind_between(network, "b", "a"), "friend");
  ASSERT_EQ(network.affiliations.rows.size(), 2u);
  EXPECT_EQ(network.affiliations.groups[0], "Choir");
  EXPECT_EQ(network.affiliations.kinds[0], "club");
  EXPECT_EQ(loaded.report.isolated, 1u);
  EXPECT_EQ(loaded.report.files.size(), 3u);
}

TEST(CsvFolder, FindsColumnsByNameWhateverTheirOrderCaseAndLanguage) {
  Tables tables;
  tables.put("members.csv", "Region;Name;ID\r\nOst;Ada;a\r\nWest;Ben;b\r\n")
      .put("connections.csv", "\xEF\xBB\xBFGewicht;Nach;Von\r\n0,5;b;a\r\n");
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(connections_of(loaded.network), connections({{"a", "b", 0.5}}));
  EXPECT_EQ(column_of(loaded.network, "region"), "text: Ost|West");
}

TEST(CsvFolder, UnderstandsTabsQuotesAndLineBreaksInCells) {
  Tables tables;
  tables.put("members.csv", "id\tname\nx\t\"Ada \"\"A\"\" Aal\"\ny\t\"two\nlines\"\n")
      .put("connections.csv", "sep=,\nsource,target\n\"x\",y\n");
  const LoadedNetwork loaded = tables.load();
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Ada \"A\" Aal", "two\nlines"));
  EXPECT_EQ(connections_of(loaded.network), connections({{"x", "y", 1}}));
}

TEST(CsvFolder, ReadsLinesThatEndAsOnOldMacs) {
  for (const std::string text : {"source,target\ra,b\rb,c\r", "source,target\ra,b\rb,c\r\n",
                                 "source,target\ra,b\nb,c\n", "\rsource,target\na,b\nb,c\n"}) {
    EXPECT_EQ(connections_of(load_as("csv", text).network), connections({{"a", "b", 1}, {"b", "c", 1}}))
        << text;
    EXPECT_EQ(connections_of(load_as("edgelist", text).network), connections({{"a", "b", 1}, {"b", "c", 1}}))
        << text;
  }
}

TEST(CsvFolder, AHeaderThatIsNoTextIsAnErrorOfItsOwn) {
  const std::string nul("source,target\r\0\na,b\n", 21);
  EXPECT_EQ(error_of(nul, "csv"), ":1:15: a NUL byte; expected UTF-8 text");
  EXPECT_THAT(error_of("\x81\nsource,target\na,b\n", "csv"), HasSubstr("not UTF-8"));
}

TEST(CsvFolder, ARowThatIsRefusedAddsNobodyWhateverItsIdsAreLike) {
  for (const std::string other : {"3,4", "\"3\",4", "c,d"}) {
    const LoadedNetwork loaded = load_as("csv", "source,target\n1,2\n7,\n,8\n9\n" + other + "\n");
    EXPECT_EQ(loaded.report.members, 4U) << other;
    EXPECT_EQ(loaded.report.refused, 3U) << other;
  }
}

TEST(CsvFolder, RefusesUnknownMembersWithTheirPlace) {
  Tables tables;
  tables.put("members.csv", three_members).put("connections.csv", "source,target\na,b\nb,zoe\n");
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(loaded.report.refused, 1u);
  EXPECT_EQ(loaded.report.rows, 2u);
  ASSERT_EQ(loaded.report.reasons.size(), 1u);
  EXPECT_THAT(loaded.report.reasons[0], HasSubstr("connections.csv:3:3: member \"zoe\"; expected an id"));
  tables.options.add_unknown = true;
  const LoadedNetwork all = tables.load();
  EXPECT_EQ(all.report.added, 1u);
  EXPECT_THAT(ids_of(all.network), ElementsAre("a", "b", "c", "zoe"));
}

TEST(CsvFolder, RefusesUnknownNumbersWithTheirPlace) {
  Tables tables;
  tables.put("members.csv", "id\n0\n1\n2\n")
      .put("connections.csv", "source,target\n0,1\n1,17\n\n2,1\n99,0\n");
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(loaded.report.refused, 2u);
  ASSERT_EQ(loaded.report.reasons.size(), 2u);
  EXPECT_THAT(loaded.report.reasons[0], HasSubstr("connections.csv:3:3: member \"17\"; expected"));
  EXPECT_THAT(loaded.report.reasons[1], HasSubstr("connections.csv:6:1: member \"99\"; expected"));
  EXPECT_EQ(connections_of(loaded.network), connections({{"0", "1", 1}, {"1", "2", 1}}));
}

TEST(CsvFolder, CountsLoopsRepeatsAndRefusals) {
  Tables tables;
  tables.put("members.csv", three_members)
      .put("connections.csv",
           "source,target,weight\na,b,1\nb,a,2\na,a,1\nb,c,-1\nb,c,1e999\nb,c,x\nb,c,3\n,c,1\na,b,1,9\n");
  const ImportReport report = tables.load().report;
  EXPECT_EQ(report.rows, 9u);
  EXPECT_EQ(report.connections, 2u);
  EXPECT_EQ(report.duplicates, 1u);
  EXPECT_EQ(report.loops, 1u);
  EXPECT_EQ(report.refused, 5u);
  EXPECT_EQ(report.rows, report.connections + report.loops + report.duplicates + report.refused);
  ASSERT_EQ(report.reasons.size(), 5u);
  EXPECT_THAT(report.reasons[0], HasSubstr("connections.csv:5:5: weight \"-1\"; expected a positive number"));
  EXPECT_THAT(report.reasons[4], HasSubstr("connections.csv:10:7: 4 fields; expected 3 as in the header"));
}

TEST(CsvFolder, RefusesTheSecondMemberOfAnId) {
  Tables tables;
  tables.put("members.csv", "id,name\na,Ada\nb,Ben\na,Anna\n,Nobody\n")
      .put("connections.csv", "source,target\na,b\n");
  const LoadedNetwork loaded = tables.load();
  EXPECT_EQ(loaded.report.refused_others, 2u);
  EXPECT_EQ(loaded.report.refused, 0u);
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Ada", "Ben"));
}

TEST(CsvFolder, DirectedConnectionsCountAnyOrMutual) {
  Tables tables;
  tables.put("members.csv", three_members).put("connections.csv", "source,target\na,b\nb,a\nb,c\n");
  tables.options.directed = true;
  const ImportReport any = tables.load().report;
  EXPECT_EQ(any.connections, 2u);
  EXPECT_EQ(any.reciprocated, 1u);
  tables.options.rule = graph::ConnectionRule::mutual;
  const ImportReport mutual = tables.load().report;
  EXPECT_EQ(mutual.connections, 1u);
  EXPECT_EQ(mutual.one_sided, 1u);
  EXPECT_EQ(mutual.members, 3u);
}

// --- Edge lists ---

TEST(EdgeList, ReadsBlanksTabsCommasAndSemicolons) {
  const auto expected = connections({{"1", "2", 1}, {"2", "30", 1}});
  for (const std::string_view text :
       {"1 2\n2 30\n", "1\t2\n2\t30\n", "1,2\n2,30", "1;2\r\n2;30\r\n", "  1   2 \n\n2 30\n",
        "# a comment\n% another\n1 2\n#\n2 30\n", "source,target\n1,2\n2,30\n", "source target\n1 2\n2 30\n",
        "\xEF\xBB\xBF"
        "1 2\n2 30\n"}) {
    EXPECT_EQ(connections_of(load_text(text).network), expected) << text;
  }
}

TEST(EdgeList, NumbersMembersInAscendingOrder) {
  EXPECT_THAT(ids_of(load_text("30 2\n2 1\n").network), ElementsAre("1", "2", "30"));
  EXPECT_THAT(ids_of(load_text("1000000000000000000 18446744073709551615\n7 1000000000000000000\n").network),
              ElementsAre("7", "1000000000000000000", "18446744073709551615"));
}

TEST(EdgeList, KeepsTextsInOrderOfAppearance) {
  EXPECT_THAT(ids_of(load_text("zoe ada\nada 007\n").network), ElementsAre("zoe", "ada", "007"));
  // An id that is no number in its usual spelling makes all of them texts, wherever it stands.
  EXPECT_THAT(ids_of(load_text("5 3\n3 05\n").network), ElementsAre("5", "3", "05"));
  EXPECT_THAT(ids_of(load_text("5 3\n3 18446744073709551616\n").network),
              ElementsAre("5", "3", "18446744073709551616"));
}

TEST(EdgeList, ReadsWeights) {
  EXPECT_EQ(connections_of(load_text("1 2 0.5\n2 3 4\n3 2 1\n").network),
            connections({{"1", "2", 0.5}, {"2", "3", 5}}));
  EXPECT_EQ(connections_of(load_text("a b {'weight': 2.5}\nb c {}\n").network),
            connections({{"a", "b", 2.5}, {"b", "c", 1}}));
  EXPECT_FALSE(load_text("1 2 1\n2 3 1\n").network.graph.weighted());
}

// Numbers take the fast way, names the other one; both must mean the same.
TEST(Weights, AddUpInRepeatsWhereTheyAreStatedEvenWhereAllAreOne) {
  for (const std::string_view text :
       {"1 2 1\n2 1 1\n2 3 1\n", "1,2,1\n1,2\n2,3\n", "source,target,weight\n1,2,1\n1,2,\n2,3,\n",
        "1 2 {'weight': 1}\n1 2 {}\n2 3 {}\n"}) {
    const LoadedNetwork loaded = load_text(text);
    EXPECT_EQ(loaded.report.duplicates, 1u) << text;
    EXPECT_EQ(connections_of(loaded.network), connections({{"1", "2", 2}, {"2", "3", 1}})) << text;
    LoadOptions maximum;
    maximum.merge = graph::Merge::maximum;
    EXPECT_FALSE(load_text(text, maximum).network.graph.weighted()) << text;
    LoadOptions directed;
    directed.directed = true;
    EXPECT_EQ(connections_of(load_text(text, directed).network), connections({{"1", "2", 2}, {"2", "3", 1}}))
        << text;
  }
  EXPECT_EQ(connections_of(load_text("source,target,weight\na,b,1\nb,a,\nb,c,1\n").network),
            connections({{"a", "b", 2}, {"b", "c", 1}}));
  EXPECT_EQ(connections_of(load_text("graph { a -- b [weight=1]; a -- b [weight=1]; b -- c }").network),
            connections({{"a", "b", 2}, {"b", "c", 1}}));
}

TEST(Weights, RepeatsMergeWhereNoneIsStated) {
  for (const std::string_view text :
       {"1 2\n2 1\n2 3\n", "a b\na b\nb c\n", "source,target,weight\n1,2,\n1,2,\n2,3,\n",
        "source,target,weight\na,b,\na,b,\nb,c,\n", "a b {}\na b {}\nb c {}\n",
        "graph { a -- b; a -- b; b -- c }"}) {
    const LoadedNetwork loaded = load_text(text);
    EXPECT_EQ(loaded.report.duplicates, 1u) << text;
    EXPECT_FALSE(loaded.network.graph.weighted()) << text;
  }
}

TEST(Weights, OfAMatrixOfOnesAreNone) {
  EXPECT_FALSE(load_text("dl n=3\ndata:\n0 1 0\n1 0 1\n0 1 0\n").network.graph.weighted());
  EXPECT_FALSE(load_text("*Vertices 3\n*Matrix\n0 1 0\n1 0 1\n0 1 0\n").network.graph.weighted());
}

TEST(EdgeList, RefusesRowsWithTheirPlace) {
  const ImportReport report =
      load_text("1 2 3\n\n# words\n4\n5 6 -1\n7 8 nan\n1 5 1\n2 6 1\n5 7 2\n6 8 2\n").report;
  EXPECT_EQ(report.rows, 8u);
  EXPECT_EQ(report.refused, 3u);
  ASSERT_EQ(report.reasons.size(), 3u);
  EXPECT_THAT(report.reasons[0], HasSubstr("input:4:1: \"4\"; expected two ids"));
  EXPECT_THAT(report.reasons[1], HasSubstr("input:5:5: weight \"-1\"; expected a positive number"));
}

TEST(EdgeList, NoMembersAtAll) {
  EXPECT_EQ(load_as("edgelist", "# nothing\n").network.members.size(), 0u);
}

TEST(EdgeList, AVeryLongLineIsRefusedInShort) {
  const std::string text = "1 2\n" + std::string(900'000, '7') + "\n3 4\n";
  const ImportReport report = load_as("edgelist", text).report;
  EXPECT_EQ(report.refused, 1u);
  EXPECT_LT(report.reasons.at(0).size(), 400u);
}

// --- Compressed input ---

/// Writes `text` to `path`, compressed as libarchive calls it: "gzip", "zstd", "bzip2", "xz".
void write_compressed(const std::string& path, const std::string& codec, const std::string& text) {
  archive* writer = archive_write_new();
  archive_write_set_format_raw(writer);
  ASSERT_EQ(archive_write_add_filter_by_name(writer, codec.c_str()), ARCHIVE_OK) << codec;
  ASSERT_EQ(archive_write_open_filename(writer, path.c_str()), ARCHIVE_OK) << path;
  archive_entry* entry = archive_entry_new();
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_write_header(writer, entry);
  EXPECT_EQ(archive_write_data(writer, text.data(), text.size()), static_cast<la_ssize_t>(text.size()));
  archive_entry_free(entry);
  EXPECT_EQ(archive_write_close(writer), ARCHIVE_OK);
  archive_write_free(writer);
}

TEST(Compressed, AHeaderBehindManyCommentsIsOne) {
  // At the end of what is looked at first.
  for (const std::size_t bytes : {65'520UL, 65'526UL, 65'530UL, 65'536UL}) {
    const Folder folder;
    const std::string text = "#" + std::string(bytes - 2, 'x') + "\nsource\ttarget\nada\tben\nben\tcem\n";
    const std::string path = folder.path("edges.tsv.gz");
    write_compressed(path, "gzip", text);
    const graph::Network network = load_network(path).network;
    EXPECT_THAT(ids_of(network), ElementsAre("ada", "ben", "cem")) << bytes;
  }
}

TEST(Compressed, EveryCodecGivesTheSameNetwork) {
  const Folder folder;
  std::string text;
  RandomStream random(7);
  const std::uint64_t rows = test::repeats(200'000U);
  for (std::uint64_t i = 0; i < rows; ++i)
    text += std::to_string(random.below(5000)) + ' ' + std::to_string(random.below(5000)) + '\n';
  const std::string plain = folder.put("edges.txt", text);
  const graph::Network expected = load_network(plain).network;
  for (const std::string codec : {"gzip", "zstd", "bzip2", "xz"}) {
    const std::string packed = plain + "." + codec.substr(0, 2);
    write_compressed(packed, codec, text);
    const LoadedNetwork loaded = load_network(packed);
    EXPECT_EQ(connections_of(loaded.network), connections_of(expected)) << codec;
    EXPECT_EQ(loaded.report.rows, rows) << codec;
    // Half of it is no network.
    const std::string whole = folder.text("edges.txt." + codec.substr(0, 2));
    const std::string half = folder.put("half", whole.substr(0, whole.size() / 2));
    EXPECT_THROW(load_network(half), Error) << codec;
  }
}

TEST(Compressed, BombsAreBounded) {
  if (std::system("command -v gzip > /dev/null") != 0) GTEST_SKIP() << "needs gzip";
  const Folder folder;
  const std::string bomb = folder.path("bomb.txt.gz");
  const std::string bytes = sanitized ? "270000000" : "400000000";
  ASSERT_EQ(std::system(("head -c " + bytes + " /dev/zero | tr '\\0' '#' | gzip -9 -c > " + bomb).c_str()),
            0);
  LoadOptions options;
  if (sanitized) options.format = "csv";  // looking for a format in it takes a minute then
  try {
    load_network(bomb, options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_data);
  }
}

TEST(Shared, EveryNetworkLoadsAsTheSimplestReaderReadsIt) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    const graph::Network expected = shared_network(name, !is_large(name) && is_weighted(name));
    const graph::Network loaded = load_network((shared_folder() / "data" / name).string()).network;
    ASSERT_EQ(loaded.members.size(), expected.members.size()) << name;
    ASSERT_TRUE(std::ranges::equal(loaded.graph.out_rows().offsets, expected.graph.out_rows().offsets))
        << name;
    ASSERT_TRUE(std::ranges::equal(loaded.graph.out_rows().targets, expected.graph.out_rows().targets))
        << name;
  }
}

}  // namespace
}  // namespace tertius::io
