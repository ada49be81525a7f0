// A network as it was loaded: the graph, who its members are, and what is known of ties and affiliations.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "engine/graph/graph.hpp"
#include "engine/graph/members.hpp"

namespace tertius {

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using Day = std::int32_t;
inline constexpr Day no_day = std::numeric_limits<Day>::min();

/// What is known of connections beyond their weight; each vector is empty or parallel to the graph's arcs.
struct TieAttributes {
  std::vector<Day> since;           ///< earliest date of the merged rows, no_day where unknown
  std::vector<std::uint32_t> kind;  ///< index into kinds of the first merged row, ~0u where unknown
  std::vector<std::string> kinds;
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
