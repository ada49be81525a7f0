// Standard input, output and error as the system hands them over: they may be closed, full, or read by nobody.
#pragma once

#include <string_view>

namespace tertius::cli {

/// Puts something in the place of streams that are closed, so that no file that is opened later is taken for one
/// of them. To read or write them fails then, as it would have.
void fill_closed_streams();

/// Writes to standard error. That nobody can read it changes nothing of the answer, so that failures (a full disk,
/// a reader who is gone) are ignored.
void write_standard_error(std::string_view text) noexcept;

}  // namespace tertius::cli
