// The tables that other programs export, read in blocks: whatever the size of the blocks and the number of
// threads, the network is the same, and what is refused is named in order and with its place.
#include <gmock/gmock.h>

#include <utility>

#include "engine/io/formats/graph_formats.hpp"
#include "tests/io/blocks.hpp"
#include "tests/support/shared.hpp"

namespace tertius::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Files of a folder.
using Files = std::vector<std::pair<std::string, std::string>>;
using ReadFolder = std::optional<LoadedNetwork> (*)(const std::string&, const LoadOptions&, const RunContext&,
                                                    std::size_t);

LoadedNetwork read_files(ReadFolder read, const Files& files, const LoadOptions& options, std::size_t block,
                         unsigned threads) {
  const Folder folder;
  for (const auto& [name, text] : files) folder.put(name, text);
  return read(folder.path(""), options, {.threads = threads}, block).value();
}

/// The files are the same network in blocks of any size by any number of threads: the one that is given.
LoadedNetwork read_in_all_ways(ReadFolder read, const Files& files, const LoadOptions& options = {}) {
  LoadedNetwork one = read_files(read, files, options, whole, 1);
  for (const std::size_t block : block_sizes)
    for (const unsigned threads : thread_counts)
      expect_same(read_files(read, files, options, block, threads), one, setting(block, threads));
  return one;
}

// --- Gephi ---

TEST(GephiTables, AreTheSameInBlocksOfAnySize) {
  for (std::uint64_t seed = 1; seed <= test::repeats(3U); ++seed) {
    RandomStream random(seed);
    Files files = {{"nodes1.csv", "Id,Label,timeset,age\n"},
                   {"nodes2.csv", "team,Label,Id\n"},
                   {"edges1.csv", "Source,Target,Type,Id,Label,Weight,Kind,note\n"},
                   {"edges2.csv", "Type,Target,Source,since,value\n"}};
    for (int i = 0; i < 60; ++i) {
      const std::string id = random.below(10) == 0 ? "" : somebody(random);
      const std::string label = random.below(3) == 0 ? id : "Name\n" + std::to_string(i);
      files[0].second += row({id, label, "", std::to_string(random.below(5))}, random);
      files[1].second += row({"team " + std::to_string(i % 4), label, somebody(random)}, random);
    }
    // The first rows say how the table is directed.
    files[2].second += "ada1,ada2,Directed\n";
    files[3].second += "Undirected,ada2,ada1\n";
    const auto direction = [&] { return random.below(5) == 0 ? "Undirected" : "Directed"; };
    for (int i = 0; i < 250; ++i) {
      const std::string weight = random.below(20) == 0 ? "-1" : random.below(3) == 0 ? "" : "2.5";
      const std::string since =
          random.below(9) == 0 ? "day " + std::to_string(random.below(4)) : "2024-03-01";
      const std::string from = random.below(30) == 0 ? "" : somebody(random);
      files[2].second += row({from, somebody(random), direction(), std::to_string(i), "", weight,
                              "kind " + std::to_string(random.below(3)), i > 120 ? "new" : ""},
                             random);
      files[3].second += row({direction(), somebody(random), from, since, weight}, random);
    }
    for (const bool add : {false, true}) {
      LoadOptions options;
      options.add_unknown = add;
      const LoadedNetwork one = read_in_all_ways(read_gephi_folder, files, options);
      EXPECT_EQ(one.report.added > 0, add);
      EXPECT_GT(one.report.refused, 10U);
      EXPECT_GT(one.report.refused_others, 10U);
      EXPECT_GT(one.report.duplicates, 10U);
      EXPECT_THAT(one.report.notes, testing::Contains(HasSubstr("attribute \"note\"")));
      EXPECT_THAT(one.report.notes, testing::Contains(HasSubstr("not understood and left out")));
    }
    const Files edges(files.begin() + 2, files.end());
    EXPECT_THAT(kinds_of(read_in_all_ways(read_gephi_folder, edges).network),
                testing::IsSupersetOf({"kind 0", "kind 1", "kind 2"}));
  }
}

