// Rows that state who takes part in what, as a reader gives them to the assembler, and what is kept of them.
#pragma once

#include <vector>

#include "engine/graph/network.hpp"

namespace tertius::io {

/// Merges the rows of the same member in the same group: the first one stays where it is, with the first role
/// that one of them states and the earliest date. Throws Error{bad_data} beyond 2^32 - 1 rows.
/// O(n + rows * log(rows of a member)) work. Runs in parallel within with_threads().
void merge_repeats(std::vector<graph::Affiliations::Row>& rows, graph::VertexId members);

}  // namespace tertius::io
