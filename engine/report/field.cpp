#include "engine/report/field.hpp"

#include <fmt/format.h>

#include <cmath>
#include <set>

#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

/// Calls one of several functions, by the type of its argument.
template <class... Functions>
struct Overloaded : Functions... {
  using Functions::operator()...;
};
template <class... Functions>
Overloaded(Functions...) -> Overloaded<Functions...>;

std::string_view type_name(FieldType type) {
  switch (type) {
    case FieldType::flag:
      return "boolean";
    case FieldType::natural:
      return "integer";
    case FieldType::number:
      return "number";
    case FieldType::text:
      return "string";
    case FieldType::texts:
    case FieldType::naturals:
    case FieldType::objects:
    case FieldType::findings:
      return "array";
  }
  return "";
}

void write_field_schema(JsonWriter& json, const FieldInfo& field) {
  if (field.type == FieldType::findings) {  // nothing may stand beside a reference
    json.key(field.key).begin_object().member("$ref", "finding.json#/definitions/findings").end_object();
    return;
  }
  json.key(field.key).begin_object().key("type");
  if (field.nullable) {
    json.begin_array().value(type_name(field.type)).value("null").end_array();
  } else {
    json.value(type_name(field.type));
  }
  const bool whole = field.type == FieldType::natural;
  if (whole || std::isfinite(field.least))
    json.member("minimum", std::isfinite(field.least) ? field.least : 0.0);
  if (std::isfinite(field.most)) json.member("maximum", field.most);
  if (field.type == FieldType::objects) {
    json.key("items");
    write_row_schema(json, field.items);
  } else if (field.type == FieldType::texts || field.type == FieldType::naturals) {
    json.key("items").begin_object();
    json.member("type", field.type == FieldType::texts ? "string" : "integer").end_object();
  }
  json.member("description", field.meaning).end_object();
}

/// {"type": "object", "properties": {...}, "required": [...]} of the fields in one object.
void write_object_schema(JsonWriter& json, std::span<const FieldInfo> fields, std::string_view within) {
  std::vector<std::string> required;
  json.begin_object().member("type", "object").key("properties").begin_object();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const FieldInfo& field = fields[i];
    if (!field.json) continue;
    if (field.within == within) {
      write_field_schema(json, field);
      if (!field.optional) required.emplace_back(field.key);
    } else if (within.empty() && (i == 0 || fields[i - 1].within != field.within)) {
      json.key(field.within);
      write_object_schema(json, fields, field.within);
      required.emplace_back(field.within);
    }
  }
  json.end_object();
  if (!required.empty()) json.member("required", required);
  json.member("additionalProperties", false).end_object();
}

}  // namespace

std::string_view to_string(FieldType type) {
  switch (type) {
    case FieldType::flag:
      return "true or false";
    case FieldType::natural:
      return "whole number";
    case FieldType::number:
      return "number";
    case FieldType::text:
      return "text";
    case FieldType::texts:
      return "texts";
    case FieldType::naturals:
      return "whole numbers";
    case FieldType::objects:
      return "records";
    case FieldType::findings:
      return "findings";
  }
  return "";
}

void write_value(JsonWriter& json, const Value& value) {
  std::visit(
      Overloaded{[&](std::monostate) { json.value(nullptr); }, [&](const Objects& records) { records(json); },
                 [&](const auto& something) { json.value(something); }},
      value);
}

std::string csv_cell(const Value& value) {
  return std::visit(
      Overloaded{
          [](std::monostate) { return std::string(); }, [](const Objects&) { return std::string(); },
          [](bool flag) { return std::string(flag ? "true" : "false"); },
          [](std::uint64_t number) { return std::to_string(number); },
          [](double number) { return number_text(number); }, [](const std::string& text) { return text; },
          [](const std::vector<std::string>& texts) { return fmt::format("{}", fmt::join(texts, "; ")); },
          [](const std::vector<std::uint64_t>& numbers) {
            return fmt::format("{}", fmt::join(numbers, " "));
          }},
      value);
}

std::string table_cell(const FieldInfo& info, const Value& value) {
  if (std::holds_alternative<std::monostate>(value)) return info.type == FieldType::text ? "" : "-";
  if (const auto* number = std::get_if<double>(&value))
    return rounded(info.percent ? 100 * *number : *number, info.decimals);
  if (const auto* number = std::get_if<std::uint64_t>(&value); number != nullptr && info.grouped)
    return words::count_text(*number, words::spoken());
  return csv_cell(value);
}

TableColumn table_column(const FieldInfo& info, const Shown& shown) {
  const bool number = info.type == FieldType::natural || info.type == FieldType::number;
  return {heading(shown.title.empty() ? info.title : shown.title), number, shown.shrinks, shown.importance};
}

std::string explained(std::span<const FieldList> lists, std::size_t width) {
  std::string text =
      fmt::format("\n{}\n", words::sentence({"heading_columns"}, words::Speaker(words::spoken())));
  std::set<std::string_view> said;
  for (const FieldList& list : lists) {
    for (const FieldInfo& field : list.fields) {
      if (field.title.empty() || !said.insert(field.title).second) continue;
      text += wrapped(fmt::format("  {}: {}", heading(field.title), heading(field.meaning)), width, 4) + "\n";
    }
  }
  return text;
}

std::string columns_text(std::span<const FieldList> lists, std::size_t width) {
  std::string text;
  for (const FieldList& list : lists) {
    text += fmt::format("{}{}{}\n", text.empty() ? "" : "\n", list.rows, list.csv ? "" : " (JSON only)");
    for (const FieldInfo& field : list.fields) {
      if (!field.json && !field.csv) continue;
      std::string name(field.json ? field.key : field.csv_name());
      if (field.json && !field.within.empty()) name = fmt::format("{}.{}", field.within, field.key);
      std::string kind(to_string(field.type));
      if (field.nullable) kind += " or nothing";
      if (!field.unit.empty()) kind += fmt::format(", {}", field.unit);
      if (!field.json) kind += "; CSV only";
      if (list.csv && !field.csv) kind += "; JSON only";
      if (list.csv && field.json && field.csv && field.csv_name() != field.key)
        kind += fmt::format("; in CSV {}", field.csv_name());
      text += wrapped(fmt::format("{} ({}): {}", name, kind, field.meaning), width, 4) + "\n";
    }
  }
  return text;
}

void write_row_schema(JsonWriter& json, std::span<const FieldInfo> fields) {
  write_object_schema(json, fields, "");
}

}  // namespace tertius::report
