#include "engine/clusters/profile.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/parallel.hpp"

namespace tertius::clusters {
namespace {

constexpr std::size_t block = 4096;  // vertices
constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : undefined;
}

/// What a member adds to its cluster.
struct Connections {
  graph::VertexId inside = 0;
  double inside_weight = 0, strength = 0;
};

std::vector<Connections> connections_of_members(const graph::Graph& graph, const graph::Partition& partition,
                                                const RunContext& context) {
  std::vector<Connections> connections(graph.vertex_count());
  parallel_blocks(connections.size(), block, [&](std::size_t begin, std::size_t end) {
    context.poll();
    for (std::size_t i = begin; i < end; ++i) {
      const auto v = static_cast<graph::VertexId>(i);
      const auto neighbours = graph.neighbours(v);
      const auto weights = graph.weights(v);
      for (std::size_t k = 0; k < neighbours.size(); ++k) {
        const double w = weights.empty() ? 1.0 : weights[k];
        connections[v].strength += w;
        if (partition.label[neighbours[k]] != partition.label[v]) continue;
        ++connections[v].inside;
        connections[v].inside_weight += w;
      }
    }
  });
  return connections;
}

}  // namespace

std::vector<ClusterProfile> profile_clusters(const graph::Graph& graph, const graph::Partition& partition,
                                             const RunContext& context) {
  return with_threads(context, [&] {
    const std::vector<Connections> connections = connections_of_members(graph, partition, context);
    std::vector<ClusterProfile> clusters(partition.count);
    double all = 0;
    for (graph::VertexId v = 0; v < connections.size(); ++v) {
      ClusterProfile& c = clusters[partition.label[v]];
      ++c.size;
      c.inside_connections += connections[v].inside;
      c.outside_connections += graph.degree(v) - connections[v].inside;
      c.inside += connections[v].inside_weight;
      c.outside += connections[v].strength - connections[v].inside_weight;
      all += connections[v].strength;
    }
    const double n = static_cast<double>(connections.size());
    for (ClusterProfile& c : clusters) {
      const double size = c.size, strength = c.inside + c.outside;
      c.inside_connections /= 2;
      c.inside /= 2;
      c.outside_share =
          ratio(static_cast<double>(c.outside_connections),
                static_cast<double>(c.inside_connections) + static_cast<double>(c.outside_connections));
      c.density = ratio(static_cast<double>(c.inside_connections), size * (size - 1) / 2);
      c.conductance = ratio(c.outside, std::min(strength, all - strength));
      c.coverage = ratio(c.inside, all / 2);
      c.modularity = all > 0 ? 2 * c.inside / all - (strength / all) * (strength / all) : undefined;
      c.cohesion = ratio(ratio(c.inside, size * (size - 1) / 2), ratio(c.outside, size * (n - size)));
    }
    return clusters;
  });
}

std::vector<std::vector<graph::VertexId>> central_members(const graph::Graph& graph,
                                                          const graph::Partition& partition, std::size_t most,
                                                          const std::vector<bool>& may_name,
                                                          const RunContext& context) {
  return with_threads(context, [&] {
    const std::vector<Connections> connections = connections_of_members(graph, partition, context);
    const graph::GroupMembers groups = graph::members_by_group(partition);
    std::vector<std::vector<graph::VertexId>> central(partition.count);
    parallel_each(partition.count, 64, [&](std::size_t g) {
      const auto all = groups.of(static_cast<std::uint32_t>(g));
      std::vector<graph::VertexId> members(all.begin(), all.end());
      std::erase_if(members, [&](graph::VertexId v) { return !may_name.empty() && !may_name[v]; });
      central[g].resize(std::min(most, members.size()));
      std::partial_sort_copy(members.begin(), members.end(), central[g].begin(), central[g].end(),
                             [&](graph::VertexId a, graph::VertexId b) {
                               const double x = connections[a].inside_weight,
                                            y = connections[b].inside_weight;
                               return x != y ? x > y : a < b;
                             });
    });
    return central;
  });
}

}  // namespace tertius::clusters
