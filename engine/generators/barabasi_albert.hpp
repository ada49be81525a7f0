// Barabasi-Albert: who comes new ties to those who have many ties already.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct BarabasiAlbertOptions {
  graph::VertexId members = 10'000;
  graph::VertexId connections = 4;  ///< made by each newcomer; the mean degree comes to about twice that
};

/// Preferential attachment (Barabasi & Albert 1999, doi:10.1126/science.286.5439.509), drawn without
/// communication: an end of a connection is copied from a random end of the earlier ones by asking what that
/// one was (Sanders & Schulz 2016, doi:10.1016/j.ipl.2016.02.004). Loops and repeats are merged. The same for
/// every number of threads. O(n connections). Throws Error{usage} when a number is out of range.
graph::Network generate_barabasi_albert(const BarabasiAlbertOptions& options = {},
                                        const RunContext& context = {});

}  // namespace tertius::generators
