// Tables read in blocks: whatever the size of the blocks and the number of threads, the network is the one
// that was written down, and what is refused is named in order and with its place.
#include <gmock/gmock.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "engine/core/random.hpp"
#include "engine/io/bytes/decoding.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/lexing.hpp"
#include "tests/io/blocks.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

LoadedNetwork read_pair(const TableTexts& texts, std::size_t block, unsigned threads) {
  return read_tables(texts, "c", block, threads, read_connections);
}

/// What was written, as a reader of one row after the other would know it.
struct Model {
  struct ConnectionModel {
    double weight = 0;
    std::string kind;
    graph::Day since = graph::no_day;
  };
  std::string text = "since,kind,target,weight,source\n";
  std::vector<std::string> ids, kinds;
  std::map<std::pair<std::string, std::string>, ConnectionModel> connections;  // smaller id first
  std::uint64_t rows = 0, refused = 0, line = 2;
  std::vector<std::string> reasons;  // "line:column: found"

  static void meet(std::vector<std::string>& all, const std::string& text) {
    if (!text.empty() && std::find(all.begin(), all.end(), text) == all.end()) all.push_back(text);
  }
  void refuse(std::size_t column, const std::string& found) {
    ++refused;
    if (reasons.size() < 10)
      reasons.push_back(std::to_string(line) + ":" + std::to_string(column) + ": " + found + ";");
  }
};

/// `late`: kinds and bad dates that only come in the second half.
Model random_table(std::uint64_t seed) {
  const std::vector<std::string> people = {"ada", "o'neil, jr.", "two\nlines", "say \"x\"", "李", "7"};
  RandomStream random(seed);
  Model model;
  constexpr int rows = 400;
  for (int row = 0; row < rows; ++row) {
    const bool late = row > rows / 2;
    if (random.below(12) == 0) {
      model.text += random.below(2) == 0 ? "\n" : ",,,,\r\n";
      ++model.line;
    }
    const auto somebody = [&] {
      return people[random.below(people.size())] + std::to_string(random.below(9));
    };
    const std::string from = somebody();
    std::string to = random.below(20) == 0 ? from : somebody();
    if (random.below(25) == 0) to.clear();
    const std::string kind =
        random.below(3) == 0 ? "" : "kind " + std::to_string(random.below(4) + (late ? 3 : 0));
    const bool bad_day = late && random.below(15) == 0;
    const graph::Day day =
        bad_day || random.below(2) == 0 ? graph::no_day : static_cast<graph::Day>(18000 + random.below(2000));
    const std::string date = bad_day ? "2023-02-30" : day == graph::no_day ? "" : day_text(day);
    const bool bad_weight = random.below(40) == 0;
    const std::string weight = bad_weight ? "-1" : random.below(2) == 0 ? "" : "1.5";
    std::vector<std::string> cells;
    for (const std::string& text : {date, kind, to, weight, from}) cells.push_back(cell(text, random));
    const bool long_row = random.below(40) == 0;
    if (long_row) cells.push_back("behind");
    std::string text = cells[0];
    std::vector<std::size_t> columns{1};  // of the first lines of cells
    std::uint64_t lines = 0;              // within the row so far
    std::vector<std::uint64_t> line_of{0};
    for (std::size_t i = 1; i < cells.size(); ++i) {
      text += ',';
      const auto newline = text.rfind('\n');
      lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n'));
      columns.push_back(text.size() - (newline == text.npos ? 0 : newline + 1) + 1);
      line_of.push_back(lines);
      text += cells[i];
    }
    model.text += text + (random.below(5) == 0 ? "\r\n" : "\n");
    ++model.rows;
    const std::uint64_t first_line = model.line;
    const auto refuse = [&](std::size_t column, const std::string& found) {
      model.line = first_line + line_of[column];
      model.refuse(columns[column], found);
    };
    if (long_row) {
      refuse(5, "6 fields");
    } else if (bad_weight) {
      refuse(3, "weight \"-1\"");
    } else if (to.empty()) {
      refuse(2, "no id");
    } else {
      Model::meet(model.ids, from);
      Model::meet(model.ids, to);
      Model::meet(model.kinds, kind);
      if (from != to) {
        Model::ConnectionModel& connection = model.connections[std::minmax(from, to)];
        connection.weight += weight.empty() ? 1.0 : 1.5;
        const std::string all = ";" + connection.kind + ";";
        if (!kind.empty() && all.find(";" + kind + ";") == all.npos)
          connection.kind += (connection.kind.empty() ? "" : ";") + kind;
        if (connection.since == graph::no_day || (day != graph::no_day && day < connection.since))
          connection.since = day;
      }
    }
    model.line = first_line + static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  }
  if (seed % 2 == 0) model.text.pop_back();
  return model;
}

