// --language: in which language letters are written. Every language that has templates can be asked for, by
// its code or its name.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "cli/options.hpp"
#include "engine/core/text.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {

inline const std::vector<Choice<words::Language>>& languages() {
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

inline void add_language_option(Options& options, std::string_view help) {
  options.choice("language", "LANGUAGE", languages(), words::Language::english, help);
}

}  // namespace tertius::cli
