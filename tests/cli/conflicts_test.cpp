// Options that do not go together are refused before anything is read: the network and the files that the
// options name are not there, and yet that is not what the message speaks of.
#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using Words = std::vector<std::string>;

struct Conflict {
  Words words;
  std::string says;
};

std::vector<Conflict> conflicts() {
  return {
      {{"analyze", "NET"}, "-o DIR"},
      {{"analyze", "NET", "-o", "-"}, "-o DIR"},
      {{"bridges", "NET", "--exact", "--epsilon", "0.1"}, "--exact and --epsilon exclude each other"},
      {{"bridges", "NET", "--exact", "--delta", "0.1"}, "--exact and --delta exclude each other"},
      {{"bridges", "NET", "--exact", "--certain", "3"}, "--exact and --certain exclude each other"},
      {{"bridges", "NET", "--across", "--epsilon", "0.1"}, "--across and --epsilon exclude each other"},
      {{"bridges", "NET", "--between", "a,b", "--certain", "3"},
       "--between and --certain exclude each other"},
      {{"bridges", "NET", "--across", "--between", "a,b"}, "--across and --between exclude each other"},
      {{"bridges", "NET", "--order", "constraint", "--critical"},
       "--order and --critical exclude each other"},
      {{"bridges", "NET", "--between", "music"}, "--between music: expected A,B"},
      {{"bridges", "NET", "--reveal-opted-out", "--share"}, "--reveal-opted-out does not go with it"},
      {{"bridges", "NET", "--separation", "distance"}, "goes with it"},
      {{"bubbles", "NET", "--share", "--by", "a,b"}, "--share takes one attribute in --by"},
      {{"clusters", "NET", "--objective", "directed"}, "add --directed"},
      {{"clusters", "NET", "--sweep", "--seeds", "1"}, "--seeds 2 or more"},
      {{"clusters", "NET", "--resolution", "auto", "--seeds", "0"}, "--seeds 2 or more"},
      {{"clusters", "NET", "--preview", "--level", "1"}, "--preview goes with neither"},
      {{"clusters", "NET", "--preview", "--resolution", "auto"}, "--preview goes with neither"},
      {{"clusters", "NET", "--compare", "region", "--share"}, "does not go with --share"},
      {{"convert", "NET", "out.docx"}, "no format is written with the suffix .docx"},
      {{"evaluate", "NET", "--train", "no-such-file", "--words", "no-such-file"},
       "--train and --hidden belong together"},
      {{"generate", "ba", "--scale", "3", "-o", "out"}, "--scale has no meaning for ba"},
      {{"info", "NET", "--history", "no-such-file"}, "--history goes with --member"},
      {{"info", "NET", "--words", "no-such-file"}, "--words goes with --member"},
      {{"info", "NET", "--member", "a"}, "-o DIR"},
      {{"info", "NET", "--member", "a", "-o", "out", "--format", "csv"},
       "--format does not go with --member"},
      {{"measure", "NET", "size"}, "no measure 'size'"},
      {{"measure", "NET", "degree", "--from", "a"}, "--from is for pagerank"},
      {{"meet", "NET"}, "or --all"},
      {{"meet", "NET", "a", "--all"}, "give no MEMBER"},
      {{"meet", "NET", "a", "--score", "katz", "--goal", "music"}, "--goal does not go with --score"},
      {{"meet", "NET", "a", "--max-degree", "3"}, "--max-degree goes with --all --score"},
      {{"meet", "NET", "--all", "--via", "a"}, "--via is for one member"},
      {{"path", "NET", "a", "a"}, "two different members"},
      {{"whatif", "NET"}, "--without MEMBER or --with A,B"},
      {{"whatif", "NET", "--with", "a"}, "expected two members as A,B"},
  };
}

TEST(Conflicts, AreRefusedBeforeAnythingIsRead) {
  for (Conflict& conflict : conflicts()) {
    std::replace(conflict.words.begin(), conflict.words.end(), std::string("NET"),
                 std::string("no-such-network"));
    const auto run = test::tertius(conflict.words);
    EXPECT_EQ(run.status, 2) << testing::PrintToString(conflict.words) << run.err;
    EXPECT_THAT(run.err, testing::HasSubstr(conflict.says));
    EXPECT_EQ(run.out, "");
  }
}

TEST(Conflicts, AreNotSeenWhereThereAreNone) {
  for (const Words& words : std::vector<Words>{
           {"bridges", "--epsilon", "0.1", "--delta", "0.1", "--certain", "3"},
           {"bridges", "--exact", "--across", "--critical"},
           {"bridges", "--order", "constraint", "--between", "a,b"},
           {"clusters", "--sweep", "--seeds", "2", "--level", "1"},
           {"clusters", "--preview", "--resolution", "2"},
           {"measure", "pagerank", "--from", "a"},
           {"meet", "--all", "--score", "katz", "--max-degree", "3"},
           {"whatif", "--without", "a", "--with", "b,c"},
       }) {
    Words all = words;
    all.insert(all.begin() + 1, "no-such-network");
    const auto run = test::tertius(all);
    EXPECT_EQ(run.status, 66) << testing::PrintToString(all) << run.err;
    EXPECT_THAT(run.err, testing::HasSubstr("no-such-network"));
  }
}

}  // namespace
}  // namespace tertius::cli
