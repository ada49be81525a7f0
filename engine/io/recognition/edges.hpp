// Lists of connections, with headings in any words or none: which columns are the two ends, and what speaks for
// its being such a list. Evidence are rows that agree, and ids that come again, best in both columns.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/recognition/evidence.hpp"
#include "engine/io/recognition/sample.hpp"

namespace tertius::io {

/// What of a list of connections stands where.
struct EdgeShape {
  Evidence evidence{};
  bool headed = false;       ///< the first row names columns
  bool known_words = false;  ///< in words that are known
  std::size_t source = 0, target = 1;
  std::optional<std::size_t> weight{}, kind{}, since{};
  std::size_t width = 2;                     ///< cells of most rows
  bool unix_times = false;                   ///< `since` holds seconds or milliseconds since 1970
  bool fractions = false;                    ///< ids are whole numbers, some written as 7.0
  std::size_t skip = 0;                      ///< bytes before the first connection
  std::uint64_t line = 1;                    ///< that it stands on
  std::size_t end = std::string_view::npos;  ///< bytes before what follows the table
  std::vector<std::string> headings{};
  std::vector<std::string> notes{};  ///< what was guessed, in words

  /// Two ids a row and perhaps a weight: what the fast ways read.
  bool plain() const {
    const bool others = headed ? width > (weight ? 3U : 2U) : !weight;
    return source == 0 && target == 1 && weight.value_or(2) == 2 && !kind && !since && !others && !fractions;
  }
};

/// "user1" and "user2", "Person A" and "Person B": one word but for a last figure or letter.
bool are_counted(std::string_view first, std::string_view second);

/// `headed`: the first row names columns, whatever it looks like. O(bytes of the sample).
EdgeShape edge_shape(const Sample& sample, bool headed = false);

}  // namespace tertius::io
