// Bridging contacts: every measure of this module for every member, one ranking, and the facts behind it.
//
// Default order: betweenness times participation. Betweenness alone also finds the hub of a closed bubble,
// who lies between its own people; participation alone also finds the newcomer with one contact in each of
// two bubbles. Who carries traffic and spreads over bubbles is high in both.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/bridges/betweenness/betweenness.hpp"
#include "engine/bridges/betweenness/betweenness_sampling.hpp"
#include "engine/bridges/brokerage.hpp"
#include "engine/bridges/cartography.hpp"
#include "engine/bridges/cut.hpp"
#include "engine/bridges/structural_holes.hpp"
#include "engine/core/choice.hpp"

namespace tertius::bridges {

enum class BridgeOrder {
  bridging,  ///< betweenness x participation
  betweenness,
  constraint,  ///< lowest first
  effective_size,
  participation,
  bridging_centrality,
  critical,  ///< what leaving breaks: pairs in different groups cut off, then all pairs cut off
};

inline constexpr Choice<BridgeOrder> bridge_orders[] = {
    {BridgeOrder::bridging, "bridging", "betweenness, and contacts in many groups"},
    {BridgeOrder::betweenness, "betweenness", "how many shortest paths lead over them"},
    {BridgeOrder::constraint, "constraint", "whose contacts know each other least"},
    {BridgeOrder::effective_size, "effective-size", "contacts, less those that lead to the same people"},
    {BridgeOrder::participation, "participation", "how evenly their contacts are spread over the groups"},
    {BridgeOrder::bridging_centrality, "bridging-centrality",
     "betweenness, more for few contacts among members with many"},
    {BridgeOrder::critical, "critical", "what breaks when they leave"},
};
std::string_view to_string(BridgeOrder order);

struct BridgingOptions {
  bool weighted = false;  ///< structural holes read weights, and paths have length 1/weight
  PairsOf pairs = PairsOf::all;
  std::uint32_t from = 0, to = 0;  ///< groups, for PairsOf::two_groups
  std::optional<SamplingOptions>
      sampling{};  ///< approximate betweenness (needs unweighted connections and all pairs)
  BridgeOrder order = BridgeOrder::bridging;
  /// False: betweenness, and what follows from it, is NaN, and orders that go by it go by participation.
  bool betweenness = true;
};

/// What a group pair hangs on.
struct OnlyLink {
  graph::VertexId member;
  std::uint32_t own_group;  ///< the member's
  std::uint32_t other_group;
  std::uint64_t connections;  ///< all connections between the two groups; every one of them is the member's
};

struct Bridging {
  std::vector<double> betweenness;
  CountedPairs pairs;                         ///< what betweenness is a share of
  std::optional<SampledBetweenness> sampled;  ///< score moved to `betweenness`
  StructuralHoles holes;
  Cartography map;
  Brokerage brokerage;
  Removal removal;
  std::vector<double> bridging_centrality;
  std::vector<graph::VertexId> order;  ///< members, best first
  std::vector<OnlyLink> only_links;    ///< by member, then by group

  /// Share of the shortest paths between others that run through v, each pair of `pairs` counting once; 0
  /// where there is no such pair. At most 1, which an estimate might exceed.
  double path_share(graph::VertexId v) const {
    if (std::isnan(betweenness[v])) return betweenness[v];
    return pairs.of_others[v] > 0 ? std::min(1.0, betweenness[v] / pairs.of_others[v]) : 0.0;
  }
};

/// Bridging centrality: betweenness times the bridging coefficient (1/d_v) / (sum over contacts of 1/d_u):
/// high for those who stand between hubs. 0 for isolated members. O(m). W. Hwang et al. (2008), Bridging
/// centrality: graph mining from element level to group level, doi:10.1145/1401890.1401934
std::vector<double> bridging_centrality(const graph::Graph& graph, std::span<const double> betweenness);

/// Members who are an end of every connection between their own group and another one, for groups with at
/// least `min_size` members. A single connection between two groups gives both its ends. O(n + m), and the
/// links log the links.
std::vector<OnlyLink> only_links(const graph::Graph& graph, const graph::Partition& groups,
                                 std::uint32_t min_size = 2);

/// Everything. `graph` is undirected; `arcs`, when not empty, is the directed network of the same members,
/// from which structural holes and brokerage roles are then taken. Errors as the single measures.
Bridging bridging(const graph::Graph& graph, const graph::Graph& arcs, const graph::Partition& groups,
                  const BridgingOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::bridges
