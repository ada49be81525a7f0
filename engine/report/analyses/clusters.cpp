#include "engine/report/analyses/clusters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/clusters/label_propagation.hpp"
#include "engine/core/error.hpp"
#include "engine/graph/gate.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

constexpr std::size_t centre_size = 3;  // members named per cluster

clusters::LeidenResult preview(const graph::Graph& graph, const RunContext& context) {
  clusters::LeidenResult result;
  result.partition = clusters::propagate_labels(graph, 10, context);
  result.modularity = result.quality = clusters::modularity(graph, result.partition, 1.0, context);
  result.disconnected = clusters::disconnected_groups(graph, result.partition, context);
  result.hierarchy = {result.partition};
  result.iterations = 1;
  return result;
}

/// Puts one level of the hierarchy in the place of the last.
void show_level(ClustersReport& report, const graph::Graph& graph, std::uint32_t level,
                const RunContext& context) {
  clusters::LeidenResult& result = report.result;
  if (level == 0 || level > result.hierarchy.size()) {
    throw Error(ErrorCode::usage, fmt::format("--level {}: there are levels 1 (the finest) to {}", level,
                                              result.hierarchy.size()));
  }
  report.level = level;
  result.partition = result.hierarchy[level - 1];
  result.modularity = clusters::modularity(graph, result.partition, 1.0, context);
  result.quality = clusters::quality(graph, result.partition, report.options.objective,
                                     report.options.resolution, context);
}

}  // namespace

ClustersReport clusters_report(const graph::Network& network, const ClustersRequest& request,
                               const RunContext& context) {
  const graph::Graph& graph = request.directed ? network.arcs : network.graph;
  ClustersReport report{.network = &network, .options = request.leiden};
  report.directed = request.directed;
  report.preview = request.preview;
  report.options.keep_levels = true;
  if (request.choose_resolution || request.sweep) {
    auto resolutions = clusters::resolutions_to_try(graph, report.options.objective);
    report.sweep =
        clusters::sweep_resolutions(graph, request.leiden, resolutions, std::max(2u, request.seeds), context);
    if (request.choose_resolution)
      report.options.resolution = report.sweep->points[report.sweep->chosen].resolution;
  }
  report.result =
      report.preview ? preview(network.graph, context) : clusters::leiden(graph, report.options, context);
  if (request.level) show_level(report, graph, *request.level, context);
  report.result.partition = graph::clusters_shown(network, std::move(report.result.partition));
  const graph::Partition& clusters = report.result.partition;
  report.profiles = clusters::profile_clusters(network.graph, clusters, context);
  report.centres = clusters::central_members(network.graph, clusters, centre_size,
                                             network.consent.open_members(), context);
  // A trait counts the members of a cluster who share a value: a group that may be small.
  if (network.consent.naming() != graph::Naming::nobody)
    report.traits = clusters::group_traits(network.members, clusters, {}, context);
  report.cores = graph::core_numbers(network.graph, context);
  if (request.seeds > 0 && !report.preview && !request.level) {
    const Phase phase(context, "consensus");
    report.seeds = request.seeds;
    clusters::LeidenOptions once = report.options;
    once.keep_levels = false;
    report.consensus =
        clusters::consensus(clusters, clusters::other_runs(graph, once, request.seeds, context), context);
    const unsigned networks = std::min(request.seeds, clusters::usual_runs(graph));
    if (networks > 0 && !request.directed && graph.edge_count() > 0)
      report.rewired = clusters::clusters_of_rewired(graph, once, networks, context);
  }
  return report;
}

void compare_clusters(ClustersReport& report, graph::Grouping with, const RunContext& context) {
  const clusters::Comparison figures = clusters::compare(report.result.partition, with.partition, context);
  report.compared = ComparedClusters{std::move(with), figures};
}

void follow_clusters(ClustersReport& report, std::string file, clusters::EarlierClusters earlier) {
  clusters::Continuity continuity = clusters::match_clusters(earlier, report.result.partition);
  report.followed = FollowedClusters{std::move(file), std::move(earlier), std::move(continuity)};
}

std::string_view to_string(clusters::Objective objective) {
  return objective == clusters::Objective::modularity ? "modularity" : "cpm";
}

std::string_view to_string(clusters::Origin origin) {
  switch (origin) {
    case clusters::Origin::kept:
      return "kept";
    case clusters::Origin::split:
      return "split";
    case clusters::Origin::born:
      return "born";
  }
  return "";
}

std::string_view to_string(clusters::Fate fate) {
  switch (fate) {
    case clusters::Fate::kept:
      return "kept";
    case clusters::Fate::merged:
      return "merged";
    case clusters::Fate::gone:
      return "gone";
  }
  return "";
}

}  // namespace tertius::report
