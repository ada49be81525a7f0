// Tables of connections in blocks, whatever their columns are and whatever a format makes of a row.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/io/interning/row_members.hpp"
#include "engine/io/tables/connection_block.hpp"
#include "engine/io/tables/row_blocks.hpp"

namespace tertius::io {

/// What a row says of a connection.
struct TieRow {
  enum class Direction { as_the_table, both, left_out };

  std::string_view from, to, kind;
  std::optional<double> weight{};
  graph::Day since = graph::no_day;
  CsvReader::Place from_at{}, to_at{};
  Direction direction = Direction::as_the_table;  ///< both: an arc each way; left_out: it has one, noted
};

/// What is wrong with a row.
struct RowFault {
  std::string found, expected;
};

/// Reads all rows in blocks. Rules say what the format makes of a row:
///
///   bool read(const CsvReader& rows, std::size_t table, TieRow& row, Says& says) const
///     fills `row`; false when the row is none, or was refused by says.refuse()
///   RowFault unknown(std::string_view id) const
///     what is wrong with an id that nobody has, or an empty one
///   std::pair<std::size_t, std::size_t> spaces(std::size_t table) const
///     in which spaces the ids of both ends stand
///
/// Members, kinds, refusals and notes are those of a reader of one row after the other.
template <class Rules>
class ConnectionReader {
 public:
  ConnectionReader(RowBlocks& rows, const Rules& rules, IdSpaces& spaces, const RowMembers::Options& options,
                   Assembler& assembler, const RunContext& context)
      : rows_(rows),
        rules_(rules),
        assembler_(assembler),
        context_(context),
        members_(spaces, options),
        blocks_(rows.all().begin(), rows.all().end()) {}

  /// False, with nothing changed, when the blocks are no whole rows.
  bool read() {
    if (!rows_.read(blocks_, [&](Block& block) { read_block(block); })) return false;
    finish();
    return true;
  }

 private:
  static constexpr std::size_t batch = std::size_t{1} << 12;  // rows whose ends are looked up together
  static constexpr std::size_t most_notes = 50;

  struct Block : RowBlock, ConnectionBlock {
    explicit Block(const RowBlock& block) : RowBlock(block) {}
    std::vector<std::string> notes;  // all different

    void note(std::string what) {
      if (notes.size() < most_notes && std::find(notes.begin(), notes.end(), what) == notes.end())
        notes.push_back(std::move(what));
    }
  };

  /// Something to be said of a row when its turn comes: of the one that Rules::read() fills.
  struct Aside {
    std::size_t row;  // of those that wait
    std::string text;
    std::string_view expected;  // of a refusal, unless it is a note
    bool of_good_rows;          // only where both ends are known, and for a note, nothing else is wrong
  };

  /// Rows that wait for the members at their ends.
  struct Waiting {
    std::uint64_t position;  // in the input, of the next end
    std::vector<TieRow> rows{};
    std::vector<Aside> asides{};
    std::vector<std::string_view> ends{};  // two a row
    std::vector<std::uint64_t> positions{};
    std::vector<graph::VertexId> members{};  // parallel to ends
  };

 public:
  /// How rules tell more than a row has room for.
  class Says {
   public:
    /// Refuses the row now, whoever is at its ends: it adds nobody.
    void refuse(const CsvReader::Place& at, std::string_view found, std::string_view expected) {
      // Rows before this one may be refused, too, and come first.
      if (block_.report.reasons.size() < BlockReport::most_reasons) reader_.take_rows(block_, waiting_);
      block_.report.refuse(at, block_.first_line, found, expected);
    }
    /// Refuses the row where it begins, if its ends are known.
    void refuse_if_known(std::string found, std::string_view expected) {
      waiting_.asides.push_back({waiting_.rows.size(), std::move(found), expected, true});
    }
    /// Whether there is room for more notes; else they need not be made.
    bool wants_notes() const { return block_.notes.size() < most_notes; }
    /// Notes something, if the row is a connection.
    void note_if_good(std::string text) {
      waiting_.asides.push_back({waiting_.rows.size(), std::move(text), {}, true});
    }
    /// Notes something in any case.
    void note(std::string text) {
      waiting_.asides.push_back({waiting_.rows.size(), std::move(text), {}, false});
    }
    /// Whether this is the first time that something is asked of the column of this block.
    bool first_of(std::size_t column) {
      if (column >= seen_.size()) seen_.resize(column + 1);
      return !std::exchange(seen_[column], std::uint8_t{1});
    }

