// Random streams: the published generator, independent by seed, purpose and round, without bias.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <vector>

#include "engine/core/random.hpp"

namespace tertius::test {
namespace {

/// Pearson's statistic against equal shares. Draws are the same in every run, so that a bound is passed for
/// good or not at all: it lies where one fair generator in a million would be.
double chi_square(const std::vector<std::uint64_t>& count) {
  const double total = static_cast<double>(std::accumulate(count.begin(), count.end(), std::uint64_t{0}));
  const double expected = total / static_cast<double>(count.size());
  double sum = 0;
  for (const std::uint64_t c : count) sum += std::pow(static_cast<double>(c) - expected, 2) / expected;
  return sum;
}

/// The quantile for one in a million (Wilson & Hilferty 1931).
double bound(std::size_t cells) {
  const double freedom = static_cast<double>(cells - 1), z = 4.7534;
  return freedom * std::pow(1 - 2 / (9 * freedom) + z * std::sqrt(2 / (9 * freedom)), 3);
}

void expect_even(const std::vector<std::uint64_t>& count) {
  EXPECT_LT(chi_square(count), bound(count.size()));
}

TEST(Random, IsSplitMix64) {
  // The first numbers of the published generator for the state 1234567.
  std::uint64_t state = 1234567;
  for (const std::uint64_t expected :
       {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL, 4593380528125082431ULL})
    EXPECT_EQ(mix64(state += 0x9e3779b97f4a7c15ULL), expected);
}

TEST(Random, StreamsDependOnSeedPurposeAndRound) {
  std::set<std::uint64_t> first, second;
  constexpr std::uint64_t n = 24;
  for (std::uint64_t seed = 0; seed < n; ++seed) {
    for (std::uint64_t purpose = 0; purpose < n; ++purpose) {
      for (std::uint64_t round = 0; round < n; ++round) {
        RandomStream random(seed, purpose, round), again(seed, purpose, round);
        first.insert(random());
        second.insert(random());
        again();
        EXPECT_NE(random(), again()) << "the third is not the second";
      }
    }
  }
  EXPECT_EQ(first.size(), n * n * n) << "two streams begin alike";
  EXPECT_EQ(second.size(), n * n * n);
  std::set<std::uint64_t> both = first;
  both.insert(second.begin(), second.end());
  EXPECT_EQ(both.size(), 2 * n * n * n) << "a stream follows another by one";
}

TEST(Random, TheSameStreamGivesTheSameNumbers) {
  RandomStream one(1, 2, 3), other(1, 2, 3);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(one(), other());
  constexpr std::uint64_t compiled = RandomStream(1, 2, 3)();
  EXPECT_EQ(compiled, RandomStream(1, 2, 3)());
}

TEST(Random, BelowIsEvenWithinAStreamAndAcrossStreams) {
  for (const std::uint64_t n : {2u, 3u, 10u, 100u, 1000u}) {
    SCOPED_TRACE(n);
    std::vector<std::uint64_t> within(n), by_seed(n), by_purpose(n), by_round(n);
    RandomStream random(1);
    for (std::uint64_t i = 0; i < 200 * n + 100'000; ++i) {
      const std::uint64_t value = random.below(n);
      ASSERT_LT(value, n);
      ++within[value];
      ++by_seed[RandomStream(i).below(n)];
      ++by_purpose[RandomStream(1, i).below(n)];
      ++by_round[RandomStream(1, 2, i).below(n)];
    }
    expect_even(within);
    expect_even(by_seed);
    expect_even(by_purpose);
    expect_even(by_round);
  }
}

TEST(Random, BelowOfHugeRangesHasNoBias) {
  // A remainder would give the lowest third twice as often as each of the others.
  constexpr std::uint64_t third = std::uint64_t{1} << 62;
  std::vector<std::uint64_t> count(3);
  RandomStream random(2);
  for (int i = 0; i < 100'000; ++i) ++count.at(random.below(3 * third) / third);
  expect_even(count);
}

TEST(Random, BelowOneIsZero) {
  RandomStream random(3);
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, PairsOfNumbersAreEven) {
  std::vector<std::uint64_t> count(400);
  RandomStream random(4);
  for (int i = 0; i < 400'000; ++i) {
    const std::uint64_t a = random.below(20);
    ++count[a * 20 + random.below(20)];
  }
  expect_even(count);
}

TEST(Random, RealIsEvenFromZeroToBelowOne) {
  std::vector<std::uint64_t> count(1000);
  RandomStream random(5);
  for (int i = 0; i < 1'000'000; ++i) {
    const double x = random.real();
    ASSERT_GE(x, 0.0);
    ASSERT_LT(x, 1.0);
    ++count[static_cast<std::size_t>(x * 1000)];
  }
  expect_even(count);
}

TEST(Shuffle, GivesAPermutation) {
  for (std::size_t n = 0; n < 200; ++n) {
    std::vector<std::size_t> items(n);
    std::iota(items.begin(), items.end(), std::size_t{0});
    RandomStream random(n);
    shuffle(items, random);
    std::sort(items.begin(), items.end());
    for (std::size_t i = 0; i < n; ++i) ASSERT_EQ(items[i], i);
  }
}

TEST(Shuffle, GivesEveryOrderAsOften) {
  std::map<std::array<int, 4>, std::uint64_t> orders;
  for (std::uint64_t seed = 0; seed < 48'000; ++seed) {
    std::array<int, 4> items{0, 1, 2, 3};
    RandomStream random(seed, 9);
    shuffle(items, random);
    ++orders[items];
  }
  ASSERT_EQ(orders.size(), 24u);
  std::vector<std::uint64_t> count;
  for (const auto& [order, often] : orders) count.push_back(often);
  expect_even(count);
}

}  // namespace
}  // namespace tertius::test
