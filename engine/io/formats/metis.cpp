// METIS graph files (Karypis & Kumar, METIS manual 5.1, section 4.1.1): line i lists the neighbours of member
// i, counting from 1. An empty line is an isolated member.
#include <fmt/format.h>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/assembly/limits.hpp"
#include "engine/io/formats/graph_formats.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// Line by line, without the comments.
bool next_line(Lines& lines) {
  while (lines.next())
    if (!lines.line().starts_with('%')) return true;
  return false;
}

/// What the first line says.
struct Header {
  std::uint64_t members = 0, connections = 0;
  bool sizes = false;             // members have one
  std::uint64_t constraints = 0;  // weights of each member
  bool weighted = false;          // connections are
};

Header read_header(Lines& lines, std::string_view text) {
  const auto wrong = [&](std::string_view expected) {
    return Error(ErrorKey::syntax, fmt::format("\"{}\"; expected {}", lines.line().substr(0, 80), expected),
                 lines.where());
  };
  bool found = next_line(lines);
  while (found && trimmed(lines.line()).empty()) found = next_line(lines);
  std::string_view rest = lines.line();
  std::string_view word;
  const auto members = next_word(rest, word) ? parse_natural(word) : std::nullopt;
  const auto connections = next_word(rest, word) ? parse_natural(word) : std::nullopt;
  if (!members || !connections) throw wrong("the numbers of members and connections");
  check_claim(members.value_or(0), text, lines.where());
  std::string format = next_word(rest, word) ? std::string(word) : "0";
  if (format.size() > 3 || format.find_first_not_of("01") != format.npos) throw wrong("a format such as 011");
  format.insert(0, 3 - format.size(), '0');
  Header header{.members = members.value_or(0),
                .connections = connections.value_or(0),
                .sizes = format[0] == '1',
                .constraints = format[1] == '1' ? 1U : 0U,
                .weighted = format[2] == '1'};
  if (next_word(rest, word)) {
    const auto given = parse_natural(word);
    if (!given || *given > 64) throw wrong("at most 64 weights per member");
    if (header.constraints > 0) header.constraints = *given;
  }
  return header;
}

/// Declares the attributes of members; the columns are in the order in which a line states them.
std::vector<std::size_t> member_columns(const Header& header, Assembler& assembler) {
  std::vector<std::size_t> columns;
  if (header.sizes) columns.push_back(assembler.attribute("vertex_size", graph::ColumnType::integer));
  for (std::uint64_t c = 1; c <= header.constraints; ++c)
    columns.push_back(assembler.attribute(c == 1 ? "vertex_weight" : fmt::format("vertex_weight_{}", c),
                                          graph::ColumnType::integer));
  return columns;
}

void read_rows(Lines& lines, const Header& header, Assembler& assembler, ConnectionReader& connections) {
  const std::vector<std::size_t> columns = member_columns(header, assembler);
  std::uint64_t upper = 0;
  std::uint64_t lower = 0;
  graph::VertexId v = 0;
  for (; v < header.members && next_line(lines); ++v) {
    std::string_view rest = lines.line();
    std::string_view word;
    for (const std::size_t column : columns) {
      if (!next_word(rest, word) || !parse_natural(word)) {
        assembler.refuse(lines.where(word), "no number", "the member's weight", false);
        break;
      }
      assembler.set(v, column, word);
    }
    while (next_word(rest, word)) {
      const auto target = parse_natural(word);
      ConnectionText connection;
      connection.place = lines.place(word);
      const std::string_view stated = word;
      if (header.weighted && next_word(rest, word)) connection.weight = word;
      if (!target || *target == 0 || *target > header.members) {
        assembler.refuse(lines.where(stated), fmt::format("neighbour \"{}\"", stated),
                         fmt::format("a number from 1 to {}", header.members));
        continue;
      }
      const auto u = static_cast<graph::VertexId>(*target - 1);
      (u >= v ? upper : lower) += 1;
      if (u >= v) connections.add(v, u, connection);
    }
  }
  if (v < header.members)
    assembler.note(fmt::format("The file announces {} members and ends after {}.", header.members, v));
  if (upper != header.connections || lower != header.connections)
    assembler.note(fmt::format("The file announces {} connections and lists {} upwards and {} downwards.",
                               header.connections, upper, lower));
  while (next_line(lines))
    if (!trimmed(lines.line()).empty())
      assembler.refuse(lines.where(), fmt::format("line \"{}\"", lines.line().substr(0, 40)),
                       "the end of the file");
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  Lines lines(source.text(), source.name());
  const Header header = read_header(lines, source.text());
  Assembler assembler("METIS", options);
  assembler.read_file(source);
  ConnectionReader connections(assembler, source.name(), options, context);
  connections.set_directed(false);
  for (std::uint64_t i = 1; i <= header.members; ++i) assembler.member(fmt::to_string(i));
  read_rows(lines, header, assembler, connections);
  return assembler.finish(context);
}

void write(const graph::Network& network, const std::string& path, const WriteOptions&,
           const RunContext& context) {
  const graph::Graph& graph = network.graph;
  // METIS knows whole weights only.
  bool whole = graph.weighted();
  for_each_connection(graph, [&](graph::VertexId, graph::VertexId, double w) {
    whole = whole && w < 9e15 && w == static_cast<double>(static_cast<std::int64_t>(w));
  });
  GraphFile file(path, context);
  file.write(fmt::format("{} {}{}\n", graph.vertex_count(), graph.edge_count(), whole ? " 001" : ""));
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::string line;
    for (graph::ArcIndex arc = graph.arcs_begin(v); arc < graph.arcs_end(v); ++arc) {
      if (!line.empty()) line += ' ';
      line += fmt::to_string(graph.target(arc) + 1);
      if (whole) line += fmt::format(" {}", static_cast<std::int64_t>(graph.weight(arc)));
    }
    file.write(line += '\n');
  }
  file.commit();
}

}  // namespace

Format metis_format() {
  return {.name = "metis",
          .title = "METIS",
          .suffixes = {".graph", ".metis"},
          .recognises = nullptr,
          .read = read,
          .write = write,
          .keeps =
              "undirected connections, weights that are whole numbers, isolated members; members become 1..n",
          .kept = {.ids = false,
                   .attributes = false,
                   .types = false,
                   .kinds = false,
                   .direction = false,
                   .real_weights = false}};
}

}  // namespace tertius::io
