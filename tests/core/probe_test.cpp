// Looking up in tables with open addressing, also in full ones.
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <vector>

#include "engine/core/probe.hpp"
#include "engine/core/random.hpp"

namespace tertius::test {
namespace {

TEST(Probe, FindsWhatWasPutAndAFreeSlotForWhatWasNot) {
  for (const std::size_t size : {1u, 2u, 8u, 64u}) {
    std::vector<std::optional<std::uint64_t>> slots(size);
    const auto find = [&](std::uint64_t key) {
      // Few different hashes, so that most keys meet others on their way.
      return probe(slots, hash64(key) % 3 + size - 1,
                   [&](const auto& slot) { return !slot || *slot == key; });
    };
    std::set<std::size_t> taken;
    for (std::uint64_t key = 0; key < size; ++key) {
      const std::size_t at = find(key);
      ASSERT_LT(at, size) << "there is room";
      EXPECT_TRUE(taken.insert(at).second);
      slots[at] = key;
    }
    for (std::uint64_t key = 0; key < size; ++key) EXPECT_EQ(slots[find(key)], key);
    EXPECT_EQ(find(size), size) << "a full table without it ends the search";
  }
}

}  // namespace
}  // namespace tertius::test
