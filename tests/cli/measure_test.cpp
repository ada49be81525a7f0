// tertius measure: what the options change.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::Scratch;
using test::tertius;
using testing::HasSubstr;

TEST(MeasureCommand, ShowsTheLowestFirstWhenAsked) {
  const Scratch scratch;
  const std::string network = scratch.file("n.csv", "source,target\nada,bo\nada,cy\nada,di\nbo,cy\n");
  const std::string usual = tertius({"measure", network, "degree"}).out;
  EXPECT_LT(usual.find("\nada "), usual.find("\ndi "));
  const std::string lowest = tertius({"measure", network, "degree", "--lowest"}).out;
  EXPECT_LT(lowest.find("\ndi "), lowest.find("\nada "));
  // Machines get every member in the order of the input, with or without.
  EXPECT_EQ(tertius({"measure", network, "degree", "--format", "csv"}).out,
            tertius({"measure", network, "degree", "--lowest", "--format", "csv"}).out);
  EXPECT_THAT(tertius({"measure", network, "degree", "--lowest", "--format", "csv"}).out,
              HasSubstr("ada,ada,3\nbo,bo,2\n"));
}

}  // namespace
}  // namespace tertius::cli
