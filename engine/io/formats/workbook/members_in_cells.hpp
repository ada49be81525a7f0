// What sheets are whose headings are in words that nobody knows: told by the members whom their cells name.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/io/formats/workbook/sheet_kinds.hpp"

namespace tertius::io {

/// Whom a text names; no_vertex for nobody.
using FindMember = std::function<graph::VertexId(std::string_view text)>;

/// Connections where nearly all cells of two columns, and of no third one, name members; affiliations where those of one
/// do, and one other column holds what comes again. The kind is none where it is not as clear as that. `headings` are
/// there in any case, so that what they say of consent is seen. `count`: how many members there are. O(bytes of the beginning).
KnownSheet sheet_by_members(const Sheet& sheet, const FindMember& find, std::size_t count,
                            const ColumnChoices& chosen = {});

/// A sheet that lists the members, and the column by which another sheet names them.
struct FoundRegister {
  std::size_t sheet = 0,
              by = 0;  ///< of those that were looked at: the list, and the one that names its members
  KnownSheet known{};
};
/// The one sheet of kind none that has a column of values that are all different, in which nearly all cells of the two
/// columns of another sheet stand. Nothing where there is none, or more than one. O(bytes).
std::optional<FoundRegister> find_register(const std::vector<const Sheet*>& sheets,
                                           const std::vector<const KnownSheet*>& known,
                                           const ColumnChoices& chosen = {});

/// Where the table of a sheet ends, before a row of totals and what stands below a blank row; nothing where it goes
/// to the end. `note`: what was left out. O(bytes of the beginning).
struct TableEnd {
  std::size_t at;
  std::string note;
};
std::optional<TableEnd> end_of_table(const Sheet& sheet, const KnownSheet& known);

}  // namespace tertius::io