void expect_model(const LoadedNetwork& loaded, const Model& model, const std::string& what) {
  const graph::Network& network = loaded.network;
  ASSERT_EQ(ids_of(network), model.ids) << what;
  std::vector<std::string> kinds = kinds_of(network);
  ASSERT_GE(kinds.size(), model.kinds.size()) << what;
  kinds.resize(model.kinds.size());  // those that are joined come last
  EXPECT_EQ(kinds, model.kinds) << what;
  EXPECT_EQ(loaded.report.rows, model.rows) << what;
  EXPECT_EQ(loaded.report.refused, model.refused) << what;
  ASSERT_EQ(loaded.report.reasons.size(), model.reasons.size()) << what;
  for (std::size_t i = 0; i < model.reasons.size(); ++i)
    EXPECT_THAT(loaded.report.reasons[i], HasSubstr("/c:" + model.reasons[i])) << what;
  ASSERT_EQ(network.graph.edge_count(), model.connections.size()) << what;
  for (const auto& [ends, connection] : model.connections) {
    const auto u = network.members.ids.find(ends.first), v = network.members.ids.find(ends.second);
    ASSERT_TRUE(u && v) << what;
    for (const graph::ArcIndex arc : {network.graph.find_arc(*u, *v), network.graph.find_arc(*v, *u)}) {
      ASSERT_NE(arc, network.graph.arc_count()) << what;
      EXPECT_DOUBLE_EQ(network.graph.weight(arc), connection.weight) << what;
      EXPECT_EQ(network.connections.since_of(arc), connection.since) << what;
      const std::uint32_t kind = network.connections.kind_of(arc);
      EXPECT_EQ(kind == no_code ? "" : network.connections.kinds[kind], connection.kind) << what;
    }
  }
}

TEST(TableBlocks, ConnectionsAreWhatWasWrittenInBlocksOfAnySize) {
  for (std::uint64_t seed = 1; seed <= test::repeats(4U); ++seed) {
    const Model model = random_table(seed);
    for (const std::size_t block : block_sizes) {
      for (const unsigned threads : thread_counts)
        expect_model(read_pair({.members = {}, .rows = model.text}, block, threads), model,
                     "seed " + std::to_string(seed) + " " + setting(block, threads));
    }
  }
}

TEST(TableBlocks, MembersMayBeListedAndOthersAddedOrRefused) {
  const Model model = random_table(5);
  RandomStream random(6);
  std::string members = "name,id,place\n";
  for (std::size_t i = 0; i < model.ids.size(); i += 2) {
    const std::string place = i % 3 == 0 ? "" : "place " + std::to_string(i % 7);
    members +=
        cell("Name\n" + std::to_string(i), random) + "," + cell(model.ids[i], random) + "," + place + "\n";
    if (i % 10 == 0) members += "again," + cell(model.ids[i], random) + ",only here\n";
    if (i % 12 == 0) members += "nobody,,\nx,y,z,behind\n";
  }
  for (const bool add : {false, true}) {
    const TableTexts pair{.members = members, .rows = model.text, .add_unknown = add};
    const LoadedNetwork one = read_pair(pair, whole, 1);
    EXPECT_EQ(one.report.added > 0, add);
    EXPECT_GT(one.report.refused, model.refused - (add ? 1 : 0));
    EXPECT_GT(one.report.refused_others, 3U);
    for (const std::size_t block : block_sizes) {
      for (const unsigned threads : thread_counts)
        expect_same(read_pair(pair, block, threads), one, setting(block, threads));
    }
  }
}

