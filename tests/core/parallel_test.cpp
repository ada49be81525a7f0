// Loops and reductions on 1, 2 and 7 threads: everything once, and the same bytes.
#include "engine/core/parallel.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <numeric>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "engine/core/parallel_sort.hpp"
#include "engine/core/random.hpp"

namespace tertius::test {
namespace {

class Parallel : public testing::TestWithParam<unsigned> {
 protected:
  RunContext context{.threads = GetParam()};
};

TEST_P(Parallel, BlocksCoverEverythingOnceAndDoNotDependOnTheThreads) {
  for (const std::size_t size : {0, 1, 7, 8, 9, 1000}) {
    std::vector<std::atomic<int>> seen(size);
    std::atomic<std::size_t> blocks = 0;
    with_threads(context, [&] {
      parallel_blocks(size, 8, [&](std::size_t begin, std::size_t end) {
        EXPECT_EQ(begin % 8, 0u);
        EXPECT_EQ(end, std::min(size, begin + 8));
        ++blocks;
        for (std::size_t i = begin; i < end; ++i) ++seen[i];
      });
    });
    EXPECT_EQ(blocks, (size + 7) / 8);
    for (const auto& count : seen) EXPECT_EQ(count, 1);
  }
}

TEST_P(Parallel, SumsOfRealNumbersAreThoseOfOneThread) {
  // Numbers of such different sizes have another sum in every order.
  std::vector<double> numbers(100'000);
  RandomStream random(3);
  for (double& x : numbers) x = (random.real() - 0.5) * std::pow(10.0, static_cast<double>(random.below(30)));
  const auto sum = [&](const RunContext& how) {
    return with_threads(how, [&] {
      return parallel_reduce(numbers.size(), 100, 0.0, [&](std::size_t begin, std::size_t end) {
        return std::accumulate(numbers.begin() + static_cast<std::ptrdiff_t>(begin),
                               numbers.begin() + static_cast<std::ptrdiff_t>(end), 0.0);
      });
    });
  };
  EXPECT_EQ(sum({.threads = 1}), sum(context));
}

TEST_P(Parallel, PartsAreCombinedInTheOrderOfTheirBlocks) {
  const auto words = with_threads(context, [&] {
    return parallel_reduce(
        1000, 10, std::vector<std::size_t>{},
        [](std::size_t begin, std::size_t) { return std::vector<std::size_t>{begin}; },
        [](std::vector<std::size_t> a, std::vector<std::size_t> b) {
          a.insert(a.end(), b.begin(), b.end());
          return a;
        });
  });
  ASSERT_EQ(words.size(), 100u);
  for (std::size_t i = 0; i < words.size(); ++i) EXPECT_EQ(words[i], i * 10);
}

TEST_P(Parallel, PrefixSumsAreThoseOfTheStandardLibrary) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{65'536}, std::size_t{200'001}}) {
    std::vector<std::uint64_t> counts(size), expected(size);
    RandomStream random(size);
    for (auto& count : counts) count = random.below(10);
    std::exclusive_scan(counts.begin(), counts.end(), expected.begin(), std::uint64_t{0});
    const std::uint64_t all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    EXPECT_EQ(with_threads(context, [&] { return exclusive_prefix_sum(counts); }), all);
    EXPECT_EQ(counts, expected);
  }
}

TEST_P(Parallel, AnErrorOfABodyReachesTheCaller) {
  EXPECT_THROW(with_threads(context,
                            [&] {
                              parallel_each(1000, 1, [](std::size_t i) {
                                if (i == 700) throw std::runtime_error("of a body");
                              });
                            }),
               std::runtime_error);
}

TEST_P(Parallel, EveryThreadHasItsOwnScratchSpaceAndAllOfItIsSeenAfterwards) {
  PerThread<std::vector<std::size_t>> scratch;
  with_threads(context,
               [&] { parallel_each(10'000, 1, [&](std::size_t i) { scratch.local().push_back(i); }); });
  std::set<std::size_t> seen;
  std::size_t spaces = 0, entries = 0;
  for (const auto& part : scratch) {
    ++spaces;
    entries += part.size();
    seen.insert(part.begin(), part.end());
  }
  EXPECT_LE(spaces, GetParam());
  EXPECT_EQ(entries, 10'000u);
  EXPECT_EQ(seen.size(), 10'000u);
}

TEST_P(Parallel, ATeamRunsAsOftenAsAsked) {
  std::atomic<int> runs = 0;
  with_threads(context, [&] { parallel_team(GetParam(), [&] { ++runs; }); });
  EXPECT_EQ(runs, static_cast<int>(GetParam()));
}

TEST_P(Parallel, SortIsThatOfTheStandardLibrary) {
  std::vector<std::uint64_t> numbers(50'000);
  RandomStream random(11);
  for (auto& number : numbers) number = random.below(1000);
  std::vector<std::uint64_t> expected = numbers;
  std::sort(expected.begin(), expected.end(), std::greater<>());
  with_threads(context, [&] { parallel_sort(numbers.begin(), numbers.end(), std::greater<>()); });
  EXPECT_EQ(numbers, expected);
}

INSTANTIATE_TEST_SUITE_P(Threads, Parallel, testing::Values(1u, 2u, 7u));

}  // namespace
}  // namespace tertius::test
