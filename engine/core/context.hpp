// What a caller may say about a run without changing its result: how many threads, when to stop, where to
// report progress and seconds. Only the seed changes results.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"

namespace tertius {

/// Receives progress. Called from any thread, at most a few hundred times a phase; the fraction lies in [0,1]
/// and never decreases within a phase.
class ProgressSink {
 public:
  virtual ~ProgressSink() = default;
  virtual void report(std::string_view phase, double fraction) = 0;
};

/// Seconds per phase, in order of first start; a phase that runs twice adds up.
class PhaseTimes {
 public:
  void add(std::string_view phase, double seconds);
  std::vector<std::pair<std::string, double>> seconds() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::pair<std::string, double>> seconds_;
};

struct RunContext {
  unsigned threads = 0;    ///< worker threads; 0 means all of the machine's
  std::uint64_t seed = 1;  ///< the only field that may change a result
  std::stop_token stop{};  ///< polled once per block of work
  ProgressSink* progress = nullptr;
  PhaseTimes* times = nullptr;

  unsigned thread_count() const;
  /// Throws Error{cancelled} when the caller asked to stop.
  void poll() const {
    if (stop.stop_requested()) throw Error(ErrorKey::interrupted, "interrupted");
  }
};

/// One phase of a run, named as its measure ("leiden", "betweenness"): reports progress and, when it ends,
/// its seconds.
class Phase {
 public:
  Phase(const RunContext& context, std::string_view name, std::uint64_t total_steps = 0);
  ~Phase();
  Phase(const Phase&) = delete;
  Phase& operator=(const Phase&) = delete;

  /// Counts `steps` of the total as done; safe from any thread. Also polls the stop token.
  void advance(std::uint64_t steps = 1);

 private:
  const RunContext context_;  // a copy: a default argument is gone before whoever is built with it
  std::string name_;
  std::uint64_t total_;
  std::atomic<std::uint64_t> done_{0};
  std::atomic<std::uint64_t> reported_percent_{0};
  std::mutex reporting_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace tertius
