#include "cli/process/memory_limit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <stop_token>
#include <string_view>
#include <thread>

#include "cli/progress.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/io/bytes/output.hpp"

namespace tertius::cli {
namespace {

EndProcess end_process = nullptr;

/// What `name` is in /proc/self/status, in bytes; 0 where the system does not say.
std::uint64_t memory_now(std::string_view name) {
  const int file = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  std::array<char, 4096> text{};
  const ssize_t size = ::read(file, text.data(), text.size());
  ::close(file);
  const std::string_view words(text.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  const auto at = words.find(name);
  if (at == words.npos) return 0;
  const auto begin = std::min(words.find_first_of("0123456789", at), words.size());
  std::uint64_t kilobytes = 0;
  std::from_chars(words.data() + begin, words.data() + words.size(), kilobytes);
  return kilobytes << 10U;
}

Error too_much(std::uint64_t limit) {
  return {
      ErrorKey::memory,
      fmt::format("{}: it had more than the {} MB of memory that {} allows; expected a smaller network or a "
                  "higher limit",
                  interrupted_words(), limit >> 20U, setting_name("memory_limit"))};
}

void watch(const std::stop_token& stop, std::uint64_t limit) {
  // A gigabyte a second is a megabyte in this time.
  constexpr std::chrono::milliseconds step(1);
  while (!stop.stop_requested() && memory_now("VmRSS:") <= limit) std::this_thread::sleep_for(step);
  if (!stop.stop_requested() && io::interrupt_output() == io::OutputStage::not_begun)
    end_process(too_much(limit));
}

}  // namespace

void end_process_with(EndProcess end) {
  end_process = end;
}

struct MemoryLimit::Watch {
  std::jthread thread;
};

MemoryLimit::MemoryLimit(std::uint64_t bytes) : bytes_(bytes) {
  if (bytes == 0 || end_process == nullptr) return;
  watch_ = std::make_unique<Watch>();
  watch_->thread = std::jthread(watch, bytes);
}

MemoryLimit::~MemoryLimit() = default;

void MemoryLimit::check() const {
  if (watch_ && memory_now("VmHWM:") > bytes_) throw too_much(bytes_);
}

}  // namespace tertius::cli
