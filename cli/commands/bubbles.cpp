// tertius bubbles: which groups keep to themselves, who mixes with whom, which bridges are missing.
#include <fmt/format.h>

#include <limits>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/report/analyses/bubbles.hpp"

namespace tertius::cli {
namespace {

void add_options(po::options_description& options) {
  auto add = options.add_options();
  add("permutations", po::value<unsigned>()->default_value(1000)->value_name("N"),
      "random networks to hold this one against; fewer where it is large");
  add("null", po::value<std::string>()->value_name("MODEL"),
      "those networks: rewired (every member keeps their number of ties) or joined (faster, "
      "for large networks); by default what is affordable");
  add("rows", po::value<std::string>()->default_value("groups")->value_name("WHAT"),
      "what is listed: groups, members (a table more, or the rows of CSV) or pairs (CSV)");
  add("chart", po::value<std::string>()->value_name("FILE.svg"),
      "also draw who mixes with whom, and how members are exposed");
  add("explain", po::bool_switch(), "say what each column means");
}

bubbles::BubblesOptions options_of(const Session& session) {
  bubbles::BubblesOptions options;
  options.permutation.permutations = session.get<unsigned>("permutations");
  if (options.permutation.permutations > 1'000'000)
    throw Error(ErrorCode::usage, "--permutations: expected 0 to 1000000");
  if (session.has("null")) {
    const auto model = session.get<std::string>("null");
    if (model != "rewired" && model != "joined")
      throw Error(ErrorCode::usage, fmt::format("--null {}: expected rewired or joined", model));
    options.permutation.model = model == "rewired" ? bubbles::NullModel::rewired : bubbles::NullModel::joined;
  }
  return options;
}

report::BubbleRows rows_of(const Session& session) {
  const auto rows = session.get<std::string>("rows");
  if (rows == "groups") return report::BubbleRows::groups;
  if (rows == "members") return report::BubbleRows::members;
  if (rows == "pairs") return report::BubbleRows::pairs;
  throw Error(ErrorCode::usage, fmt::format("--rows {}: expected groups, members or pairs", rows));
}

std::string text_of(Session& session, const std::vector<report::BubblesReport>& reports,
                    report::BubbleRows rows) {
  std::string text;
  for (const report::BubblesReport& report : reports) {
    if (reports.size() > 1)
      text += fmt::format("{}== By {} ==\n", text.empty() ? "" : "\n", report.grouping->by);
    text += report::bubbles_text(report, session.top(15), session.width());
    if (rows == report::BubbleRows::members)
      text += report::bubbles_members_text(report, session.top(15), session.width());
  }
  if (session.flag("explain")) text += report::bubbles_explained(session.width());
  return text + next_line(session, {.command = "bridges",
                                    .options = {{"by", reports.front().grouping->by}},
                                    .explanation = "who links the bubbles"});
}

void run(Session& session) {
  bubbles::BubblesOptions options = options_of(session);
  const report::BubbleRows rows = rows_of(session);
  const graph::Network& network = session.network();
  std::vector<report::BubblesReport> reports;
  for (const graph::Grouping& grouping : session.groupings()) {
    options.fitted = pipeline::found_in_ties(grouping, network.members);
    reports.push_back(report::bubbles_report(network, grouping, options, session.context()));
  }
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("bubbles", [&](report::JsonWriter& json) {
        report::write_bubbles_json(json, reports, session.top(std::numeric_limits<std::size_t>::max()));
      });
      break;
    case OutputFormat::csv:
      session.put(report::bubbles_csv(reports, rows));
      break;
    case OutputFormat::table:
      session.put(text_of(session, reports, rows));
      break;
  }
  if (session.has("chart")) {
    const auto file = session.get<std::string>("chart");
    io::write_atomically(file, report::bubbles_chart(reports.front()));
    session.say(fmt::format("Chart written to {}.", file));
  }
}

}  // namespace

extern const Command bubbles_command;
const Command bubbles_command{
    .name = "bubbles",
    .summary = "Which groups keep to themselves, who mixes with whom, which bridges are missing",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples =
        "  tertius bubbles datasets/lakeside                         the disciplines: how closed is each\n"
        "  tertius bubbles datasets/lakeside --by discipline,region  and the places, and both together\n"
        "  tertius bubbles datasets/lakeside --by cluster            the same for the clusters found\n"
        "  tertius bubbles datasets/lakeside --chart mixing.svg      a picture for the next meeting\n",
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
