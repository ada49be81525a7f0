// A smaller network with the same shortest paths.
//
// Trees that hang on the rest are folded into the member they hang on, and members with the same contacts
// ("twins", whether they know each other or not) become one class. What the removed pairs contribute to
// betweenness is known in closed form.
//
// M. Baglioni et al. (2012), Fast exact computation of betweenness centrality in social networks,
//   doi:10.1109/ASONAM.2012.79 (folding)
// R. Puzis et al. (2015), Topology manipulations for speeding betweenness centrality computation,
//   doi:10.1093/comnet/cnu015 (twins)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// Classes are numbered by degree, highest first, so that the rows that are read most lie together.
struct ReducedGraph {
  std::vector<graph::ArcIndex> offsets;   ///< classes + 1
  Buffer<graph::VertexId> targets;        ///< rows, ascending
  std::vector<double> members;            ///< members in the class
  std::vector<double> weight;             ///< members in the class and in the trees that hang on it
  std::vector<graph::VertexId> class_of;  ///< per original member; no_vertex when folded into a tree
  std::vector<double>
      known_of_class;  ///< betweenness over ordered pairs that is known already, per class ...
  std::vector<double> known_of_member;  ///< ... and per original member

  graph::VertexId size() const { return static_cast<graph::VertexId>(members.size()); }
  std::span<const graph::VertexId> row(graph::VertexId v) const {
    return {targets.data() + offsets[v], targets.data() + offsets[v + 1]};
  }
};

/// Of an undirected graph. Without `fold` only the numbering changes. O(n log n + m).
ReducedGraph reduce(const graph::Graph& graph, bool fold, const RunContext& context = {});

}  // namespace tertius::bridges
