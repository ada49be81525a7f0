#include "engine/bridges/cartography.hpp"

#include <cmath>

#include "engine/core/parallel.hpp"

namespace tertius::bridges {
namespace {

CartographicRole role_of(double z, double participation) {
  if (z >= 2.5) {
    if (participation <= 0.30) return CartographicRole::provincial_hub;
    return participation <= 0.75 ? CartographicRole::connector_hub : CartographicRole::kinless_hub;
  }
  if (participation <= 0.05) return CartographicRole::ultra_peripheral;
  if (participation <= 0.62) return CartographicRole::peripheral;
  return participation <= 0.80 ? CartographicRole::connector : CartographicRole::kinless;
}

struct Counter {
  explicit Counter(std::uint32_t groups) : connections(groups, 0) {}
  std::vector<std::uint32_t> connections;  // all 0 between members
  std::vector<std::uint32_t> touched;
};

Cartography run(const graph::Graph& graph, const graph::Partition& groups, const RunContext& context) {
  const Phase phase(context, "participation");
  const graph::VertexId n = graph.vertex_count();
  if (groups.label.size() != n)
    throw Error(ErrorKey::argument_missing, "cartography needs one group per member");
  Cartography result;
  result.participation.assign(n, 0.0);
  result.within_module_z.assign(n, 0.0);
  result.foreign_groups.assign(n, 0);
  result.foreign_connections.assign(n, 0);
  result.role.assign(n, CartographicRole::ultra_peripheral);
  PerThread<Counter> counters([&] { return Counter(groups.count); });
  parallel_blocks(n, 1024, [&](std::size_t begin, std::size_t end) {
    context.poll();
    auto& [connections, touched] = counters.local();
    for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
      const std::uint32_t own = groups.label[v];
      touched.clear();
      for (const graph::VertexId u : graph.neighbours(v)) {
        if (connections[groups.label[u]]++ == 0) touched.push_back(groups.label[u]);
      }
      // Squares of whole numbers add up exactly, in any order.
      double squares = 0;
      std::uint32_t inside = 0;
      for (const std::uint32_t group : touched) {
        squares += static_cast<double>(connections[group]) * connections[group];
        if (group == own)
          inside = connections[group];
        else
          ++result.foreign_groups[v];
        connections[group] = 0;
      }
      const double degree = graph.degree(v);
      result.foreign_connections[v] = graph.degree(v) - inside;
      if (degree > 0) result.participation[v] = 1.0 - squares / (degree * degree);
    }
  });
  std::vector<double> members(groups.count, 0.0), sum(groups.count, 0.0), deviation(groups.count, 0.0);
  const auto inside = [&](graph::VertexId v) {
    return static_cast<double>(graph.degree(v) - result.foreign_connections[v]);
  };
  for (graph::VertexId v = 0; v < n; ++v) {
    members[groups.label[v]] += 1;
    sum[groups.label[v]] += inside(v);
  }
  for (graph::VertexId v = 0; v < n; ++v) {
    const std::uint32_t own = groups.label[v];
    const double from_mean = inside(v) - sum[own] / members[own];
    deviation[own] += from_mean * from_mean;
  }
  for (graph::VertexId v = 0; v < n; ++v) {
    const std::uint32_t own = groups.label[v];
    const double sd = std::sqrt(deviation[own] / members[own]);
    if (sd > 0) result.within_module_z[v] = (inside(v) - sum[own] / members[own]) / sd;
    result.role[v] = role_of(result.within_module_z[v], result.participation[v]);
  }
  return result;
}

}  // namespace

std::string_view to_string(CartographicRole role) {
  switch (role) {
    case CartographicRole::ultra_peripheral:
      return "ultra-peripheral";
    case CartographicRole::peripheral:
      return "peripheral";
    case CartographicRole::connector:
      return "connector";
    case CartographicRole::kinless:
      return "kinless";
    case CartographicRole::provincial_hub:
      return "provincial hub";
    case CartographicRole::connector_hub:
      return "connector hub";
    case CartographicRole::kinless_hub:
      return "kinless hub";
  }
  return "";
}

Cartography cartography(const graph::Graph& graph, const graph::Partition& groups,
                        const RunContext& context) {
  return with_threads(context, [&] { return run(graph, groups, context); });
}

}  // namespace tertius::bridges