TEST(GephiTables, WhatIsRefusedOrNotedComesInTheOrderOfTheRows) {
  const LoadedNetwork loaded = read_in_all_ways(
      read_gephi_folder,
      {{"n.csv", "Id,Label,age\na,Anna,1\n,x,2\nb,b,3\na,Again,4\n"},
       {"e.csv",
        "Source,Target,Type,Weight,since,note\nx,a,Undirected,1,soon,hm\na,b,Directed,2,late\n"
        "a,,Undirected,1\nb,a,Undirected,0\nb,y,Undirected,x\n"}});
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr("n.csv:3:1: a node without Id; expected an Id of its own"),
                          HasSubstr("n.csv:5:1: node \"a\" again; expected an Id of its own"),
                          HasSubstr("e.csv:2:1: member \"x\"; expected a member that the file declares"),
                          HasSubstr("e.csv:4:1: a row without Source or Target"),
                          HasSubstr("e.csv:5:1: weight \"0\"; expected a positive number"),
                          HasSubstr("e.csv:6:1: member \"y\"")));
  EXPECT_THAT(loaded.report.notes,
              ElementsAre(HasSubstr("The attribute \"note\" of connections was left out."),
                          HasSubstr("the direction of single connections was left out"),
                          HasSubstr("1 date was not understood and left out")));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 1|3");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "b"));
}

TEST(GephiTables, LabelsThatAreTheIdsNameNobody) {
  const LoadedNetwork loaded = read_in_all_ways(read_gephi_folder, {{"n.csv", "Id,Label\na,a\nb,b\n"}});
  EXPECT_FALSE(loaded.network.members.names.has_value());
  EXPECT_THAT(loaded.network.members.columns, IsEmpty());
}

// --- Neo4j ---

TEST(Neo4jTables, AreTheSameInBlocksOfAnySize) {
  for (std::uint64_t seed = 1; seed <= test::repeats(3U); ++seed) {
    RandomStream random(seed);
    Files files = {{"a.csv", ":ID(Person),name,age:int,score:float,:LABEL\n"},
                   {"b-header.csv", "name,:ID(Team),age:float,open:boolean\n"},
                   {"b-part1.csv", ""},
                   {"b-part2.csv", ""},
                   {"c.csv", ":START_ID(Person),:END_ID(Person),:TYPE,weight:double,note\n"},
                   {"d.csv", "since:date,:END_ID(Team),:START_ID(Person),value:int\n"}};
    const std::vector<std::string> ages = {"7", "+8", "", "old", "9"}, scores = {"1.50", "2", "x", ""};
    const std::vector<std::string> yes = {"true", "1", "no", "", "maybe"};
    for (int i = 0; i < 80; ++i) {
      files[0].second += row({random.below(12) == 0 ? "" : somebody(random), "Name " + std::to_string(i),
                              one_of(ages, random), one_of(scores, random), i > 40 ? "Late" : ""},
                             random);
      files[2 + random.below(2)].second +=
          row({"Team\n" + std::to_string(i % 9), somebody(random), one_of(ages, random), one_of(yes, random)},
              random);
    }
    for (int i = 0; i < 250; ++i) {
      const std::string weight = random.below(20) == 0 ? "0" : random.below(3) == 0 ? "" : "2.5";
      const std::string since =
          random.below(9) == 0 ? "day " + std::to_string(random.below(4)) : "2024-03-01";
      const std::string from = random.below(30) == 0 ? "" : somebody(random);
      files[4].second += row(
          {from, somebody(random), "KIND_" + std::to_string(random.below(3)), weight, i > 120 ? "new" : ""},
          random);
      files[5].second += row({since, somebody(random), from, weight}, random);
    }
    for (const bool add : {false, true}) {
      LoadOptions options;
      options.add_unknown = add;
      options.keep_arcs = true;
      const LoadedNetwork one = read_in_all_ways(read_neo4j_folder, files, options);
      EXPECT_EQ(one.report.added > 0, add);
      EXPECT_GT(one.report.refused, 10U);
      EXPECT_GT(one.report.refused_others, 30U);
      const std::vector<std::string> ids = ids_of(one.network);
      EXPECT_GT(std::ranges::count_if(ids, [](const auto& id) { return id.starts_with("Team:"); }), 5);
      EXPECT_EQ(column_of(one.network, "age").substr(0, 5), "real:");
      // Consent says more than yes or no, whatever its type is declared to be.
      EXPECT_EQ(column_of(one.network, "open").substr(0, 5), "text:");
    }
    EXPECT_EQ(read_in_all_ways(read_neo4j_folder, {files[4], files[5]}).report.added, 0U);
  }
}

