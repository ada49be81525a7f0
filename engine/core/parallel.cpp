#include "engine/core/parallel.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <mutex>

namespace tertius::parallel {

void run(std::size_t count, BodyRef<std::size_t> body) {
  tbb::parallel_for(std::size_t{0}, count, body);
}

void run_team(unsigned times, BodyRef<> body) {
  tbb::parallel_for(
      tbb::blocked_range<unsigned>(0, times, 1), [&](const auto&) { body(); }, tbb::simple_partitioner());
}

void run_with_threads(unsigned threads, BodyRef<> body) {
  const int wanted = static_cast<int>(threads);
  if (tbb::this_task_arena::max_concurrency() == wanted &&
      tbb::this_task_arena::current_thread_index() != tbb::task_arena::not_initialized) {
    return body();
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(wanted);
  arena.execute(body);
}

struct Slots::OfThreads {
  tbb::enumerable_thread_specific<void*> slots{nullptr};
  std::mutex mutex;  // of the list of all
};

Slots::Slots(std::function<void*()> make, void (*destroy)(void*))
    : of_threads_(std::make_unique<OfThreads>()), make_(std::move(make)), destroy_(destroy) {}

Slots::~Slots() {
  clear();
}

void* Slots::local() {
  void*& slot = of_threads_->slots.local();
  if (slot == nullptr) {
    slot = make_();
    const std::lock_guard lock(of_threads_->mutex);
    all_.push_back(slot);
  }
  return slot;
}

void Slots::clear() {
  for (void* at : all_) destroy_(at);
  all_.clear();
  of_threads_->slots.clear();
}

}  // namespace tertius::parallel
