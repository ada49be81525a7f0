// The fast way in: connections between whole numbers, read in parallel by blocks of lines, partitioned
// into the buckets of the graph's rows as they are read. A mapped file is read in place; a compressed one is
// unpacked by one thread while the others read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/bytes/source.hpp"

namespace tertius::io {

struct NumberEdgeOptions {
  char separator = ' ';         ///< ' ' for blanks and tabs
  std::size_t skip = 0;         ///< bytes before the first row, such as a header line; they hold whole lines
  bool may_be_weighted = true;  ///< a third column is the weight; else a third column ends the reading
  bool table = false;           ///< a table: no comments, and no cells after the weight
  bool listed = false;          ///< the assembler knows all members, and other ids are refused
  std::size_t block = std::size_t{2} << 20;  ///< most bytes that a thread takes at a time
  std::uint64_t memory_limit = 0;            ///< bytes; what needs more is refused before it is taken
  bool portable = false;                     ///< never use AVX-512 (for tests)
};

/// Reads all rows into `assembler`. False, with nothing changed in it, when the text needs another reader:
/// ids that are not whole numbers in their usual spelling, quotes, a third column where there is no weight,
/// in a table rows with more cells and decimal commas. Members that were not listed are numbered in ascending
/// order of their ids. O(bytes + m) work.
bool read_number_edges(Source& source, const NumberEdgeOptions& how, Assembler& assembler,
                       const RunContext& context);

}  // namespace tertius::io
