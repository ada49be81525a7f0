// Triangles: three members who all know each other.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// How many triangles the graph has. Phase "triangles". Memory beside the graph: 4 bytes a connection, 24 a
/// member, and bits of hubs: an eighth of the graph or 16 MiB at most. Throws Error{usage} for a directed
/// graph.
///
/// Each triangle is found once, from its member of least degree (Schank & Wagner 2005,
/// doi:10.1007/11427186_54). The members of largest degree have rows of bits, so that the middle of a network
/// is intersected 512 members at a time. O(m a) at worst for arboricity a.
std::uint64_t count_triangles(const Graph& graph, const RunContext& context = {});

/// The number of triangles that each member is part of; their sum is three times count_triangles().
std::vector<std::uint64_t> triangles_per_member(const Graph& graph, const RunContext& context = {});

/// Share of a member's pairs of contacts who know each other, from its triangles and its degree (Watts &
/// Strogatz 1998); NaN below two contacts.
double local_clustering(std::uint64_t triangles, VertexId degree);

}  // namespace tertius::graph
