// A set of members with one bit for each: the bits of millions of members stay in the nearest caches, where
// four bytes each do not.
#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// Members, in words of 64 bits. Any thread may look at any time; a word has one writer at a time.
class MemberBits {
 public:
  static constexpr std::size_t width = 64;

  explicit MemberBits(std::size_t n) : words_(Buffer<std::uint64_t>::zeroed((n + width - 1) / width)) {}

  std::size_t words() const { return words_.size(); }
  std::uint64_t word(std::size_t w) const { return at(w).load(std::memory_order_relaxed); }
  void set_word(std::size_t w, std::uint64_t bits) { at(w).store(bits, std::memory_order_relaxed); }

  /// All words, for a kernel that looks at many members at once.
  const std::uint64_t* data() const { return words_.data(); }

  bool has(VertexId v) const { return (word(v / width) >> (v % width) & 1) != 0; }
  void add(VertexId v) { set_word(v / width, word(v / width) | bit(v)); }
  /// No longer has any member of the word of v: for those who take out all that they put in.
  void clear_word_of(VertexId v) { set_word(v / width, 0); }
  void remove(VertexId v) { set_word(v / width, word(v / width) & ~bit(v)); }

 private:
  static std::uint64_t bit(VertexId v) { return std::uint64_t{1} << (v % width); }
  std::atomic_ref<std::uint64_t> at(std::size_t w) const { return std::atomic_ref(words_[w]); }

  mutable Buffer<std::uint64_t> words_;
};

/// Calls visit(v) for every member of a word, in ascending order.
template <class Visit>
void each_member(std::size_t word, std::uint64_t bits, Visit&& visit) {
  const auto first = static_cast<VertexId>(word * MemberBits::width);
  if (bits == ~std::uint64_t{0}) {  // no search for the next one
    for (VertexId i = 0; i < MemberBits::width; ++i) visit(first + i);
    return;
  }
  for (; bits != 0; bits &= bits - 1) visit(first + static_cast<VertexId>(std::countr_zero(bits)));
}

}  // namespace tertius::graph
