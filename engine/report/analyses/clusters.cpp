#include "engine/report/analyses/clusters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/clusters/label_propagation.hpp"
#include "engine/core/error.hpp"
#include "engine/graph/gate.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

constexpr std::size_t centre_size = 3;  // members named per cluster

LeidenResult preview(const Graph& graph, const RunContext& context) {
  LeidenResult result;
  result.partition = propagate_labels(graph, 10, context);
  result.modularity = result.quality = modularity(graph, result.partition, 1.0, context);
  result.disconnected = disconnected_groups(graph, result.partition, context);
  result.hierarchy = {result.partition};
  result.iterations = 1;
  return result;
}

/// Puts one level of the hierarchy in the place of the last.
void show_level(ClustersReport& report, const Graph& graph, std::uint32_t level, const RunContext& context) {
  LeidenResult& result = report.result;
  if (level == 0 || level > result.hierarchy.size()) {
    throw Error(ErrorCode::usage, fmt::format("--level {}: there are levels 1 (the finest) to {}", level,
                                              result.hierarchy.size()));
  }
  report.level = level;
  result.partition = result.hierarchy[level - 1];
  result.modularity = modularity(graph, result.partition, 1.0, context);
  result.quality =
      quality(graph, result.partition, report.options.objective, report.options.resolution, context);
}

}  // namespace

ClustersReport clusters_report(const Network& network, const ClustersRequest& request,
                               const RunContext& context) {
  const Graph& graph = request.directed ? network.arcs : network.graph;
  ClustersReport report{.network = &network, .options = request.leiden};
  report.directed = request.directed;
  report.preview = request.preview;
  report.options.keep_levels = true;
  if (request.choose_resolution || request.sweep) {
    auto resolutions = resolutions_to_try(graph, report.options.objective);
    report.sweep =
        sweep_resolutions(graph, request.leiden, resolutions, std::max(2u, request.seeds), context);
    if (request.choose_resolution)
      report.options.resolution = report.sweep->points[report.sweep->chosen].resolution;
  }
  report.result = report.preview ? preview(network.graph, context) : leiden(graph, report.options, context);
  if (request.level) show_level(report, graph, *request.level, context);
  report.result.partition = clusters_shown(network, std::move(report.result.partition));
  const Partition& clusters = report.result.partition;
  report.profiles = profile_clusters(network.graph, clusters, context);
  report.centres =
      central_members(network.graph, clusters, centre_size, network.consent.open_members(), context);
  // A trait counts the members of a cluster who share a value: a group that may be small.
  if (network.consent.naming() != Naming::nobody)
    report.traits = group_traits(network.members, clusters, {}, context);
  report.cores = core_numbers(network.graph, context);
  if (request.seeds > 0 && !report.preview && !request.level) {
    const Phase phase(context, "consensus");
    report.seeds = request.seeds;
    LeidenOptions once = report.options;
    once.keep_levels = false;
    report.consensus = consensus(clusters, other_runs(graph, once, request.seeds, context), context);
    const unsigned networks = std::min(request.seeds, usual_runs(graph));
    if (networks > 0 && !request.directed && graph.edge_count() > 0)
      report.rewired = clusters_of_rewired(graph, once, networks, context);
  }
  return report;
}

void compare_clusters(ClustersReport& report, Grouping with, const RunContext& context) {
  const Comparison figures = compare(report.result.partition, with.partition, context);
  report.compared = ComparedClusters{std::move(with), figures};
}

void follow_clusters(ClustersReport& report, std::string file, EarlierClusters earlier) {
  Continuity continuity = match_clusters(earlier, report.result.partition);
  report.followed = FollowedClusters{std::move(file), std::move(earlier), std::move(continuity)};
}

std::string_view to_string(Objective objective) {
  return objective == Objective::modularity ? "modularity" : "cpm";
}

std::string_view to_string(Origin origin) {
  switch (origin) {
    case Origin::kept:
      return "kept";
    case Origin::split:
      return "split";
    case Origin::born:
      return "born";
  }
  return "";
}

std::string_view to_string(Fate fate) {
  switch (fate) {
    case Fate::kept:
      return "kept";
    case Fate::merged:
      return "merged";
    case Fate::gone:
      return "gone";
  }
  return "";
}

}  // namespace tertius
