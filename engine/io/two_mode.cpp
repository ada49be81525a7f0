#include "engine/io/two_mode.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "engine/core/text.hpp"

namespace tertius {
namespace {

struct Edges {
  std::vector<VertexId> sources, targets;
  std::vector<double> weights;

  void add(const Graph& graph) {
    for (VertexId u = 0; u < graph.vertex_count(); ++u) {
      for (ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc) {
        if (graph.target(arc) < u) continue;
        sources.push_back(u);
        targets.push_back(graph.target(arc));
        weights.push_back(graph.weight(arc));
      }
    }
  }
};

/// What was known of the ties of `before`, for the arcs of a graph that has more of them.
template <class T>
void carry_over(std::vector<T>& values, const Graph& before, const Graph& after, T unknown) {
  if (values.empty()) return;
  std::vector<T> carried(after.arc_count(), unknown);
  for (VertexId u = 0; u < before.vertex_count(); ++u)
    for (ArcIndex arc = before.arcs_begin(u); arc < before.arcs_end(u); ++arc)
      carried[after.find_arc(u, before.target(arc))] = values[arc];
  values = std::move(carried);
}

std::string words(const Projection& projection, const ProjectionOptions& options) {
  std::string text = fmt::format("Members are connected who share one of {}; {}.",
                                 counted(projection.groups_used, "group or event", "groups or events"),
                                 options.weight == ProjectionWeight::count
                                     ? "the weight is their number"
                                     : "each adds 1 / (its size - 1) to the weight (Newman 2001)");
  if (projection.groups_too_large > 0)
    text += fmt::format(
        " {} of more than {} members connected nobody (the largest has {}; --largest-group N takes more).",
        counted(projection.groups_too_large, "group", "groups"), grouped_digits(options.largest_group),
        grouped_digits(projection.largest_left_out));
  return text;
}

}  // namespace

void project_affiliations(Loaded& loaded, const LoadOptions& options, const RunContext& context) {
  Network& network = loaded.network;
  const bool alone = network.graph.edge_count() == 0;
  if (network.affiliations.rows.empty() || options.projecting == Projecting::never ||
      (options.projecting == Projecting::alone && !alone))
    return;
  ProjectionOptions how = options.projection;
  how.memory_limit = options.memory_limit;
  const Projection projection = project(network.affiliations, network.members.size(), how, context);
  const std::uint64_t before = network.graph.edge_count();
  if (alone) {
    network.graph = projection.graph;
    network.ties = {};
  } else {
    Edges edges;
    edges.add(network.graph);
    edges.add(projection.graph);
    const Graph graph = build_graph(network.members.size(), {edges.sources, edges.targets, edges.weights},
                                    {.merge = options.merge}, context)
                            .graph;
    carry_over(network.ties.kind, network.graph, graph, ~0U);
    carry_over(network.ties.since, network.graph, graph, no_day);
    network.graph = graph;
  }
  ImportReport& report = loaded.report;
  report.connections = network.graph.edge_count();
  report.projected = report.connections - before;
  report.isolated = 0;
  for (VertexId v = 0; v < network.graph.vertex_count(); ++v) report.isolated += network.graph.degree(v) == 0;
  report.notes.push_back(words(projection, how));
}

}  // namespace tertius
