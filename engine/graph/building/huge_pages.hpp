// Memory for the buckets of a RowBuilder, and its second life under the rows of the graph.
//
// Fresh memory costs more than filling it: the kernel clears a page when it is first touched, and a virtual
// machine may have to fetch it from its host before. Buckets therefore live in huge pages, and a huge page
// whose keys have become rows moves, by its page table entry alone, to where the next rows will be written.
#pragma once

#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "engine/core/buffer.hpp"

namespace tertius::graph::rows {

inline constexpr std::size_t huge_page = 2 << 20;

/// Memory that is handed out in pieces: one huge page, or less.
class Slab {
 public:
  /// Throws std::bad_alloc.
  explicit Slab(std::size_t bytes) {
    if (bytes < huge_page) {
      small_ = Buffer<char>(bytes);
      return;
    }
    void* const at = mmap(nullptr, 2 * huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (at == MAP_FAILED) throw std::bad_alloc();
    char* const begin = static_cast<char*>(at);
    const std::size_t before = -reinterpret_cast<std::uintptr_t>(begin) % huge_page;
    huge_ = begin + before;
    if (before > 0) munmap(begin, before);
    munmap(huge_ + huge_page, huge_page - before);
    madvise(huge_, huge_page, MADV_HUGEPAGE);
  }
  ~Slab() {
    if (huge_ != nullptr) munmap(huge_, huge_page);
  }
  Slab(Slab&& other) noexcept : small_(std::move(other.small_)), huge_(std::exchange(other.huge_, nullptr)) {}
  Slab& operator=(Slab&&) = delete;
  char* data() { return huge_ != nullptr ? huge_ : small_.data(); }
  bool is_huge_page() const { return huge_ != nullptr; }
  std::size_t bytes() const { return huge_ != nullptr ? huge_page : small_.size(); }

  /// Moves the huge page over the one at `at`, which is part of a mapping. False when the system refuses.
  bool move_to(char* at) {
    if (mremap(huge_, huge_page, huge_page, MREMAP_MAYMOVE | MREMAP_FIXED, at) == MAP_FAILED) return false;
    huge_ = nullptr;
    return true;
  }

 private:
  Buffer<char> small_;
  char* huge_ = nullptr;
};

/// Memory that is handed out once, to any thread, and given back all together.
class alignas(64) Slabs {
 public:
  char* take(std::size_t bytes, std::size_t slab_bytes) {
    const std::lock_guard lock(mutex_);
    if (bytes > left_) {
      slabs_.emplace_back(std::max(bytes, slab_bytes));
      at_ = slabs_.back().data();
      left_ = slabs_.back().bytes();
      total_ += left_;
    }
    left_ -= bytes;
    return std::exchange(at_, at_ + bytes);
  }
  std::size_t bytes() const { return total_; }
  std::vector<Slab> release() { return std::exchange(slabs_, {}); }

 private:
  std::mutex mutex_;
  std::vector<Slab> slabs_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t total_ = 0;
};

/// Huge pages that have served. For one thread at a time.
class SparePages {
 public:
  void keep(std::vector<Slab> slabs) {
    for (Slab& slab : slabs) {
      if (slab.is_huge_page()) pages_.push_back(std::move(slab));
    }
  }

  /// Lays pages under the part [begin, end) of `array`, which nobody has touched yet. Only pages that begin
  /// in it are laid: the one before them may be in use.
  template <class T>
  void lay_under(Buffer<T>& array, std::size_t begin, std::size_t end) {
    const auto address = [&](std::size_t i) { return reinterpret_cast<std::uintptr_t>(array.data() + i); };
    const std::uintptr_t array_end = address(array.size());
    std::uintptr_t at = (address(begin) + huge_page - 1) / huge_page * huge_page;
    for (; at < address(end) && at + huge_page <= array_end && !pages_.empty(); at += huge_page) {
      if (!pages_.back().move_to(reinterpret_cast<char*>(at))) return;
      pages_.pop_back();
    }
  }

 private:
  std::vector<Slab> pages_;
};

}  // namespace tertius::graph::rows
