// Leiden: communities that are connected and hard to improve (Traag, Waltman & van Eck 2019,
// doi:10.1038/s41598-019-41695-z), in parallel, and the same for every number of threads.
//
// A pass over the members moves each to the community around it where it gains most; refinement cuts the
// communities into connected parts; the parts are the members of the next, smaller level. On large levels
// members decide in rounds, side by side, on the same state (as Gottesbueren & Hamann 2022 do for partitions,
// doi:10.1007/978-3-031-12597-3_15), with sums in whole numbers; small levels are worked through in random
// order.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/clusters/quality.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::clusters {

struct LeidenOptions {
  Objective objective = Objective::modularity;
  double resolution = 1.0;  ///< higher: more and smaller communities; for cpm a density in units of weight
  unsigned iterations = 2;  ///< each starts from the communities of the one before; 0: until nothing improves
  unsigned runs = 1;        ///< independent runs (seed, seed + 1, ...), of which the best is kept
  bool keep_levels = false;  ///< fill LeidenResult::hierarchy
};

struct LeidenResult {
  graph::Partition partition;      ///< canonical: the largest community is 0; every community is connected
  double modularity = 0;           ///< of the partition at resolution 1, recomputed; NaN without connections
  double quality = 0;              ///< the objective at the resolution asked for, recomputed
  std::uint32_t iterations = 0;    ///< done in the run that found it
  std::uint32_t disconnected = 0;  ///< communities found disconnected when checked afterwards: none
  /// From the finest level to the last, which is `partition`: its communities refined into parts, these put
  /// together inside their community, and so on. Each is made of connected, whole groups of the one before.
  std::vector<graph::Partition> hierarchy;
};

/// Communities that maximise the objective, weights used; each is connected. Members without ties stay alone.
/// A directed graph is judged by directed modularity (Leicht & Newman 2008), or by cpm with either direction
/// of a tie counted. No iteration ends below the quality of the one before, nor below that of all members
/// alone. On graphs of more than 2^18 arcs the first of several iterations is a warm start, which aggregates
/// whole communities without refining them, and the second polishes these (warm_start.hpp); a warm start of
/// at most 2^22 arcs that found next to nothing is thrown away. Weights are rounded to about 15 digits of
/// their sum. O(n + m) a pass, of which a level takes a handful; memory beside the graph: 8 bytes an arc and
/// about 60 a member, and 4 more an arc where hubs hold half of the ties of a large graph without weights
/// (degree_order.hpp). Throws Error{usage} when the resolution is negative or not a number, or runs is 0.
LeidenResult leiden(const graph::Graph& graph, const LeidenOptions& options = {},
                    const RunContext& context = {});

}  // namespace tertius::clusters
