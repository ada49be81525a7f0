#include "cli/memory_limit.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <stop_token>
#include <thread>

#include "cli/progress.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/io/bytes/output.hpp"

namespace tertius::cli {
namespace {

EndProcess end_process = nullptr;

/// Bytes that are resident; 0 where the system does not say.
std::uint64_t resident(int statm) {
  std::array<char, 128> text{};
  const ssize_t size = ::pread(statm, text.data(), text.size(), 0);
  if (size <= 0) return 0;
  const std::string_view words(text.data(), static_cast<std::size_t>(size));
  const std::size_t second = words.find(' ') + 1;  // the first is what is reserved
  std::uint64_t pages = 0;
  std::from_chars(words.data() + second, words.data() + words.size(), pages);
  return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

void watch(const std::stop_token& stop, std::uint64_t limit) {
  const int statm = ::open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
  // A gigabyte a second is a megabyte in this time.
  constexpr std::chrono::milliseconds step(1);
  while (statm >= 0 && !stop.stop_requested() && resident(statm) <= limit) std::this_thread::sleep_for(step);
  const bool exceeded = statm >= 0 && !stop.stop_requested();
  if (statm >= 0) ::close(statm);
  if (!exceeded || io::interrupt_output() != io::OutputStage::not_begun) return;
  end_process(
      Error(ErrorKey::memory,
            fmt::format("{}: it had the {} MB of memory that {} allows; expected a smaller network or a "
                        "higher limit",
                        interrupted_words(), limit >> 20U, setting_name("memory_limit"))));
}

}  // namespace

void end_process_with(EndProcess end) {
  end_process = end;
}

struct MemoryLimit::Watch {
  std::jthread thread;
};

MemoryLimit::MemoryLimit(std::uint64_t bytes) {
  if (bytes == 0 || end_process == nullptr) return;
  watch_ = std::make_unique<Watch>();
  watch_->thread = std::jthread(watch, bytes);
}

MemoryLimit::~MemoryLimit() = default;

}  // namespace tertius::cli
