// Clusters in words, as a table, as CSV and as JSON (docs/schema/clusters.json).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/clusters/leiden.hpp"
#include "engine/clusters/profile.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/json.hpp"

namespace tertius {

struct ClustersReport {
  const Network* network = nullptr;
  LeidenOptions options{};
  LeidenResult result{};
  std::vector<ClusterProfile> profiles{};        ///< one per cluster
  std::vector<std::vector<VertexId>> centres{};  ///< the most central members of each cluster
  std::string path{};                            ///< as the user typed it, for the next command to try
};

std::string_view to_string(Objective objective);

void write_clusters_json(JsonWriter& json, const ClustersReport& report);
/// One row per member.
std::string clusters_csv(const ClustersReport& report);
/// Sentences, the `top` largest clusters, the next command to try.
std::string clusters_text(const ClustersReport& report, std::size_t top, std::size_t width);

/// The sentences alone: what the analysis found.
std::vector<std::string> clusters_findings(const ClustersReport& report);

}  // namespace tertius
