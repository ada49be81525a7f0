// What speaks for a form of input that has no signature, as a figure that can be compared and in words.
#pragma once

#include <cstddef>
#include <string>

namespace tertius::io {

/// 0: it cannot be; 1: it can be nothing else.
struct Evidence {
  double score = 0;
  std::string why{};  ///< what was seen, in a few words
};

/// What part of all that is, for evidence; 0 of nothing.
inline double share(std::size_t part, std::size_t all) {
  return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all);
}

/// What has less is not taken.
inline constexpr double enough_evidence = 0.5;
/// What comes within this of the best is told beside it.
inline constexpr double close_evidence = 0.2;

}  // namespace tertius::io
