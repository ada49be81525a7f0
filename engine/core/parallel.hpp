// Parallel loops and reductions. oneTBB runs them, in core/parallel.cpp: what is a template here only wraps a
// body for it, so that nobody who writes a loop compiles oneTBB.
//
// Two rules keep results the same for every number of threads: blocks depend on the size of the input alone,
// and partial results are merged in block order.
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"

namespace tertius {
namespace parallel {

/// A callable that lives elsewhere, without its type: a body is called through it once a block.
template <class... Arguments>
class BodyRef {
 public:
  template <class Body>
  BodyRef(Body& body)  // not explicit: it stands for the body
      : body_(const_cast<void*>(static_cast<const void*>(std::addressof(body)))),
        call_([](void* at, Arguments... arguments) { (*static_cast<Body*>(at))(arguments...); }) {}
  void operator()(Arguments... arguments) const { call_(body_, arguments...); }

 private:
  void* body_;
  void (*call_)(void*, Arguments...);
};

/// body(i) for every i in [0, count), by all threads of the arena.
void run(std::size_t count, BodyRef<std::size_t> body);
/// body() that often, each by another thread where there are so many.
void run_team(unsigned times, BodyRef<> body);
/// body() in an arena of so many threads; in the present one where it has as many.
void run_with_threads(unsigned threads, BodyRef<> body);

/// One object a thread, made at the first local() of the thread. The objects are seen from outside only.
class Slots {
 public:
  Slots(std::function<void*()> make, void (*destroy)(void*));
  ~Slots();
  Slots(const Slots&) = delete;
  Slots& operator=(const Slots&) = delete;

  void* local();
  /// In the order in which they were made.
  std::vector<void*>& all() { return all_; }
  void clear();

 private:
  struct OfThreads;
  std::unique_ptr<OfThreads> of_threads_;
  std::function<void*()> make_;
  void (*destroy_)(void*);
  std::vector<void*> all_;
};

}  // namespace parallel

/// Runs `work()` with the number of threads the context asks for. Every analysis wraps itself in this once;
/// nested calls cost nothing.
template <class Work>
decltype(auto) with_threads(const RunContext& context, Work&& work) {
  using Result = std::invoke_result_t<Work>;
  static_assert(!std::is_reference_v<Result>);
  if constexpr (std::is_void_v<Result>) {
    parallel::run_with_threads(context.thread_count(), work);
  } else {
    std::optional<Result> result;
    const auto kept = [&] { result.emplace(std::forward<Work>(work)()); };
    parallel::run_with_threads(context.thread_count(), kept);
    return Result(std::move(*result));
  }
}

/// Calls body(begin, end) for consecutive blocks of at most `block` items that cover [0, size).
template <class Body>
void parallel_blocks(std::size_t size, std::size_t block, Body&& body) {
  if (size == 0) return;
  const std::size_t blocks = (size + block - 1) / block;
  const auto run = [&](std::size_t b) { body(b * block, std::min(size, (b + 1) * block)); };
  if (blocks == 1) return run(0);
  parallel::run(blocks, run);
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
  const auto once = [&] { body(); };
  parallel::run_team(times, once);
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

/// Scratch space, one per thread, made on first use and reused. What is in it when a block starts depends on
/// the schedule: clear it, or keep it clean.
template <class T>
class PerThread {
 public:
  class Iterator {
   public:
    explicit Iterator(std::vector<void*>::iterator at) : at_(at) {}
    T& operator*() const { return *static_cast<T*>(*at_); }
    T* operator->() const { return static_cast<T*>(*at_); }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    bool operator==(const Iterator&) const = default;

   private:
    std::vector<void*>::iterator at_;
  };

  PerThread() : PerThread([] { return T(); }) {}
  template <class Make>
  explicit PerThread(Make make)
      : slots_([make] { return new T(make()); }, [](void* at) { delete static_cast<T*>(at); }) {}
  T& local() { return *static_cast<T*>(slots_.local()); }
  Iterator begin() { return Iterator(slots_.all().begin()); }
  Iterator end() { return Iterator(slots_.all().end()); }
  void clear() { slots_.clear(); }

 private:
  parallel::Slots slots_;
};

}  // namespace tertius
