#include "engine/graph/building/key_sort.hpp"

#include <algorithm>
#include <bit>

#if defined(__AVX512F__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

namespace tertius::graph::rows {

#if defined(__AVX512F__)
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t network = 8 * lanes;  // so many keys are sorted within registers

__mmask16 first_lanes(std::size_t count) {
  return static_cast<__mmask16>((1U << count) - 1);
}

/// Each lane beside the lane `partner[lane]`: the larger key goes where `upper` says, the smaller elsewhere.
__m512i exchange(__m512i keys, __m512i partner, __mmask16 upper) {
  const __m512i other = _mm512_permutexvar_epi32(partner, keys);
  return _mm512_mask_max_epu32(_mm512_min_epu32(keys, other), upper, keys, other);
}

const __m512i own_lane = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
__m512i partner(int flipped) {
  return _mm512_xor_si512(own_lane, _mm512_set1_epi32(flipped));
}
__m512i reversed(__m512i keys) {
  return _mm512_permutexvar_epi32(partner(15), keys);
}

/// Sorts a register that rises and then falls, or falls and then rises.
__m512i merge_lanes(__m512i keys) {
  keys = exchange(keys, partner(8), 0xff00);
  keys = exchange(keys, partner(4), 0xf0f0);
  keys = exchange(keys, partner(2), 0xcccc);
  return exchange(keys, partner(1), 0xaaaa);
}

__m512i sort_lanes(__m512i keys) {
  keys = exchange(keys, partner(1), 0xaaaa);
  keys = exchange(keys, partner(3), 0xcccc);
  keys = exchange(keys, partner(1), 0xaaaa);
  keys = exchange(keys, partner(7), 0xf0f0);
  keys = exchange(keys, partner(2), 0xcccc);
  keys = exchange(keys, partner(1), 0xaaaa);
  keys = exchange(keys, partner(15), 0xff00);
  keys = exchange(keys, partner(4), 0xf0f0);
  keys = exchange(keys, partner(2), 0xcccc);
  return exchange(keys, partner(1), 0xaaaa);
}

/// Sorts `count` registers, a power of two, as one.
template <std::size_t count>
void sort_registers(__m512i* keys) {
  if constexpr (count == 1) {
    keys[0] = sort_lanes(keys[0]);
  } else {
    constexpr std::size_t half = count / 2;
    sort_registers<half>(keys);
    sort_registers<half>(keys + half);
    for (std::size_t i = 0; i < half; ++i) {
      const __m512i low = keys[i], high = reversed(keys[count - 1 - i]);
      keys[i] = _mm512_min_epu32(low, high);
      keys[count - 1 - i] = reversed(_mm512_max_epu32(low, high));
    }
    for (std::size_t apart = half / 2; apart > 0; apart /= 2) {
      for (std::size_t i = 0; i < count; ++i) {
        if ((i & apart) != 0) continue;
        const __m512i low = keys[i], high = keys[i + apart];
        keys[i] = _mm512_min_epu32(low, high);
        keys[i + apart] = _mm512_max_epu32(low, high);
      }
    }
    for (std::size_t i = 0; i < count; ++i) keys[i] = merge_lanes(keys[i]);
  }
}

/// At most count * 16 keys; what a register has room for beyond them is filled with the largest key there is.
template <std::size_t count>
void sort_few(const std::uint32_t* from, std::uint32_t* to, std::size_t size) {
  __m512i keys[count];
  __mmask16 there[count];
  for (std::size_t i = 0; i < count; ++i) {
    there[i] = first_lanes(size > i * lanes ? std::min(lanes, size - i * lanes) : 0);
    keys[i] = _mm512_mask_loadu_epi32(_mm512_set1_epi32(-1), there[i], from + i * lanes);
  }
  sort_registers<count>(keys);
  for (std::size_t i = 0; i < count; ++i) _mm512_mask_storeu_epi32(to + i * lanes, there[i], keys[i]);
}

void sort_within_registers(const std::uint32_t* from, std::uint32_t* to, std::size_t size) {
  if (size <= lanes) return sort_few<1>(from, to, size);
  if (size <= 2 * lanes) return sort_few<2>(from, to, size);
  if (size <= 4 * lanes) return sort_few<4>(from, to, size);
  sort_few<8>(from, to, size);
}

/// The median of sixteen keys from all over.
std::uint32_t pivot_of(const std::uint32_t* keys, std::size_t size) {
  alignas(64) std::uint32_t sample[lanes];
  for (std::size_t i = 0; i < lanes; ++i) sample[i] = keys[(2 * i + 1) * size / (2 * lanes)];
  _mm512_store_si512(sample, sort_lanes(_mm512_load_si512(sample)));
  return sample[lanes / 2 - 1];
}

/// Copies the keys up to `most` to the front of `to`, the others to its end; returns how many are in front.
std::size_t part(const std::uint32_t* from, std::uint32_t* to, std::size_t size, std::uint32_t most) {
  const __m512i pivot = _mm512_set1_epi32(static_cast<int>(most));
  std::size_t front = 0, back = size;
  const auto take = [&](__m512i keys, __mmask16 there) {
    const __mmask16 small = _mm512_mask_cmple_epu32_mask(there, keys, pivot);
    const auto large = static_cast<__mmask16>(there & ~small);
    const auto smalls = static_cast<std::size_t>(std::popcount(static_cast<unsigned>(small)));
    const auto larges = static_cast<std::size_t>(std::popcount(static_cast<unsigned>(large)));
    back -= larges;
    _mm512_mask_storeu_epi32(to + front, first_lanes(smalls), _mm512_maskz_compress_epi32(small, keys));
    _mm512_mask_storeu_epi32(to + back, first_lanes(larges), _mm512_maskz_compress_epi32(large, keys));
    front += smalls;
  };
  std::size_t at = 0;
  for (; at + lanes <= size; at += lanes) take(_mm512_loadu_si512(from + at), 0xffff);
  if (at < size) {
    const __mmask16 rest = first_lanes(size - at);
    take(_mm512_maskz_loadu_epi32(rest, from + at), rest);
  }
  return front;
}

/// Leaves in `keys` what is there or, when patience is odd, in `other`: with every pivot the keys change
/// sides and patience is less by one, so that it ends, where pivots are bad, with the keys where they belong.
void sort_parts(std::uint32_t* keys, std::uint32_t* other, std::size_t size, unsigned patience) {
  const bool here = patience % 2 == 0;
  const std::uint32_t* const from = here ? keys : other;
  std::uint32_t* const to = here ? other : keys;
  if (size <= network) return sort_within_registers(from, keys, size);
  if (patience == 0) return std::sort(keys, keys + size);
  const std::uint32_t pivot = pivot_of(from, size);
  std::size_t front = part(from, to, size, pivot);
  if (front == size) {  // no key is larger: those that are as large are in their places
    front = pivot > 0 ? part(from, to, size, pivot - 1) : 0;
    std::fill(keys + front, keys + size, pivot);
  } else {
    sort_parts(keys + front, other + front, size - front, patience - 1);
  }
  sort_parts(keys, other, front, patience - 1);
}

}  // namespace

void sort_keys(std::uint32_t* keys, std::uint32_t* scratch, std::size_t size) {
  sort_parts(keys, scratch, size, 2 * static_cast<unsigned>(std::bit_width(size)));
}

#else

void sort_keys(std::uint32_t* keys, std::uint32_t*, std::size_t size) {
  std::sort(keys, keys + size);
}

#endif

}  // namespace tertius::graph::rows
