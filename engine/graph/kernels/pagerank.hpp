// Where a random walk spends its time: PageRank of all members, and personalised PageRank seen from one
// member.
//
// A walker follows a connection with probability `damping` (chosen by weight), otherwise jumps to a member of
// the reset set; without a connection to follow it jumps as well.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

struct PageRankOptions {
  double damping = 0.85;    ///< in [0, 1)
  double tolerance = 1e-9;  ///< bound on the sum over members of |score - exact score|
  unsigned max_iterations = 1000;
  std::span<const VertexId> reset{};  ///< where jumps lead, uniformly; empty: to all members
};

struct PageRankResult {
  std::vector<double> score;  ///< per member, sums to 1
  unsigned iterations = 0;    ///< passes over the arcs
  double error = 0.0;         ///< bound reached on the sum of |score - exact score|
  bool converged = true;      ///< error <= tolerance
};

/// PageRank (Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X). Score per member in [0, 1]; an isolated
/// member gets the share of the jumps. Phase "pagerank".
///
/// On an undirected graph the transition matrix is self-adjoint with respect to the degrees, so that the
/// scores are found by conjugate gradients (Hestenes & Stiefel 1952, doi:10.6028/jres.049.044): at most about
/// 4 passes per decimal digit at damping 0.85, where plain iteration needs up to 14. A directed graph takes
/// plain iteration. O(n + m) a pass; 40 bytes a member. Throws Error{usage} when an option is out of range.
PageRankResult pagerank(const Graph& graph, const PageRankOptions& options = {},
                        const RunContext& context = {});

/// Personalised PageRank by pushing (Andersen, Chung & Lang 2006, doi:10.1109/FOCS.2006.44), for many sources
/// one after the other: scratch space of 16 bytes a member is made once and cleaned after each source in time
/// that depends on the members reached alone. Make one per thread.
class PersonalisedPageRank {
 public:
  struct Options {
    double damping = 0.85;
    /// Scores are below the exact ones, by at most epsilon times the member's strength (its degree when
    /// unweighted) on an undirected graph; by at most remaining() on any. Work is at most 1 / (epsilon (1 -
    /// damping)).
    double epsilon = 1e-6;
  };
  struct Reached {
    VertexId member;
    double score;
  };

  explicit PersonalisedPageRank(const Graph& graph) : PersonalisedPageRank(graph, Options{}) {}
  PersonalisedPageRank(const Graph& graph, const Options& options);

  /// Members with a score above 0, in no particular but always the same order, the source among them; valid
  /// until the next call. A walker without a connection to follow stays where it is.
  std::span<const Reached> from(VertexId source);
  /// What the last call left undistributed: 1 minus the sum of its scores.
  double remaining() const { return remaining_; }

 private:
  struct State {
    double score = 0.0;
    double residual = 0.0;
  };

  Graph graph_;
  Options options_;
  std::vector<State> state_;
  std::vector<double> strength_;  // empty when unweighted
  std::vector<VertexId> queue_, touched_;
  std::vector<Reached> reached_;
  double remaining_ = 0.0;
};

}  // namespace tertius::graph
