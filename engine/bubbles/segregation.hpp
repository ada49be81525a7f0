// How closed the groups of a network are: E-I index, assortativity, Coleman's homophily, conductance.
//
// All of it follows from the mixing matrix. NaN wherever a figure is not defined: a group without
// connections, a network that has one group only.
//
// One convention for shares: the connections of a group are those with at least one end in it, each once.
// What counts a connection for each of its ends says so: Coleman's index, conductance and ei_ends, as their
// authors define them.
//
// D. Krackhardt & R. N. Stern (1988), Informal networks and organizational crises, doi:10.2307/2786835
// M. E. J. Newman (2003), Mixing patterns in networks, doi:10.1103/PhysRevE.67.026126
// J. S. Coleman (1958), Relational analysis, Human Organization 17(4),
// doi:10.17730/humo.17.4.q5604m676260q8n7
#pragma once

#include <cstdint>
#include <vector>

#include "engine/bubbles/mixing.hpp"
#include "engine/graph/members.hpp"

namespace tertius::bubbles {

struct GroupSegregation {
  std::uint32_t size = 0;                  ///< members
  std::uint64_t internal_connections = 0;  ///< connections between two of them, each once
  std::uint64_t external_connections = 0;  ///< connections to other groups
  double inside_share = 0;    ///< of the group's connections, those with both ends in it: I / (I + E)
  double expected_share = 0;  ///< the same of the connections that chance would give: D_g / (4m - D_g)
  double ratio = 0;           ///< inside_share / expected_share
  double ei_edges = 0;        ///< (E - I) / (E + I): every connection counts once
  double ei_ends = 0;         ///< (E - 2I) / (E + 2I): an internal connection counts for both its members
  double coleman = 0;         ///< homophily, -1 (avoids its own) over 0 (chance) to 1 (its own alone)
  double conductance = 0;     ///< E / min(D_g, 2m - D_g): 0 sealed off, 1 nothing but external connections
};

struct Segregation {
  double ei_index = 0;  ///< (E - I) / (E + I) over all connections, -1 (closed) to 1 (open)
  /// Newman's r: 1 when connections stay inside, 0 by chance, negative when groups avoid their own.
  double assortativity = 0;
  std::vector<GroupSegregation> groups;
};

/// Coleman's chance is a choice among all other members: a group of n_g of n members would keep
/// (n_g - 1) / (n - 1) of its connections. O(groups).
Segregation segregation(const MixingMatrix& mixing, const graph::Partition& groups);

/// Newman's r for a number instead of a name: the correlation of the value at both ends of a connection, over
/// connections whose two members have one. NaN without variance. O(n + m).
struct NumericAssortativity {
  double r = 0;
  std::uint64_t connections = 0;  ///< that were read
};
NumericAssortativity numeric_assortativity(const graph::Graph& graph, const std::vector<double>& values,
                                           const RunContext& context = {});

}  // namespace tertius::bubbles
