#include "engine/io/table_connections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <deque>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/row_builder.hpp"
#include "engine/io/block_report.hpp"
#include "engine/io/block_texts.hpp"
#include "engine/io/fields.hpp"
#include "engine/io/word_ids.hpp"

namespace tertius {
namespace {

constexpr std::size_t batch = std::size_t{1} << 12;  // rows whose ends are looked up together
constexpr std::uint64_t text_per_id = 64;            // bytes, at a guess

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

class ConnectionReader {
 public:
  ConnectionReader(const Table& table, const ConnectionColumns& columns, const TableConnectionOptions& how,
                   std::vector<std::size_t> begins, Assembler& assembler, const RunContext& context)
      : table_(table),
        columns_(columns),
        assembler_(assembler),
        context_(context),
        begins_(std::move(begins)),
        known_(assembler.ids()),
        listed_(known_.size()),
        adds_(!how.listed || how.add_unknown),
        new_ids_(how.listed ? 0 : table.text.size() / text_per_id),
        blocks_(begins_.size() - 1) {}

  /// False, with nothing changed, when the blocks are no whole rows.
  bool read() {
    parallel_blocks(blocks_.size(), 1, [&](std::size_t block, std::size_t) {
      if (!gave_up_) read_block(block);
    });
    if (gave_up_) return false;
    finish();
    return true;
  }

 private:
  struct Block {
    std::vector<VertexPair> pairs;     // of listed members, or behind these of tickets
    std::vector<double> weights;       // these three are empty, or as many as pairs
    std::vector<std::uint32_t> kinds;  // codes in kind_names
    std::vector<Day> since;
    BlockTexts kind_names;
    std::deque<std::string> unescaped;  // cells in which quotes were doubled
    BlockReport report;
  };

  /// Rows that wait for the members at their ends.
  struct Row {
    std::string_view from, to, kind;
    std::optional<double> weight;
    Day since;
    CsvReader::Place from_at, to_at;
  };
  struct Waiting {
    std::uint64_t position;    // in the input, of the next end that is not known
    std::uint64_t first_line;  // of the block, as its reader counts
    std::vector<Row> rows{};
    std::vector<std::string_view> ends{};  // two a row
    std::vector<VertexId> members{};       // parallel to ends
    std::vector<std::string_view> unknown{};
    std::vector<VertexId> tickets{};
  };

  void read_block(std::size_t number) {
    const std::string_view text = table_.text.substr(begins_[number], begins_[number + 1] - begins_[number]);
    Block& block = blocks_[number];
    const std::uint64_t first_line = blocks_.size() == 1 ? table_.rows.line() : 1;
    CsvReader rows(
        text, table_.rows.file(),
        {.separator = table_.rows.separator(), .part = true, .line = first_line, .kept = &block.unescaped});
    Waiting waiting{.position = std::uint64_t{number} << 32, .first_line = first_line};
    while (next_row(rows, blocks_.size() > 1, gave_up_)) {
      read_row(rows, block, waiting);
      if (waiting.rows.size() < batch) continue;
      // About as many rows as there will be: growing bit by bit costs fresh memory.
      if (block.pairs.empty()) block.pairs.reserve(batch * (text.size() / rows.position() + 1));
      take_rows(block, waiting);
    }
    take_rows(block, waiting);
    block.report.lines = rows.line() - first_line;
  }

  void read_row(const CsvReader& rows, Block& block, Waiting& waiting) {
    const std::vector<std::string_view>& cells = rows.fields();
    const auto refuse = [&](std::size_t column, std::string_view found, std::string_view expected) {
      // Rows before this one may be refused, too, and come first.
      if (block.report.reasons.size() < BlockReport::most_reasons) take_rows(block, waiting);
      block.report.refuse(rows.place(column), waiting.first_line, found, expected);
    };
    const std::size_t width = table_.header.names().size();
    switch (form_of(cells, width)) {
      case RowForm::blank:
        return;
      case RowForm::too_long:
        return refuse(width, counted(cells.size(), "field", "fields"),
                      fmt::format("{} as in the header", width));
      case RowForm::good:
        break;
    }
    std::optional<double> weight;
    if (const std::string_view text = cell_in(cells, columns_.weight); !text.empty()) {
      weight = number_of(text, rows.separator());
      if (!weight || !std::isfinite(*weight) || *weight <= 0)
        return refuse(*columns_.weight, "weight " + shown(text), "a positive number");
    }
    Day since = no_day;
    if (const std::string_view text = cell_in(cells, columns_.since); !text.empty()) {
      const auto day = parse_day(text);
      if (!day) return refuse(*columns_.since, "date " + shown(text), "a date such as 2024-03-01");
      since = *day;
    }
    const std::string_view from = cell_in(cells, columns_.source);
    if (from.empty()) return refuse(*columns_.source, "no id", id_expected);
    waiting.rows.push_back({.from = from,
                            .to = cell_in(cells, columns_.target),
                            .kind = cell_in(cells, columns_.kind),
                            .weight = weight,
                            .since = since,
                            .from_at = rows.place(*columns_.source),
                            .to_at = rows.place(*columns_.target)});
  }

  void take_rows(Block& block, Waiting& waiting) {
    context_.poll();
    find_members(waiting);
    const auto refuse = [&](const CsvReader::Place& at, std::string_view id) {
      block.report.refuse(at, waiting.first_line, id.empty() ? "no id" : "member " + shown(id),
                          id.empty() ? id_expected : known_id_expected);
    };
    for (std::size_t i = 0; i < waiting.rows.size(); ++i) {
      const Row& row = waiting.rows[i];
      const VertexId from = waiting.members[2 * i], to = waiting.members[2 * i + 1];
      if (from == no_vertex) {
        refuse(row.from_at, row.from);
      } else if (to == no_vertex) {
        refuse(row.to_at, row.to);
      } else {
        put(block.weights, block.pairs, row.weight.has_value(), from == to ? 1.0 : row.weight.value_or(1.0),
            1.0);
        put(block.kinds, block.pairs, !row.kind.empty(), block.kind_names.code(row.kind), BlockTexts::none);
        put(block.since, block.pairs, row.since != no_day, row.since, no_day);
        block.pairs.push_back({from, to});
      }
    }
    waiting.rows.clear();
  }

