// A table as a file holds it: a header line, which says what its columns are, and rows.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/text/csv.hpp"

namespace tertius::io {

/// Where the header of a table stands. One that stands elsewhere may belong to a table without rows.
enum class HeaderPlace { first_line, elsewhere };

/// A table whose header has been read.
struct Table {
  Source source;
  std::string_view text;
  CsvReader rows;    ///< stands at the first row
  CsvHeader header;  ///< no columns where it stands elsewhere

  /// Throws Error{bad_data} when the source holds no text, or nothing.
  Table(Source opened, Assembler& assembler, const RunContext& context,
        HeaderPlace header_place = HeaderPlace::first_line);
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

/// Whether all of the text is UTF-8 without a NUL byte. Runs in parallel within with_threads().
bool is_text(std::string_view text);

}  // namespace tertius::io
