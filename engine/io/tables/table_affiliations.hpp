// Tables of who takes part in which group or event, read by all threads in blocks of whole rows.
#pragma once

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/tables/table_connections.hpp"

namespace tertius::io {

/// Reads all rows into `assembler`, which has no affiliations yet. Members who are new and groups are
/// numbered in order of first appearance, roles as well; these, and what is refused, are the same for any
/// number of threads and any size of blocks. Throws Error{bad_data} when the columns are others, or a quoted
/// cell never ends. O(bytes) work.
void read_affiliations(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                       const RunContext& context);

}  // namespace tertius::io
