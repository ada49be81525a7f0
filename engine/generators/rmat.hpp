// R-MAT: a graph with hubs and a core, drawn quadrant by quadrant; what Graph500 measures machines with.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct RmatOptions {
  unsigned scale = 16;        ///< 2^scale members, 1 to 31
  unsigned edge_factor = 16;  ///< rows drawn per member; loops and repeats among them are merged
  double a = 0.57, b = 0.19,
         c = 0.19;  ///< probabilities of three quadrants (Graph500); the fourth has the rest
};

/// Recursive matrix (Chakrabarti, Zhan & Faloutsos 2004, doi:10.1137/1.9781611972740.43) with randomly
/// permuted ids. Many members stay without a connection. The same for every number of threads. O(2^scale
/// edge_factor scale / 4). Throws Error{usage} when an option is out of range.
graph::Network generate_rmat(const RmatOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::generators
