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
  std::vector<std::size_t> id;  ///< together, separated by `between`
  std::string_view between = "|";
  std::size_t space = 0;  ///< in which the ids stand
  struct Attribute {
    std::size_t column, attribute;            ///< what it is in the assembler
    std::optional<graph::ColumnType> type{};  ///< its values must be of that type, and are written as such
    bool unless_id = false;                   ///< a value that is the id is none
    std::optional<std::size_t> more{};        ///< another column whose value follows after a blank
    bool turned = false;                      ///< "Kern, Ada" is "Ada Kern"
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

/// What the columns of a table that people keep say, as `person` was found in its header: what identifies people, what
/// they are called, and all that nobody took. Without an id, names identify where all are different, else e-mails.
/// `rows` stand after the header. O(bytes) without an id.
MemberColumns member_columns(CsvHeader& header, const PersonColumns& person, CsvReader rows,
                             Assembler& assembler);

/// The same of a table that people keep, whose columns are found by their names. Throws Error{bad_data} when
/// nothing in it identifies people, too.
void read_members(Table& table, Assembler& assembler, const RunContext& context,
                  std::size_t block = largest_row_block);

}  // namespace tertius::io
