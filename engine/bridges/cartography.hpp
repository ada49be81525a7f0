// Cartography: how a member's connections spread over the groups, and the role that follows from it.
//
//   participation    P_i = 1 - sum_s (k_is / k_i)^2, k_is the connections of i to group s
//   within-module z  z_i = (k_i,own - mean) / sd of the connections inside the group, over its members
//   (population sd)
//
// R. Guimera & L. A. N. Amaral (2005), Functional cartography of complex metabolic networks,
// doi:10.1038/nature03288
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::bridges {

/// The seven roles, with the limits of the paper: a hub has z >= 2.5.
enum class CartographicRole : std::uint8_t {
  ultra_peripheral,  ///< P <= 0.05
  peripheral,        ///< P <= 0.62
  connector,         ///< P <= 0.80
  kinless,           ///< P > 0.80
  provincial_hub,    ///< z >= 2.5, P <= 0.30
  connector_hub,     ///< z >= 2.5, P <= 0.75
  kinless_hub,       ///< z >= 2.5, P > 0.75
};
std::string_view to_string(CartographicRole role);

/// One value per member each.
struct Cartography {
  std::vector<double> participation;               ///< in [0, 1); 0 without contacts
  std::vector<double> within_module_z;             ///< 0 where all members of the group have the same
  std::vector<std::uint32_t> foreign_groups;       ///< groups other than the own among the contacts
  std::vector<std::uint32_t> foreign_connections;  ///< connections that leave the own group
  std::vector<CartographicRole> role;
};

/// Of every member with respect to any groups; connections count 1 whatever their weight. O(n + m) time,
/// O(groups) memory per thread. Throws Error{usage} unless there is one label per member.
Cartography cartography(const graph::Graph& graph, const graph::Partition& groups,
                        const RunContext& context = {});

}  // namespace tertius::bridges
