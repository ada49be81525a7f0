// Errors say where: as much of the place as is known.
#include <gtest/gtest.h>

#include <set>
#include <string_view>

#include "engine/core/error.hpp"

namespace tertius::test {
namespace {

TEST(Location, LeavesOutWhatIsNotKnown) {
  EXPECT_EQ((Location{"members.csv", 3, 7}).text(), "members.csv:3:7");
  EXPECT_EQ((Location{"members.csv", 3}).text(), "members.csv:3");
  EXPECT_EQ((Location{"members.csv"}).text(), "members.csv");
  EXPECT_EQ((Location{"members.csv", 0, 7}).text(), "members.csv") << "a column of no line says nothing";
  EXPECT_EQ(Location{}.text(), "");
}

TEST(Error, PutsItsPlaceFirst) {
  const Error placed(ErrorKey::syntax, "expected a number", {"members.csv", 3, 7});
  EXPECT_STREQ(placed.what(), "members.csv:3:7: expected a number");
  EXPECT_EQ(placed.code(), ErrorCode::bad_data);
  EXPECT_EQ(placed.where().place.line, 3u);
  EXPECT_STREQ(Error(ErrorKey::option_unknown, "no such option").what(), "no such option");
}

// Fails where the register is in another order than the keys, or a kind lacks its words.
TEST(ErrorKinds, StandInTheOrderOfTheirKeysAndSayWhatToDo) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < error_kinds().size(); ++i) {
    const ErrorKind& kind = error_kinds()[i];
    EXPECT_EQ(static_cast<std::size_t>(kind.key), i) << kind.name;
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name;
    EXPECT_TRUE(kind.meaning.ends_with('.') && kind.remedy.ends_with('.')) << kind.name;
    EXPECT_EQ(&kind_of(kind.key), &kind);
  }
  EXPECT_EQ(error_kinds().back().key, ErrorKey::internal);
}

}  // namespace
}  // namespace tertius::test
