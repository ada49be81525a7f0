// A table as a file holds it: a header line, which says what its columns are, and rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"

namespace tertius::io {

/// Where the header of a table stands. One that stands elsewhere may belong to a table without rows.
enum class HeaderPlace { first_line, elsewhere };

/// Where in a text a table stands, and how its cells are separated.
struct TablePlace {
  HeaderPlace header = HeaderPlace::first_line;
  char separator = 0;                        ///< 0: as find_separator() says
  std::size_t skip = 0;                      ///< bytes before it
  std::uint64_t line = 1;                    ///< on which it begins
  std::size_t end = std::string_view::npos;  ///< bytes of the text before what follows it
};

/// A table whose header has been read.
struct Table {
  Source source;
  std::string_view text;     ///< without what is skipped
  CsvReader rows;            ///< stands at the first row
  std::size_t most_reasons;  ///< that are kept of refused rows
  CsvHeader header;          ///< no columns where it stands elsewhere

  /// Throws Error{bad_data} when the source holds no text, or nothing.
  Table(Source opened, Assembler& assembler, const RunContext& context, const TablePlace& place = {});
};

/// What a row is like, whatever its columns are.
enum class RowForm { blank, good, too_long };
/// too_long: a cell after the `columns` of the header is not empty.
RowForm form_of(const std::vector<std::string_view>& cells, std::size_t columns);

/// The cell in that column; empty where the row is shorter or there is no such column.
inline std::string_view cell_in(const std::vector<std::string_view>& cells,
                                std::optional<std::size_t> column) {
  return column && *column < cells.size() ? cells[*column] : std::string_view();
}

/// A cell as messages show it.
std::string shown(std::string_view text);

}  // namespace tertius::io
