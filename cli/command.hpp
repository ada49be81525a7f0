// A subcommand: what it is called, how it is used, and what it runs. One file each (cli/<name>.cpp), one line
// each in cli/commands.cpp; main and the help text know no more than this.
#pragma once

#include <boost/program_options/options_description.hpp>
#include <limits>
#include <string_view>
#include <vector>

#include "engine/report/field.hpp"

namespace tertius::cli {

namespace po = boost::program_options;

class Session;

/// What a command's output is to the people in the network.
enum class Gives {
  analysis,     ///< an answer: members who did not agree bear pseudonyms, unless somebody asks for the names
  suggestions,  ///< an answer that introduces people: members who did not agree are not in it, whoever asks
  data,         ///< everything as it was read, in files that only their owner may read
  nobody,       ///< figures without people in them, or people who are made up
};

struct Command {
  std::string_view name;
  std::string_view summary;        ///< one line for the list of commands
  std::string_view arguments;      ///< what follows the options in the usage line: "NETWORK MEMBER"
  Gives gives;                     ///< what of the people comes out
  std::string_view examples;       ///< shown at the end of `tertius NAME --help`
  bool reads_network = true;       ///< the first argument is the network, and the input options apply
  std::string_view data_option{};  ///< with this option an answer is data; empty: there is none
  bool reads_directions = false;   ///< with --directed, who named whom matters beside who is connected
  std::size_t min_arguments = 0;   ///< beside the network
  std::size_t max_arguments = 0;
  /// What --columns lists; null where the answer has no rows that are described.
  std::vector<report::FieldList> (*columns)() = nullptr;
  /// Adds the options that only this command has; may be null.
  void (*add_options)(po::options_description& options) = nullptr;
  void (*run)(Session& session) = nullptr;
};

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

const std::vector<const Command*>& commands();

}  // namespace tertius::cli
