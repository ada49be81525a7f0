// Loading a network from whatever holds it: a folder, a graph file, a pair of CSV files, standard input.
#pragma once

#include <string>

#include "engine/core/context.hpp"
#include "engine/io/assembly/loading.hpp"

namespace tertius::io {

/// Loads the network at `path` (a folder, a file, or "-"), or from LoadOptions::connections and ::members
/// when these are given. Phase "read": from the file to the finished graph. Throws Error{no_input} when
/// something is missing or may not be read, Error{bad_data} with file, line and column when it is not a
/// network, Error{memory} when it is too large for the limits.
///
/// Unless LoadOptions::complete, the network is what answers may show (engine/graph/gate.hpp): members who
/// are out are gone, members who did not agree bear pseudonyms and stand after all others. `members` counts
/// those who are in the network; those who are out stand in `consent` alone.
LoadedNetwork load_network(const std::string& path, const LoadOptions& options = {},
                           const RunContext& context = {});

}  // namespace tertius::io
