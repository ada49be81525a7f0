// UCINET DL (Borgatti, Everett & Freeman 2002, UCINET 6 user's guide, "DL files"): "dl n=3 format=edgelist1",
// labels, then data as a full or half matrix, or as lists. "nr=, nc=" is two-mode.
#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view separators = " \t\r,";

bool recognises(std::string_view head) {
  const std::string_view text = trimmed(without_mark(head));
  return starts_with_word(text, "dl") && text.size() > 2 &&
         (text[2] == ' ' || text[2] == '\t' || text[2] == '\r' || text[2] == '\n' || text[2] == ',');
}

class UcinetReader {
 public:
  UcinetReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        lines_(text_, source.name()),
        assembler_("UCINET DL", options),
        connections_(assembler_, source.name(), options, context),
        context_(context) {
    assembler_.read_file(source);
  }

  LoadedNetwork read() {
    header();
    if (rows_ == 0 && columns_ == 0 && !stated_)
      throw Error(ErrorKey::syntax, "no size; expected \"dl n=NUMBER\"", lines_.where());
    connections_.set_directed(layout_ != Layout::lower_half && layout_ != Layout::upper_half);
    if (!embedded_) make_members();
    if (matrix()) {
      read_matrix();
    } else {
      read_list();
    }
    if (embedded_) add_unnamed();
    return assembler_.finish(context_);
  }

 private:
  enum class Layout { full, lower_half, upper_half, edge_list, node_list };
  enum class Labels { none, rows, columns, both, levels };

  bool matrix() const { return layout_ != Layout::edge_list && layout_ != Layout::node_list; }

  Error wrong(std::string_view found, std::string_view expected) const {
    return {ErrorKey::syntax, fmt::format("{}; expected {}", found, expected), lines_.where(rest_)};
  }

  /// The next word of the file, over the ends of lines.
  bool next(std::string_view& word, std::string_view delimiters = separators) {
    while (!next_word(rest_, word, delimiters)) {
      if (!lines_.next()) return false;
      rest_ = lines_.line();
    }
    return true;
  }

  // "dl n=5, format = fullmatrix", "labels:", "row labels embedded", "data:": words, = and : in any spacing.
  void header() {
    std::string_view word;
    if (!next(word) || !same_word(word, "dl")) throw wrong("no \"dl\"", "a UCINET DL file");
    constexpr std::string_view delimiters = " \t\r,=:";
    Labels which = Labels::both;
    while (next(word, delimiters)) {
      if (same_word(word, "data")) return skip_colon();
      if (same_word(word, "n") || same_word(word, "nr") || same_word(word, "nc") || same_word(word, "nm")) {
        size(word);
      } else if (same_word(word, "format")) {
        if (!next(word, delimiters)) throw wrong("the end of the file", "a format");
        format(word);
      } else if (same_word(word, "row")) {
        which = Labels::rows;
      } else if (same_word(word, "column") || same_word(word, "col")) {
        which = Labels::columns;
      } else if (same_word(word, "level") || same_word(word, "matrix")) {
        which = Labels::levels;
      } else if (same_word(word, "labels") || same_word(word, "label")) {
        labels(which);
        which = Labels::both;
      } else if (same_word(word, "embedded")) {
        embedded_ = true;
      } else if (same_word(word, "diagonal")) {
        if (next(word, delimiters)) diagonal_ = !same_word(word, "absent");
      } else {
        throw wrong(fmt::format("\"{}\"", word.substr(0, 40)), "n=, format=, labels: or data:");
      }
    }
    throw wrong("the end of the file", "data:");
  }

  void skip_colon() {
    rest_ = trimmed(rest_);
    if (rest_.starts_with(':')) rest_.remove_prefix(1);
  }

  void size(std::string_view what) {
    std::string_view word;
    const bool two_mode = !same_word(what, "n") && !same_word(what, "nm");
    const auto number = next(word, " \t\r,=:") ? parse_natural(word) : std::nullopt;
    if (!number) throw wrong(fmt::format("{} without a number", what), "n=NUMBER");
    check_claim(*number, text_, lines_.where(word));
    if (same_word(what, "nm")) {
      if (*number > 1000) throw wrong(fmt::format("{} matrices", *number), "at most 1000");
      matrices_ = std::max<std::uint64_t>(*number, 1);
      return;
    }
    stated_ = true;
    two_mode_ = two_mode_ || two_mode;
    if (!same_word(what, "nc")) rows_ = *number;
    if (!same_word(what, "nr")) columns_ = *number;
  }

