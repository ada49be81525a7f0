// Options that several commands have.
#pragma once

#include "cli/command.hpp"

namespace tertius::cli {

/// What an answer consists of.
enum class OutputFormat { table, json, csv };
/// How it is written: rows as text, or as a workbook.
enum class WrittenFormat { table, json, csv, xlsx };

/// Those of the command alone; those of every command; those of commands that read a network.
Options own_options(const Command& command);
Options common_options();
Options input_options(const Command& command);
/// All three.
Options options_of(const Command& command);

/// --openness, for commands that suggest introductions.
void add_openness_option(Options& options);
/// --today, for commands that ask for Session::today().
void add_today_option(Options& options);

}  // namespace tertius::cli
