// Bad input is normal input: a clear message, the right exit status, nothing written, no crash.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "tests/cli/program.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::Scratch;
using test::tertius;

struct Case {
  const char* name;
  const char* members;
  const char* connections;
  int status;
  std::vector<const char*> says;
};

const Case cases[] = {
    {"EmptyMembers", "", "source,target\na,b\n", 65, {"members.csv"}},
    {"EmptyConnections", "id,name\na,Ada\nb,Bo\n", "", 65, {"connections.csv"}},
    {"NoIdColumn", "age,discipline\n41,art\n", "source,target\n", 65, {"members.csv:1", "id"}},
    {"NoTargetColumn", "id\na\nb\n", "source,weight\na,1\n", 65, {"connections.csv:1", "target"}},
    {"InvalidUtf8", "id,name\na,Ad\x81\nb,Bo\n", "source,target\na,b\n", 65, {"members.csv:2", "UTF-8"}},
    {"QuoteThatNeverEnds",
     "id,name\na,\"Ada\nb,Bo\n",
     "source,target\na,b\n",
     65,
     {"members.csv:2", "quote"}},
    {"HeaderOnly", "id\n", "source,target\n", 65, {"no members"}},
    {"OneMember", "id,name\na,Ada\n", "source,target\n", 65, {"one member", "expected"}},
};

void PrintTo(const Case& c, std::ostream* out) {
  *out << c.name;
}

class BadFolder : public testing::TestWithParam<Case> {};

TEST_P(BadFolder, IsRefusedWithItsPlace) {
  const Scratch scratch;
  scratch.file("net/members.csv", GetParam().members);
  scratch.file("net/connections.csv", GetParam().connections);
  const auto run = tertius({"info", (scratch.path() / "net").string()});
  EXPECT_EQ(run.status, GetParam().status) << run.err;
  EXPECT_TRUE(run.out.empty()) << run.out;
  for (const char* words : GetParam().says)
    EXPECT_NE(run.err.find(words), std::string::npos) << words << ": " << run.err;
}

INSTANTIATE_TEST_SUITE_P(Cases, BadFolder, testing::ValuesIn(cases),
                         [](const auto& which) { return std::string(which.param.name); });

TEST(BadInput, MissingFolderIsNoInput) {
  const auto run = tertius({"info", "/no/such/network"});
  EXPECT_EQ(run.status, 66);
  EXPECT_NE(run.err.find("/no/such/network"), std::string::npos) << run.err;
}

TEST(BadInput, AFolderWithoutConnectionsSaysWhatIsMissing) {
  const Scratch scratch;
  scratch.file("net/notes.txt", "a b\n");
  const auto run = tertius({"info", (scratch.path() / "net").string()});
  EXPECT_EQ(run.status, 66) << run.err;
  EXPECT_NE(run.err.find("connections.csv"), std::string::npos) << run.err;
  // Members are there, but no connection between them.
  scratch.file("net/members.csv", "id\na\nb\n");
  const auto alone = tertius({"bridges", (scratch.path() / "net").string()});
  EXPECT_EQ(alone.status, 65) << alone.err;
  EXPECT_NE(alone.err.find("add a table of connections"), std::string::npos) << alone.err;
}

TEST(BadInput, AFileThatMayNotBeReadIsNoInput) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const Scratch scratch;
  const std::string path = scratch.file("edges.txt", "a b\n");
  chmod(path.c_str(), 0);
  EXPECT_EQ(tertius({"info", path}).status, 66);
}

