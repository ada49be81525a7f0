// What --help prints, from the register of commands and the declarations of options.
#pragma once

#include <string>

#include "cli/command.hpp"

namespace tertius::cli {

/// The commands under their headings; without `all`, those for every day.
std::string overview(bool all);
/// The question it answers, usage, examples, options; without `all`, two examples and five options.
std::string help(const Command& command, bool all);

/// What --columns prints: a list to read, or the JSON Schema of each kind of row.
std::string columns_of(const Command& command, bool as_schema);

}  // namespace tertius::cli
