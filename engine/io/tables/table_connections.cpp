#include "engine/io/tables/table_connections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/interning/row_members.hpp"
#include "engine/io/tables/connection_block.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t batch = std::size_t{1} << 12;  // rows whose ends are looked up together
constexpr std::size_t most_notes = 50;

/// What a row says of a connection.
struct TableRow {
  enum class Direction { as_the_table, both, left_out };

  std::string_view from, to, kind;
  std::optional<double> weight{};
  std::string_view since{};
  Place from_at{}, to_at{};
  Direction direction = Direction::as_the_table;  // both: an arc each way; left_out: it has one, noted
};

/// What is wrong with a row.
struct RowFault {
  std::string found, expected;
};

struct Block : RowBlock, ConnectionBlock {
  explicit Block(const RowBlock& block) : RowBlock(block) {}
  std::vector<std::string> notes;  // all different

  void note(std::string what) {
    if (notes.size() < most_notes && std::find(notes.begin(), notes.end(), what) == notes.end())
      notes.push_back(std::move(what));
  }
};

/// Something to be said of a row when its turn comes.
struct Aside {
  std::size_t row;  // of those that wait
  std::string text;
  std::string_view expected;  // of a refusal, unless it is a note
  bool of_good_rows;          // only where both ends are known, and for a note, nothing else is wrong
};

/// Rows of a block that wait for the members at their ends.
struct Waiting {
  Block& block;
  std::uint64_t position;  // in the input, of the next end
  std::vector<TableRow> rows{};
  std::vector<Aside> asides{};
  std::vector<std::string_view> ends{};  // two a row
  std::vector<std::uint64_t> positions{};
  std::vector<graph::VertexId> members{};     // parallel to ends
  std::vector<std::uint8_t> told_left_out{};  // of the attributes, in this block

  /// Refuses the row that is being read where it begins, if its ends are known.
  void refuse_if_known(std::string found, std::string_view expected) {
    asides.push_back({rows.size(), std::move(found), expected, true});
  }
  void note(std::string text) { asides.push_back({rows.size(), std::move(text), {}, false}); }
};

/// Members, kinds, refusals and notes are those of a reader of one row after the other.
class TableReader {
 public:
  TableReader(RowBlocks& rows, std::span<const TableColumns> columns, const ConnectionTableOptions& options,
              IdSpaces& spaces, const RowMembers::Options& members, Assembler& assembler,
              const RunContext& context)
      : rows_(rows),
        columns_(columns),
        options_(options),
        assembler_(assembler),
        context_(context),
        members_(spaces, members),
        blocks_(rows.all().begin(), rows.all().end()) {
    for (const TableColumns& table : columns) {
      std::vector<ConnectionPart>& parts = parts_.emplace_back();
      for (const TableColumns::Attribute& each : table.attributes)
        parts.push_back(connection_part(each.name));
    }
  }

  /// False, with nothing changed, when the blocks are no whole rows.
  bool read() {
    if (!rows_.read(blocks_, [&](Block& block) { read_block(block); })) return false;
    finish();
    return true;
  }

 private:
  void read_block(Block& block) {
    Waiting waiting{.block = block, .position = block.position()};
    rows_.for_each_row(block, [&](const CsvReader& rows) {
      TableRow row;
      if (!read_row(rows, row, waiting)) return;
      waiting.rows.push_back(row);
      if (waiting.rows.size() < batch) return;
      // About as many rows as there will be: growing bit by bit costs fresh memory.
      if (block.pairs.empty()) block.pairs.reserve(batch * (block.text.size() / rows.position() + 1));
      take_rows(waiting);
    });
    take_rows(waiting);
  }

  /// Fills `row`; false when it is none, or was refused.
  bool read_row(const CsvReader& rows, TableRow& row, Waiting& waiting) {
    const std::size_t table = waiting.block.table;
    const TableColumns& columns = columns_[table];
    const std::vector<std::string_view>& cells = rows.fields();
    if (options_.strict) {
      const std::size_t width = rows_.tables()[table].header.names().size();
      const RowForm form = form_of(cells, width);
      if (form == RowForm::too_long)
        refuse(waiting, rows.place(width), counted(cells.size(), "field", "fields"),
               fmt::format("{} as in the header", width));
      if (form != RowForm::good) return false;
    }
    row.from = cell_in(cells, columns.source);
    row.to = cell_in(cells, columns.target);
    row.from_at = rows.place(options_.strict ? columns.source : 0);
    row.to_at = rows.place(options_.strict ? columns.target : 0);
    row.kind = columns.usual_kind;
    if (options_.both_ends && (row.from.empty() || row.to.empty())) {
      refuse(waiting, row.from_at, "a row without Source or Target", "the Ids of two nodes");
      return false;
    }
    if (columns.direction && *columns.direction < cells.size()) {
      const bool directed = same_word(cells[*columns.direction], "directed");
      if (directed != columns.directed)
        row.direction = directed ? TableRow::Direction::left_out : TableRow::Direction::both;
    }
    if (!read_attributes(rows, row, waiting)) return false;
    for (const auto& [id, at] : {std::pair(row.from, row.from_at), std::pair(row.to, row.to_at)}) {
      if (!options_.strict || !id.empty()) continue;
      refuse(waiting, at, "no id", "the id of a member");
      return false;
    }
    return true;
  }

