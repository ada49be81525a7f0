// Two-mode networks: what members take part in makes the connections where nothing else does.
#pragma once

#include "engine/io/import.hpp"

namespace tertius {

/// Connects members who share a group, as LoadOptions::projecting says, and reports it.
void project_affiliations(Loaded& loaded, const LoadOptions& options, const RunContext& context);

}  // namespace tertius
