// The JSON of every command against its JSON Schema under docs/schema, on a network with everything and on
// one with hardly anything; and the same bytes for every number of threads.
#include "tests/cli/schema.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <filesystem>
#include <set>
#include <string_view>

#include "cli/command.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::dataset;

struct Report {
  const char* name;
  std::vector<std::string> words;
};

/// What each command answers with; NET stands for the network.
const std::vector<Report>& reports() {
  static const std::vector<Report> all{
      {"info", {"info", "NET"}},
      {"clusters", {"clusters", "NET"}},
      {"clusters", {"clusters", "NET", "--compare", "discipline"}},
      {"bubbles", {"bubbles", "NET"}},
      {"bubbles", {"bubbles", "NET", "--by", "cluster"}},
      {"bridges", {"bridges", "NET"}},
      {"bridges", {"bridges", "NET", "--open", "2"}},
      {"bridges", {"bridges", "NET", "--epsilon", "0.05"}},
      {"whatif", {"whatif", "NET", "--without", "FIRST"}},
      {"measure", {"measure", "NET"}},
      {"measure", {"measure", "NET", "pagerank", "--from", "FIRST"}},
      {"meet", {"meet", "NET", "FIRST"}},
      {"path", {"path", "NET", "FIRST", "LAST"}},
      {"round", {"introduce", "NET"}},
      {"evaluate", {"evaluate", "NET"}},
  };
  return all;
}

std::vector<std::string> on(const Report& report, const std::string& network, const std::string& first,
                            const std::string& last) {
  std::vector<std::string> words = report.words;
  for (std::string& word : words) {
    if (word == "NET") word = network;
    if (word == "FIRST") word = first;
    if (word == "LAST") word = last;
  }
  if (test::sanitized && words[0] == "evaluate") words.insert(words.end(), {"--rounds", "1"});
  words.insert(words.end(), {"--format", "json", "--quiet"});
  return words;
}

TEST(Schema, HoldsForARichNetwork) {
  for (const Report& report : reports()) {
    const auto run = test::tertius(on(report, dataset("lakeside"), "Jana Feld", "m042"));
    EXPECT_EQ(run.status, 0) << report.name << ": " << run.err;
    if (run.status == 0) test::expect_valid(report.name, run.out);
  }
}

TEST(Schema, HoldsForAPoorNetwork) {
  const test::Scratch scratch;
  std::string rows = "x y\n";  // a ring with chords, and two people apart: no names, no attributes
  for (int v = 0; v < 20; ++v) {
    for (const int step : {1, 2, 5}) rows += fmt::format("{} {}\n", v, (v + step) % 20);
  }
  const std::string path = scratch.file("edges.txt", rows);
  for (const Report& report : reports()) {
    if (report.words.size() > 3 && report.words[2] == "--compare") continue;
    const auto run = test::tertius(on(report, path, "0", "9"));
    EXPECT_EQ(run.status, 0) << report.name << ": " << run.err;
    if (run.status == 0) test::expect_valid(report.name, run.out);
  }
}

// Fails where an error is told as a sentence although JSON was asked for, or loses its key or its place.
TEST(Schema, HoldsForErrors) {
  const test::Scratch scratch;
  const std::string table = scratch.file("t.csv", "source,target\n\"a,b\n");
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"info", table, "-q", "--format", "json"},
        {"info", scratch.path() / "none.csv", "-q", "--format=json"},
        {"bridges", dataset("karate"), "--by", "height", "-q", "--format", "json"}}) {
    const auto run = test::tertius(words);
    EXPECT_NE(run.status, 0);
    EXPECT_EQ(run.out, "");
    test::expect_valid("error", run.err);
    EXPECT_THAT(run.err, testing::HasSubstr(fmt::format("\"status\":{}", run.status)));
  }
  EXPECT_THAT(test::tertius({"info", table, "-q", "--format", "json"}).err,
              testing::AllOf(testing::HasSubstr("\"key\":\"syntax\""), testing::HasSubstr("\"line\":2")));
  EXPECT_THAT(test::tertius({"info", scratch.path() / "none.csv", "-q"}).err,
              testing::EndsWith("No such file or directory [input-unreadable]\n"));
}

TEST(Columns, AreSaidOnceEachAndStandInASchema) {
  std::string schemas;
  for (const auto& entry : std::filesystem::directory_iterator(TERTIUS_SOURCE "/docs/schema"))
    schemas += test::text_of(entry.path().string());
  for (const Command* command : commands()) {
    if (command->columns == nullptr) continue;
    for (const report::FieldList& list : command->columns()) {
      const std::string rows = fmt::format("{}.{}", command->name, list.rows);
      EXPECT_NE(schemas.find(fmt::format("\"columns\": \"{}\"", rows)), std::string::npos) << rows;
      std::set<std::string> keys, names;
      for (const report::FieldInfo& field : list.fields) {
        EXPECT_TRUE(field.meaning.ends_with(".")) << rows << " does not say what " << field.key << " means";
        const std::string path = fmt::format("{}.{}", field.within, field.key);
        EXPECT_TRUE(!field.json || keys.insert(path).second) << rows << ": " << path;
        EXPECT_TRUE(!field.csv || names.emplace(field.csv_name()).second) << rows << ": " << path;
      }
    }
  }
}

TEST(Columns, AreListedWithoutANetwork) {
  const auto list = test::tertius({"bridges", "--columns"});
  EXPECT_EQ(list.status, 0) << list.err;
  EXPECT_THAT(list.out,
              testing::HasSubstr("liaison (number or nothing, standard deviations; in CSV liaison_z): "));
  const auto schema = test::tertius({"bridges", "--columns", "--format", "json"});
  EXPECT_THAT(schema.out, testing::HasSubstr("\"additionalProperties\": false"));
}

TEST(Threads, ChangeNothingAtAll) {
  for (const Report& report : reports()) {
    const bool small = test::sanitized && report.words[0] == "evaluate";
    auto words = on(report, dataset(small ? "karate" : "lakeside"), "Jana Feld", "m042");
    words.insert(words.end(), {"--threads", "1"});
    const std::string one = test::tertius(words).out;
    EXPECT_FALSE(one.empty()) << report.name;
    for (const char* threads : {"2", "7"}) {
      if (test::sanitized && threads == std::string_view("2")) continue;
      words.back() = threads;
      EXPECT_EQ(test::tertius(words).out, one) << report.name << " with " << threads << " threads";
    }
  }
}

}  // namespace
}  // namespace tertius::cli
