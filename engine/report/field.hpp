// A column of a report, declared once: its table, CSV, JSON, explanation, JSON Schema and the list that
// `--columns` prints are all written from it.
//
// A report has a list of fields per kind of row, in the order of JSON and CSV:
//
//   Fields<BridgesRow>{{{.key = "cut_off", .type = FieldType::natural, .title = "cut off", .meaning = "..."},
//                       [](const BridgesRow& row) { return row.report.bridging->removal.cut_off[row.member];
//                       }}, ...}
//
// Tables show few of them, in an order of their own: a layout names those by their keys.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/report/json.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {

/// A list of small records or of findings, written as JSON alone.
using Objects = std::function<void(JsonWriter&)>;

/// What a field says of one row. Nothing is null in JSON, an empty cell in CSV and, where numbers
/// stand, "-" in tables; so is NaN.
using Value = std::variant<std::monostate, bool, std::uint64_t, double, std::string, std::vector<std::string>,
                           std::vector<std::uint64_t>, Objects>;

enum class FieldType { flag, natural, number, text, texts, naturals, objects, findings };

/// "true or false", "whole number", "number", "text", ...
std::string_view to_string(FieldType type);

/// What there is to know about a field without a row.
struct FieldInfo {
  /// In JSON, and in CSV unless `csv_key` says otherwise.
  std::string_view key{};
  std::string_view csv_key{};
  /// The object that holds it in JSON; empty: the row itself. Fields of one object stand together.
  std::string_view within{};
  FieldType type = FieldType::number;
  /// Above the table; empty: it is in no table, or the layout says what stands there.
  std::string_view title{};
  /// A sentence for people who read the answer.
  std::string_view meaning{};
  /// "connections", "steps", "bits"; empty for bare numbers and texts.
  std::string_view unit{};
  double least = -std::numeric_limits<double>::infinity();
  double most = std::numeric_limits<double>::infinity();
  /// May say nothing of a row.
  bool nullable = false;
  /// Is not there in every answer.
  bool optional = false;
  bool json = true;
  bool csv = true;
  /// What the records of FieldType::objects hold.
  std::vector<FieldInfo> items{};

  /// How a table shows a number: with so many decimals, in percent, digits in groups of three.
  int decimals = 2;
  bool percent = false;
  bool grouped = true;

  std::string_view csv_name() const { return csv_key.empty() ? key : csv_key; }
};

template <class Row>
struct Field {
  FieldInfo info;
  std::function<Value(const Row&)> value;
  /// Whether the answer has it at all; null: always. Asked of the report, as CSV needs to know before a row.
  std::function<bool(const typename Row::Report&)> asked{};
  /// How a table shows it where `info` cannot say; null: as `info` says.
  std::function<std::string(const Row&)> cell{};
};

template <class Row>
using Fields = std::vector<Field<Row>>;

/// A whole number, of which `value` gives whatever type of integer.
template <class Row, class Function>
Field<Row> count(FieldInfo info, Function value) {
  info.type = FieldType::natural;
  return {std::move(info), [value](const Row& row) { return Value(static_cast<std::uint64_t>(value(row))); }};
}

/// A number from 0 to 1; nothing where it is not defined.
template <class Row, class Function>
Field<Row> fraction(FieldInfo info, Function value) {
  info.least = 0;
  info.most = 1;
  info.nullable = true;
  return {std::move(info), [value](const Row& row) { return Value(value(row)); }};
}

/// The same as a part of something.
template <class Row, class Function>
Field<Row> share(FieldInfo info, Function value) {
  info.unit = "share";
  return fraction<Row>(std::move(info), std::move(value));
}

/// Who the member of a row is.
template <class Row>
Field<Row> member_id() {
  return {{.key = "id", .type = FieldType::text, .meaning = "of the member, as in the input."},
          [](const Row& row) { return row.report.network->members.ids[row.member]; }};
}
template <class Row>
Field<Row> member_name() {
  return {{.key = "name", .type = FieldType::text, .meaning = "of the member."},
          [](const Row& row) { return row.report.network->members.name(row.member); }};
}

/// A field's place in a table; a title of its own where the field has none that fits.
struct Shown {
  std::string_view key{};
  /// Of two columns that do not both fit, the one of lower importance goes (TableColumn).
  int importance = 1;
  std::string_view title{};
  /// A text that may be cut when the table is too wide.
  bool shrinks = false;
};

/// The columns of one kind of row of a report, as the command line lists them: {"members", {...}}.
struct FieldList {
  std::string_view rows;
  std::vector<FieldInfo> fields;
  /// Whether there is a CSV of these rows.
  bool csv = true;
};