  void format(std::string_view word) {
    constexpr std::pair<std::string_view, Layout> layouts[] = {
        {"fullmatrix", Layout::full},      {"fm", Layout::full},
        {"lowerhalf", Layout::lower_half}, {"lh", Layout::lower_half},
        {"upperhalf", Layout::upper_half}, {"uh", Layout::upper_half},
        {"edgelist1", Layout::edge_list},  {"el1", Layout::edge_list},
        {"edgelist", Layout::edge_list},   {"edgelist2", Layout::edge_list},
        {"el2", Layout::edge_list},        {"nodelist1", Layout::node_list},
        {"nl1", Layout::node_list},        {"nodelist", Layout::node_list},
        {"nodelist2", Layout::node_list},  {"nl2", Layout::node_list}};
    for (const auto& [name, layout] : layouts) {
      if (!same_word(word, name)) continue;
      layout_ = layout;
      two_mode_ = two_mode_ || name.ends_with('2');
      return;
    }
    throw wrong(fmt::format("format \"{}\"", word.substr(0, 40)),
                "fullmatrix, lowerhalf, upperhalf, edgelist1, edgelist2, nodelist1 or nodelist2");
  }

  // As many names as there are, or "embedded": then they stand in the data.
  void labels(Labels which) {
    skip_colon();
    std::string_view word;
    const std::string_view before = trimmed(rest_);
    if (starts_with_word(before, "embedded")) {
      embedded_ = true;
      next(word, " \t\r,=:");
      return;
    }
    auto& names = which == Labels::columns ? column_labels_ : which == Labels::levels ? levels_ : row_labels_;
    const std::uint64_t count = which == Labels::columns  ? columns_
                                : which == Labels::levels ? matrices_
                                                          : rows_;
    while (names.size() < count) {
      if (!next(word)) throw wrong("the end of the file", fmt::format("{} labels", count));
      if (same_word(word, "data:"))
        throw wrong(fmt::format("{} labels", names.size()), fmt::format("{} of them", count));
      names.push_back(decode_entities(word));
    }
  }

  // Members by row: their label, or their number.
  void make_members() {
    for (std::uint64_t i = 0; i < rows_; ++i) {
      std::string id =
          i < row_labels_.size() && !row_labels_[i].empty() ? row_labels_[i] : fmt::to_string(i + 1);
      if (assembler_.find_member(id)) {
        assembler_.note("Members of the same label were told apart by their number.");
        id = fmt::format("{} #{}", id, i + 1);
      }
      members_.push_back(assembler_.member(id));
    }
  }

  // Names that stand in the data name only those who are connected; the others stay, known by a number.
  void add_unnamed() {
    for (std::uint64_t i = std::max<std::uint64_t>(named_, members_.size()); i < rows_; ++i) {
      const std::string id = fmt::to_string(i + 1);
      assembler_.member(assembler_.find_member(id) ? id + " #" : id);
    }
  }

  std::string column_name(std::uint64_t column) const {
    const bool labelled = column <= column_labels_.size() && !column_labels_[column - 1].empty();
    return labelled ? column_labels_[column - 1] : fmt::to_string(column);
  }

  void read_matrix() {
    std::string_view word;
    for (std::uint64_t level = 0; level < matrices_; ++level) {
      // "labels embedded": a row of names, and a name before each row.
      if (embedded_) {
        auto& names = two_mode_ ? column_labels_ : row_labels_;
        for (std::uint64_t column = 0; column < columns_ && next(word); ++column)
          if (level == 0) names.push_back(decode_entities(word));
        if (level == 0 && !two_mode_) make_members();
      }
      for (std::uint64_t row = 1; row <= rows_; ++row) {
        if (embedded_) {
          if (!next(word)) return;
          if (two_mode_ && level == 0) members_.push_back(assembler_.member(decode_entities(word)));
        }
        if (row > members_.size()) return;
        const std::uint64_t skipped = diagonal_ ? 0 : 1;
        const std::uint64_t first = layout_ == Layout::upper_half ? row + skipped : 1;
        const std::uint64_t last = layout_ == Layout::lower_half ? row - skipped : columns_;
        for (std::uint64_t column = first; column <= last; ++column) {
          if (layout_ == Layout::full && !diagonal_ && row == column) continue;
          if (!next(word)) {
            assembler_.refuse(lines_.where(), "the end of the file", "the rest of the matrix", false);
            return;
          }
          if (parse_real(word) != 0.0) connect(row, column, entry_weight(word), level);
        }
        context_.poll();
      }
    }
  }

