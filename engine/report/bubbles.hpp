// Bubbles in words, as tables, as CSV and as JSON (docs/schema/bubbles.json).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/bubbles/segregation.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/json.hpp"

namespace tertius {

struct BubblesReport {
  const Network* network = nullptr;
  const Grouping* grouping = nullptr;
  MixingMatrix mixing{};
  Segregation segregation{};
  std::string path{};  ///< as the user typed it, for the next command to try
};

void write_bubbles_json(JsonWriter& json, const BubblesReport& report);
/// One row per bubble.
std::string bubbles_csv(const BubblesReport& report);
/// Sentences, the `top` largest bubbles, who mixes with whom, the next command to try.
std::string bubbles_text(const BubblesReport& report, std::size_t top, std::size_t width);

/// The sentences alone: what the analysis found.
std::vector<std::string> bubbles_findings(const BubblesReport& report);

}  // namespace tertius
