// What leaving or a new tie changes, in words, as CSV and as JSON (docs/schema/whatif.json). The figures are
// those of engine/pipeline/whatif.hpp, handed in as rows so that this layer does not depend on the one above.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/report/json.hpp"

namespace tertius {

/// One figure before and after; NaN where it is not defined.
struct ComparedFigure {
  std::string_view key;    ///< "mean_cross_distance"
  std::string_view title;  ///< "mean steps between groups"
  double before;
  double after;
  bool whole = false;  ///< a count
  bool share = false;  ///< shown in percent
};

struct WhatIfReport {
  const Network* network = nullptr;
  std::string by;
  std::vector<VertexId> without;
  std::vector<std::pair<VertexId, VertexId>> with;
  std::vector<ComparedFigure> figures;
  std::vector<VertexId> cut_off;
  std::uint64_t lost_pairs = 0;
  std::uint64_t won_pairs = 0;
  bool sampled = false;
};

void write_whatif_json(JsonWriter& json, const WhatIfReport& report);
std::string whatif_csv(const WhatIfReport& report);
std::string whatif_text(const WhatIfReport& report, std::size_t width);

}  // namespace tertius
