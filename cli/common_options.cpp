#include "cli/common_options.hpp"

#include "cli/language.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/import.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::cli {
namespace {

constexpr Choice<WrittenFormat> written_formats[] = {
    {WrittenFormat::table, "table", "sentences and tables for people"},
    {WrittenFormat::json, "json", "everything, for programs"},
    {WrittenFormat::csv, "csv", "rows"},
    {WrittenFormat::xlsx, "xlsx", "the same rows as a workbook"},
};

/// "20G" -> 20 * 2^30.
std::optional<std::uint64_t> parse_size(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789.eE+"), text.size());
  const auto number = io::parse_real(text.substr(0, end));
  std::string_view unit = text.substr(end);
  if (unit.ends_with("iB") || (unit.ends_with('B') && unit.size() == 2)) unit = unit.substr(0, 1);
  double factor = 1;
  if (!unit.empty() && unit != "B") {
    constexpr std::string_view units = "KMGT";
    const auto power = units.find(static_cast<char>(std::toupper(static_cast<unsigned char>(unit[0]))));
    if (unit.size() != 1 || power == units.npos) return std::nullopt;
    for (std::size_t i = 0; i <= power; ++i) factor *= 1024;
  }
  if (!number || !(*number >= 0) || *number * factor > 1e18) return std::nullopt;
  return static_cast<std::uint64_t>(*number * factor);
}

const std::vector<Choice<const io::Format*>>& readable_formats() {
  static const auto all = [] {
    std::vector<Choice<const io::Format*>> formats;
    for (const io::Format& format : io::formats())
      if (format.read != nullptr) formats.push_back({&format, format.name, format.title});
    return formats;
  }();
  return all;
}

}  // namespace

Options own_options(const Command& command) {
  Options options;
  if (command.add_options != nullptr) command.add_options(options);
  if (command.columns != nullptr)
    options.flag("columns", "list the columns of CSV and JSON and say what each means");
  return options;
}

Options common_options() {
  Options options;
  options.choice("format", "FORMAT", written_formats, WrittenFormat::table, "how the answer is written");
  Option& output = options.text("output", "FILE", "where the answer goes; - is standard output");
  output.letter = 'o';
  output.writes = true;
  add_language_options(options);
  options.number<std::size_t>("top", "N", {}, at_least(1), "how many rows to show");
  options.number<unsigned>("threads", "N", 0, between(0, 1024), "worker threads; 0 means all");
  options.number<std::uint64_t>("seed", "N", RunContext{}.seed, {}, "same seed, same answer");
  options.flag("timings", "seconds per phase and peak memory, as one JSON line on stderr");
  options.flag("quiet", "nothing on stderr but errors").letter = 'q';
  options.flag("help", "show the help; with --all, all of it").letter = 'h';
  options.flag("version", "show the version");
  return options;
}

Options input_options(const Command& command) {
  Options options;
  if (!command.reads_network) return options;
  const io::LoadOptions usual;
  options.text(
      "by", "ATTRIBUTE",
      "what makes a bubble: an attribute of the members (several: A,B), or cluster; discipline where "
      "members have it");
  options.text("members", "FILE", "members.csv, instead of NETWORK").reads = true;
  options.text("connections", "FILE", "connections.csv, instead of NETWORK").reads = true;
  options.text("affiliations", "FILE", "affiliations.csv").reads = true;
  options
      .parsed_list<io::ColumnChoice>(
          "column", "NAME=HEADING",
          fmt::format("one of {}, = and the heading of a column, such as offers=\"Ich biete\"",
                      names_in(io::purposes)),
          io::parse_column_choice, "this column serves as that, whatever it is called; may be repeated")
      .greedy = false;
  options.choice("input-format", "NAME", readable_formats(), {},
                 "the format of NETWORK, if it is not recognised");
  options.flag("directed", "rows are directed: source names target");
  options.choice("ties", "RULE", graph::connection_rules, usual.rule,
                 "what makes a connection of directed rows");
  options.choice("merge", "RULE", graph::merge_rules, usual.merge,
                 "weights of repeated connections, where weights are stated");
  options.flag("add-unknown", "connections may name members that members.csv does not");
  options.choice("two-mode", "WHEN", io::projecting_rules, usual.projecting,
                 "connect members who share a group or event");
  options.choice("shared-weight", "RULE", graph::projection_weights, usual.projection.weight,
                 "what a shared group adds to the weight");
  options.number<std::uint32_t>("largest-group", "N", usual.projection.largest_group, {},
                                "larger groups connect nobody");
  options.parsed<std::uint64_t>("max-input", "SIZE", "", "a size such as 500M or 20G", parse_size,
                                "refuse larger input, such as 20G (after decompression)");
  options.parsed<std::uint64_t>("memory-limit", "SIZE", "", "a size such as 500M or 20G", parse_size,
                                "refuse early what needs more memory, such as 8G");
  options.text("refused", "FILE", "write all rows that were refused there, with places and reasons, as CSV")
      .writes = true;
  options
      .text("names", "FILE",
            "names of attendance and introductions that may mean a member: read where it is there and "
            "obeyed, and "
            "written with those that are doubtful, for you to decide (a table: found, suggestion, score, "
            "decision)")
      .writes = true;
  options.flag("verify", "check every byte of a snapshot against its checksums");
  if (command.gives == Gives::data) return options;
  options.text("consent", "ATTRIBUTE",
               "another attribute that says who may be named and introduced, beside open, offen, consent, "
               "Einwilligung and the like");
  if (command.gives != Gives::analysis) return options;
  options.flag("reveal-opted-out",
               "show the names of members who did not agree to be named, in analyses (never in suggestions)");
  options.flag("share",
               "name nobody, join groups of fewer than 5, leave out free text: pseudonymous, not anonymous");
  return options;
}

Options options_of(const Command& command) {
  Options options = own_options(command);
  options.append(common_options());
  options.append(input_options(command));
  return options;
}

void add_openness_option(Options& options) {
  options.number<double>("openness", "0..1", introductions::RecommenderOptions{}.openness, between(0, 1),
                         "0: whoever is close; 1: whoever widens the horizon");
}

void add_today_option(Options& options) {
  options.parsed<graph::Day>("today", "DATE", "", "a date such as 2026-11-30", io::parse_day,
                             "which events are over: those before this day; the date of the system, if not "
                             "given");
}

}  // namespace tertius::cli
