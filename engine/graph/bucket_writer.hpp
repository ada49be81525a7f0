// The pieces that RowBuilder is made of: keys, the buckets that threads write them into, and who occurs.
#pragma once

#if defined(__AVX512F__)
// The intrinsics of g++ 12 leave on purpose uninitialised what they then warn of.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>
#include <vector>

#include "engine/graph/row_builder.hpp"

namespace tertius::rows {

inline constexpr std::size_t line_bytes = 64;
inline constexpr std::size_t most_buckets = 4096;  // one open cache line each must fit the second-level cache
// Taken when keys of 4 bytes are the reward: so many at any rate, and so many when there is enough for each.
inline constexpr std::size_t some_small_buckets = 8192;
inline constexpr std::size_t most_small_buckets = 65536;
inline constexpr std::uint64_t arcs_per_small_bucket = 1 << 11;
inline constexpr std::uint64_t arcs_per_bucket = 1 << 14;
inline constexpr std::size_t first_chunk = 256;
inline constexpr std::size_t last_chunk = 32 << 10;
inline constexpr std::size_t smallest_slab = 16 << 10;
inline constexpr std::size_t huge_page = 2 << 20;
inline constexpr std::size_t bytes_per_group = 8 << 20;
inline constexpr std::size_t growth = 8;        // a new chunk takes this part of what its bucket has already
inline constexpr std::size_t most_groups = 64;  // of buckets, whose memory is given back together
inline constexpr unsigned most_digit_bits = 12;
inline constexpr std::size_t member_block = std::size_t{1} << 15;

/// A full cache line goes straight to memory: nobody reads it soon.
inline void stream_line(void* to, const void* from) {
#if defined(__AVX512F__)
  _mm512_stream_si512(static_cast<__m512i*>(to), _mm512_load_si512(from));
#else
  std::memcpy(to, from, line_bytes);
#endif
}

/// What keys of this shape look like: [source within the bucket | target | direction].
struct KeyLayout {
  unsigned target_bits = 1;
  unsigned direction_bits = 0;
  unsigned source_bits = 0;  // of the part within a bucket
  std::size_t buckets = 1;

  explicit KeyLayout(const RowShape& shape) {
    const std::uint64_t largest = shape.id_bound > 1 ? shape.id_bound - 1 : 1;
    target_bits = static_cast<unsigned>(std::bit_width(largest));
    direction_bits = shape.directed_input ? 1 : 0;
    const std::uint64_t rows = shape.expected_rows > 0 ? shape.expected_rows : std::uint64_t{1} << 22;
    const std::uint64_t wanted = std::clamp<std::uint64_t>(2 * rows / arcs_per_bucket, 1, most_buckets);
    const auto bucket_bits = std::min(target_bits, static_cast<unsigned>(std::bit_width(wanted) - 1));
    source_bits = target_bits - bucket_bits;
    if (bits() > 32 && low_bits() <= 32) {
      const unsigned narrow = 32 - low_bits();
      const std::uint64_t small = (largest >> narrow) + 1;
      const bool enough = 2 * rows >= small * arcs_per_small_bucket;
      if (small <= (enough ? most_small_buckets : some_small_buckets)) {
        source_bits = narrow;
      } else {
        source_bits =
            target_bits - std::min(target_bits, static_cast<unsigned>(std::bit_width(most_buckets) - 1));
      }
    }
    buckets = static_cast<std::size_t>(largest >> source_bits) + 1;
  }
  unsigned low_bits() const { return target_bits + direction_bits; }
  unsigned bits() const { return low_bits() + source_bits; }
};

/// Consecutive keys of one bucket (and their weights behind them), written by one thread.
struct Chunk {
  std::uint32_t bucket;
  std::uint32_t capacity;
  char* data;
};

/// Memory for chunks; from a huge page on made of them: what fresh memory costs is the number of its pages.
class Slab {
 public:
  explicit Slab(std::size_t bytes) {
    if (bytes < huge_page) {
      small_ = Buffer<char>(bytes);
      return;
    }
    bytes_ = (bytes + huge_page - 1) / huge_page * huge_page;
    void* const at =
        mmap(nullptr, bytes_ + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    char* const begin = static_cast<char*>(at);
    const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % huge_page;
    huge_ = begin + before;
    if (before > 0) munmap(begin, before);
    munmap(huge_ + bytes_, huge_page - before);
    madvise(huge_, bytes_, MADV_HUGEPAGE);
  }
  ~Slab() {
    if (huge_ != nullptr) munmap(huge_, bytes_);
  }
  Slab(Slab&& other) noexcept
      : small_(std::move(other.small_)), huge_(std::exchange(other.huge_, nullptr)), bytes_(other.bytes_) {}
  Slab& operator=(Slab&&) = delete;
  char* data() { return huge_ != nullptr ? huge_ : small_.data(); }

 private:
  Buffer<char> small_;
  char* huge_ = nullptr;
  std::size_t bytes_ = 0;
};

/// Memory that is handed out once and given back all together.
class Slabs {
 public:
  char* take(std::size_t bytes, std::size_t slab_bytes) {
    if (bytes > left_) {
      const std::size_t size = std::max(bytes, slab_bytes);
      slabs_.emplace_back(size);
      at_ = slabs_.back().data();
      left_ = size;
      total_ += size;
    }
    left_ -= bytes;
    return std::exchange(at_, at_ + bytes);
  }
  std::size_t bytes() const { return total_; }
  void release() { slabs_.clear(); }