  /// Weight, kind and day of the row; false when it was refused.
  bool read_attributes(const CsvReader& rows, TableRow& row, Waiting& waiting) {
    const std::size_t table = waiting.block.table;
    const TableColumns& columns = columns_[table];
    struct Cell {
      std::string_view text;
      std::size_t column = 0;
    } weight;
    for (std::size_t i = 0; i < columns.attributes.size(); ++i) {
      const auto& [column, name] = columns.attributes[i];
      const std::string_view cell = cell_in(rows.fields(), column);
      const std::string_view value = options_.strict ? cell : trimmed(cell);
      if (value.empty()) continue;
      switch (parts_[table][i]) {
        case ConnectionPart::weight:
          weight = {value, column};
          break;
        case ConnectionPart::value:
          if (weight.text.empty()) weight = {value, column};
          break;
        case ConnectionPart::kind:
          row.kind = value;
          break;
        case ConnectionPart::since:
          row.since = value;
          break;
        case ConnectionPart::identity:
          break;
        case ConnectionPart::none:
          if (is_first_of(i, waiting)) waiting.note(attribute_left_out(name));
      }
    }
    if (!weight.text.empty()) {
      row.weight = number_in(weight.text, rows.separator());
      if (!is_weight(row.weight)) {
        if (options_.strict)
          return refuse(waiting, rows.place(weight.column), "weight " + shown(weight.text), weight_expected);
        waiting.refuse_if_known("weight " + shown(weight.text), weight_expected);
      }
    }
    return true;
  }

  /// Whether this is the first value of the attribute in the block.
  static bool is_first_of(std::size_t attribute, Waiting& waiting) {
    std::vector<std::uint8_t>& told = waiting.told_left_out;
    if (attribute >= told.size()) told.resize(attribute + 1);
    return !std::exchange(told[attribute], std::uint8_t{1});
  }

  /// Refuses the row now, whoever is at its ends: it adds nobody. Says false.
  bool refuse(Waiting& waiting, const Place& at, std::string_view found, std::string_view expected) {
    BlockReport& report = waiting.block.report;
    // Rows before this one may be refused, too, and come first.
    if (!report.full()) take_rows(waiting);
    report.refuse(at, waiting.block.first_line, found, expected);
    return false;
  }

  RowFault unknown(std::string_view id) const {
    return {fmt::format("{} {}", options_.member, shown(id)), options_.people != nullptr
                                                                  ? options_.people->expected(id)
                                                                  : std::string(options_.known_expected)};
  }

  void find_members(Waiting& waiting) {
    waiting.ends.clear();
    waiting.positions.clear();
    for (const TableRow& row : waiting.rows) {
      waiting.ends.insert(waiting.ends.end(), {row.from, row.to});
      waiting.positions.insert(waiting.positions.end(), {waiting.position, waiting.position + 1});
      waiting.position += 2;
    }
    const TableColumns& columns = columns_[waiting.block.table];
    if (columns.source_space == columns.target_space) {
      if (options_.people != nullptr && options_.add_unknown)
        for (std::string_view& end : waiting.ends) end = options_.people->id_for(end, options_.naming);
      members_.find(columns.source_space, waiting.ends, waiting.positions, waiting.members);
      if (options_.people == nullptr || options_.add_unknown) return;
      for (std::size_t i = 0; i < waiting.ends.size(); ++i)
        if (waiting.members[i] == graph::no_vertex && !waiting.ends[i].empty())
          waiting.members[i] = options_.people->find(waiting.ends[i], options_.naming);
      return;
    }
    waiting.members.resize(waiting.ends.size());
    for (const std::size_t end : {0, 1}) {
      std::vector<std::string_view> ids;
      std::vector<std::uint64_t> positions;
      std::vector<graph::VertexId> members;
      for (std::size_t i = end; i < waiting.ends.size(); i += 2) {
        ids.push_back(waiting.ends[i]);
        positions.push_back(waiting.positions[i]);
      }
      members_.find(end == 0 ? columns.source_space : columns.target_space, ids, positions, members);
      for (std::size_t i = 0; i < members.size(); ++i) waiting.members[2 * i + end] = members[i];
    }
  }

