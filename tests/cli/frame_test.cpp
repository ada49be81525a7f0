// What every command has in common: help, exit statuses, streams, formats, whole output or none.
#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "cli/common_options.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::tertius;

TEST(Frame, WithoutACommandItListsThemAndFails) {
  const auto run = tertius({});
  EXPECT_EQ(run.status, 2);
  EXPECT_EQ(run.out, tertius({"--help"}).out);
  EXPECT_EQ(run.out, tertius({"help"}).out);
}

TEST(Frame, ListsEveryCommandUnderItsHeadingEverydayOnesFirst) {
  const std::string everyday = tertius({"help"}).out, all = tertius({"help", "--all"}).out;
  EXPECT_EQ(all, tertius({"--help", "--all"}).out);
  std::size_t before = 0;
  for (const Command* command : commands()) {
    const std::string line = fmt::format("\n  {:<10} {}\n", command->name, command->question);
    EXPECT_GT(all.find(line), before) << line;
    before = all.find(line);
    EXPECT_NE(before, std::string::npos) << line;
    EXPECT_EQ(everyday.find(line) != std::string::npos, command->group < Group::files) << line;
    EXPECT_TRUE(command->question.ends_with('?')) << line;
    EXPECT_LE(line.size(), 100u) << line;
  }
}

TEST(Frame, EveryCommandExplainsItselfWithTwoExamplesAndFiveOptions) {
  for (const Command* command : commands()) {
    const std::string name(command->name);
    SCOPED_TRACE(name);
    const auto run = tertius({name, "--help"});
    EXPECT_EQ(run.status, 0);
    EXPECT_TRUE(run.err.empty()) << run.err;
    EXPECT_EQ(run.out, tertius({"help", name}).out);
    EXPECT_TRUE(run.out.starts_with(fmt::format("{}\n\nUsage: tertius {} ", command->question, name)))
        << run.out;
    EXPECT_NE(run.out.find("\nExamples:\n  tertius " + name), std::string::npos) << run.out;
    EXPECT_GE(command->examples.size(), 2u);
    for (const Example& example : command->examples)
      EXPECT_TRUE(example.command.starts_with(name + " ")) << example.command;
    EXPECT_EQ(command->common.size(), 5u);
    const std::string all = tertius({name, "--help", "--all"}).out;
    EXPECT_EQ(all, tertius({"help", name, "--all"}).out);
    const Options options = options_of(*command);
    for (const Option& option : options.all()) {
      const bool common = std::count(command->common.begin(), command->common.end(), option.name) > 0;
      const auto shown = [&](const std::string& text) {
        return std::regex_search(text, std::regex(fmt::format("\n  (-., )?--{}[ \n]", option.name)));
      };
      EXPECT_EQ(shown(run.out), common) << option.name;
      EXPECT_TRUE(shown(all)) << option.name;
    }
    for (const std::string* text : {&run.out, &all})
      for (std::size_t at = 0; at < text->size(); at = text->find('\n', at) + 1)
        EXPECT_LE(text->find('\n', at) - at, 100u) << text->substr(at, text->find('\n', at) - at);
  }
}

TEST(Frame, DeclaresEveryOptionOnce) {
  for (const Command* command : commands()) {
    const Options options = options_of(*command);
    for (const Option& option : options.all()) {
      SCOPED_TRACE(fmt::format("{} --{}", command->name, option.name));
      EXPECT_EQ(options.find(option.name), &option) << "declared twice";
      EXPECT_FALSE(option.help.empty() || option.help.ends_with('.'));
      if (!option.initial.empty()) {
        EXPECT_NO_THROW(option.read({option.initial}));
      }
      for (const auto& [name, help] : option.choices) EXPECT_NO_THROW(option.read({std::string(name)}));
      if (option.placeholder.empty()) continue;
      try {
        option.read({"no such value"});
        EXPECT_EQ(option.expected, "") << "takes anything";
      } catch (const Error& error) {
        EXPECT_EQ(std::string(error.what()),
                  fmt::format("--{} no such value: expected {}", option.name, option.expected));
      }
    }
  }
}

