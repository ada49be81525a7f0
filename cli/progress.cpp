#include "cli/progress.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace tertius::cli {

void TerminalProgress::report(std::string_view phase, double fraction) {
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() - start_ < std::chrono::seconds(1)) return;
  const std::string line = fmt::format("{} {:3.0f} %", phase, fraction * 100);
  if (line == shown_) return;
  fmt::print(stderr, "\r\x1b[K{}", line);
  std::fflush(stderr);
  shown_ = line;
}

void TerminalProgress::clear() {
  const std::lock_guard lock(mutex_);
  if (shown_.empty()) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  shown_.clear();
}

}  // namespace tertius::cli
