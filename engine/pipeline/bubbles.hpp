// The work of `bubbles`: how closed each group is, who mixes with whom, and which bridges are missing.
#pragma once

#include "engine/bubbles/bubbles.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/analyses/bubbles.hpp"

namespace tertius::pipeline {

/// Everything about one grouping; members who may not be introduced are not named as closest to a gap. The
/// report keeps references to both.
report::BubblesReport find_bubbles(const graph::Network& network, const graph::Grouping& grouping,
                                   const bubbles::BubblesOptions& options = {},
                                   const RunContext& context = {});

}  // namespace tertius::pipeline
