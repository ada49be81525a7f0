// Two-mode networks: what members take part in makes the connections where nothing else does.
#pragma once

#include "engine/io/assembly/loading.hpp"

namespace tertius::io {

/// Takes a network whose nodes say of which of two modes they are (`bipartite` 0 or 1, as NetworkX has it, or
/// igraph's booleans `type`) for what it is: nodes of the second mode become groups, and connections
/// affiliations, of which the kind is the role. Nothing changes where a connection lies within a mode,
/// somebody's is not known, affiliations are stated, or LoadOptions::projecting is never. O(n + m).
void separate_modes(LoadedNetwork& loaded, const LoadOptions& options, const RunContext& context);

/// Connects members who share a group, as LoadOptions::projecting says, and reports it.
void project_affiliations(LoadedNetwork& loaded, const LoadOptions& options, const RunContext& context);

}  // namespace tertius::io
