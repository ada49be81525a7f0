// Tables of connections, whatever their columns are and whatever program wrote them, read by all threads in
// blocks of whole rows.
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
#include "engine/io/tables/people.hpp"
#include "engine/io/tables/row_blocks.hpp"
#include "engine/io/tables/table.hpp"

namespace tertius::io {

/// What of a table says what of its connections.
struct TableColumns {
  std::size_t source = 0, target = 0;
  /// In which the ids of both ends stand.
  std::size_t source_space = 0, target_space = 0;
  /// "Directed" or another word.
  std::optional<std::size_t> direction;
  /// What rows without a direction are.
  bool directed = false;
  /// The kind of rows that state none.
  std::string_view usual_kind{};
  struct Attribute {
    std::size_t column;
    /// Says what it is, as ConnectionReader::attribute() has it.
    std::string name;
  };
  std::vector<Attribute> attributes;
};

/// What a program calls things, and expects.
struct ConnectionTableOptions {
  /// Ids that no member has become members.
  bool add_unknown = false;
  /// A row that lacks an end is refused as such and adds no member; else it has an end that is unknown.
  bool both_ends = false;
  /// A table kept by hand: a row that is longer than the header, lacks an end or has a weight or a date that
  /// is none is refused where that stands, and adds no member.
  bool strict = false;
  /// What it calls members.
  std::string_view member = "member";
  std::string_view known_expected;
  /// Who may be meant by names; null: nobody.
  People* people = nullptr;
  Naming naming = Naming::exact;
  std::size_t block = largest_row_block;
};

/// Reads the rows of all tables into `assembler`, which has no connections yet. `columns`: of each table.
/// Members and kinds are numbered in order of first appearance, those and all that is refused or noted are
/// the same for any number of threads and any size of blocks. Weights must be positive; dates that are none
/// are noted and left out. Throws Error{bad_data} when a quoted cell never ends. O(bytes + m) work.
void read_connection_tables(std::span<const Table> tables, std::span<const TableColumns> columns,
                            const ConnectionTableOptions& options, IdSpaces& spaces, Assembler& assembler,
                            const RunContext& context);

struct TableConnectionOptions {
  /// Who may be meant by names; null: nobody.
  People* people = nullptr;
  /// The assembler knows the members that a table of members named,
  bool listed = false;
  /// and others are added.
  bool add_unknown = false;
  std::size_t block = largest_row_block;
};

/// Reads connections.csv by read_connection_tables(). Throws Error{bad_data} when the columns are others.
void read_connections(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                      const RunContext& context);

/// The kind of connections that introductions made.
inline constexpr std::string_view introduced = "introduced";
/// Said of a table of introductions.
std::string introducer_left_out(const std::string& file);

/// Says which named columns nobody took.
void note_columns_left_out(const Table& table, Assembler& assembler);

}  // namespace tertius::io
