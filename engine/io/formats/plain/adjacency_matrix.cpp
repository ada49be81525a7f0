// Adjacency matrices as tables of cells: bare, as R writes them, or with names on both sides, in any order. What
// is symmetric has no direction.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/assembly/assembler.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/recognition/matrices.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

struct Entry {
  graph::VertexId from, to;
  double weight;
};

class AdjacencyMatrixReader {
 public:
  AdjacencyMatrixReader(Source& source, const LoadOptions& options, const RunContext& context)
      : directed_(options.directed),
        assembler_("adjacency matrix", options),
        context_(context),
        file_(source.name()) {
    CsvOptions how{.part = true};
    {
      const Sample sample(source);
      shape_ = adjacency_matrix_shape(sample);
      how.separator = sample.separator();
      how.comments = sample.comments();
      how.line = shape_.line;
      for (const std::string& note : sample.notes()) assembler_.note(note);
      for (const std::string& note : shape_.notes) assembler_.note(note);
      end_ = sample.end();
    }
    if (shape_.columns.empty())
      throw Error(ErrorKey::syntax, "holds no matrix; expected as many rows as columns, of numbers", {file_});
    const std::string_view text = source.text();
    assembler_.read_file(source);
    const std::string_view table = text.substr(0, end_);
    read_rows(table.substr(std::min(shape_.skip, table.size())), how);
  }

  LoadedNetwork finish() {
    if (!shape_.labelled && rows_ != shape_.columns.size())
      throw Error(ErrorKey::syntax,
                  fmt::format("{} of {}; expected as many rows as columns", counted(rows_, "row", "rows"),
                              counted(shape_.columns.size(), "number", "numbers")),
                  {file_});
    connect();
    if (nothing_ > 0)
      assembler_.note(
          fmt::format("{} without a number (\"-\", \"NA\" and the like) {} taken as no connection.",
                      counted(nothing_, "cell", "cells"), nothing_ == 1 ? "was" : "were"));
    if (nameless_ > 0) assembler_.note("Rows and columns without a name were left out.");
    return assembler_.finish(context_);
  }

 private:
  void add_columns(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      const bool named = i < shape_.names.size();
      if (named && shape_.names[i].empty()) {
        ++nameless_;
        members_.push_back(graph::no_vertex);
        continue;
      }
      members_.push_back(assembler_.member(named ? shape_.names[i] : fmt::to_string(i + 1)));
    }
  }

  void read_rows(std::string_view text, const CsvOptions& how) {
    // Rows that name themselves are the members where no columns do: these stand in the same order.
    const bool by_rows = shape_.names.empty() && shape_.labelled;
    if (by_rows) {
      CsvReader names(text, file_, how);
      while (names.next())
        if (!names.is_comment() && says_something(names))
          shape_.names.emplace_back(names.fields()[shape_.label]);
    }
    add_columns(shape_.columns.size());
    CsvReader rows(text, file_, how);
    while (rows.next()) {
      if (rows.is_comment() || !says_something(rows)) continue;
      context_.poll();
      read_row(rows);
      ++rows_;
    }
  }

  static bool says_something(const CsvReader& rows) {
    return std::any_of(rows.fields().begin(), rows.fields().end(),
                       [](std::string_view cell) { return !cell.empty(); });
  }

  void read_row(const CsvReader& rows) {
    const std::vector<std::string_view>& cells = rows.fields();
    graph::VertexId from = graph::no_vertex;
    if (shape_.labelled) {
      if (cells[shape_.label].empty()) {
        ++nameless_;
        return;
      }
      from = assembler_.member(cells[shape_.label]);
    } else if (rows_ < members_.size()) {
      from = members_[rows_];
    } else {
      assembler_.refuse(rows.where(), "one more row",
                        fmt::format("{}, as there are columns", members_.size()));
      return;
    }
    for (std::size_t i = shape_.width; i < cells.size(); ++i)
      if (!cells[i].empty())
        return assembler_.refuse(rows.where(i), fmt::format("{} values", cells.size()),
                                 fmt::format("{}, one for each column", shape_.width));
    if (from == graph::no_vertex) return;
    for (std::size_t i = 0; i < shape_.columns.size(); ++i) {
      const std::size_t column = shape_.columns[i];
      if (column >= cells.size() || cells[column].empty() || members_[i] == graph::no_vertex) continue;
      read_cell(rows, column, from, members_[i]);
    }
  }

  void read_cell(const CsvReader& rows, std::size_t column, graph::VertexId from, graph::VertexId to) {
    const std::string_view cell = rows.fields()[column];
    std::optional<double> weight = number_in(cell, rows.separator());
    if (weight == 0.0) return;
    if (!weight || std::isnan(*weight)) {
      if (says_nothing(cell)) {
        ++nothing_;
        return;
      }
      if (is_absence(cell)) return;
      if (is_presence(cell)) weight = 1;
    }
    if (!is_weight(weight)) {
      if (from == to && !weight) return;  // a stroke, or whatever is put there
      assembler_.refuse(rows.where(column),
                        fmt::format("weight \"{}\"", fit_to_width(cell.substr(0, 200), 60)), weight_expected);
      return;
    }
    entries_.push_back({from, to, *weight});
  }

  /// Whether each entry stands on the other side of the diagonal, too.
  bool is_symmetric() const {
    std::vector<std::tuple<graph::VertexId, graph::VertexId, double>> above, below;
    for (const Entry& entry : entries_) {
      if (entry.from < entry.to) above.emplace_back(entry.from, entry.to, entry.weight);
      if (entry.from > entry.to) below.emplace_back(entry.to, entry.from, entry.weight);
    }
    if (above.size() != below.size()) return false;
    std::sort(above.begin(), above.end());
    std::sort(below.begin(), below.end());
    return above == below;
  }

  void connect() {
    const bool symmetric = !directed_ && is_symmetric();
    assembler_.set_directed(!symmetric);
    if (symmetric)
      assembler_.note("The matrix is symmetric: each connection stands in it twice and counts once.");
    for (const Entry& entry : entries_) {
      if (symmetric && entry.from > entry.to) continue;
      // 1 says no more than that there is a connection.
      assembler_.connect(entry.from, entry.to,
                         entry.weight == 1.0 ? std::nullopt : std::optional(entry.weight));
    }
  }

  bool directed_;
  Assembler assembler_;
  const RunContext& context_;
  std::string file_;
  MatrixShape shape_;
  std::size_t end_ = std::string_view::npos;
  std::vector<graph::VertexId> members_;  // of the columns
  std::vector<Entry> entries_;
  std::size_t rows_ = 0;
  std::uint64_t nothing_ = 0, nameless_ = 0;
};

Evidence weigh(const Sample& sample) {
  return adjacency_matrix_shape(sample).evidence;
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return AdjacencyMatrixReader(source, options, context).finish();
}

}  // namespace

Format adjacency_matrix_format() {
  return {.name = "matrix",
          .title = "adjacency matrix",
          .suffixes = {},
          .recognises = nullptr,
          .read = read,
          .write = nullptr,
          .keeps = "read only",
          .weigh = weigh};
}

}  // namespace tertius::io
