#include "engine/bridges/bridging.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"

namespace tertius::bridges {
namespace {

/// Larger is better, in this order.
using Rank = std::tuple<double, double, double>;

Rank rank_of(const Bridging& b, BridgeOrder order, graph::VertexId v) {
  const double between = b.betweenness[v], participation = b.map.participation[v];
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
  struct Connection {
    std::uint64_t pair;
    graph::VertexId low, high;  // member of the smaller and of the larger label
  };
  const std::vector<std::uint32_t> sizes = groups.sizes();
  // Connections between groups, gathered by pair; the pairs that hang on one member are found without a table
  // of all pairs.
  std::vector<Connection> connections;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
      const std::uint32_t a = groups.label[u], b = groups.label[v];
      if (a < b && sizes[a] >= min_size && sizes[b] >= min_size)
        connections.push_back({std::uint64_t{a} << 32 | b, u, v});
    }
  }
  parallel_sort(connections.begin(), connections.end(), [](const Connection& x, const Connection& y) {
    return std::tie(x.pair, x.low, x.high) < std::tie(y.pair, y.low, y.high);
  });
  std::vector<OnlyLink> links;
  for (std::size_t i = 0; i < connections.size();) {
    std::size_t j = i;
    bool one_low = true, one_high = true;
    for (; j < connections.size() && connections[j].pair == connections[i].pair; ++j) {
      one_low = one_low && connections[j].low == connections[i].low;
      one_high = one_high && connections[j].high == connections[i].high;
    }
    const auto a = static_cast<std::uint32_t>(connections[i].pair >> 32),
               b = static_cast<std::uint32_t>(connections[i].pair);
    if (one_low) links.push_back({connections[i].low, a, b, j - i});
    if (one_high) links.push_back({connections[i].high, b, a, j - i});
    i = j;
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
    if (options.sampling) {
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
