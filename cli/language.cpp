#include "cli/language.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <optional>
#include <string_view>

#include "engine/core/text.hpp"

namespace tertius::cli {
namespace {

const std::vector<Choice<words::Language>>& languages() {
  static const std::vector<Choice<words::Language>> all = [] {
    static std::deque<std::string> names;  // views of them stand in the table
    std::vector<Choice<words::Language>> found, by_name;
    for (const words::Language language : words::languages()) {
      const words::Templates& templates = words::templates_of(language);
      found.push_back({language, words::code_of(language), templates.word("language")});
      for (const char* name : {"language", "own_name"})
        by_name.push_back({language, names.emplace_back(fold_case(templates.word(name)))});
    }
    found.insert(found.end(), by_name.begin(), by_name.end());
    return found;
  }();
  return all;
}

/// The form of a language that is used where nobody asks for another is none of its own.
constexpr Choice<std::string_view> addresses[] = {
    {"", "Sie", "for those who say Sie to each other"},
    {"du", "du", "for those who say du"},
    {"", "sie", ""},
    {"du", "Du", ""},
};

std::optional<std::string_view> value_of(const std::vector<std::string>& words, std::string_view option) {
  std::optional<std::string_view> found;
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    const std::string_view word = words[i];
    if (word == option && i + 1 < words.size())
      found = words[i + 1];
    else if (word.starts_with(option) && word.substr(option.size()).starts_with('='))
      found = word.substr(option.size() + 1);
  }
  return found;
}

/// "de" of "de_DE.UTF-8"; nothing where the locale is that of no language that is spoken here.
std::optional<words::Language> language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* set = std::getenv(name);
    if (set == nullptr || *set == '\0') continue;
    const std::string_view locale = set;
    return words::language_of(locale.substr(0, locale.find_first_of("_.@")));
  }
  return std::nullopt;
}

}  // namespace

void add_language_options(Options& options) {
  options.choice("language", "LANGUAGE", languages(), {},
                 "in which language answers and letters are; that of the system, if not given");
  options.choice("address", "FORM", addresses, {}, "how German addresses people");
}

words::Language language_asked_for(const std::vector<std::string>& words) {
  std::optional<words::Language> language;
  if (const auto typed = value_of(words, "--language"))
    for (const auto& [value, name, help] : languages())
      if (name == *typed) language = value;
  if (!language) language = language_of_locale();
  const words::Language found = language.value_or(words::Language::english);
  const auto address = value_of(words, "--address");
  return address && fold_case(*address) == "du" ? words::variant_of(found, "du") : found;
}

}  // namespace tertius::cli
