#include "cli/run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <new>
#include <sstream>

#include "cli/command.hpp"
#include "cli/progress.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"

namespace tertius::cli {
namespace {

int exit_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return 2;
    case ErrorCode::bad_data:
      return 65;
    case ErrorCode::no_input:
      return 66;
    case ErrorCode::cancelled:
      return 130;
    case ErrorCode::output:
    case ErrorCode::memory:
    case ErrorCode::failure:
      return 1;
  }
  return 1;
}

std::string overview() {
  std::string text =
      "tertius: who should meet whom, why, and through whom.\n\n"
      "Usage: tertius COMMAND NETWORK [ARGUMENTS] [OPTIONS]\n\n"
      "NETWORK is a folder with members.csv and connections.csv, a graph file, or - for standard input.\n\n"
      "Commands:\n";
  for (const Command* command : commands())
    text += fmt::format("  {:<10} {}\n", command->name, command->summary);
  return text +
         "\nExamples:\n"
         "  tertius analyze datasets/lakeside -o answers    everything at once, into a folder\n"
         "  tertius meet datasets/lakeside \"Jana Feld\"      whom she should meet, and through whom\n\n"
         "`tertius COMMAND --help` explains a command. `tertius --version` prints the version.\n";
}

std::string help(const Command& command, const po::options_description& visible) {
  std::ostringstream options;
  options << visible;
  return fmt::format("{}\n\nUsage: tertius {} {} [OPTIONS]\n{}\nExamples:\n{}", command.summary, command.name,
                     command.arguments, options.str(), command.examples);
}

/// What --columns prints: a list to read, or the JSON Schema of each kind of row.
std::string columns(const Command& command, bool as_schema) {
  constexpr std::size_t width = 100;
  const std::vector<report::FieldList> lists = command.columns();
  if (!as_schema) return report::columns_text(lists, width);
  report::JsonWriter json;
  json.begin_object();
  for (const report::FieldList& list : lists) {
    json.key(list.rows);
    report::write_row_schema(json, list.fields);
  }
  json.end_object();
  return json.take();
}

const Command& find_command(const std::string& name) {
  const Command* closest = commands().front();
  for (const Command* command : commands()) {
    if (command->name == name) return *command;
    if (edit_distance(command->name, name) < edit_distance(closest->name, name)) closest = command;
  }
  throw Error(ErrorCode::usage, fmt::format("no command '{}'; did you mean '{}'? `tertius --help` lists all",
                                            name, closest->name));
}

/// "--largest-group" of largest_group.
std::string flag_of(std::string_view field) {
  std::string flag = "--" + std::string(field);
  std::replace(flag.begin(), flag.end(), '_', '-');
  return flag;
}

/// Runs the command; returns the exit status of a run that ended well.
int run_command(const std::vector<std::string>& words, const std::stop_token& stop) {
  if (words.empty() || words[0] == "--help" || words[0] == "-h" || words[0] == "help") {
    fmt::print("{}", overview());
    return words.empty() ? 2 : 0;
  }
  if (words[0] == "--version") {
    fmt::print("tertius {}\n", TERTIUS_VERSION);
    return 0;
  }
  const Command& command = find_command(words[0]);

  po::options_description visible;
  po::options_description own("Options of this command");
  if (command.add_options != nullptr) command.add_options(own);
  if (command.columns != nullptr)
    own.add_options()("columns", "list the columns of CSV and JSON and say what each means");
  if (!own.options().empty()) visible.add(own);
  visible.add(common_options());
  if (command.reads_network) visible.add(input_options(command));
  po::options_description all;
  all.add(visible).add_options()("arguments", po::value<std::vector<std::string>>()->composing());
  po::positional_options_description positional;
  positional.add("arguments", -1);

  po::variables_map options;
  const po::parsed_options parsed =
      po::command_line_parser(std::vector<std::string>(words.begin() + 1, words.end()))
          .options(all)
          .positional(positional)
          .style(po::command_line_style::unix_style & ~po::command_line_style::allow_guessing)
          .run();
  po::store(parsed, options);
  if (options.count("help") > 0) {
    fmt::print("{}", help(command, visible));
    return 0;
  }
  if (options.count("columns") > 0) {
    fmt::print("{}", columns(command, options["format"].as<std::string>() == "json"));
    return 0;
  }
  if (options.count("version") > 0) {
    fmt::print("tertius {}\n", TERTIUS_VERSION);
    return 0;
  }
  po::notify(options);
  Session session(command, parsed.options, std::move(options), stop);
  command.run(session);
  session.finish();
  return 0;
}

}  // namespace

int run(const std::vector<std::string>& words, const std::stop_token& stop) {
  spell_settings(flag_of);
  int status = 1;
  std::string message;
  try {
    return run_command(words, stop);
  } catch (const Error& error) {
    status = exit_status(error.code());
    message = error.code() == ErrorCode::cancelled ? interrupted_words() : error.what();
  } catch (const boost::program_options::error& error) {
    status = 2;
    message = std::string(error.what()) + "; `tertius " + (words.empty() ? "" : words[0]) +
              " --help` lists the options";
  } catch (const std::bad_alloc&) {
    message = "not enough memory for this network";
  } catch (const std::exception& error) {
    message = error.what();
  }
  if (!message.empty()) fmt::print(stderr, "tertius: {}\n", message);
  return status;
}

}  // namespace tertius::cli
