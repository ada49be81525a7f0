#include "engine/io/assembly/values.hpp"

#include <charconv>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr unsigned bit(graph::ColumnType type) {
  return 1U << static_cast<unsigned>(type);
}

std::optional<std::string> integer_value(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return std::to_string(value);
}

}  // namespace

graph::ColumnType declared_type(std::string_view name) {
  if (same_word(name, "boolean")) return graph::ColumnType::boolean;
  for (const std::string_view integer : {"integer", "int", "long", "short", "byte", "biginteger"})
    if (same_word(name, integer)) return graph::ColumnType::integer;
  for (const std::string_view real : {"float", "double", "bigdecimal"})
    if (same_word(name, real)) return graph::ColumnType::real;
  return graph::ColumnType::text;
}

std::string_view declared_name(graph::ColumnType type) {
  switch (type) {
    case graph::ColumnType::integer:
      return "long";
    case graph::ColumnType::real:
      return "double";
    case graph::ColumnType::boolean:
      return "boolean";
    case graph::ColumnType::text:
      return "string";
  }
  return "string";
}

graph::ColumnType held_type(std::string_view attribute, graph::ColumnType declared) {
  return declared == graph::ColumnType::boolean && graph::is_consent_heading(attribute)
             ? graph::ColumnType::text
             : declared;
}

std::optional<std::string> typed_value(graph::ColumnType type, std::string_view text) {
  if (type == graph::ColumnType::text) return std::string(text);
  text = trimmed(text);
  if (text.empty()) return std::string();
  if (type == graph::ColumnType::integer) return integer_value(text);
  if (type == graph::ColumnType::boolean) {
    if (same_word(text, "true") || same_word(text, "yes") || text == "1") return "true";
    if (same_word(text, "false") || same_word(text, "no") || text == "0") return "false";
    return std::nullopt;
  }
  const auto number = parse_real(text);
  if (!number || std::isinf(*number)) return std::nullopt;
  return number_text(*number);
}

graph::ColumnType type_of_bare(std::string_view text) {
  if (integer_value(text)) return graph::ColumnType::integer;
  const auto number = parse_real(text);
  return number && !std::isinf(*number) ? graph::ColumnType::real : graph::ColumnType::text;
}

std::size_t LooseAttributes::index_of(std::string_view name) {
  if (const auto at = indexes_.find(name); at != indexes_.end()) return at->second;
  const std::size_t index = assembler_.attribute(name);
  seen_[index].name = name;
  return indexes_.emplace(name, index).first->second;
}

void LooseAttributes::set(graph::VertexId member, std::string_view name, std::string_view value,
                          graph::ColumnType type) {
  const auto written = typed_value(type, value);
  if (written && written->empty()) return;
  const std::size_t index = index_of(name);
  seen_[index].types |= bit(written ? type : graph::ColumnType::text);
  assembler_.set(member, index, written ? *written : value);
}

void LooseAttributes::finish() {
  for (const auto& [index, seen] : seen_) {
    graph::ColumnType type = graph::ColumnType::text;
    if (seen.types == bit(graph::ColumnType::boolean)) {
      type = graph::ColumnType::boolean;
    } else if (seen.types == bit(graph::ColumnType::integer)) {
      type = graph::ColumnType::integer;
    } else if ((seen.types & ~(bit(graph::ColumnType::integer) | bit(graph::ColumnType::real))) == 0) {
      type = graph::ColumnType::real;
    }
    assembler_.attribute(seen.name, type);
  }
}

}  // namespace tertius::io