TEST(Neo4jTables, RepeatedNodesAreRefusedAndTheirValuesNotLookedAt) {
  const LoadedNetwork loaded = read_in_all_ways(
      read_neo4j_folder, {{"n.csv",
                           ":ID,name,age:int\na,Anna,7\na,Again,old\n,Nobody,old\nb,Ben,young\n"
                           "b,Bo,9\nc,Cem,+08\n"}});
  EXPECT_THAT(loaded.report.reasons,
              ElementsAre(HasSubstr("n.csv:3:1: node \"a\" again; expected an id of its own"),
                          HasSubstr("n.csv:4:1: a node without id; expected an id of its own"),
                          HasSubstr("n.csv:5:7: age \"young\"; expected integer, as the header says"),
                          HasSubstr("n.csv:6:1: node \"b\" again")));
  EXPECT_EQ(column_of(loaded.network, "age"), "integer: 7||8");
  EXPECT_THAT(names_of(loaded.network), ElementsAre("Anna", "Ben", "Cem"));
}

TEST(Neo4jTables, IdsOfTwoSpacesAreTwoMembers) {
  // Everybody comes up in the tables of relationships, in both spaces at once.
  const LoadedNetwork loaded = read_in_all_ways(
      read_neo4j_folder, {{"r.csv",
                           ":START_ID(Person),:END_ID(Team),weight:double\n1,1,2.5\n2,1,0.5\n"
                           "2,3,4\n3,2,8\n"}});
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "Team:1", "2", "3", "Person:3", "Team:2"));
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"1", "Team:1", 2.5}, Connection{"2", "3", 4},
                          Connection{"2", "Team:1", 0.5}, Connection{"Person:3", "Team:2", 8}));
  EXPECT_EQ(loaded.report.loops, 0U);
}

TEST(Neo4jTables, ASpaceWithoutANameHasEverybody) {
  const LoadedNetwork loaded =
      read_in_all_ways(read_neo4j_folder, {{"n1.csv", ":ID(Person)\n1\n2\n"},
                                           {"n2.csv", ":ID\n2\n3\n3\n"},
                                           {"n3.csv", ":ID(Person)\n3\n1\n"},
                                           {"r.csv", ":START_ID,:END_ID(Person)\n1,2\n3,3\n"}});
  EXPECT_THAT(ids_of(loaded.network), ElementsAre("1", "2", "3", "Person:3"));
  EXPECT_THAT(connections_of(loaded.network),
              ElementsAre(Connection{"1", "2", 1}, Connection{"3", "Person:3", 1}));
  EXPECT_THAT(loaded.report.reasons, ElementsAre(HasSubstr("n2.csv:2:1: node \"2\" again"),
                                                 HasSubstr("n2.csv:4:1: node \"3\" again"),
                                                 HasSubstr("n3.csv:3:1: node \"1\" again")));
}

TEST(Neo4jTables, TheFirstErrorIsTheOneThatIsReported) {
  std::string rows, plain;
  for (int i = 0; i < 40; ++i) {
    rows += std::to_string(i) + ",\"a\nb\"\n";
    plain += std::to_string(i) + ",a\n";
  }
  const Files files = {{"n1.csv", ":ID,name\n" + rows + "x,\"never\n" + plain},
                       {"n2.csv", ":ID,name\n\"never,x\n" + plain}};
  for (const std::size_t block : block_sizes) {
    for (const unsigned threads : thread_counts) {
      try {
        read_files(read_neo4j_folder, files, {}, block, threads);
        FAIL() << setting(block, threads);
      } catch (const Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("n1.csv:82:3: a quoted field that never ends"))
            << setting(block, threads);
      }
    }
  }
}

}  // namespace
}  // namespace tertius::io
