// tertius measure: measures of members that need no groups.
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/measure.hpp"
#include "engine/report/table.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.text("from", "MEMBER", "pagerank: of walks that start from this member (id or name)");
  options.flag("lowest",
               "the lowest values first: who has the fewest contacts, who is furthest from the middle");
}

std::string note() {
  return fmt::format("{} {}.\n", report::heading("Measures:"), fmt::join(pipeline::measure_names(), ", "));
}

void check(const Session& session) {
  const std::vector<std::string>& names = session.arguments();
  for (const std::string& name : names) {
    const auto& known = pipeline::measure_names();
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw Error(ErrorKey::name_unknown,
                fmt::format("no measure '{}'; expected one of {}", name, fmt::join(known, ", ")));
  }
  if (session.has("from") && !names.empty() &&
      std::find(names.begin(), names.end(), "pagerank") == names.end())
    throw Error(ErrorKey::option_conflict, "--from is for pagerank: measure that, too");
}

void run(Session& session) {
  const std::vector<std::string>& names = session.arguments();
  std::optional<graph::VertexId> from;
  if (session.has("from")) from = session.member(session.get<std::string>("from"));
  report::MeasureReport report = pipeline::measure(session.network(), names, from, session.context());
  if (session.flag("lowest")) report.columns.front().ascending = !report.columns.front().ascending;
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("measure",
                       [&](report::JsonWriter& json) { report::write_measure_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put_rows(report::measure_csv(report));
      break;
    case OutputFormat::table:
      session.put(report::measure_text(report, session.top(15), session.width()));
      break;
  }
}

}  // namespace

extern const Command measure_command;
const Command measure_command{
    .name = "measure",
    .group = Group::understand,
    .question = "How well connected is each member?",
    .arguments = "NETWORK [MEASURE...]",
    .gives = Gives::analysis,
    .examples = {{"measure datasets/lakeside", "all measures, most contacts first"},
                 {"measure datasets/lakeside pagerank --from \"Jana Feld\"", "who is close to her"},
                 {"measure datasets/lakeside core", "who lies deepest in the middle"},
                 {"measure datasets/lakeside pagerank triangles --format csv", "two measures of everybody"}},
    .common = {"from", "directed", "top", "format", "output"},
    .note = note,
    .max_arguments = any_number,
    .columns = pipeline::measure_columns,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
