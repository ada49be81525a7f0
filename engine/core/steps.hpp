// Many short loops one after the other, by threads that stay together between them.
//
// A loop of oneTBB takes five microseconds and more to start and to end. Where the loops themselves take
// hardly longer, and there are hundreds of them, that is much of the time.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <thread>

#include "engine/core/parallel.hpp"

namespace tertius {

/// Lets a waiting thread use little of its core for a moment.
inline void rest() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Calls work(block) for all blocks of one step after the other. next() says how many the coming step has, 0
/// when there is none: one thread calls it when all blocks of the step before are done. work must not start
/// loops of its own. An exception of either ends the steps and is thrown on.
///
/// Threads that have no block left wait busily, but only for such as have one: that is why a thread that
/// oneTBB never sends is not waited for.
template <class Next, class Work>
void parallel_steps(const RunContext& context, Next&& next, Work&& work) {
  const unsigned threads = context.thread_count();
  if (threads == 1) {
    while (const std::size_t blocks = next()) {
      for (std::size_t block = 0; block < blocks; ++block) work(block);
    }
    return;
  }
  // The step in the upper half, and in the lower one `spent` and how many of its blocks nobody has taken yet.
  // Each thread takes once in vain, so that a step can't be mistaken for another.
  constexpr std::uint64_t spent = std::uint64_t{1} << 31, last = 0xffffffff;
  constexpr int patience = 1 << 10;
  alignas(64) std::atomic<std::uint64_t> open = spent;
  alignas(64) std::atomic<std::size_t> undone = 0;
  std::size_t blocks = 0;  // of this step; read only by those who hold one, so that it can't change meanwhile
  std::atomic<bool> failed = false;
  std::exception_ptr failure;
  const auto guarded = [&](const auto& body) {
    try {
      body();
    } catch (...) {
      if (!failed.exchange(true)) failure = std::current_exception();
    }
  };
  const auto begin_step = [&] {
    blocks = 0;
    if (!failed) guarded([&] { blocks = next(); });
    undone.store(blocks, std::memory_order_relaxed);
    const std::uint64_t step = (open.load(std::memory_order_relaxed) >> 32) + 1;
    open.store((blocks == 0 ? last : step) << 32 | (spent + blocks), std::memory_order_release);
  };
  begin_step();
  parallel_team(threads, [&] {
    for (;;) {
      const std::uint64_t taken = open.fetch_sub(1, std::memory_order_acq_rel), left = taken & 0xffffffff;
      if (left > spent) {
        guarded([&] { work(blocks - static_cast<std::size_t>(left - spent)); });
        if (undone.fetch_sub(1, std::memory_order_acq_rel) == 1) begin_step();
        continue;
      }
      if (taken >> 32 == last) return;
      for (int turn = 0; open.load(std::memory_order_acquire) >> 32 == taken >> 32; ++turn) {
        if (turn < patience) {
          rest();
        } else {
          std::this_thread::yield();
        }
      }
    }
  });
  if (failure) std::rethrow_exception(failure);
}

}  // namespace tertius
