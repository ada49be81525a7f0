// Core numbers: how deep a member lies in the dense middle of a network.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// The largest k for which a member belongs to the k-core: the largest group in which every member has at
/// least k contacts (Seidman 1983, doi:10.1016/0378-8733(83)90028-X). 0 for isolated members; the maximum is
/// the graph's degeneracy.
///
/// Members are peeled off level by level; each thread follows those that fall with them without waiting for
/// the others (Kabir & Madduri 2017, doi:10.1109/IPDPSW.2017.151). O(n + m) work: a member is looked at once
/// per level up to its core number, which sums to less than m. Phase "core". Throws Error{usage} for a
/// directed graph.
std::vector<VertexId> core_numbers(const Graph& graph, const RunContext& context = {});

}  // namespace tertius::graph
