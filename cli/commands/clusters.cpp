// tertius clusters: who belongs together.
#include <fmt/format.h>

#include <filesystem>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/clusters.hpp"
#include "engine/report/analyses/clusters.hpp"

namespace tertius::cli {
namespace {

void add_options(po::options_description& options) {
  auto add = options.add_options();
  add("objective", po::value<std::string>()->default_value("modularity"),
      "what to maximise: modularity, cpm (no resolution limit), or directed (modularity of who follows whom; "
      "needs "
      "--directed)");
  add("resolution", po::value<std::string>()->default_value("1"),
      "higher: more and smaller clusters; for cpm the density that a cluster must exceed; auto: the most "
      "stable");
  add("sweep", po::bool_switch(), "also show how stable the clusters are at other resolutions");
  add("level", po::value<unsigned>(), "show level L of the hierarchy, 1 being the finest");
  add("iterations", po::value<std::string>()->default_value("2"),
      "how often to start again from the clusters found, or until-stable");
  add("runs", po::value<unsigned>()->default_value(1), "keep the best of N runs with different seeds");
  add("seeds", po::value<unsigned>(),
      "repeat with N other seeds and say what stays together (10 for small networks, else 0)");
  add("compare", po::value<std::string>()->value_name("ATTRIBUTE|FILE"),
      "how far the clusters follow an attribute, or the groups in a file");
  add("previous", po::value<std::string>()->value_name("FILE"),
      "clusters of an earlier run (CSV or JSON): keep their numbers, say what changed");
  add("preview", po::bool_switch(), "a fast preview by label propagation");
  add("explain", po::bool_switch(), "say what each column means");
}

unsigned iterations_named(const std::string& text) {
  if (text == "until-stable") return 0;
  const bool number =
      !text.empty() && text.size() < 5 && text.find_first_not_of("0123456789") == std::string::npos;
  if (!number || std::stoul(text) == 0) {
    throw Error(ErrorCode::usage, fmt::format("--iterations {}: expected 1 to 9999 or until-stable", text));
  }
  return static_cast<unsigned>(std::stoul(text));
}

pipeline::ClustersOptions options_of(const Session& session, const graph::Network& network) {
  pipeline::ClustersOptions options;
  const auto objective = session.get<std::string>("objective");
  if (objective == "cpm") {
    options.leiden.objective = clusters::Objective::cpm;
  } else if (objective == "directed") {
    options.directed = true;
    if (network.arcs.vertex_count() == 0) {
      throw Error(ErrorCode::usage, "--objective directed needs directed input: add --directed");
    }
  } else if (objective != "modularity") {
    throw Error(ErrorCode::usage,
                fmt::format("--objective {}: expected modularity, cpm or directed", objective));
  }
  const auto resolution = session.get<std::string>("resolution");
  options.choose_resolution = resolution == "auto";
  options.sweep = options.choose_resolution || session.flag("sweep");
  if (!options.choose_resolution) {
    const auto number = io::parse_real(resolution);
    if (!number || !(*number >= 0)) {
      throw Error(ErrorCode::usage,
                  fmt::format("--resolution {}: expected a number of 0 or more, or auto", resolution));
    }
    options.leiden.resolution = *number;
  }
  options.leiden.iterations = iterations_named(session.get<std::string>("iterations"));
  options.leiden.runs = session.get<unsigned>("runs");
  if (options.leiden.runs == 0) throw Error(ErrorCode::usage, "--runs 0: expected at least 1");
  options.preview = session.flag("preview");
  constexpr unsigned seeds_of_sweep = 10;
  options.seeds = session.has("seeds") ? session.get<unsigned>("seeds")
                  : options.sweep      ? seeds_of_sweep
                                       : clusters::usual_runs(network.graph);
  if (options.sweep && options.seeds < 2) throw Error(ErrorCode::usage, "stability needs --seeds 2 or more");
  if (session.has("level")) options.level = session.get<unsigned>("level");
  if (options.preview && (options.sweep || options.level)) {
    throw Error(ErrorCode::usage, "--preview goes with neither --level, --sweep nor --resolution auto");
  }
  return options;
}

graph::Grouping compared_with(const std::string& what, const graph::Network& network) {
  if (const graph::Column* column = network.members.find_column(what)) return graph::group_by(*column);
  if (std::error_code error; std::filesystem::exists(what, error))
    return pipeline::grouping_of_file(what, network.members);
  std::string known;
  for (const graph::Column& c : network.members.columns)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", c.name());
  throw Error(ErrorCode::usage,
              fmt::format("--compare {}: neither a file nor an attribute of the members; they have {}", what,
                          known.empty() ? "none" : known));
}

void run(Session& session) {
  const graph::Network& network = session.network();
  report::ClustersReport report =
      pipeline::find_clusters(network, options_of(session, network), session.context());
  if (session.has("compare")) {
    if (network.consent.naming() == graph::Naming::nobody)
      throw Error(
          ErrorCode::usage,
          "--compare counts the members that clusters and groups share, which may be few: it does not go "
          "with --share");
    pipeline::compare_clusters(report, compared_with(session.get<std::string>("compare"), network),
                               session.context());
  }
  if (session.has("previous")) {
    const auto file = session.get<std::string>("previous");
    pipeline::follow_clusters(report, file, pipeline::earlier_clusters(file, network.members));
  }
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("clusters",
                       [&](report::JsonWriter& json) { report::write_clusters_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put(report::clusters_csv(report));
      break;
    case OutputFormat::table:
      session.put(report::clusters_text(report, session.top(15), session.width()));
      if (session.flag("explain")) session.put(report::clusters_explained(session.width()));
      session.put(next_line(session, {.command = "bridges", .options = {{"by", "cluster"}}}));
      break;
  }
}

}  // namespace

extern const Command clusters_command;
const Command clusters_command{
    .name = "clusters",
    .summary = "Who belongs together",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples =
        "  tertius clusters datasets/lakeside                            the largest clusters, in words\n"
        "  tertius clusters datasets/lakeside --compare discipline       do they follow the disciplines?\n"
        "  tertius clusters datasets/lakeside --resolution auto          the most stable resolution\n"
        "  tertius clusters datasets/lakeside --previous last-year.csv   what became of last year's "
        "clusters\n"
        "  tertius clusters datasets/lakeside --runs 20 --format csv     who is in which, best of 20 runs\n",
    .reads_directions = true,
    .columns = report::clusters_columns,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
