#include "engine/io/tables/table_ties.hpp"

#include <fmt/format.h>

#include <cmath>

#include "engine/io/assembly/tie_reader.hpp"
#include "engine/io/tables/connection_reader.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

struct ExportedTies {
  std::span<const TieColumns> columns;
  std::vector<std::vector<TiePart>> parts;  // of the attributes of each table
  const TieTableOptions& options;

  template <class Says>
  bool read(const CsvReader& rows, std::size_t table, TieRow& row, Says& says) const {
    const TieColumns& all = columns[table];
    const std::vector<std::string_view>& cells = rows.fields();
    row.from = cell_in(cells, all.source);
    row.to = cell_in(cells, all.target);
    row.from_at = row.to_at = rows.place();
    if (options.both_ends && (row.from.empty() || row.to.empty())) {
      says.refuse(rows.place(), "a row without Source or Target", "the Ids of two nodes");
      return false;
    }
    if (all.direction && *all.direction < cells.size()) {
      const bool directed = same_word(cells[*all.direction], "directed");
      if (directed != all.directed)
        row.direction = directed ? TieRow::Direction::left_out : TieRow::Direction::both;
    }
    std::string_view weight, since;
    for (std::size_t i = 0; i < all.attributes.size(); ++i) {
      const auto& [column, name] = all.attributes[i];
      const std::string_view value = trimmed(cell_in(cells, column));
      if (value.empty()) continue;
      switch (parts[table][i]) {
        case TiePart::weight:
          weight = value;
          break;
        case TiePart::value:
          if (weight.empty()) weight = value;
          break;
        case TiePart::kind:
          row.kind = value;
          break;
        case TiePart::since:
          since = value;
          break;
        case TiePart::identity:
          break;
        case TiePart::none:
          if (says.first_of(i)) says.note(attribute_left_out(name));
      }
    }
    if (!weight.empty()) {
      row.weight = parse_real(weight);
      if (!row.weight || !std::isfinite(*row.weight) || *row.weight <= 0)
        says.refuse_if_known("weight " + shown(weight), "a positive number");
    }
    if (!since.empty()) {
      row.since = parse_day(since).value_or(graph::no_day);
      if (row.since == graph::no_day && says.wants_notes()) says.note_if_good(date_left_out(since));
    }
    return true;
  }
  RowFault unknown(std::string_view id) const {
    return {fmt::format("{} {}", options.member, shown(id)), std::string(options.known_expected)};
  }
  std::pair<std::size_t, std::size_t> spaces(std::size_t table) const {
    return {columns[table].source_space, columns[table].target_space};
  }
};

}  // namespace

void read_ties(std::span<const Table> tables, std::span<const TieColumns> columns,
               const TieTableOptions& options, IdSpaces& spaces, Assembler& assembler,
               const RunContext& context) {
  ExportedTies rules{columns, {}, options};
  RowMembers::Options members{.add = options.add_unknown,
                              .expected = std::vector<std::size_t>(spaces.size())};
  for (std::size_t t = 0; t < tables.size(); ++t) {
    std::vector<TiePart>& parts = rules.parts.emplace_back();
    for (const TieColumns::Attribute& each : columns[t].attributes) parts.push_back(tie_part(each.name));
    if (assembler.member_count() > 0) continue;
    for (const std::size_t space : {columns[t].source_space, columns[t].target_space})
      members.expected[space] += tables[t].text.size() / text_per_id / 2;
  }
  with_threads(context, [&] {
    read_row_blocks(tables, options.block, [&](RowBlocks& rows) {
      return ConnectionReader(rows, rules, spaces, members, assembler, context).read();
    });
  });
}

}  // namespace tertius::io
