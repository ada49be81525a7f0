#include "engine/pipeline/introductions/path.hpp"

#include "engine/graph/kernels/traversal.hpp"

namespace tertius::pipeline {

report::PathReport find_path(const graph::Network& network, const graph::Grouping& grouping,
                             graph::VertexId from, graph::VertexId to,
                             const introductions::Exclusions& exclusions, unsigned count,
                             const RunContext& context) {
  report::PathReport report{.network = &network,
                            .grouping = &grouping,
                            .from = from,
                            .to = to,
                            .closed = !exclusions.may_meet(from, to),
                            .connected = network.graph.has_arc(from, to)};
  const Phase phase(context, "path");
  if (report.connected) {
    report.distance = 1;
  } else if (!report.closed) {
    const introductions::Introducers introducers(network, exclusions);
    report.routes = introducers.routes(from, to, {.count = count});
    const std::uint32_t steps = graph::bfs_distances(network.graph, from)[to];
    if (steps != graph::unreachable) report.distance = steps;
  }
  return report;
}

}  // namespace tertius::pipeline
