// Edge lists: a connection a line, two ids and perhaps a weight, separated by blanks, tabs, commas or
// semicolons. Lines that begin with # or % are comments, but for ours that name members without a connection.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>

#include "engine/core/text.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/edges/number_edges.hpp"
#include "engine/io/edges/word_edges.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view member_comment = "# member ";

/// The text from the first line on that is no comment and not blank.
std::string_view from_first_row(std::string_view text) {
  Lines lines(text, {});
  while (lines.next()) {
    const std::string_view line = trimmed(lines.line());
    if (line.empty() || line.front() == '#' || line.front() == '%') continue;
    return text.substr(static_cast<std::size_t>(line.data() - text.data()));
  }
  return {};
}

/// "{}" and "{'weight': 2.5}" are what NetworkX writes for the attributes of a connection.
std::string_view weight_text(std::string_view cell) {
  if (!cell.starts_with('{')) return cell;
  constexpr std::string_view key = "weight";
  const auto at = cell.find(key);
  if (at == cell.npos) return {};
  const auto begin = cell.find_first_of("0123456789.-+", at + key.size());
  if (begin == cell.npos) return {};
  return cell.substr(begin, cell.find_first_not_of("0123456789.-+eE", begin) - begin);
}

class EdgeListReader {
 public:
  EdgeListReader(Source& source, const LoadOptions& options, const RunContext& context)
      : text_(source.text()),
        rows_(text_, source.name(), {.separator = edge_list_separator(text_), .comments = true}),
        assembler_("edge list", options),
        context_(context) {
    check_text(text_, source.name());
    assembler_.read_file(source.name(), source.file_bytes());
  }

  LoadedNetwork read() {
    bool first = true;
    for (std::size_t count = 0; rows_.next(); ++count) {
      if (count % 16384 == 0) context_.poll();
      if (rows_.is_comment()) {
        comment(rows_.fields().front());
      } else if (!first || !is_header()) {
        row();
        first = false;
      } else {
        first = false;
      }
    }
    return assembler_.finish(context_);
  }

 private:
  void comment(std::string_view line) {
    if (!line.starts_with(member_comment)) return;
    CsvReader id(line.substr(member_comment.size()), {}, {.separator = ','});
    if (id.next()) assembler_.member(id.fields().front());
  }

  /// A first line of column names; takes their order from it.
  bool is_header() {
    CsvHeader header(rows_.fields());
    const ConnectionColumns columns(header);
    if (!columns.complete()) return false;
    source_ = *columns.source;
    target_ = *columns.target;
    weight_ = columns.weight;
    return true;
  }

  /// A cell; with a brace in front, all that follows on the line. Cells in which quotes were doubled, and
  /// empty ones, need not stand in the text.
  std::string_view rest_of_row(std::size_t column) const {
    const auto& cells = rows_.fields();
    const std::string_view cell = cells[column];
    if (!cell.starts_with('{') || !stands_in_text(cell)) return cell;
    std::size_t last = cells.size() - 1;
    while (!stands_in_text(cells[last])) --last;
    return {cell.data(), static_cast<std::size_t>(cells[last].data() + cells[last].size() - cell.data())};
  }

  bool stands_in_text(std::string_view cell) const {
    constexpr std::less_equal<const char*> not_after;
    return not_after(text_.data(), cell.data()) && not_after(cell.data(), text_.data() + text_.size());
  }

  void row() {
    const auto& cells = rows_.fields();
    const std::size_t needed = std::max(source_, target_) + 1;
    if (cells.size() < needed || cells[source_].empty() || cells[target_].empty()) {
      assembler_.refuse(rows_.where(), fmt::format("\"{}\"", fit_to_width(cells.front().substr(0, 200), 60)),
                        "two ids");
      return;
    }
    std::optional<double> weight;
    if (weight_ && *weight_ < cells.size()) {
      const std::string_view cell = weight_text(rest_of_row(*weight_));
      if (!cell.empty()) weight = parse_real(cell);
      if (!cell.empty() && (!weight || !std::isfinite(*weight) || *weight <= 0)) {
        assembler_.refuse(rows_.where(*weight_),
                          fmt::format("weight \"{}\"", fit_to_width(cell.substr(0, 200), 60)),
                          "a positive number");
        return;
      }
    }
    if (cells.size() > needed + 1 && !cells[needed].starts_with('{'))
      assembler_.note("Columns after the weight were left out.");
    const graph::VertexId from = assembler_.member(cells[source_]);
    assembler_.connect(from, assembler_.member(cells[target_]), weight);
  }