TEST(TableBlocks, RepeatsOfMembersLeaveNothingBehind) {
  const std::string members =
      "id,name,team,age\na,Ada,red,7\nb,Ben,blue,\na,Anna,green,8\n,Nobody,x,1\nb,Bo,red,9\nc,Cem,red,x,y\n"
      "c,Cleo,green,10\n";
  for (const std::size_t block : block_sizes) {
    const LoadedNetwork loaded = read_pair({.members = members, .rows = "source,target\na,b\n"}, block, 2);
    const graph::Network& network = loaded.network;
    EXPECT_THAT(names_of(network), ElementsAre("Ada", "Ben", "Cleo")) << block;
    EXPECT_EQ(column_of(network, "team"), "text: red|blue|green") << block;
    EXPECT_EQ(column_of(network, "age"), "integer: 7||10") << block;
    EXPECT_EQ(network.members.find_column("age")->dictionary().size(), 2U) << block;
    EXPECT_EQ(network.members.names->dictionary().size(), 3U) << block;
    EXPECT_THAT(loaded.report.reasons,
                ElementsAre(HasSubstr("m:4:1: id \"a\" again; expected an id of its own"),
                            HasSubstr("m:5:1: no id; expected an id"), HasSubstr("m:6:1: id \"b\" again"),
                            HasSubstr("m:7:13: 5 fields; expected 4")))
        << block;
    EXPECT_EQ(loaded.report.refused_others, 4U) << block;
    EXPECT_EQ(loaded.report.rows, 1U) << block;
  }
}

TEST(TableBlocks, ColumnsOfOneNameAreBothKept) {
  const LoadedNetwork loaded = read_pair(
      {.members = "id,team,Team,,\na,red,blue,x,y\nb,red,,x,\n", .rows = "source,target\na,b\n"}, 1, 2);
  EXPECT_EQ(column_of(loaded.network, "team"), "text: red|red");
  EXPECT_EQ(column_of(loaded.network, "Team 2"), "text: blue|");
  EXPECT_EQ(column_of(loaded.network, "column 4"), "text: x|x");
  EXPECT_EQ(column_of(loaded.network, "column 5"), "text: y|");
}

TEST(TableBlocks, QuotesThatQuoteNothing) {
  // An odd number of them turns inside and outside around for all blocks after it.
  std::string text = "source,target,kind\n";
  for (int i = 0; i < 60; ++i)
    text += (i == 20 ? "a,b,5\" disk\n" : "a" + std::to_string(i) + ",\"b\nc\",\"x, \"\"y\"\"\"\n");
  const LoadedNetwork one = read_pair({.members = {}, .rows = text}, whole, 1);
  EXPECT_EQ(one.report.rows, 60U);
  EXPECT_THAT(kinds_of(one.network), ElementsAre("x, \"y\"", "5\" disk"));
  for (const std::size_t block : block_sizes)
    expect_same(read_pair({.members = {}, .rows = text}, block, 2), one, setting(block, 2));
}

TEST(TableBlocks, AQuotedCellThatNeverEndsIsNamedWhereItBegins) {
  std::string text = "source,target,kind\n";
  for (int i = 0; i < 40; ++i) text += "a,\"b\nd\",\"e\"\n";
  text += "a,\"b,c\n";
  for (int i = 0; i < 40; ++i) text += "x,y,z\n";
  std::string members = text;
  members.replace(0, 6, "id,nam");
  for (const std::size_t block : block_sizes) {
    for (const bool listed : {false, true}) {
      const TableTexts pair{.members = listed ? members : "", .rows = listed ? "source,target\n" : text};
      try {
        read_pair(pair, block, 2);
        FAIL() << block;
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("a quoted field that never ends")) << block;
        EXPECT_EQ(error.where().place.line, 82U) << block;
        EXPECT_EQ(error.where().place.column, 3U) << block;
      }
    }
  }
}

