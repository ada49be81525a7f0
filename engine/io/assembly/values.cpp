#include "engine/io/assembly/values.hpp"

#include <charconv>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius {
namespace {

constexpr unsigned bit(ColumnType type) {
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

ColumnType declared_type(std::string_view name) {
  if (same_word(name, "boolean")) return ColumnType::boolean;
  for (const std::string_view integer : {"integer", "int", "long", "short", "byte", "biginteger"})
    if (same_word(name, integer)) return ColumnType::integer;
  for (const std::string_view real : {"float", "double", "bigdecimal"})
    if (same_word(name, real)) return ColumnType::real;
  return ColumnType::text;
}

std::string_view declared_name(ColumnType type) {
  switch (type) {
    case ColumnType::integer:
      return "long";
    case ColumnType::real:
      return "double";
    case ColumnType::boolean:
      return "boolean";
    case ColumnType::text:
      return "string";
  }
  return "string";
}

ColumnType held_type(std::string_view attribute, ColumnType declared) {
  return declared == ColumnType::boolean && is_consent_heading(attribute) ? ColumnType::text : declared;
}

std::optional<std::string> typed_value(ColumnType type, std::string_view text) {
  if (type == ColumnType::text) return std::string(text);
  text = trimmed(text);
  if (text.empty()) return std::string();
  if (type == ColumnType::integer) return integer_value(text);
  if (type == ColumnType::boolean) {
    if (same_word(text, "true") || same_word(text, "yes") || text == "1") return "true";
    if (same_word(text, "false") || same_word(text, "no") || text == "0") return "false";
    return std::nullopt;
  }
  const auto number = parse_real(text);
  if (!number || std::isinf(*number)) return std::nullopt;
  return number_text(*number);
}

ColumnType type_of_bare(std::string_view text) {
  if (integer_value(text)) return ColumnType::integer;
  const auto number = parse_real(text);
  return number && !std::isinf(*number) ? ColumnType::real : ColumnType::text;
}

std::size_t LooseAttributes::index_of(std::string_view name) {
  if (const auto at = indexes_.find(name); at != indexes_.end()) return at->second;
  const std::size_t index = assembler_.attribute(name);
  seen_[index].name = name;
  return indexes_.emplace(name, index).first->second;
}

void LooseAttributes::set(VertexId member, std::string_view name, std::string_view value, ColumnType type) {
  const auto written = typed_value(type, value);
  if (written && written->empty()) return;
  const std::size_t index = index_of(name);
  seen_[index].types |= bit(written ? type : ColumnType::text);
  assembler_.set(member, index, written ? *written : value);
}

void LooseAttributes::finish() {
  for (const auto& [index, seen] : seen_) {
    ColumnType type = ColumnType::text;
    if (seen.types == bit(ColumnType::boolean)) {
      type = ColumnType::boolean;
    } else if (seen.types == bit(ColumnType::integer)) {
      type = ColumnType::integer;
    } else if ((seen.types & ~(bit(ColumnType::integer) | bit(ColumnType::real))) == 0) {
      type = ColumnType::real;
    }
    assembler_.attribute(seen.name, type);
  }
}

}  // namespace tertius
