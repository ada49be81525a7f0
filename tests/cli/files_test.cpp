// Files that are written: never the input, with the rights that they had.
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::Scratch;
using test::tertius;
using testing::HasSubstr;

using Words = std::vector<std::string>;

/// k.csv, and the folder net.
void put_networks(const Scratch& scratch) {
  scratch.file("k.csv", "source,target\na,b\nb,c\nc,a\nc,d\n");
  scratch.file("net/members.csv", "id,name\na,Ada\nb,Bo\nc,Cy\n");
  scratch.file("net/connections.csv", "source,target\na,b\nb,c\n");
  scratch.file("avoid.csv", "a,b\na,b\n");
}

TEST(OwnInput, IsNotWrittenInto) {
  const Scratch scratch;
  put_networks(scratch);
  std::filesystem::create_symlink("k.csv", scratch.path() / "link.csv");
  for (const Words& words : std::vector<Words>{
           {"clusters", "k.csv", "-o", "k.csv"},
           {"clusters", "k.csv", "-o", "./net/../k.csv"},
           {"clusters", "k.csv", "-o", "link.csv"},
           {"introduce", "k.csv", "--history", "k.csv"},
           {"introduce", "k.csv", "--messages", "k.csv"},
           {"introduce", "net", "--avoid", "avoid.csv", "--messages", "avoid.csv"},
           {"info", "k.csv", "--refused", "k.csv"},
           {"info", "--connections", "k.csv", "-o", "k.csv"},
           {"bubbles", "net", "--chart", "net/members.csv"},
           {"info", "net", "-o", "net/connections.csv"},
           {"analyze", "net", "-o", "net"},
           {"convert", "k.csv", "k.csv", "--output-format", "gml"},
           {"convert", "net", "net"},
       }) {
    const auto run = tertius(words, {}, scratch.path());
    EXPECT_EQ(run.status, 2) << testing::PrintToString(words) << run.err;
    EXPECT_THAT(run.err, HasSubstr("would be written into what is read")) << testing::PrintToString(words);
  }
  const auto twice =
      tertius({"introduce", "k.csv", "--messages", "out", "--history", "out"}, {}, scratch.path());
  EXPECT_EQ(twice.status, 2);
  EXPECT_THAT(twice.err, HasSubstr("name one file"));
  EXPECT_FALSE(std::filesystem::exists(scratch.path() / "out"));
}

TEST(OwnInput, IsNotWhatLiesBesideIt) {
  const Scratch scratch;
  put_networks(scratch);
  for (const Words& words : std::vector<Words>{
           {"introduce", "net", "--history", "net/history.csv", "--messages", "net/letters.txt", "-q"},
           {"introduce", "net", "--history", "net/history.csv", "-q"},
           {"clusters", "k.csv", "-o", "members.csv", "-q"},
           {"info", "k.csv", "-o", "/dev/null", "-q"},
       })
    EXPECT_EQ(tertius(words, {}, scratch.path()).status, 0) << testing::PrintToString(words);
}

TEST(Convert, RefusesWhatInfoRefuses) {
  const Scratch scratch;
  for (const char* text : {"source,target\n", "source,target\na,a\n", "id,name\na,Ada\n"}) {
    const std::string input = scratch.file("input.csv", text), output = (scratch.path() / "out.gml").string();
    const auto asked = tertius({"info", input, "-q"}), converted = tertius({"convert", input, output, "-q"});
    EXPECT_EQ(asked.status, 65) << text;
    EXPECT_EQ(converted.status, 65) << text;
    EXPECT_EQ(converted.err, asked.err);
    EXPECT_FALSE(std::filesystem::exists(output)) << text;
  }
}

}  // namespace
}  // namespace tertius::cli
