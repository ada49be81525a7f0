// A network that is overwritten or cut short while tertius works on it: no crash, and no answer about half of it.
#include <gmock/gmock.h>

#include <string>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using testing::HasSubstr;

/// A round, of which `meanwhile` is done to its network when that has been read: the list of --avoid is a pipe,
/// which is opened then. What standard error was told stands in `said`.
int status_of_round(const test::Scratch& scratch, const std::string& meanwhile,
                    const std::string& words = "") {
  const test::Run run = test::shell(
      "rm -f avoid; mkfifo avoid; \"$0\" introduce net.tertius --by cluster --avoid avoid -o answer " +
          words + " 2>said & exec 3>avoid; " + meanwhile + "; echo member >&3; exec 3>&-; wait $!",
      scratch.path());
  return run.status;
}

class Steady : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(test::tertius({"convert", test::dataset("lakeside"), "net.tertius", "-q"}, {}, scratch_.path())
                  .status,
              0);
  }
  std::string said() const { return test::text_of(scratch_.path() / "said"); }
  bool answered() const { return std::filesystem::exists(scratch_.path() / "answer"); }

  const test::Scratch scratch_;
};

TEST_F(Steady, NetworksAreWorkedOn) {
  EXPECT_EQ(status_of_round(scratch_, "true"), 0) << said();
  EXPECT_TRUE(answered());
}

TEST_F(Steady, OnesThatAreCutShortEndTheRun) {
  EXPECT_EQ(status_of_round(scratch_, ": >net.tertius"), 65);
  EXPECT_THAT(said(), HasSubstr("net.tertius: changed while it was read"));
  EXPECT_THAT(said(), HasSubstr("[input-damaged]"));
  EXPECT_FALSE(answered());
}

TEST_F(Steady, OnesThatAreCutShortAreSaidToProgramsAsWell) {
  EXPECT_EQ(status_of_round(scratch_, ": >net.tertius", "--format json"), 65);
  EXPECT_THAT(said(), HasSubstr("\"key\":\"input-damaged\",\"status\":65"));
}

TEST_F(Steady, OnesThatAreOverwrittenGiveNoAnswer) {
  EXPECT_EQ(status_of_round(scratch_, "printf x | dd of=net.tertius bs=1 seek=70 conv=notrunc 2>dd"), 65);
  EXPECT_THAT(said(), HasSubstr("net.tertius: changed while it was read"));
  EXPECT_FALSE(answered());
}

TEST_F(Steady, OnesThatAreReplacedAreWorkedOnAsTheyWere) {
  EXPECT_EQ(status_of_round(scratch_, "echo 'x y' >new; mv new net.tertius"), 0) << said();
  EXPECT_TRUE(answered());
}

}  // namespace
}  // namespace tertius::cli