TEST(BadInput, RowsThatAreNotUnderstoodAreCountedAndTheFirstTenNamed) {
  const Scratch scratch;
  scratch.file("net/members.csv", "id,name\na,Ada\nb,Bo\nc,Cy\n");
  std::string rows = "source,target,weight\na,b,1\nb,a,2\nc,c,1\na,c,-3\na,c,heavy\na\n";
  for (int i = 0; i < 12; ++i) rows += "a,stranger" + std::to_string(i) + ",1\n";
  for (int i = 0; i < 12; ++i) rows += "a,b,1\n";  // else most were refused
  scratch.file("net/connections.csv", rows);
  const std::string net = (scratch.path() / "net").string();
  const auto document = test::json_of({"info", net, "--format", "json"});
  const auto& result = document["result"];
  EXPECT_EQ(result["connections"].GetInt(), 1);
  EXPECT_EQ(result["duplicates"].GetInt(), 13);
  EXPECT_EQ(result["loops"].GetInt(), 1);
  EXPECT_EQ(result["refused"].GetInt(), 15);
  const auto run = tertius({"info", net});
  EXPECT_NE(run.err.find("connections.csv:5:5: "), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("connections.csv:6:5: "), std::string::npos) << run.err;
  EXPECT_NE(run.err.find("stranger6"), std::string::npos) << run.err;
  EXPECT_EQ(run.err.find("stranger7"), std::string::npos) << "more than ten reasons: " << run.err;

  const auto added = test::json_of({"info", net, "--add-unknown", "--format", "json"});
  EXPECT_EQ(added["result"]["members"].GetInt(), 15);
  EXPECT_EQ(added["result"]["refused"].GetInt(), 3);
}

TEST(BadInput, WhatPeopleSendIsUnderstood) {
  const Scratch scratch;
  // A byte order mark, semicolons, Windows line ends, quotes with separators and line breaks, columns in any
  // order.
  scratch.file(
      "net/members.csv",
      "\xef\xbb\xbfname;id;discipline\r\n\"Feld; Jana\";m1;\"Photo\r\ngraphy\"\r\n\"O\"\"Neil\";m2;IT\r\n");
  scratch.file("net/connections.csv", "target\tsource\r\nm1\tm2\r\n");
  const auto document = test::json_of({"clusters", (scratch.path() / "net").string(), "--format", "json"});
  EXPECT_EQ(document["network"]["members"].GetInt(), 2);
  EXPECT_EQ(document["network"]["connections"].GetInt(), 1);
  const auto run = tertius({"meet", (scratch.path() / "net").string(), "Feld; Jana"});
  EXPECT_EQ(run.status, 0) << run.err;
}

TEST(BadInput, DirectedRowsCountAsAskedFor) {
  const char* rows = "a b\nb a\nb c\n";
  EXPECT_EQ(
      test::json_of({"info", "-", "--directed", "--format", "json"}, rows)["result"]["connections"].GetInt(),
      2);
  EXPECT_EQ(test::json_of({"info", "-", "--directed", "--ties", "mutual", "--format", "json"},
                          rows)["result"]["connections"]
                .GetInt(),
            1);
}

TEST(BadInput, NoiseIsNotANetwork) {
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>((i * 7919) % 256);
  const Scratch scratch;
  const std::string path = scratch.file("noise.bin", noise);
  const auto run = tertius({"clusters", path, "-o", (scratch.path() / "answer").string()});
  EXPECT_EQ(run.status, 65) << run.err;
  EXPECT_EQ(scratch.names(), std::vector<std::string>{"noise.bin"});
}

TEST(BadInput, EmptyStandardInputIsBadData) {
  EXPECT_EQ(tertius({"info", "-"}, "").status, 65);
  EXPECT_EQ(tertius({"info", "-"}, "\n").status, 65);
}

