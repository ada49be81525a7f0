// The templates of the languages, compiled in (engine/CMakeLists.txt writes the source).
#pragma once

#include <span>
#include <string_view>

namespace tertius::words {

struct WordsFile {
  std::string_view name, text;
};

/// A file a language, English first: "engine/words/en.txt".
std::span<const WordsFile> words_files();

}  // namespace tertius::words
