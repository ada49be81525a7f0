// Puts the keys of one bucket in order and merges repeats. A bucket fits the cache.
//
// Text is often in order already: then the keys of a source come in the order of their targets, and one
// stable pass that brings the sources together leaves the bucket sorted. Otherwise keys of
// four bytes without weights are sorted as the plain numbers they are, where there are vectors for that, and
// all others digit by digit.
#pragma once

#include <algorithm>
#include <cstring>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "engine/graph/building/bucket_writer.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/building/key_sort.hpp"

namespace tertius::graph::rows {

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

template <class Key, bool weighted>
class BucketSorter {
 public:
  explicit BucketSorter(const KeyLayout& layout) : layout_(layout) {}

  /// Sorts and merges in place: the chunks keep their memory, the first ones the keys. Returns how many
  /// repeats were merged. Throws Error{bad_data} when there are 2^32 keys or more.
  std::size_t sort(std::span<Chunk<Key>> chunks, Merge merge) {
    ends_known_ = false;
    // Chunks of one run stand as they were written; the runs of several threads are put in order.
    const auto earlier = [](const auto& a, const auto& b) { return a.position < b.position; };
    if (!std::is_sorted(chunks.begin(), chunks.end(), earlier)) {
      std::stable_sort(chunks.begin(), chunks.end(), earlier);
    }
    std::size_t size = 0;
    for (const Chunk<Key>& chunk : chunks) size += chunk.size;
    if (size == 0) return 0;
    if (size > std::numeric_limits<std::uint32_t>::max()) {
      throw Error(ErrorKey::too_large,
                  "more than 4,294,967,295 rows among neighbouring ids; that is the limit");
    }
    Run run;
    Order order = Order::none;
    if (worth_a_try()) {
      run = by_source(chunks, size);
      order = order_of(run.keys, size);
      patience_ = order == Order::none ? std::min(2 * patience_ + 1, longest_patience) : 0;
      waiting_ = patience_;
    }
    if (order == Order::none) {
      if constexpr (sorts_by_vectors && !weighted && sizeof(Key) == sizeof(std::uint32_t)) {
        run = sorted_copy(chunks, size);
      } else {
        run = radix_sort(chunks, size);
      }
    }
    ends_known_ = order == Order::distinct;
    const std::size_t kept = ends_known_ ? size : merge_repeats(run, size, merge);
    put_back(run, kept, chunks);
    return size - kept;
  }

  /// Where the rows of the sources end that the chunks, sorted by now, hold; undirected input only.
  std::span<const std::uint32_t> row_ends(std::span<const Chunk<Key>> chunks) {
    if (ends_known_) return ends_;
    // The last key of a row leaves the row's end; nothing has to be read back for that.
    ends_.assign(std::size_t{1} << layout_.source_bits, 0);
    std::uint32_t* const ends = ends_.data();
    const unsigned low_bits = layout_.low_bits();
    std::uint32_t at = 0;
    for (const Chunk<Key>& chunk : chunks) {
      for (std::size_t i = 0; i < chunk.size; ++i) ends[chunk.keys[i] >> low_bits] = ++at;
    }
    std::uint32_t end = 0;
    for (std::uint32_t& row_end : ends_) end = row_end = std::max(end, row_end);
    return ends_;
  }

 private:
  struct Run {
    Key* keys = nullptr;
    double* weights = nullptr;
  };
  enum class Order { distinct, repeats, none };

  static constexpr unsigned most_digit_bits = 12;
  static constexpr unsigned most_source_bits = 16;  // counters that fit the second-level cache
  // One bucket in 32 is tried, whatever the others were.
  static constexpr std::uint32_t longest_patience = 31;

  bool worth_a_try() {
    if (layout_.source_bits > most_source_bits) return false;
    if (waiting_ == 0) return true;
    --waiting_;
    return false;
  }

  Run target(unsigned which, std::size_t size) {
    return {keys_[which].get(size), weighted ? weights_[which].get(size) : nullptr};
  }

  template <class Digit>
  static void scatter(const Key* from, [[maybe_unused]] const double* from_weights, std::size_t size,
                      const Run& to, std::uint32_t* places, Digit digit) {
    for (std::size_t i = 0; i < size; ++i) {
      const std::uint32_t place = places[digit(from[i])]++;
      to.keys[place] = from[i];
      if constexpr (weighted) to.weights[place] = from_weights[i];
    }
  }

  /// Sources together, each one's keys in the order in which they came; ends_ holds where each one's end.
  Run by_source(std::span<const Chunk<Key>> chunks, std::size_t size) {
    const unsigned low_bits = layout_.low_bits();
    const auto source = [low_bits](Key key) { return static_cast<std::size_t>(key >> low_bits); };
    // Neighbours often have the same source: counters next to each other need not wait for one another.
    constexpr std::size_t lanes = 4;
    const std::size_t sources = std::size_t{1} << layout_.source_bits;
    counts_.assign(lanes * sources, 0);
    std::uint32_t* const counts = counts_.data();
    for (const Chunk<Key>& chunk : chunks) {
      const Key* const keys = chunk.keys;
      const std::size_t whole = chunk.size / lanes * lanes;
      for (std::size_t i = 0; i < whole; i += lanes) {
        for (std::size_t lane = 0; lane < lanes; ++lane) ++counts[lanes * source(keys[i + lane]) + lane];
      }
      for (std::size_t i = whole; i < chunk.size; ++i) ++counts[lanes * source(keys[i])];
    }
    ends_.resize(sources);
    std::uint32_t* const places = ends_.data();
    std::uint32_t sum = 0;
    for (std::size_t s = 0; s < sources; ++s) {
      places[s] = sum;
      for (std::size_t lane = 0; lane < lanes; ++lane) sum += counts[lanes * s + lane];
    }
    const Run to = target(0, size);
    for (const Chunk<Key>& chunk : chunks) scatter(chunk.keys, chunk.weights, chunk.size, to, places, source);
    return to;
  }

