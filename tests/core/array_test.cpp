// Arrays that are our own or lie in memory that somebody else keeps.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "engine/core/array.hpp"

namespace tertius::test {
namespace {

TEST(Array, OfItsOwnAndOfSomebodyElseReadsTheSame) {
  const auto kept = std::make_shared<std::vector<int>>(std::vector{3, 1, 2});
  const Array<int> own(std::vector{3, 1, 2}), mapped(std::span<const int>(*kept), kept);
  EXPECT_EQ(own, mapped);
  EXPECT_EQ(mapped.data(), kept->data()) << "nothing is copied";
  for (const Array<int>& array : {own, mapped}) {
    EXPECT_EQ(array.size(), 3u);
    EXPECT_EQ(array.bytes(), 3 * sizeof(int));
    EXPECT_EQ(array[1], 1);
    EXPECT_EQ(array.back(), 2);
    EXPECT_EQ(std::vector(array.begin(), array.end()), *kept);
    EXPECT_EQ(array.view().size(), 3u);
  }
  EXPECT_TRUE(Array<int>().empty());
  EXPECT_FALSE(own == Array<int>(std::vector{3, 1}));
  EXPECT_FALSE(own == Array<int>(std::vector{3, 1, 4}));
}

TEST(Array, KeepsTheMemoryOfSomebodyElseAliveAndDoesNotChangeIt) {
  auto kept = std::make_shared<std::vector<int>>(std::vector{3, 1, 2});
  const std::weak_ptr<std::vector<int>> watched = kept;
  Array<int> first(std::span<const int>(*kept), kept);
  Array<int> second = first;
  kept.reset();
  ASSERT_FALSE(watched.expired());
  first.own()[0] = 9;
  first.own().push_back(4);
  EXPECT_EQ(first, Array<int>(std::vector{9, 1, 2, 4}));
  EXPECT_EQ(second, Array<int>(std::vector{3, 1, 2}));
  ASSERT_FALSE(watched.expired()) << "the other one still reads it";
  second.own();
  EXPECT_TRUE(watched.expired()) << "nobody does any more";
  EXPECT_EQ(second, Array<int>(std::vector{3, 1, 2}));
}

TEST(Array, OfNothingMayBeMappedToo) {
  const auto kept = std::make_shared<int>(0);
  Array<int> array(std::span<const int>(), kept);
  EXPECT_TRUE(array.empty());
  EXPECT_TRUE(array.own().empty());
}

}  // namespace
}  // namespace tertius::test
