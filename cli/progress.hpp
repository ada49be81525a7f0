// Progress for a person: one line on stderr, only on a terminal, only when the work takes longer than a
// second, with the time that the phase still takes where it takes long; and how far the work had come when it was interrupted.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/core/context.hpp"

namespace tertius::cli {

class Progress : public ProgressSink {
 public:
  explicit Progress(bool shown) : shown_(shown) {}
  ~Progress() override { clear(); }
  void report(std::string_view phase, double fraction) override;
  /// Takes the line off the terminal.
  void clear();

 private:
  const bool shown_;
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::string line_, phase_;
  std::chrono::steady_clock::time_point phase_start_ = start_;
};

/// What to say when the process ends because it was asked to: "interrupted in leiden at 43 %; nothing was
/// written". Callable from any thread, also after the progress is gone.
std::string interrupted_words();

}  // namespace tertius::cli
