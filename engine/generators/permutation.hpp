// A random order of the numbers below n that takes no memory.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "engine/core/random.hpp"

namespace tertius::generators {

/// A bijection on [0, n): steps that can be undone (multiplying by odd numbers, shifted xor) on the next
/// power of two, repeated until the value lies below n (cycle walking). A pure function of seed and n.
class Permutation {
 public:
  Permutation(std::uint64_t n, std::uint64_t seed)
      : n_(n), bits_(std::max(1, static_cast<int>(std::bit_width(n > 0 ? n - 1 : 0)))) {
    mask_ = bits_ == 64 ? ~0ULL : (1ULL << bits_) - 1;
    for (int round = 0; round < rounds; ++round) {
      factor_[round] = hash64(seed, static_cast<std::uint64_t>(round), 1) | 1;
      key_[round] = hash64(seed, static_cast<std::uint64_t>(round), 2);
    }
  }

  std::uint64_t operator()(std::uint64_t x) const {
    do {
      for (int round = 0; round < rounds; ++round) {
        x = (x + key_[round]) & mask_;
        x ^= x >> (bits_ / 2 + 1);
        x = (x * factor_[round]) & mask_;
      }
    } while (x >= n_);
    return x;
  }

 private:
  static constexpr int rounds = 4;
  std::uint64_t n_;
  int bits_;
  std::uint64_t mask_ = 0;
  std::uint64_t factor_[rounds] = {};
  std::uint64_t key_[rounds] = {};
};

}  // namespace tertius::generators
