// A network as it was loaded: the graph, who its members are, and what is known of ties and affiliations.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/core/array.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/members.hpp"

namespace tertius {

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using Day = std::int32_t;
inline constexpr Day no_day = std::numeric_limits<Day>::min();

/// What is known of connections beyond their weight; each array is empty or parallel to the graph's arcs.
struct TieAttributes {
  Array<Day> since;           ///< earliest date of the merged rows, no_day where unknown
  Array<std::uint32_t> kind;  ///< index into kinds of the first merged row, ~0u where unknown
  std::vector<std::string> kinds;

  /// no_day where unknown.
  Day since_of(ArcIndex arc) const { return since.empty() ? no_day : since[arc]; }
  /// Below the number of kinds, or ~0u where unknown (or outside them, as an altered file may have it).
  std::uint32_t kind_of(ArcIndex arc) const {
    return kind.empty() || kind[arc] >= kinds.size() ? ~0u : kind[arc];
  }
};

/// Who takes part in which group or event.
struct Affiliations {
  struct Row {
    VertexId member;
    std::uint32_t group;
    std::uint32_t role;  ///< index into roles, ~0u where unknown
    Day date;            ///< no_day where unknown
  };
  std::vector<Row> rows;            ///< in input order, repeats merged
  std::vector<std::string> groups;  ///< names, in order of first appearance
  std::vector<std::string> kinds;   ///< parallel to groups ("group", "event", ...), empty where unknown
  std::vector<std::string> roles;
};

struct Network {
  Graph graph;  ///< undirected: what the analyses work on
  Graph arcs;   ///< directed as read; empty unless asked for (LoadOptions::keep_arcs)
  MemberTable members;
  TieAttributes ties;
  Affiliations affiliations;
};

}  // namespace tertius
