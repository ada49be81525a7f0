// tertius introduce: one round of introductions for the whole network, under limits.
#include <fmt/format.h>

#include <limits>
#include <memory>
#include <utility>

#include "cli/exclusions.hpp"
#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/introductions/history.hpp"
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
  const words::Language language = session.language_of_letters();
  std::shared_ptr<pipeline::History> history;
  if (session.has("history")) {
    const auto path = session.get<std::string>("history");
    history = std::make_shared<pipeline::History>(
        path, [&] { session.say(fmt::format("another run has {}; waiting until it ends", path)); },
        session.context());
  }
  const graph::Network& network = session.network();
  const graph::Grouping& grouping = session.grouping();
  pipeline::MemberPairs past;
  if (history) {
    past = history->pairs(network, session.context());
    if (past.unknown > 0)
      session.say(
          {"rows_of_strangers", {{"path", session.get<std::string>("history")}, {"rows", past.unknown}}});
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
  // Of a run that is killed between the two, letters that are missing are seen, and pairs that come twice are not:
  // so the history goes first.
  if (history) session.write_too(history->with(network, planned.introductions()), history);
  if (!session.has("messages")) return;
  const auto messages = session.get<std::string>("messages");
  if (messages == "-") return io::write_atomically("-", report::round_messages(report));
  auto letters = std::make_unique<io::AtomicFile>(messages, io::Readers::owner);
  letters->write(report::round_messages(report));
  session.write_too(std::move(letters));
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
    .writes_letters = true,
    .columns = report::round_columns,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
