// The rows of one or more tables in blocks of whole rows, which all threads read.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/io/assembly/block_report.hpp"
#include "engine/io/tables/table.hpp"

namespace tertius::io {

/// Rows are read in blocks of at most this many bytes.
inline constexpr std::size_t largest_row_block = std::size_t{2} << 20;

/// Where blocks of about `block_bytes` bytes begin that hold whole rows, and the end of the last one.
/// Ascending; the first is `skip`, where a row begins. A block may be empty. Quotes are taken for what they
/// mostly are, the ends of quoted cells. Where they are not, as in 5" disk, some blocks may begin within a
/// quoted cell: reading the block before them then fails, for a cell that never ends. O(bytes). Runs in
/// parallel within with_threads().
std::vector<std::size_t> find_row_blocks(std::string_view text, std::size_t skip, std::size_t block_bytes);

/// Some rows of a table, one after the other. What is kept of them by a reader is in a class derived of it.
struct RowBlock {
  std::size_t table;   ///< which of the tables
  std::size_t number;  ///< of all blocks of all tables
  std::string_view text;
  std::uint64_t first_line;           ///< 1 where the lines before it have not been counted
  std::deque<std::string> unescaped;  ///< cells that do not stand in the text as they are
  BlockReport report;

  /// A number for what the block begins with: those of later blocks, and of what stands in them, are larger.
  std::uint64_t position() const { return std::uint64_t{number} << 32; }
};

/// All rows after the headers of tables. Several blocks are a guess of where rows begin.
class RowBlocks {
 public:
  /// Each table is one block, and they are read one after the other: the first error is the one that counts.
  static RowBlocks whole(std::span<const Table> tables);
  /// Blocks of at most `largest` bytes, fewer where there are few bytes. Ascending.
  static RowBlocks guess(std::span<const Table> tables, std::size_t largest);

  std::span<const Table> tables() const { return tables_; }
  const std::vector<RowBlock>& all() const { return blocks_; }

  /// Calls read(block) for all of these. False when a guess was wrong: a cell did not end. That is no error
  /// yet, because what is wrong with the text besides, reading each table as one block says.
  template <class Block, class Read>
  bool read(std::vector<Block>& blocks, Read read) {
    if (!guessed_) {
      for (Block& block : blocks) read(block);
      return true;
    }
    parallel_blocks(blocks.size(), 1, [&](std::size_t i, std::size_t) {
      if (!gave_up_) read(blocks[i]);
    });
    return !gave_up_;
  }

  /// Calls visit(rows) where `rows`, a CsvReader, stands at one row of the block after the other.
  template <class Visit>
  void for_each_row(RowBlock& block, Visit visit) {
    const CsvReader& table = tables_[block.table].rows;
    CsvReader rows(block.text, table.file(),
                   {.separator = table.separator(),
                    .part = true,
                    .line = block.first_line,
                    .sheet = table.sheet(),
                    .kept = &block.unescaped});
    while (next(rows)) visit(rows);
    block.report.lines = rows.line() - block.first_line;
  }

 private:
  RowBlocks(std::span<const Table> tables, std::vector<RowBlock> blocks, bool guessed)
      : tables_(tables), blocks_(std::move(blocks)), guessed_(guessed) {}
  bool next(CsvReader& rows);

  std::span<const Table> tables_;
  std::vector<RowBlock> blocks_;
  bool guessed_;
  std::atomic<bool> gave_up_{false};
};

/// Calls read(blocks) with the rows of the tables, and again with each table as one block when it returns
/// false.
template <class Read>
void read_row_blocks(std::span<const Table> tables, std::size_t largest, Read read) {
  RowBlocks guess = RowBlocks::guess(tables, largest);
  if (read(guess)) return;
  RowBlocks whole = RowBlocks::whole(tables);
  read(whole);
}

/// Refuses what the blocks refused, in the order of the tables. `connections`: whether the rows stated
/// connections.
template <class Block>
void report_refusals(std::span<const Table> tables, const std::vector<Block>& blocks, Assembler& assembler,
                     bool connections) {
  for (std::size_t begin = 0, end = 0; begin < blocks.size(); begin = end) {
    const CsvReader& table = tables[blocks[begin].table].rows;
    std::vector<BlockReport> reports;
    for (; end < blocks.size() && blocks[end].table == blocks[begin].table; ++end)
      reports.push_back(blocks[end].report);
    report_refusals(reports, {table.file(), {table.line(), 0, table.sheet().has_value()}}, assembler,
                    connections);
  }
}

}  // namespace tertius::io
