// Rows that state connections, as a reader gives them to the assembler, and what connections have of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/graph/network.hpp"
#include "engine/io/text/dates.hpp"

namespace tertius::io {

/// In the order of the input. Weights, kinds and days are empty or parallel to sources.
struct ConnectionRows {
  template <class T>
  using Values = std::vector<T, Uninitialised<T>>;

  Values<graph::VertexId> sources, targets;
  Values<double> weights;       ///< 1 where none is stated, and of loops
  Values<std::uint32_t> kinds;  ///< places in kind_names, no_code where none is stated
  Values<graph::Day> since;     ///< no_day where none is stated
  DateColumn dates;             ///< of rows whose date is still open
  StringPool kind_names;

  /// Gives the rows that waited for the others their dates.
  void settle_dates();
};

/// The kinds that the rows of each connection state, joined by ";", and the earliest date of its rows. `directed`: a
/// direction has the kinds that its own rows state, and where there are no such rows, those of the other one. Throws
/// Error{bad_data} that names `file` beyond 2^32 - 2 rows. O(m log(degree)) work. Runs in parallel within
/// with_threads().
graph::ConnectionAttributes merged_attributes(ConnectionRows rows, const graph::Graph& graph, bool directed,
                                              const std::string& file);

}  // namespace tertius::io
