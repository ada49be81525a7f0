#include "engine/io/tables/table_matrix.hpp"

#include <cmath>
#include <optional>
#include <string_view>

#include "engine/io/tables/connection_block.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

struct Block : RowBlock, ConnectionBlock {
  explicit Block(const RowBlock& block) : RowBlock(block) {}
};

/// `columns`: the members of the columns, no_vertex where there is none.
void read_row(const CsvReader& rows, const std::vector<graph::VertexId>& columns, const Assembler& assembler,
              Block& block) {
  const std::vector<std::string_view>& cells = rows.fields();
  const auto from = assembler.find_member(cells[0]);
  if (!from || cells.size() > columns.size() + 1)
    return block.report.refuse(rows.place(), block.first_line,
                               from ? "more values than columns" : "row " + shown(cells[0]),
                               "a member of the first row with a value for each");
  for (std::size_t i = 1; i < cells.size(); ++i) {
    if (cells[i].empty() || columns[i - 1] == graph::no_vertex) continue;
    const std::optional<double> value = parse_real(trimmed(cells[i]));
    if (value == 0.0) continue;
    if (!value || !std::isfinite(*value) || *value <= 0) {
      block.report.refuse(rows.place(i), block.first_line, "weight " + shown(cells[i]), "a positive number");
      continue;
    }
    // 1 says no more than that there is a connection.
    block.add({*from, columns[i - 1]}, value == 1.0 ? std::nullopt : value);
  }
}

}  // namespace

void read_matrix(const std::vector<Table>& table, std::size_t block, IdSpaces& spaces, Assembler& assembler,
                 const RunContext& context) {
  assembler.set_directed(true);
  std::vector<graph::VertexId> columns;
  const std::vector<std::string>& names = table.front().header.names();
  for (std::size_t i = 1; i < names.size(); ++i)
    columns.push_back(names[i].empty() ? graph::no_vertex : spaces.find_or_add(0, names[i]).member);
  with_threads(context, [&] {
    read_row_blocks(table, block, [&](RowBlocks& rows) {
      std::vector<Block> blocks(rows.all().begin(), rows.all().end());
      const bool good = rows.read(blocks, [&](Block& one) {
        context.poll();
        rows.for_each_row(one, [&](const CsvReader& row) { read_row(row, columns, assembler, one); });
      });
      if (!good) return false;
      std::vector<ConnectionBlock*> connections(blocks.size());
      for (std::size_t b = 0; b < blocks.size(); ++b) connections[b] = &blocks[b];
      assembler.add_connections(joined(
          connections, [](std::size_t) {}, context));
      report_refusals(rows.tables(), blocks, assembler, true);
      return true;
    });
  });
}

}  // namespace tertius::io
