// What if some members left, or some new connections came: the same figures before and after.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/analyses/whatif.hpp"

namespace tertius::pipeline {

struct Change {
  std::vector<graph::VertexId> without;  ///< members who leave
  /// Connections that come, of weight 1; those there already stay as they are.
  std::vector<std::pair<graph::VertexId, graph::VertexId>> with{};
};

/// One state of the network. NaN where a figure is not defined.
struct Cohesion {
  graph::VertexId members = 0;
  std::uint64_t connections = 0;
  std::uint32_t components = 0;
  graph::VertexId largest = 0;  ///< members of the largest component
  graph::VertexId isolated = 0;
  double reach = 0;                ///< share of pairs of members with a path between them
  double cross_reach = 0;          ///< the same among pairs in different groups
  double mean_distance = 0;        ///< steps between members who reach each other
  double mean_cross_distance = 0;  ///< the same among members of different groups
  double ei_index = 0;    ///< (external - internal) / all connections (Krackhardt & Stern 1988), -1 to 1
  double modularity = 0;  ///< of the groups, weights used (Newman & Girvan 2004)
};

struct WhatIf {
  Cohesion before, after;
  std::vector<report::NewConnection> new_connections;  ///< each once, in the order asked for
  std::vector<std::pair<graph::VertexId, graph::VertexId>>
      known_connections;  ///< asked for, but there already
  /// Who stays but is no longer connected with the largest part of their old component.
  std::vector<graph::VertexId> cut_off;
  std::uint64_t lost_pairs = 0;  ///< pairs of those who stay that reached each other and no longer do
  std::uint64_t won_pairs = 0;   ///< pairs that reach each other only now
  std::optional<report::BroughtCloser> closer;  ///< only when no member leaves
  bool sampled = false;                         ///< distances were read from a sample of members
};

/// Everything of one graph. Distances from every member, or from `sources` of them drawn at random when there
/// are more. O(min(n, sources) * m).
Cohesion cohesion(const graph::Graph& graph, const graph::Partition& groups, graph::VertexId sources = 2000,
                  const RunContext& context = {});

/// Throws Error{usage} when nothing is to change, or a new connection concerns somebody who leaves or joins a
/// member to itself.
WhatIf what_if(const graph::Graph& graph, const graph::Partition& groups, const Change& change,
               graph::VertexId sources = 2000, const RunContext& context = {});

/// Both states side by side, as the report shows them.
std::vector<report::ComparedFigure> figures_of(const WhatIf& result);

/// All of it for the report, by the groups of `grouping`. Errors as above.
report::WhatIfReport what_if(const graph::Network& network, const graph::Grouping& grouping,
                             const Change& change, graph::VertexId sources = 2000,
                             const RunContext& context = {});

/// What each figure means.
std::vector<report::FieldList> whatif_columns();

}  // namespace tertius::pipeline