  static Order order_of(const Key* keys, std::size_t size) {
    constexpr std::size_t block = 2048;
    bool repeats = false;
    for (std::size_t begin = 0; begin + 1 < size; begin += block) {
      const std::size_t end = std::min(size - 1, begin + block);
      std::uint32_t falls = 0, stays = 0;
      for (std::size_t i = begin; i < end; ++i) {
        falls += keys[i] > keys[i + 1];
        stays += keys[i] == keys[i + 1];
      }
      if (falls > 0) return Order::none;
      repeats = repeats || stays > 0;
    }
    return repeats ? Order::repeats : Order::distinct;
  }

  Run sorted_copy(std::span<const Chunk<Key>> chunks, std::size_t size) {
    const Run to = target(0, size);
    std::size_t at = 0;
    for (const Chunk<Key>& chunk : chunks) {
      std::memcpy(to.keys + at, chunk.keys, chunk.size * sizeof(Key));
      at += chunk.size;
    }
    sort_keys(to.keys, target(1, size).keys, size);
    return to;
  }

  /// Least significant digit first; the first pass reads the chunks, the others go to and fro.
  Run radix_sort(std::span<const Chunk<Key>> chunks, std::size_t size) {
    const unsigned bits = layout_.bits();
    const unsigned passes = (bits + most_digit_bits - 1) / most_digit_bits;
    const unsigned digit_bits = (bits + passes - 1) / passes;
    const std::size_t digits = std::size_t{1} << digit_bits;
    const auto digit = [digit_bits, digits](Key key, unsigned pass) {
      return static_cast<std::size_t>(key >> (pass * digit_bits)) & (digits - 1);
    };
    counts_.assign(passes * digits, 0);
    std::uint32_t* const counts = counts_.data();
    for (const Chunk<Key>& chunk : chunks) {
      const Key* const from = chunk.keys;
      if (passes == 3) {  // by far the most common, worth its own loop
        for (std::size_t i = 0; i < chunk.size; ++i) {
          ++counts[digit(from[i], 0)];
          ++counts[digits + digit(from[i], 1)];
          ++counts[2 * digits + digit(from[i], 2)];
        }
        continue;
      }
      for (std::size_t i = 0; i < chunk.size; ++i) {
        for (unsigned pass = 0; pass < passes; ++pass) ++counts[pass * digits + digit(from[i], pass)];
      }
    }
    for (unsigned pass = 0; pass < passes; ++pass) {
      std::uint32_t sum = 0;
      for (std::size_t d = 0; d < digits; ++d) sum += std::exchange(counts[pass * digits + d], sum);
    }
    Run to = target(0, size);
    for (const Chunk<Key>& chunk : chunks) {
      scatter(chunk.keys, chunk.weights, chunk.size, to, counts, [&](Key key) { return digit(key, 0); });
    }
    for (unsigned pass = 1; pass < passes; ++pass) {
      const Run from = std::exchange(to, target(pass % 2, size));
      scatter(from.keys, from.weights, size, to, counts + pass * digits,
              [&](Key key) { return digit(key, pass); });
    }
    return to;
  }

  /// Keeps the first of equal keys; their weights are merged in ascending order, whatever order they came in.
  static std::size_t merge_repeats(const Run& run, std::size_t size, [[maybe_unused]] Merge merge) {
    Key* const keys = run.keys;
    std::size_t kept = 0;
    if constexpr (!weighted) {
      for (std::size_t i = 0; i < size; ++i) {
        const Key key = keys[i];
        keys[kept] = key;
        kept += i + 1 == size || keys[i + 1] != key;
      }
    } else {
      double* const weights = run.weights;
      for (std::size_t i = 0; i < size;) {
        std::size_t end = i + 1;
        while (end < size && keys[end] == keys[i]) ++end;
        if (end > i + 1) std::sort(weights + i, weights + end);
        double weight = weights[i];
        for (std::size_t j = i + 1; j < end; ++j) weight = merged(merge, weight, weights[j]);
        keys[kept] = keys[i];
        weights[kept] = weight;
        ++kept;
        i = end;
      }
    }
    return kept;
  }

  static void put_back(const Run& run, std::size_t kept, std::span<Chunk<Key>> chunks) {
    std::size_t at = 0;
    for (Chunk<Key>& chunk : chunks) {
      const std::size_t count = std::min<std::size_t>(chunk.size, kept - at);
      chunk.size = static_cast<std::uint32_t>(count);
      if (count == 0) continue;
      std::memcpy(chunk.keys, run.keys + at, count * sizeof(Key));
      if constexpr (weighted) std::memcpy(chunk.weights, run.weights + at, count * sizeof(double));
      at += count;
    }
  }

  KeyLayout layout_;
  Scratch<Key> keys_[2];
  Scratch<double> weights_[2];
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> ends_;
  bool ends_known_ = false;
  std::uint32_t patience_ = 0;
  std::uint32_t waiting_ = 0;
};

}  // namespace tertius::graph::rows
