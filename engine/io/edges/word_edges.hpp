// Edge lists whose ids are any text, read in parallel by blocks of lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"

namespace tertius::io {

struct WordEdgeOptions {
  char separator = ' ';  ///< ' ' for blanks and tabs
  std::size_t skip = 0;  ///< bytes before the first row, such as a header line; they hold whole lines
  bool weighted = true;  ///< a third column is the weight
  bool table = false;    ///< a table: no comments, and rows that are not plain want its own reader
  std::size_t block = std::size_t{2} << 20;  ///< most bytes that a thread takes at a time
};

/// Reads all rows of `text` (from the file of that name) into `assembler`. False, with nothing changed in it,
/// when the text needs another reader: quotes, braces, line ends of another kind, bytes that are no text. The
/// text must stay where it is until then.
/// Members are numbered in order of first appearance. O(bytes + m) work.
bool read_word_edges(std::string_view text, const std::string& file, const WordEdgeOptions& how,
                     Assembler& assembler, const RunContext& context);

}  // namespace tertius::io
