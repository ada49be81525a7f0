// --words FILE: what the built-in vocabulary does not know, a user can say, to every command that compares
// needs with offers; and a file that is wrong is refused with its place.
#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::tertius;

class Words : public testing::Test {
 protected:
  Words() {
    scratch.file(
        "net/members.csv",
        "id,name,discipline,offers,needs\n"
        "a,Ada,art,pottery,Zwirbelei\nb,Bo,art,,\nc,Cem,music,zwirbling for beginners,\nd,Dana,music,,\n"
        "e,Eva,music,,\n");
    scratch.file("net/connections.csv", "source,target\na,b\nb,c\nc,d\nd,e\nb,e\n");
    network = (scratch.path() / "net").string();
    words = scratch.file("words.txt", "[crafts]\nzwirbling | | Zwirbelei\n");
  }

  test::Scratch scratch;
  std::string network, words;
};

TEST_F(Words, AreUsedByEveryCommandThatComparesNeedsWithOffers) {
  const std::string says = "zwirbling for beginners (you look for Zwirbelei)";
  const auto flat = [](std::string text) {  // lines are broken anywhere
    std::string one;
    for (const char c : text) {
      if (c != ' ' && c != '\n') one += c;
    }
    return one;
  };
  const auto named = [&](const std::string& text) {
    return flat(text).find(flat(says)) != std::string::npos;
  };
  EXPECT_FALSE(named(tertius({"meet", network, "Ada", "-q"}).out));
  EXPECT_TRUE(named(tertius({"meet", network, "Ada", "-q", "--words", words}).out));
  EXPECT_FALSE(named(tertius({"introduce", network, "-q"}).out));
  EXPECT_TRUE(named(tertius({"introduce", network, "-q", "--words", words}).out));
  const std::string folder = (scratch.path() / "answers").string();
  EXPECT_EQ(tertius({"analyze", network, "-q", "-o", folder, "--words", words}).status, 0);
  EXPECT_TRUE(named(test::text_of(folder + "/introductions.csv")));
  const std::string record = (scratch.path() / "ada").string();
  EXPECT_EQ(tertius({"info", network, "-q", "--member", "Ada", "-o", record, "--words", words}).status, 0);
  // The letter says it in a sentence of its own.
  EXPECT_NE(flat(test::text_of(record + "/letter.txt"))
                .find(flat("offers zwirbling for beginners, you look for Zwirbelei")),
            std::string::npos);
  EXPECT_EQ(tertius({"meet", network, "--all", "-q", "--words", words, "--threads", "1"}).out,
            tertius({"meet", network, "--all", "-q", "--words", words, "--threads", "7"}).out);
}

TEST_F(Words, ThatAreWrongAreRefusedWithTheirPlace) {
  const std::string wrong = scratch.file("wrong.txt", "[crafts]\nzwirbling, Zwirbelei\n");
  for (const std::vector<std::string>& command : {std::vector<std::string>{"meet", network, "Ada"},
                                                  {"introduce", network},
                                                  {"meet", network, "--all"}}) {
    auto arguments = command;
    arguments.insert(arguments.end(), {"--words", wrong});
    const auto run = tertius(arguments);
    EXPECT_NE(run.status, 0);
    EXPECT_EQ(run.out, "");
    EXPECT_NE(run.err.find("wrong.txt:2:1"), std::string::npos) << run.err;
    EXPECT_NE(run.err.find("expected two: name | English words | German words"), std::string::npos)
        << run.err;
  }
  const auto missing = tertius({"meet", network, "Ada", "--words", (scratch.path() / "none.txt").string()});
  EXPECT_NE(missing.status, 0);
  EXPECT_NE(missing.err.find("none.txt"), std::string::npos) << missing.err;
}

}  // namespace
}  // namespace tertius::cli
