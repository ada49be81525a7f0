// Openings: the few new connections that would bring separated groups closest together.
//
// Two measures of separation:
//   distance     mean number of steps between members of different groups; no path counts one step more than
//                the longest one there is before connections are added
//   controversy  random-walk controversy: walks start in a group and end at the best-connected members of any
//                group; with P(X|Y) the share, among walks that end in Y, of those that started in X (groups
//                equally likely), RWC(X,Y) = P(X|X) P(Y|Y) - P(X|Y) P(Y|X), averaged over pairs of groups.
//                1: walks stay at home.
// Neither is submodular in the set of new connections, so that greedy choice has no guarantee; every step
// looks at all candidates again.
//
// K. Garimella et al. (2018), Quantifying controversy on social media, doi:10.1145/3140565
// K. Garimella et al. (2017), Reducing controversy by connecting opposing views, doi:10.1145/3018661.3018703
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/choice.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::bridges {

enum class Separation { distance, controversy };
inline constexpr Choice<Separation> separations[] = {
    {Separation::distance, "distance", "the mean number of steps between members of different groups"},
    {Separation::controversy, "controversy", "how seldom random walks end in another group"},
};

struct OpeningsOptions {
  std::uint32_t count = 5;  ///< new connections wanted
  Separation separation = Separation::distance;
  std::uint32_t new_connections_per_member = 1;  ///< room: how many of them one member may be asked to take
  std::uint32_t most_contacts = 0;  ///< room: members with this many contacts get none; 0 is no limit
  /// Pairs looked at; more than that are cut to the best-connected of each group.
  std::size_t candidates = 2000;
  std::uint32_t sources = 512;   ///< distance: members whose distances are read; more are sampled
  std::uint32_t endpoints = 10;  ///< controversy: best-connected members of each group where walks end
  /// Who may be proposed, one a member: both ends of every new connection are. The separation is that of all
  /// members all the same. Empty: all members.
  std::vector<bool> may_propose{};
};

struct Opening {
  graph::VertexId a = 0, b = 0;
  double gain = 0;        ///< by how much this connection lowers the separation, after those before it
  double separation = 0;  ///< what remains
};

struct Openings {
  Separation separation = Separation::distance;
  double before = 0;         ///< NaN without a pair in different groups
  std::uint32_t wanted = 0;  ///< new connections asked for
  std::vector<Opening>
      connections;             ///< in the order chosen; shorter than asked for when nothing helps any more
  std::size_t candidates = 0;  ///< pairs looked at in the first step
  bool sampled = false;        ///< distances were read from a sample of members
};

/// The separation itself, of the whole network. NaN without a pair in different groups. Distances are exact.
double separation(const graph::Graph& graph, const graph::Partition& groups, Separation kind,
                  std::uint32_t endpoints = 10, const RunContext& context = {});

/// Greedy. distance: O(candidates * sources * n) a step; controversy: O(candidates * groups * m) a step times
/// some tens of iterations. Throws Error{usage} for labels or permissions that do not fit or directed graphs,
/// Error{cancelled}.
Openings openings(const graph::Graph& graph, const graph::Partition& groups,
                  const OpeningsOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::bridges
