// Texts and the dense ids they get, in order of first appearance, made by many threads at once.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/members.hpp"

namespace tertius::io {

/// One hash table for all threads. Words are only added, so that looking one up takes no lock: a thread whose
/// word is not there puts it into a free slot by compare and exchange. A batch makes room for all its texts
/// before it begins; what a text needs is asked for some texts ahead, so that misses of the cache overlap.
class ConcurrentInterner {
 public:
  /// `expected`: about how many different texts there will be; a guess.
  explicit ConcurrentInterner(std::size_t expected);

  /// A provisional id for each text, the same whenever the text comes again. Text i stands at position
  /// `first` + i of the input, and its bytes stay where they are until ids(). Provisional ids depend on the
  /// schedule; what ids() makes of them does not. Safe from any thread. Throws Error{bad_data} beyond 2^32 -
  /// 2 different texts.
  void provisional_ids(std::span<const std::string_view> texts, std::uint64_t first,
                       std::vector<graph::VertexId>& provisional_ids);
  /// The same of texts at any positions.
  void provisional_ids(std::span<const std::string_view> texts, std::span<const std::uint64_t> positions,
                       std::vector<graph::VertexId>& provisional_ids);

  /// The position at which a provisional id's text came first, and the text. Only when all have their
  /// provisional ids.
  std::uint64_t position(graph::VertexId provisional_id) const { return word(provisional_id).position; }
  std::string_view text(graph::VertexId provisional_id) const { return word(provisional_id).view(); }

  bool empty() const { return count_ == 0; }
  /// Provisional ids are below this; some may belong to no member.
  std::size_t size() const { return count_; }

  /// One provisional id of each text, by their smallest positions. Ends the giving of provisional ids.
  std::vector<graph::VertexId> in_order(const RunContext& context);
  /// Gives the texts their numbers in that order. They are gone from here then.
  StringPool texts(const RunContext& context);
  graph::Ids ids(const RunContext& context) { return graph::Ids::of_texts({{}, texts(context), {}}); }
  /// The number of a provisional id's text. Only after texts() or ids().
  graph::VertexId number(graph::VertexId provisional_id) const { return numbers_[provisional_id]; }

 private:
  static constexpr std::size_t segment = std::size_t{1} << 17;  // words side by side, on huge pages
  static constexpr std::uint64_t nowhere = ~std::uint64_t{0};

  /// Half a cache line, with the text in it where it is short.
  struct Word {
    std::uint64_t position;  // of its first appearance
    std::uint32_t size;
    char text[20];

    std::string_view view() const;
    bool is(std::string_view other) const;
    void set(std::string_view to);
  };

  Word& word(std::size_t i) { return segments_[i / segment][i % segment]; }
  const Word& word(std::size_t i) const { return segments_[i / segment][i % segment]; }
  void make_room(std::size_t words);
  void fill_slots(std::size_t slots);
  template <class Position>
  void give_provisional_ids(std::span<const std::string_view> texts, Position position,
                            std::vector<graph::VertexId>& provisional_ids);
  graph::VertexId provisional_id_of(std::string_view text, std::uint64_t hash, std::uint64_t position);

  std::mutex counting_;
  std::uint64_t in_flight_ = 0;  // texts of batches that have begun
  std::shared_mutex structure_;  // alone: what follows grows
  std::vector<Buffer<Word>> segments_;
  Buffer<std::uint64_t> slots_;  // [other bits of the hash | word plus one], open addressing
  std::atomic<std::uint64_t> count_{0};
  std::vector<graph::VertexId> numbers_;
};

}  // namespace tertius::io
