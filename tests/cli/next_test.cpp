// Next lines: each is cut out of its answer and run by a shell, on networks whose folders, files and members
// have names that a shell would take apart, and has to read the same network as the run that proposed it.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "engine/core/text.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::dataset;

using test::Scratch;
using Words = std::vector<std::string>;

/// Words that mean something to a shell or to a reader of options.
const std::vector<std::string>& awkward_words() {
  static const std::vector<std::string> words{"-x",    "--by",  "O'Brien",     "say \"hi\"",  "$HOME",
                                              "`id`",  "$(id)", "back\\slash", "two  blanks", "Röbel",
                                              "*",     "~",     "a;b",         "(x)",         "!bang",
                                              "100%s", "a,b",   "line\nfeed",  "#5",          "esc\033[1m",
                                              "a&b",   "<in>",  "[a-z]",       "it's \"$x\"", "tab\tand\\033",
                                              "--",    "-",     "{a,b}"};
  return words;
}

/// A folder whose members bear awkward ids, and every other one an awkward name.
void write_awkward_folder(const Scratch& scratch, const std::string& folder) {
  const auto& words = awkward_words();
  const std::size_t n = words.size();
  std::string members = "id,name,discipline,home town\n", connections = "source,target\n";
  std::string affiliations = "member,group,kind\n";
  for (std::size_t v = 0; v < n; ++v) {
    members += csv_row({words[v], v % 2 == 0 ? "Name of " + words[(v + 1) % n] : "",
                        v % 3 == 0   ? "arts & \"crafts\""
                        : v % 3 == 1 ? "law"
                                     : "IT",
                        v % 2 == 0 ? "-North" : "South"});
    for (const std::size_t step : {1, 2, 5}) connections += csv_row({words[v], words[(v + step) % n]});
    affiliations += csv_row({words[v], fmt::format("table {}", v % 5), "table"});
  }
  scratch.file(folder + "/members.csv", members);
  scratch.file(folder + "/connections.csv", connections);
  scratch.file(folder + "/affiliations.csv", affiliations);
}

/// How a network is given, and a member of it.
struct Input {
  Words words;
  std::string member;
  bool for_its_member_alone = false;  ///< the same network once more: only for commands about a member
};

/// What follows the network, for each command; MEMBER stands for a member.
using Variants = std::vector<Words>;
const std::map<std::string, Variants>& commands_with_next_lines() {
  static const std::map<std::string, Variants> all{
      {"analyze", {{"-o", "answers"}, {"-o", "answers", "--openness", "1"}}},
      {"clusters", {{}, {"--resolution", "0.5", "--explain"}}},
      {"bubbles", {{}, {"--permutations", "10"}, {"--rows", "members"}}},
      {"bridges", {{}, {"--critical"}, {"--order", "constraint"}, {"--open", "2", "--across"}}},
      {"meet", {{"--", "MEMBER"}, {"--score", "jaccard", "--avoid", "left alone.csv", "--", "MEMBER"}}},
      {"introduce", {{}, {"--per-member", "1", "--avoid", "left alone.csv"}, {"--messages", "it's.txt"}}},
      {"whatif", {{"--without=MEMBER"}}},
      {"evaluate", {{"--rounds", "1", "--score", "jaccard", "blend", "--random"}}},
  };
  return all;
}
/// Commands that end without one, and why.
const std::map<std::string, std::string>& commands_without_next_lines() {
  static const std::map<std::string, std::string> all{
      {"info", "what was read, not what to do"},
      {"measure", "a table of figures"},
      {"path", "the last step of a way from meet"},
      {"convert", "writes a file"},
      {"report", "writes a file"},
      {"generate", "writes a network"},
      {"import", "goes on from the folder that it wrote: tests/cli/import_test.cpp"},
  };
  return all;
}

/// The proposed command, empty where there is none. It is one line, so that it can be pasted.
std::string next_line_of(const std::string& out) {
  const std::string mark = "\nNext: ";
  const std::size_t at = out.find(mark);
  if (at == std::string::npos) return "";
  EXPECT_EQ(out.find(mark, at + 1), std::string::npos) << "two of them in\n" << out;
  const std::size_t begin = at + mark.size();
  return out.substr(begin, out.find('\n', begin) - begin);
}

/// Runs the line as a shell does when it is pasted, in the folder of the test.
test::Run pasted(const Scratch& scratch, const std::string& line) {
  const auto folder = scratch.path();
  std::filesystem::create_directories(folder / "bin");
  if (!std::filesystem::exists(folder / "bin/tertius")) {
    std::filesystem::create_symlink(TERTIUS_BINARY, folder / "bin/tertius");
  }
  scratch.file("line.sh", line + "\n");
  const std::string shell =
      fmt::format("cd '{0}' && PATH=\"{0}/bin:$PATH\" sh line.sh >out 2>err", folder.string());
  const int status = std::system(shell.c_str());
  test::Run run;
  run.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  run.out = test::text_of(folder / "out");
  run.err = test::text_of(folder / "err");
  return run;
}

