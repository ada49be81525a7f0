// tertius import as a person meets it who keeps a spreadsheet: what it says, what it refuses, and that it leaves
// nothing half.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cctype>
#include <filesystem>
#include <map>
#include <sstream>

#include "tests/cli/program.hpp"
#include "tests/cli/schema.hpp"
#include "tests/io/workbooks.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::Scratch;
using test::tertius;
using testing::HasSubstr;
using testing::Not;

std::string march() {
  return dataset("verein/maerz.xlsx");
}
std::string april() {
  return dataset("verein/april.xlsx");
}

/// In one line, and numbers as #: an answer is wrapped, and counts what the example of a document does not.
std::string plain(std::string_view text) {
  std::string all;
  for (const char c : text) {
    const bool digit = std::isdigit(static_cast<unsigned char>(c)) != 0;
    const bool blank = std::isspace(static_cast<unsigned char>(c)) != 0;
    const char next = digit ? '#' : blank ? ' ' : c;
    if (!all.empty() && all.back() == next && (digit || blank)) continue;
    all += next;
  }
  return all;
}

std::string all_of(const std::string& folder) {
  std::string all;
  for (const char* name : {"members.csv", "connections.csv", "affiliations.csv", "next_id", "names.csv"})
    all += test::text_of(std::filesystem::path(folder) / name) + "\n--\n";
  return all;
}

TEST(Import, KeepsIdsConsentAndDecisionsFromMonthToMonth) {
  const Scratch scratch;
  const std::string net = (scratch.path() / "verein").string();
  const auto first = tertius({"import", march(), "-o", net});
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(first.err, "") << "the answer says it all";
  EXPECT_THAT(first.out,
              HasSubstr("Wrote 12 members and 3 connections, and 6 places in groups or meetings to"));
  EXPECT_THAT(test::text_of(net + "/members.csv"), HasSubstr("\nm11,Kira Wolf,"));
  EXPECT_THAT(test::text_of(net + "/members.csv"), HasSubstr("\nm5,Emil Voss,"));
  scratch.file("verein/names.csv", "found,suggestion,score,decision\nAda,m1,0.9,yes\n");
  const auto second = tertius({"import", april(), "-o", net, "--update"});
  ASSERT_EQ(second.status, 0) << second.err;
  const std::string members = test::text_of(net + "/members.csv");
  EXPECT_THAT(members, HasSubstr("\nm11,Kira Sommer,")) << "she has married, and her address is the same";
  EXPECT_THAT(members, HasSubstr("\nm12,Lars Engel,")) << "he is not in the list any more";
  EXPECT_THAT(members, HasSubstr("m13,Mila Sommer,"));
  EXPECT_THAT(members, testing::ContainsRegex("\nm5,Emil Voss,[^\n]*,nein\n")) << "nobody asked him again";
  EXPECT_THAT(members, testing::ContainsRegex("\nm9,Ines Roth,[^\n]*,ja\n"));
  EXPECT_THAT(second.out, HasSubstr("1 member is new: Mila Sommer."));
  EXPECT_THAT(second.out, HasSubstr("1 member is not in the source and stays: Lars Engel."));
  EXPECT_THAT(plain(second.out), HasSubstr("says yes of that member: Ines Roth."));
  EXPECT_THAT(second.out, HasSubstr("Your decisions in names.csv were left as they are."));
  const std::string after = all_of(net);
  EXPECT_THAT(after, HasSubstr("Ada,m1,0.9,yes"));
  ASSERT_EQ(tertius({"import", april(), "-o", net, "--update"}).status, 0);
  EXPECT_EQ(all_of(net), after) << "the same source twice";
}

