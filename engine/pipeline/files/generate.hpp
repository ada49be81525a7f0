// The work of `generate`: a network that a model made, and the groups it planted, into files.
#pragma once

#include <string>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::pipeline {

/// Writes the network in the format that the path's suffix names; where that holds no attributes, who is in
/// which group goes into PATH.groups.csv beside it (columns id and group). Errors as io::save_network().
void save_generated(const graph::Network& network, const std::string& path, const RunContext& context = {});

}  // namespace tertius::pipeline
