// Texts for tables that are read in blocks, and what must be the same whatever these blocks are.
#pragma once

#include <gmock/gmock.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/io/tables/table_connections.hpp"
#include "engine/io/tables/table_members.hpp"
#include "tests/io/texts.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {

inline constexpr std::size_t whole = std::size_t{1} << 30;
inline const std::vector<std::size_t> block_sizes =
    test::sanitized ? std::vector<std::size_t>{1, 1000} : std::vector<std::size_t>{1, 7, 64, 1000, whole};

/// A cell, quoted now and then, and always where it has to be.
inline std::string cell(const std::string& text, RandomStream& random) {
  if (text.find_first_of("\",\n\r") == text.npos && random.below(4) != 0) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + '"';
}

inline const std::vector<unsigned> thread_counts =
    test::sanitized ? std::vector<unsigned>{2} : std::vector<unsigned>{1, 2, 7};

/// A row of cells, quoted now and then.
inline std::string row(const std::vector<std::string>& cells, RandomStream& random) {
  std::string text;
  for (std::size_t i = 0; i < cells.size(); ++i) text += (i == 0 ? "" : ",") + cell(cells[i], random);
  return text + (random.below(9) == 0 ? "\r\n" : "\n");
}

inline const std::string& one_of(const std::vector<std::string>& texts, RandomStream& random) {
  return texts[random.below(texts.size())];
}

inline const std::vector<std::string> people = {"ada", "o'neil, jr.", "two\nlines", "say \"x\"",
                                                "李",  "7",           "07"};

inline std::string somebody(RandomStream& random) {
  return one_of(people, random) + std::to_string(random.below(9));
}

inline void expect_same(const graph::Affiliations& a, const graph::Affiliations& b, const std::string& what) {
  ASSERT_EQ(a.rows.size(), b.rows.size()) << what;
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    EXPECT_EQ(a.rows[i].member, b.rows[i].member) << what;
    EXPECT_EQ(a.rows[i].group, b.rows[i].group) << what;
    EXPECT_EQ(a.rows[i].role, b.rows[i].role) << what;
    EXPECT_EQ(a.rows[i].date, b.rows[i].date) << what;
  }
  EXPECT_TRUE(a.groups == b.groups) << what;
  EXPECT_TRUE(a.kinds == b.kinds) << what;
  EXPECT_TRUE(a.roles == b.roles) << what;
}

struct TableTexts {
  std::string members, rows;  // no list of members when empty
  bool add_unknown = false;
};

/// What read() makes of the table of rows, a file of that name, when the members are there.
template <class Read>
LoadedNetwork read_tables(const TableTexts& texts, const char* name, std::size_t block, unsigned threads,
                          const Read& read) {
  const Folder folder;
  Assembler assembler("CSV", {});
  const RunContext context{.threads = threads};
  const bool listed = !texts.members.empty();
  if (listed) {
    Table table(Source(folder.put("m", texts.members)), assembler, context);
    read_members(table, assembler, context, block);
  }
  Table table(Source(folder.put(name, texts.rows)), assembler, context);
  read(table, {.listed = listed, .add_unknown = texts.add_unknown, .block = block}, assembler, context);
  return assembler.finish(context);
}

/// All that a network and its report say of it.
inline void expect_same(const LoadedNetwork& a, const LoadedNetwork& b, const std::string& what) {
  const auto places = [](std::vector<std::string> reasons) {
    for (std::string& reason : reasons) reason.erase(0, reason.rfind('/'));
    return reasons;
  };
  EXPECT_EQ(ids_of(a.network), ids_of(b.network)) << what;
  EXPECT_EQ(connections_of(a.network), connections_of(b.network)) << what;
  EXPECT_EQ(kinds_of(a.network), kinds_of(b.network)) << what;
  EXPECT_TRUE(a.network.connections.kind == b.network.connections.kind) << what;
  EXPECT_TRUE(a.network.connections.since == b.network.connections.since) << what;
  EXPECT_EQ(names_of(a.network), names_of(b.network)) << what;
  ASSERT_EQ(a.network.members.columns.size(), b.network.members.columns.size()) << what;
  for (std::size_t i = 0; i < a.network.members.columns.size(); ++i) {
    const graph::Column &x = a.network.members.columns[i], &y = b.network.members.columns[i];
    EXPECT_EQ(x.name(), y.name()) << what;
    EXPECT_EQ(x.type(), y.type()) << what;
    EXPECT_TRUE(std::ranges::equal(x.codes(), y.codes())) << what;
    EXPECT_TRUE(std::equal(x.dictionary().begin(), x.dictionary().end(), y.dictionary().begin(),
                           y.dictionary().end()))
        << what;
  }
  expect_same(a.network.affiliations, b.network.affiliations, what);
  EXPECT_EQ(a.report.notes, b.report.notes) << what;
  EXPECT_EQ(a.report.rows, b.report.rows) << what;
  EXPECT_EQ(a.report.added, b.report.added) << what;
  EXPECT_EQ(a.report.loops, b.report.loops) << what;
  EXPECT_EQ(a.report.duplicates, b.report.duplicates) << what;
  EXPECT_EQ(a.report.refused, b.report.refused) << what;
  EXPECT_EQ(a.report.refused_others, b.report.refused_others) << what;
  EXPECT_EQ(places(a.report.reasons), places(b.report.reasons)) << what;
}

inline std::string setting(std::size_t block, unsigned threads) {
  return "block " + std::to_string(block) + " threads " + std::to_string(threads);
}

}  // namespace tertius::io