  std::string_view text_;
  CsvReader rows_;
  Assembler assembler_;
  const RunContext& context_;
  std::size_t source_ = 0;
  std::size_t target_ = 1;
  std::optional<std::size_t> weight_ = 2;
};

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  // However many comments stand before it, the first row says what the rows are like.
  const std::string_view begin = source.mapped() ? source.text() : source.head();
  const char separator = edge_list_separator(begin);
  if (const auto plain = find_plain_connections(begin, {.separator = separator, .comments = true})) {
    Assembler assembler("edge list", options);
    assembler.read_file(source.name(), source.file_bytes());
    const NumberEdgeOptions how{.separator = separator,
                                .skip = plain->skip,
                                .may_be_weighted = plain->may_be_weighted,
                                .memory_limit = options.memory_limit};
    if (read_number_edges(source, how, assembler, context)) return assembler.finish(context);
    if (!source.mapped()) source.reopen();
    check_memory(4 * source.file_bytes(), options.memory_limit, source.name());
    const WordEdgeOptions words{
        .separator = separator, .skip = plain->skip, .weighted = plain->may_be_weighted};
    if (read_word_edges(source.text(), source.name(), words, assembler, context))
      return assembler.finish(context);
  }
  check_memory(4 * source.expected_bytes(), options.memory_limit, source.name());
  return EdgeListReader(source, options, context).read();
}

/// An id as a cell: quoted where it holds what separates cells, or might, or begins a comment.
std::string cell_of(std::string_view id, char separator) {
  std::string special = "\"\r\n\t";
  special += separator == ' ' ? " ,;" : std::string(1, separator);
  const bool plain = !id.empty() && id.find_first_of(special) == id.npos && id.front() != '#' &&
                     id.front() != '%' && id.front() != ' ' && id.back() != ' ';
  if (plain) return std::string(id);
  std::string quoted = "\"";
  for (const char c : id) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted += '"';
}

void write(const graph::Network& network, const std::string& path, const WriteOptions&,
           const RunContext& context) {
  const graph::Graph& graph = written_graph(network);
  const char separator = path.ends_with(".csv") ? ',' : path.ends_with(".tsv") ? '\t' : ' ';
  GraphFile file(path, context);
  if (separator != ' ') {
    file.write(fmt::format("source{0}target{1}\n", separator,
                           graph.weighted() ? separator + std::string("weight") : ""));
  }
  if (graph.vertex_count() == 0 && separator == ' ') file.write("# no members\n");
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    if (graph.degree(v) == 0 && (!graph.directed() || graph.in_degree(v) == 0)) {
      // Tables know no comments, and these no line breaks: a connection to oneself keeps the member, too.
      const std::string id = network.members.ids[v];
      if (separator == ' ' && id.find_first_of("\r\n") == id.npos) {
        file.write(fmt::format("{}{}\n", member_comment, cell_of(id, ',')));
      } else {
        file.write(fmt::format("{0}{1}{0}\n", cell_of(id, separator), separator));
      }
    }
  }
  std::string line;
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    line.clear();
    auto out = std::back_inserter(line);
    if (network.members.ids.is_dense()) {
      fmt::format_to(out, "{}{}{}", u, separator, v);
    } else {
      fmt::format_to(out, "{}{}{}", cell_of(network.members.ids[u], separator), separator,
                     cell_of(network.members.ids[v], separator));
    }
    if (graph.weighted()) fmt::format_to(out, "{}{}", separator, weight);
    file.write(line += '\n');
  });
  file.commit();
}

}  // namespace

/// Tabs separate values before semicolons, commas, blanks: what the first row holds outside quotes.
char edge_list_separator(std::string_view text) {
  constexpr std::string_view separators = "\t;,";
  auto best = separators.npos;
  bool quoted = false;
  for (const char c : from_first_row(text)) {
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (c == '\n' || c == '\r') break;
    best = std::min(best, separators.find(c));
  }
  return best == separators.npos ? ' ' : separators[best];
}

bool looks_like_edge_list(std::string_view head) {
  CsvReader row(from_first_row(head), {}, {.separator = edge_list_separator(head)});
  try {
    if (!row.next()) return false;
  } catch (const Error&) {
    return false;  // a quoted text that never ends
  }
  const auto& cells = row.fields();
  return cells.size() >= 2 && cells.size() <= 8 && !cells[0].empty() && !cells[1].empty() &&
         std::string_view("<{[").find(cells[0].front()) == std::string_view::npos;
}

Format edge_list_format() {
  return {.name = "edgelist",
          .title = "edge list",
          .suffixes = {".el", ".wel", ".txt", ".tsv", ".csv", ".edges", ".edgelist"},
          .recognises = nullptr,
          .read = read,
          .write = write,
          .keeps = "ids, connections with weights, isolated members; read directed networks back as directed",
          .kept = {.attributes = false, .types = false, .kinds = false}};
}

}  // namespace tertius::io
