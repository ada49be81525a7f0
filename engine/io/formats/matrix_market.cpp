// MatrixMarket exchange format (Boisvert, Pozo & Remington 1996, NISTIR 5935): coordinate and array, with
// real, integer, pattern or complex entries. Square matrices are networks, others two-mode.
#include <fmt/format.h>

#include <cmath>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  return starts_with_word(without_mark(head), "%%MatrixMarket");
}

/// The matrix of one file: what its header says, and its entries.
class Matrix {
 public:
  Matrix(Source& source, const LoadOptions& options, const RunContext& context)
      : source_(source), options_(options), context_(context), lines_(source.text(), source.name()) {}

  LoadedNetwork read() {
    read_header();
    Assembler assembler("MatrixMarket", options_);
    assembler.read_file(source_);
    for (std::uint64_t i = 1; i <= rows_; ++i) assembler.member(fmt::to_string(i));
    read_entries(assembler);
    return assembler.finish(context_);
  }

 private:
  Error wrong(std::string_view found, std::string_view expected) const {
    return Error(ErrorKey::syntax, fmt::format("{}; expected {}", found, expected), lines_.where());
  }
  std::string quoted_line() const { return fmt::format("\"{}\"", lines_.line().substr(0, 80)); }
  bool next_line() {
    while (lines_.next())
      if (!trimmed(lines_.line()).empty() && !lines_.line().starts_with('%')) return true;
    return false;
  }

  void read_header() {
    std::array<std::string_view, 5> banner;
    if (!lines_.next()) throw wrong("an empty file", "%%MatrixMarket");
    std::string_view rest = lines_.line();
    for (auto& word : banner) next_word(rest, word);
    array_ = same_word(banner[2], "array");
    pattern_ = same_word(banner[3], "pattern");
    complex_ = same_word(banner[3], "complex");
    general_ = same_word(banner[4], "general");
    skew_ = same_word(banner[4], "skew-symmetric");
    if (!same_word(banner[0], "%%MatrixMarket") || !same_word(banner[1], "matrix") ||
        (!array_ && !same_word(banner[2], "coordinate")))
      throw wrong(quoted_line(), "%%MatrixMarket matrix coordinate ...");
    if (!next_line()) throw wrong("the end of the file", "the size of the matrix");
    rest = lines_.line();
    for (std::uint64_t* const size : {&rows_, &columns_, &stated_entries_}) {
      if (array_ && size == &stated_entries_) continue;
      std::string_view word;
      const auto number = next_word(rest, word) ? parse_natural(word) : std::nullopt;
      if (!number) throw wrong(quoted_line(), "rows, columns and entries");
      *size = *number;
    }
    check_claim(rows_, source_.text(), lines_.where());
    check_claim(columns_, source_.text(), lines_.where());
  }

  /// An array gives the columns one below the other: whole, from the diagonal, or from below it.
  std::uint64_t first_row(std::uint64_t column) const { return general_ ? 1 : skew_ ? column + 1 : column; }

  void read_entries(Assembler& assembler) {
    ConnectionReader connections(assembler, source_.name(), options_, context_);
    const bool two_mode = rows_ != columns_;
    if (!two_mode) connections.set_directed(general_);
    std::uint64_t entries = 0;
    std::uint64_t column = 1;
    std::uint64_t row = first_row(column);
    while (next_line()) {
      std::string_view rest = lines_.line();
      if (array_) {
        if (column > columns_ || row > rows_) {
          assembler.refuse(lines_.where(), "a value beyond the matrix",
                           fmt::format("{} rows and {} columns", rows_, columns_));
          break;
        }
      } else {
        std::string_view word;
        row = next_word(rest, word) ? parse_natural(word).value_or(0) : 0;
        column = next_word(rest, word) ? parse_natural(word).value_or(0) : 0;
        if (row == 0 || column == 0 || row > rows_ || column > columns_) {
          assembler.refuse(lines_.where(), quoted_line(),
                           fmt::format("a row up to {} and a column up to {}", rows_, columns_));
          continue;
        }
      }
      ++entries;
      ConnectionText connection;
      connection.place = lines_.place(lines_.line());
      connection.weight = weight(rest, assembler);
      const bool absent = array_ && parse_real(connection.weight) == 0.0;
      if (array_) connection.weight = entry_weight(connection.weight);
      if (!absent && two_mode) {
        assembler.affiliate(static_cast<graph::VertexId>(row - 1), fmt::to_string(column));
        if (!pattern_) assembler.note("Weights of two-mode entries were left out.");
      } else if (!absent) {
        connections.add(static_cast<graph::VertexId>(row - 1), static_cast<graph::VertexId>(column - 1),
                        connection);
      }
      if (array_ && ++row > rows_) {
        ++column;
        row = first_row(column);
      }
    }
    if (!array_ && entries != stated_entries_)
      assembler.note(fmt::format("The file announces {} entries and holds {}.", stated_entries_, entries));
  }

  /// What `rest` of a line says of a weight.
  std::string weight(std::string_view rest, Assembler& assembler) const {
    std::string_view word;
    if (pattern_ || !next_word(rest, word)) return {};
    const auto value = parse_real(word);
    if (complex_ && value) {
      assembler.note("The weight of a complex entry is its magnitude.");
      std::string_view second;
      const auto imaginary = next_word(rest, second) ? parse_real(second) : std::nullopt;
      return number_text(std::hypot(*value, imaginary.value_or(0)));
    }
    if (skew_ && value) {
      assembler.note("The weight of an entry of a skew-symmetric matrix is its magnitude.");
      return number_text(std::abs(*value));
    }
    return std::string(word);
  }

  Source& source_;
  const LoadOptions& options_;
  const RunContext& context_;
  Lines lines_;
  bool array_ = false, pattern_ = false, complex_ = false, general_ = false, skew_ = false;
  std::uint64_t rows_ = 0, columns_ = 0, stated_entries_ = 0;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return Matrix(source, options, context).read();
}

void write(const graph::Network& network, const std::string& path, const WriteOptions&,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  GraphFile file(path, context);
  file.write(fmt::format("%%MatrixMarket matrix coordinate {} {}\n{} {} {}\n",
                         graph.weighted() ? "real" : "pattern", graph.directed() ? "general" : "symmetric",
                         graph.vertex_count(), graph.vertex_count(), graph.edge_count()));
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    // Symmetric files hold the lower triangle.
    const graph::VertexId i = graph.directed() ? u : v;
    const graph::VertexId j = graph.directed() ? v : u;
    file.write(graph.weighted() ? fmt::format("{} {} {}\n", i + 1, j + 1, number_text(weight))
                                : fmt::format("{} {}\n", i + 1, j + 1));
  });
  file.commit();
}

}  // namespace

Format matrix_market_format() {
  return {.name = "matrix-market",
          .title = "MatrixMarket",
          .suffixes = {".mtx"},
          .recognises = recognises,
          .read = read,
          .write = write,
          .keeps = "connections, weights, direction, isolated members; members become 1..n",
          .kept = {.ids = false, .attributes = false, .types = false, .kinds = false}};
}

}  // namespace tertius::io
