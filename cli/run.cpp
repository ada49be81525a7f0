#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <optional>

#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/language.hpp"
#include "cli/printable.hpp"
#include "cli/process/standard_streams.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/report/json.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {

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

namespace {

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
  auto named = words.begin() + 1;
  for (; named != words.end() && named->starts_with('-'); ++named)
    if ((*named == "--language" || *named == "--address") && named + 1 != words.end()) ++named;
  return named != words.end() ? help(find_command(*named), all) : overview(all);
}

/// Whether an answer in JSON was asked for, as far as that can be told from words that may make no sense.
bool wants_json(const std::vector<std::string>& words) {
  const auto end = std::find(words.begin(), words.end(), "--");
  const auto format = std::find(words.begin(), end, "--format");
  return std::find(words.begin(), end, "--format=json") != end ||
         (format != end && format + 1 != end && format[1] == "json");
}

/// The message in the language of answers for people. What has no other form there stays in English, beneath
/// what its kind of error means and what to do.
std::string in_words(const Error& error, const std::string& message) {
  if (words::spoken() == words::Language::english) return message;
  if (const std::string whole = report::heading(message); whole != message) return whole;
  const ErrorKind& kind = kind_of(error.key());
  return fmt::format("{}\n  {}\n  {}", report::heading(kind.meaning), message, report::heading(kind.remedy));
}

}  // namespace

std::string told(const Error& error, const std::string& said, const std::vector<std::string>& words) {
  const std::string message = wants_json(words) ? said : in_words(error, said);
  const std::string_view key = kind_of(error.key()).name;
  if (!wants_json(words)) {
    const auto first = std::min(message.find('\n'), message.size());
    return fmt::format("tertius: {} [{}]{}\n", printable(message.substr(0, first)), key,
                       printable(message.substr(first)));
  }
  const auto& [file, place] = error.where();
  report::JsonWriter out;
  out.begin_line().member("schema", "tertius.error/1").key("error").begin_line();
  out.member("key", key).member("status", exit_status(error.code())).member("message", message);
  if (!file.empty()) out.member("file", file);
  if (place.line > 0) out.member("line", place.line);
  if (place.line > 0 && place.column > 0) out.member("column", place.column);
  return out.end_object().end_object().take();
}

namespace {

/// Runs the command; returns the exit status of a run that ended well.
int run_command(const std::vector<std::string>& words, const std::stop_token& stop) {
  if (words.empty()) {
    io::write_atomically("-", overview(false));
    return 2;
  }
  if (const auto text = explanation(words)) {
    io::write_atomically("-", *text);
    return 0;
  }
  if (words[0] == "-V" || holds(words, "--version")) {
    io::write_atomically("-", "tertius " TERTIUS_VERSION "\n");
    return 0;
  }
  const Command& command = find_command(words[0]);
  CommandLine line = read_words(command.name, options_of(command), {words.begin() + 1, words.end()});
  if (command.columns != nullptr && std::any_cast<bool>(line.values.at("columns").value)) {
    const auto format = std::any_cast<WrittenFormat>(line.values.at("format").value);
    io::write_atomically("-", columns_of(command, format == WrittenFormat::json));
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
  words::speak(language_asked_for(words));
  const auto end = [&](const Error& error, const std::string& message) {
    if (!message.empty()) write_standard_error(told(error, message, words));
    return exit_status(error.code());
  };
  try {
    return run_command(words, stop);
  } catch (const Error& error) {
    return end(error, error.code() == ErrorCode::cancelled ? interrupted_words() : error.what());
  } catch (const std::bad_alloc&) {
    const Error error(ErrorKey::memory, "not enough memory for this network");
    return end(error, error.what());
  } catch (const std::exception& problem) {
    const Error error(ErrorKey::internal, problem.what());
    return end(error, error.what());
  }
}

}  // namespace tertius::cli
