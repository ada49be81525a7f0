// What every writer of a format asks of a network, and the file that it writes to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/io/bytes/output.hpp"
#include "engine/io/formats/formats.hpp"

namespace tertius::io {

/// Output to a file or ("-") to standard output, whole or not at all. Polls the stop token now and then.
class GraphFile {
 public:
  GraphFile(const std::string& path, const RunContext& context);
  void write(std::string_view bytes);
  void commit();

 private:
  AnswerStream file_;
  const RunContext& context_;
  std::uint64_t writes_ = 0;
};

/// The arcs where the network has them, else the undirected graph.
const graph::Graph& written_graph(const graph::Network& network);
/// Attributes to write: the names, the members' other attributes, then the extra ones.
std::vector<const graph::Column*> written_columns(const graph::Network& network, const WriteOptions& options);
/// The value as formats with types write it: "true" and "false" for booleans, "5.0" for a real 5.
std::string typed_text(const graph::Column& column, graph::VertexId v);
std::string_view kind_of(const graph::Network& network, graph::VertexId u, graph::VertexId v);
graph::Day since_of(const graph::Network& network, graph::VertexId u, graph::VertexId v);

/// Calls visit(from, to, weight) for every connection, each once.
template <class Visit>
void for_each_connection(const graph::Graph& graph, Visit visit) {
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u)
    for (graph::ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc)
      if (graph.directed() || u < graph.target(arc)) visit(u, graph.target(arc), graph.weight(arc));
}

}  // namespace tertius::io
