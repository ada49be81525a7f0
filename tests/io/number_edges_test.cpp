// The fast way in, against reading line by line with the standard library: any block size, any number of
// threads, with and without wide instructions.
#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>

#include "engine/core/random.hpp"
#include "engine/io/edges/number_edges.hpp"
#include "engine/io/edges/number_lines.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

/// Reads with these options; nothing when the reader leaves the text to others.
std::optional<LoadedNetwork> read_fast(const std::string& path, NumberEdgeOptions how, unsigned threads,
                                       LoadOptions options = {}) {
  Source source(path);
  Assembler assembler("edge list", options);
  const RunContext context{.threads = threads};
  if (!read_number_edges(source, how, assembler, context)) return std::nullopt;
  return assembler.finish(context);
}

void expect_same(const LoadedNetwork& a, const LoadedNetwork& b, const std::string& what) {
  const auto same = [&](const graph::Graph& x, const graph::Graph& y) {
    EXPECT_TRUE(std::ranges::equal(x.out_rows().offsets, y.out_rows().offsets)) << what;
    EXPECT_TRUE(std::ranges::equal(x.out_rows().targets, y.out_rows().targets)) << what;
    EXPECT_TRUE(std::ranges::equal(x.out_rows().weights, y.out_rows().weights)) << what;
    EXPECT_TRUE(std::ranges::equal(x.in_rows().targets, y.in_rows().targets)) << what;
  };
  same(a.network.graph, b.network.graph);
  same(a.network.arcs, b.network.arcs);
  EXPECT_EQ(ids_of(a.network), ids_of(b.network)) << what;
  EXPECT_EQ(a.report.rows, b.report.rows) << what;
  EXPECT_EQ(a.report.loops, b.report.loops) << what;
  EXPECT_EQ(a.report.duplicates, b.report.duplicates) << what;
  EXPECT_EQ(a.report.refused, b.report.refused) << what;
  EXPECT_EQ(a.report.reasons, b.report.reasons) << what;
}

/// Lines as people and tools write them: ids below `bound`, now and then a comment, a blank line, odd blanks.
std::string random_lines(std::uint64_t seed, std::uint64_t bound, bool weighted, int count, bool tidy) {
  RandomStream random(seed);
  std::string text;
  for (int i = 0; i < count; ++i) {
    const std::uint64_t shape = tidy ? 9 : random.below(40);
    if (shape == 0) text += "# comment 1 2\n";
    if (shape == 1) text += "\n";
    if (shape == 2) text += "\r\n";
    if (shape == 3) text += "  ";
    if (shape == 4) text += std::to_string(random.below(bound)) + "\n";  // a row with one value
    text += std::to_string(random.below(1 + random.below(bound)));
    text += shape == 5 ? "\t " : " ";
    text += std::to_string(random.below(bound));
    if (weighted && shape != 6)
      text += shape == 7 ? " -2" : " " + std::to_string(1 + random.below(8)) + ".25";
    text += shape == 8 ? " \r\n" : "\n";
  }
  if (seed % 2 == 0) text.pop_back();
  return text;
}

TEST(NumberEdges, EveryBlockSizeAndNumberOfThreadsGivesTheSame) {
  const Folder folder;
  int number = 0;
  for (const std::uint64_t bound : {3ULL, 70ULL, 100'000ULL, 99'999'999ULL, 123'456'789'012ULL}) {
    for (const bool weighted : {false, true}) {
      for (const bool tidy : {false, true}) {
        const std::string text =
            random_lines(bound + static_cast<std::uint64_t>(++number), bound, weighted, 400, tidy);
        const std::string file = folder.put("edges", text);
        const std::string what =
            "bound " + std::to_string(bound) + (weighted ? " weighted" : "") + (tidy ? " tidy" : "");
        const auto expected = read_fast(file, {.portable = true}, 1);
        ASSERT_TRUE(expected) << what;
        for (const std::size_t block : {1UL, 2UL, 7UL, 63UL, 64UL, 65UL, 1000UL, 1UL << 20}) {
          for (const unsigned threads : {1U, 2U, 7U}) {
            if (test::sanitized && threads != 2) continue;
            const auto loaded = read_fast(file, {.block = block}, threads);
            ASSERT_TRUE(loaded) << what;
            expect_same(*loaded, *expected, what + " block " + std::to_string(block));
          }
        }
      }
    }
  }
}

