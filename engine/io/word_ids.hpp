// Texts and the dense ids they get, in order of first appearance, made by many threads at once.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/members.hpp"

namespace tertius {

/// Texts fall into shards by their hash; a batch is sorted by shard first, so that each shard is locked once
/// a batch. Texts are copied, so that those of a shard lie side by side.
class WordIds {
 public:
  WordIds() : shards_(shard_count) {}

  /// A ticket for each text, the same whenever the text comes again. Text i stands at position `first` + i of
  /// the input. Tickets depend on the schedule; what ids() makes of them does not. Safe from any thread.
  /// Throws Error{bad_data} beyond 2^32 - 2 different texts.
  void tickets(std::span<const std::string_view> texts, std::uint64_t first, std::vector<VertexId>& tickets);

  /// Gives the texts their numbers by their smallest positions. Ends the giving of tickets.
  Ids ids(const RunContext& context);
  /// The number of a ticket's text. Only after ids().
  VertexId number(VertexId ticket) const {
    return shards_[ticket % shard_count].numbers[ticket / shard_count];
  }

 private:
  static constexpr std::size_t shard_count = 256;

  struct Word {
    std::uint64_t begin, size;  // of its text among the bytes
    std::uint64_t position;     // of its first appearance
  };
  struct Slot {
    std::uint32_t tag = 0;  // other bits of the hash
    VertexId word_plus_one = 0;
  };
  struct Shard {
    std::mutex mutex;
    std::vector<Word> words;  // in order of first ticket
    std::vector<char> bytes;  // of their texts
    std::vector<Slot> slots;  // open addressing
    std::vector<VertexId> numbers;

    std::string_view text_of(const Word& word) const { return {bytes.data() + word.begin, word.size}; }
    VertexId index_of(std::string_view text, std::uint64_t hash, std::uint64_t position);
    /// The word that a text of this hash probably is.
    const Word* likely(std::uint64_t hash) const;
    void prefetch_slot(std::uint64_t hash) const;
    void prefetch_word(std::uint64_t hash) const;
    void prefetch_text(std::uint64_t hash) const;
    void grow();
  };

  std::vector<Shard> shards_;
};

}  // namespace tertius
