// Every kind of error, once: its key, which stays the same while messages are reworded, what it means and what
// to do. docs/errors.md lists this register, and the command line ends every message with the key.
#pragma once

#include <span>
#include <string_view>

namespace tertius {

enum class ErrorCode {
  usage,      ///< an option or argument that makes no sense
  bad_data,   ///< input that could be read and does not hold what it should
  no_input,   ///< a file or folder that is missing or may not be read
  output,     ///< something could not be written
  memory,     ///< more memory needed than allowed
  cancelled,  ///< the caller asked to stop
  failure,    ///< anything else
};

/// In the order of the register.
enum class ErrorKey {
  option_unknown,
  option_value,
  option_conflict,
  option_missing,
  argument_missing,
  name_unknown,
  name_ambiguous,
  network_unfit,
  input_once,
  format_unwritten,
  input_unreadable,
  input_is_folder,
  folder_without_tables,
  sheet_unknown,
  input_empty,
  input_unrecognised,
  input_unfit,
  input_damaged,
  encoding,
  syntax,
  columns_missing,
  value,
  member_unknown,
  too_large,
  size_claimed,
  consent_apart,
  mostly_refused,
  network_empty,
  network_too_small,
  output_failed,
  output_occupied,
  memory,
  interrupted,
  internal,
};

struct ErrorKind {
  ErrorKey key;
  std::string_view name;  ///< as messages and JSON show it
  ErrorCode code;
  std::string_view meaning;
  std::string_view remedy;
};

std::span<const ErrorKind> error_kinds();
const ErrorKind& kind_of(ErrorKey key);

}  // namespace tertius
