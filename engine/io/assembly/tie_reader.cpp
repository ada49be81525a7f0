#include "engine/io/assembly/tie_reader.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace tertius::io {

std::string_view entry_weight(std::string_view entry) {
  return parse_real(trimmed(entry)) == 1.0 ? std::string_view() : entry;
}

TiePart tie_part(std::string_view name) {
  constexpr std::pair<std::string_view, TiePart> parts[] = {
      {"weight", TiePart::weight}, {"value", TiePart::value},   {"kind", TiePart::kind},
      {"type", TiePart::kind},     {"relation", TiePart::kind}, {"since", TiePart::since},
      {"date", TiePart::since},    {"id", TiePart::identity},   {"key", TiePart::identity}};
  for (const auto& [known, part] : parts)
    if (same_word(name, known)) return part;
  return TiePart::none;
}

std::string attribute_left_out(std::string_view name) {
  return fmt::format("The attribute \"{}\" of connections was left out.", name);
}

std::string date_left_out(std::string_view date) {
  return fmt::format("The date \"{}\" is not of the form 2024-03-01 and was left out.", date);
}

TieReader::TieReader(Assembler& assembler, std::string file, const LoadOptions& options,
                     const RunContext& context)
    : assembler_(assembler),
      file_(std::move(file)),
      context_(context),
      add_unknown_(options.add_unknown),
      directed_(options.directed) {}

void TieReader::set_directed(bool directed) {
  directed_ = directed;
  assembler_.set_directed(directed);
}

void TieReader::tie(const TieText& tie) {
  const auto from = assembler_.find_member(tie.source);
  const auto to = assembler_.find_member(tie.target);
  if (from && to) {
    this->tie(*from, *to, tie);
  } else {
    waiting_.push_back(tie);
  }
}

void TieReader::tie(graph::VertexId from, graph::VertexId to, const TieText& tie) {
  if ((++seen_ & 0xFFFF) == 0) context_.poll();
  std::optional<double> weight;
  if (!tie.weight.empty()) {
    const auto number = parse_real(trimmed(tie.weight));
    if (!number || !std::isfinite(*number) || *number <= 0) {
      assembler_.refuse(where(tie), fmt::format("weight \"{}\"", tie.weight), "a positive number");
      return;
    }
    weight = number;
  }
  const graph::Day since = parse_day(tie.since).value_or(graph::no_day);
  if (since == graph::no_day && !tie.since.empty()) assembler_.note(date_left_out(tie.since));
  assembler_.connect(from, to, weight, tie.kind, since);
  if (directed_ && tie.directed == false) {
    assembler_.connect(to, from, weight, tie.kind, since);
    assembler_.note("Undirected connections of a directed network count as one arc in each direction.");
  } else if (!directed_ && tie.directed == true) {
    assembler_.note("The network is undirected; the direction of single connections was left out.");
  }
}

void TieReader::attribute(TieText& tie, std::string_view name, std::string_view value) {
  value = trimmed(value);
  switch (tie_part(name)) {
    case TiePart::weight:
      tie.weight = value;
      break;
    case TiePart::value:
      if (tie.weight.empty()) tie.weight = value;
      break;
    case TiePart::kind:
      tie.kind = value;
      break;
    case TiePart::since:
      tie.since = value;
      break;
    case TiePart::identity:
      break;
    case TiePart::none:
      assembler_.note(attribute_left_out(name));
  }
}

void TieReader::finish() {
  for (const TieText& tie : waiting_) {
    auto from = assembler_.find_member(tie.source);
    auto to = assembler_.find_member(tie.target);
    if (!add_unknown_ && (!from || !to)) {
      assembler_.refuse(where(tie), fmt::format("member \"{}\"", from ? tie.target : tie.source),
                        "a member that the file declares");
      continue;
    }
    if (!from) from = assembler_.member(tie.source);
    if (!to) to = assembler_.member(tie.target);
    this->tie(*from, *to, tie);
  }
  waiting_.clear();
}

}  // namespace tertius::io
