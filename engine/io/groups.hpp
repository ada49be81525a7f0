// Groups of members from a file: an earlier run's clusters, or any other partition to compare with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/graph/members.hpp"

namespace tertius::io {

struct GroupFile {
  static constexpr std::uint32_t none = ~0u;

  std::vector<std::string> names;  ///< of the groups, in order of first appearance
  std::vector<std::uint32_t>
      size;  ///< of each group in the file, members who are not in the network included
  std::vector<std::uint32_t> label;  ///< of each member of the network: index into names, or none
  std::uint64_t rows = 0;            ///< members that the file lists
  std::uint64_t unknown = 0;         ///< of these, not in the network
};

/// Reads a CSV file with a column for the member (id, member, ...) and one for the group (cluster, community,
/// group, label, or the only other one), such as `tertius clusters --format csv` writes, or the JSON that
/// `tertius clusters
/// --format json` writes. Throws Error{no_input} when there is no such file, Error{bad_data} with its place
/// when it is neither or names no member of the network.
GroupFile read_groups(const std::string& path, const graph::MemberTable& members);

}  // namespace tertius::io
