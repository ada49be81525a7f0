// Tables of connections with whatever columns: weights, kinds, dates, ids of any kind, read by all threads in
// blocks of whole rows.
#pragma once

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/tables/row_blocks.hpp"
#include "engine/io/tables/table.hpp"

namespace tertius::io {

struct TableConnectionOptions {
  bool listed = false;       ///< the assembler knows the members that a table of members named
  bool add_unknown = false;  ///< ... and others are added
  std::size_t block = largest_row_block;
};

/// Reads all rows into `assembler`, which has no connections yet. Members are numbered in order of first
/// appearance, kinds as well; both, and what is refused, are the same for any number of threads and any size
/// of blocks. Throws Error{bad_data} when the columns are others, or a quoted cell never ends. O(bytes + m)
/// work.
void read_connections(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                      const RunContext& context);

/// Says which named columns nobody took.
void note_columns_left_out(const Table& table, Assembler& assembler);

}  // namespace tertius::io
