// The texts of one column, such as kinds or names, coded block by block by many threads, and the codes that
// they have in the whole: those that a single reader would have given them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/graph/members.hpp"

namespace tertius::io {

/// The texts of one block and their codes in order of first appearance.
class BlockTexts {
 public:
  static constexpr std::uint32_t none = ~0u;

  /// The code of a text, whose bytes stay where they are; none for an empty one. Amortised O(1).
  std::uint32_t code(std::string_view text);
  /// The text of a code; empty for none.
  std::string_view operator[](std::uint32_t code) const {
    return code == none ? std::string_view() : texts_[code].text;
  }
  std::size_t size() const { return texts_.size(); }

  /// What the texts of all blocks have become.
  struct Merged {
    graph::StringPool texts;                        ///< all different, in order of first appearance
    std::vector<std::vector<std::uint32_t>> codes;  ///< for each block: the text's place in texts
  };
  /// The blocks in the order of the input. O(texts of all blocks).
  static Merged merge(std::span<const BlockTexts* const> blocks);

 private:
  struct Text {
    std::string_view text;
    std::uint64_t hash;
  };

  void grow();

  std::vector<Text> texts_;
  std::vector<std::uint32_t> slots_;  // open addressing: code plus one, 0 where free
  std::uint32_t last_ = none;
};

}  // namespace tertius::io
