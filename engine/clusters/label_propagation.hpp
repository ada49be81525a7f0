// Label propagation: a fast preview of clusters.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::clusters {

/// Every member takes, pass after pass, the label that most of the weight around carries (Raghavan, Albert &
/// Kumara 2007, doi:10.1103/PhysRevE.76.036106), in rounds of simultaneous decisions; what is not connected
/// is cut apart at the end. No objective, so that one label may swallow nearly all of a dense network: a
/// preview, not an answer. An undirected graph only. The same bytes for every number of threads. At most
/// `passes` passes of O(n + m). Phase "label propagation".
graph::Partition propagate_labels(const graph::Graph& graph, unsigned passes = 10,
                                  const RunContext& context = {});

}  // namespace tertius::clusters
