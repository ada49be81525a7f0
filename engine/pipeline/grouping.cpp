#include "engine/pipeline/grouping.hpp"

#include "engine/clusters/leiden.hpp"

namespace tertius {

Grouping cluster_grouping(Partition clusters) {
  Grouping grouping{"cluster", std::move(clusters), {}};
  for (std::uint32_t g = 0; g < grouping.partition.count; ++g) {
    grouping.names.push_back("cluster " + std::to_string(g + 1));
  }
  return grouping;
}

Grouping choose_grouping(const Network& network, const std::optional<std::string>& by, const RunContext& context) {
  const Column* column = network.members.find_column(by.value_or("discipline"));
  if (column != nullptr) return group_by(*column);
  if (by && *by != "cluster" && *by != "clusters") {
    std::string known;
    for (const Column& c : network.members.columns) known += (known.empty() ? "" : ", ") + c.name();
    throw Error(ErrorCode::usage, "--by " + *by + ": members have no such attribute; they have " +
                                      (known.empty() ? "none" : known) + "; `--by cluster` groups by the clusters found");
  }
  return cluster_grouping(leiden(network.graph, {}, context).partition);
}

}  // namespace tertius
