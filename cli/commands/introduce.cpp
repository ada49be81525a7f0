// tertius introduce: one round of introductions for the whole network, under limits.
#include <filesystem>
#include <limits>
#include <utility>

#include "cli/exclusions.hpp"
#include "cli/language.hpp"
#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/introductions/member_pairs.hpp"
#include "engine/pipeline/introductions/round.hpp"
#include "engine/report/introductions/round.hpp"
#include "engine/report/star_finding.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  const introductions::RoundLimits limits;
  options.number<unsigned>("per-member", "N", limits.per_member, at_least(1),
                           "introductions a member receives at most");
  options.number<unsigned>("per-introducer", "N", limits.per_introducer, at_least(1),
                           "introductions a member makes at most");
  add_openness_option(options);
  options
      .text("history", "FILE",
            "CSV of pairs made or refused before (a,b,...); these introductions are appended to it")
      .writes = true;
  options.text("messages", "FILE", "write one file with all messages").writes = true;
  add_language_option(options, "of the messages");
  add_today_option(options);
  add_exclusions_option(options);
  add_words_option(options);
}

/// The same round with what the user has not asked for yet.
std::string next_command(const Session& session) {
  Next next{.command = "introduce", .explanation = "letters, and no pair twice"};
  if (!session.has("messages")) next.options.push_back({"messages", "letters.txt"});
  if (!session.has("history")) next.options.push_back({"history", "history.csv"});
  return next.options.empty() ? "" : next_line(session, next);
}

void run(Session& session) {
  const introductions::RoundLimits limits{session.get<unsigned>("per-member"),
                                          session.get<unsigned>("per-introducer")};
  const auto language = session.get<words::Language>("language");
  const bool keeps_history = session.has("history");
  const std::string history = keeps_history ? session.get<std::string>("history") : "";
  if (keeps_history) pipeline::check_history(history);
  const graph::Network& network = session.network();
  const graph::Grouping& grouping = session.grouping();
  pipeline::MemberPairs past;
  if (keeps_history && std::filesystem::exists(history)) {
    past = pipeline::read_member_pairs(history, network, true, session.context());
    if (past.unknown > 0) session.say({"rows_of_strangers", {{"path", history}, {"rows", past.unknown}}});
  }
  const pipeline::PlannedRound planned(
      network, grouping,
      {.recommender = {.openness = session.get<double>("openness"),
                       .exclusions = exclusions_of(session),
                       .words = own_words(session)},
       .limits = limits,
       .past = std::move(past.pairs),
       .today = introductions::events_have_dates(network) ? session.today() : graph::no_day,
       .language = language},
      session.context());
  const report::RoundReport& report = planned.report();
  const std::size_t all = std::numeric_limits<std::size_t>::max();
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("round", [&](report::JsonWriter& json) {
        report::write_round_json(json, report, session.top(all));
      });
      break;
    case OutputFormat::csv:
      if (const auto star = report::star_finding(network.graph)) session.say(*star);
      session.put_rows(report::round_csv(report, session.top(all)));
      break;
    case OutputFormat::table:
      session.put(report::round_text(report, session.top(20), session.width()));
      if (!planned.introductions().empty()) session.put(next_command(session));
      break;
  }
  if (session.has("messages"))
    io::write_atomically(session.get<std::string>("messages"), report::round_messages(report));
  // A round that nobody got to see must not count as made.
  if (keeps_history)
    session.then([&network, history, made = planned.introductions()] {
      pipeline::append_to_history(history, network, made);
    });
}

}  // namespace

extern const Command introduce_command;
const Command introduce_command{
    .name = "introduce",
    .group = Group::organise,
    .question = "Who should be introduced to whom, with a fair share for everybody?",
    .arguments = "NETWORK",
    .gives = Gives::suggestions,
    .examples = {{"introduce datasets/lakeside", "two each, nobody asked more than three times"},
                 {"introduce datasets/lakeside --messages letters.txt", "with a letter for each"},
                 {"introduce datasets/lakeside --history history.csv", "no pair comes twice"},
                 {"introduce datasets/lakeside --per-member 1 --messages briefe.txt --language de",
                  "in German"}},
    .common = {"per-member", "per-introducer", "messages", "history", "openness"},
    .columns = report::round_columns,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
