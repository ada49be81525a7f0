#include "engine/graph/star.hpp"

namespace tertius::graph {

std::optional<VertexId> star_centre(const Graph& graph) {
  if (graph.directed() || graph.edge_count() < 2) return std::nullopt;
  VertexId first = 0;
  while (graph.degree(first) == 0) ++first;
  // One end of the first connection is the centre, if there is one.
  for (const VertexId v : {first, graph.neighbours(first)[0]}) {
    if (graph.degree(v) == graph.edge_count()) return v;
  }
  return std::nullopt;
}

}  // namespace tertius::graph
