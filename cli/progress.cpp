#include "cli/progress.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace tertius::cli {
namespace {

std::mutex reached_mutex;
std::string reached_phase;
double reached_fraction = 0;

/// ", about 2 min left" once that can be told.
std::string left_words(std::chrono::duration<double> gone, double fraction) {
  constexpr double long_enough = 3;  // seconds
  if (gone.count() < long_enough || fraction < 0.02 || fraction >= 1) return "";
  const double left = gone.count() * (1 - fraction) / fraction;
  return left < 60 ? fmt::format(", about {:.0f} s left", left)
                   : fmt::format(", about {:.0f} min left", left / 60);
}

}  // namespace

void Progress::report(std::string_view phase, double fraction) {
  {
    const std::lock_guard lock(reached_mutex);
    reached_phase = phase;
    reached_fraction = fraction;
  }
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (phase != phase_) {
    phase_ = phase;
    phase_start_ = now;
  }
  if (now - start_ < std::chrono::seconds(1)) return;
  const std::string line =
      fmt::format("{} {:3.0f} %{}", phase, fraction * 100, left_words(now - phase_start_, fraction));
  if (line == line_) return;
  fmt::print(stderr, "\r\x1b[K{}", line);
  std::fflush(stderr);
  line_ = line;
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (line_.empty()) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  line_.clear();
}

std::string interrupted_words() {
  const std::lock_guard lock(reached_mutex);
  if (reached_phase.empty()) return "interrupted; nothing was written";
  if (reached_fraction == 0) return fmt::format("interrupted in {}; nothing was written", reached_phase);
  if (reached_fraction == 1) return fmt::format("interrupted after {}; nothing was written", reached_phase);
  return fmt::format("interrupted in {} at {:.0f} %; nothing was written", reached_phase,
                     reached_fraction * 100);
}

}  // namespace tertius::cli
