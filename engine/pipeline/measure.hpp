// The measures that need no groups, by name, as one call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/analyses/measure.hpp"

namespace tertius::pipeline {

/// Names that measure() knows, in the order in which it computes all of them.
const std::vector<std::string>& measure_names();

/// Measures every member. `names` empty: all. With `from` the PageRank is that of walks which start there.
/// What several measures need is computed once. Throws Error{usage} on an unknown name.
report::MeasureReport measure(const graph::Network& network, std::vector<std::string> names,
                              std::optional<graph::VertexId> from, const RunContext& context = {});

}  // namespace tertius::pipeline
