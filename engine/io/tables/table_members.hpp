// Tables of members: an id and whatever attributes, read by all threads in blocks of whole rows.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/id_spaces.hpp"
#include "engine/io/tables/row_blocks.hpp"
#include "engine/io/tables/table.hpp"

namespace tertius::io {

/// Which columns of a table say what of members.
struct MemberColumns {
  std::vector<std::size_t> id;  ///< together, separated by |
  std::size_t space = 0;        ///< in which the ids stand
  struct Attribute {
    std::size_t column, attribute;            ///< what it is in the assembler
    std::optional<graph::ColumnType> type{};  ///< its values must be of that type, and are written as such
    bool unless_id = false;                   ///< a value that is the id is none
  };
  std::vector<Attribute> attributes;

  /// Columns of one name are one attribute, and the last counts.
  void add(const Attribute& attribute);
};

/// What a format calls things, and expects.
struct MemberTableOptions {
  /// Blank rows are none, a row with more cells than the header is refused, and faults are placed at the id;
  /// else cells after the header's are nobody's, and faults are placed where the row begins.
  bool strict = true;
  std::string_view no_id = "no id", no_id_expected = "an id";
  std::string_view id = "id", own_id_expected = "an id of its own";
  std::size_t block = largest_row_block;
};

/// Reads the rows of all tables into `assembler`, which knows no member yet. `columns`: of each table.
/// Members are in the order of the tables, whose later rows of an id are refused; they are listed then. The
/// same for any number of threads and any size of blocks. Throws Error{bad_data} when a quoted cell never
/// ends, or few bytes claim too many cells. O(bytes) work.
void read_members(std::span<const Table> tables, std::span<const MemberColumns> columns,
                  const MemberTableOptions& options, IdSpaces& spaces, Assembler& assembler,
                  const RunContext& context);

/// The column of ids by its heading, which is taken then.
std::optional<std::size_t> take_id_column(CsvHeader& header);

/// The same of a table that people keep, whose columns are found by their names. Throws Error{bad_data} when
/// there is no column of ids, too.
void read_members(Table& table, Assembler& assembler, const RunContext& context,
                  std::size_t block = largest_row_block);

}  // namespace tertius::io
