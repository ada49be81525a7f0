// Every bad input: a clear message, with its place, and the right code.
#include <gmock/gmock.h>
#include <sys/stat.h>

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
  tables.put("members.csv", "name,region\nAda,Ost\n").put("connections.csv", "source,target\na,b\n");
  EXPECT_EQ(tables.failure(), std::pair(ErrorCode::bad_data,
                                        std::string("members.csv:1: columns name, region; expected a column "
                                                    "id, and any others (name, discipline, ...)")));
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
  tables.put("members.csv", "id,name\na,J\xFCrg\n").put("connections.csv", "source,target\na,b\n");
  EXPECT_EQ(tables.failure().first, ErrorCode::bad_data);
  EXPECT_THAT(tables.failure().second, HasSubstr("members.csv:2:4: byte 0xFC, which is not UTF-8"));
  tables.put("members.csv", three_members)
      .put("connections.csv", std::string_view("source,target\na,\0b\n", 18));
  EXPECT_THAT(tables.failure().second, HasSubstr("connections.csv:2:3: a NUL byte"));
  EXPECT_THAT(error_of(std::string_view("1 2\n3 \0 4\n", 10)), HasSubstr(":2:3: a NUL byte"));
  EXPECT_THAT(error_of("\xFF\xFE"
                       "1 2\n"),
              HasSubstr("UTF-16"));
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

}  // namespace
}  // namespace tertius::io
