#include "engine/bridges/bridging.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"

namespace tertius::bridges {
namespace {

/// Larger is better, in this order.
using Rank = std::tuple<double, double, double>;

Rank rank_of(const Bridging& b, BridgeOrder order, graph::VertexId v) {
  const double participation = b.map.participation[v];
  if (std::isnan(b.betweenness[v]) && (order == BridgeOrder::bridging || order == BridgeOrder::betweenness ||
                                       order == BridgeOrder::bridging_centrality))
    return {participation, static_cast<double>(b.map.foreign_connections[v]), 0};
  const double between = std::isnan(b.betweenness[v]) ? 0 : b.betweenness[v];
  const auto or_worst = [](double x) { return std::isnan(x) ? -1e300 : x; };
  switch (order) {
    case BridgeOrder::bridging:
      return {between * participation, between, participation};
    case BridgeOrder::betweenness:
      return {between, participation, 0};
    case BridgeOrder::constraint:
      return {or_worst(-b.holes.constraint[v]), between, 0};
    case BridgeOrder::effective_size:
      return {or_worst(b.holes.effective_size[v]), between, 0};
    case BridgeOrder::participation:
      return {participation, between, 0};
    case BridgeOrder::bridging_centrality:
      return {b.bridging_centrality[v], between, 0};
    case BridgeOrder::critical:
      return {static_cast<double>(b.removal.lost_cross_pairs[v]),
              static_cast<double>(b.removal.lost_pairs[v]), between};
  }
  return {};
}

}  // namespace

std::vector<double> bridging_centrality(const graph::Graph& graph, std::span<const double> betweenness) {
  std::vector<double> result(graph.vertex_count(), 0.0);
  parallel_each(graph.vertex_count(), 1024, [&](std::size_t i) {
    const auto v = static_cast<graph::VertexId>(i);
    double around = 0;
    for (const graph::VertexId u : graph.neighbours(v)) around += 1.0 / graph.degree(u);
    if (around > 0) result[v] = betweenness[v] / (graph.degree(v) * around);
  });
  return result;
}

std::vector<OnlyLink> only_links(const graph::Graph& graph, const graph::Partition& groups,
                                 std::uint32_t min_size) {
  const std::vector<std::uint32_t> sizes = groups.sizes();
  const graph::GroupMembers members = graph::members_by_group(groups);
  // Connections of one group to each group behind it: how many, and their members while all have the same.
  struct Between {
    std::uint64_t connections = 0;
    graph::VertexId here = graph::no_vertex, there = graph::no_vertex;
  };
  std::vector<Between> between(groups.count);
  std::vector<std::uint32_t> met;
  std::vector<OnlyLink> links;
  for (std::uint32_t a = 0; a < groups.count; ++a) {
    if (sizes[a] < min_size) continue;
    for (const graph::VertexId u : members.of(a)) {
      for (const graph::VertexId v : graph.neighbours(u)) {
        const std::uint32_t b = groups.label[v];
        if (b <= a || sizes[b] < min_size) continue;
        Between& found = between[b];
        if (found.connections++ == 0) {
          met.push_back(b);
          found.here = u;
          found.there = v;
        }
        if (found.here != u) found.here = graph::no_vertex;
        if (found.there != v) found.there = graph::no_vertex;
      }
    }
    for (const std::uint32_t b : met) {
      const Between& found = between[b];
      if (found.here != graph::no_vertex) links.push_back({found.here, a, b, found.connections});
      if (found.there != graph::no_vertex) links.push_back({found.there, b, a, found.connections});
      between[b] = {};
    }
    met.clear();
  }
  std::sort(links.begin(), links.end(), [](const OnlyLink& x, const OnlyLink& y) {
    return std::tie(x.member, x.other_group) < std::tie(y.member, y.other_group);
  });
  return links;
}

Bridging bridging(const graph::Graph& graph, const graph::Graph& arcs, const graph::Partition& groups,
                  const BridgingOptions& options, const RunContext& context) {
  return with_threads(context, [&] {
    const graph::Graph& connections =
        arcs.vertex_count() == graph.vertex_count() && arcs.vertex_count() > 0 ? arcs : graph;
    Bridging result;
    BetweennessOptions exact{.weighted = options.weighted, .pairs = options.pairs};
    if (options.pairs != PairsOf::all) {
      exact.labels = groups.label;
      exact.from = options.from;
      exact.to = options.to;
    }
    if (!options.betweenness) {
      result.betweenness.assign(graph.vertex_count(), std::numeric_limits<double>::quiet_NaN());
    } else if (options.sampling) {
      if (options.pairs != PairsOf::all || (options.weighted && graph.weighted())) {
        throw Error(ErrorKey::argument_missing,
                    "approximate betweenness is there for unweighted ties and all pairs only");
      }
      result.sampled = sampled_betweenness(graph, *options.sampling, context);
      result.betweenness = std::move(result.sampled->score);
    } else {
      result.betweenness = betweenness(graph, exact, context).score;
    }
    result.pairs = counted_pairs(graph, exact, context);
    result.holes = structural_holes(connections, options.weighted, context);
    result.map = cartography(graph, groups, context);
    result.brokerage = brokerage(connections, groups, context);
    result.removal = removal(graph, &groups, context);
    result.bridging_centrality = bridging_centrality(graph, result.betweenness);
    result.only_links = only_links(graph, groups);

    result.order.resize(graph.vertex_count());
    std::iota(result.order.begin(), result.order.end(), graph::VertexId{0});
    std::vector<Rank> ranks(graph.vertex_count());
    for (const graph::VertexId v : result.order) ranks[v] = rank_of(result, options.order, v);
    parallel_sort(result.order.begin(), result.order.end(), [&](graph::VertexId a, graph::VertexId b) {
      return ranks[a] != ranks[b] ? ranks[a] > ranks[b] : a < b;
    });
    return result;
  });
}

std::string_view to_string(BridgeOrder order) {
  return name_in(bridge_orders, order);
}

}  // namespace tertius::bridges
