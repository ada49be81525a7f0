#include "engine/core/context.hpp"

#include <algorithm>
#include <thread>

namespace tertius {

void PhaseTimes::add(std::string_view phase, double seconds) {
  const std::lock_guard lock(mutex_);
  const auto at =
      std::find_if(seconds_.begin(), seconds_.end(), [&](const auto& p) { return p.first == phase; });
  if (at == seconds_.end()) {
    seconds_.emplace_back(phase, seconds);
  } else {
    at->second += seconds;
  }
}

std::vector<std::pair<std::string, double>> PhaseTimes::seconds() const {
  const std::lock_guard lock(mutex_);
  return seconds_;
}

unsigned RunContext::thread_count() const {
  return threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
}

Phase::Phase(const RunContext& context, std::string_view name, std::uint64_t total_steps)
    : context_(context), name_(name), total_(total_steps), start_(std::chrono::steady_clock::now()) {
  context_.poll();
  if (context_.progress != nullptr) context_.progress->report(name_, 0.0);
}

Phase::~Phase() {
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  if (context_.times != nullptr) context_.times->add(name_, elapsed.count());
  // A phase that was interrupted is not done.
  if (context_.progress != nullptr && !context_.stop.stop_requested()) context_.progress->report(name_, 1.0);
}

void Phase::advance(std::uint64_t steps) {
  context_.poll();
  if (context_.progress == nullptr || total_ == 0) return;
  const std::uint64_t done = done_.fetch_add(steps, std::memory_order_relaxed) + steps;
  const std::uint64_t percent = std::min<std::uint64_t>(done, total_) * 100 / total_;
  if (percent <= reported_percent_.load(std::memory_order_relaxed)) return;
  const std::lock_guard lock(reporting_);  // keeps reports in order, so the fraction never decreases
  if (percent <= reported_percent_.load(std::memory_order_relaxed)) return;
  reported_percent_.store(percent, std::memory_order_relaxed);
  context_.progress->report(name_, static_cast<double>(percent) / 100.0);
}

}  // namespace tertius