/// "300 members, 1013 connections ...": what was read, as it is said on standard error.
std::string what_was_read(const test::Run& run) {
  return run.err.substr(0, run.err.find('\n'));
}

class NextLines : public testing::Test {
 protected:
  NextLines() {
    write_awkward_folder(scratch, "it's a $HOME of \"friends\"");
    write_awkward_folder(scratch, "-folder");
    write_awkward_folder(scratch, "tables");
    scratch.file("left alone.csv", "a,b\n");
    std::string ring, directed;
    for (int v = 0; v < 24; ++v) {
      for (const int step : {1, 2, 5}) {
        ring += fmt::format("{} {}\n", v, (v + step) % 24);
        directed += fmt::format("{};{};{}\n", v, (v + step) % 24, step);
        if (step != 5) directed += fmt::format("{};{};1\n", (v + step) % 24, v);
      }
    }
    scratch.file("my edges.txt", ring);
    scratch.file("directed.txt", directed);
    std::filesystem::create_directory_symlink(dataset("lakeside"), scratch.path() / "lakeside");
  }

  std::vector<Input> inputs() const {
    std::vector<Input> all{
        {{"--members", "tables/members.csv", "--connections", "tables/connections.csv"}, "a,b"},
        {{"--connections=tables/connections.csv", "--affiliations", "tables/affiliations.csv", "--two-mode",
          "always", "--shared-weight", "count", "--largest-group", "5"},
         "$HOME"},
        {{"tables", "--two-mode", "always"}, "Röbel"},
        {{"./-folder", "--by", "home town"}, "O'Brien"},
        {{"my edges.txt", "--by", "cluster", "--input-format", "edgelist"}, "7"},
        {{"directed.txt", "--directed", "--ties", "mutual", "--merge", "maximum"}, "3"},
        {{"lakeside", "--by", "region", "--seed", "3"}, "Jana Feld"},
        {{"lakeside", "--by", "discipline,region"}, "m017"},
    };
    for (const std::string& word : awkward_words())
      all.push_back({{"it's a $HOME of \"friends\""}, word, word != awkward_words().front()});
    return all;
  }

  static Words run_words(const std::string& command, const Input& input, const Words& variant) {
    Words words{command};
    words.insert(words.end(), input.words.begin(), input.words.end());
    for (std::string word : variant) {
      if (const std::size_t at = word.find("MEMBER"); at != std::string::npos)
        word.replace(at, 6, input.member);
      words.push_back(word);
    }
    return words;
  }

  Scratch scratch;
};

TEST_F(NextLines, RunWhenPastedAndReadTheSameNetwork) {
  std::map<std::string, int> seen;
  std::size_t turn = 0;
  for (const Input& input : inputs()) {
    for (const auto& [command, variants] : commands_with_next_lines()) {
      const bool about_member = command == "meet" || command == "whatif";
      if (input.for_its_member_alone && !about_member) continue;
      for (const Words& variant : variants) {
        // One in seven, as there are 18 variants: each of them on another network.
        if (test::sanitized && ++turn % 7 != 0) continue;
        const Words words = run_words(command, input, variant);
        SCOPED_TRACE(fmt::format("{}", fmt::join(words, " ")));
        const test::Run first = test::tertius(words, {}, scratch.path());
        ASSERT_EQ(first.status, 0) << first.err;
        std::string line = next_line_of(first.out);
        // Whoever is cut off, or has a contact in everybody, has nobody to be introduced to; where nobody's
        // leaving cuts anybody off, there is nobody to leave.
        const bool critical = std::find(variant.begin(), variant.end(), "--critical") != variant.end();
        if (line.empty() && (command == "meet" || critical)) continue;
        EXPECT_FALSE(line.empty()) << "no proposal in\n" << first.out;
        for (int step = 0; step < test::repeats(4) && !line.empty(); ++step) {
          ++seen[command];
          const test::Run next = pasted(scratch, line);
          ASSERT_EQ(next.status, 0) << line << "\n" << next.err;
          ASSERT_EQ(what_was_read(next), what_was_read(first)) << line;
          line = next_line_of(next.out);
        }
      }
    }
  }
  for (const auto& [command, variants] : commands_with_next_lines()) EXPECT_GT(seen[command], 0) << command;
}

TEST_F(NextLines, EveryCommandIsKnownToTheseTests) {
  for (const Command* command : commands()) {
    const std::string name(command->name);
    EXPECT_EQ(commands_with_next_lines().count(name) + commands_without_next_lines().count(name), 1U)
        << "say in which of the two lists '" << name << "' belongs";
  }
  for (const Words& words :
       {Words{"info", "lakeside"}, Words{"measure", "lakeside"}, Words{"path", "lakeside", "m017", "m138"}}) {
    EXPECT_EQ(test::tertius(words, {}, scratch.path()).out.find("Next:"), std::string::npos) << words[0];
  }
}

