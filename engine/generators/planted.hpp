// The planted partition: groups of equal size, connections within a group more likely than across.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct PlantedOptions {
  graph::VertexId members = 10'000;
  graph::VertexId groups = 100;  ///< of equal size, give or take one; every one has at least 2 members
  double degree = 20.0;          ///< mean number of connections
  double mixing = 0.2;           ///< expected share of a member's connections that leave the group
};

/// Planted partition (Condon & Karp 2001, doi:10.1002/1098-2418(200103)18:2<116::AID-RSA1001>3.0.CO;2-2):
/// every pair is connected independently, with one probability inside groups and another across. Column
/// "group" is the truth. The same for every number of threads. O(n + m). Throws Error{usage} when a
/// probability would exceed 1.
graph::Network generate_planted(const PlantedOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::generators