 private:
  std::vector<Slab> slabs_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t total_ = 0;
};

/// How the memory of buckets is handed out: in slabs, and by groups of neighbouring buckets, so that it can
/// be given back in steps. A slab is as large as what one thread will put into a group, up to a huge page.
struct SlabPlan {
  std::size_t groups = 1;
  std::size_t slab_bytes = smallest_slab;

  SlabPlan(const RowShape& shape, const KeyLayout& layout, std::size_t entry_bytes) {
    const std::size_t threads = RunContext{}.thread_count();  // at most, as a rule
    const std::size_t bytes = 2 * shape.expected_rows * entry_bytes;
    groups = std::clamp<std::size_t>(bytes / bytes_per_group, 1, std::min(most_groups, layout.buckets));
    slab_bytes = std::clamp(std::bit_ceil(bytes / groups / threads), smallest_slab, huge_page);
  }
};

/// What one thread has thrown into the buckets.
template <class Key, bool weighted>
struct Writer {
  static constexpr std::size_t per_line = line_bytes / sizeof(Key);
  static constexpr std::size_t entry_bytes = sizeof(Key) + (weighted ? sizeof(double) : 0);

  struct Open {
    char* data = nullptr;
    std::uint32_t used = 0;
    std::uint32_t capacity = 0;
    std::uint64_t total = 0;  // capacity of all chunks
  };

  Writer(std::size_t buckets, const SlabPlan& plan)
      : lines(buckets * per_line),
        line_weights(weighted ? buckets * per_line : 0),
        filled(buckets, 0),
        open(buckets),
        slab_bytes(plan.slab_bytes),
        slabs(plan.groups) {}

  void prefetch(std::size_t bucket) const {
    __builtin_prefetch(lines.data() + bucket * per_line + filled[bucket], 1);
  }

  void put(std::size_t bucket, Key key, [[maybe_unused]] double weight) {
    const std::size_t at = filled[bucket];
    lines[bucket * per_line + at] = key;
    if constexpr (weighted) line_weights[bucket * per_line + at] = weight;
    if (at + 1 == per_line) {
      flush(bucket);
    } else {
      filled[bucket] = static_cast<std::uint8_t>(at + 1);
    }
  }

  void flush(std::size_t bucket) {
    Open& to = open[bucket];
    if (to.used == to.capacity) grow(bucket);
    stream_line(to.data + to.used * sizeof(Key), lines.data() + bucket * per_line);
    if constexpr (weighted) {
      char* weights = to.data + to.capacity * sizeof(Key) + to.used * sizeof(double);
      std::memcpy(weights, line_weights.data() + bucket * per_line, per_line * sizeof(double));
    }
    to.used += per_line;
    filled[bucket] = 0;
  }

  void grow(std::size_t bucket) {
    Open& to = open[bucket];
    const std::size_t bytes = std::clamp(to.total * sizeof(Key) / growth, first_chunk, last_chunk);
    to.capacity = static_cast<std::uint32_t>(bytes / line_bytes * per_line);
    to.total += to.capacity;
    to.data = slabs[bucket * slabs.size() / open.size()].take(to.capacity * entry_bytes, slab_bytes);
    to.used = 0;
    chunks.push_back({static_cast<std::uint32_t>(bucket), to.capacity, to.data});
  }

  Buffer<Key> lines;
  Buffer<double> line_weights;
  std::vector<std::uint8_t> filled;
  std::vector<Open> open;
  std::vector<Chunk> chunks;
  std::size_t slab_bytes;
  std::vector<Slabs> slabs;  // by group of buckets
  std::uint64_t rows = 0;
  std::vector<VertexId> loops;    // who is connected to themselves, once a row
  std::vector<VertexId> members;  // who is there without being connected
  bool unit_weights = true;
};

/// Which ids occur, and how many smaller ones do.
class Ranks {
 public:
  explicit Ranks(std::uint64_t bound) : words_(bound / 64 + 1, 0), before_(words_.size()) {}
  void set(VertexId id) { words_[id / 64] |= std::uint64_t{1} << id % 64; }
  std::uint64_t& word(std::size_t i) { return words_[i]; }
  std::size_t words() const { return words_.size(); }
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

inline double merged(Merge merge, double a, double b) {
  return merge == Merge::sum ? a + b : std::max(a, b);
}

/// Memory that grows and is not kept when it does.
template <class T>
class Scratch {
 public:
  T* get(std::size_t size) {
    if (size > buffer_.size()) buffer_ = Buffer<T>(std::max(size, 2 * buffer_.size()));
    return buffer_.data();
  }

 private:
  Buffer<T> buffer_;
};

}  // namespace tertius::rows
