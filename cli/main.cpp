// tertius on the command line: signals, and everything else in cli/run.cpp.
#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "cli/process/memory_limit.hpp"
#include "cli/process/standard_streams.hpp"
#include "cli/progress.hpp"
#include "cli/run.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/inputs.hpp"
#include "engine/io/bytes/output.hpp"

namespace tertius::cli {
namespace {

/// Turns the first interrupt into a request to stop; a second one, or one that is not obeyed within a second,
/// ends the process at once and removes files that are half written. When the answer is on its way out, only
/// the second one does so, but for a terminal: who interrupts that wants it to fall silent.
void watch_signals(std::stop_source& stop, const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  const io::OutputStage stage = io::interrupt_output();
  if (stage == io::OutputStage::not_begun) {
    stop.request_stop();
    const timespec grace{0, 900'000'000};
    sigtimedwait(&signals, nullptr, &grace);
  } else if (stage == io::OutputStage::begun) {
    sigwait(&signals, &signal);
  }
  io::remove_unfinished_files();
  write_standard_error(
      fmt::format("tertius: {}\n", stage == io::OutputStage::not_begun
                                       ? interrupted_words()
                                       : "interrupted while the answer was written; it may not be whole"));
  _exit(130);
}

/// Those that ask the program to end. What whoever started it wants ignored (nohup, a job in the background) stays
/// ignored.
sigset_t ending_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT}) {
    struct sigaction now {};
    if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) sigaddset(&signals, signal);
  }
  return signals;
}

/// What was typed, for whoever cannot be handed it.
std::vector<std::string> typed;

/// Ends the process for an error that no call can return: nothing goes out any more, and nothing stays.
void end_for(const Error& error) {
  static std::atomic<bool> ending = false;
  while (ending.exchange(true)) pause();  // another thread says it
  io::interrupt_output();
  io::remove_unfinished_files();
  write_standard_error(told(error, error.what(), typed));
  _exit(exit_status(error.code()));
}

/// A file that is mapped became shorter. The thread that reads it is within no lock and no allocation, so that
/// everything may be called here. What else is wrong with memory ends the program as it would have.
void end_for_changed_input(int signal, siginfo_t* info, void*) {
  const std::string file = io::input_mapped_at(info->si_addr);
  if (file.empty()) {
    ::signal(signal, SIG_DFL);
    return;
  }
  end_for(Error(ErrorKey::input_damaged, std::string(io::changed_words), {file}));
}

void watch_mapped_files() {
  struct sigaction action {};
  action.sa_sigaction = end_for_changed_input;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGBUS, &action, nullptr);
}

}  // namespace
}  // namespace tertius::cli

int main(int argc, char** argv) {
  using namespace tertius;
  cli::fill_closed_streams();
#ifdef __GLIBC__
  // What one step gives back is what the next one needs: memory from the system, page by page, takes longer.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 24);
#endif
  // A limit on the size of files is an error of writing like a full disk.
  ::signal(SIGXFSZ, SIG_IGN);
  // Blocked before any thread starts, so that only the watching thread receives them.
  const sigset_t signals = cli::ending_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::stop_source stop;
  std::thread([stop, signals]() mutable { cli::watch_signals(stop, signals); }).detach();

  cli::typed.assign(argv + 1, argv + argc);
  cli::watch_mapped_files();
  cli::end_process_with(cli::end_for);
  const int status = cli::run(cli::typed, stop.get_token());
  // The signal thread must not outlive main's objects.
  _exit(status);
}
