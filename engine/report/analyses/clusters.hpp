// Clusters in words, as a table, as CSV and as JSON (docs/schema/clusters.json).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/clusters/comparison.hpp"
#include "engine/clusters/continuity.hpp"
#include "engine/clusters/leiden/leiden.hpp"
#include "engine/clusters/naming.hpp"
#include "engine/clusters/profile.hpp"
#include "engine/clusters/stability.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// A second partition beside the clusters.
struct ComparedClusters {
  graph::Grouping with;
  clusters::Comparison figures{};
};

/// An earlier run beside the clusters.
struct FollowedClusters {
  std::string file;
  clusters::EarlierClusters earlier;
  clusters::Continuity continuity{};
};

/// What `clusters` found, as engine/pipeline/clusters.hpp fills it in.
struct ClustersReport {
  const graph::Network* network = nullptr;
  clusters::LeidenOptions options{};                    ///< as used, with the resolution that was chosen
  clusters::LeidenResult result{};                      ///< its partition is the level that is shown
  std::vector<clusters::ClusterProfile> profiles{};     ///< one per cluster
  std::vector<std::vector<graph::VertexId>> centres{};  ///< the most central members of each cluster
  bool directed = false;                                ///< by directed modularity
  bool preview = false;                                 ///< by label propagation
  std::uint32_t level = 0;                              ///< that is shown, 1 the finest; 0: the last
  std::vector<std::vector<clusters::Trait>> traits{};   ///< what sets each cluster apart; empty: not asked
  std::vector<graph::VertexId> cores{};                 ///< core number of each member; empty: not asked
  unsigned seeds = 0;                                   ///< other runs that consensus comes from
  std::optional<clusters::Consensus> consensus{};
  std::optional<clusters::RewiredClusters>
      rewired{};  ///< what chance alone would give; where it is quickly found
  std::optional<clusters::ResolutionSweep> sweep{};
  std::optional<ComparedClusters> compared{};
  std::optional<FollowedClusters> followed{};

  /// What a cluster is called: its place in the order of size, or the number it had in an earlier run.
  std::uint32_t number(std::uint32_t cluster) const {
    return followed ? followed->continuity.number[cluster] : cluster + 1;
  }
};

std::string_view to_string(clusters::Objective objective);
std::string_view to_string(clusters::Origin origin);
std::string_view to_string(clusters::Fate fate);

/// "Cluster 3, 41 members: mostly photography (5.2 times as often as overall); from Waren; centre: Jana
/// Feld".
words::Finding cluster_finding(const ClustersReport& report, std::uint32_t cluster);
std::string cluster_in_words(const ClustersReport& report, std::uint32_t cluster);
/// What the analysis found.
std::vector<words::Finding> clusters_findings(const ClustersReport& report);

void write_clusters_json(JsonWriter& json, const ClustersReport& report);
/// One row per member.
std::string clusters_csv(const ClustersReport& report);
/// The same in parts.
void write_clusters_csv(const ClustersReport& report, const TextSink& sink);
/// Sentences, the `top` largest clusters, what sets them apart.
std::string clusters_text(const ClustersReport& report, std::size_t top, std::size_t width);
/// What each column means.
std::string clusters_explained(std::size_t width);
/// Every column of CSV and JSON.
std::vector<FieldList> clusters_columns();

}  // namespace tertius::report
