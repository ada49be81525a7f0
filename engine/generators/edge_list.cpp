#include "engine/generators/edge_list.hpp"

#include <fmt/format.h>

#include "engine/core/error.hpp"

namespace tertius::generators {

graph::Network network_of(graph::VertexId n, EdgeList edges, std::span<const std::uint32_t> groups,
                          const RunContext& context) {
  graph::Network network;
  network.graph = graph::build_graph(n, edges.spans(), {}, context).graph;
  network.members.ids = graph::Ids::dense(n);
  if (groups.empty()) return network;
  graph::Column column("group");
  for (const std::uint32_t group : groups) column.push_back(std::to_string(group));
  column.set_type(graph::ColumnType::integer);
  network.members.columns.push_back(std::move(column));
  return network;
}

void refuse(std::string_view option, double found, std::string_view expected) {
  throw Error(ErrorKey::option_value, fmt::format("{}: found {}; expected {}", option, found, expected));
}

}  // namespace tertius::generators
