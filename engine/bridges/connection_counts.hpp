// Counters of connections that any thread may raise, without an atomic operation for each.
//
// A thread collects what it counts by range of connections and adds a range up under its lock once some
// hundred are together. A lock a count would hold up the processor each time, as it waits for all earlier
// memory; and the counters of one range stay in the cache meanwhile. Integers: no order of threads shows.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

class ConnectionCounts {
 public:
  explicit ConnectionCounts(graph::ArcIndex connections) : counts_(connections), held_(ranges, 0) {
    while (((connections - (connections > 0 ? 1 : 0)) >> shift_) >= ranges) ++shift_;
    parallel_blocks(connections, 1 << 16, [&](std::size_t begin, std::size_t end) {
      std::fill(counts_.data() + begin, counts_.data() + end, std::uint32_t{0});
    });
  }

  std::uint32_t operator[](graph::ArcIndex connection) const { return counts_[connection]; }
  /// To write a count that no other thread raises meanwhile.
  std::uint32_t& operator[](graph::ArcIndex connection) { return counts_[connection]; }

  /// Adds to the connections from `first` on.
  void add(graph::ArcIndex first, std::span<const std::uint32_t> counts) {
    for (std::size_t i = 0; i < counts.size();) {  // a row may lie in two ranges
      const std::size_t range = (first + i) >> shift_;
      holding(range, [&] {
        for (; i < counts.size() && (first + i) >> shift_ == range; ++i) counts_[first + i] += counts[i];
      });
    }
  }

  /// What one thread has counted and not yet added. Call flush() at the end.
  class Pending {
   public:
    explicit Pending(ConnectionCounts& to) : to_(&to), size_(ranges, 0), connections_(ranges * room) {}

    void count(graph::ArcIndex connection) {
      const std::size_t range = connection >> to_->shift_;
      std::uint32_t& size = size_[range];
      connections_[range * room + size++] = static_cast<std::uint32_t>(connection - (range << to_->shift_));
      if (size == room) add_up(range);
    }
    void flush() {
      for (std::size_t range = 0; range < ranges; ++range) add_up(range);
    }

   private:
    void add_up(std::size_t range) {
      if (size_[range] == 0) return;
      to_->holding(range, [&] {
        std::uint32_t* counts = to_->counts_.data() + (range << to_->shift_);
        const std::uint32_t* connections = connections_.data() + range * room;
        for (std::uint32_t i = 0; i < size_[range]; ++i) ++counts[connections[i]];
      });
      size_[range] = 0;
    }

    static constexpr std::uint32_t room = 512;

    ConnectionCounts* to_;
    std::vector<std::uint32_t> size_;
    Buffer<std::uint32_t> connections_;
  };

 private:
  static constexpr std::size_t ranges = 256;

  template <class Work>
  void holding(std::size_t range, Work&& work) {
    std::atomic_ref flag(held_[range]);
    while (flag.exchange(1, std::memory_order_acquire) != 0) std::this_thread::yield();
    work();
    flag.store(0, std::memory_order_release);
  }

  Buffer<std::uint32_t> counts_;
  std::vector<std::uint8_t> held_;
  unsigned shift_ = 0;
};

}  // namespace tertius::bridges
