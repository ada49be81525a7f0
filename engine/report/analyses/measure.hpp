// Measures of members side by side: in words, as a table, as CSV and as JSON (docs/schema/measure.json).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// One measure of every member.
struct MeasureColumn {
  FieldInfo info;
  /// Small values first, as with the number of a component.
  bool ascending = false;
  /// Per member; NaN where the measure says nothing.
  std::vector<double> values;

  Value value(graph::VertexId v) const {
    const bool whole = info.type == FieldType::natural;
    return whole ? Value(static_cast<std::uint64_t>(values[v])) : Value(values[v]);
  }
};

struct MeasureReport {
  const graph::Network* network = nullptr;
  std::vector<MeasureColumn> columns;                        ///< in the order asked for; the first one sorts
  std::vector<std::pair<std::string_view, double>> figures;  ///< of the network as a whole: {"degeneracy", 5}
  std::vector<words::Finding> findings;                      ///< what is to be said of them
};

void write_measure_json(JsonWriter& json, const MeasureReport& report);
/// One row per member, in input order.
std::string measure_csv(const MeasureReport& report);
/// Sentences and the `top` members by the first measure.
std::string measure_text(const MeasureReport& report, std::size_t top, std::size_t width);

}  // namespace tertius::report
