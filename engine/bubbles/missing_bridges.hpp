// Missing bridges: pairs of groups with far fewer connections than chance would give, and hardly any; and who
// stands closest to the gap.
//
// Both conditions are needed. Where most connections stay inside, most pairs have fewer than chance would
// give, also pairs with hundreds of connections, and a bridge of hundreds of connections is not missing.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/bubbles/mixing.hpp"

namespace tertius::bubbles {

/// A member of one group and their way to the other.
struct ClosestMember {
  graph::VertexId member = 0;
  std::uint32_t steps = 0;  ///< to the nearest member of the other group; 1: a connection
  std::uint32_t ways = 0;   ///< contacts that lead there in so many steps
};

struct MissingBridge {
  std::uint32_t a = 0, b = 0;  ///< groups, a before b
  std::uint64_t connections = 0;
  double expected = 0;  ///< connections that chance would give, at most one for each pair of members
  double z = 0;         ///< deviations below chance, ends joined at random
  double surprise =
      0;  ///< e - o + o ln(o/e): grows with the number of connections missing and with their share
  std::vector<ClosestMember> from_a{}, from_b{};  ///< closest first; empty where there is no path
};

struct MissingBridgeOptions {
  std::uint32_t most = 10;              ///< pairs
  double most_ratio = 0.5;              ///< a gap has at most this share of the connections expected,
  double least_surprise = 3.0;          ///< a chance below about e^-3 of so few (Poisson),
  double most_per_member = 0.1;         ///< at most so many connections for each member of the smaller group,
  std::uint64_t most_connections = 10;  ///< and never more than so many
  std::uint32_t members = 3;            ///< on each side
  std::vector<bool> may_name{};         ///< who may be named as closest, one a member; empty: all
};

/// Ranked by surprise, then by the number of members on both sides, then by group. Reads pairs among the
/// 2,048 first groups. O(groups^2 log groups + most * m).
std::vector<MissingBridge> missing_bridges(const graph::Graph& graph, const graph::Partition& groups,
                                           const MixingMatrix& mixing,
                                           const MissingBridgeOptions& options = {},
                                           const RunContext& context = {});

}  // namespace tertius::bubbles
