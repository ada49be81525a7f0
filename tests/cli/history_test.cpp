// The history of introductions with several runs at a time, and with somebody who writes into it: no pair is lost,
// and none is handed out twice.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::tertius;
using testing::HasSubstr;

class HistoryOfRounds : public testing::Test {
 protected:
  /// A round that has read the history, and waits for its list of --avoid, a pipe, while `meanwhile` is done.
  test::Run round_with(const std::string& meanwhile, const std::string& words = "") const {
    return test::shell("rm -f avoid; mkfifo avoid; \"$0\" introduce '" + test::dataset("lakeside") +
                           "' -q --history history.csv --avoid avoid -o answer " + words +
                           " & one=$!; exec 3>avoid; " + meanwhile +
                           "; echo member >&3; exec 3>&-; wait $one",
                       scratch_.path());
  }
  std::vector<std::string> rows() const {
    std::istringstream text(test::text_of(scratch_.path() / "history.csv"));
    std::vector<std::string> rows;
    for (std::string line; std::getline(text, line);)
      rows.push_back(line.substr(0, line.find(',', line.find(',') + 1)));
    return rows;
  }

  const test::Scratch scratch_;
};

TEST_F(HistoryOfRounds, TwoAtATimeAddTheirPairsOneAfterTheOther) {
  const std::string round = "\"$0\" introduce '" + test::dataset("lakeside") + "' -q --history history.csv";
  const auto run =
      round_with("( " + round + " -o other; echo $? >status ) 3>&- & sleep 1; test -e other && : >early");
  EXPECT_EQ(run.status, 0) << run.err;
  test::shell("for i in $(seq 600); do test -s status && break; sleep 0.1; done", scratch_.path());
  EXPECT_EQ(test::text_of(scratch_.path() / "status"), "0\n");
  const std::vector<std::string> pairs = rows();
  EXPECT_GT(pairs.size(), 100U);
  EXPECT_EQ(std::set<std::string>(pairs.begin(), pairs.end()).size(), pairs.size()) << "a pair comes twice";
  // The same as one after the other.
  const test::Scratch other;
  for (int i = 0; i < 2; ++i) test::shell(round, other.path());
  EXPECT_EQ(test::text_of(scratch_.path() / "history.csv"), test::text_of(other.path() / "history.csv"));
  EXPECT_THAT(scratch_.names(), testing::ElementsAre("answer", "avoid", "history.csv", "other", "status"));
}

TEST_F(HistoryOfRounds, WhatSomebodyElseWroteIsNotLost) {
  for (const char* before : {"", "a,b\n"}) {
    if (*before != '\0') scratch_.file("history.csv", before);
    const auto run = round_with("echo m001,m002 >>history.csv", "--messages letters");
    EXPECT_EQ(run.status, 65);
    EXPECT_THAT(run.err, HasSubstr("history.csv: changed while it was read"));
    EXPECT_EQ(rows().back(), "m001,m002");
    for (const char* name : {"answer", "letters"})
      EXPECT_FALSE(std::filesystem::exists(scratch_.path() / name)) << name;
  }
}

TEST_F(HistoryOfRounds, LetAloneARoundThatCannotBeWritten) {
  const auto run = test::shell("\"$0\" introduce '" + test::dataset("lakeside") +
                                   "' -q --history history.csv --messages letters >/dev/full",
                               scratch_.path());
  EXPECT_EQ(run.status, 1);
  EXPECT_TRUE(scratch_.names().empty()) << "neither letters nor history of a round that nobody saw";
}

TEST_F(HistoryOfRounds, ALockThatAKilledRunLeftIsNone) {
  scratch_.file(".history.csv.lock", "");
  EXPECT_EQ(round_with("true").status, 0);
  EXPECT_THAT(scratch_.names(), testing::ElementsAre("answer", "avoid", "history.csv"));
}

}  // namespace
}  // namespace tertius::cli
