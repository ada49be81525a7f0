// The command line as a function: finds the subcommand, reads its options, maps errors to exit statuses.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "engine/core/error.hpp"

namespace tertius::cli {

/// What a run ends with when an error ends it.
int exit_status(ErrorCode code);

/// What standard error is told of an error that ends a run of these words: "message [key]" with the key where its
/// first line ends, or a line of JSON for programs.
std::string told(const Error& error, const std::string& message, const std::vector<std::string>& words);

/// Runs `tertius WORDS...`: the answer goes to standard output, an error to standard error. Returns the exit
/// status: 0 success, 1 failure, 2 usage, 65 bad data, 66 no such input, 130 interrupted.
int run(const std::vector<std::string>& words, const std::stop_token& stop = {});

}  // namespace tertius::cli
