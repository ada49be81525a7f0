#include "engine/pipeline/grouping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/graph/gate.hpp"

namespace tertius::pipeline {

graph::Grouping cluster_grouping(graph::Partition clusters) {
  graph::Grouping grouping{"cluster", std::move(clusters), {}};
  for (std::uint32_t g = 0; g < grouping.partition.count; ++g) {
    grouping.names.push_back(fmt::format("cluster {}", g + 1));
  }
  return grouping;
}

graph::Grouping combined(const graph::Grouping& first, const graph::Grouping& second) {
  graph::Grouping result{first.by + "," + second.by, {}, {}};
  const std::size_t n = first.partition.label.size();
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> seen;
  std::vector<std::uint32_t> labels(n);
  for (std::size_t v = 0; v < n; ++v) {
    const std::pair both{first.partition.label[v], second.partition.label[v]};
    labels[v] = seen.try_emplace(both, static_cast<std::uint32_t>(seen.size())).first->second;
  }
  result.partition = graph::canonical(labels);
  result.names.resize(result.partition.count);
  for (std::size_t v = 0; v < n; ++v) {
    std::string& name = result.names[result.partition.label[v]];
    if (name.empty())
      name = first.names[first.partition.label[v]] + ", " + second.names[second.partition.label[v]];
  }
  return result;
}

namespace {

bool names_clusters(const graph::MemberTable& members, const std::string& by) {
  return (by == "cluster" || by == "clusters") && members.find_column(by) == nullptr;
}

graph::Grouping group_by_name(const graph::Network& network, const std::string& by,
                              const RunContext& context) {
  if (const graph::Column* column = network.members.find_column(by)) return graph::group_by(*column);
  if (names_clusters(network.members, by))
    return cluster_grouping(
        graph::clusters_shown(network, clusters::leiden(network.graph, {}, context).partition));
  throw Error(ErrorCode::usage, fmt::format("{0} {1}: members have no such attribute; they have {2}; `{0} "
                                            "cluster` groups by the clusters found",
                                            setting_name("by"), by, network.members.column_names()));
}

/// The names of a list; a name that holds commas itself is one name.
std::vector<std::string> names_of(const graph::MemberTable& members, const std::string& by) {
  if (members.find_column(by) != nullptr) return {by};
  std::vector<std::string> names(1);
  for (const char c : by) {
    if (c == ',') {
      names.emplace_back();
    } else {
      names.back() += c;
    }
  }
  return names;
}

}  // namespace

bool found_in_ties(const graph::Grouping& grouping, const graph::MemberTable& members) {
  const std::vector<std::string> names = names_of(members, grouping.by);
  return std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return names_clusters(members, name); });
}

std::vector<graph::Grouping> choose_groupings(const graph::Network& network,
                                              const std::optional<std::string>& by,
                                              const RunContext& context) {
  const std::string usual = network.members.find_column("discipline") != nullptr ? "discipline" : "cluster";
  std::vector<graph::Grouping> groupings;
  for (const std::string& name : names_of(network.members, by.value_or(usual)))
    groupings.push_back(group_by_name(network, name, context));
  if (groupings.size() > 1) {
    graph::Grouping all = combined(groupings[0], groupings[1]);
    for (std::size_t i = 2; i < groupings.size(); ++i) all = combined(all, groupings[i]);
    groupings.push_back(std::move(all));
  }
  return groupings;
}

graph::Grouping choose_grouping(const graph::Network& network, const std::optional<std::string>& by,
                                const RunContext& context) {
  return std::move(choose_groupings(network, by, context).back());
}

}  // namespace tertius::pipeline