TEST(Import, OverwritesNoNetwork) {
  const Scratch scratch;
  const std::string net = (scratch.path() / "verein").string();
  ASSERT_EQ(tertius({"import", march(), "-o", net}).status, 0);
  const std::string before = all_of(net);
  const auto again = tertius({"import", april(), "-o", net});
  EXPECT_EQ(again.status, 2);
  EXPECT_THAT(again.err,
              HasSubstr("holds a network, which would be overwritten; --update reads the source into it"));
  EXPECT_EQ(all_of(net), before);
  // A compressed table is a network as well.
  scratch.file("packed/members.csv.gz", "not read");
  EXPECT_EQ(tertius({"import", april(), "-o", (scratch.path() / "packed").string()}).status, 2);
}

TEST(Import, WritesAllOrNothing) {
  const Scratch scratch;
  const std::string net = (scratch.path() / "new").string();
  const std::string bad = scratch.file("letter.txt", "Dear Ada,\n\nthank you for your letter.\n");
  EXPECT_EQ(tertius({"import", bad, "-o", net}).status, 65);
  EXPECT_EQ(tertius({"import", (scratch.path() / "none.xlsx").string(), "-o", net}).status, 66);
  EXPECT_FALSE(std::filesystem::exists(net));
  const auto none = tertius({"import", march(), "-o", net, "--update"});
  EXPECT_EQ(none.status, 66);
  EXPECT_THAT(none.err, HasSubstr("holds no network to be updated"));
  EXPECT_FALSE(std::filesystem::exists(net));
  ASSERT_EQ(tertius({"import", march(), "-o", net}).status, 0);
  const std::string before = all_of(net);
  EXPECT_EQ(tertius({"import", bad, "-o", net, "--update"}).status, 65);
  scratch.file("new/next_id", "many\n");
  const auto damaged = tertius({"import", april(), "-o", net, "--update"});
  EXPECT_EQ(damaged.status, 65);
  EXPECT_THAT(damaged.err, HasSubstr("next_id:1:1: found \"many\"; expected the number"));
  scratch.file("new/next_id", "13\n");
  EXPECT_EQ(all_of(net), before);
}

TEST(Import, IsForItsOwnerAlone) {
  const Scratch scratch;
  const std::string net = (scratch.path() / "verein").string();
  ASSERT_EQ(tertius({"import", march(), "-o", net}).status, 0);
  for (const char* name : {"members.csv", "connections.csv", "affiliations.csv"}) {
    const auto mode = std::filesystem::status(std::filesystem::path(net) / name).permissions();
    EXPECT_EQ(mode & std::filesystem::perms(0077), std::filesystem::perms::none) << name;
  }
}

TEST(Import, AnswersAsJson) {
  const Scratch scratch;
  const std::string net = (scratch.path() / "verein").string();
  for (const auto& words :
       {std::vector<std::string>{"import", march(), "-o", net, "--format", "json"},
        std::vector<std::string>{"import", april(), "-o", net, "--update", "--format", "json"}}) {
    const auto run = tertius(words);
    ASSERT_EQ(run.status, 0) << run.err;
    test::expect_valid("import", run.out);
  }
  const auto document = test::json_of({"import", april(), "-o", net, "--update", "--format", "json"});
  const auto& result = document["result"];
  EXPECT_TRUE(result["updated"].GetBool());
  EXPECT_EQ(result["members"].GetInt(), 13);
  ASSERT_EQ(result["stayed"].Size(), 1U);
  EXPECT_STREQ(result["stayed"][0].GetString(), "m12");
}

TEST(Import, RefusesWhatItDoesNotDo) {
  const struct {
    std::vector<std::string> words;
    const char* says;
  } cases[] = {
      {{"import", "NET"}, "import needs a folder for the network: -o NETWORK"},
      {{"import", "NET", "-o", "-"}, "-o NETWORK"},
      {{"import", "NET", "other.csv", "-o", "out"},
       "reads one source at a time, and 'other.csv' is a second one"},
      {{"import", "NET", "-o", "out", "--format", "csv"}, "as a table or as json"},
      {{"import", "NET", "-o", "C:\\Users\\ada\\club"}, "which is called /mnt/c/Users/ada/club here"},
  };
  for (const auto& one : cases) {
    const auto run = tertius(one.words);
    EXPECT_EQ(run.status, 2) << one.says;
    EXPECT_THAT(run.err, HasSubstr(one.says));
  }
}

