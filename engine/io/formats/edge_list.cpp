// Edge lists: a connection a line, two ids and perhaps a weight, separated by blanks, tabs, commas or
// semicolons. Lines that begin with # or % are comments, but for ours that name members without a connection.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/bytes/decoding.hpp"
#include "engine/io/edges/number_edges.hpp"
#include "engine/io/edges/word_edges.hpp"
#include "engine/io/formats/native_formats.hpp"
#include "engine/io/formats/plain/python_dict.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/recognition/edges.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/io/text/text_blocks.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view member_comment = "# member ";

/// The day of seconds or milliseconds since 1970.
graph::Day day_of_time(std::string_view cell) {
  constexpr double seconds_a_day = 86'400, milliseconds = 1e11;
  const auto time = parse_real(cell);
  if (!time || !std::isfinite(*time) || *time < 0 || *time > 1e14) return graph::no_day;
  return static_cast<graph::Day>((*time >= milliseconds ? *time / 1000 : *time) / seconds_a_day);
}

/// Everything that the fast ways leave: quotes, braces, columns in another order, kinds and dates.
class EdgeListReader {
 public:
  EdgeListReader(Source& source, const EdgeShape& shape, const CsvOptions& how, const LoadOptions& options,
                 const RunContext& context)
      : text_(source.text().substr(0, shape.end)),
        shape_(shape),
        rows_(text_.substr(std::min(shape.skip, text_.size())), source.name(), how),
        assembler_("edge list", options),
        context_(context) {
    assembler_.read_file(source);
    for (const std::string& note : shape.notes) assembler_.note(note);
    for (std::size_t c = 0; c < shape.headings.size(); ++c) {
      if (c != shape.source && c != shape.target && c != shape.weight && c != shape.kind &&
          c != shape.since && !shape.headings[c].empty())
        assembler_.note(
            fmt::format("The column \"{}\" of {} was left out.", shape.headings[c], source.name()));
    }
  }