  // Lists: a line per connection (edge list) or per member (node list).
  void read_list() {
    do {
      std::string_view first;
      if (!next_word(rest_, first, separators)) continue;
      if (first.starts_with('!')) {  // the next matrix
        ++level_;
        continue;
      }
      const auto from = end(first, true);
      std::string_view word;
      if (layout_ == Layout::edge_list) {
        if (!next_word(rest_, word, separators)) {
          assembler_.refuse(lines_.where(first), fmt::format("\"{}\" alone", first), "two members");
          continue;
        }
        const auto to = end(word, false);
        std::string_view weight;
        next_word(rest_, weight, separators);
        if (parse_real(weight) == 0.0) continue;
        if (from && to) connect(*from, *to, weight, level_);
      } else {
        while (next_word(rest_, word, separators))
          if (const auto to = end(word, false); from && to) connect(*from, *to, {}, level_);
      }
    } while (lines_.next() && ((rest_ = lines_.line()), true));
  }

  /// The number of a row or column: as it stands, or of the name that stands in the data. From 1.
  std::optional<std::uint64_t> end(std::string_view word, bool row) {
    if (!row && two_mode_ && embedded_) {
      column_labels_.emplace_back(decode_entities(word));  // groups are known by name alone
      return column_labels_.size();
    }
    if (embedded_) {
      const std::string name = decode_entities(word);
      if (const auto known = assembler_.find_member(name)) return *known + std::uint64_t{1};
      if (named_ >= rows_) {
        assembler_.refuse(lines_.where(word), fmt::format("member \"{}\"", word.substr(0, 40)),
                          fmt::format("{} members, as n= says", rows_));
        return std::nullopt;
      }
      ++named_;
      return assembler_.member(name) + std::uint64_t{1};
    }
    const std::uint64_t count = row ? rows_ : columns_;
    const auto number = parse_natural(word);
    if (number && *number >= 1 && *number <= count) return number;
    assembler_.refuse(lines_.where(word), fmt::format("\"{}\"", word.substr(0, 40)),
                      fmt::format("a number from 1 to {}", count));
    return std::nullopt;
  }

  void connect(std::uint64_t row, std::uint64_t column, std::string_view weight, std::uint64_t level) {
    const std::string_view kind =
        level < levels_.size() ? std::string_view(levels_[level]) : std::string_view();
    const graph::VertexId from =
        embedded_ && !matrix() ? static_cast<graph::VertexId>(row - 1) : members_[row - 1];
    if (two_mode_) {
      assembler_.affiliate(from, column_name(column), kind);
      if (!weight.empty() && weight != "1") assembler_.note("Weights of two-mode connections were left out.");
      return;
    }
    ConnectionText connection;
    connection.weight = weight;
    connection.kind = kind;
    connection.place = lines_.place(weight);
    connections_.add(from,
                     embedded_ && !matrix() ? static_cast<graph::VertexId>(column - 1) : members_[column - 1],
                     connection);
  }

  std::string_view text_;
  Lines lines_;
  std::string_view rest_;  // of the present line
  Assembler assembler_;
  ConnectionReader connections_;
  const RunContext& context_;
  std::uint64_t rows_ = 0;
  std::uint64_t columns_ = 0;
  std::uint64_t matrices_ = 1;
  std::uint64_t level_ = 0;
  bool stated_ = false;
  bool two_mode_ = false;
  bool embedded_ = false;
  bool diagonal_ = true;
  Layout layout_ = Layout::full;
  std::vector<std::string> row_labels_, column_labels_, levels_;
  std::vector<graph::VertexId> members_;  // by row, where rows have numbers
  std::uint64_t named_ = 0;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return UcinetReader(source, options, context).read();
}

}  // namespace

Format ucinet_format() {
  return {.name = "dl",
          .title = "UCINET DL",
          .suffixes = {".dl"},
          .recognises = recognises,
          .read = read,
          .write = nullptr,
          .keeps = "read only"};
}

}  // namespace tertius::io
