// --avoid FILE: whom the commands that introduce people leave alone.
#pragma once

#include "cli/command.hpp"
#include "engine/introductions/exclusions.hpp"

namespace tertius::cli {

void add_exclusions_option(Options& options);
/// Members who did not agree, and those and the pairs of --avoid.
introductions::Exclusions exclusions_of(Session& session);

}  // namespace tertius::cli
