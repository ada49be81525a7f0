// Where the members of a network stand on a map.
//
// Connected members stand so that the distance on the map is near the number of steps between them: sparse
// stress, in which every member is held by its contacts and by a number of pivots, members chosen far from
// each other, each standing for those around it. A connection between two clusters counts as `crossing`
// steps, so that clusters come apart first and their members then find their places inside. The first places
// come from pivot multidimensional scaling. In networks of up to a thousand members every member is a pivot,
// which is stress in full.
//
// Parts of the network that are not connected with each other are placed on their own and packed in rows
// beneath the largest; members without connections stand in a strip beneath all others.
//
// All members move at once, from the places of the round before, and every member's sum is added in the same
// order: the same bytes on any number of threads. Time O(rounds * (m + n * pivots)), memory 2 bytes for each
// member and pivot.
//
// E. Gansner, Y. Koren & S. North (2005), Graph drawing by stress majorization,
// doi:10.1007/978-3-540-31843-9_25
// M. Ortmann, M. Klimenta & U. Brandes (2017), A sparse stress model, doi:10.7155/jgaa.00440
// U. Brandes & C. Pich (2007), Eigensolver methods for progressive multidimensional scaling of large data,
// doi:10.1007/978-3-540-70904-6_6
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::layout {

struct LayoutOptions {
  /// Steps that a connection between two clusters counts for, 1 to 8; 1: clusters do not matter.
  unsigned crossing = 3;
  /// Pixels from a member to the next, where members are spread evenly. Above 0.
  double spacing = 26;
  /// Rounds in which the members move; 0: as many as the size of the network allows.
  unsigned rounds = 0;
};

struct Point {
  double x = 0, y = 0;
};

struct Layout {
  std::vector<Point> place;  ///< of each member, in pixels from the upper left corner, to a tenth
  double width = 0, height = 0;
  double step = 0;       ///< pixels that stand for one step
  double strip_top = 0;  ///< members without connections stand below; the height where there are none
};

/// Throws Error{usage} for a directed graph, a partition that does not fit it, or options out of range.
/// Phase "layout".
Layout place_members(const graph::Graph& graph, const graph::Partition& clusters,
                     const LayoutOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::layout
