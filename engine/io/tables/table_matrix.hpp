// Adjacency matrices as tables: a column and a row for each member.
#pragma once

#include <cstddef>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/id_spaces.hpp"
#include "engine/io/tables/row_blocks.hpp"

namespace tertius::io {

/// Reads the rows of one table into `assembler`, which knows no member yet. The cells of the header after the
/// first one are members, the first cell of a row is one of them, and its other cells weigh the arcs to the
/// columns' members; empty ones and zeros are none. The same for any number of threads and any size of
/// blocks. Throws Error{bad_data} when a quoted cell never ends. O(bytes) work.
void read_matrix(const std::vector<Table>& table, std::size_t block, IdSpaces& spaces, Assembler& assembler,
                 const RunContext& context);

}  // namespace tertius::io