void write_value(JsonWriter& json, const Value& value);
std::string csv_cell(const Value& value);
std::string table_cell(const FieldInfo& info, const Value& value);
TableColumn table_column(const FieldInfo& info, const Shown& shown);

/// What each column with a title means, a paragraph for each title: "cut off: members who ...".
std::string explained(std::span<const FieldList> lists, std::size_t width);
/// The list as people read it: key, type, unit and meaning of every column.
std::string columns_text(std::span<const FieldList> lists, std::size_t width);
/// The JSON Schema of a row (draft 4), which allows nothing else.
void write_row_schema(JsonWriter& json, std::span<const FieldInfo> fields);

template <class Row>
std::vector<FieldInfo> infos(const Fields<Row>& fields) {
  std::vector<FieldInfo> all;
  for (const Field<Row>& field : fields) all.push_back(field.info);
  return all;
}

template <class Row>
bool has(const Field<Row>& field, const typename Row::Report& report) {
  return !field.asked || field.asked(report);
}

/// The fields that an answer has, to be asked for once: for writers of many rows.
template <class Row>
Fields<Row> present(const Fields<Row>& fields, const typename Row::Report& report) {
  Fields<Row> there;
  for (const Field<Row>& field : fields) {
    if (has(field, report)) there.emplace_back(field).asked = nullptr;
  }
  return there;
}

/// Members of an object that the caller opens and ends.
template <class Row>
void write_row(JsonWriter& json, const Fields<Row>& fields, const Row& row) {
  std::string_view within;
  const auto enter = [&](std::string_view object) {
    if (object == within) return;
    if (!within.empty()) json.end_object();
    if (!object.empty()) json.key(object).begin_object();
    within = object;
  };
  for (const Field<Row>& field : fields) {
    if (!field.info.json || !has(field, row.report)) continue;
    enter(field.info.within);
    json.key(field.info.key);
    write_value(json, field.value(row));
  }
  enter("");
}

/// Records that themselves are rows: {"attribute": ..., "value": ...}, ...
template <class Row>
Objects records_of(const Fields<Row>& fields, std::vector<Row> rows) {
  return [&fields, rows = std::move(rows)](JsonWriter& json) {
    json.begin_array();
    for (const Row& row : rows) {
      json.begin_object();
      write_row(json, fields, row);
      json.end_object();
    }
    json.end_array();
  };
}

template <class Row>
std::string csv_header(const Fields<Row>& fields, const typename Row::Report& report) {
  std::vector<std::string> cells;
  for (const Field<Row>& field : fields)
    if (field.info.csv && has(field, report)) cells.emplace_back(field.info.csv_name());
  return csv_row(cells);
}

template <class Row>
std::string csv_row_of(const Fields<Row>& fields, const Row& row) {
  std::vector<std::string> cells;
  for (const Field<Row>& field : fields)
    if (field.info.csv && has(field, row.report))
      cells.push_back(with_formula_mark(csv_cell(field.value(row))));
  return csv_row(cells);
}

/// The fields in another order: those of the keys first, then all others as they stand. For a CSV whose
/// columns are not in the order of JSON.
template <class Row>
Fields<Row> in_order(const Fields<Row>& fields, std::initializer_list<std::string_view> csv_names) {
  Fields<Row> ordered;
  for (const std::string_view name : csv_names)
    for (const Field<Row>& field : fields)
      if (field.info.csv_name() == name) ordered.push_back(field);
  for (const Field<Row>& field : fields)
    if (std::find(csv_names.begin(), csv_names.end(), field.info.csv_name()) == csv_names.end())
      ordered.push_back(field);
  return ordered;
}

/// Rows as a layout shows them, added as they come.
template <class Row>
class RowTable {
 public:
  RowTable(const Fields<Row>& fields, std::span<const Shown> layout) : table_({}) {
    std::vector<TableColumn> columns;
    for (const Shown& shown : layout) {
      for (const Field<Row>& field : fields) {
        if (field.info.key != shown.key || !field.info.within.empty()) continue;
        chosen_.push_back(&field);
        columns.push_back(table_column(field.info, shown));
      }
    }
    table_ = Table(std::move(columns));
  }
  void add(const Row& row) {
    std::vector<std::string> cells;
    for (const Field<Row>* field : chosen_)
      cells.push_back(field->cell ? field->cell(row) : table_cell(field->info, field->value(row)));
    table_.add_row(std::move(cells));
  }
  const Table& table() const { return table_; }

 private:
  std::vector<const Field<Row>*> chosen_;
  Table table_;
};

template <class Row>
Table table_of(const Fields<Row>& fields, std::span<const Shown> layout, std::span<const Row> rows) {
  RowTable<Row> table(fields, layout);
  for (const Row& row : rows) table.add(row);
  return table.table();
}

}  // namespace tertius::report
