// Tables of who takes part in which group or event, read by all threads in blocks of whole rows.
#pragma once

#include <cstddef>
#include <optional>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/tables/table_connections.hpp"

namespace tertius::io {

/// What of such a table stands where.
struct AffiliationColumns {
  std::size_t member = 0, group = 1;
  std::optional<std::size_t> last{};  ///< last names, where `member` holds first ones
  std::optional<std::size_t> kind{}, role{}, date{};
  std::size_t width = 0;  ///< cells of a row
};

/// The columns by what their headings say, which are taken then; nullopt where there is none of members, or of
/// groups.
std::optional<AffiliationColumns> find_affiliation_columns(CsvHeader& header);

/// Reads all rows into `assembler`, which has no affiliations yet. Members who are new and groups are
/// numbered in order of first appearance, roles as well; these, and what is refused, are the same for any
/// number of threads and any size of blocks. Throws Error{bad_data} when the columns are others, or a quoted
/// cell never ends. O(bytes) work.
void read_affiliations(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                       const RunContext& context);
/// The same where it is known otherwise which columns they are.
void read_affiliation_rows(Table& table, const AffiliationColumns& columns, const TableConnectionOptions& how,
                           Assembler& assembler, const RunContext& context);

}  // namespace tertius::io
