// MatrixMarket exchange format (Boisvert, Pozo & Remington 1996, NISTIR 5935): coordinate and array, with
// real, integer, pattern or complex entries. Square matrices are networks, others two-mode.
#include <fmt/format.h>

#include <cmath>

#include "engine/core/text.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/assembly/tie_reader.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool recognises(std::string_view head) {
  return starts_with_word(without_mark(head), "%%MatrixMarket");
}

Loaded read(Source& source, const LoadOptions& options, const RunContext& context) {
  const std::string_view text = source.text();
  Lines lines(text, source.name());
  const auto wrong = [&](std::string_view found, std::string_view expected) {
    return Error(ErrorCode::bad_data, fmt::format("{}; expected {}", found, expected), lines.where());
  };
  std::array<std::string_view, 5> banner;
  if (!lines.next()) throw wrong("an empty file", "%%MatrixMarket");
  std::string_view rest = lines.line();
  for (auto& word : banner) next_word(rest, word);
  const bool array = same_word(banner[2], "array");
  const bool pattern = same_word(banner[3], "pattern");
  const bool complex = same_word(banner[3], "complex");
  const bool general = same_word(banner[4], "general");
  if (!same_word(banner[0], "%%MatrixMarket") || !same_word(banner[1], "matrix") ||
      (!array && !same_word(banner[2], "coordinate")))
    throw wrong(fmt::format("\"{}\"", lines.line().substr(0, 80)), "%%MatrixMarket matrix coordinate ...");
  const auto next_line = [&] {
    while (lines.next())
      if (!trimmed(lines.line()).empty() && !lines.line().starts_with('%')) return true;
    return false;
  };
  if (!next_line()) throw wrong("the end of the file", "the size of the matrix");
  rest = lines.line();
  std::string_view word;
  std::array<std::uint64_t, 3> size{};
  for (std::size_t i = 0; i < (array ? 2U : 3U); ++i) {
    const auto number = next_word(rest, word) ? parse_natural(word) : std::nullopt;
    if (!number) throw wrong(fmt::format("\"{}\"", lines.line().substr(0, 80)), "rows, columns and entries");
    size[i] = *number;
  }
  check_claim(size[0], text, lines.where());
  check_claim(size[1], text, lines.where());

  Assembler assembler("MatrixMarket", options);
  assembler.read_file(source.name(), source.file_bytes());
  TieReader ties(assembler, source.name(), options, context);
  const bool two_mode = size[0] != size[1];
  if (!two_mode) ties.set_directed(general);
  for (std::uint64_t i = 1; i <= size[0]; ++i) assembler.member(fmt::to_string(i));

  std::uint64_t entries = 0;
  // An array gives the columns one below the other: whole, from the diagonal, or from below it.
  const bool skew = same_word(banner[4], "skew-symmetric");
  const auto first_row = [&](std::uint64_t of) { return general ? 1 : skew ? of + 1 : of; };
  std::uint64_t column = 1;
  std::uint64_t row = first_row(column);
  while (next_line()) {
    rest = lines.line();
    TieText tie;
    tie.place = lines.place(lines.line());
    if (array) {
      if (column > size[1] || row > size[0]) {
        assembler.refuse(lines.where(), "a value beyond the matrix",
                         fmt::format("{} rows and {} columns", size[0], size[1]));
        break;
      }
    } else {
      row = next_word(rest, word) ? parse_natural(word).value_or(0) : 0;
      column = next_word(rest, word) ? parse_natural(word).value_or(0) : 0;
      if (row == 0 || column == 0 || row > size[0] || column > size[1]) {
        assembler.refuse(lines.where(), fmt::format("\"{}\"", lines.line().substr(0, 80)),
                         fmt::format("a row up to {} and a column up to {}", size[0], size[1]));
        continue;
      }
    }
    ++entries;
    if (!pattern && next_word(rest, word)) {
      tie.weight = word;
      const auto value = parse_real(word);
      if (complex && value) {
        const auto imaginary = next_word(rest, word) ? parse_real(word) : std::nullopt;
        tie.weight = number_text(std::hypot(*value, imaginary.value_or(0)));
        assembler.note("The weight of a complex entry is its magnitude.");
      } else if (skew && value) {
        tie.weight = number_text(std::abs(*value));
        assembler.note("The weight of an entry of a skew-symmetric matrix is its magnitude.");
      }
    }
    const bool absent = array && parse_real(tie.weight) == 0.0;
    if (array) tie.weight = entry_weight(tie.weight);
    if (!absent && two_mode) {
      assembler.affiliate(static_cast<graph::VertexId>(row - 1), fmt::to_string(column));
      if (!pattern) assembler.note("Weights of two-mode entries were left out.");
    } else if (!absent) {
      ties.tie(static_cast<graph::VertexId>(row - 1), static_cast<graph::VertexId>(column - 1), tie);
    }
    if (array && ++row > size[0]) {
      ++column;
      row = first_row(column);
    }
  }
  if (!array && entries != size[2])
    assembler.note(fmt::format("The file announces {} entries and holds {}.", size[2], entries));
  return assembler.finish(context);
}

void write(const graph::Network& network, const std::string& path, const WriteOptions&,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  GraphFile file(path, context);
  file.write(fmt::format("%%MatrixMarket matrix coordinate {} {}\n{} {} {}\n",
                         graph.weighted() ? "real" : "pattern", graph.directed() ? "general" : "symmetric",
                         graph.vertex_count(), graph.vertex_count(), graph.edge_count()));
  for_each_tie(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
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
