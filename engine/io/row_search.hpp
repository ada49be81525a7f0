// Rows that name a member, as they stand in the input: everything that a file says of somebody, whether it
// was understood, merged or refused when the network was loaded. The files are read once more for it.
//
// In a table it is each record with a cell that is, without blanks around it, the member's id, or their name
// where no other member bears it ("Kern, Ada" is "Ada Kern"); cells that say how strong, of what kind or since
// when are no names. In other texts it is each line in which id or name stands as a whole word, as it is or in
// the escapes of XML and JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/members.hpp"

namespace tertius::io {

struct NamingRow {
  std::uint64_t line = 0;  ///< of its beginning, from 1
  std::string text;        ///< as it stands in the file, without the end of its line
  /// False where other people's data stand beside it: only what names the member is shown then.
  bool whole = true;
  /// Of a table: headings and cells, in order; cells after the last heading have none.
  std::vector<std::pair<std::string, std::string>> cells{};
};

/// What a file is, as far as it decides what its cells mean.
enum class RowsOf {
  members,       ///< a table, each row about one member
  connections,   ///< a table of pairs: connections, earlier rounds, who is to avoid whom
  affiliations,  ///< a table of members and groups
  edge_list,     ///< pairs separated by blanks, tabs, semicolons or commas, mostly without a header
  text           ///< anything else
};

/// What it is in a network that was read as `format` (ImportReport::format): by its name in a folder, else by
/// its header.
RowsOf rows_of_file(const std::string& file, std::string_view format, std::uint64_t max_input = 0);

struct RowSearch {
  std::string id;
  std::string name;  ///< empty: by the id alone
};

/// The id of the member, and the name where no other member has it as name or id.
RowSearch search_for(const graph::MemberTable& members, graph::VertexId member);

/// The rows of the file that name the member, in order. `members` are those of the network: a row of a table
/// of members that is about another one is not whole. O(bytes). Throws Error{no_input} when the file cannot
/// be read any more, Error{bad_data} when it is damaged.
std::vector<NamingRow> rows_naming(const RowSearch& wanted, const std::string& file, RowsOf kind,
                                   const graph::MemberTable& members, std::uint64_t max_input = 0,
                                   const RunContext& context = {});

/// Whether the file holds no text, so that no row can be shown (a snapshot).
bool holds_no_text(const std::string& file, std::uint64_t max_input = 0);

/// `line` with each whole word that is `id` replaced. For ids that are longer than a word, too.
std::string with_word_replaced(std::string_view line, std::string_view id, std::string_view by);

}  // namespace tertius::io
