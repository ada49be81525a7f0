// TGF, the Trivial Graph Format that yEd and others exchange: a member a line (id and label), a line "#", a
// connection a line (two ids and a label).
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/core/text.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/bytes/inputs.hpp"
#include "engine/io/bytes/source.hpp"
#include "engine/io/formats/register.hpp"
#include "engine/io/formats/writing.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// The first word of `rest`, which loses it; the label is what is left. Quotes are letters here.
std::string_view first_word(std::string_view& rest) {
  rest = trimmed(rest);
  const std::string_view word = rest.substr(0, rest.find_first_of(" \t"));
  rest = trimmed(rest.substr(word.size()));
  return word;
}

bool is_separator(std::string_view line) {
  return trimmed(line) == "#";
}

/// What the lines of a text make of it, the last of which may be missing.
enum class Sight {
  tgf,        ///< ids that are all different, "#", and a connection of two of them
  members,    ///< ids that are all different, so far
  connected,  ///< and "#"
  other       ///< an edge list with an empty comment in its midst has not all of that
};

Sight sight_of(std::string_view text) {
  Lines lines(text, {});
  std::set<std::string_view> ids;
  bool connections = false;
  while (lines.next()) {
    std::string_view rest = lines.line();
    if (is_separator(rest)) {
      if (connections || ids.empty()) return Sight::other;
      connections = true;
      continue;
    }
    const std::string_view id = first_word(rest);
    if (id.empty()) continue;
    if (connections) return ids.contains(id) && ids.contains(first_word(rest)) ? Sight::tgf : Sight::other;
    if (id.starts_with('#') || id.starts_with('%') || !ids.insert(id).second) return Sight::other;
  }
  return connections ? Sight::connected : Sight::members;
}

bool recognises(std::string_view head) {
  const Sight sight = sight_of(head);
  return sight == Sight::tgf || sight == Sight::connected;
}

/// Whether a line of the text is a separator; quick, as in most texts none is. O(text), also of one line of
/// nothing but #.
bool holds_separator(std::string_view text) {
  for (std::size_t at = text.find('#'); at != text.npos; at = text.find('#', at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    if (begin > 0 && text[begin - 1] != '\n' && text[begin - 1] != '\r') continue;
    if (is_separator(text.substr(begin, text.find_first_of("\r\n", at) - begin))) return true;
  }
  return false;
}

/// The same of content that may be compressed, which is not kept where it can be read twice.
bool holds_separator(Source& source) {
  if (source.mapped() || !rereadable(source)) return holds_separator(source.bytes());
  constexpr std::size_t chunk = std::size_t{1} << 20;
  std::string text;
  bool found = false;
  while (!found && source.read_more(text, chunk)) {
    found = holds_separator(text);
    text.erase(0, std::min(text.find_last_of("\r\n"), text.size()));  // a line may go on
  }
  source.reopen();
  return found;
}

/// A list of members may be longer than the head, whose last line may be cut off.
bool recognises_late(Source& source) {
  const std::string_view head = source.head();
  const Sight sight = sight_of(head.substr(0, head.find_last_of("\r\n") + 1));
  if (sight == Sight::other || (sight == Sight::members && !holds_separator(source))) return false;
  return recognises(source.bytes());
}

void read_members(Lines& lines, Assembler& assembler, const RunContext& context) {
  const std::size_t name = assembler.attribute("name", graph::ColumnType::text);
  assembler.leave_out_if_empty(name);
  for (std::uint64_t row = 0; lines.next() && !is_separator(lines.line()); ++row) {
    if ((row & 0xFFFF) == 0) context.poll();
    std::string_view label = lines.line();
    const std::string_view id = first_word(label);
    if (id.empty()) continue;
    if (assembler.find_member(id)) {
      assembler.refuse(lines.where(id), fmt::format("member \"{}\" again", id), "an id of its own", false);
      continue;
    }
    const graph::VertexId member = assembler.member(id);
    if (!label.empty()) assembler.set(member, name, label);
  }
  assembler.members_are_listed();
}

void read_connections(Lines& lines, ConnectionReader& connections, Assembler& assembler) {
  while (lines.next()) {
    std::string_view label = lines.line();
    ConnectionText connection;
    connection.place = lines.place(trimmed(label));
    connection.source = first_word(label);
    if (connection.source.empty()) continue;
    connection.target = first_word(label);
    if (connection.target.empty()) {
      assembler.refuse(lines.where(), fmt::format("\"{}\" alone", connection.source), "two ids");
      continue;
    }
    (parse_real(label) ? connection.weight : connection.kind) = label;
    connections.add(connection);
  }
  connections.finish();
}

LoadedNetwork read(Source& source, const LoadOptions& options, const RunContext& context) {
  const std::string_view text = source.text();
  Lines lines(text, source.name());
  Assembler assembler("TGF", options);
  assembler.read_file(source);
  ConnectionReader connections(assembler, source.name(), options, context);
  connections.set_directed(options.directed);
  read_members(lines, assembler, context);
  read_connections(lines, connections, assembler);
  return assembler.finish(context);
}

/// A label ends with its line.
std::string on_one_line(std::string_view label) {
  std::string line(label);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return line;
}

void write(const graph::Network& network, const std::string& path, const WriteOptions&,
           const RunContext& context) {
  GraphFile file(path, context);
  // Ids may not hold blanks, so that members are numbers, and labels say who they are.
  for (graph::VertexId v = 0; v < network.members.size(); ++v) {
    const std::string number = fmt::to_string(v + 1), id = network.members.ids[v];
    const bool named = network.members.names && network.members.names->has(v);
    const std::string label = named ? std::string(network.members.names->text(v)) : id != number ? id : "";
    file.write(number + (label.empty() ? "" : " " + on_one_line(label)) + "\n");
  }
  file.write("#\n");
  const graph::Graph& graph = written_graph(network);
  for_each_connection(graph, [&](graph::VertexId u, graph::VertexId v, double weight) {
    const std::string label = graph.weighted() ? number_text(weight) : on_one_line(kind_of(network, u, v));
    file.write(fmt::format("{} {}{}{}\n", u + 1, v + 1, label.empty() ? "" : " ", label));
  });
  file.commit();
}

}  // namespace

Format tgf_format() {
  return {.name = "tgf",
          .title = "TGF",
          .suffixes = {".tgf"},
          .recognises = recognises,
          .recognises_late = recognises_late,
          .read = read,
          .write = write,
          .keeps =
              "names, connections with their weights or their kinds, isolated members; members become "
              "1..n; read directed networks back as directed",
          .kept = {.ids = false, .attributes = false, .types = false, .kinds = false, .direction = false}};
}

}  // namespace tertius::io
