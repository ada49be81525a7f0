// A graph of at most two connections a member that falls apart where the whole one does.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// The connections of two breadth-first forests, the second of what the first leaves over: for every member v
/// (and every connection), the parts that remain of this graph without it are those of `graph`. Cut members,
/// cut connections and blocks may be looked for here, in 2 n connections instead of m. Undirected; weights
/// are not kept. O(n + m); some 30 bytes a member beside the result.
///
/// J. Cheriyan, M.-Y. Kao & R. Thurimella (1993), Scan-first search and sparse certificates: an improved
/// parallel algorithm for k-vertex connectivity, doi:10.1137/0222013
graph::Graph sparse_certificate(const graph::Graph& graph, const RunContext& context);

}  // namespace tertius::bridges
