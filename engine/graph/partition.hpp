// Who belongs to which group: one label per member.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// label[v] in [0, count) for every member v.
struct Partition {
  std::vector<std::uint32_t> label;
  std::uint32_t count = 0;

  std::vector<std::uint32_t> sizes() const;
};

/// The same groups numbered by size, largest first, then by smallest member; empty labels vanish. Accepts any
/// labels, also sparse ones. Re-runs keep their numbers.
Partition canonical(std::span<const std::uint32_t> labels);

/// Members of each group in ascending order: group g has members[begin[g]..begin[g+1]).
struct GroupMembers {
  std::vector<std::uint32_t> begin;
  std::vector<VertexId> members;

  std::span<const VertexId> of(std::uint32_t group) const {
    return std::span(members).subspan(begin[group], begin[group + 1] - begin[group]);
  }
};
GroupMembers members_by_group(const Partition& partition);

/// A partition that people can read: what it groups by ("discipline", "cluster") and what its groups are
/// called.
struct Grouping {
  std::string by;
  Partition partition;
  std::vector<std::string> names;  ///< one per group
};

}  // namespace tertius::graph
