// tertius clusters: who belongs together.
#include <fmt/format.h>

#include <cmath>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/io/text/lexing.hpp"
#include "engine/pipeline/clusters.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/report/analyses/clusters.hpp"

namespace tertius::cli {
namespace {

/// What is maximised, and over which connections.
struct Maximised {
  clusters::Objective objective;
  bool directed = false;
  bool operator==(const Maximised&) const = default;
};
const std::vector<Choice<Maximised>>& maximised() {
  static const auto all = [] {
    std::vector<Choice<Maximised>> choices;
    for (const auto& [objective, name, help] : clusters::objectives)
      choices.push_back({{objective}, name, help});
    choices.push_back({{clusters::Objective::modularity, true},
                       "directed",
                       "modularity of who follows whom; needs --directed"});
    return choices;
  }();
  return all;
}

/// A resolution, or none: then the most stable one is looked for.
struct Resolution {
  std::optional<double> number;
};
std::optional<Resolution> parse_resolution(std::string_view text) {
  if (text == "auto") return Resolution{};
  const auto number = io::parse_real(text);
  return number && std::isfinite(*number) && *number >= 0 ? std::optional(Resolution{number}) : std::nullopt;
}

std::optional<unsigned> parse_iterations(std::string_view text) {
  if (text == "until-stable") return 0;
  const auto number = io::parse_natural(text);
  return number && *number > 0 && *number < 10'000 ? std::optional(static_cast<unsigned>(*number))
                                                   : std::nullopt;
}

void add_options(Options& options) {
  options.choice("objective", "WHAT", maximised(), Maximised{clusters::LeidenOptions{}.objective},
                 "what to maximise");
  options.parsed<Resolution>("resolution", "NUMBER|auto", "1", "a number of 0 or more, or auto",
                             parse_resolution,
                             "higher: more and smaller clusters; for cpm the density that a cluster must "
                             "exceed; auto: the most stable");
  options.flag("sweep", "also show how stable the clusters are at other resolutions");
  options.number<unsigned>("level", "L", {}, at_least(1),
                           "show level L of the hierarchy, 1 being the finest");
  options.parsed<unsigned>("iterations", "N", "2", "1 to 9999 or until-stable", parse_iterations,
                           "how often to start again from the clusters found, or until-stable");
  options.number<unsigned>("runs", "N", clusters::LeidenOptions{}.runs, at_least(1),
                           "keep the best of N runs with different seeds");
  options.number<unsigned>("seeds", "N", {}, {},
                           "repeat with N other seeds and say what stays together (10 for small networks, "
                           "else 0)");
  options
      .text("compare", "ATTRIBUTE|FILE", "how far the clusters follow an attribute, or the groups in a file")
      .reads = true;
  options.text("previous", "FILE",
               "clusters of an earlier run (CSV or JSON): keep their numbers, say what changed");
  options.flag("preview", "a fast preview by label propagation");
  options.flag("explain", "say what each column means");
}

bool sweeps(const Session& session) {
  return session.flag("sweep") || !session.get<Resolution>("resolution").number;
}

void check(const Session& session) {
  if (session.get<Maximised>("objective").directed && !session.flag("directed"))
    throw Error(ErrorKey::option_conflict, "--objective directed needs directed input: add --directed");
  if (sweeps(session) && session.maybe<unsigned>("seeds").value_or(2) < 2)
    throw Error(ErrorKey::option_conflict, "stability needs --seeds 2 or more");
  if (session.flag("preview") && (sweeps(session) || session.has("level")))
    throw Error(ErrorKey::option_conflict,
                "--preview goes with neither --level, --sweep nor --resolution auto");
  if (session.has("compare") && session.flag("share")) {
    throw Error(
        ErrorKey::option_conflict,
        "--compare counts the members that clusters and groups share, which may be few: it does not go "
        "with --share");
  }
}

pipeline::ClustersOptions options_of(const Session& session, const graph::Network& network) {
  pipeline::ClustersOptions options;
  const auto [objective, directed] = session.get<Maximised>("objective");
  options.leiden.objective = objective;
  options.directed = directed;
  const auto resolution = session.get<Resolution>("resolution").number;
  options.choose_resolution = !resolution;
  options.sweep = sweeps(session);
  if (resolution) options.leiden.resolution = *resolution;
  options.leiden.iterations = session.get<unsigned>("iterations");
  options.leiden.runs = session.get<unsigned>("runs");
  options.preview = session.flag("preview");
  constexpr unsigned seeds_of_sweep = 10;
  options.seeds = session.has("seeds") ? session.get<unsigned>("seeds")
                  : options.sweep      ? seeds_of_sweep
                                       : clusters::usual_runs(network.graph);
  if (session.has("level")) options.level = session.get<unsigned>("level");
  return options;
}

std::string next_command(const Session& session, const report::ClustersReport& report) {
  // The largest come first; whoever is alone is no bubble.
  if (report.profiles.size() > 1 && report.profiles[1].size > 1)
    return next_line(session, {.command = "bridges", .options = {{"by", "cluster"}}});
  return next_line(
      session,
      {.command = "measure", .arguments = {"core"}, .explanation = "who lies deepest in the middle"});
}

void run(Session& session) {
  const graph::Network& network = session.network();
  report::ClustersReport report =
      pipeline::find_clusters(network, options_of(session, network), session.context());
  if (session.has("compare")) {
    pipeline::compare_clusters(report,
                               pipeline::grouping_to_compare(network, session.get<std::string>("compare")),
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
      session.put_rows(report::clusters_csv(report));
      break;
    case OutputFormat::table:
      session.put(report::clusters_text(report, session.top(15), session.width()));
      if (session.flag("explain")) session.put(report::clusters_explained(session.width()));
      session.put(next_command(session, report));
      break;
  }
}

}  // namespace

extern const Command clusters_command;
const Command clusters_command{
    .name = "clusters",
    .group = Group::understand,
    .question = "Who belongs together?",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples = {{"clusters datasets/lakeside", "the largest clusters, in words"},
                 {"clusters datasets/lakeside --compare discipline", "do they follow the disciplines?"},
                 {"clusters datasets/lakeside --resolution auto", "the most stable resolution"},
                 {"clusters datasets/lakeside --previous last-year.csv",
                  "what became of last year's clusters"},
                 {"clusters datasets/lakeside --runs 20 --format csv", "who is in which, best of 20 runs"}},
    .common = {"resolution", "compare", "previous", "top", "format"},
    .reads_directions = true,
    .columns = report::clusters_columns,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
