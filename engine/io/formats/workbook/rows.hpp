// The rows of sheets that name members: who knows whom, who was introduced, who came.
#pragma once

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/workbook/sheet_kinds.hpp"
#include "engine/io/tables/people.hpp"

namespace tertius::io {

/// A sheet, what it is, and what it is called outside the workbook.
struct SheetTable {
  const Sheet& sheet;
  const KnownSheet& known;
  std::string file;
};

/// Connections, with the kind "introduced" where those of `table` are introductions that state none. Whoever
/// introduced them is not connected for it, which is noted. A date that is none is left out and counted. O(bytes).
void read_connection_rows(const SheetTable& table, People& people, Assembler& assembler,
                          const RunContext& context);

/// Who takes part in what, or came to which meeting: a sheet of names is a meeting of its own name, a column of
/// marks the meeting in its heading; the day is the one in either. O(bytes).
void read_affiliation_rows(const SheetTable& table, People& people, Assembler& assembler,
                           const RunContext& context);

}  // namespace tertius::io
