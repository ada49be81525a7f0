// tertius generate: what it writes, where, and what it refuses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Generate, WritesTheCommittedNetworkByteForByte) {
  const Scratch scratch;
  const std::string folder = (scratch.path() / "lakeside").string();
  const auto run = tertius({"generate", "association", "--members", "300", "--disciplines", "12", "--seed",
                            "1", "--output", folder});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out, IsEmpty());
  EXPECT_THAT(run.err, HasSubstr("300 members and 1,013 connections"));
  for (const char* file : {"members.csv", "connections.csv", "affiliations.csv"}) {
    EXPECT_EQ(text_of(std::filesystem::path(folder) / file),
              text_of(std::filesystem::path(dataset("lakeside")) / file))
        << file;
  }
}

TEST(Generate, PutsTheGroupsBesideAFormatWithoutAttributes) {
  const Scratch scratch;
  for (const char* model : {"planted", "lfr"}) {
    const std::string path = (scratch.path() / model).string() + ".el";
    ASSERT_EQ(tertius({"generate", model, "--members", "5000", "--output", path}).status, 0);
    const std::string groups = text_of(path + ".groups.csv");
    EXPECT_EQ(std::count(groups.begin(), groups.end(), '\n'), 5001);
    EXPECT_THAT(groups, testing::StartsWith("id,group\n0,"));
  }
  const std::string folder = (scratch.path() / "folder").string();
  ASSERT_EQ(tertius({"generate", "planted", "--output", folder}).status, 0);
  EXPECT_THAT(text_of(folder + "/members.csv"), testing::StartsWith("id,group\n"));
  EXPECT_THAT(scratch.names(),
              ElementsAre("folder", "lfr.el", "lfr.el.groups.csv", "planted.el", "planted.el.groups.csv"));
}

TEST(Generate, IsTheSameForEveryNumberOfThreads) {
  const Scratch scratch;
  const std::vector<std::vector<std::string>> models{
      {"rmat", "--scale", "10"}, {"lfr"}, {"planted"}, {"ba"}, {"ws"}};
  for (const auto& model : models) {
    std::string first;
    for (const std::string threads : {"1", "2", "7"}) {
      if (sanitized && threads == "2") continue;
      std::vector<std::string> words{"generate"};
      words.insert(words.end(), model.begin(), model.end());
      const std::string path = (scratch.path() / (model[0] + threads)).string() + ".el";
      words.insert(words.end(), {"--seed", "9", "--threads", threads, "--output", path});
      ASSERT_EQ(tertius(words).status, 0);
      if (first.empty()) first = text_of(path);
      EXPECT_EQ(text_of(path), first) << model[0] << " on " << threads;
    }
    EXPECT_FALSE(first.empty());
  }
}

TEST(Generate, RefusesWhatMakesNoSenseAndWritesNothing) {
  const Scratch scratch;
  const std::string path = (scratch.path() / "out.el").string();
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong{
      {{"generate"}, "usage: tertius generate MODEL"},
      {{"generate", "nonsense", "--output", path}, "no model 'nonsense'"},
      {{"generate", "rmat"}, "--output"},
      {{"generate", "rmat", "--members", "5", "--output", path}, "--members has no meaning for rmat"},
      {{"generate", "rmat", "--scale", "99", "--output", path}, "found 99; expected 1 to 31"},
      {{"generate", "ws", "--members", "-3", "--output", path}, "--members -3: expected a whole number"},
      {{"generate", "ws", "--rewire", "much", "--output", path}, "--rewire much: expected a number"},
      {{"generate", "planted", "--degree", "nan", "--output", path}, "--degree nan: expected a number"},
      {{"generate", "rmat", "--output", path + ".unheard-of"}, "suffix"},
  };
  for (const auto& [words, message] : wrong) {
    const auto run = tertius(words);
    EXPECT_EQ(run.status, 2) << run.err;
    EXPECT_THAT(run.err, HasSubstr(message));
  }
  EXPECT_THAT(scratch.names(), IsEmpty());
}

}  // namespace
}  // namespace tertius::test