TEST(Import, SaysWhatIsMissingFirst) {
  const Scratch scratch;
  scratch.file("list/members.csv", "id,name\n1,Ada\n2,Bo\n3,Cy\n");
  scratch.file("list/connections.csv", "source,target\n1,2\n2,3\n1,9\n");
  const auto run =
      tertius({"import", (scratch.path() / "list").string(), "-o", (scratch.path() / "net").string()});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_THAT(run.out,
              testing::StartsWith("1 row of 6 was refused and is missing here (--refused FILE lists all"));
  EXPECT_THAT(run.out, HasSubstr("connections.csv:4:3: "));
}

TEST(Import, APathOfWindowsIsTranslated) {
  const struct {
    const char *path, *says;
  } cases[] = {
      {"C:\\Users\\Ada Kern\\book.xlsx", "which is called /mnt/c/Users/Ada Kern/book.xlsx here"},
      {"d:/club/book.xlsx", "which is called /mnt/d/club/book.xlsx here"},
      {"club\\book.xlsx", "which is called club/book.xlsx here"},
      {"\\\\wsl.localhost\\Debian\\home\\ada\\book.xlsx", "which is called /home/ada/book.xlsx here"},
      {"C:UsersAdabook.xlsx", "C:\\Users\\... is called /mnt/c/Users/... here"},
  };
  for (const auto& one : cases) {
    for (const char* command : {"info", "import"}) {
      std::vector<std::string> words{command, one.path};
      if (std::string(command) == "import") words.insert(words.end(), {"-o", "never"});
      const auto run = tertius(words);
      EXPECT_EQ(run.status, 66) << one.path;
      EXPECT_THAT(run.err, HasSubstr(one.says));
    }
  }
  EXPECT_THAT(tertius({"info", "none/book.xlsx"}).err, Not(HasSubstr("Windows")));
}

TEST(Import, LineEndsOfWindowsChangeNothing) {
  const Scratch scratch;
  const std::string rows = "id;name;offen\n1;Ada Kern;ja\n2;Bo Lind;nein\n";
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : rows) windows += c == '\n' ? std::string("\r\n") : std::string(1, c);
  std::vector<std::string> members;
  for (const std::string& text : {rows, windows}) {
    const std::string net = (scratch.path() / fmt::format("net{}", members.size())).string();
    const auto run = tertius({"import", scratch.file("Mitglieder.csv", text), "-o", net});
    ASSERT_EQ(run.status, 0) << run.err;
    members.push_back(test::text_of(net + "/members.csv"));
  }
  EXPECT_EQ(members[0], members[1]);
  EXPECT_EQ(members[0].find('\r'), std::string::npos);
}

TEST(Import, TheNextLineRuns) {
  const Scratch scratch;
  const std::string net = (scratch.path() / "it's mine").string();
  const auto run = tertius({"import", march(), "-o", net});
  ASSERT_EQ(run.status, 0) << run.err;
  const std::size_t at = run.out.find("\nNext: tertius ");
  ASSERT_NE(at, std::string::npos);
  const std::string shell =
      fmt::format("cd '{}' && '{}' {} >/dev/null 2>&1", scratch.path().string(), TERTIUS_BINARY,
                  run.out.substr(at + 15, run.out.find('\n', at + 1) - at - 15));
  EXPECT_EQ(std::system(shell.c_str()), 0) << shell;
}

using Sheets = std::vector<std::pair<std::string, std::vector<std::vector<std::string>>>>;

std::string book(const Scratch& scratch, const Sheets& sheets) {
  std::vector<io::XlsxSheet> all;
  for (const auto& [name, rows] : sheets) all.push_back({.name = name, .rows = io::xlsx_rows(rows)});
  return scratch.file("club.xlsx", io::xlsx_of(all));
}

