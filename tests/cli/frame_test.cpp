// What every command has in common: help, exit statuses, streams, formats, whole output or none.
#include <algorithm>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::tertius;

TEST(Frame, WithoutACommandItListsThemAndFails) {
  const auto run = tertius({});
  EXPECT_EQ(run.status, 2);
  for (const auto* name : {"info", "clusters", "bubbles", "bridges", "meet", "path", "analyze"}) {
    EXPECT_NE(run.out.find(std::string("  ") + name + " "), std::string::npos) << name;
  }
}

TEST(Frame, EveryCommandExplainsItselfWithAnExample) {
  for (const auto* name : {"analyze", "bridges", "bubbles", "clusters", "convert", "evaluate", "generate",
                           "info", "meet", "path", "round", "whatif"}) {
    const auto run = tertius({name, "--help"});
    EXPECT_EQ(run.status, 0) << name;
    EXPECT_NE(run.out.find("Examples:\n  tertius " + std::string(name)), std::string::npos)
        << name << run.out;
    EXPECT_NE(run.out.find("--seed"), std::string::npos) << name;
    EXPECT_TRUE(run.err.empty()) << name << run.err;
  }
}

TEST(Frame, VersionIsOneLine) {
  const auto run = tertius({"--version"});
  EXPECT_EQ(run.status, 0);
  EXPECT_EQ(run.out, "tertius " TERTIUS_VERSION "\n");
}

TEST(Frame, AMistypedCommandNamesTheClosest) {
  const auto run = tertius({"brigdes", dataset("lakeside")});
  EXPECT_EQ(run.status, 2);
  EXPECT_NE(run.err.find("'bridges'"), std::string::npos) << run.err;
  EXPECT_TRUE(run.out.empty());
}

TEST(Frame, UsageErrorsExitWith2AndSayWhatWasExpected) {
  const std::string lakeside = dataset("lakeside");
  struct {
    std::vector<std::string> words;
    const char* says;
  } const cases[] = {
      {{"info"}, "which network?"},
      {{"info", lakeside, "--no-such-option"}, "--no-such-option"},
      {{"info", lakeside, "--format", "yaml"}, "expected table, json or csv"},
      {{"clusters", lakeside, "--threads", "many"}, "threads"},
      {{"clusters", lakeside, "--top", "0"}, "expected at least 1"},
      {{"bubbles", lakeside, "--by", "shoe size"}, "no such attribute"},
      {{"meet", lakeside, "Jana Fled"}, "Jana Feld"},
      {{"path", lakeside, "Jana Feld"}, "usage: tertius path"},
      {{"info", lakeside, "--ties", "some"}, "expected any or mutual"},
      {{"info", lakeside, "--memory-limit", "lots"}, "expected a size"},
  };
  for (const auto& c : cases) {
    const auto run = tertius(c.words);
    EXPECT_EQ(run.status, 2) << c.words[0] << " " << c.says << "\n" << run.err;
    EXPECT_NE(run.err.find(c.says), std::string::npos) << c.words[0] << ": " << run.err;
    EXPECT_TRUE(run.out.empty()) << run.out;
  }
}

TEST(Frame, TheAnswerAloneGoesToStandardOutput) {
  const auto quiet = tertius({"clusters", dataset("lakeside"), "--format", "csv", "--quiet"});
  EXPECT_EQ(quiet.status, 0);
  EXPECT_TRUE(quiet.err.empty()) << quiet.err;
  const auto loud = tertius({"clusters", dataset("lakeside"), "--format", "csv"});
  EXPECT_EQ(loud.out, quiet.out);
  EXPECT_FALSE(loud.err.empty());
}

TEST(Frame, ANetworkMayComeFromStandardInput) {
  const auto document = test::json_of({"info", "-", "--format", "json", "--quiet"}, "a b\nb c\nc a\n");
  EXPECT_EQ(document["result"]["members"].GetInt(), 3);
  EXPECT_EQ(document["result"]["connections"].GetInt(), 3);
}

TEST(Frame, TimingsAreOneLineOfJsonOnStandardError) {
  const auto run = tertius({"bridges", dataset("lakeside"), "--quiet", "--timings"});
  ASSERT_EQ(run.status, 0) << run.err;
  rapidjson::Document document;
  document.Parse(run.err.c_str());
  ASSERT_FALSE(document.HasParseError()) << run.err;
  EXPECT_TRUE(document["phases"]["read"].IsNumber());
  EXPECT_TRUE(document["phases"]["betweenness"].IsNumber());
  EXPECT_GT(document["peak_bytes"].GetUint64(), 1'000'000u);
}

TEST(Frame, OutputIsWrittenWholeOrNotAtAll) {
  const test::Scratch scratch;
  const std::string target = scratch.file("answer.csv", "before\n");
  const auto failed = tertius({"clusters", dataset("no such network"), "--output", target});
  EXPECT_EQ(failed.status, 66);
  EXPECT_EQ(test::text_of(target), "before\n");
  const auto well =
      tertius({"clusters", dataset("lakeside"), "--format", "csv", "--output", target, "--quiet"});
  EXPECT_EQ(well.status, 0) << well.err;
  EXPECT_TRUE(well.out.empty());
  EXPECT_EQ(test::text_of(target),
            tertius({"clusters", dataset("lakeside"), "--format", "csv", "--quiet"}).out);
  EXPECT_EQ(scratch.names(), std::vector<std::string>{"answer.csv"}) << "a temporary file was left behind";
}

TEST(Frame, AFolderThatCannotBeWrittenIsNamed) {
  const auto run = tertius({"info", dataset("lakeside"), "--output", "/no/such/folder/answer.txt"});
  EXPECT_EQ(run.status, 1);
  EXPECT_NE(run.err.find("/no/such/folder"), std::string::npos) << run.err;
}

TEST(Frame, SettingsHoldTheSeed) {
  const auto document = test::json_of({"clusters", dataset("lakeside"), "--seed", "7", "--format", "json"});
  EXPECT_EQ(document["settings"]["seed"].GetUint64(), 7u);
}

TEST(Frame, TablesFitTheirWidth) {
  for (const auto* name : {"info", "clusters", "bubbles", "bridges"}) {
    const auto run = tertius({name, dataset("lakeside"), "--quiet"});
    ASSERT_EQ(run.status, 0) << name << run.err;
    for (std::size_t at = 0; at < run.out.size();) {
      const std::size_t end = std::min(run.out.find('\n', at), run.out.size());
      // Bytes, not columns: an umlaut or a rule counts more than once, so that the limit is generous.
      EXPECT_LE(end - at, 140u) << name << ": " << run.out.substr(at, end - at);
      at = end + 1;
    }
  }
}

}  // namespace
}  // namespace tertius::cli
