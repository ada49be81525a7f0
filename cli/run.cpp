#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/printable.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"

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

/// "--largest-group" of largest_group.
std::string flag_of(std::string_view field) {
  std::string flag = "--" + std::string(field);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

bool holds(const std::vector<std::string>& words, std::string_view one, std::string_view other = {}) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::any_of(words.begin(), end,
                     [&](const std::string& word) { return word == one || word == other; });
}

/// What the words ask to be explained; nullopt where they ask for something else.
std::optional<std::string> explanation(const std::vector<std::string>& words) {
  const bool all = holds(words, "--all");
  const bool help_first = words[0] == "help" || words[0] == "--help" || words[0] == "-h";
  if (!help_first && !holds(words, "--help", "-h")) return std::nullopt;
  if (!help_first) return help(find_command(words[0]), all);
  const auto named = std::find_if(words.begin() + 1, words.end(),
                                  [](const std::string& word) { return !word.starts_with('-'); });
  return named != words.end() ? help(find_command(*named), all) : overview(all);
}

/// Runs the command; returns the exit status of a run that ended well.
int run_command(const std::vector<std::string>& words, const std::stop_token& stop) {
  if (words.empty()) {
    fmt::print("{}", overview(false));
    return 2;
  }
  if (const auto text = explanation(words)) {
    fmt::print("{}", *text);
    return 0;
  }
  if (words[0] == "-V" || holds(words, "--version")) {
    fmt::print("tertius {}\n", TERTIUS_VERSION);
    return 0;
  }
  const Command& command = find_command(words[0]);
  CommandLine line = read_words(command.name, options_of(command), {words.begin() + 1, words.end()});
  if (command.columns != nullptr && std::any_cast<bool>(line.values.at("columns").value)) {
    const auto format = std::any_cast<WrittenFormat>(line.values.at("format").value);
    fmt::print("{}", columns_of(command, format == WrittenFormat::json));
    return 0;
  }
  Session session(command, std::move(line), stop);
  if (command.name != words[0]) {
    session.say(fmt::format("`{}` is called `{}` now; the old name works for one version more.", words[0],
                            command.name));
  }
  if (command.check != nullptr) command.check(session);
  command.run(session);
  session.finish();
  return 0;
}

}  // namespace

int run(const std::vector<std::string>& words, const std::stop_token& stop) {
  spell_settings(flag_of);
  int status = 1;
  std::string message;
  try {
    return run_command(words, stop);
  } catch (const Error& error) {
    status = exit_status(error.code());
    message = error.code() == ErrorCode::cancelled ? interrupted_words() : error.what();
  } catch (const std::bad_alloc&) {
    message = "not enough memory for this network";
  } catch (const std::exception& error) {
    message = error.what();
  }
  if (!message.empty()) fmt::print(stderr, "tertius: {}\n", printable(message));
  return status;
}

}  // namespace tertius::cli
