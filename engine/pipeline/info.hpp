// The work of `info`: how the network looks, beside what was read.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/import.hpp"

namespace tertius::pipeline {

/// O(n + m).
report::NetworkFacts network_facts(const graph::Network& network, const RunContext& context = {});

}  // namespace tertius::pipeline
