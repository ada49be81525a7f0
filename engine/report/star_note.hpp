// What a command says of a network in which every tie is one member's (engine/graph/star.hpp).
#pragma once

#include <string>

#include "engine/graph/graph.hpp"

namespace tertius::report {

/// That this is one person's list of contacts, and what cannot be told from it; empty for other networks.
/// Names nobody, so that it may stand in any answer.
std::string star_note(const graph::Graph& graph);

}  // namespace tertius::report
