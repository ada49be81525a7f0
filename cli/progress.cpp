#include "cli/progress.hpp"

#include <fmt/format.h>

#include "cli/process/standard_streams.hpp"

namespace tertius::cli {
namespace {

std::mutex reached_mutex;
std::string reached_phase;
double reached_fraction = 0;

}  // namespace

void Progress::report(std::string_view phase, double fraction) {
  {
    const std::lock_guard lock(reached_mutex);
    reached_phase = phase;
    reached_fraction = fraction;
  }
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  if (std::chrono::steady_clock::now() - start_ < std::chrono::seconds(1)) return;
  const std::string line = fmt::format("{} {:3.0f} %", phase, fraction * 100);
  if (line == line_) return;
  write_standard_error("\r\x1b[K" + line);
  line_ = line;
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (line_.empty()) return;
  write_standard_error("\r\x1b[K");
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
