#include "engine/io/edges/number_edges.hpp"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <bit>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/io/assembly/block_report.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/bytes/inputs.hpp"
#include "engine/io/edges/number_lines.hpp"
#include "engine/io/interning/number_interner.hpp"
#include "engine/io/text/block_queue.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/io/text/text_blocks.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t stream_block = std::size_t{1} << 20;
constexpr std::size_t piece = std::size_t{64} << 10;
constexpr std::size_t page = 4096;
constexpr std::size_t large_file = std::size_t{8} << 20;
constexpr std::uint64_t largest_bound = graph::no_vertex;  // ids below it are kept as they are

/// Rows with ids too large or too scattered for the buckets, under provisional ids instead of ids.
struct TicketRows {
  static constexpr std::size_t capacity = std::size_t{1} << 17;
  std::vector<Buffer<graph::VertexPair>> pairs;
  std::vector<Buffer<double>> weights;
  std::size_t used = capacity;  // of the last buffer

  void add(graph::VertexPair pair, const double* weight) {
    if (used == capacity) {
      pairs.emplace_back(capacity);
      if (weight != nullptr) weights.emplace_back(capacity);
      used = 0;
    }
    pairs.back()[used] = pair;
    if (weight != nullptr) weights.back()[used] = *weight;
    ++used;
  }
};

class NumberEdgeReader {
 public:
  NumberEdgeReader(Source& source, const NumberEdgeOptions& how, Assembler& assembler,
                   const RunContext& context)
      : source_(source), how_(how), assembler_(assembler), context_(context) {}

  bool read() {
    const bool in_memory = source_.mapped() || !rereadable(source_);
    if (in_memory) text_ = source_.bytes();
    const std::string_view sample = in_memory ? text_ : source_.head();
    if (sample.size() < how_.skip || !look(sample, in_memory)) return false;
    const std::string_view skipped = sample.substr(0, how_.skip);
    first_line_ += static_cast<std::uint64_t>(std::count(skipped.begin(), skipped.end(), '\n'));
    const bool directed = assembler_.build_options().directed_input;
    builder_.emplace(graph::RowShape{.id_bound = lines_.id_bound,
                                     .weighted = lines_.weighted,
                                     .directed_input = directed,
                                     .expected_rows = expected_rows_});
    check_memory(memory_needed(), how_.memory_limit, source_.name());
    if (in_memory) {
      read_mapped();
    } else {
      read_stream();
    }
    if (gave_up_) return false;
    finish();
    return true;
  }

 private:
  /// Looks at parts of the text for the kind of rows and the size of ids.
  bool look(std::string_view text, bool whole) {
    constexpr std::size_t parts = 64;
    const std::size_t part_bytes = std::clamp<std::size_t>(text.size() / 4096, 512, 4096);
    lines_ = {.weighted = false,
              .portable = how_.portable,
              .table = how_.table,
              .separator = how_.separator,
              .id_bound = largest_bound};
    NumberLines seen;
    const auto look_at = [&](std::size_t begin, std::size_t end) {
      const bool more = end < text.size();
      std::string_view part = text.substr(begin, end - begin);
      if (begin > how_.skip) part.remove_prefix(std::min(part.find('\n'), part.size() - 1) + 1);
      if (more || !whole) part = part.substr(0, part.rfind('\n') + 1);
      bytes_seen_ += part.size();
      return part.empty() || read_number_lines(part, lines_, seen);
    };
    const auto look_around = [&] {
      seen.clear();
      bytes_seen_ = 0;
      const std::size_t size = text.size() - how_.skip;
      if (size <= parts * part_bytes) return look_at(how_.skip, text.size());
      for (std::size_t i = 0; i < parts; ++i) {
        const std::size_t begin = how_.skip + (size - part_bytes) * i / (parts - 1);
        if (!look_at(begin, begin + part_bytes)) return false;
      }
      return true;
    };
    if (!look_around()) {
      lines_.weighted = true;
      if (!how_.may_be_weighted || !look_around()) return false;
    }
    const std::uint64_t rows = seen.pairs.size() + seen.wide.size();
    if (rows == 0) return false;  // nothing that is worth it
    // Text of an unpacked file is some times as large as the file.
    const std::uint64_t size = whole ? text.size() : 4 * source_.file_bytes();
    expected_rows_ = std::max(
        rows, static_cast<std::uint64_t>(static_cast<double>(size) / static_cast<double>(bytes_seen_) *
                                         static_cast<double>(rows)));
    if (how_.listed) {
      lines_.id_bound = assembler_.ids().size();
      return true;
    }
    std::uint64_t largest = 0;
    for (const auto& [from, to] : seen.pairs) largest = std::max<std::uint64_t>({largest, from, to});
    for (const auto& row : seen.wide) largest = std::max({largest, row.from, row.to});
    lines_.id_bound = 0;
    if (largest < dense_limit(expected_rows_)) {
      const int spare = whole ? 0 : 2;  // only the beginning of a stream was looked at
      lines_.id_bound = std::min(largest_bound, std::uint64_t{1} << (std::bit_width(largest) + spare));
    }
    return true;
  }

