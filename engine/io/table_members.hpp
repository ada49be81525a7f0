// Tables of members: an id and whatever attributes, read by all threads in blocks of whole rows.
#pragma once

#include "engine/core/context.hpp"
#include "engine/io/assembler.hpp"
#include "engine/io/table.hpp"

namespace tertius {

/// Reads all rows into `assembler`, which knows nobody yet. Members are in the order of the table, whose
/// later rows of an id are refused. The same for any number of threads and any size of blocks. Throws
/// Error{bad_data} when there is no column of ids, a quoted cell never ends, or few bytes claim too many
/// cells. O(bytes) work.
void read_members(Table& table, Assembler& assembler, const RunContext& context,
                  std::size_t block = largest_row_block);

}  // namespace tertius
