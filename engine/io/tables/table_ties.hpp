// Tables of connections as other programs export them: what such a row says, whatever the program.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/id_spaces.hpp"
#include "engine/io/tables/row_blocks.hpp"

namespace tertius::io {

/// What of a table says what of its connections.
struct TieColumns {
  std::size_t source = 0, target = 0;
  std::size_t source_space = 0, target_space = 0;  ///< in which the ids of both ends stand
  std::optional<std::size_t> direction;            ///< "Directed" or another word
  bool directed = false;                           ///< what rows without a direction are
  struct Attribute {
    std::size_t column;
    std::string name;  ///< says what it is, as TieReader::attribute() has it
  };
  std::vector<Attribute> attributes;
};

/// What a program calls things, and expects.
struct TieTableOptions {
  bool add_unknown = false;  ///< ids that nobody has become members
  /// A row that lacks an end is refused as such and adds nobody; else it has an end that is unknown.
  bool both_ends = false;
  std::string_view member = "member";  ///< what it calls members
  std::string_view known_expected;
  std::size_t block = largest_row_block;
};

/// Reads the rows of all tables into `assembler`, which has no connections yet. `columns`: of each table.
/// Members and kinds are numbered in order of first appearance, those and all that is refused or noted are
/// the same for any number of threads and any size of blocks. Weights must be positive; dates that are none
/// are noted and left out. Throws Error{bad_data} when a quoted cell never ends. O(bytes + m) work.
void read_ties(std::span<const Table> tables, std::span<const TieColumns> columns,
               const TieTableOptions& options, IdSpaces& spaces, Assembler& assembler,
               const RunContext& context);

}  // namespace tertius::io
