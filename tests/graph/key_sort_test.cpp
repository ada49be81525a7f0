// Keys sorted as std::sort does: every length around the networks, and what quicksorts stumble over.
#include "engine/graph/building/key_sort.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <vector>

#include "engine/core/random.hpp"

namespace tertius::graph::rows {
namespace {

using Keys = std::vector<std::uint32_t>;

Keys made(std::size_t size, const std::function<std::uint32_t(std::size_t)>& key) {
  Keys keys(size);
  for (std::size_t i = 0; i < size; ++i) keys[i] = key(i);
  return keys;
}

void expect_sorted(Keys keys, const char* what) {
  Keys expected = keys;
  std::sort(expected.begin(), expected.end());
  const std::size_t size = keys.size();
  constexpr std::uint32_t guard = 12'345;  // nothing outside the keys is touched
  Keys scratch(size + 64, guard);
  keys.resize(size + 64, guard);
  sort_keys(keys.data(), scratch.data(), size);
  EXPECT_TRUE(std::equal(expected.begin(), expected.end(), keys.begin())) << what << ", " << size << " keys";
  for (std::size_t i = size; i < size + 64; ++i) {
    ASSERT_EQ(keys[i], guard) << what << ", " << size << " keys";
    ASSERT_EQ(scratch[i], guard) << what << ", " << size << " keys";
  }
}

void expect_sorted_in_all_ways(std::size_t size) {
  constexpr std::uint32_t largest = std::numeric_limits<std::uint32_t>::max();
  RandomStream random(size);
  expect_sorted(made(size, [&](std::size_t) { return static_cast<std::uint32_t>(random()); }), "random");
  expect_sorted(made(size, [&](std::size_t) { return static_cast<std::uint32_t>(random.below(3)); }), "few");
  expect_sorted(
      made(size, [&](std::size_t) { return largest - static_cast<std::uint32_t>(random.below(2)); }),
      "largest");
  expect_sorted(made(size, [](std::size_t) { return 0u; }), "zeros");
  expect_sorted(made(size, [](std::size_t) { return largest; }), "all ones");
  expect_sorted(made(size, [](std::size_t i) { return static_cast<std::uint32_t>(7 * i); }), "in order");
  expect_sorted(made(size, [](std::size_t i) { return largest - static_cast<std::uint32_t>(7 * i); }),
                "backwards");
  expect_sorted(made(size, [](std::size_t i) { return static_cast<std::uint32_t>(i % 2 == 0 ? i : 5); }),
                "half the same");
}

TEST(KeySort, SortsEveryLengthThatFitsRegisters) {
  for (std::size_t size = 0; size <= 300; ++size) expect_sorted_in_all_ways(size);
}

/// Keys of which every pivot leaves but eight behind: the eight smallest stand where eight of the sixteen
/// samples are taken, and what remains is such keys again in the order in which partitioning leaves it. That is
/// known: sixteen at a time, the first ones last.
Keys with_bad_pivots(std::size_t size, std::uint32_t smallest) {
  Keys keys(size, 0);
  if (size <= 128) {
    for (std::size_t i = 0; i < size; ++i) keys[i] = smallest + static_cast<std::uint32_t>(size - i);
    return keys;
  }
  std::vector<bool> taken(size, false);
  for (std::uint32_t i = 0; i < 8; ++i) {
    const std::size_t at = (4 * i + 1) * size / 32;
    keys[at] = smallest + i;
    taken[at] = true;
  }
  const Keys others = with_bad_pivots(size - 8, smallest + 8);
  std::size_t end = others.size();
  for (std::size_t begin = 0; begin < size; begin += 16) {
    std::vector<std::size_t> places;
    for (std::size_t i = begin; i < std::min(size, begin + 16); ++i)
      if (!taken[i]) places.push_back(i);
    end -= places.size();
    for (std::size_t i = 0; i < places.size(); ++i) keys[places[i]] = others[end + i];
  }
  return keys;
}

TEST(KeySort, SortsWherePivotsAreBadUntilPatienceEnds) {
  for (const std::size_t size : {500u, 1'000u, 1'001u, 4'096u, 9'999u})
    expect_sorted(with_bad_pivots(size, 3), "bad pivots");
}

TEST(KeySort, SortsLongRuns) {
  for (const std::size_t size : {1'000u, 4'096u, 57'001u, 300'000u}) expect_sorted_in_all_ways(size);
}

}  // namespace
}  // namespace tertius::graph::rows
