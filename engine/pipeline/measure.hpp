// The measures that need no groups, by name, as one call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/analyses/measure.hpp"

namespace tertius::pipeline {

/// The measures that there are, in the order in which measure() computes all of them.
const std::vector<report::FieldInfo>& measure_fields();
/// Their keys.
const std::vector<std::string>& measure_names();

/// Measures every member. `names` empty: all. With `from` the PageRank is that of walks which start there.
/// What several measures need is computed once. Throws Error{usage} on an unknown name.
report::MeasureReport measure(const graph::Network& network, std::vector<std::string> names,
                              std::optional<graph::VertexId> from, const RunContext& context = {});

/// Every column of CSV and JSON.
std::vector<report::FieldList> measure_columns();

}  // namespace tertius::pipeline
