#include "cli/help.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/common_options.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

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
    if (all || rows.size() < 2) rows.push_back({fmt::format("tertius {}", words), std::string(meaning)});
  return columns(rows);
}

Row row_of(const Option& option, bool choices_follow = false) {
  Row row{fmt::format("--{}", option.name), option.help};
  if (option.letter != 0) row.words = fmt::format("-{}, {}", option.letter, row.words);
  if (!option.placeholder.empty()) row.words += " " + option.placeholder;
  if (!option.choices.empty() && !choices_follow) row.meaning += ": " + option.expected;
  if (!option.initial.empty()) row.meaning += fmt::format(" (default {})", option.initial);
  return row;
}

std::string list_of(const std::vector<Option>& options) {
  std::vector<Row> rows;
  for (const Option& option : options) {
    rows.push_back(row_of(option, true));
    for (const auto& [name, meaning] : option.choices)
      rows.push_back({fmt::format("    {}", name), std::string(meaning)});
  }
  return columns(rows, 26);
}

}  // namespace

std::string overview(bool all) {
  std::string text =
      "tertius: who should meet whom, why, and through whom.\n\n"
      "Usage: tertius COMMAND NETWORK [ARGUMENTS] [OPTIONS]\n\n"
      "NETWORK is a folder with members.csv and connections.csv, a graph file, or - for standard input.\n";
  for (const Heading& heading : headings) {
    if (!all && !heading.every_day) continue;
    text += fmt::format("\n{}:\n", heading.words);
    for (const Command* command : commands())
      if (command->group == heading.group)
        text += fmt::format("  {:<10} {}\n", command->name, command->question);
  }
  text +=
      "\nExamples:\n"
      "  tertius analyze datasets/lakeside -o answers    everything at once, into a folder\n"
      "  tertius meet datasets/lakeside \"Jana Feld\"      whom she should meet, and through whom\n"
      "\n`tertius help COMMAND` explains a command; `tertius --version` prints the version.\n";
  if (!all) text += "`tertius help --all` also lists the commands for files and checks.\n";
  return text;
}

std::string help(const Command& command, bool all) {
  std::string text = fmt::format("{}\n\nUsage: tertius {} {} [OPTIONS]\n\nExamples:\n{}", command.question,
                                 command.name, command.arguments, examples_of(command, all));
  if (command.note != nullptr) text += "\n" + command.note();
  const Options own = own_options(command), input = input_options(command);
  if (all) {
    if (!own.all().empty()) text += "\nOptions of this command:\n" + list_of(own.all());
    text += "\nOptions of every command:\n" + list_of(common_options().all());
    if (!input.all().empty()) text += "\nOptions of the input:\n" + list_of(input.all());
    return text;
  }
  const Options known = options_of(command);
  std::vector<Row> rows;
  for (const std::string_view name : command.common) rows.push_back(row_of(*known.find(name)));
  return text + fmt::format("\nOptions:\n{}\n`tertius {} --help --all` shows all {} options.\n",
                            columns(rows, 26), command.name, known.all().size());
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
