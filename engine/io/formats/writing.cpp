#include "engine/io/formats/writing.hpp"

#include "engine/core/text.hpp"

namespace tertius::io {

GraphFile::GraphFile(const std::string& path, const RunContext& context) : file_(path), context_(context) {}

void GraphFile::write(std::string_view bytes) {
  if ((++writes_ & 0xFFF) == 0) context_.poll();
  file_.write(bytes);
}

void GraphFile::commit() {
  file_.commit();
}

const graph::Graph& written_graph(const graph::Network& network) {
  return network.arcs.directed() ? network.arcs : network.graph;
}

std::vector<const graph::Column*> written_columns(const graph::Network& network,
                                                  const WriteOptions& options) {
  std::vector<const graph::Column*> columns;
  if (network.members.names) columns.push_back(&*network.members.names);
  for (const graph::Column& column : network.members.columns) columns.push_back(&column);
  for (const graph::Column& column : options.extra) columns.push_back(&column);
  return columns;
}

std::string typed_text(const graph::Column& column, graph::VertexId v) {
  if (column.type() == graph::ColumnType::boolean && column.has(v))
    return column.number(v).value_or(0) != 0 ? "true" : "false";
  if (column.type() == graph::ColumnType::real && column.has(v)) {
    std::string text = number_text(column.number(v).value_or(0));
    return text.find_first_of(".e") == text.npos ? text + ".0" : text;
  }
  return std::string(column.text(v));
}

std::string_view kind_of(const graph::Network& network, graph::VertexId u, graph::VertexId v) {
  if (network.connections.kind.empty()) return {};
  const graph::ArcIndex arc = network.graph.find_arc(u, v);
  const std::uint32_t kind = arc < network.graph.arc_count() ? network.connections.kind_of(arc) : no_code;
  return kind != no_code ? network.connections.kinds[kind] : std::string_view();
}

graph::Day since_of(const graph::Network& network, graph::VertexId u, graph::VertexId v) {
  if (network.connections.since.empty()) return graph::no_day;
  const graph::ArcIndex arc = network.graph.find_arc(u, v);
  return arc < network.graph.arc_count() ? network.connections.since_of(arc) : graph::no_day;
}

}  // namespace tertius::io