/// Everything that is said where the workbook is not as it should be.
std::string all_messages() {
  const Scratch scratch;
  std::string all;
  int number = 0;
  const auto say = [&](const std::string& source, std::vector<std::string> more = {}) {
    std::vector<std::string> words{"import", source, "-o"};
    words.push_back(more.empty() ? (scratch.path() / std::to_string(number++)).string() : more[0]);
    if (more.size() > 1) words.push_back(more[1]);
    const auto run = tertius(words);
    all += run.out + "\n" + run.err + "\n";
  };
  say(dataset("club/march.xlsx"));
  say(march());
  const std::vector<std::string> headings{"Name", "Profession"};
  const std::vector<std::string> ada{"Ada Kern", "film"}, bo{"Bo Lind", "law"}, cy{"Cy Roth", "IT"};
  for (const char* person : {"Mila Summer", "Mila Somer"}) {
    say(book(scratch,
             {{"Members", {headings, ada, bo, cy}},
              {"Paid", {{"Name"}, {"Ada Kern"}, {"Bo Lind"}}},
              {"Introductions", {{"Person A", "Person B"}, {"Ada Kern", person}, {"Ada Kern", "Cy Roth"}}}}));
  }
  say(book(scratch, {{"Members", {{"Name", "Profession", "No introductions"}, ada, bo, cy}}}));
  say(book(scratch, {{"Members", {{"No", "Name"}, {"1", "Ada Kern"}, {"2", "Ada Kern"}, {"3", "Cy Roth"}}},
                     {"Introductions", {{"Person A", "Person B"}, {"Ada Kern", "Cy Roth"}, {"3", "1"}}}}));
  say(book(scratch, {{"Members", {headings, ada, bo}},
                     {"Introductions", {{"Person A", "Person B"}, {"Ada Kern", "X"}, {"Y", "Bo Lind"}}}}));
  const std::string net = (scratch.path() / "net").string();
  say(march(), {net, "--update"});
  const std::vector<std::string> mails{"Name", "Needs", "E-mail"};
  say(book(scratch,
           {{"Members", {mails, {"Bernd Kern", "film", "kern@x.org"}, {"Bo Lind", "law", "bo@x.org"}}}}),
      {net});
  say(march(), {net});
  say(book(scratch, {{"Members", {mails, {"Anna Kern", "", "kern@x.org"}, {"Bo Lind", "", "bo@x.org"}}}}),
      {net, "--update"});
  say(book(scratch,
           {{"Members", {mails, {"Bernd Kern", "film", "kern2@x.org"}, {"Bo Lind", "law", "bo@x.org"}}}}),
      {net, "--update"});
  say(book(scratch, {{"Members", {mails, {"Bernd Kern", "", "kern2@x.org"}, {"Bo Lind", "", "bo@x.org"}}}}),
      {net, "--update"});
  say(scratch.file("old.xls", std::string("\x09\x08\x10\x00\x00\x06\x05\x00", 8) + std::string(600, ' ')));
  say((scratch.path() / "none.xlsx").string());
  return plain(all);
}

// Fails where a document explains a message that nobody gets.
TEST(Import, GivesTheMessagesThatTheDocumentsExplain) {
  const std::string said = all_messages();
  for (const char* document : {"spreadsheets.md", "tabellen.md"}) {
    std::istringstream lines(test::text_of(std::string(TERTIUS_SOURCE) + "/docs/" + document));
    bool within = false;
    std::size_t rows = 0;
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("## ")) within = line.starts_with("## 5.");
      if (!within || !line.starts_with("| `")) continue;
      ++rows;
      std::string message = line.substr(3, line.find('`', 3) - 3);
      for (std::size_t at = 0; at < message.size();) {
        const std::size_t end = std::min(message.find("...", at), message.size());
        const std::string part = plain(message.substr(at, end - at));
        EXPECT_THAT(said, HasSubstr(part)) << document << ": " << message;
        at = end + 3;
      }
    }
    EXPECT_GT(rows, 12U) << document;
  }
}

}  // namespace
}  // namespace tertius::cli
