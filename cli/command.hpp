// A command: what it is called, which question it answers, how it is used, and what it runs. One file each
// (cli/commands/<name>.cpp), one line each in cli/commands.cpp; main and the help know no more than this.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "engine/report/field.hpp"

namespace tertius::cli {

class Session;

/// The headings under which commands are listed, in this order. Those from `files` on are not for every day.
enum class Group { start, understand, member, organise, files, check };

/// What a command's output is to the people in the network.
enum class Gives {
  analysis,     ///< an answer: members who did not agree bear pseudonyms, unless somebody asks for the names
  suggestions,  ///< an answer that introduces people: members who did not agree are not in it, whoever asks
  data,         ///< everything as it was read, in files that only their owner may read
  nobody,       ///< figures without people in them, or people who are made up
};

struct Example {
  std::string_view command;  ///< without "tertius"
  std::string_view meaning;
};

struct Command {
  std::string_view name;
  Group group;
  std::string_view question;      ///< that it answers: in the list of commands, and at the head of its help
  std::string_view arguments;     ///< what stands before the options in the usage line: "NETWORK MEMBER"
  Gives gives;                    ///< what of the people comes out
  std::vector<Example> examples;  ///< the first two stand in the short help, too
  std::vector<std::string_view> common;  ///< the five options of the short help
  std::string (*note)() = nullptr;       ///< what else the help says: the values of an argument
  bool reads_network = true;             ///< the first argument is the network, and the input options apply
  std::string_view data_option{};        ///< with this option an answer is data; empty: there is none
  bool takes_members_alone = false;      ///< members without connections are enough
  bool takes_nobody = false;             ///< so is a network of one member, or of none
  bool writes_letters = false;           ///< in a language that is always among the settings
  bool reads_directions = false;         ///< with --directed, who named whom matters beside who is connected
  std::size_t min_arguments = 0;         ///< beside the network
  std::size_t max_arguments = 0;
  /// What --columns lists; null where the answer has no rows that are described.
  std::vector<report::FieldList> (*columns)() = nullptr;
  /// Adds the options that only this command has; may be null.
  void (*add_options)(Options& options) = nullptr;
  /// Refuses what is wrong with options and arguments whatever the network is: throws Error{usage} before
  /// anything is read; may be null.
  void (*check)(const Session& session) = nullptr;
  void (*run)(Session& session) = nullptr;
};

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();

const std::vector<const Command*>& commands();
/// The command of that name. Throws Error{usage} that names the closest one.
const Command& find_command(std::string_view name);
/// What a command is called now that had the name before; the name itself where there was none. Former names
/// work for one version more.
std::string_view present_name(std::string_view name);

}  // namespace tertius::cli
