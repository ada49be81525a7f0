// A table with a header line, as a file holds it, and what of it is read by all threads: its rows, in blocks.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/io/assembler.hpp"
#include "engine/io/csv.hpp"
#include "engine/io/source.hpp"

namespace tertius {

/// A table whose header has been read.
struct Table {
  Source source;
  std::string_view text;
  CsvReader rows;  ///< stands at the first row
  CsvHeader header;

  /// Throws Error{bad_data} when the source holds no text, or nothing.
  Table(Source opened, Assembler& assembler, const RunContext& context);
};

/// What a row is like, whatever its columns are.
enum class RowForm { blank, good, too_long };
/// too_long: a cell behind the `columns` of the header is not empty.
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

/// Goes to the next row of a block; false behind the last. Several blocks are a guess of where rows begin.
/// Where it was wrong, a cell does not end: then false, too, and `gave_up` is set, because what is wrong with
/// the text besides, reading it as one block says. Error{bad_data} when the block is not `guessed`.
bool next_row(CsvReader& rows, bool guessed, std::atomic<bool>& gave_up);

/// Where blocks of about `block_bytes` bytes begin that hold whole rows, and the end of the last one.
/// Ascending; the first is `skip`, where a row begins. A block may be empty. Quotes are taken for what they
/// mostly are, the ends of quoted cells. Where they are not, as in 5" disk, some blocks may begin within a
/// quoted cell: reading the block before them then fails, for a cell that never ends. O(bytes). Runs in
/// parallel within with_threads().
std::vector<std::size_t> find_row_blocks(std::string_view text, std::size_t skip, std::size_t block_bytes);

/// Rows are read in blocks of at most this many bytes.
inline constexpr std::size_t largest_row_block = std::size_t{2} << 20;

/// Calls read(begins) with the blocks of the rows behind the header, and again with all of them as one block
/// when it returns false: some blocks were no whole rows, or what is wrong with them is to be said of the
/// whole.
template <class Read>
void read_row_blocks(const Table& table, std::size_t largest, Read read) {
  constexpr std::size_t smallest = std::size_t{64} << 10;
  const std::size_t skip = table.rows.position(), end = table.text.size();
  const std::size_t block = std::min(largest, std::max(smallest, (end - skip) / 32));
  if (read(find_row_blocks(table.text, skip, block))) return;
  read(std::vector<std::size_t>{skip, end});
}

}  // namespace tertius
