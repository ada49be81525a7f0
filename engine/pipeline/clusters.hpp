// The work of `clusters`: who belongs together, how sure that is, and what sets each cluster apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/clusters/continuity.hpp"
#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/analyses/clusters.hpp"

namespace tertius::pipeline {

struct ClustersOptions {
  clusters::LeidenOptions leiden{};
  /// By the network's arcs: directed modularity.
  bool directed = false;
  /// Label propagation instead of Leiden.
  bool preview = false;
  /// Stability at other resolutions too.
  bool sweep = false;
  /// The most stable resolution instead of leiden.resolution; implies sweep.
  bool choose_resolution = false;
  /// Runs with other seeds: consensus of members, stability of resolutions.
  unsigned seeds = 0;
  /// Show this level, 1 the finest, instead of the last.
  std::optional<std::uint32_t> level{};
};

/// Finds the clusters and what there is to say about them. Throws Error{usage} for a level that does not
/// exist, and for directed clusters of a network in which it is not known who named whom. The report
/// keeps a reference to the network.
report::ClustersReport find_clusters(const graph::Network& network, const ClustersOptions& options = {},
                                     const RunContext& context = {});

/// Adds the comparison with another partition of the same members.
void compare_clusters(report::ClustersReport& report, graph::Grouping with, const RunContext& context = {});
/// Clusters of an earlier run from a file that io::read_groups() reads, by the numbers they had.
clusters::EarlierClusters earlier_clusters(const std::string& path, const graph::MemberTable& members);
/// Adds what became of earlier clusters, and gives those that continue their numbers.
void follow_clusters(report::ClustersReport& report, std::string file, clusters::EarlierClusters earlier);

}  // namespace tertius::pipeline