TEST(BadInput, AnswersBeginWithWhatIsMissing) {
  const Scratch scratch;
  std::string rows = "source,target,weight\n";  // a ring with chords
  for (int v = 0; v < 20; ++v)
    for (const int step : {1, 2, 5}) rows += fmt::format("m{},m{},1\n", v, (v + step) % 20);
  const std::string good = scratch.file("good.csv", rows);
  const std::string edges = scratch.file("edges.csv", rows + "m1,m9,-1\n");
  const auto begins = [](const std::string& text) { return text.substr(0, text.find('\n')); };
  constexpr const char* missing =
      "1 row of 61 was refused and is missing here (--refused FILE lists all of them).";
  // Every command that answers in words, however it answers.
  const std::vector<std::string> answers[] = {
      {"info", "NET"},
      {"clusters", "NET"},
      {"bubbles", "NET"},
      {"bubbles", "NET", "--by", "cluster"},
      {"bridges", "NET"},
      {"bridges", "NET", "--open", "2"},
      {"measure", "NET"},
      {"measure", "NET", "pagerank"},
      {"meet", "NET", "m1"},
      {"meet", "NET", "--all"},
      {"path", "NET", "m1", "m9"},
      {"whatif", "NET", "--without", "m1"},
      {"introduce", "NET"},
      {"evaluate", "NET"},
  };
  // The first is below, import in tests/cli/import_test.cpp; the others answer nothing.
  std::set<std::string, std::less<>> tried{"analyze", "convert", "generate", "import", "report"};
  for (const auto& answer : answers) {
    tried.insert(answer.front());
    for (const std::string& network : {edges, good}) {
      std::vector<std::string> words = answer;
      std::replace(words.begin(), words.end(), std::string("NET"), network);
      words.emplace_back("-q");
      if (test::sanitized && words[0] == "evaluate") words.insert(words.end(), {"--rounds", "1"});
      const auto run = tertius(words);
      EXPECT_EQ(run.status, 0) << answer.front() << run.err;
      EXPECT_EQ(begins(run.out) == missing, network == edges) << answer.front() << '\n' << run.out;
      words.insert(words.end(), {"-o", (scratch.path() / "answer.txt").string(), "--format", "table"});
      if (tertius(words).status == 0) {
        EXPECT_EQ(begins(test::text_of(scratch.path() / "answer.txt")) == missing, network == edges)
            << answer.front();
      }
    }
  }
  for (const Command* command : commands()) EXPECT_TRUE(tried.contains(command->name)) << command->name;
  EXPECT_EQ(tertius({"analyze", edges, "-q", "-o", (scratch.path() / "out").string()}).status, 0);
  EXPECT_EQ(begins(test::text_of(scratch.path() / "out/summary.txt")), missing);
  EXPECT_NE(test::text_of(scratch.path() / "out/report.html").find(missing), std::string::npos);
}

TEST(BadInput, MostlyRefusedIsRefusedAndListed) {
  const Scratch scratch;
  scratch.file("edges.csv", "source,target,weight\na,b,1\nb,c,-1\nc,a,x\n");
  const auto list = scratch.path() / "refused.csv";
  for (const std::string command : {"info", "clusters", "convert"}) {
    std::vector<std::string> words{command, (scratch.path() / "edges.csv").string()};
    if (command == "convert") words.push_back((scratch.path() / "out.gml").string());
    words.insert(words.end(), {"--refused", list.string()});
    const auto run = tertius(words);
    EXPECT_EQ(run.status, 65) << command << run.err;
    EXPECT_NE(run.err.find("2 of 3 rows were refused"), std::string::npos) << run.err;
    EXPECT_NE(test::text_of(list).find(",4,5,"), std::string::npos) << test::text_of(list);
  }
}

TEST(BadInput, InfoExplainsWhatAnInputWasTakenFor) {
  const Scratch scratch;
  scratch.file("m.txt", "1 2 3\n2 1 4\n3 4 1\n");
  const auto run = tertius({"info", (scratch.path() / "m.txt").string(), "--explain"});
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_NE(run.out.find("The input was taken for adjacency matrix."), std::string::npos) << run.out;
  EXPECT_LT(run.out.find("0.93 matrix:"), run.out.find("0.85 edgelist:")) << run.out;
  EXPECT_NE(run.err.find("--input-format edgelist"), std::string::npos) << run.err;
}

TEST(BadInput, MembersAloneAreEnoughForWhatNeedsNoConnections) {
  const Scratch scratch;
  scratch.file("m.csv", "id,name,needs,offers\n1,Ada,web design,text\n2,Bo,text,web design\n3,Cy,law,\n");
  const std::string members = (scratch.path() / "m.csv").string();
  EXPECT_EQ(tertius({"info", members}).status, 0);
  const auto meet = tertius({"meet", members, "Ada"});
  EXPECT_EQ(meet.status, 0) << meet.err;
  EXPECT_NE(meet.out.find("Bo"), std::string::npos) << meet.out;
  EXPECT_EQ(tertius({"convert", members, (scratch.path() / "out").string()}).status, 0);
  const auto bridges = tertius({"bridges", members});
  EXPECT_EQ(bridges.status, 65);
  EXPECT_NE(bridges.err.find("add a table of connections"), std::string::npos) << bridges.err;
}

}  // namespace
}  // namespace tertius::cli