TEST(Frame, AFormerNameStillWorksAndSaysSo) {
  const auto now = tertius({"introduce", dataset("lakeside"), "--format", "csv", "-q"});
  const auto before = tertius({"round", dataset("lakeside"), "--format", "csv", "-q"});
  EXPECT_EQ(before.status, 0) << before.err;
  EXPECT_EQ(before.out, now.out);
  EXPECT_EQ(before.err, "");
  const auto loud = tertius({"round", dataset("lakeside"), "--format", "csv"});
  EXPECT_EQ(loud.err.find("`round` is called `introduce` now"), 0u) << loud.err;
  EXPECT_EQ(tertius({"help", "--all"}).out.find("round "), std::string::npos);
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
      {{"info", lakeside, "--format", "yaml"}, "expected table, json, csv or xlsx"},
      {{"clusters", lakeside, "--threads", "many"}, "threads"},
      {{"clusters", lakeside, "--top", "0"}, "expected a whole number of at least 1"},
      {{"bubbles", lakeside, "--by", "shoe size"}, "no such attribute"},
      {{"meet", lakeside, "Jana Fled"}, "Jana Feld"},
      {{"path", lakeside, "Jana Feld"}, "usage: tertius path"},
      {{"info", lakeside, "--ties", "some"}, "expected any or mutual"},
      {{"info", lakeside, "--memory-limit", "lots"}, "expected a size"},
      {{"info", "no such network", "--threads", "2000"}, "expected a whole number from 0 to 1024"},
      {{"info", lakeside, "--input-format", "word"}, "expected xlsx, ods, graphml, gexf, "},
      {{"info", lakeside, "--directed", "--directed"}, "given twice"},
      {{"meet", "no such network", "a", "--openess", "1"}, "did you mean --openness?"},
      {{"meet", "no such network", "a", "--openness", "2"}, "--openness 2: expected a number from 0 to 1"},
      {{"bridges", "no such network", "--epsilon", "1"}, "expected a number between 0 and 1"},
      {{"bridges", "no such network", "--order", "size"}, "bridging-centrality or critical"},
      {{"evaluate", "no such network", "--score", "katz", "luck"},
       "--score luck: expected common-neighbours"},
      {{"convert", "no such network", "out.gml", "--output-format", "word"}, "expected "},
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

TEST(Frame, RowsMayBeAWorkbookWhichIsReadAsTheCsvIs) {
  const test::Scratch scratch;
  std::vector<std::string> answers;
  for (const char* format : {"csv", "xlsx"}) {
    const std::string before = (scratch.path() / (std::string("before.") + format)).string();
    ASSERT_EQ(tertius({"clusters", dataset("lakeside"), "--format", format, "-q", "-o", before}).status, 0);
    EXPECT_EQ(test::text_of(before).starts_with("PK"), std::string(format) == "xlsx");
    const auto now = tertius({"clusters", dataset("lakeside"), "--resolution", "2", "-q", "--format", "csv",
                              "--previous", before});
    EXPECT_EQ(now.status, 0) << now.err;
    answers.push_back(now.out);
  }
  EXPECT_EQ(answers[0], answers[1]);
  // Rows that are written as they come.
  const std::string all = (scratch.path() / "all.xlsx").string();
  ASSERT_EQ(tertius({"meet", dataset("lakeside"), "--all", "--format", "xlsx", "-q", "-o", all}).status, 0);
  const auto avoided = tertius({"introduce", dataset("lakeside"), "-q", "--history", all});
  EXPECT_EQ(avoided.status, 2);
  EXPECT_NE(avoided.err.find("is a workbook, into which nothing is written"), std::string::npos)
      << avoided.err;
}

TEST(Frame, ANameThatIsAFormulaIsATextInAnswersAndStaysInData) {
  const test::Scratch scratch;
  scratch.file("net/members.csv", "id,name,note\n@a,=1+1,-1.5\nb,Bo,+49 30\n-5,Cy,x\n");
  scratch.file("net/connections.csv", "source,target\n@a,b\nb,-5\n");
  const std::string network = (scratch.path() / "net").string();
  const auto rows = tertius({"clusters", network, "--format", "csv", "-q"});
  EXPECT_NE(rows.out.find("\n'@a,'=1+1,"), std::string::npos) << rows.out;
  EXPECT_NE(rows.out.find("\n-5,Cy,"), std::string::npos) << rows.out;
  const std::string before = scratch.file("before.csv", rows.out);
  const auto again = tertius({"clusters", network, "-q", "--previous", before});
  EXPECT_NE(again.out.find("3 members stayed in theirs"), std::string::npos) << again.out << again.err;
  const std::string copy = (scratch.path() / "copy").string();
  ASSERT_EQ(tertius({"convert", network, copy, "-q"}).status, 0);
  EXPECT_EQ(test::text_of(copy + "/members.csv"), test::text_of(network + "/members.csv"));
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

// Of every option that takes a number, from its declaration.
TEST(Frame, NumbersAreWhatTheyMayBe) {
  for (const Command* command : commands()) {
    const Options options = options_of(*command);
    for (const Option& option : options.all()) {
      SCOPED_TRACE(fmt::format("{} --{}", command->name, option.name));
      const bool whole = option.expected.starts_with("a whole number");
      if (!whole && !option.expected.starts_with("a number")) continue;
      for (const char* word : {"nan", "inf", "1e999", "0x10", "", " 1", "1 ", "1,5", "--1"})
        EXPECT_THROW(option.read({word}), Error) << word;
      if (!whole) continue;
      for (const char* word : {"-1", "+1", "1.5", "4294967296000000000000", "18446744073709551616"})
        EXPECT_THROW(option.read({word}), Error) << word;
    }
  }
  EXPECT_EQ(tertius({"clusters", dataset("lakeside"), "--runs", "-1"}).status, 2);
  EXPECT_EQ(tertius({"bridges", dataset("lakeside"), "--open=-1"}).status, 2);
  for (const char* word : {"-1", "nan"})
    EXPECT_EQ(
        tertius({"generate", "planted", word[0] == 'n' ? "--mixing" : "--members", word, "-o", "/nowhere/x"})
            .status,
        2)
        << word;
}

TEST(Frame, SettingsAreWhatWasTyped) {
  const std::string largest = "18446744073709551615";
  const auto run = tertius({"info", dataset("lakeside"), "--seed", largest, "--format", "json", "-q"});
  EXPECT_NE(run.out.find("\"seed\": " + largest), std::string::npos) << run.out;
  const auto latin =
      tertius({"meet", dataset("lakeside"), "m017", "--goal", "caf\xe9", "--format", "json", "-q"});
  EXPECT_EQ(latin.status, 0) << latin.err;
  EXPECT_NE(latin.out.find("\"goal\": \"caf\xef\xbf\xbd\""), std::string::npos) << latin.out;
  EXPECT_EQ(find_invalid_utf8(latin.out), std::string::npos);
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
