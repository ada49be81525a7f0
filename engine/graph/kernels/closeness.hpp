// Harmonic closeness: how near everybody is to a member.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

struct ClosenessOptions {
  /// Searches from every member, whatever that takes, or from a sample where they would follow more arcs than
  /// this (members times arcs).
  std::uint64_t exact_up_to = std::uint64_t{1} << 33;
  /// Members of the sample, drawn with replacement by the seed of the context; at least 2.
  std::uint32_t samples = 1024;
  /// The chance that an estimate is further off than `error`, for all members together.
  double delta = 0.05;
};

struct Closeness {
  /// Per member, in [0, 1].
  std::vector<double> harmonic;
  /// How many members the searches began at; all of them when exact.
  std::uint64_t searches = 0;
  bool exact = true;
  /// With probability 1 - delta no estimate is further off; 0 when exact.
  double error = 0.0;
};

/// Harmonic closeness: the mean over all other members of 1 / steps to them, 0 for those who cannot be reached
/// (M. Marchiori & V. Latora 2000, doi:10.1016/S0378-4371(00)00311-3; P. Boldi & S. Vigna 2014,
/// doi:10.1080/15427951.2013.865686). Weights are ignored; 0 for a member alone.
///
/// Searches go out 64 at a time, a bit each (M. Then et al. 2014, doi:10.14778/2735496.2735507). In a sample,
/// contacts are counted, and only what lies further away is estimated; the bound is empirical Bernstein's (A.
/// Maurer & M. Pontil 2009, arXiv:0907.3740, theorem 4), over all members. O(searches (n + m)) at most, 64
/// times less where the searches meet; 40 bytes per member and thread. Phase "closeness". Throws Error{usage}
/// for a directed graph.
Closeness harmonic_closeness(const Graph& graph, const ClosenessOptions& options = {},
                             const RunContext& context = {});

}  // namespace tertius::graph