  void take_rows(Waiting& waiting) {
    context_.poll();
    find_members(waiting);
    Block& block = waiting.block;
    auto aside = waiting.asides.begin();
    for (std::size_t i = 0; i < waiting.rows.size(); ++i) {
      const TableRow& row = waiting.rows[i];
      const graph::VertexId from = waiting.members[2 * i], to = waiting.members[2 * i + 1];
      bool good = from != graph::no_vertex && to != graph::no_vertex;
      if (!good) {
        const bool first = from == graph::no_vertex;
        const RowFault fault = block.report.full() ? RowFault{} : unknown(first ? row.from : row.to);
        block.report.refuse(first ? row.from_at : row.to_at, block.first_line, fault.found, fault.expected);
      }
      for (; aside != waiting.asides.end() && aside->row == i; ++aside) {
        if (aside->of_good_rows && !good) continue;
        if (aside->expected.empty()) {
          block.note(std::move(aside->text));
        } else {
          block.report.refuse(row.from_at, block.first_line, aside->text, aside->expected);
          good = false;
        }
      }
      if (good) connect(block, {from, to}, row);
    }
    waiting.rows.clear();
    // What was said of the row that is being read now stays with it.
    waiting.asides.erase(waiting.asides.begin(), aside);
    for (Aside& left : waiting.asides) left.row = 0;
  }

  /// Rows with an arc each way have both ends in one space: else members of both would be told apart by
  /// `settle` the wrong way round.
  static void connect(Block& block, graph::VertexPair pair, const TableRow& row) {
    block.add(pair, row.weight, row.kind, row.since);
    if (row.direction == TableRow::Direction::both) {
      block.add({pair.to, pair.from}, row.weight, row.kind, row.since, true);
      block.note("Undirected connections of a directed network count as one arc in each direction.");
    } else if (row.direction == TableRow::Direction::left_out) {
      block.note("The network is undirected; the direction of single connections was left out.");
    }
  }

  void finish() {
    members_.settle(context_);
    members_.finish(context_);
    std::vector<ConnectionBlock*> blocks(blocks_.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) blocks[b] = &blocks_[b];
    const auto settle = [&](std::size_t b) {
      const TableColumns& columns = columns_[blocks_[b].table];
      for (graph::VertexPair& pair : blocks_[b].pairs)
        pair = {members_.member(columns.source_space, pair.from),
                members_.member(columns.target_space, pair.to)};
    };
    assembler_.add_connections(joined(blocks, settle, context_));
    report_refusals(rows_.tables(), blocks_, assembler_, true);
    for (Block& block : blocks_)
      for (std::string& note : block.notes) assembler_.note(std::move(note));
  }

  RowBlocks& rows_;
  std::span<const TableColumns> columns_;
  std::vector<std::vector<ConnectionPart>> parts_;  // of the attributes of each table
  const ConnectionTableOptions& options_;
  Assembler& assembler_;
  const RunContext& context_;
  RowMembers members_;
  std::vector<Block> blocks_;
};

}  // namespace

std::string introducer_left_out(const std::string& file) {
  return fmt::format("The rows of {} connect the two who were introduced; who introduced them was left out.",
                     file);
}

void note_columns_left_out(const Table& table, Assembler& assembler) {
  for (const std::size_t column : table.header.rest()) {
    const std::string& name = table.header.names()[column];
    if (!name.empty())
      assembler.note(fmt::format("The column \"{}\" of {} was left out.", name, table.rows.file()));
  }
}

void read_connection_tables(std::span<const Table> tables, std::span<const TableColumns> columns,
                            const ConnectionTableOptions& options, IdSpaces& spaces, Assembler& assembler,
                            const RunContext& context) {
  RowMembers::Options members{.add = options.add_unknown,
                              .expected = std::vector<std::size_t>(spaces.size())};
  for (std::size_t t = 0; t < tables.size() && assembler.member_count() == 0; ++t)
    for (const std::size_t space : {columns[t].source_space, columns[t].target_space})
      members.expected[space] += tables[t].text.size() / text_per_id / 2;
  with_threads(context, [&] {
    read_row_blocks(tables, options.block, [&](RowBlocks& rows) {
      return TableReader(rows, columns, options, spaces, members, assembler, context).read();
    });
  });
}

void read_connections(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                      const RunContext& context) {
  const ConnectionColumns found(table.header);
  if (!found.complete()) {
    throw Error(
        ErrorKey::columns_missing,
        fmt::format("columns {}; expected columns source and target (or from and to), and perhaps weight, "
                    "kind and since; {} source=HEADING says which it is",
                    table.header.list(), setting_name("column")),
        {table.rows.file(), {1}});
  }
  assembler.read_columns(table.header, table.rows.file());
  note_columns_left_out(table, assembler);
  TableColumns columns{.source = *found.source, .target = *found.target, .direction = {}, .attributes = {}};
  if (found.introducer) {
    columns.usual_kind = introduced;
    assembler.note(introducer_left_out(table.rows.file()));
  }
  for (const auto& [column, name] :
       {std::pair(found.weight, "weight"), {found.kind, "kind"}, {found.since, "since"}})
    if (column) columns.attributes.push_back({*column, name});
  const std::string expected = unlisted_member_expected();
  const ConnectionTableOptions options{.add_unknown = !how.listed || how.add_unknown,
                                       .strict = true,
                                       .known_expected = expected,
                                       .people = how.people,
                                       .naming = found.introducer ? Naming::by_hand : Naming::exact,
                                       .block = how.block};
  IdSpaces spaces(assembler);
  read_connection_tables(std::span(&table, 1), std::span(&columns, 1), options, spaces, assembler, context);
}

}  // namespace tertius::io
