#include "engine/core/parallel.hpp"

#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <mutex>

#if TERTIUS_THREAD_SANITIZER
#include <sanitizer/tsan_interface.h>
#endif

namespace tertius::parallel {
namespace {

/// That a loop begins after what its caller did before it, and ends before what its caller does next. oneTBB
/// sees to both, but ThreadSanitizer cannot know: Debian compiles oneTBB without it, and so is this file
/// (engine/CMakeLists.txt). Bodies of one loop get no order between them.
class ForkJoin {
 public:
#if TERTIUS_THREAD_SANITIZER
  ForkJoin() {
    __tsan_release(&begun_);
  }
  ~ForkJoin() {
    __tsan_acquire(&ended_);
  }
  template <class Body>
  void once(const Body& body) {
    __tsan_acquire(&begun_);
    struct Leave {
      char& ended;
      ~Leave() { __tsan_release(&ended); }
    } leave{ended_};
    body();
  }

 private:
  char begun_ = 0, ended_ = 0;
#else
  template <class Body>
  void once(const Body& body) {
    body();
  }
#endif
};

}  // namespace

void run(std::size_t count, BodyRef<std::size_t> body) {
  ForkJoin loop;
  tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) { loop.once([&] { body(i); }); });
}

void run_team(unsigned times, BodyRef<> body) {
  ForkJoin loop;
  tbb::parallel_for(
      tbb::blocked_range<unsigned>(0, times, 1), [&](const auto&) { loop.once(body); },
      tbb::simple_partitioner());
}

void run_with_threads(unsigned threads, BodyRef<> body) {
  const int wanted = static_cast<int>(threads);
  if (tbb::this_task_arena::max_concurrency() == wanted &&
      tbb::this_task_arena::current_thread_index() != tbb::task_arena::not_initialized) {
    return body();
  }
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(wanted);
  ForkJoin arenas;  // a thread of the arena may be the one that executes
  arena.execute([&] { arenas.once(body); });
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
