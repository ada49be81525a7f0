#include "engine/io/tables/table_connections.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>

#include "engine/core/text.hpp"
#include "engine/io/tables/connection_reader.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr const char* id_expected = "the id of a member";

/// A number as the table's country writes it: where semicolons part the cells, a comma may part the decimals.
std::optional<double> number_of(std::string_view text, char separator) {
  if (separator != ',' && text.find('.') == text.npos) {
    if (const auto comma = text.find(','); comma != text.npos) {
      std::string dotted(text);
      dotted[comma] = '.';
      return parse_real(dotted);
    }
  }
  return parse_real(text);
}

struct CsvConnections {
  const ConnectionColumns& columns;
  std::size_t width;  // cells of a row

  template <class Says>
  bool read(const CsvReader& rows, std::size_t, TieRow& row, Says& says) const {
    const std::vector<std::string_view>& cells = rows.fields();
    const auto refuse = [&](std::size_t column, std::string_view found, std::string_view expected) {
      says.refuse(rows.place(column), found, expected);
      return false;
    };
    switch (form_of(cells, width)) {
      case RowForm::blank:
        return false;
      case RowForm::too_long:
        return refuse(width, counted(cells.size(), "field", "fields"),
                      fmt::format("{} as in the header", width));
      case RowForm::good:
        break;
    }
    if (const std::string_view text = cell_in(cells, columns.weight); !text.empty()) {
      row.weight = number_of(text, rows.separator());
      if (!row.weight || !std::isfinite(*row.weight) || *row.weight <= 0)
        return refuse(*columns.weight, "weight " + shown(text), "a positive number");
    }
    if (const std::string_view text = cell_in(cells, columns.since); !text.empty()) {
      const auto day = parse_day(text);
      if (!day) return refuse(*columns.since, "date " + shown(text), "a date such as 2024-03-01");
      row.since = *day;
    }
    row.from = cell_in(cells, columns.source);
    if (row.from.empty()) return refuse(*columns.source, "no id", id_expected);
    row.to = cell_in(cells, columns.target);
    if (row.to.empty()) return refuse(*columns.target, "no id", id_expected);
    row.kind = cell_in(cells, columns.kind);
    row.from_at = rows.place(*columns.source);
    row.to_at = rows.place(*columns.target);
    return true;
  }
  RowFault unknown(std::string_view id) const { return {"member " + shown(id), unlisted_member_expected()}; }
  std::pair<std::size_t, std::size_t> spaces(std::size_t) const { return {0, 0}; }
};

}  // namespace

void note_columns_left_out(const Table& table, Assembler& assembler) {
  for (const std::size_t column : table.header.rest()) {
    const std::string& name = table.header.names()[column];
    if (!name.empty())
      assembler.note(fmt::format("The column \"{}\" of {} was left out.", name, table.rows.file()));
  }
}

void read_connections(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                      const RunContext& context) {
  const ConnectionColumns columns(table.header);
  if (!columns.complete()) {
    throw Error(
        ErrorCode::bad_data,
        fmt::format("columns {}; expected columns source and target (or from and to), and perhaps weight, "
                    "kind and since",
                    table.header.list()),
        {table.rows.file(), 1});
  }
  note_columns_left_out(table, assembler);
  const CsvConnections rules{columns, table.header.names().size()};
  const RowMembers::Options members{.add = !how.listed || how.add_unknown,
                                    .expected = {how.listed ? 0 : table.text.size() / text_per_id}};
  with_threads(context, [&] {
    read_row_blocks(std::span(&table, 1), how.block, [&](RowBlocks& rows) {
      IdSpaces spaces(assembler);
      return ConnectionReader(rows, rules, spaces, members, assembler, context).read();
    });
  });
}

}  // namespace tertius::io
