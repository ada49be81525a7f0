// What the commands that introduce people share: whom to leave alone, bubbles without waiting, scores by
// name.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <cstdint>
#include <string>

#include "cli/command.hpp"
#include "engine/graph/partition.hpp"
#include "engine/introductions/discretion.hpp"
#include "engine/introductions/ranking/scores.hpp"

namespace tertius::cli {

/// --avoid FILE.
void add_discretion_options(po::options_description& options);
/// Members with open=no, and those and the pairs of --avoid.
introductions::Discretion discretion(Session& session);

/// The bubbles of the session when they cost little: an attribute, what --by asks for, or the clusters of a
/// network with at most `connections` connections. Else everybody is in one bubble without a name, which says
/// nothing of horizons, and a line on stderr tells how to ask for more.
const graph::Grouping& quick_grouping(Session& session, std::uint64_t connections);

/// "one score instead of all terms: common-neighbours, ..."
std::string score_help();
/// Throws Error{usage} that lists the scores.
introductions::Score named_score(const std::string& name);

}  // namespace tertius::cli
