// Stars: networks in which every connection is one and the same member's, as in one person's list of
// contacts. Which of the contacts know each other is not in such a list, so distances, groups and bridges
// found in it say nothing about the people. Every command asks here before it ranks them.
#pragma once

#include <optional>

#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// The member who is an end of every connection, when there are at least two connections; nothing otherwise.
/// Members without connections do not matter. O(n). The graph is undirected; of a directed one, nothing.
std::optional<VertexId> star_centre(const Graph& graph);

}  // namespace tertius::graph