  LoadedNetwork read() {
    for (std::size_t count = 0; rows_.next(); ++count) {
      if (count % 16384 == 0) context_.poll();
      if (rows_.is_comment()) {
        comment(rows_.fields().front());
      } else if (std::any_of(rows_.fields().begin(), rows_.fields().end(),
                             [](std::string_view cell) { return !cell.empty(); })) {
        row();
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

  void refuse(std::size_t column, std::string_view what, std::string_view found, std::string_view expected) {
    assembler_.refuse(rows_.where(column),
                      fmt::format("{}\"{}\"", what, fit_to_width(found.substr(0, 200), 60)), expected);
  }

  void row() {
    const auto& cells = rows_.fields();
    const std::size_t needed = std::max(shape_.source, shape_.target) + 1;
    if (cells.size() < needed || cells[shape_.source].empty() || cells[shape_.target].empty())
      return refuse(0, "", cells.front(), "two ids");
    std::string_view weight_text, kind, since_text;
    if (shape_.weight) weight_text = rest_of_row(text_, cells, *shape_.weight);
    bool braces = false;
    for (std::size_t c = 2; c < cells.size() && !braces; ++c) {
      braces = cells[c].starts_with('{');
      if (!braces) continue;
      const PythonDict attributes(rest_of_row(text_, cells, c));
      if (weight_text.empty() || weight_text.starts_with('{')) weight_text = attributes.value("weight");
      kind = attributes.first_of({"kind", "type", "relation"});
      since_text = attributes.first_of({"since", "date"});
    }
    std::optional<double> weight;
    if (!weight_text.empty()) {
      weight = number_in(weight_text, rows_.separator());
      if (!is_weight(weight))
        return refuse(shape_.weight.value_or(0), "weight ", weight_text, weight_expected);
    }
    if (shape_.kind && *shape_.kind < cells.size()) kind = cells[*shape_.kind];
    if (shape_.since && *shape_.since < cells.size()) since_text = cells[*shape_.since];
    if (!shape_.headed && !braces && cells.size() > columns_used())
      assembler_.note("Columns after the weight were left out.");
    const auto id_in = [&](std::size_t column) {
      return shape_.fractions ? without_fraction(cells[column]) : cells[column];
    };
    const graph::VertexId from = assembler_.member(id_in(shape_.source));
    const graph::VertexId to = assembler_.member(id_in(shape_.target));
    const graph::Day time = shape_.unix_times ? day_of_time(since_text) : graph::no_day;
    if (time == graph::no_day) {
      assembler_.connect(from, to, weight, kind, since_text);
    } else {
      assembler_.connect(from, to, weight, kind, time);
    }
  }

  /// How many cells of a row without headings are taken.
  std::size_t columns_used() const {
    std::size_t used = 3;
    for (const auto& column : {shape_.kind, shape_.since})
      if (column) used = std::max(used, *column + 1);
    return used;
  }

  std::string_view text_;
  const EdgeShape& shape_;
  CsvReader rows_;
  Assembler assembler_;
  const RunContext& context_;
};

Evidence weigh(const Sample& sample) {
  return edge_shape(sample).evidence;
}

/// Before all of it is read, which may be much more.
void refuse_one_long_line(Source& source) {
  const std::string_view head = source.head(longest_line + 1);
  if (head.size() > longest_line && head.find_first_of("\r\n") == head.npos) refuse_long_line(source.name());
}

LoadedNetwork read_edges(Source& source, bool headed, const LoadOptions& options, const RunContext& context) {
  refuse_one_long_line(source);
  EdgeShape shape;
  CsvOptions how{.part = true};
  bool plain = true;
  {
    const Sample sample(source);
    shape = edge_shape(sample, headed);
    how.separator = sample.separator();
    how.comments = sample.comments();
    const std::string_view text = sample.text();
    // Comments may name members, so that they are read again where no heading stands after them.
    if (!shape.headed && how.comments && !sample.titled() && !starts_with_word(without_mark(text), "sep=")) {
      shape.skip = text.size() - without_mark(text).size();
      shape.line = 1;
    }
    how.line = shape.line;
    shape.end = sample.end();
    shape.notes.insert(shape.notes.end(), sample.notes().begin(), sample.notes().end());
    const std::string_view skipped = text.substr(0, shape.skip);
    plain = shape.plain() && shape.end == text.npos && is_plain_text(skipped) &&
            (skipped.empty() || skipped.find_last_of('\r') + 2 >= skipped.size()) &&
            std::count(skipped.begin(), skipped.end(), '\n') + 1 == static_cast<std::ptrdiff_t>(shape.line);
  }
  if (plain) {
    Assembler assembler("edge list", options);
    assembler.read_file(source);
    for (const std::string& note : shape.notes) assembler.note(note);
    const NumberEdgeOptions numbers{.separator = how.separator,
                                    .skip = shape.skip,
                                    .may_be_weighted = !shape.headed || shape.weight.has_value(),
                                    .table = !how.comments,
                                    .memory_limit = options.memory_limit};
    if (read_number_edges(source, numbers, assembler, context)) return assembler.finish(context);
    if (!source.mapped()) source.reopen();
    check_memory(4 * source.file_bytes(), options.memory_limit, source.name());
    const WordEdgeOptions words{.separator = how.separator,
                                .skip = shape.skip,
                                .weighted = !shape.headed || shape.weight.has_value(),
                                .table = !how.comments};
    if (read_word_edges(source.bytes(), source.name(), words, assembler, context))
      return assembler.finish(context);
  }
  check_memory(4 * source.expected_bytes(), options.memory_limit, source.name());
  return EdgeListReader(source, shape, how, options, context).read();
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  return read_edges(source, false, options, context);
}

/// An id as a cell: quoted where it holds what separates cells, or might, or begins a comment.
std::string cell_of(std::string_view id, char separator) {
  std::string special = "\"\r\n\t";
  special += separator == ' ' ? " ,;|" : std::string(1, separator);
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

char edge_list_separator(std::string_view text) {
  constexpr std::size_t looked_at = std::size_t{1} << 16;
  return Sample(text.substr(0, looked_at), text.size() <= looked_at, true).separator();
}

LoadedNetwork read_headed_edges(Source& source, const LoadOptions& options, const RunContext& context) {
  return read_edges(source, true, options, context);
}

Format edge_list_format() {
  return {.name = "edgelist",
          .title = "edge list",
          .suffixes = {".el", ".wel", ".txt", ".tsv", ".csv", ".edges", ".edgelist"},
          .recognises = nullptr,
          .read = read,
          .write = write,
          .keeps = "ids, connections with weights, isolated members; read directed networks back as directed",
          .kept = {.attributes = false, .types = false, .kinds = false},
          .weigh = weigh};
}

}  // namespace tertius::io
