// Watts-Strogatz: neighbours on a ring, with a few connections led elsewhere.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct WattsStrogatzOptions {
  graph::VertexId members = 10'000;
  graph::VertexId degree = 10;  ///< even: half of it on each side of the ring
  double rewiring = 0.1;  ///< probability that the far end of a connection is drawn anew from all members
};

/// Small worlds (Watts & Strogatz 1998, doi:10.1038/30918). A rewired connection that meets another one is
/// merged with it, which happens to about rewiring * degree / members of the connections. The same for every
/// number of threads. O(n degree). Throws Error{usage} when a number is out of range.
graph::Network generate_watts_strogatz(const WattsStrogatzOptions& options = {},
                                       const RunContext& context = {});

}  // namespace tertius::generators
