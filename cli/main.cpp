// tertius on the command line: finds the subcommand, reads its options, maps errors to exit statuses.
// 0 success, 1 failure, 2 usage, 65 bad data, 66 no such input, 130 interrupted.
#include <fmt/format.h>
#include <malloc.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <new>
#include <sstream>
#include <stop_token>
#include <thread>

#include "cli/command.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/io/output.hpp"

namespace tertius::cli {
namespace {

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return 2;
    case ErrorCode::bad_data:
      return 65;
    case ErrorCode::no_input:
      return 66;
    case ErrorCode::cancelled:
      return 130;
    case ErrorCode::output:
    case ErrorCode::memory:
    case ErrorCode::failure:
      return 1;
  }
  return 1;
}

std::string overview() {
  std::string text =
      "tertius: who should meet whom, why, and through whom.\n\n"
      "Usage: tertius COMMAND NETWORK [ARGUMENTS] [OPTIONS]\n\n"
      "NETWORK is a folder with members.csv and connections.csv, a graph file, or - for standard input.\n\n"
      "Commands:\n";
  for (const Command* command : commands())
    text += fmt::format("  {:<10} {}\n", command->name, command->summary);
  return text +
         "\nExamples:\n"
         "  tertius analyze datasets/lakeside -o answers    everything at once, into a folder\n"
         "  tertius meet datasets/lakeside \"Jana Feld\"      whom she should meet, and through whom\n\n"
         "`tertius COMMAND --help` explains a command. `tertius --version` prints the version.\n";
}

std::string help(const Command& command, const po::options_description& visible) {
  std::ostringstream options;
  options << visible;
  return fmt::format("{}\n\nUsage: tertius {} {} [OPTIONS]\n{}\nExamples:\n{}", command.summary, command.name,
                     command.arguments, options.str(), command.examples);
}

const Command& find_command(const std::string& name) {
  const Command* closest = commands().front();
  for (const Command* command : commands()) {
    if (command->name == name) return *command;
    if (edit_distance(command->name, name) < edit_distance(closest->name, name)) closest = command;
  }
  throw Error(ErrorCode::usage, fmt::format("no command '{}'; did you mean '{}'? `tertius --help` lists all",
                                            name, closest->name));
}

/// Runs the command; returns the exit status of a run that ended well.
int run(const std::vector<std::string>& words, const std::stop_token& stop) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    fmt::print("{}", overview());
    return words.empty() ? 2 : 0;
  }
  if (words[0] == "--version") {
    fmt::print("tertius {}\n", TERTIUS_VERSION);
    return 0;
  }
  const Command& command = find_command(words[0]);

  po::options_description visible;
  po::options_description own("Options of this command");
  if (command.add_options != nullptr) command.add_options(own);
  if (!own.options().empty()) visible.add(own);
  visible.add(common_options());
  if (command.reads_network) visible.add(input_options());
  po::options_description all;
  all.add(visible).add_options()("arguments", po::value<std::vector<std::string>>()->composing());
  po::positional_options_description positional;
  positional.add("arguments", -1);

  po::variables_map options;
  const po::parsed_options parsed =
      po::command_line_parser(std::vector<std::string>(words.begin() + 1, words.end()))
          .options(all)
          .positional(positional)
          .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
          .run();
  po::store(parsed, options);
  if (options.count("help") > 0) {
    fmt::print("{}", help(command, visible));
    return 0;
  }
  if (options.count("version") > 0) {
    fmt::print("tertius {}\n", TERTIUS_VERSION);
    return 0;
  }
  po::notify(options);
  Session session(command, parsed.options, std::move(options), stop);
  command.run(session);
  session.finish();
  return 0;
}

/// Turns the first interrupt into a request to stop; a second one, or one that is not obeyed within a second,
/// ends the process at once and removes files that are half written. When the answer is on its way out, only
/// the second one does so, but for a terminal: who interrupts that wants it to fall silent.
void watch_signals(std::stop_source& stop, const sigset_t& signals) {
  int signal = 0;
  sigwait(&signals, &signal);
  const OutputStage stage = interrupt_output();
  if (stage == OutputStage::not_begun) {
    stop.request_stop();
    const timespec grace{0, 900'000'000};
    sigtimedwait(&signals, nullptr, &grace);
  } else if (stage == OutputStage::begun) {
    sigwait(&signals, &signal);
  }
  remove_unfinished_files();
  fmt::print(stderr, "tertius: {}\n",
             stage == OutputStage::not_begun
                 ? interrupted_words()
                 : "interrupted while the answer was written; it may not be whole");
  _exit(130);
}

}  // namespace
}  // namespace tertius::cli

int main(int argc, char** argv) {
  using namespace tertius;
#ifdef __GLIBC__
  // What one step gives back is what the next one needs: memory from the system, page by page, takes longer.
  mallopt(M_MMAP_THRESHOLD, 1 << 20);
  mallopt(M_TRIM_THRESHOLD, 1 << 24);
#endif
  // Blocked before any thread starts, so that only the watching thread receives them.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::stop_source stop;
  std::thread([stop, signals]() mutable { cli::watch_signals(stop, signals); }).detach();

  int status = 1;
  std::string message;
  try {
    status = cli::run(std::vector<std::string>(argv + 1, argv + argc), stop.get_token());
  } catch (const Error& error) {
    status = cli::exit_status(error.code());
    message = error.code() == ErrorCode::cancelled ? cli::interrupted_words() : error.what();
  } catch (const boost::program_options::error& error) {
    status = 2;
    message =
        std::string(error.what()) + "; `tertius " + (argc > 1 ? argv[1] : "") + " --help` lists the options";
  } catch (const std::bad_alloc&) {
    message = "not enough memory for this network";
  } catch (const std::exception& error) {
    message = error.what();
  }
  if (!message.empty()) fmt::print(stderr, "tertius: {}\n", message);
  std::fflush(stdout);
  // The signal thread must not outlive main's objects.
  _exit(status);
}
