// Sums by label, in a plain array, in a table, and in a table that has to grow.
#include "engine/clusters/leiden/accumulator.hpp"

#include <gtest/gtest.h>

#include <map>

#include "engine/core/random.hpp"

namespace tertius::clusters {
namespace {

struct Row {
  std::vector<Label> labels;
  std::vector<std::uint32_t> weights;
  std::map<Label, std::uint32_t> sums;
};

Row random_row(std::size_t size, Label bound, std::uint64_t seed) {
  Row row;
  RandomStream random(seed);
  for (std::size_t i = 0; i < size; ++i) {
    row.labels.push_back(static_cast<Label>(random.below(bound)));
    row.weights.push_back(1 + static_cast<std::uint32_t>(random.below(5)));
    row.sums[row.labels.back()] += row.weights.back();
  }
  return row;
}

class Sums : public testing::TestWithParam<Label> {};  // labels are below the parameter

TEST_P(Sums, AreThoseOfAMap) {
  Accumulator<std::uint32_t> around;
  for (const std::size_t size : {0u, 1u, 7u, 63u, 64u, 65u, 700u, 5'000u, 3u}) {
    const Row row = random_row(size, GetParam(), size);
    const auto weight = [&](std::size_t i) { return row.weights[i]; };
    for (int again = 0; again < 2; ++again) {  // the second time shows whether the first left it clear
      around.prepare(size, GetParam());
      around.add(
          size, [&](std::size_t i) { return row.labels[i]; }, weight);
      std::map<Label, std::uint32_t> added;
      for (std::uint32_t i = 0; i < around.size(); ++i) added[around.label(i)] = around.weight(i);
      EXPECT_EQ(added, row.sums) << size;
      EXPECT_EQ(around.size(), row.sums.size());
      around.clear();

      around.prepare(size, GetParam());
      std::map<Label, std::uint32_t> last;
      bool grows = true;
      around.sweep(row.labels.data(), size, weight, [&](Label label, std::uint32_t sum) {
        grows = grows && sum > last[label];
        last[label] = sum;
      });
      EXPECT_TRUE(grows) << size;
      EXPECT_EQ(last, row.sums) << size;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(InArraysAndTables, Sums, testing::Values(40u, 60'000u, 100'000'000u));

/// In the order in which they came: that is the order of a level's rows, whatever the table.
TEST(Sums, KeepTheOrderInWhichLabelsCame) {
  const Row row = random_row(3'000, 2'000, 1);
  std::vector<Label> expected;
  for (std::map<Label, int> met; const Label label : row.labels) {
    if (met[label]++ == 0) expected.push_back(label);
  }
  for (const std::size_t bound : {2'000u, 100'000'000u}) {
    Accumulator<std::uint32_t> around;
    around.prepare(row.labels.size(), bound);
    around.add(
        row.labels.size(), [&](std::size_t i) { return row.labels[i]; }, [](std::size_t) { return 1u; });
    std::vector<Label> labels;
    for (std::uint32_t i = 0; i < around.size(); ++i) labels.push_back(around.label(i));
    EXPECT_EQ(labels, expected) << bound;
  }
}

}  // namespace
}  // namespace tertius::clusters
