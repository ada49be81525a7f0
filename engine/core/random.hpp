// Counter-based random numbers: a stream is a pure function of (seed, stream, substream), never of the thread
// that draws from it. That is why results are the same on 1 and on 64 threads.
#pragma once

#include <cstdint>

namespace tertius {

/// Finaliser of SplitMix64 (Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195): a bijection on 64 bits
/// that passes for random.
constexpr std::uint64_t mix64(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebULL;
  x ^= x >> 31;
  return x;
}

/// Hash of up to three numbers, such as (seed, vertex, round).
constexpr std::uint64_t hash64(std::uint64_t a, std::uint64_t b = 0, std::uint64_t c = 0) {
  constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;
  return mix64(mix64(mix64(a + golden) + b + golden) + c + golden);
}

/// A stream of random numbers; cheap to make, so make one per vertex, sample or row.
/// Models UniformRandomBitGenerator, but prefer below() and real(): the standard distributions differ
/// between standard libraries.
class RandomStream {
 public:
  using result_type = std::uint64_t;

  explicit constexpr RandomStream(std::uint64_t seed, std::uint64_t stream = 0, std::uint64_t substream = 0)
      : state_(hash64(seed, stream, substream)) {}

  constexpr std::uint64_t operator()() {
    state_ += 0x9e3779b97f4a7c15ULL;
    return mix64(state_);
  }
  static constexpr std::uint64_t min() { return 0; }
  static constexpr std::uint64_t max() { return ~0ULL; }

  /// Uniform in [0, n), n > 0; the bias is below n / 2^64 (multiply-high, Lemire 2019, arXiv:1805.10941).
  constexpr std::uint64_t below(std::uint64_t n) {
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>((static_cast<Wide>((*this)()) * n) >> 64);
  }
  /// Uniform in [0, 1) with 53 random bits.
  constexpr double real() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

 private:
  std::uint64_t state_;
};

/// Fisher-Yates shuffle that is the same on every platform.
template <class Range>
constexpr void shuffle(Range& items, RandomStream& random) {
  for (std::uint64_t i = items.size(); i > 1; --i) {
    const std::uint64_t j = random.below(i);
    using std::swap;
    swap(items[i - 1], items[j]);
  }
}

}  // namespace tertius
