// What leaving or a new connection changes, in words, as CSV and as JSON (docs/schema/whatif.json). The
// figures, and what each of them is called, come from engine/pipeline/whatif.hpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// One figure before and after; NaN where it is not defined.
struct ComparedFigure {
  FieldInfo info;
  double before = 0;
  double after = 0;

  bool whole() const { return info.type == FieldType::natural; }
  Value value(double number) const {
    return whole() ? Value(static_cast<std::uint64_t>(number)) : Value(number);
  }
};

/// What new connections do for the pairs of members who reached each other before; NaN without such a pair.
struct BroughtCloser {
  double share = 0;                ///< of these pairs: those with a shorter path now
  double mean_distance = 0;        ///< steps now, over all these pairs
  double mean_cross_distance = 0;  ///< over those of members in different groups
};

struct NewConnection {
  graph::VertexId a = 0, b = 0;
  std::uint32_t steps_before = 0;  ///< between a and b; `unreachable` where there was no path
};

struct WhatIfReport {
  const graph::Network* network = nullptr;
  std::string by;
  std::vector<graph::VertexId> without;
  std::vector<std::pair<graph::VertexId, graph::VertexId>> with;
  std::vector<ComparedFigure> figures;
  std::vector<graph::VertexId> cut_off;
  std::uint64_t lost_pairs = 0;
  std::uint64_t won_pairs = 0;
  std::vector<NewConnection> new_connections{};                                  ///< of `with`, each once
  std::vector<std::pair<graph::VertexId, graph::VertexId>> known_connections{};  ///< of `with`: there already
  std::optional<BroughtCloser> closer{};                                         ///< when no member leaves
  bool sampled = false;
};

/// What breaks and what improves.
std::vector<words::Finding> whatif_findings(const WhatIfReport& report);
void write_whatif_json(JsonWriter& json, const WhatIfReport& report);
std::string whatif_csv(const WhatIfReport& report);
std::string whatif_text(const WhatIfReport& report, std::size_t width);

}  // namespace tertius::report
