// The columns of clusters, of their members and of the resolutions tried.
#pragma once

#include <cstdint>

#include "engine/report/analyses/clusters.hpp"
#include "engine/report/field.hpp"

namespace tertius::report {

struct ClusterRow {
  using Report = ClustersReport;
  const ClustersReport& report;
  std::uint32_t cluster;
};
const Fields<ClusterRow>& cluster_fields();

struct ClusterMemberRow {
  using Report = ClustersReport;
  const ClustersReport& report;
  graph::VertexId member;
};
const Fields<ClusterMemberRow>& cluster_member_fields();

/// A point of the sweep.
struct ResolutionRow {
  using Report = ClustersReport;
  const ClustersReport& report;
  std::size_t point;
};
const Fields<ResolutionRow>& resolution_fields();

/// "Jana Feld, Mo Kern and Ada Boll": the first `most` of the members, as a sentence names them.
std::string members_listed(const ClustersReport& report, const std::vector<graph::VertexId>& members,
                           std::size_t most);

}  // namespace tertius::report
