// A network as it was loaded: the graph, who its members are, and what is known of connections and
// affiliations.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "engine/core/array.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/consent.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/members.hpp"

namespace tertius::graph {

/// Days since 1970-01-01 in the proleptic Gregorian calendar.
using Day = std::int32_t;
inline constexpr Day no_day = std::numeric_limits<Day>::min();

/// What is known of connections beyond their weight; each array is empty or parallel to the graph's arcs.
struct ConnectionAttributes {
  Array<Day> since;           ///< earliest date of the merged rows, no_day where unknown
  Array<std::uint32_t> kind;  ///< index into kinds of the first merged row, no_code where unknown
  StringPool kinds;

  /// no_day where unknown.
  Day since_of(ArcIndex arc) const { return since.empty() ? no_day : since[arc]; }
  /// Below the number of kinds, or no_code where unknown (or outside them, as an altered file may have it).
  std::uint32_t kind_of(ArcIndex arc) const {
    return kind.empty() || kind[arc] >= kinds.size() ? no_code : kind[arc];
  }
};

/// Who takes part in which group or event. Rows and texts may lie in a mapped file, where no reader has
/// looked at them yet.
struct Affiliations {
  struct Row {
    VertexId member;
    std::uint32_t group;
    std::uint32_t role;  ///< index into roles, no_code where unknown
    Day date;            ///< no_day where unknown
  };
  Array<Row> rows;    ///< in input order, repeats merged; to be read with for_each_row()
  StringPool groups;  ///< names, in order of first appearance
  StringPool kinds;   ///< parallel to groups ("group", "event", ...), empty where unknown
  StringPool roles;

  /// Whether member, group and role of the row are some that there are, of so many members.
  bool fits(const Row& row, VertexId members) const {
    return row.member < members && row.group < groups.size() &&
           (row.role == no_code || row.role < roles.size());
  }
  /// Calls use(row) with each row in order. Error{bad_data} at the first one that does not fit, as an altered
  /// file may have it. O(rows).
  template <class Use>
  void for_each_row(VertexId members, Use use) const {
    for (const Row& row : rows) {
      if (!fits(row, members)) refuse(row);
      use(row);
    }
  }

 private:
  [[noreturn]] void refuse(const Row& row) const;
};

struct Network {
  Graph graph;  ///< undirected: what the analyses work on
  Graph arcs;   ///< directed as read; empty unless asked for (LoadOptions::keep_arcs)
  MemberTable members;
  ConnectionAttributes connections;
  Affiliations affiliations;
  Consents consent;  ///< how members may appear in answers; empty: all members agreed, or all is shown
};

/// The network of the members in `order` alone, numbered in that order, with what is known of them and of
/// their connections. O(m log d).
Network rearranged(const Network& network, std::span<const VertexId> order, const RunContext& context = {});

}  // namespace tertius::graph
