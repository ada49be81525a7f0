// The texts of one column, such as kinds or names, coded block by block by many threads, and the codes that
// they have in the whole: those that a single reader would have given them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/interner.hpp"
#include "engine/core/string_pool.hpp"

namespace tertius::io {

/// The texts of one block, whose bytes stay where they are, and their codes in order of first appearance.
using BlockTexts = Interner<TextViews>;

/// What the texts of all blocks have become.
struct MergedTexts {
  /// All different, in order of first appearance.
  StringPool texts;
  /// For each block: the place in `texts` of each of its texts.
  std::vector<std::vector<std::uint32_t>> codes;
};

/// The blocks in the order of the input. O(texts of all blocks).
MergedTexts merged_texts(std::span<const BlockTexts* const> blocks);

}  // namespace tertius::io
