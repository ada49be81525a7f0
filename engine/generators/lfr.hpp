// LFR: groups of very different sizes and members of very different degrees, as found in real networks, with
// a known share of connections across groups. What methods that look for clusters are measured on.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct LfrOptions {
  graph::VertexId members = 10'000;
  double degree = 20.0;              ///< mean number of connections
  graph::VertexId max_degree = 200;  ///< no member has more
  double mixing = 0.3;               ///< share of each member's connections that leave the group
  graph::VertexId min_group = 20;  ///< sizes of groups; the last one may be cut short and its members spread
  graph::VertexId max_group = 500;
  double degree_exponent = 2.5;  ///< of the power law of degrees
  double group_exponent = 1.5;   ///< of the power law of group sizes
};

/// The benchmark of Lancichinetti, Fortunato & Radicchi (2008), doi:10.1103/PhysRevE.78.046110. Degrees and
/// group sizes are drawn from power laws; each member joins a random group that has room for its inner
/// degree; inner and outer connections are paired at random, pairs that may not be (loops, outer connections
/// within a group) are paired anew, and the few that stay impossible are left out, as are repeats. Column
/// "group" is the truth. The same for every number of threads. O(n + m log m). Throws Error{usage} when no
/// network can have these numbers.
graph::Network generate_lfr(const LfrOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::generators
