// What the commands that introduce people share: whom to leave alone, bubbles without waiting.
#pragma once

#include <cstdint>

#include "cli/command.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/exclusions.hpp"

namespace tertius::cli {

/// --avoid FILE.
void add_discretion_options(Options& options);
/// Members with open=no, and those and the pairs of --avoid.
introductions::Exclusions discretion(Session& session);

/// The bubbles of the session when they cost little: an attribute, what --by asks for, or the clusters of a
/// network with at most `connections` connections. Else everybody is in one bubble without a name, which says
/// nothing of horizons, and a line on stderr tells how to ask for more.
const graph::Grouping& quick_grouping(Session& session, std::uint64_t connections);

}  // namespace tertius::cli
