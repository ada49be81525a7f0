// Lists of members and of pairs of members that an organiser keeps: who avoids whom, who is blocked, who has
// been introduced to whom.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::pipeline {

struct MemberPairs {
  std::vector<std::pair<graph::VertexId, graph::VertexId>> pairs;  ///< in file order
  std::vector<graph::VertexId> single;                             ///< rows that name one member only
  std::uint64_t unknown = 0;  ///< rows that name somebody who is not in the network
};

/// Reads a CSV file with a header: two columns of ids or names called a and b, source and target, or member
/// and other; or one, called a, id, member or blocked. Other columns are left alone. A row that names no
/// member known is counted when `skip_unknown`, else refused. Throws Error{no_input} when the file cannot be
/// read, Error{bad_data} with the place of what is wrong.
MemberPairs read_member_pairs(const std::string& path, const graph::Network& network,
                              bool skip_unknown = false, const RunContext& context = {});

}  // namespace tertius::pipeline
