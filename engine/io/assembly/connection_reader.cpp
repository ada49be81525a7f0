#include "engine/io/assembly/connection_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

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

std::string attribute_left_out(std::string_view name) {
  return fmt::format("The attribute \"{}\" of connections was left out.", name);
}

std::string date_left_out(std::string_view date) {
  return fmt::format("The date \"{}\" is not of the form 2024-03-01 and was left out.", date);
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
    const auto number = parse_real(trimmed(connection.weight));
    if (!number || !std::isfinite(*number) || *number <= 0) {
      assembler_.refuse(where(connection), fmt::format("weight \"{}\"", connection.weight),
                        "a positive number");
      return;
    }
    weight = number;
  }
  const graph::Day since = parse_day(connection.since).value_or(graph::no_day);
  if (since == graph::no_day && !connection.since.empty()) assembler_.note(date_left_out(connection.since));
  assembler_.connect(from, to, weight, connection.kind, since);
  if (directed_ && connection.directed == false) {
    assembler_.connect(to, from, weight, connection.kind, since);
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
    if (!add_unknown_ && (!from || !to)) {
      assembler_.refuse(where(connection),
                        fmt::format("member \"{}\"", from ? connection.target : connection.source),
                        "a member that the file declares");
      continue;
    }
    if (!from) from = assembler_.member(connection.source);
    if (!to) to = assembler_.member(connection.target);
    add(*from, *to, connection);
  }
  waiting_.clear();
}

}  // namespace tertius::io
