// Brokerage roles: between which groups a member mediates.
//
// A broker b stands between i and k when both are its contacts and there is no connection between them.
// Undirected, over unordered pairs {i,k}; directed, i -> b and b -> k without i -> k.
//   coordinator     i, b and k in one group
//   consultant      i and k in one group, b in another (itinerant broker)
//   representative  i with b, k outside       } undirected connections cannot tell these two apart: both
//                   stand in
//   gatekeeper      k with b, i outside       } gatekeeper, and representative is 0
//   liaison         three groups
//
// R. V. Gould & R. M. Fernandez (1989), Structures of mediation: a formal approach to brokerage in
// transaction networks, doi:10.2307/270949
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::bridges {

enum class BrokerageRole : std::uint8_t { coordinator, consultant, gatekeeper, representative, liaison };
inline constexpr std::size_t brokerage_roles = 5;
std::string_view to_string(BrokerageRole role);

struct Brokerage {
  /// count[v][role]: how many pairs v mediates in that role.
  std::vector<std::array<std::uint64_t, brokerage_roles>> count;
  /// z[v][role]: standard deviations above what v's contacts would give if the group labels of all other
  /// members were dealt out at random (sizes and connections kept). Exact mean and variance, no simulation.
  /// NaN where the variance is 0.
  std::vector<std::array<double, brokerage_roles>> z;
};

/// Of every member. Counts by group and takes off the pairs that know each other, instead of listing pairs:
/// O(sum of min(d_u, d_v) over connections) undirected, O(sum over connections of the shorter of two rows)
/// directed. Throws Error{usage} unless there is one label per member.
Brokerage brokerage(const graph::Graph& graph, const graph::Partition& groups,
                    const RunContext& context = {});

}  // namespace tertius::bridges
