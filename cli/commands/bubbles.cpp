// tertius bubbles: which groups keep to themselves, who mixes with whom, which bridges are missing.
#include <fmt/format.h>

#include <limits>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/bubbles.hpp"
#include "engine/report/analyses/bubbles.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.number<unsigned>("permutations", "N", bubbles::PermutationOptions{}.permutations,
                           between(0, 1'000'000),
                           "random networks to hold this one against; fewer where it is large");
  options.choice("null", "MODEL", bubbles::null_models, {},
                 "how these networks are made, if it is not to be what is affordable");
  options.choice("rows", "WHAT", report::bubble_rows, report::BubbleRows::groups, "what is listed");
  options.text("chart", "FILE.svg", "also draw who mixes with whom, and how members are exposed").writes =
      true;
  options.flag("explain", "say what each column means");
}

bubbles::BubblesOptions options_of(const Session& session) {
  bubbles::BubblesOptions options;
  options.permutation.permutations = session.get<unsigned>("permutations");
  options.permutation.model = session.maybe<bubbles::NullModel>("null");
  return options;
}

std::string text_of(Session& session, const std::vector<report::BubblesReport>& reports,
                    report::BubbleRows rows) {
  std::string text;
  for (const report::BubblesReport& report : reports) {
    if (reports.size() > 1)
      text += fmt::format("{}== {} {} ==\n", text.empty() ? "" : "\n", report::heading("By"),
                          report::heading(report.grouping->by));
    text += report::bubbles_text(report, session.top(15), session.width());
    if (rows == report::BubbleRows::members)
      text += report::bubbles_members_text(report, session.top(15), session.width());
  }
  if (session.flag("explain")) text += report::bubbles_explained(session.width());
  const graph::Grouping& grouping = *reports.front().grouping;
  if (grouping.partition.count < 2) return text;  // nobody is a bridge within one bubble
  return text + next_line(session, {.command = "bridges",
                                    .options = {{"by", grouping.by}},
                                    .explanation = "who links the bubbles"});
}

void run(Session& session) {
  const bubbles::BubblesOptions options = options_of(session);
  const report::BubbleRows rows = session.get<report::BubbleRows>("rows");
  const graph::Network& network = session.network();
  std::vector<report::BubblesReport> reports;
  for (const graph::Grouping& grouping : session.groupings())
    reports.push_back(pipeline::find_bubbles(network, grouping, options, session.context()));
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("bubbles", [&](report::JsonWriter& json) {
        report::write_bubbles_json(json, reports, session.top(std::numeric_limits<std::size_t>::max()));
      });
      break;
    case OutputFormat::csv:
      session.put_rows(report::bubbles_csv(reports, rows));
      break;
    case OutputFormat::table:
      session.put(text_of(session, reports, rows));
      break;
  }
  if (session.has("chart")) {
    const auto file = session.get<std::string>("chart");
    io::write_atomically(file, report::bubbles_chart(reports.front()));
    session.say({"chart_written", {{"path", file}}});
  }
}

}  // namespace

extern const Command bubbles_command;
const Command bubbles_command{
    .name = "bubbles",
    .group = Group::understand,
    .question = "Which groups keep to themselves, and which bridges are missing?",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples = {{"bubbles datasets/lakeside", "the disciplines: how closed is each"},
                 {"bubbles datasets/lakeside --chart mixing.svg", "a picture for the next meeting"},
                 {"bubbles datasets/lakeside --by discipline,region", "and the places, and both together"},
                 {"bubbles datasets/lakeside --by cluster", "the same for the clusters found"}},
    .common = {"by", "rows", "chart", "top", "format"},
    .columns = report::bubbles_columns,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
