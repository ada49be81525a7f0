#include "engine/report/analyses/measure.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/text.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
void write_measure_json(JsonWriter& json, const MeasureReport& report) {
  const graph::MemberTable& members = report.network->members;
  json.begin_object().key("measures").begin_array();
  for (const MeasureColumn& column : report.columns) json.value(column.info.key);
  json.end_array().key("figures").begin_object();
  for (const auto& [name, value] : report.figures) {
    json.key(name);
    if (value == std::floor(value)) {
      json.value(static_cast<std::uint64_t>(value));
    } else {
      json.value(value);
    }
  }
  json.end_object();
  write_findings(json, report.findings, members);
  json.key("members").begin_array();
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    json.begin_object().member("id", members.ids[v]).member("name", members.name(v));
    for (const MeasureColumn& column : report.columns) {
      json.key(column.info.key);
      write_value(json, column.value(v));
    }
    json.end_object();
  }
  json.end_array().end_object();
}

std::string measure_csv(const MeasureReport& report) {
  const graph::MemberTable& members = report.network->members;
  std::vector<std::string> cells{"id", "name"};
  for (const MeasureColumn& column : report.columns) cells.emplace_back(column.info.key);
  std::string text = csv_row(cells);
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    cells = {with_formula_mark(members.ids[v]), with_formula_mark(members.name(v))};
    for (const MeasureColumn& column : report.columns) cells.push_back(csv_cell(column.value(v)));
    text += csv_row(cells);
  }
  return text;
}

std::string measure_text(const MeasureReport& report, std::size_t top, std::size_t width) {
  std::string text;
  for (const std::string& sentence :
       words::sentences(report.findings, words::Speaker(report.network->members, words::spoken())))
    text += wrapped(sentence, width) + "\n";
  const graph::MemberTable& members = report.network->members;
  if (members.size() == 0 || report.columns.empty()) return text;
  const MeasureColumn& first = report.columns.front();
  std::vector<graph::VertexId> order(members.size());
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  const auto shown = static_cast<std::ptrdiff_t>(std::min<std::size_t>(top, order.size()));
  std::partial_sort(order.begin(), order.begin() + shown, order.end(),
                    [&](graph::VertexId a, graph::VertexId b) {
                      const double x = first.values[a], y = first.values[b];
                      if (std::isnan(x) || std::isnan(y))
                        return std::isnan(x) == std::isnan(y) ? a < b : std::isnan(y);
                      if (x != y) return first.ascending ? x < y : x > y;
                      return a < b;
                    });
  std::vector<TableColumn> columns{{heading("member"), false, true, 9}};
  for (const MeasureColumn& column : report.columns)
    columns.push_back(table_column(column.info, {.key = column.info.key, .importance = 5}));
  Table table(columns);
  for (std::ptrdiff_t i = 0; i < shown; ++i) {
    const graph::VertexId v = order[static_cast<std::size_t>(i)];
    std::vector<std::string> cells{members.name(v)};
    for (const MeasureColumn& column : report.columns)
      cells.push_back(table_cell(column.info, column.value(v)));
    table.add_row(std::move(cells));
  }
  return text + '\n' + table.text(width);
}

}  // namespace tertius::report
