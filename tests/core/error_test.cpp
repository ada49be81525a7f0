// Errors say where: as much of the place as is known.
#include <gtest/gtest.h>

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
  const Error placed(ErrorCode::bad_data, "expected a number", {"members.csv", 3, 7});
  EXPECT_STREQ(placed.what(), "members.csv:3:7: expected a number");
  EXPECT_EQ(placed.code(), ErrorCode::bad_data);
  EXPECT_EQ(placed.where().place.line, 3u);
  EXPECT_STREQ(Error(ErrorCode::usage, "no such option").what(), "no such option");
}

}  // namespace
}  // namespace tertius::test
