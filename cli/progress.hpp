// Progress for a person: one line on stderr, only on a terminal, only when the work takes longer than a
// second.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <string_view>

#include "engine/core/context.hpp"

namespace tertius::cli {

class TerminalProgress : public ProgressSink {
 public:
  ~TerminalProgress() override { clear(); }
  void report(std::string_view phase, double fraction) override;
  void clear();

 private:
  std::mutex mutex_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::string shown_;
};

}  // namespace tertius::cli
