#include "engine/io/edges/word_edges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/building/row_builder.hpp"
#include "engine/io/assembly/block_report.hpp"
#include "engine/io/bytes/scan.hpp"
#include "engine/io/interning/concurrent_interner.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/io/text/text_blocks.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t batch = std::size_t{1} << 15;  // texts that get their provisional ids together
constexpr std::size_t smallest_block = std::size_t{64} << 10;
constexpr std::size_t bytes_per_word = 64;  // of text for each new word, at a guess
constexpr std::size_t most_cells = 1000;    // a longer line is left to the reader of tables

class WordEdgeReader {
 public:
  WordEdgeReader(std::string_view text, const std::string& file, const WordEdgeOptions& how,
                 Assembler& assembler, const RunContext& context)
      : text_(text),
        file_(file),
        how_(how),
        assembler_(assembler),
        context_(context),
        ids_(text.size() / bytes_per_word) {}

  bool read() {
    const std::size_t size = text_.size() - how_.skip;
    const std::size_t block_bytes = std::min(how_.block, std::max(smallest_block, size / 32));
    blocks_.resize((size + block_bytes - 1) / block_bytes);
    parallel_blocks(blocks_.size(), 1, [&](std::size_t block, std::size_t) {
      context_.poll();
      if (!gave_up_) read_block(lines_of_block(text_, how_.skip, block, block_bytes, file_), block);
    });
    if (gave_up_) return false;
    finish();
    return true;
  }

 private:
  struct Block {
    std::vector<graph::VertexPair> pairs;  // of provisional ids
    std::vector<double> weights;           // empty while every weight is 1
    bool weighted = false;                 // some row states its weight
    BlockReport report;
  };

  /// Texts that wait for their provisional ids: two a row, and members without a connection.
  struct Batch {
    std::vector<std::string_view> texts;
    std::vector<std::size_t> alone;  // which of them are members without a connection, in ascending order
    std::vector<graph::VertexId> provisional_ids;
    std::uint64_t position;

    std::size_t rows() const { return (texts.size() - alone.size()) / 2; }
  };

  /// A row, cell by cell.
  struct Cells {
    std::string_view text[3];
    std::size_t column[3] = {};
    std::size_t count = 0;
  };

