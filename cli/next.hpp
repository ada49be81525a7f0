// The last line of an answer: a command that goes on from there. It names the network as this run did, with
// the options that say what the network is and what may be told of it, and every word as a shell needs it, so
// that the line runs when it is pasted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tertius::cli {

class Session;

struct Next {
  /// An option that the line adds; it takes the place of what the user gave under that name.
  struct Option {
    std::string_view name;
    std::string value{};  ///< empty: a switch
  };
  std::string_view command;
  std::vector<std::string> arguments{};      ///< beside the network
  std::vector<Option> options{};             ///< of the command
  std::vector<std::string_view> left_out{};  ///< options of this run that the next one does without
  std::string_view explanation{};            ///< what there is to see; stands beneath the command
};

/// "\nNext: tertius path NETWORK a b\n". Options of this run that the next command knows go with it, but for
/// those that only shape the answer. Empty where input came from a pipe, which no second command can read.
std::string next_line(const Session& session, const Next& next);

/// `text` as one word of a POSIX shell: as it is, in quotes, or, where control characters would break the
/// line or drive the terminal, through printf.
std::string shell_word(std::string_view text);

}  // namespace tertius::cli
