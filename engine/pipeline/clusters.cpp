#include "engine/pipeline/clusters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/clusters/label_propagation.hpp"
#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/graph/gate.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/io/groups.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::pipeline {
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
void show_level(report::ClustersReport& report, const graph::Graph& graph, std::uint32_t level,
                const RunContext& context) {
  clusters::LeidenResult& result = report.result;
  if (level == 0 || level > result.hierarchy.size()) {
    throw Error(ErrorKey::name_unknown, fmt::format("{} {}: there are levels 1 (the finest) to {}",
                                                    setting_name("level"), level, result.hierarchy.size()));
  }
  report.level = level;
  result.partition = result.hierarchy[level - 1];
  result.modularity = clusters::modularity(graph, result.partition, 1.0, context);
  result.quality = clusters::quality(graph, result.partition, report.options.objective,
                                     report.options.resolution, context);
}

}  // namespace

report::ClustersReport find_clusters(const graph::Network& network, const ClustersOptions& options,
                                     const RunContext& context) {
  const graph::Graph& graph = options.directed ? network.arcs : network.graph;
  if (graph.vertex_count() != network.graph.vertex_count())
    throw Error(ErrorKey::network_unfit,
                fmt::format("{} directed: nothing is known of who named whom in this network",
                            setting_name("objective")));
  report::ClustersReport report{.network = &network, .options = options.leiden};
  report.directed = options.directed;
  report.preview = options.preview;
  report.options.keep_levels = true;
  if (options.choose_resolution || options.sweep) {
    auto resolutions = clusters::resolutions_to_try(graph, report.options.objective);
    report.sweep =
        clusters::sweep_resolutions(graph, options.leiden, resolutions, std::max(2u, options.seeds), context);
    if (options.choose_resolution)
      report.options.resolution = report.sweep->points[report.sweep->chosen].resolution;
  }
  report.result =
      report.preview ? preview(network.graph, context) : clusters::leiden(graph, report.options, context);
  if (options.level) show_level(report, graph, *options.level, context);
  report.result.partition = graph::clusters_shown(network, std::move(report.result.partition));
  const graph::Partition& clusters = report.result.partition;
  report.profiles = clusters::profile_clusters(network.graph, clusters, context);
  report.centres = clusters::central_members(network.graph, clusters, centre_size,
                                             network.consent.open_members(), context);
  // A trait counts the members of a cluster who share a value: a group that may be small.
  if (network.consent.naming() != graph::Naming::nobody)
    report.traits = clusters::group_traits(network.members, clusters, {}, context);
  report.cores = graph::core_numbers(network.graph, context);
  if (options.seeds > 0 && !report.preview && !options.level) {
    const Phase phase(context, "consensus");
    report.seeds = options.seeds;
    clusters::LeidenOptions once = report.options;
    once.keep_levels = false;
    report.consensus =
        clusters::consensus(clusters, clusters::other_runs(graph, once, options.seeds, context), context);
    const unsigned networks = std::min(options.seeds, clusters::usual_runs(graph));
    if (networks > 0 && !options.directed && graph.edge_count() > 0)
      report.rewired = clusters::clusters_of_rewired(graph, once, networks, context);
  }
  return report;
}

void compare_clusters(report::ClustersReport& report, graph::Grouping with, const RunContext& context) {
  const clusters::Comparison figures = clusters::compare(report.result.partition, with.partition, context);
  report.compared = report::ComparedClusters{std::move(with), figures};
}

clusters::EarlierClusters earlier_clusters(const std::string& path, const graph::MemberTable& members) {
  const io::GroupFile file = io::read_groups(path, members);
  clusters::EarlierClusters earlier{{}, file.label, file.size};
  bool numbers = true;  // groups that are no numbers get some
  for (const std::string& name : file.names) {
    const auto number = io::parse_natural(name);
    numbers = numbers && number && *number < 1'000'000'000;
    earlier.number.push_back(numbers ? static_cast<std::uint32_t>(*number) : 0);
  }
  if (!numbers) std::iota(earlier.number.begin(), earlier.number.end(), 1U);
  return earlier;
}

void follow_clusters(report::ClustersReport& report, std::string file, clusters::EarlierClusters earlier) {
  clusters::Continuity continuity = clusters::match_clusters(earlier, report.result.partition);
  report.followed = report::FollowedClusters{std::move(file), std::move(earlier), std::move(continuity)};
}

}  // namespace tertius::pipeline
