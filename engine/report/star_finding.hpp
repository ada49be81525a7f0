// What a command says of a network in which every connection is one member's (engine/graph/star.hpp).
#pragma once

#include <optional>

#include "engine/graph/graph.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// That this is one person's list of contacts, and what cannot be told from it; nothing for other networks.
/// Names nobody, so that it may stand in any answer.
std::optional<words::Finding> star_finding(const graph::Graph& graph);

}  // namespace tertius::report