TEST_F(NextLines, StandWithEveryAttributeOfTheirRun) {
  const auto proposed = [&](const Words& words) {
    const test::Run run = test::tertius(words, {}, scratch.path());
    EXPECT_EQ(run.status, 0) << run.err;
    return next_line_of(run.out);
  };
  EXPECT_EQ(proposed({"bridges", "lakeside", "--by", "region", "--top", "3", "--threads", "1"}),
            "tertius bridges lakeside --critical --by region");
  EXPECT_EQ(proposed({"clusters", "lakeside", "--by", "region", "--quiet"}),
            "tertius bridges lakeside --by cluster");
  EXPECT_EQ(proposed({"introduce", "lakeside", "--per-member", "1", "--history", "past.csv"}),
            "tertius introduce lakeside --messages letters.txt --per-member 1 --history past.csv");
  EXPECT_EQ(proposed({"introduce", "lakeside", "--messages", "a.txt", "--history", "b.csv"}), "");
  EXPECT_EQ(proposed({"evaluate", "my edges.txt", "--rounds", "1", "--chart", "c.svg"}), "");
}

/// One cluster, or one bubble, has nobody who links it with another.
TEST_F(NextLines, SpeakOfBridgesWhereThereIsMoreThanOneGroup) {
  std::string complete;
  for (int a = 0; a < 6; ++a)
    for (int b = 0; b < a; ++b) complete += fmt::format("{} {}\n", a, b);
  scratch.file("complete.txt", complete);
  const auto proposed = [&](const Words& words) {
    return next_line_of(test::tertius(words, {}, scratch.path()).out);
  };
  EXPECT_EQ(proposed({"clusters", "complete.txt"}), "tertius measure complete.txt core");
  EXPECT_EQ(proposed({"bubbles", "complete.txt"}), "");
}

TEST_F(NextLines, TellNoMoreThanTheirRun) {
  scratch.file("hub/members.csv", "id,open\na,yes\nb,no\nc,yes\nd,yes\ne,yes\nf,yes\ng,yes\n");
  scratch.file("hub/connections.csv", "source,target\nb,a\nb,c\na,c\nb,d\nd,e\nb,e\nf,b\ng,f\n");
  for (const Words& words :
       {Words{"bridges", "hub", "--critical"}, Words{"bridges", "hub", "--critical", "--share"},
        Words{"bridges", "hub", "--critical", "--reveal-opted-out"}, Words{"bubbles", "lakeside", "--share"},
        Words{"analyze", "lakeside", "-o", "answers", "--consent", "open"}}) {
    SCOPED_TRACE(fmt::format("{}", fmt::join(words, " ")));
    const test::Run first = test::tertius(words, {}, scratch.path());
    ASSERT_EQ(first.status, 0) << first.err;
    const std::string line = next_line_of(first.out);
    ASSERT_FALSE(line.empty()) << first.out;
    for (const char* option : {" --share", " --reveal-opted-out", " --consent open"}) {
      const bool given = fmt::format(" {}", fmt::join(words, " ")).find(option) != std::string::npos;
      EXPECT_EQ(line.find(option) != std::string::npos, given) << line;
    }
    const test::Run next = pasted(scratch, line);
    EXPECT_EQ(next.status, 0) << line << "\n" << next.err;
  }
}

TEST_F(NextLines, AreNotGivenForWhatCannotBeReadAgain) {
  std::string ring;
  for (int v = 0; v < 12; ++v) ring += fmt::format("{} {}\n{} {}\n", v, (v + 1) % 12, v, (v + 2) % 12);
  for (const Words& words : {Words{"bridges", "-"}, Words{"clusters", "/dev/stdin"}, Words{"meet", "-", "3"},
                             Words{"analyze", "-", "-o", "answers"}}) {
    const test::Run run = test::tertius(words, ring, scratch.path());
    EXPECT_EQ(run.status, 0) << run.err;
    EXPECT_EQ(run.out.find("Next:"), std::string::npos) << words[0] << "\n" << run.out;
  }
  scratch.file("ring.txt", ring);
  const test::Run avoiding =
      test::tertius({"meet", "ring.txt", "3", "--avoid", "/dev/stdin"}, "a,b\n1,2\n", scratch.path());
  EXPECT_EQ(avoiding.status, 0) << avoiding.err;
  EXPECT_EQ(avoiding.out.find("Next:"), std::string::npos) << "whom to leave alone would be forgotten:\n"
                                                           << avoiding.out;
}

}  // namespace
}  // namespace tertius::cli