  /// Puts the value of the row that comes next. Nothing is kept until a row states one.
  template <class T>
  static void put(std::vector<T>& values, const std::vector<VertexPair>& rows, bool stated, T value, T none) {
    if (values.empty() && !stated) return;
    if (values.empty()) values.reserve(rows.capacity());
    values.resize(rows.size(), none);
    values.push_back(value);
  }

  /// Puts the values of a block where they belong among those of all blocks, if there are any in these.
  template <class T>
  static void place(std::vector<T>& values, bool any, T none, ConnectionRows::Values<T>& all,
                    std::size_t begin, std::size_t count) {
    if (!any) return;
    values.resize(count, none);
    std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(begin));
    values = {};
  }

  void find_members(Waiting& waiting) {
    waiting.ends.clear();
    for (const Row& row : waiting.rows) waiting.ends.insert(waiting.ends.end(), {row.from, row.to});
    const bool all_named =
        std::none_of(waiting.rows.begin(), waiting.rows.end(), [](const Row& row) { return row.to.empty(); });
    if (adds_ && listed_ == 0 && all_named) {
      new_ids_.tickets(waiting.ends, waiting.position, waiting.members);
      waiting.position += waiting.ends.size();
      return;
    }
    waiting.members.assign(waiting.ends.size(), no_vertex);
    if (listed_ > 0) known_.find(waiting.ends, waiting.members);
    if (!adds_) return;
    waiting.unknown.clear();
    for (std::size_t i = 0; i < waiting.ends.size(); ++i)
      if (waiting.members[i] == no_vertex && !waiting.ends[i].empty())
        waiting.unknown.push_back(waiting.ends[i]);
    new_ids_.tickets(waiting.unknown, waiting.position, waiting.tickets);
    waiting.position += waiting.unknown.size();
    std::size_t next = 0;
    for (std::size_t i = 0; i < waiting.ends.size(); ++i) {
      if (waiting.members[i] != no_vertex || waiting.ends[i].empty()) continue;
      const std::uint64_t member = std::uint64_t{listed_} + waiting.tickets[next++];
      if (member >= no_vertex)
        throw Error(ErrorCode::bad_data, "more than 4,294,967,294 members; that is the limit");
      waiting.members[i] = static_cast<VertexId>(member);
    }
  }

  void finish() {
    Ids ids;
    if (adds_) ids = new_ids_.ids(context_);
    if (listed_ > 0)
      for (VertexId v = 0; v < ids.size(); ++v) assembler_.member(ids[v]);
    assembler_.take(all_rows(), std::move(ids));
    std::vector<BlockReport> reports;
    for (Block& block : blocks_) reports.push_back(std::move(block.report));
    report_refusals(reports, table_.rows.line(), table_.rows.file(), assembler_);
  }

  ConnectionRows all_rows() {
    std::vector<std::size_t> begins{0};
    std::vector<const BlockTexts*> names;
    bool weights = false, kinds = false, since = false;
    for (const Block& block : blocks_) {
      begins.push_back(begins.back() + block.pairs.size());
      names.push_back(&block.kind_names);
      weights = weights || !block.weights.empty();
      kinds = kinds || !block.kinds.empty();
      since = since || !block.since.empty();
    }
    BlockTexts::Merged merged = BlockTexts::merge(names);
    const std::size_t size = begins.back();
    ConnectionRows rows;
    rows.sources.resize(size);
    rows.targets.resize(size);
    if (weights) rows.weights.resize(size);
    if (kinds) rows.kinds.resize(size);
    if (since) rows.since.resize(size);
    rows.kind_names = std::move(merged.texts);
    const auto member = [&](VertexId v) { return v < listed_ ? v : listed_ + new_ids_.number(v - listed_); };
    parallel_each(blocks_.size(), 1, [&](std::size_t b) {
      context_.poll();
      Block& block = blocks_[b];
      const std::size_t begin = begins[b], count = block.pairs.size();
      for (std::size_t i = 0; i < count; ++i) {
        rows.sources[begin + i] = member(block.pairs[i].from);
        rows.targets[begin + i] = member(block.pairs[i].to);
      }
      for (std::uint32_t& kind : block.kinds)
        if (kind != BlockTexts::none) kind = merged.codes[b][kind];
      place(block.weights, weights, 1.0, rows.weights, begin, count);
      place(block.kinds, kinds, BlockTexts::none, rows.kinds, begin, count);
      place(block.since, since, no_day, rows.since, begin, count);
      block.pairs = {};
    });
    return rows;
  }

  static constexpr const char* id_expected = "the id of a member";
  static constexpr const char* known_id_expected =
      "an id that the table of members has (--add-unknown adds others)";

  const Table& table_;
  const ConnectionColumns& columns_;
  Assembler& assembler_;
  const RunContext& context_;
  const std::vector<std::size_t> begins_;
  const Ids& known_;
  const VertexId listed_;  // how many are known
  const bool adds_;
  WordIds new_ids_;
  std::vector<Block> blocks_;
  std::atomic<bool> gave_up_{false};
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
  with_threads(context, [&] {
    read_row_blocks(table, how.block, [&](std::vector<std::size_t> begins) {
      return ConnectionReader(table, columns, how, std::move(begins), assembler, context).read();
    });
  });
}

}  // namespace tertius
