// Which of many ids occur, and how many smaller ones do.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::rows {

class Ranks {
 public:
  explicit Ranks(std::uint64_t bound) : words_(bound / 64 + 1, 0), before_(words_.size()) {}
  void set(VertexId id) { words_[id / 64] |= std::uint64_t{1} << id % 64; }
  VertexId finish() {
    VertexId total = 0;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      before_[i] = total;
      total += static_cast<VertexId>(std::popcount(words_[i]));
    }
    return total;
  }
  bool has(VertexId id) const { return (words_[id / 64] >> id % 64 & 1) != 0; }
  /// Number of ids below `id` that occur.
  VertexId operator()(VertexId id) const {
    const std::uint64_t below = words_[id / 64] & ((std::uint64_t{1} << id % 64) - 1);
    return before_[id / 64] + static_cast<VertexId>(std::popcount(below));
  }

 private:
  Buffer<std::uint64_t> words_;
  Buffer<VertexId> before_;
};

}  // namespace tertius::rows
