// Buffers: the same whatever their size, which decides where their memory comes from.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/core/buffer.hpp"

namespace tertius::test {
namespace {

// On both sides of where memory is mapped (256 KiB), and where huge pages are asked for (4 MiB).
constexpr std::size_t sizes[] = {0,
                                 1,
                                 7,
                                 (std::size_t{256} << 10) / 8 - 1,
                                 (std::size_t{256} << 10) / 8,
                                 1'000'003,
                                 (std::size_t{4} << 20) / 8};

TEST(Buffer, HoldsWhatIsWrittenAlignedToCacheLines) {
  for (const std::size_t size : sizes) {
    Buffer<std::uint64_t> buffer(size);
    EXPECT_EQ(buffer.size(), size);
    EXPECT_EQ(buffer.empty(), size == 0);
    EXPECT_EQ(buffer.bytes(), 8 * size);
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(buffer.data()) % 64, 0u);
    std::iota(buffer.begin(), buffer.end(), std::uint64_t{5});
    const Buffer<std::uint64_t>& read = buffer;
    for (std::size_t i = 0; i < size; ++i) ASSERT_EQ(read[i], i + 5);
    const std::span<const std::uint64_t> seen = read;
    EXPECT_EQ(seen.size(), size);
    EXPECT_EQ(seen.data(), buffer.data());
  }
}

TEST(Buffer, BeginsWithTheValueThatWasAskedFor) {
  for (const std::size_t size : sizes) {
    // Memory that was in use just before must not shine through.
    { const Buffer<std::uint64_t> before(size, ~std::uint64_t{0}); }
    const auto zeroed = Buffer<std::uint64_t>::zeroed(size);
    EXPECT_TRUE(std::all_of(zeroed.begin(), zeroed.end(), [](auto x) { return x == 0; })) << size;
    const Buffer<std::uint64_t> filled(size, 7);
    EXPECT_TRUE(std::all_of(filled.begin(), filled.end(), [](auto x) { return x == 7; })) << size;
  }
}

TEST(Buffer, MovesWithoutCopying) {
  for (const std::size_t size : sizes) {
    Buffer<std::uint64_t> first(size, 3);
    const std::uint64_t* const at = first.data();
    Buffer<std::uint64_t> second(std::move(first));
    EXPECT_EQ(second.data(), at);
    EXPECT_EQ(first.size(), 0u);
    EXPECT_EQ(first.data(), nullptr);
    Buffer<std::uint64_t> third(40'000, 9);
    third = std::move(second);
    EXPECT_EQ(third.data(), at);
    EXPECT_EQ(third.size(), size);
    EXPECT_TRUE(second.empty());
    Buffer<std::uint64_t>& same = third;
    third = std::move(same);
    EXPECT_EQ(third.data(), at) << "moved to itself";
    EXPECT_EQ(third.size(), size);
  }
}

TEST(Buffer, ThrowsWhereThereIsNoMemory) {
  EXPECT_THROW(Buffer<char>(std::size_t{1} << 62), std::bad_alloc);
}

TEST(Uninitialised, VectorsGrowAndKeepTheirValues) {
  std::vector<int, Uninitialised<int>> items;
  items.resize(100);
  std::iota(items.begin(), items.end(), 0);
  items.resize(5000);
  items.push_back(-1);
  items.emplace_back(-2);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(items[static_cast<std::size_t>(i)], i);
  EXPECT_EQ(items[5000], -1);
  EXPECT_EQ(items[5001], -2);
}

}  // namespace
}  // namespace tertius::test
