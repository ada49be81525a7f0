// Clusters of an earlier run matched with those of now.
#include <gtest/gtest.h>

#include "engine/clusters/continuity.hpp"

namespace tertius::clusters {
namespace {

TEST(Continuity, KeepsNumbersWhenLittleChanges) {
  const EarlierClusters earlier{{7, 3}, {0, 0, 0, 0, 1, 1, 1, EarlierClusters::none}, {4, 4}};
  const Continuity c = match_clusters(earlier, graph::Partition{{0, 0, 0, 0, 1, 1, 1, 1}, 2});
  EXPECT_EQ(c.number, (std::vector<std::uint32_t>{7, 3}));
  EXPECT_EQ(c.stayed, 7u);
  EXPECT_EQ(c.moved, 0u);
  EXPECT_EQ(c.joined, 1u);
}

TEST(Continuity, TellsSplitMergedBornAndGone) {
  // Before: A = 0..5, B = 6..8, C = 9..10, D = 11 (has left but for 11). Now: A falls apart, B and C join, 11
  // is lost among newcomers.
  constexpr std::uint32_t x = EarlierClusters::none;
  const EarlierClusters earlier{{1, 2, 3, 4}, {0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, x, x, x, x}, {6, 3, 2, 5}};
  const graph::Partition now{{2, 2, 2, 2, 3, 3, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, 4};
  const Continuity c = match_clusters(earlier, now);
  EXPECT_EQ(c.origin, (std::vector<Origin>{Origin::kept, Origin::born, Origin::kept, Origin::split}));
  EXPECT_EQ(c.number, (std::vector<std::uint32_t>{2, 5, 1, 6}));
  EXPECT_EQ(c.fate, (std::vector<Fate>{Fate::kept, Fate::kept, Fate::merged, Fate::gone}));
  EXPECT_EQ(c.into[2], 0u);
  EXPECT_EQ(c.from[3], 0u);
  EXPECT_EQ(c.stayed, 7u);
  EXPECT_EQ(c.moved, 5u);
  EXPECT_EQ(c.joined, 4u);
}

}  // namespace
}  // namespace tertius::clusters
