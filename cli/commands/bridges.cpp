// tertius bridges: who connects the bubbles, on whom the network hangs, and which new connections would help
// most.
#include <fmt/format.h>

#include <limits>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/bridges.hpp"
#include "engine/report/analyses/bridges.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  const bridges::SamplingOptions sampling;
  options.choice("order", "ORDER", bridges::bridge_orders, {},
                 "by what the members are ranked, bridging if not given");
  options.flag("critical", "rank by what breaks when a member leaves");
  options.flag("exact", "exact betweenness, however long it takes");
  options.number<double>("epsilon", "NUMBER", {}, within(0, 1),
                         "estimate betweenness: largest error, as a share of all pairs of members");
  options.number<double>(
      "delta", "NUMBER", {}, within(0, 1),
      fmt::format("chance that an estimate is further off than epsilon ({} if not given)", sampling.delta));
  options.number<unsigned>("certain", "N", {}, {}, "estimate until the order of the first N is certain");
  options.flag("weighted", "a tie is 1/weight long, and structural holes read weights");
  options.flag("across", "betweenness of pairs in different groups only");
  options.text("between", "A,B", "betweenness of pairs from group A to group B only");
  options.number<unsigned>("open", "N", {}, {},
                           "also propose N new ties that bring the groups closest together");
  options.choice("separation", "WHAT", bridges::separations, bridges::OpeningsOptions{}.separation,
                 "what --open lowers");
  options.flag("explain", "say what each column means");
}

std::uint32_t group_named(const graph::Grouping& grouping, const std::string& name) {
  for (std::uint32_t g = 0; g < grouping.partition.count; ++g) {
    if (grouping.names[g] == name) return g;
  }
  std::string known;
  for (std::size_t g = 0; g < std::min<std::size_t>(grouping.names.size(), 12); ++g)
    known += "\n  " + grouping.names[g];
  throw Error(ErrorKey::name_unknown,
              fmt::format("--between: no group '{}' by {}; there are:{}", name, grouping.by, known));
}

bool asks_for_estimate(const Session& session) {
  return session.has("epsilon") || session.has("delta") || session.has("certain");
}

void exclude(const Session& session, std::string_view one, std::string_view other) {
  if (session.typed(one) && session.typed(other))
    throw Error(ErrorKey::option_conflict, fmt::format("--{} and --{} exclude each other", one, other));
}

void check(const Session& session) {
  for (const std::string_view estimate : {"epsilon", "delta", "certain"}) {
    exclude(session, "exact", estimate);
    // Pairs are drawn from all of them.
    exclude(session, "across", estimate);
    exclude(session, "between", estimate);
  }
  exclude(session, "across", "between");
  exclude(session, "order", "critical");
  if (session.typed("separation") && !session.has("open"))
    throw Error(ErrorKey::option_conflict, "--separation says what --open lowers, and goes with it");
  if (session.has("between")) {
    const auto names = session.get<std::string>("between");
    if (names.find(',') == std::string::npos)
      throw Error(ErrorKey::option_value, fmt::format("--between {}: expected A,B", names));
  }
}

bridges::BridgingOptions bridging_options(const Session& session, const graph::Grouping& grouping) {
  bridges::BridgingOptions options{.weighted = session.flag("weighted")};
  if (session.flag("across")) options.pairs = bridges::PairsOf::different_groups;
  if (session.has("between")) {
    const auto names = session.get<std::string>("between");
    // A group's name may hold commas: try each.
    for (std::size_t comma = names.find(','); comma != std::string::npos;
         comma = names.find(',', comma + 1)) {
      try {
        options.from = group_named(grouping, names.substr(0, comma));
        options.to = group_named(grouping, names.substr(comma + 1));
        options.pairs = bridges::PairsOf::two_groups;
        break;
      } catch (const Error&) {
        if (names.find(',', comma + 1) == std::string::npos) throw;
      }
    }
  }
  if (session.has("order")) options.order = session.get<bridges::BridgeOrder>("order");
  if (session.flag("critical")) options.order = bridges::BridgeOrder::critical;
  if (asks_for_estimate(session)) {
    bridges::SamplingOptions sampling{.exact_when_cheaper = true};
    if (session.has("epsilon")) sampling.epsilon = session.get<double>("epsilon");
    if (session.has("delta")) sampling.delta = session.get<double>("delta");
    if (session.has("certain")) sampling.certain_top = session.get<unsigned>("certain");
    options.sampling = sampling;
  }
  return options;
}

std::string next_command(const Session& session, const report::BridgesReport& report) {
  if (!report::has_ranking(report)) return "";
  const auto& order = report.bridging->order;
  if (report.options.order == bridges::BridgeOrder::critical) {
    return next_line(
        session, {.command = "whatif", .options = {{"without", report.network->members.ids[order.front()]}}});
  }
  return next_line(session, {.command = "bridges",
                             .options = {{"critical"}},
                             .left_out = {"order", "open", "separation"},
                             .explanation = "what breaks when one of them leaves"});
}

bridges::OpeningsOptions openings_options(const Session& session) {
  return {.count = session.get<unsigned>("open"),
          .separation = session.get<bridges::Separation>("separation")};
}

void run(Session& session) {
  const graph::Network& network = session.network();
  const graph::Grouping& grouping = session.grouping();
  pipeline::BridgesOptions options{.bridging = bridging_options(session, grouping)};
  if (session.flag("exact")) options.patience = std::numeric_limits<double>::infinity();
  if (session.has("open")) options.openings = openings_options(session);
  options.planned = [&](const report::BridgesReport& plan) {
    const auto& sampling = plan.options.sampling;
    std::vector<words::Argument> arguments{{"seconds", plan.estimated_seconds}};
    if (sampling) {
      arguments.emplace_back("epsilon", sampling->epsilon);
      arguments.emplace_back("confidence", 1 - sampling->delta);
    }
    session.say({"betweenness_planned", std::move(arguments)});
  };
  const report::BridgesReport report = pipeline::find_bridges(network, grouping, options, session.context());
  constexpr auto everybody = std::numeric_limits<std::size_t>::max();
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("bridges", [&](report::JsonWriter& json) {
        report::write_bridges_json(json, report, session.top(everybody));
      });
      break;
    case OutputFormat::csv:
      session.put_rows(report::bridges_csv(report, session.top(everybody)));
      break;
    case OutputFormat::table:
      session.put(report::bridges_text(report, session.top(15), session.width()));
      if (session.flag("explain")) session.put(report::bridges_explained(report, session.width()));
      session.put(next_command(session, report));
      break;
  }
}

}  // namespace

extern const Command bridges_command;
const Command bridges_command{
    .name = "bridges",
    .group = Group::understand,
    .question = "Who connects the bubbles, and what breaks when they leave?",
    .arguments = "NETWORK",
    .gives = Gives::analysis,
    .examples = {{"bridges datasets/lakeside", "the strongest bridging contacts, with reasons"},
                 {"bridges datasets/lakeside --critical", "on whom the network hangs"},
                 {"bridges datasets/lakeside --open 5", "five new ties that would help most"},
                 {"bridges datasets/lakeside --between crafts,IT", "who stands between two groups"},
                 {"bridges big.csv --epsilon 0.001 --delta 0.05", "estimated, with a guarantee"}},
    .common = {"by", "critical", "open", "top", "format"},
    .reads_directions = true,
    .columns = report::bridges_columns,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
