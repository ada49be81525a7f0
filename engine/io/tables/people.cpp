#include "engine/io/formats/workbook/people.hpp"

#include <fmt/format.h>

#include "engine/core/text.hpp"
#include "engine/io/assembly/block_report.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
std::string folded_name(std::string_view name) {
  const auto comma = name.find(',');
  const std::string turned = comma == name.npos
                                 ? std::string()
                                 : fmt::format("{} {}", name.substr(comma + 1), name.substr(0, comma));
  std::string_view rest = comma == name.npos ? name : std::string_view(turned);
  std::string text;
  for (std::string_view word; next_word(rest, word, " \t\r\n");) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return fold_case(text);
}

void People::name(std::string_view name, graph::VertexId member) {
  const auto [at, added] = by_name_.emplace(folded_name(name), member);
  if (!added && at->second != member) at->second = several;
}

graph::VertexId People::named(std::string_view text) const {
  const auto at = by_name_.find(folded_name(text));
  return at == by_name_.end() ? graph::no_vertex : at->second;
}

graph::VertexId People::find(std::string_view text) const {
  if (const auto member = assembler_.find_member(text)) return *member;
  const graph::VertexId found = named(text);
  return found == several ? graph::no_vertex : found;
}

graph::VertexId People::find_or_add(std::string_view text) {
  const graph::VertexId found = find(text);
  if (found != graph::no_vertex || !add_ || is_name_of_several(text)) return found;
  return assembler_.member(text);
}

bool People::is_name_of_several(std::string_view text) const {
  return named(text) == several;
}

std::string People::expected(std::string_view text) const {
  return is_name_of_several(text) ? "the id, as several members have that name"
                                  : "the id or the name of one member, or else " + unlisted_member_expected();
}

}  // namespace tertius::io
