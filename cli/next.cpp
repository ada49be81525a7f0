#include "cli/next.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/session.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:,@%+=").find(c) != std::string_view::npos;
}

/// "$(printf 'a\012b')".
std::string through_printf(std::string_view text) {
  std::string word = "\"$(printf '";
  for (const char c : text) {
    if (is_control(c) || c == '\'' || c == '\\')
      word += fmt::format("\\{:03o}", static_cast<unsigned char>(c));
    else if (c == '%')
      word += "%%";
    else
      word += c;
  }
  return word + "')\"";
}

std::string in_single_quotes(std::string_view text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'')
      word += "'\\''";
    else
      word += c;
  }
  return word + "'";
}

/// Options that every command has are about the answer, but for the seed.
bool shapes_the_answer(const std::string& name) {
  if (name == "seed") return false;
  return common_options().find(name) != nullptr || name == "explain" || name == "chart";
}

/// Whether a second command would find there what this one did.
bool can_be_read_again(const std::string& path) {
  if (path == "-") return false;
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  return error || !std::filesystem::exists(status) || std::filesystem::is_regular_file(status) ||
         std::filesystem::is_directory(status);
}

std::string option_words(std::string_view name, std::span<const std::string> values) {
  std::string words = fmt::format(" --{}", name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    // A value that begins like an option has to be tied to its own.
    words += fmt::format("{}{}", i == 0 && values[i].starts_with('-') ? "=" : " ", shell_word(values[i]));
  }
  return words;
}

}  // namespace

std::string shell_word(std::string_view text) {
  if (!text.empty() && std::all_of(text.begin(), text.end(), is_plain)) return std::string(text);
  // What printf prints loses line feeds at its end.
  if (std::any_of(text.begin(), text.end(), is_control) && !text.ends_with('\n')) return through_printf(text);
  if (text.find_first_of("\"$`\\!\n") == std::string_view::npos) return fmt::format("\"{}\"", text);
  return in_single_quotes(text);
}

std::string next_line(const Session& session, const Next& next) {
  std::string line = fmt::format("\n{} tertius {}", report::heading("Next:"), next.command);
  const std::string& network = session.network_path();
  if (!network.empty()) {
    if (!can_be_read_again(network)) return "";
    line += " " + shell_word(network.starts_with('-') ? "./" + network : network);
  }
  const bool like_options = std::any_of(next.arguments.begin(), next.arguments.end(),
                                        [](const std::string& word) { return word.starts_with('-'); });
  std::string arguments;
  for (const std::string& word : next.arguments) arguments += " " + shell_word(word);
  if (!like_options) line += arguments;

  for (const Next::Option& option : next.options) {
    line += option.value.empty() ? option_words(option.name, {})
                                 : option_words(option.name, std::span(&option.value, 1));
  }
  const Options known = options_of(find_command(next.command));
  const auto replaced = [&](const std::string& name) {
    return std::any_of(next.options.begin(), next.options.end(),
                       [&](const Next::Option& option) { return option.name == name; }) ||
           std::find(next.left_out.begin(), next.left_out.end(), name) != next.left_out.end();
  };
  for (const auto& [name, words] : session.given()) {
    if (shapes_the_answer(name) || replaced(name) || known.find(name) == nullptr) continue;
    if (!std::all_of(words.begin(), words.end(), can_be_read_again)) return "";
    line += option_words(name, words);
  }
  if (like_options) line += " --" + arguments;
  line += "\n";
  if (!next.explanation.empty()) line += fmt::format("      {}\n", report::heading(next.explanation));
  return line;
}

}  // namespace tertius::cli
