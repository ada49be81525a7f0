// Betweenness from a sample of pairs, with a guarantee.
//
// A sample is a pair {s,t} drawn at random; a search from both ends finds every shortest path between them,
// and each member on them is credited with the share sigma_st(v) / sigma_st that runs through it. The mean
// credit is b(v) / (n(n-1)/2). Sampling stops when the empirical Bernstein bound of every member is below
// epsilon: members with little variance are settled early, and the few that decide get most of the allowed
// failure (chosen from a first, separate sample), which is what makes adaptive sampling cheap.
//
// M. Borassi & E. Natale (2019), KADABRA is an adaptive algorithm for betweenness via random approximation,
//   doi:10.1145/3284359 (bidirectional search, failure spread unevenly, two phases)
// L. Pellegrina & F. Vandin (2023), SILVAN: estimating betweenness centralities with progressive sampling and
//   non-uniform Rademacher bounds, doi:10.1145/3628601 (all shortest paths of a pair, variance-aware bounds)
// A. Maurer & M. Pontil (2009), Empirical Bernstein bounds and sample variance penalization, arXiv:0907.3740,
// theorem 4
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

struct SamplingOptions {
  double epsilon = 0.01;  ///< largest error of b(v) / (n(n-1)/2), in (0,1)
  double delta = 0.1;     ///< chance that any member's error is larger, in (0,1)
  /// With k > 0 sampling also stops once the order of the first k is certain at that confidence, even where
  /// errors are still above epsilon.
  graph::VertexId certain_top = 0;
  /// Exact scores instead, once the first samples show that the others would cost more.
  bool exact_when_cheaper = false;
};

struct SampledBetweenness {
  std::vector<double> score;  ///< estimate of b(v): unnormalised, as betweenness()
  std::vector<double> error;  ///< bound on |score - b(v)|, all of them at once with probability 1 - delta
  double epsilon = 0;         ///< largest error bound reached, as a share of n(n-1)/2
  double delta = 0;
  std::uint64_t samples = 0;        ///< pairs drawn, both phases
  bool exact = false;               ///< scores are exact, all errors 0
  graph::VertexId certain_top = 0;  ///< how many of the first ranks are certain (intervals do not overlap)
};

/// Of an unweighted, undirected graph. Samples are numbered and each draws from its own stream, so that the
/// result depends on the seed alone. About (ln(n/delta) / epsilon + max variance * ln(1/delta) / epsilon^2)
/// samples, each far below O(m) on social networks. O(n + m) memory per thread. Throws Error{usage} for
/// options out of range and for directed graphs, Error{cancelled}.
SampledBetweenness sampled_betweenness(const graph::Graph& graph, const SamplingOptions& options = {},
                                       const RunContext& context = {});

}  // namespace tertius::bridges
