// Lists of members and of pairs of members that an organiser keeps: who avoids whom, who is blocked, who has
// been introduced to whom.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/introductions/rounds.hpp"

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

/// Throws Error{usage} where append_to_history() could not append to it, for it is a workbook.
void check_history(const std::string& path);

/// Appends the introductions of a round to a file that read_member_pairs() reads: columns a, b, introducer,
/// value and outcome ("introduced"; change it as you like, a pair that stands in the file comes in no later
/// round). The file is made where it is missing; what stands in it stays, also its other columns. All or
/// nothing.
void append_to_history(const std::string& path, const graph::Network& network,
                       const std::vector<introductions::Introduction>& introductions);

}  // namespace tertius::pipeline
