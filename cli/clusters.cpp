// tertius clusters: who belongs together.
#include <fmt/format.h>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/report/clusters.hpp"

namespace tertius::cli {
namespace {

void add_options(po::options_description& options) {
  auto add = options.add_options();
  add("objective", po::value<std::string>()->default_value("modularity"),
      "what to maximise: modularity, or cpm (no resolution limit)");
  add("resolution", po::value<double>()->default_value(1.0),
      "higher: more and smaller clusters; for cpm the density that a cluster must exceed");
  add("iterations", po::value<std::string>()->default_value("2"),
      "how often to start again from the clusters found, or until-stable");
  add("runs", po::value<unsigned>()->default_value(1), "keep the best of N runs with different seeds");
}

LeidenOptions leiden_options(const Session& session) {
  LeidenOptions options{.resolution = session.get<double>("resolution"),
                        .runs = session.get<unsigned>("runs")};
  const auto objective = session.get<std::string>("objective");
  if (objective == "cpm") {
    options.objective = Objective::cpm;
  } else if (objective != "modularity") {
    throw Error(ErrorCode::usage, fmt::format("--objective {}: expected modularity or cpm", objective));
  }
  const auto iterations = session.get<std::string>("iterations");
  if (iterations == "until-stable") {
    options.iterations = 0;
  } else {
    const bool number = !iterations.empty() && iterations.size() < 5 &&
                        iterations.find_first_not_of("0123456789") == std::string::npos;
    if (!number || std::stoul(iterations) == 0) {
      throw Error(ErrorCode::usage,
                  fmt::format("--iterations {}: expected 1 to 9999 or until-stable", iterations));
    }
    options.iterations = static_cast<unsigned>(std::stoul(iterations));
  }
  return options;
}

void run(Session& session) {
  const Network& network = session.network();
  ClustersReport report{.network = &network, .options = leiden_options(session)};
  report.path = session.import_report().path;
  report.result = leiden(network.graph, report.options, session.context());
  report.profiles = profile_clusters(network.graph, report.result.partition, session.context());
  report.centres = central_members(network.graph, report.result.partition, 3, session.context());
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("clusters", [&](JsonWriter& json) { write_clusters_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put(clusters_csv(report));
      break;
    case OutputFormat::table:
      session.put(clusters_text(report, session.top(15), session.width()));
      break;
  }
}

}  // namespace

extern const Command clusters_command;
const Command clusters_command{
    .name = "clusters",
    .summary = "Who belongs together",
    .arguments = "NETWORK",
    .examples =
        "  tertius clusters datasets/lakeside                              the largest clusters, with their "
        "centres\n"
        "  tertius clusters datasets/lakeside --resolution 2               more and smaller ones\n"
        "  tertius clusters datasets/lakeside --runs 20 --format csv       who is in which, best of 20 "
        "runs\n",
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
