// Leiden: communities that are connected and hard to improve (Traag, Waltman & van Eck 2019,
// doi:10.1038/s41598-019-41695-z).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/clusters/quality.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius {

struct LeidenOptions {
  Objective objective = Objective::modularity;
  double resolution = 1.0;  ///< higher: more and smaller communities; for cpm a density in units of weight
  unsigned iterations = 2;  ///< each starts from the communities of the one before; 0: until nothing improves
  unsigned runs = 1;        ///< independent runs (seed, seed + 1, ...), of which the best is kept
  bool keep_levels = false;  ///< fill LeidenResult::hierarchy
};

struct LeidenResult {
  Partition partition;    ///< canonical: the largest community is 0; every community is connected
  double modularity = 0;  ///< of the partition at resolution 1, recomputed; NaN without connections
  double quality = 0;     ///< the objective at the resolution asked for, recomputed
  std::uint32_t levels =
      0;  ///< aggregations of the last iteration that changed anything, the members' level included
  std::uint32_t iterations = 0;      ///< done
  std::uint32_t disconnected = 0;    ///< communities found disconnected afterwards: 0
  std::vector<Partition> hierarchy;  ///< from the finest level to the last, which is `partition`
};

/// Communities that maximise the objective, weights used; each is connected. Members without ties stay alone.
/// The same bytes for every number of threads. O(n + m) per pass. Throws Error{usage} when the resolution is
/// negative or not a number, or runs is 0.
LeidenResult leiden(const Graph& graph, const LeidenOptions& options = {}, const RunContext& context = {});

}  // namespace tertius
