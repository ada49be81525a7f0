// The work of `path`: the best ways for one member to be introduced to another.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/exclusions.hpp"
#include "engine/report/introductions/path.hpp"

namespace tertius::pipeline {

/// At most `count` routes between two different members; none between those who know each other or may not
/// meet. The report keeps references to the network and the grouping.
report::PathReport find_path(const graph::Network& network, const graph::Grouping& grouping,
                             graph::VertexId from, graph::VertexId to,
                             const introductions::Exclusions& exclusions, unsigned count,
                             const RunContext& context = {});

}  // namespace tertius::pipeline