  /// What buckets and graph will take at most, about.
  std::uint64_t memory_needed() const {
    const std::size_t key = lines_.id_bound > 0 ? builder_->key_bytes() : 8;
    const std::uint64_t row = 5 * key / 2 + 2 + (lines_.weighted ? 24U : 0U);
    return expected_rows_ * row + 16 * lines_.id_bound;
  }

  /// Ids below it may have arrays of their own: they cost little in comparison with the rows.
  static std::uint64_t dense_limit(std::uint64_t rows) {
    return std::min(largest_bound, 4 * rows + (std::uint64_t{1} << 16));
  }

  void read_mapped() {
    const std::size_t size = text_.size() - how_.skip;
    const std::size_t block_bytes = std::min(how_.block, std::max(piece, size / 32));
    const std::size_t blocks = (size + block_bytes - 1) / block_bytes;
    const bool large = source_.is_file_mapping() && text_.size() > large_file;
    if (large) forget(text_);  // the system maps much more than what was looked at
    reports_.resize(blocks);
    parallel_blocks(blocks, 1, [&](std::size_t block, std::size_t) {
      context_.poll();
      if (gave_up_) return;
      const std::string_view lines = lines_of_block(text_, how_.skip, block, block_bytes, source_.name());
      reports_[block].block = block;
      take(lines, reports_[block], block);
      if (!large) return;
      // The block before it, too: looking for the beginning of a line has brought its end back.
      const auto begin = static_cast<std::size_t>(lines.data() - text_.data());
      const std::size_t before = std::min(begin, block_bytes);
      forget(text_.substr(begin - before, before + lines.size()));
    });
    if (large) forget(text_);
  }

