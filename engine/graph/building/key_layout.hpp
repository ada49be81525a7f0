// What the keys of a RowBuilder look like, and how many buckets they are partitioned into.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/graph/building/row_builder.hpp"

namespace tertius::graph::rows {

inline constexpr std::size_t most_buckets = 4096;  // one open cache line each must fit the second-level cache
// Taken when keys of 4 bytes are the reward: so many at any rate, and so many when there is enough for each.
inline constexpr std::size_t some_small_buckets = 8192;
inline constexpr std::size_t most_small_buckets = 65536;
inline constexpr std::uint64_t arcs_per_small_bucket = 1 << 11;
inline constexpr std::uint64_t arcs_per_bucket = 1 << 14;

/// A key, from its highest bit: [source within the bucket | target | direction].
struct KeyLayout {
  unsigned target_bits = 1;
  unsigned direction_bits = 0;
  unsigned source_bits = 0;  // of the part within a bucket
  std::size_t buckets = 1;

  explicit KeyLayout(const RowShape& shape) {
    const std::uint64_t largest = shape.id_bound > 1 ? shape.id_bound - 1 : 1;
    target_bits = static_cast<unsigned>(std::bit_width(largest));
    direction_bits = shape.directed_input ? 1 : 0;
    const std::uint64_t rows = shape.expected_rows > 0 ? shape.expected_rows : std::uint64_t{1} << 22;
    const std::uint64_t wanted = std::clamp<std::uint64_t>(2 * rows / arcs_per_bucket, 1, most_buckets);
    const auto bucket_bits = std::min(target_bits, static_cast<unsigned>(std::bit_width(wanted) - 1));
    source_bits = target_bits - bucket_bits;
    if (bits() > 32 && low_bits() <= 32) {
      const unsigned narrow = 32 - low_bits();
      const std::uint64_t small = (largest >> narrow) + 1;
      const bool enough = 2 * rows >= small * arcs_per_small_bucket;
      if (small <= (enough ? most_small_buckets : some_small_buckets)) {
        source_bits = narrow;
      } else {
        source_bits =
            target_bits - std::min(target_bits, static_cast<unsigned>(std::bit_width(most_buckets) - 1));
      }
    }
    buckets = static_cast<std::size_t>(largest >> source_bits) + 1;
  }
  unsigned low_bits() const { return target_bits + direction_bits; }
  unsigned bits() const { return low_bits() + source_bits; }
};

}  // namespace tertius::graph::rows
