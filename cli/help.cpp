#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/common_options.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

using report::heading;

constexpr std::size_t width = 100;

struct Heading {
  Group group;
  std::string_view words;
  bool every_day = true;
};
constexpr Heading headings[] = {
    {Group::start, "Start"},        {Group::understand, "Understand the network"},
    {Group::member, "One member"},  {Group::organise, "Organise"},
    {Group::files, "Files", false}, {Group::check, "Check", false},
};

/// Words on the left, their meaning beside them.
struct Row {
  std::string words, meaning;
};

/// Words of more than `widest` letters stand above their meaning.
std::string columns(const std::vector<Row>& rows, std::size_t widest = width) {
  std::size_t left = 0;
  for (const Row& row : rows)
    if (row.words.size() <= widest) left = std::max(left, row.words.size());
  const std::size_t indent = left + 4;  // two blanks before the words, two after them
  std::string text;
  for (const auto& [words, meaning] : rows) {
    std::string beside = report::wrapped(std::string(indent, '.') + meaning, width, indent);
    if (words.size() > left) text += "  " + words + "\n";
    beside.replace(
        0, indent,
        words.size() > left ? std::string(indent, ' ') : fmt::format("  {:<{}}", words, indent - 2));
    text += beside + "\n";
  }
  return text;
}

std::string examples_of(const Command& command, bool all) {
  std::vector<Row> rows;
  for (const auto& [words, meaning] : command.examples)
    if (all || rows.size() < 2) rows.push_back({fmt::format("tertius {}", words), heading(meaning)});
  return columns(rows);
}

/// "table, json or csv"
std::string names_of(const Option& option) {
  std::string names = option.expected;
  if (const std::size_t last = names.rfind(" or "); last != names.npos)
    names.replace(last, 4, fmt::format(" {} ", heading("or")));
  return names;
}

Row row_of(const Option& option, bool choices_follow = false) {
  Row row{fmt::format("--{}", option.name), heading(option.help)};
  if (option.letter != 0) row.words = fmt::format("-{}, {}", option.letter, row.words);
  if (!option.placeholder.empty()) row.words += " " + option.placeholder;
  if (!option.choices.empty() && !choices_follow) row.meaning += ": " + names_of(option);
  if (!option.initial.empty()) row.meaning += fmt::format(" ({} {})", heading("default"), option.initial);
  return row;
}

std::string list_of(const std::vector<Option>& options) {
  std::vector<Row> rows;
  for (const Option& option : options) {
    rows.push_back(row_of(option, true));
    for (const auto& [name, meaning] : option.choices)
      rows.push_back({fmt::format("    {}", name), heading(meaning)});
  }
  return columns(rows, 26);
}

}  // namespace

std::string overview(bool all) {
  std::string text =
      fmt::format("{}\n\n{} tertius COMMAND NETWORK [ARGUMENTS] [OPTIONS]\n\n{}\n",
                  heading("tertius: who should meet whom, why, and through whom."), heading("Usage:"),
                  heading("NETWORK is a folder with members.csv and connections.csv, a graph file, or - for "
                          "standard input."));
  for (const auto& [group, title, every_day] : headings) {
    if (!all && !every_day) continue;
    text += fmt::format("\n{}:\n", heading(title));
    for (const Command* command : commands())
      if (command->group == group)
        text += fmt::format("  {:<10} {}\n", command->name, heading(command->question));
  }
  text += fmt::format(
      "\n{}\n"
      "  tertius analyze datasets/lakeside -o answers    {}\n"
      "  tertius meet datasets/lakeside \"Jana Feld\"      {}\n"
      "\n{}\n",
      heading("Examples:"), heading("everything at once, into a folder"),
      heading("whom she should meet, and through whom"),
      heading("`tertius help COMMAND` explains a command; `tertius --version` prints the version."));
  if (!all) text += heading("`tertius help --all` also lists the commands for files and checks.") + "\n";
  return text;
}

std::string help(const Command& command, bool all) {
  std::string text =
      fmt::format("{}\n\n{} tertius {} {} [OPTIONS]\n\n{}\n{}", heading(command.question), heading("Usage:"),
                  command.name, command.arguments, heading("Examples:"), examples_of(command, all));
  if (command.note != nullptr) text += "\n" + command.note();
  const Options own = own_options(command), input = input_options(command);
  if (all) {
    if (!own.all().empty()) text += "\n" + heading("Options of this command:") + "\n" + list_of(own.all());
    text += "\n" + heading("Options of every command:") + "\n" + list_of(common_options().all());
    if (!input.all().empty()) text += "\n" + heading("Options of the input:") + "\n" + list_of(input.all());
    return text;
  }
  const Options known = options_of(command);
  std::vector<Row> rows;
  for (const std::string_view name : command.common) rows.push_back(row_of(*known.find(name)));
  return text + fmt::format("\n{}\n{}\n`tertius {} --help --all` {} {} {}.\n", heading("Options:"),
                            columns(rows, 26), command.name, heading("shows all"), known.all().size(),
                            heading("options"));
}

std::string columns_of(const Command& command, bool as_schema) {
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

}  // namespace tertius::cli