   private:
    friend class ConnectionReader;
    Says(ConnectionReader& reader, Block& block, Waiting& waiting)
        : reader_(reader), block_(block), waiting_(waiting) {}
    ConnectionReader& reader_;
    Block& block_;
    Waiting& waiting_;
    std::vector<std::uint8_t> seen_;
  };

 private:
  void read_block(Block& block) {
    Waiting waiting{.position = block.position()};
    Says says(*this, block, waiting);
    rows_.for_each_row(block, [&](const CsvReader& rows) {
      TieRow row;
      if (!rules_.read(rows, block.table, row, says)) return;
      waiting.rows.push_back(row);
      if (waiting.rows.size() < batch) return;
      // About as many rows as there will be: growing bit by bit costs fresh memory.
      if (block.pairs.empty()) block.pairs.reserve(batch * (block.text.size() / rows.position() + 1));
      take_rows(block, waiting);
    });
    take_rows(block, waiting);
  }

  void find_members(const Block& block, Waiting& waiting) {
    waiting.ends.clear();
    waiting.positions.clear();
    for (const TieRow& row : waiting.rows) {
      waiting.ends.insert(waiting.ends.end(), {row.from, row.to});
      waiting.positions.insert(waiting.positions.end(), {waiting.position, waiting.position + 1});
      waiting.position += 2;
    }
    const auto [from, to] = rules_.spaces(block.table);
    if (from == to) return members_.find(from, waiting.ends, waiting.positions, waiting.members);
    waiting.members.resize(waiting.ends.size());
    for (const std::size_t end : {0, 1}) {
      std::vector<std::string_view> ids;
      std::vector<std::uint64_t> positions;
      std::vector<graph::VertexId> members;
      for (std::size_t i = end; i < waiting.ends.size(); i += 2) {
        ids.push_back(waiting.ends[i]);
        positions.push_back(waiting.positions[i]);
      }
      members_.find(end == 0 ? from : to, ids, positions, members);
      for (std::size_t i = 0; i < members.size(); ++i) waiting.members[2 * i + end] = members[i];
    }
  }

  void take_rows(Block& block, Waiting& waiting) {
    context_.poll();
    find_members(block, waiting);
    auto aside = waiting.asides.begin();
    for (std::size_t i = 0; i < waiting.rows.size(); ++i) {
      const TieRow& row = waiting.rows[i];
      const graph::VertexId from = waiting.members[2 * i], to = waiting.members[2 * i + 1];
      bool good = from != graph::no_vertex && to != graph::no_vertex;
      if (!good) {
        const bool first = from == graph::no_vertex;
        const RowFault fault = rules_.unknown(first ? row.from : row.to);
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
  static void connect(Block& block, graph::VertexPair pair, const TieRow& row) {
    block.add(pair, row.weight, row.kind, row.since);
    if (row.direction == TieRow::Direction::both) {
      block.add({pair.to, pair.from}, row.weight, row.kind, row.since);
      block.note("Undirected connections of a directed network count as one arc in each direction.");
    } else if (row.direction == TieRow::Direction::left_out) {
      block.note("The network is undirected; the direction of single connections was left out.");
    }
  }

  void finish() {
    members_.settle(context_);
    members_.finish(context_);
    std::vector<ConnectionBlock*> blocks(blocks_.size());
    for (std::size_t b = 0; b < blocks.size(); ++b) blocks[b] = &blocks_[b];
    const auto settle = [&](std::size_t b) {
      const auto [from, to] = rules_.spaces(blocks_[b].table);
      for (graph::VertexPair& pair : blocks_[b].pairs)
        pair = {members_.member(from, pair.from), members_.member(to, pair.to)};
    };
    assembler_.take(joined(blocks, settle, context_));
    report_refusals(rows_.tables(), blocks_, assembler_, true);
    for (Block& block : blocks_)
      for (std::string& note : block.notes) assembler_.note(std::move(note));
  }

  RowBlocks& rows_;
  const Rules& rules_;
  Assembler& assembler_;
  const RunContext& context_;
  RowMembers members_;
  std::vector<Block> blocks_;
};

}  // namespace tertius::io
