// tertius measure: measures of members that need no groups.
#include <algorithm>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/measure.hpp"

namespace tertius::cli {
namespace {

void add_options(po::options_description& options) {
  options.add_options()("from", po::value<std::string>()->value_name("MEMBER"),
                        "pagerank: of walks that start from this member (id or name)");
}

void run(Session& session) {
  const std::vector<std::string>& names = session.arguments();
  for (const std::string& name : names) {  // before a large network is read
    const auto& known = pipeline::measure_names();
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string list;
    for (const std::string& other : known) list += (list.empty() ? "" : ", ") + other;
    throw Error(ErrorCode::usage, "no measure '" + name + "'; expected one of " + list);
  }
  std::optional<graph::VertexId> from;
  if (session.has("from")) from = session.member(session.get<std::string>("from"));
  const report::MeasureReport report = pipeline::measure(session.network(), names, from, session.context());
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("measure",
                       [&](report::JsonWriter& json) { report::write_measure_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put(report::measure_csv(report));
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
    .summary = "Measures of members: contacts, core, triangles, PageRank",
    .arguments = "NETWORK [MEASURE...]",
    .gives = Gives::analysis,
    .examples =
        "  tertius measure datasets/lakeside                                  all measures, most contacts "
        "first\n"
        "  tertius measure datasets/lakeside core                             who lies deepest in the "
        "middle\n"
        "  tertius measure datasets/lakeside pagerank --from \"Jana Feld\"      who is close to her\n"
        "  tertius measure datasets/lakeside pagerank triangles --format csv  two measures of everybody\n"
        "\n"
        "Measures: degree, core, triangles, clustering, pagerank, component.\n",
    .max_arguments = any_number,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
