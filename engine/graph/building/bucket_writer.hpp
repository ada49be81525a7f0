// What threads partition the keys of a RowBuilder with: write-combining buffers of one cache line a bucket,
// and chunks of memory that they are written to in whole lines.
#pragma once

#if defined(__AVX512F__)
// The intrinsics of g++ 12 leave on purpose uninitialised what they then warn of.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/building/huge_pages.hpp"
#include "engine/graph/building/key_layout.hpp"

namespace tertius::graph::rows {

inline constexpr std::size_t line_bytes = 64;
inline constexpr std::size_t smallest_chunk = 256;
inline constexpr std::size_t largest_chunk = 32 << 10;
inline constexpr std::size_t growth = 8;  // a new chunk takes this part of what its bucket has already
inline constexpr std::size_t smallest_slab = 16 << 10;
inline constexpr std::size_t bytes_per_group = 7 << 19;  // with what chunks leave free, two huge pages
inline constexpr std::size_t most_groups = 64;           // of buckets, whose memory is given back together

/// A full cache line goes straight to memory: nobody reads it soon.
inline void stream_line(void* to, const void* from) {
#if defined(__AVX512F__)
  _mm512_stream_si512(static_cast<__m512i*>(to), _mm512_load_si512(from));
#else
  std::memcpy(to, from, line_bytes);
#endif
}

/// Memory of buckets is handed out by groups of neighbours, so that it can be given back in steps.
class BucketMemory {
 public:
  BucketMemory(const RowShape& shape, const KeyLayout& layout, std::size_t entry_bytes)
      : buckets_(layout.buckets) {
    const std::size_t bytes = 2 * shape.expected_rows * entry_bytes;
    expected_bytes_ = bytes / buckets_;
    const std::size_t groups =
        std::clamp<std::size_t>(bytes / bytes_per_group, 1, std::min(most_groups, buckets_));
    slab_bytes_ = std::clamp(std::bit_ceil(bytes / groups), smallest_slab, huge_page);
    groups_ = std::vector<Slabs>(groups);
  }

  /// What a bucket may be expected to hold.
  std::size_t expected_bytes() const { return expected_bytes_; }
  /// Safe from any thread.
  char* take(std::size_t bucket, std::size_t bytes) {
    return groups_[bucket * groups_.size() / buckets_].take(bytes, slab_bytes_);
  }
  std::size_t groups() const { return groups_.size(); }
  /// The first bucket of a group; that of groups() is the number of buckets.
  std::size_t first_bucket(std::size_t group) const {
    return (group * buckets_ + groups_.size() - 1) / groups_.size();
  }
  std::vector<Slab> release(std::size_t group) { return groups_[group].release(); }
  std::size_t bytes() const {
    std::size_t total = 0;
    for (const Slabs& slabs : groups_) total += slabs.bytes();
    return total;
  }

 private:
  std::size_t buckets_;
  std::size_t expected_bytes_;
  std::size_t slab_bytes_;
  std::vector<Slabs> groups_;
};

/// Consecutive keys of one bucket (and their weights), written by one thread.
template <class Key>
struct Chunk {
  std::uint32_t bucket;
  std::uint32_t size;
  std::uint64_t position;  ///< of the input: chunks of neighbouring positions follow each other
  Key* keys;
  double* weights;
};

/// What one thread has put into the buckets.
template <class Key, bool weighted>
class Writer {
 public:
  static constexpr std::size_t per_line = line_bytes / sizeof(Key);
  static constexpr std::size_t entry_bytes = sizeof(Key) + (weighted ? sizeof(double) : 0);

  Writer(std::size_t buckets, BucketMemory& memory)
      : memory_(&memory),
        lines_(buckets * per_line),
        line_weights_(weighted ? buckets * per_line : 0),
        filled_(buckets, 0),
        open_(buckets),
        first_chunk_(std::clamp(memory.expected_bytes() / (2 * growth), smallest_chunk, largest_chunk)) {
    if (buckets <= most_buckets) return;
    stage_used_.assign((buckets + stage_buckets - 1) / stage_buckets, 0);
    stage_lines_ = Buffer<Waiting>(stage_used_.size() * waiting_per_line);
    stages_ = Buffer<Waiting>(stage_used_.size() * stage_size);
  }

  /// What follows stands at that position of the input. Where it does not follow what came before, new chunks
  /// begin: keys of one chunk keep the order of the input.
  void at_position(std::uint64_t position) {
    if (position - position_ > 1 && position_ != nowhere) close();
    if (position - position_ > 1) run_ = position;
    position_ = position;
  }

  void put(std::size_t bucket, Key key, [[maybe_unused]] double weight) {
    const std::size_t at = filled_[bucket];
    lines_[bucket * per_line + at] = key;
    if constexpr (weighted) line_weights_[bucket * per_line + at] = weight;
    if (at + 1 == per_line) {
      flush(bucket);
    } else {
      filled_[bucket] = static_cast<std::uint16_t>(at + 1);
    }
  }

