// Betweenness: how many shortest paths between others run through a member.
//
//   b(v) = sum over pairs {s,t}, s != v != t, of sigma_st(v) / sigma_st,
//
// where sigma_st counts the shortest paths from s to t and sigma_st(v) those that pass through v.
//
// L. C. Freeman (1977), A set of measures of centrality based on betweenness, doi:10.2307/3033543
// U. Brandes (2001), A faster algorithm for betweenness centrality, doi:10.1080/0022250X.2001.9990249
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// Which pairs count. `all` needs no labels.
enum class PairsOf {
  all,               ///< every pair
  different_groups,  ///< pairs whose two members carry different labels
  two_groups,        ///< pairs with one member in BetweennessOptions::from and the other in ::to
};

struct BetweennessOptions {
  bool weighted = false;  ///< a tie is 1/weight long; false: every tie is one step long
  PairsOf pairs = PairsOf::all;
  std::span<const std::uint32_t> labels{};  ///< one per member, unless pairs is `all`
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  /// Fold hanging trees and members with the same contacts into one; changes the time only. For tests.
  bool reduce = true;
};

struct BetweennessResult {
  std::vector<double> score;    ///< unnormalised; unordered pairs, ordered ones when the graph is directed
  graph::VertexId sources = 0;  ///< searches run, after folding
};

/// Exact betweenness of every member. Isolated members, leaves and members of complete components have 0;
/// pairs without a path count nothing. O(n m) time, O((n + m) per thread) memory (32 searches share each pass
/// over the ties); with `weighted` O(n (m + n log n)). Path counts may exceed every built-in number type. The
/// result does not depend on the number of threads. Throws Error{usage} when labels are missing,
/// Error{bad_data} when `weighted` meets a weight that is not positive, Error{cancelled}.
BetweennessResult betweenness(const graph::Graph& graph, const BetweennessOptions& options = {},
                              const RunContext& context = {});

/// Seconds that one thread would need for exact betweenness on a machine of 2025, from the counts alone: a
/// rule of thumb for choosing between exact and approximate that is the same on every machine.
double estimated_betweenness_seconds(const graph::Graph& graph, bool weighted = false);

/// Pairs that betweenness is a share of: those that count and have a path between them, as pairs without one
/// have no shortest path that could run through anybody.
struct CountedPairs {
  double all = 0;
  /// Per member, those of which the member is not an end: the score divided by this is the share of the
  /// shortest paths between others that run through the member, each pair counting once. 0 to 1; in a
  /// connected network (n-1)(n-2)/2 for all pairs, which is Freeman's bound.
  std::vector<double> of_others;
};

/// Of an undirected graph; `weighted` does not matter. O(n + m). Throws Error{usage} for directed graphs and
/// when labels are missing.
CountedPairs counted_pairs(const graph::Graph& graph, const BetweennessOptions& options = {},
                           const RunContext& context = {});

}  // namespace tertius::bridges
