// How to be introduced to somebody, in words, as CSV and as JSON (docs/schema/path.json).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/introductions/introducers.hpp"
#include "engine/report/field.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/json.hpp"

namespace tertius::report {

struct PathReport {
  const graph::Network* network = nullptr;
  const graph::Grouping* grouping = nullptr;
  graph::VertexId from = graph::no_vertex, to = graph::no_vertex;
  /// One of the two is not to be introduced, or they avoid each other: name neither.
  bool closed = false;
  /// They know each other.
  bool connected = false;
  /// Steps between them; none where no chain of contacts leads there.
  std::optional<std::uint32_t> distance{};
  std::vector<introductions::Route> routes{};
};

std::string path_text(const PathReport& report, std::size_t width);
std::string path_csv(const PathReport& report);
void write_path_json(JsonWriter& json, const PathReport& report);
/// Every column of CSV and JSON.
std::vector<FieldList> path_columns();

}  // namespace tertius::report
