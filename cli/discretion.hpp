// What the commands that introduce people share: whom to leave alone, and scores by name.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <string>

#include "cli/command.hpp"
#include "engine/introductions/discretion.hpp"
#include "engine/introductions/scores.hpp"

namespace tertius::cli {

/// --avoid FILE.
void add_discretion_options(po::options_description& options);
/// Members with open=no, and those and the pairs of --avoid.
Discretion discretion(Session& session);

/// "one score instead of all terms: common-neighbours, ..."
std::string score_help();
/// Throws Error{usage} that lists the scores.
Score named_score(const std::string& name);

}  // namespace tertius::cli