  /// The pages of a large file need not stay in this process when they have been read.
  static void forget(std::string_view lines) {
    const auto begin = reinterpret_cast<std::uintptr_t>(lines.data()) / page * page;
    const auto end = reinterpret_cast<std::uintptr_t>(lines.data() + lines.size()) / page * page;
    if (begin < end) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);  // NOLINT
  }

  void read_stream() {
    BlockQueue queue(2 * context_.thread_count() + 2);
    std::jthread unpacking([&] {
      try {
        unpack(queue);
        queue.end();
      } catch (...) {
        queue.end(std::current_exception());
      }
    });
    try {
      parallel_each(context_.thread_count(), 1, [&](std::size_t) {
        while (auto block = queue.pop()) {
          context_.poll();
          BlockReport report;
          take(block->text, report);
          report.block = block->number;
          const std::lock_guard lock(reports_mutex_);
          reports_.push_back(std::move(report));
          if (gave_up_) return queue.stop();
        }
      });
    } catch (...) {
      queue.stop();
      throw;
    }
    queue.stop();
    std::sort(reports_.begin(), reports_.end(),
              [](const auto& a, const auto& b) { return a.block < b.block; });
  }

  void unpack(BlockQueue& queue) {
    std::string text;
    std::size_t skip = how_.skip;
    for (std::uint64_t number = 0;; ++number) {
      const bool more = source_.read_more(text, stream_block);
      const std::size_t end = more ? text.rfind('\n') + 1 : text.size();
      if (!more && text.empty()) return;
      if (more && (end == 0 || end < skip)) {
        if (text.size() > longest_line) refuse_long_line(source_.name());
        continue;
      }
      std::string rest = text.substr(end);
      text.resize(end);
      text.erase(0, std::exchange(skip, 0));
      if (!queue.push({number, std::move(text)}) || !more) return;
      text = std::move(rest);
    }
  }

  /// Reads lines into the buckets, piece by piece, so that what is read stays in the cache.
  void take(std::string_view text, BlockReport& report, std::uint64_t position = 0) {
    while (!text.empty() && !gave_up_) {
      const std::size_t newline = text.find('\n', std::min(text.size(), piece));
      const std::size_t end = newline == text.npos ? text.size() : newline + 1;
      take_piece(text.substr(0, end), report, position);
      text.remove_prefix(end);
    }
  }

  void take_piece(std::string_view text, BlockReport& report, std::uint64_t position) {
    NumberLines& lines = scratch_.local();
    lines.clear();
    if (!read_number_lines(text, lines_, lines)) {
      gave_up_ = true;
      return;
    }
    builder_->add(lines.pairs, lines_.weighted ? lines.weights.data() : nullptr, position);
    if (lines.more_columns) more_columns_ = true;
    std::vector<BlockReport::Refusal> reasons;
    for (const NumberLines::Finding& finding : lines.refused) {
      if (reasons.size() == assembler_.most_reasons()) break;
      const std::string found = fit_to_width(finding.text.substr(0, 200), 60);
      if (finding.kind == NumberLines::Finding::Kind::one_value) {
        reasons.push_back({finding.line, finding.column, fmt::format("\"{}\"", found), "two ids"});
      } else {
        reasons.push_back({finding.line, finding.column, fmt::format("weight \"{}\"", found),
                           std::string(weight_expected)});
      }
    }
    report.refused += lines.refused.size();
    if (how_.listed) {
      refuse_unknown(lines, reasons);
      report.refused += lines.wide.size();
    } else {
      take_wide(lines);
    }
    for (BlockReport::Refusal& reason : reasons) {
      if (report.reasons.size() == assembler_.most_reasons()) break;
      reason.line += report.lines;
      report.reasons.push_back(std::move(reason));
    }
    report.lines += lines.lines;
  }

  void refuse_unknown(const NumberLines& lines, std::vector<BlockReport::Refusal>& reasons) const {
    for (std::size_t i = 0; i < std::min(assembler_.most_reasons(), lines.wide.size()); ++i) {
      const NumberLines::Wide& row = lines.wide[i];
      const bool first = row.from >= lines_.id_bound;
      const std::string id = fmt::to_string(first ? row.from : row.to);
      reasons.push_back({row.line, first ? 1 : fmt::to_string(row.from).size() + 2,
                         fmt::format("member \"{}\"", id), unlisted_member_expected()});
    }
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
  }

  void take_wide(const NumberLines& lines) {
    if (lines.wide.empty() && lines.members.empty()) return;
    std::vector<std::uint64_t> numbers;
    numbers.reserve(2 * lines.wide.size());
    for (const NumberLines::Wide& row : lines.wide) {
      numbers.push_back(row.from);
      numbers.push_back(row.to);
    }
    for (const std::uint64_t member : lines.members) {
      if (member < lines_.id_bound) {
        builder_->add_member(static_cast<graph::VertexId>(member));
      } else {
        numbers.push_back(member);
      }
    }
    std::vector<graph::VertexId> provisional_ids;
    wide_ids_.provisional_ids(numbers, provisional_ids);
    TicketRows& rows = wide_rows_.local();
    for (std::size_t i = 0; i < lines.wide.size(); ++i) {
      rows.add({provisional_ids[2 * i], provisional_ids[2 * i + 1]},
               lines_.weighted ? &lines.wide_weights[i] : nullptr);
    }
  }

  void finish() {
    const graph::BuildOptions options = assembler_.build_options();
    if (how_.listed) {
      const std::uint64_t rows = builder_->rows();
      assembler_.set_graph(builder_->finish(assembler_.ids().size(), options, context_), {}, rows);
    } else {
      finish_unlisted(options);
    }
    if (more_columns_) assembler_.note("Columns after the weight were left out.");
    report_refusals(reports_, {source_.name(), {first_line_}}, assembler_);
  }

  void finish_unlisted(const graph::BuildOptions& options) {
    const std::uint64_t bound = lines_.id_bound;
    std::vector<std::uint64_t> wide;
    if (!wide_ids_.empty()) {
      wide = wide_ids_.sorted(context_);
      add_wide(wide, bound);
    }
    const std::uint64_t rows = builder_->rows();
    graph::RowBuilder::Compacted graph = builder_->finish_compact(options, context_);
    graph::Ids ids;
    if (wide.empty()) {
      ids = graph.ids.empty() ? graph::Ids::dense(graph.members) : graph::Ids::numbers(std::move(graph.ids));
    } else {
      const auto number_of = [&](std::uint64_t id) {
        return id < wide_begin_ ? id : wide[wide_first_ + (id - wide_begin_)];
      };
      std::vector<std::uint64_t> numbers(graph.members);
      bool dense = true;
      for (graph::VertexId v = 0; v < graph.members; ++v) {
        numbers[v] = number_of(graph.ids.empty() ? v : graph.ids[v]);
        dense = dense && numbers[v] == v;
      }
      ids = dense ? graph::Ids::dense(graph.members) : graph::Ids::numbers(std::move(numbers));
    }
    assembler_.set_graph(std::move(graph.built), std::move(ids), rows);
  }

  /// Makes room for the rows that wait under provisional ids. Numbers from the bound on follow those below it
  /// in their order, one after the other.
  void add_wide(const std::vector<std::uint64_t>& wide, std::uint64_t bound) {
    wide_begin_ = bound;
    wide_first_ = static_cast<std::size_t>(std::lower_bound(wide.begin(), wide.end(), bound) - wide.begin());
    const std::uint64_t new_bound = bound + (wide.size() - wide_first_);
    if (new_bound > largest_bound) {
      throw Error(ErrorKey::too_large, "more than 4,294,967,294 members; that is the limit",
                  {source_.name()});
    }
    std::uint64_t waiting = 0;
    for (const TicketRows& rows : wide_rows_) waiting += rows.pairs.size() * TicketRows::capacity;
    graph::RowBuilder larger({.id_bound = new_bound,
                              .weighted = lines_.weighted,
                              .directed_input = assembler_.build_options().directed_input,
                              .expected_rows = builder_->rows() + waiting});
    if (builder_->rows() > 0 || bound > 0) builder_->move_into(larger, context_);
    const auto id_of = [&](graph::VertexId provisional_id) {
      const graph::VertexId rank = wide_ids_.rank(provisional_id);
      return static_cast<graph::VertexId>(rank < wide_first_ ? wide[rank] : bound + (rank - wide_first_));
    };
    for (TicketRows& rows : wide_rows_) {
      parallel_blocks(rows.pairs.size(), 1, [&](std::size_t i, std::size_t) {
        context_.poll();
        const std::size_t count = i + 1 == rows.pairs.size() ? rows.used : TicketRows::capacity;
        graph::VertexPair* const pairs = rows.pairs[i].data();
        for (std::size_t j = 0; j < count; ++j) pairs[j] = {id_of(pairs[j].from), id_of(pairs[j].to)};
        larger.add({pairs, count}, lines_.weighted ? rows.weights[i].data() : nullptr);
        rows.pairs[i] = {};
        if (lines_.weighted) rows.weights[i] = {};
      });
    }
    for (std::size_t rank = wide_first_; rank < wide.size(); ++rank) {
      larger.add_member(static_cast<graph::VertexId>(bound + (rank - wide_first_)));
    }
    builder_ = std::move(larger);
  }

  Source& source_;
  const NumberEdgeOptions& how_;
  Assembler& assembler_;
  const RunContext& context_;
  std::string_view text_;
  NumberLineOptions lines_;
  std::uint64_t first_line_ = 1;
  std::size_t bytes_seen_ = 0;
  std::uint64_t expected_rows_ = 0;
  std::optional<graph::RowBuilder> builder_;
  NumberInterner wide_ids_;
  PerThread<TicketRows> wide_rows_;
  std::uint64_t wide_begin_ = 0;  // ids from here on stand for the numbers from wide_first_ on
  std::size_t wide_first_ = 0;
  PerThread<NumberLines> scratch_;
  std::vector<BlockReport> reports_;
  std::mutex reports_mutex_;
  std::atomic<bool> gave_up_{false};
  std::atomic<bool> more_columns_{false};
};

}  // namespace

bool read_number_edges(Source& source, const NumberEdgeOptions& how, Assembler& assembler,
                       const RunContext& context) {
  return with_threads(context, [&] { return NumberEdgeReader(source, how, assembler, context).read(); });
}

}  // namespace tertius::io