  void read_block(std::string_view text, std::size_t number) {
    if (std::memchr(text.data(), '"', text.size()) != nullptr || find_invalid_utf8(text) != text.npos ||
        std::memchr(text.data(), 0, text.size()) != nullptr) {
      gave_up_ = true;
      return;
    }
    Block& block = blocks_[number];
    block.report.most_reasons = assembler_.most_reasons();
    Batch waiting{.texts = {}, .alone = {}, .provisional_ids = {}, .position = std::uint64_t{number} << 32};
    waiting.texts.reserve(batch + 2);
    const std::size_t size = text.size();
    const bool plain_ends = std::memchr(text.data(), '\r', text.size()) == nullptr;
    while (!text.empty() && !gave_up_) {
      if (waiting.texts.size() >= batch) {
        // About as many rows as there will be: growing bit by bit costs fresh memory.
        if (block.pairs.empty()) block.pairs.reserve(waiting.rows() * (size / (size - text.size()) + 1));
        give_provisional_ids(block, waiting);
      }
      if (plain_ends && block.weights.empty() && read_pair(text, waiting)) {
        ++block.report.lines;
        continue;
      }
      const std::size_t newline = std::min(text.find('\n'), text.size());
      std::string_view line = text.substr(0, newline);
      text.remove_prefix(std::min(text.size(), newline + 1));
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.find('\r') != line.npos) gave_up_ = true;
      read_line(line, block, waiting);
      ++block.report.lines;
    }
    give_provisional_ids(block, waiting);
  }

  /// Reads a line of two words with one separator between them, by far the most common, and moves past it.
  /// False, and nothing read, for any other line.
  bool read_pair(std::string_view& text, Batch& waiting) const {
    const auto plain = [](std::string_view word) {
      const auto graphic = [](char c) { return static_cast<unsigned char>(c) > ' '; };
      return !word.empty() && graphic(word.front()) && graphic(word.back()) && word.front() != '{';
    };
    const char separator = how_.separator;
    const std::size_t middle = find_stop(text, 0, separator, '\n');
    const std::string_view from = text.substr(0, middle);
    if (middle == text.size() || text[middle] != separator || !plain(from)) return false;
    if (!how_.table && (from.front() == '#' || from.front() == '%')) return false;
    const std::size_t end = find_stop(text, middle + 1, separator, '\n');
    const std::string_view to = text.substr(middle + 1, end - middle - 1);
    if (end == text.size() || text[end] != '\n' || !plain(to)) return false;
    if (separator == ' ' && (from.find('\t') != from.npos || to.find('\t') != to.npos)) return false;
    waiting.texts.push_back(from);
    waiting.texts.push_back(to);
    text.remove_prefix(end + 1);
    return true;
  }

  void read_line(std::string_view line, Block& block, Batch& waiting) {
    constexpr std::string_view member = "# member ";
    const bool blanks = how_.separator == ' ';
    const std::size_t begin = blanks ? std::min(line.find_first_not_of(" \t"), line.size()) : 0;
    if (begin == line.size()) return;
    if (!how_.table && (line[begin] == '#' || line[begin] == '%')) {
      line.remove_prefix(begin);
      if (!line.starts_with(member)) return;
      const std::string_view id = trimmed(line.substr(member.size(), line.find(',') - member.size()));
      if (id.empty()) return;
      waiting.alone.push_back(waiting.texts.size());
      waiting.texts.push_back(id);
      return;
    }
    Cells cells;
    if (!split(line, begin, cells) || (how_.table && cells.count > (how_.weighted ? 3U : 2U))) {
      gave_up_ = true;
      return;
    }
    const bool empty = cells.text[0].empty() && cells.text[1].empty() && cells.text[2].empty();
    if (how_.table && empty) return;
    if (cells.count < 2 || cells.text[0].empty() || cells.text[1].empty()) {
      return refuse(block, cells.column[0], "", cells.text[0], "two ids");
    }
    double weight = 1.0;
    if (how_.weighted && cells.count > 2 && !cells.text[2].empty()) {
      const auto number = number_in(cells.text[2], how_.separator);
      if (!is_weight(number)) {
        return refuse(block, cells.column[2], "weight ", cells.text[2], weight_expected);
      }
      weight = *number;
      block.weighted = true;
    }
    if (cells.count > 3) more_columns_ = true;
    for (const std::size_t end : {0, 1}) waiting.texts.push_back(cells.text[end]);
    if (weight != 1.0 && block.weights.empty()) {
      block.weights.assign(block.pairs.size() + waiting.rows() - 1, 1.0);
    }
    if (weight != 1.0 || !block.weights.empty()) block.weights.push_back(weight);
  }

  /// False when the line needs another reader.
  bool split(std::string_view line, std::size_t begin, Cells& cells) const {
    const bool blanks = how_.separator == ' ';
    for (std::size_t at = begin;;) {
      std::size_t end = at;
      if (blanks) {
        while (end < line.size() && line[end] != ' ' && line[end] != '\t') ++end;
      } else {
        const void* const found = std::memchr(line.data() + at, how_.separator, line.size() - at);
        end = found == nullptr ? line.size()
                               : static_cast<std::size_t>(static_cast<const char*>(found) - line.data());
      }
      if (cells.count < 3) {
        cells.text[cells.count] = trimmed(line.substr(at, end - at));
        cells.column[cells.count] = at + 1;
        if (cells.text[cells.count].starts_with('{')) return false;
      }
      if (++cells.count > most_cells) return false;
      if (blanks) {
        at = std::min(line.find_first_not_of(" \t", end), line.size());
        if (at == line.size()) return true;
      } else {
        if (end == line.size()) return true;
        at = end + 1;
      }
    }
  }

  void refuse(Block& block, std::size_t column, std::string_view what, std::string_view found,
              std::string_view expected) {
    if (how_.table) gave_up_ = true;  // its own reader says it in its words
    BlockReport& report = block.report;
    ++report.refused;
    if (report.full()) return;
    report.reasons.push_back({report.lines, column,
                              fmt::format("{}\"{}\"", what, fit_to_width(found.substr(0, 200), 60)),
                              std::string(expected)});
  }

  void give_provisional_ids(Block& block, Batch& waiting) {
    ids_.provisional_ids(waiting.texts, waiting.position, waiting.provisional_ids);
    std::size_t alone = 0;
    for (std::size_t i = 0; i < waiting.texts.size();) {
      if (alone < waiting.alone.size() && waiting.alone[alone] == i) {
        ++alone;
        ++i;
        continue;
      }
      block.pairs.push_back({waiting.provisional_ids[i], waiting.provisional_ids[i + 1]});
      i += 2;
    }
    waiting.position += waiting.texts.size();
    waiting.texts.clear();
    waiting.alone.clear();
  }

  void finish() {
    graph::Ids ids = ids_.ids(context_);
    std::uint64_t rows = 0;
    bool weighted = false;
    for (const Block& block : blocks_) {
      rows += block.pairs.size();
      weighted = weighted || block.weighted;
    }
    const graph::BuildOptions options = assembler_.build_options();
    graph::RowBuilder builder({.id_bound = ids.size(),
                               .weighted = weighted,
                               .directed_input = options.directed_input,
                               .expected_rows = std::max<std::uint64_t>(rows, 1)});
    parallel_blocks(blocks_.size(), 1, [&](std::size_t i, std::size_t) {
      context_.poll();
      Block& block = blocks_[i];
      for (graph::VertexPair& pair : block.pairs) pair = {ids_.number(pair.from), ids_.number(pair.to)};
      if (!block.weights.empty()) block.weights.resize(block.pairs.size(), 1.0);
      builder.add(block.pairs, block.weights.empty() ? nullptr : block.weights.data(), i);
      block.pairs = {};
      block.weights = {};
    });
    const graph::VertexId members = ids.size();
    assembler_.set_graph(builder.finish(members, options, context_), std::move(ids), rows);
    if (more_columns_) assembler_.note("Columns after the weight were left out.");
    const std::string_view skipped = text_.substr(0, how_.skip);
    std::vector<BlockReport> reports;
    for (Block& block : blocks_) reports.push_back(std::move(block.report));
    const auto line = 1 + static_cast<std::uint64_t>(std::count(skipped.begin(), skipped.end(), '\n'));
    report_refusals(reports, {file_, {line}}, assembler_);
  }

  std::string_view text_;
  const std::string& file_;
  const WordEdgeOptions& how_;
  Assembler& assembler_;
  const RunContext& context_;
  ConcurrentInterner ids_;
  std::vector<Block> blocks_;
  std::atomic<bool> gave_up_{false};
  std::atomic<bool> more_columns_{false};
};

}  // namespace

bool read_word_edges(std::string_view text, const std::string& file, const WordEdgeOptions& how,
                     Assembler& assembler, const RunContext& context) {
  return with_threads(context, [&] { return WordEdgeReader(text, file, how, assembler, context).read(); });
}

}  // namespace tertius::io
