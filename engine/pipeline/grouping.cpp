#include "engine/pipeline/grouping.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>
#include <system_error>
#include <utility>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/graph/gate.hpp"
#include "engine/io/groups.hpp"

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
  throw Error(ErrorKey::name_unknown,
              fmt::format("{0} {1}: members have no such attribute; they have {2}; `{0} "
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

bool found_in_connections(const graph::Grouping& grouping, const graph::MemberTable& members) {
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

bool grouping_is_quick(const graph::Network& network, std::uint64_t connections) {
  return network.members.find_column("discipline") != nullptr || network.graph.edge_count() <= connections;
}

graph::Grouping one_group(const graph::Network& network) {
  return {"", {std::vector<std::uint32_t>(network.graph.vertex_count(), 0), 1}, {""}};
}

graph::Grouping grouping_to_compare(const graph::Network& network, const std::string& what) {
  if (const graph::Column* column = network.members.find_column(what)) return graph::group_by(*column);
  if (std::error_code error; std::filesystem::exists(what, error))
    return grouping_of_file(what, network.members);
  throw Error(ErrorKey::name_unknown,
              fmt::format("{} {}: neither a file nor an attribute of the members; they have {}",
                          setting_name("compare"), what, network.members.column_names()));
}

graph::Grouping grouping_of_file(const std::string& path, const graph::MemberTable& members) {
  const io::GroupFile file = io::read_groups(path, members);
  std::vector<std::uint32_t> labels = file.label;
  const auto unknown = static_cast<std::uint32_t>(file.names.size());
  std::replace(labels.begin(), labels.end(), io::GroupFile::none, unknown);
  graph::Grouping grouping{path, graph::canonical(std::span<const std::uint32_t>(labels)), {}};
  grouping.names.resize(grouping.partition.count);
  for (std::size_t v = 0; v < labels.size(); ++v) {
    grouping.names[grouping.partition.label[v]] = labels[v] == unknown ? "(none)" : file.names[labels[v]];
  }
  return grouping;
}

}  // namespace tertius::pipeline