TEST(TableBlocks, BlocksBeginWithRows) {
  const std::string text = "h\na,\"b\nc\"\n\"\n\n\"\r\nd,\"\"\"\n\"\ne\n";
  const std::string rows[] = {"h\n", "a,\"b\nc\"\n", "\"\n\n\"\r\n", "d,\"\"\"\n\"\n", "e\n"};
  std::vector<std::size_t> starts{0};
  for (const std::string& row : rows) starts.push_back(starts.back() + row.size());
  for (std::size_t block = 1; block < text.size(); ++block) {
    for (const std::size_t skip : {std::size_t{0}, std::size_t{2}}) {
      const std::vector<std::size_t> begins = find_row_blocks(text, skip, block);
      EXPECT_EQ(begins.front(), skip);
      EXPECT_EQ(begins.back(), text.size());
      EXPECT_TRUE(std::is_sorted(begins.begin(), begins.end()));
      for (const std::size_t begin : begins) EXPECT_THAT(starts, testing::Contains(begin)) << block;
      if (block > 1) continue;
      EXPECT_EQ(std::set(begins.begin(), begins.end()).size(), skip == 0 ? 6U : 5U);
    }
  }
  EXPECT_THAT(find_row_blocks("", 0, 1), ElementsAre(0, 0));
}

TEST(TableBlocks, TextIsCheckedAcrossBorders) {
  constexpr std::size_t border = std::size_t{1} << 20;
  for (std::size_t before = 0; before < 4; ++before) {
    std::string text(border - before, 'a');
    text += "\xF0\x9F\x98\x80\xC3\xA4";
    text += std::string(border, 'b');
    EXPECT_TRUE(is_plain_text(text)) << before;
    for (const char* bad : {"\x80", "\xC3", "\x80\x80\x80\x80\x80", "\xF0\x9F\x98"}) {
      std::string broken = text;
      broken.insert(border - before, bad);
      EXPECT_FALSE(is_plain_text(broken)) << before;
    }
    text[border + 10] = '\0';
    EXPECT_FALSE(is_plain_text(text)) << before;
  }
  EXPECT_TRUE(is_plain_text(""));
}

TEST(TableBlocks, ManyAttributesOfFewBytesAreRefused) {
  std::string members = "id" + std::string(3000, ',') + "\n";
  for (int i = 0; i < 200000; ++i) members += std::to_string(i) + "\n";
  try {
    read_pair({.members = members, .rows = "source,target\n1,2\n"}, whole, 2);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("3000 attributes of 200000 members from "));
  }
  // Fewer rows fit.
  const LoadedNetwork loaded = read_pair(
      {.members = members.substr(0, members.find("\n900\n")), .rows = "source,target\n1,2\n"}, 1000, 2);
  EXPECT_EQ(loaded.network.members.size(), 900U);
  EXPECT_EQ(loaded.network.members.columns.size(), 3000U);
}

TEST(TableBlocks, NothingBehindTheHeader) {
  for (const std::size_t block : block_sizes) {
    for (const std::string end : {"", "\n", "\r\n", "\n\n\n"}) {
      const LoadedNetwork loaded =
          read_pair({.members = "id,name" + end, .rows = "source,target,kind" + end}, block, 2);
      EXPECT_EQ(loaded.network.members.size(), 0U);
      EXPECT_EQ(loaded.report.rows, 0U);
      EXPECT_THAT(loaded.report.reasons, IsEmpty());
    }
  }
}

TEST(Ids, ManyAreFoundAsOneByOne) {
  std::vector<std::string> texts;
  graph::Ids of_texts, of_numbers;
  for (int i = 0; i < 1000; ++i) {
    texts.push_back((i % 3 == 0 ? "x" : "") + std::to_string(i * 7));
    if (i % 2 == 0) of_texts.add(texts.back());
    if (i % 5 == 0) of_numbers.add(std::to_string(i * 7));
  }
  of_numbers.compact();
  texts.emplace_back();
  const std::vector<std::string_view> asked(texts.begin(), texts.end());
  for (const graph::Ids& ids : {of_texts, of_numbers, graph::Ids::dense(40), graph::Ids()}) {
    std::vector<graph::VertexId> found(asked.size());
    ids.find(asked, found);
    for (std::size_t i = 0; i < asked.size(); ++i)
      EXPECT_EQ(found[i], ids.find(asked[i]).value_or(graph::no_vertex));
  }
}

}  // namespace
}  // namespace tertius::io
