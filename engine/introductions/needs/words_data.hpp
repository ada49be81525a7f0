// The files of engine/introductions/needs/words, compiled in (engine/CMakeLists.txt writes the source).
#pragma once

#include <span>
#include <string_view>

namespace tertius::introductions {

struct WordsFile {
  std::string_view name, text;
};

/// In the order in which they are read.
std::span<const WordsFile> words_files();

}  // namespace tertius::introductions
