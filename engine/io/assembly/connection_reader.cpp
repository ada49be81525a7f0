#include "engine/io/assembly/connection_reader.hpp"

#include <fmt/format.h>

#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/io/text/csv.hpp"

namespace tertius::io {

std::string_view entry_weight(std::string_view entry) {
  return parse_real(trimmed(entry)) == 1.0 ? std::string_view() : entry;
}

ConnectionPart connection_part(std::string_view name) {
  constexpr std::pair<std::string_view, ConnectionPart> parts[] = {
      {"weight", ConnectionPart::weight}, {"value", ConnectionPart::value},
      {"kind", ConnectionPart::kind},     {"type", ConnectionPart::kind},
      {"relation", ConnectionPart::kind}, {"since", ConnectionPart::since},
      {"date", ConnectionPart::since},    {"id", ConnectionPart::identity},
      {"key", ConnectionPart::identity}};
  for (const auto& [known, part] : parts)
    if (same_word(name, known)) return part;
  return ConnectionPart::none;
}

std::string unlisted_member_expected() {
  return "an id that the table of members has (" + setting_name("add_unknown") + " adds others)";
}

std::string undeclared_member_expected() {
  return "a member that the file declares (" + setting_name("add_unknown") + " adds others)";
}

LoadOptions with_members(LoadOptions options, bool listed) {
  options.add_unknown = options.add_unknown || !listed;
  return options;
}

std::string attribute_left_out(std::string_view name) {
  return fmt::format("The attribute \"{}\" of connections was left out.", name);
}

ConnectionReader::ConnectionReader(Assembler& assembler, std::string file, const LoadOptions& options,
                                   const RunContext& context)
    : assembler_(assembler),
      file_(std::move(file)),
      context_(context),
      add_unknown_(options.add_unknown),
      directed_(options.directed) {}

void ConnectionReader::set_directed(bool directed) {
  directed_ = directed;
  assembler_.set_directed(directed);
}

void ConnectionReader::add(const ConnectionText& connection) {
  const auto from = assembler_.find_member(connection.source);
  const auto to = assembler_.find_member(connection.target);
  if (from && to) {
    add(*from, *to, connection);
  } else {
    waiting_.push_back(connection);
  }
}

void ConnectionReader::add(graph::VertexId from, graph::VertexId to, const ConnectionText& connection) {
  if ((++seen_ & 0xFFFF) == 0) context_.poll();
  std::optional<double> weight;
  if (!connection.weight.empty()) {
    const auto number = number_in(trimmed(connection.weight), separator_);
    if (!is_weight(number)) {
      assembler_.refuse(where(connection), fmt::format("weight \"{}\"", connection.weight), weight_expected);
      return;
    }
    weight = number;
  }
  assembler_.connect(from, to, weight, connection.kind, connection.since);
  if (directed_ && connection.directed == false) {
    assembler_.connect(to, from, weight, connection.kind, connection.since, true);
    assembler_.note("Undirected connections of a directed network count as one arc in each direction.");
  } else if (!directed_ && connection.directed == true) {
    assembler_.note("The network is undirected; the direction of single connections was left out.");
  }
}

void ConnectionReader::attribute(ConnectionText& connection, std::string_view name, std::string_view value) {
  value = trimmed(value);
  switch (connection_part(name)) {
    case ConnectionPart::weight:
      connection.weight = value;
      break;
    case ConnectionPart::value:
      if (connection.weight.empty()) connection.weight = value;
      break;
    case ConnectionPart::kind:
      connection.kind = value;
      break;
    case ConnectionPart::since:
      connection.since = value;
      break;
    case ConnectionPart::identity:
      break;
    case ConnectionPart::none:
      assembler_.note(attribute_left_out(name));
  }
}

void ConnectionReader::finish() {
  for (const ConnectionText& connection : waiting_) {
    auto from = assembler_.find_member(connection.source);
    auto to = assembler_.find_member(connection.target);
    if (connection.source.empty() || connection.target.empty()) {
      assembler_.refuse(where(connection), "a connection without two ends", "the ids of two members");
      continue;
    }
    if (!add_unknown_ && (!from || !to)) {
      assembler_.refuse(where(connection),
                        fmt::format("member \"{}\"", from ? connection.target : connection.source),
                        undeclared_member_expected());
      continue;
    }
    if (!from) from = assembler_.member(connection.source);
    if (!to) to = assembler_.member(connection.target);
    add(*from, *to, connection);
  }
  waiting_.clear();
}

}  // namespace tertius::io
