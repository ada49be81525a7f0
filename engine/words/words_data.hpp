// The templates of the languages, compiled in (engine/CMakeLists.txt writes the source).
#pragma once

#include <string_view>

namespace tertius::words {

struct WordsFile {
  std::string_view name, text;
};

/// "en": engine/words/en.txt. Empty where there is no such language.
WordsFile words_file(std::string_view code);

}  // namespace tertius::words
