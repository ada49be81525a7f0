// Every bad input: a clear message, with its place, and the right code.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>

#include "tests/io/tables.hpp"

namespace tertius::io {
namespace {

using testing::HasSubstr;

TEST(BadInput, EmptyFiles) {
  Tables tables;
  tables.put("members.csv", "").put("connections.csv", "source,target\na,b\n");
  EXPECT_EQ(
      tables.failure(),
      std::pair(ErrorCode::bad_data, std::string("members.csv: is empty; expected a header line and rows")));
  tables.put("members.csv", three_members).put("connections.csv", " \n\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second, HasSubstr("connections.csv: is empty"));
  EXPECT_THAT(error_of(""), HasSubstr("is empty; expected a network"));
}

TEST(BadInput, HeaderOnly) {
  Tables tables;
  tables.put("members.csv", three_members).put("connections.csv", "source,target\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second, HasSubstr("holds 3 members and no connection between them"));
  tables.put("members.csv", "id,name\n");
  EXPECT_THAT(tables.failure().second, HasSubstr("holds no members"));
}

TEST(BadInput, OneMember) {
  Tables tables;
  tables.put("members.csv", "id\na\n").put("connections.csv", "source,target\na,a\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second, HasSubstr("holds one member; expected at least two"));
}

TEST(BadInput, MissingColumns) {
  Tables tables;
  tables.put("members.csv", "age,region\n41,Ost\n").put("connections.csv", "source,target\na,b\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second,
              HasSubstr("members.csv:1: columns age, region; expected a column id, name or e-mail"));
  tables.put("members.csv", three_members).put("connections.csv", "source,weight\na,1\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second,
              HasSubstr("connections.csv:1: columns source, weight; expected columns source and target"));
}

TEST(BadInput, NothingButRefusedRowsNamesTheReasons) {
  Tables tables;
  tables.put("members.csv", three_members).put("connections.csv", "source,target,weight\na,b,1e999\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second,
              HasSubstr("connections.csv:2:5: weight \"1e999\"; expected a positive number"));
}

TEST(BadInput, InvalidUtf8AndNulBytesWithTheirPlace) {
  Tables tables;
  tables.put("members.csv", "id,name\na,J\x81rg\n").put("connections.csv", "source,target\na,b\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second, HasSubstr("members.csv:2:4: byte 0x81, which is not UTF-8"));
  tables.put("members.csv", three_members)
      .put("connections.csv", std::string_view("source,target\na,\0b\n", 18));
  EXPECT_THAT(tables.failure().second, HasSubstr("connections.csv:2:3: a NUL byte"));
  EXPECT_THAT(error_of(std::string_view("1 2\n3 \0 4\n", 10)), HasSubstr(":2:3: a NUL byte"));
}

TEST(BadInput, QuotedFieldThatNeverEnds) {
  Tables tables;
  tables.put("members.csv", three_members).put("connections.csv", "source,target\na,b\n\"a,c\nb,c\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second, HasSubstr("connections.csv:3:1: a quoted field that never ends"));
}

TEST(BadInput, WhatIsNotThere) {
  Tables tables;
  EXPECT_EQ(tables.failure().first, ErrorCode::no_input);
  EXPECT_THAT(tables.failure().second, HasSubstr("holds no connections.csv; it holds nothing"));
  try {
    load_network(tables.folder.path("nowhere"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::no_input);
    EXPECT_THAT(error.what(), HasSubstr("nowhere: cannot be read: No such file or directory"));
  }
  const std::string file = tables.folder.put("file", "1 2\n");
  EXPECT_THROW(load_network(file + "/"), Error);
}

TEST(BadInput, FileWithoutReadPermission) {
  if (::geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const Folder folder;
  const std::string file = folder.put("secret", "1 2\n");
  ::chmod(file.c_str(), 0);
  try {
    load_network(file);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::no_input);
    EXPECT_THAT(error.what(), HasSubstr("Permission denied"));
  }
}

TEST(BadInput, MoreThanIsAllowed) {
  const Folder folder;
  const std::string file = folder.put("edges", "1 2\n2 3\n3 4\n");
  LoadOptions options;
  options.max_input = 5;
  EXPECT_THROW(load_network(file, options), Error);
  options.max_input = 1000;
  options.memory_limit = 100;
  try {
    load_network(file, options);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::memory);
    EXPECT_THAT(error.what(), HasSubstr("memory_limit"));
  }
}

TEST(BadInput, MostlyRefusedIsRefused) {
  const Folder folder;
  const auto connections = [&](int good, int bad) {
    std::string text = "source,target,weight\n";
    for (int i = 0; i < good; ++i) text += fmt::format("a{},a{},1\n", i, i + 1);
    for (int i = 0; i < bad; ++i) text += fmt::format("a{},a{},-1\n", i, i + 1);
    return folder.put("connections.csv", text);
  };
  EXPECT_EQ(load_network(connections(4, 4)).report.refused, 4U);
  try {
    load_network(connections(4, 5));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::bad_data);
    EXPECT_THAT(error.what(), HasSubstr("5 of 9 rows were refused"));
    EXPECT_THAT(error.what(), HasSubstr(":6:7: weight \"-1\"; expected a positive number"));
  }
  // Members are counted apart, so that many of them do not hide connections that are missing.
  Tables tables;
  tables.options = {};
  tables.put("members.csv", three_members).put("connections.csv", "source,target\na,b\nb,x\nc,y\n");
  EXPECT_THAT(tables.failure().second, HasSubstr("2 of 3 rows were refused"));
  // One node of a graph format that is refused is no half of them.
  EXPECT_EQ(load_network(folder.put("g.tgf", "1 a\n2 b\n3 c\n1 d\n#\n1 2\n2 3\n")).report.refused_others, 1U);
}

TEST(BadInput, AllRefusedRowsAreWrittenWhereAskedFor) {
  // Numbers, words, a table with kinds, members: each has a reader of its own.
  for (const std::string ids : {"", "n"}) {
    for (const std::string heading : {"source,target,weight\n", "source,target,weight,kind\n", ""}) {
      const Folder folder;
      std::string text = heading;
      for (int i = 0; i < 60; ++i) {
        text += fmt::format("{0}{1},{0}{2},{3}", ids, i, i + 1, i % 3 == 2 ? "-1" : "2");
        text += heading.ends_with("kind\n") ? ",x\n" : "\n";
      }
      LoadOptions options;
      options.refused = folder.path("refused.csv");
      const ImportReport report = load_network(folder.put("edges", text), options).report;
      EXPECT_EQ(report.refused, 20U);
      EXPECT_EQ(report.reasons.size(), 10U);
      const std::string written = folder.text("refused.csv");
      EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 21) << text << written;
      EXPECT_THAT(written, testing::StartsWith("file,line,column,found,expected\n"));
      const int line = 60 + (heading.empty() ? 0 : 1);
      EXPECT_THAT(written, HasSubstr(fmt::format("edges,{},", line))) << written;
      EXPECT_THAT(written, HasSubstr("\"weight \"\"-1\"\"\",a positive number"));
    }
  }
  const Folder folder;
  std::string text = "id,name\n";
  for (int i = 0; i < 40; ++i) text += fmt::format("{},x\n", i % 3 == 2 ? 0 : i);
  LoadOptions options;
  options.members_alone = true;
  options.refused = folder.path("refused.csv");
  EXPECT_EQ(load_network(folder.put("members.csv", text), options).report.refused_others, 13U);
  const std::string written = folder.text("refused.csv");
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 14);
}

TEST(BadInput, WhatIsWrittenOfRefusedRowsNamesNobodyWhoDidNotAgree) {
  Tables tables;
  tables.options.refused = tables.folder.path("refused.txt");
  tables.put("members.csv", "id,name,open\na,Ada,yes\nb,Ben,no\nc,Cem,yes\nb,Quorinda,no\n")
      .put("connections.csv", "source,target\na,b\nb,c\na,Bennet\n");
  tables.load();
  const std::string written = tables.folder.text("refused.txt");
  EXPECT_THAT(written, testing::Not(HasSubstr("Ben")));
  EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 3) << written;
}

}  // namespace
}  // namespace tertius::io
