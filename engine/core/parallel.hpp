// Parallel loops and reductions: the one place of the engine that includes oneTBB.
//
// Two rules keep results the same for every number of threads: blocks depend on the size of the input alone,
// and partial results are merged in block order.
#pragma once

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_sort.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"

namespace tertius {

/// Runs `work()` with the number of threads the context asks for. Every analysis wraps itself in this once;
/// nested calls cost nothing.
template <class Work>
decltype(auto) with_threads(const RunContext& context, Work&& work) {
  const int threads = static_cast<int>(context.thread_count());
  if (tbb::this_task_arena::max_concurrency() == threads &&
      tbb::this_task_arena::current_thread_index() != tbb::task_arena::not_initialized) {
    return std::forward<Work>(work)();
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  return arena.execute(std::forward<Work>(work));
}

/// Calls body(begin, end) for consecutive blocks of at most `block` items that cover [0, size).
template <class Body>
void parallel_blocks(std::size_t size, std::size_t block, Body&& body) {
  if (size == 0) return;
  const std::size_t blocks = (size + block - 1) / block;
  const auto run = [&](std::size_t b) { body(b * block, std::min(size, (b + 1) * block)); };
  if (blocks == 1) return run(0);
  tbb::parallel_for(std::size_t{0}, blocks, run);
}

/// Calls body(i) for every i in [0, size).
template <class Body>
void parallel_each(std::size_t size, std::size_t block, Body&& body) {
  parallel_blocks(size, block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) body(i);
  });
}

/// Calls body() `times` times, each by another thread where there are so many, else one after the other.
template <class Body>
void parallel_team(unsigned times, Body&& body) {
  tbb::parallel_for(
      tbb::blocked_range<unsigned>(0, times, 1), [&](const auto&) { body(); }, tbb::simple_partitioner());
}

/// map(begin, end) per block, merged by combine(a, b) in block order: floating-point sums do not depend on
/// the number of threads.
template <class T, class Map, class Combine = std::plus<>>
T parallel_reduce(std::size_t size, std::size_t block, T identity, Map&& map, Combine&& combine = {}) {
  if (size == 0) return identity;
  const std::size_t blocks = (size + block - 1) / block;
  std::vector<T> parts(blocks, identity);
  parallel_blocks(size, block,
                  [&](std::size_t begin, std::size_t end) { parts[begin / block] = map(begin, end); });
  T total = std::move(identity);
  for (T& part : parts) total = combine(std::move(total), std::move(part));
  return total;
}

/// Turns counts[0..n) into exclusive prefix sums in place and returns the total.
template <class Counts>
auto exclusive_prefix_sum(Counts& counts) {
  using T = std::remove_cvref_t<decltype(counts[0])>;
  constexpr std::size_t block = std::size_t{1} << 16;
  const std::size_t size = counts.size();
  const std::size_t blocks = (size + block - 1) / block;
  std::vector<T> starts(blocks, T{});
  parallel_blocks(size, block, [&](std::size_t begin, std::size_t end) {
    T sum{};
    for (std::size_t i = begin; i < end; ++i) sum += counts[i];
    starts[begin / block] = sum;
  });
  T total{};
  for (T& start : starts) start = std::exchange(total, total + start);
  parallel_blocks(size, block, [&](std::size_t begin, std::size_t end) {
    T sum = starts[begin / block];
    for (std::size_t i = begin; i < end; ++i) {
      const T count = counts[i];
      counts[i] = sum;
      sum += count;
    }
  });
  return total;
}

/// Unstable sort; give it a total order and the result is the same for every number of threads.
template <class Iterator, class Less = std::less<>>
void parallel_sort(Iterator begin, Iterator end, Less less = {}) {
  tbb::parallel_sort(begin, end, less);
}

/// Scratch space, one per thread, made on first use and reused. What is in it when a block starts depends on
/// the schedule: clear it, or keep it clean.
template <class T>
class PerThread {
 public:
  PerThread() = default;
  template <class Make>
  explicit PerThread(Make make) : slots_(make) {}
  T& local() { return slots_.local(); }
  auto begin() { return slots_.begin(); }
  auto end() { return slots_.end(); }
  void clear() { slots_.clear(); }

 private:
  tbb::enumerable_thread_specific<T> slots_;
};

}  // namespace tertius
