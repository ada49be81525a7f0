// What an answer says of consent: who agreed, who is not shown, and whose names stand in it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// "Column open: 280 members agree; 20 opted out.", or that nothing is known and all members count as having
/// agreed; empty where members are described by nothing but ids.
std::vector<words::Finding> consent_findings(const graph::ConsentRecord& record, bool described);
/// {"columns": [...], "unused": [...], "yes": ..., ...}
void write_consent_json(JsonWriter& json, const graph::ConsentRecord& record);

/// A line under an answer that shows more or less than those who agreed; empty for one that does not.
std::optional<words::Finding> naming_finding(graph::Naming naming);
/// "agreed", "everybody", "nobody"
std::string_view to_string(graph::Naming naming);

/// The group of a member as a row of an answer shows it: nothing for members under a pseudonym.
std::string_view group_shown(const graph::Network& network, const graph::Grouping& grouping,
                             graph::VertexId v);

}  // namespace tertius::report