// Ids 0..n-1 without gaps keep their names; the tables of the reader reach further than the last of them.
TEST(NumberEdges, GaplessIdsEndWithTheLastMember) {
  const Folder folder;
  for (const int last : {5, 5000, 70'000}) {
    std::string text;
    for (int v = 1; v <= last; ++v) text += std::to_string(v - 1) + " " + std::to_string(v) + "\n";
    const auto loaded = read_fast(folder.put("edges", text), {}, 2);
    ASSERT_TRUE(loaded);
    const graph::Graph& graph = loaded->network.graph;
    ASSERT_EQ(graph.vertex_count(), static_cast<graph::VertexId>(last) + 1);
    EXPECT_EQ(graph.edge_count(), static_cast<std::uint64_t>(last));
    EXPECT_EQ(graph.degree(static_cast<graph::VertexId>(last)), 1u);
    EXPECT_EQ(loaded->network.members.ids[static_cast<graph::VertexId>(last)], std::to_string(last));
  }
}

TEST(NumberEdges, EqualsReadingWithTheStandardLibrary) {
  const Folder folder;
  for (const std::uint64_t bound : {10ULL, 5'000ULL, 40'000'000'000ULL}) {
    const std::string text = random_lines(bound, bound, false, 3000, true);
    std::set<Connection> expected;
    std::set<std::uint64_t> members;
    std::istringstream lines(text);
    for (std::uint64_t u = 0, v = 0; lines >> u >> v;) {
      members.insert({u, v});
      std::string a = std::to_string(u), b = std::to_string(v);
      if (b < a) std::swap(a, b);
      if (u != v) expected.emplace(a, b, 1.0);
    }
    const auto loaded = read_fast(folder.put("edges", text), {.block = 333}, 2);
    ASSERT_TRUE(loaded);
    EXPECT_EQ(connections_of(loaded->network), expected);
    std::vector<std::string> ids;
    for (const std::uint64_t id : members) ids.push_back(std::to_string(id));
    EXPECT_EQ(ids_of(loaded->network), ids);
  }
}

TEST(NumberEdges, DirectedRowsWithTheirArcs) {
  const Folder folder;
  const std::string file = folder.put("edges", random_lines(5, 60, true, 2000, true));
  for (const graph::ConnectionRule rule : {graph::ConnectionRule::any, graph::ConnectionRule::mutual}) {
    LoadOptions options;
    options.directed = options.keep_arcs = true;
    options.rule = rule;
    const auto one = read_fast(file, {}, 1, options);
    const auto many = read_fast(file, {.block = 100}, 7, options);
    ASSERT_TRUE(one && many);
    expect_same(*one, *many, "directed");
    EXPECT_TRUE(one->network.arcs.directed());
    const ImportReport& report = one->report;
    EXPECT_EQ(report.rows,
              report.connections + report.loops + report.duplicates + report.reciprocated + report.one_sided);
  }
}

TEST(NumberEdges, LeavesOtherTextsToOthers) {
  const Folder folder;
  for (const std::string_view text :
       {"a b\n", "1 b\n", "1 2\n01 2\n", "1 2\n-1 2\n", "1 2\n1.5 2\n", "1 2\n+1 2\n", "\"1\" 2\n",
        "1 2\n18446744073709551616 2\n", "1 2x\n", "1,2\n", "1 2 3x\n4 5 {}\n"}) {
    const auto loaded = read_fast(folder.put("edges", text), {.block = 3}, 2);
    EXPECT_FALSE(loaded) << text;
  }
}

/// What the report says of refused rows, without the names of files.
std::vector<std::string> reasons_of(const ImportReport& report) {
  std::vector<std::string> reasons;
  for (const std::string& reason : report.reasons) reasons.push_back(reason.substr(reason.find(':') + 1));
  return reasons;
}

TEST(NumberEdges, TheReaderOfTextsNamesTheSameColumns) {
  const std::pair<std::string, std::string> texts[] = {
      {"1 2\n  7\n\t 8 \n9\n1 2  x\n 1 2\t0 5\n", "2:3: "},
      {"1,2\n  7\n8\n1,2,  x\n 1 , 2 ,0\n", "2:1: "},
      {"1\t2\n  7\n8\n1\t2\t  x\n 1\t 2 \t 0\n", "2:1: "},
  };
  for (const auto& [text, first] : texts) {
    const LoadedNetwork numbers = load_as("edgelist", text);
    const LoadedNetwork words = load_as("edgelist", text + "a" + text[1] + "b\n");
    const LoadedNetwork quoted = load_as("edgelist", text + "\"a\"" + text[1] + "b\n");
    ASSERT_TRUE(numbers.network.members.ids.is_numbers()) << text;
    ASSERT_FALSE(words.network.members.ids.is_numbers()) << text;
    EXPECT_EQ(reasons_of(numbers.report), reasons_of(words.report)) << text;
    EXPECT_EQ(reasons_of(numbers.report), reasons_of(quoted.report)) << text;
    EXPECT_THAT(reasons_of(numbers.report).at(0), testing::StartsWith(first));
  }
}

TEST(NumberEdges, BlanksThatPartNothingAreARowForEveryReader) {
  for (const char* text : {"1,2\n \n2,3\n", "a,b\n \nb,c\n"}) {
    const LoadedNetwork loaded = load_as("edgelist", text);
    EXPECT_EQ(loaded.report.connections, 2U) << text;
    EXPECT_EQ(loaded.report.refused, 1U) << text;
    EXPECT_THAT(loaded.report.reasons,
                testing::ElementsAre(testing::HasSubstr(":2:1: \"\"; expected two ids")))
        << text;
  }
  for (const char* text : {"1 2\n \n2 3\n", "a b\n \nb c\n", "1,2\n\n2,3\n"}) {
    EXPECT_EQ(load_as("edgelist", text).report.refused, 0U) << text;
  }
}

// A row of a table has no more cells than the header, whether its ids are numbers or not.
TEST(NumberEdges, RowsOfTablesEndWithTheWeight) {
  for (const std::string header : {"source,target,weight\n", "source,target\n"}) {
    const bool weighted = header.find("weight") != header.npos;
    for (const std::string cells : {",,5", ",1,5", ",1,,,5", ", , 5\r", ",0,5", ",x,5", ",1,\"5\""}) {
      const std::string text = header + "3,4\n1,2" + cells + "\n";
      const LoadedNetwork loaded = load_as("csv", text);
      const std::string what = text + " of " + header;
      EXPECT_EQ(loaded.report.refused, 1U) << what;
      EXPECT_EQ(loaded.report.connections, 1U) << what;
      EXPECT_TRUE(loaded.report.notes.empty()) << what;
      EXPECT_THAT(reasons_of(loaded.report).at(0),
                  testing::HasSubstr(weighted ? "fields; expected 3 as in the header" : "expected 2 as"))
          << what;
    }
    for (const std::string cells : {"", ",", ",,", ", ,\t,", ",,\r"}) {
      const LoadedNetwork loaded = load_as("csv", header + "3,4\n1,2" + cells + "\n");
      EXPECT_EQ(loaded.report.connections, 2U) << header << cells;
      EXPECT_EQ(loaded.report.refused, 0U) << header << cells;
      EXPECT_TRUE(loaded.report.notes.empty()) << header << cells;
    }
  }
  const LoadedNetwork decimal = load_as("csv", "source,target,weight\n1,2,1,5\n2,3,2\n");
  EXPECT_EQ(reasons_of(decimal.report),
            (std::vector<std::string>{"2:7: 4 fields; expected 3 as in the header"}));
  const LoadedNetwork listed = load_as("edgelist", "1,2,1,5\n2,3,2\n");
  EXPECT_EQ(listed.report.refused, 0U);
  EXPECT_EQ(listed.report.notes, std::vector<std::string>{"Columns after the weight were left out."});
}

TEST(NumberEdges, RowsOfListedTablesEndWithTheWeight) {
  const Folder folder;
  const std::string members = folder.put("members.csv", "id\n0\n1\n2\n");
  const std::string connections = folder.put("connections.csv", "source,target,weight\n0,1,1,5\n1,2,2\n");
  const LoadedNetwork loaded = load_csv(members, connections, "", {}, {});
  EXPECT_EQ(reasons_of(loaded.report),
            (std::vector<std::string>{"2:7: 4 fields; expected 3 as in the header"}));
}

TEST(NumberEdges, DecimalCommasOfTablesBetweenNumbers) {
  const LoadedNetwork loaded = load_as("csv", "source;target;weight\n1;2;1,5\n2;3;2\n");
  EXPECT_EQ(loaded.report.refused, 0U);
  EXPECT_EQ(connections_of(loaded.network), (std::set<Connection>{{"1", "2", 1.5}, {"2", "3", 2.0}}));
}

// Rows that the table reader would refuse as well do not end the fast reading.
TEST(NumberEdges, BadWeightsOfTablesAreRefusedOnTheFastWay) {
  const Folder folder;
  const auto loaded =
      read_fast(folder.put("edges", "1,2,3\n2,3, x\n3,4,0,\n4\n"), {.separator = ',', .table = true}, 2);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(reasons_of(loaded->report).size(), 3U);
  EXPECT_THAT(reasons_of(loaded->report).at(0), testing::StartsWith("2:5: "));
  EXPECT_TRUE(loaded->report.notes.empty());
}

TEST(NumberLines, WindowsReadWhatLinesRead) {
  RandomStream random(3);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::uint64_t digits = 1 + random.below(9);
    std::uint64_t bound = 1;
    for (std::uint64_t i = 0; i < digits; ++i) bound *= 10;
    while (text.size() < 300) {
      text += std::to_string(random.below(bound)) + (random.below(9) == 0 ? '\t' : ' ') +
              std::to_string(random.below(bound)) + '\n';
      if (random.below(60) == 0) text += std::string("#\n \n\n") + std::to_string(random.below(bound)) + "\n";
    }
    const NumberLineOptions options{.id_bound = random.below(2) == 0 ? bound / 2 : bound};
    NumberLineOptions portable = options;
    portable.portable = true;
    NumberLines a, b;
    ASSERT_TRUE(read_number_lines(text, options, a));
    ASSERT_TRUE(read_number_lines(text, portable, b));
    const auto rows = [](const NumberLines& lines) {
      std::vector<std::pair<graph::VertexId, graph::VertexId>> all;
      for (const auto& pair : lines.pairs) all.emplace_back(pair.from, pair.to);
      std::sort(all.begin(), all.end());
      return all;
    };
    const auto wide = [](const NumberLines& lines) {
      std::vector<std::tuple<std::uint64_t, std::uint64_t, std::uint64_t>> all;
      for (const auto& row : lines.wide) all.emplace_back(row.line, row.from, row.to);
      std::sort(all.begin(), all.end());
      return all;
    };
    ASSERT_EQ(rows(a), rows(b)) << text;
    ASSERT_EQ(wide(a), wide(b)) << text;
    ASSERT_EQ(a.lines, b.lines) << text;
    ASSERT_EQ(a.refused.size(), b.refused.size()) << text;
  }
}

TEST(NumberEdges, ManyCommentsInFrontDoNotHideThem) {
  std::string text;
  for (int id = 20'000; id > 10; --id) text += "# member " + std::to_string(id) + "\n";
  ASSERT_GT(text.size(), 200'000U);
  const LoadedNetwork loaded = load_as("edgelist", text + "5 3\n3 4\n");
  EXPECT_TRUE(loaded.network.members.ids.is_numbers());
  EXPECT_EQ(loaded.report.members, 19'993U);
  EXPECT_EQ(loaded.network.members.ids[0], "3");  // ascending: nobody took them for texts
  EXPECT_EQ(loaded.network.members.ids[19'992], "20000");
}

}  // namespace
}  // namespace tertius::io
