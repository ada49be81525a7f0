// The next of a few bytes in a text, eight bytes at a time.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tertius::io {

/// The first byte from `at` on that equals one of `stops`; the text's end when there is none.
template <class... Stops>
std::size_t find_stop(std::string_view text, std::size_t at, Stops... stops) {
  constexpr std::uint64_t ones = 0x0101010101010101ULL, highs = 0x8080808080808080ULL;
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    const auto zeros = [&](char stop) {
      const std::uint64_t x = word ^ (ones * static_cast<unsigned char>(stop));
      return (x - ones) & ~x;
    };
    // The lowest bit that is set here stands for the first byte that is zero.
    const std::uint64_t found = (zeros(stops) | ...) & highs;
    if (found != 0) return at + static_cast<std::size_t>(std::countr_zero(found)) / 8;
  }
  while (at < text.size() && ((text[at] != stops) && ...)) ++at;
  return at;
}

}  // namespace tertius::io