  /// The same, for more buckets than have their open lines in the cache: keys wait, by neighbouring buckets,
  /// until there are enough of them to bring the lines of these buckets into it.
  void put_later(std::size_t bucket, Key key, [[maybe_unused]] double weight) {
    const std::size_t stage = bucket / stage_buckets;
    const std::uint32_t used = stage_used_[stage]++;
    Waiting* const line = stage_lines_.data() + stage * waiting_per_line;
    Waiting& waiting = line[used % waiting_per_line];
    waiting.bucket = static_cast<std::uint32_t>(bucket);
    waiting.key = key;
    if constexpr (weighted) waiting.weight = weight;
    if ((used + 1) % waiting_per_line != 0) return;
    stream_line(stages_.data() + stage * stage_size + used + 1 - waiting_per_line, line);
    if (used + 1 == stage_size) empty(stage);
  }

  /// Writes what waits and what is still in open lines.
  void close() {
    for (std::size_t stage = 0; stage < stage_used_.size(); ++stage) empty(stage);
    for (std::size_t bucket = 0; bucket < open_.size(); ++bucket) {
      const std::size_t rest = filled_[bucket];
      if (rest > 0) flush(bucket);
      Open& open = open_[bucket];
      if (open.used == 0) continue;
      keep(bucket, open.used - static_cast<std::uint32_t>(rest > 0 ? per_line - rest : 0));
      open.keys += open.used;
      if constexpr (weighted) open.weights += open.used;
      open.capacity -= std::exchange(open.used, 0);
    }
  }

  const std::vector<Chunk<Key>>& chunks() const { return chunks_; }

  std::uint64_t rows = 0;
  std::vector<VertexId> loops;    // who is connected to themselves, once a row
  std::vector<VertexId> members;  // who is there without being connected
  bool unit_weights = true;

 private:
  static constexpr std::uint64_t nowhere = ~std::uint64_t{0} - 1;

  // Only keys of 4 bytes have so many buckets that they wait.
  static constexpr std::size_t stage_buckets = 256;
  static constexpr std::size_t stage_size = 4096;

  struct Unweighted {
    std::uint32_t bucket;
    Key key;
  };
  struct Weighted : Unweighted {
    double weight;
  };
  using Waiting = std::conditional_t<weighted, Weighted, Unweighted>;
  static constexpr std::size_t waiting_per_line = line_bytes / sizeof(Waiting);

  struct Open {
    Key* keys = nullptr;
    double* weights = nullptr;
    std::uint32_t used = 0;
    std::uint32_t capacity = 0;
    std::uint64_t total = 0;  // capacity of all chunks
  };

  void empty(std::size_t stage) {
    const auto put_all = [&](const Waiting* waiting, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) {
        double weight = 1.0;
        if constexpr (weighted) weight = waiting[i].weight;
        put(waiting[i].bucket, waiting[i].key, weight);
      }
    };
    const std::size_t count = std::exchange(stage_used_[stage], 0);
    const std::size_t rest = count % waiting_per_line;
    put_all(stages_.data() + stage * stage_size, count - rest);
    put_all(stage_lines_.data() + stage * waiting_per_line, rest);
  }

  void flush(std::size_t bucket) {
    Open& to = open_[bucket];
    if (to.used == to.capacity) grow(bucket);
    stream_line(to.keys + to.used, lines_.data() + bucket * per_line);
    if constexpr (weighted) {
      std::memcpy(to.weights + to.used, line_weights_.data() + bucket * per_line, per_line * sizeof(double));
    }
    to.used += per_line;
    filled_[bucket] = 0;
  }

  void grow(std::size_t bucket) {
    Open& to = open_[bucket];
    if (to.used > 0) keep(bucket, to.used);
    const std::size_t bytes = std::clamp(to.total * sizeof(Key) / growth, first_chunk_, largest_chunk);
    to.capacity = static_cast<std::uint32_t>(bytes / line_bytes * per_line);
    to.total += to.capacity;
    char* const memory = memory_->take(bucket, to.capacity * entry_bytes);
    to.keys = reinterpret_cast<Key*>(memory);
    to.weights = reinterpret_cast<double*>(memory + to.capacity * sizeof(Key));
    to.used = 0;
  }

  void keep(std::size_t bucket, std::uint32_t size) {
    const Open& open = open_[bucket];
    chunks_.push_back({static_cast<std::uint32_t>(bucket), size, run_, open.keys, open.weights});
  }

  BucketMemory* memory_;
  Buffer<Key> lines_;
  Buffer<double> line_weights_;
  std::vector<std::uint16_t> filled_;  // not bytes, which might alias anything
  std::vector<Open> open_;
  std::size_t first_chunk_;
  std::vector<std::uint32_t> stage_used_;
  Buffer<Waiting> stage_lines_;
  Buffer<Waiting> stages_;
  std::vector<Chunk<Key>> chunks_;
  std::uint64_t position_ = nowhere;
  std::uint64_t run_ = 0;  // the position where chunks began last
};

}  // namespace tertius::graph::rows
