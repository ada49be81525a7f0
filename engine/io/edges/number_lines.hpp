// Lines of two whole numbers, and perhaps a weight, read at the speed of memory: 64 bytes at a time where the
// processor has AVX-512 (VBMI2), eight digits at a time elsewhere, nothing allocated per line.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/building/row_builder.hpp"

namespace tertius::io {

/// What the lines of one block held. Reused from block to block.
struct NumberLines {
  /// Something that a line holds beside a good row.
  struct Finding {
    enum class Kind { no_weight, one_value } kind;
    std::uint64_t line;     ///< within the block, from 0
    std::uint64_t column;   ///< from 1, where the value's cell begins
    std::string_view text;  ///< of the block
  };
  struct Wide {
    std::uint64_t from, to;
    std::uint64_t line;  ///< within the block, from 0
  };

  std::vector<graph::VertexPair> pairs;  ///< rows whose ids are below the bound
  std::vector<double> weights;           ///< parallel to pairs, when weights were asked for
  std::vector<Wide> wide;                ///< rows with a larger id
  std::vector<double> wide_weights;      ///< parallel to wide, when weights were asked for
  std::vector<std::uint64_t> members;    ///< "# member 17"
  std::vector<Finding> refused;          ///< rows that are not understood
  std::uint64_t lines = 0;
  bool more_columns = false;  ///< a line has more than a weight

  void clear();
};

struct NumberLineOptions {
  bool weighted = false;       ///< the third value is the weight; else a third value ends the reading
  bool portable = false;       ///< never use AVX-512 (for tests)
  bool table = false;          ///< no comments, no cells after the weight, perhaps decimal commas
  char separator = ' ';        ///< ' ' for blanks and tabs, else the one character that separates values
  std::uint64_t id_bound = 0;  ///< ids from here on are `wide`; at most 2^32 - 1
};

/// Reads whole lines. Appends to `into`. False when a line is not of this kind (an id that is no whole number
/// in its usual spelling, a quoted value, a third column that was not asked for; in a table something after
/// the weight, or a weight with a decimal comma): the text wants another reader.
bool read_number_lines(std::string_view lines, const NumberLineOptions& options, NumberLines& into);

}  // namespace tertius::io
