// Which of many ids occur, and how many smaller ones do.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph::rows {

class Ranks {
 public:
  explicit Ranks(std::uint64_t bound) : words_(bound / 64 + 1, Word{0, 0}) {}
  void set(VertexId id) { words_[id / 64].members |= std::uint64_t{1} << id % 64; }
  VertexId finish() {
    VertexId total = 0;
    for (Word& word : words_) {
      word.before = total;
      total += static_cast<VertexId>(std::popcount(word.members));
    }
    return total;
  }
  bool has(VertexId id) const { return (words_[id / 64].members >> id % 64 & 1) != 0; }
  /// Number of ids below `id` that occur.
  VertexId operator()(VertexId id) const {
    const Word& word = words_[id / 64];
    const std::uint64_t below = word.members & ((std::uint64_t{1} << id % 64) - 1);
    return word.before + static_cast<VertexId>(std::popcount(below));
  }

 private:
  struct Word {
    std::uint64_t members;  // which of 64 ids occur
    VertexId before;        // how many before them do
  };
  Buffer<Word> words_;
};

}  // namespace tertius::graph::rows
