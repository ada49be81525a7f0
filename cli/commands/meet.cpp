// tertius meet: whom a member should meet, why, and through whom; or all members at once.
#include <fmt/format.h>

#include <utility>

#include "cli/exclusions.hpp"
#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/pipeline/introductions/meet.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.flag("all", "rows for every member instead of the answer for one");
  add_openness_option(options);
  options.number<double>("diversity", "0..1", introductions::RecommenderOptions{}.diversity, between(0, 1),
                         "how different the suggestions are to be from each other");
  options.text("goal", "TEXT", "what you are after, in your own words");
  options.text("near", "REGION", "only members of this region");
  options.text("via", "MEMBER", "only whom this contact of yours can introduce");
  options.texts("not", "MEMBER", "leave these members out");
  options.choice("score", "NAME", introductions::all_scores, {}, "one score, as it is, instead of all terms");
  options.number<std::uint64_t>(
      "max-degree", "N", 0, {},
      "with --all --score: leave out what leads over members with more contacts, and say how much that was");
  options.flag("explain", "show how the scores add up");
  add_today_option(options);
  add_exclusions_option(options);
  add_words_option(options);
}

introductions::RecommenderOptions recommender_options(Session& session) {
  introductions::RecommenderOptions options{.openness = session.get<double>("openness"),
                                            .diversity = session.get<double>("diversity")};
  options.score = session.maybe<introductions::Score>("score");
  if (session.has("goal")) options.goal = session.get<std::string>("goal");
  if (session.has("near")) options.near = session.get<std::string>("near");
  if (session.has("via")) options.via = session.member(session.get<std::string>("via"));
  if (session.has("not")) {
    for (const auto& name : session.get<std::vector<std::string>>("not"))
      options.without.push_back(session.member(name));
  }
  options.exclusions = exclusions_of(session);
  options.words = own_words(session);
  return options;
}

void one_member(Session& session, const pipeline::Suggesting& suggesting, graph::VertexId member) {
  const report::MeetContext& in = suggesting.in();
  const introductions::RecommenderOptions& options = in.recommender->options();
  if (options.via && !in.network->graph.has_arc(member, *options.via)) {
    throw Error(ErrorKey::name_unknown,
                fmt::format("--via {}: is no contact of {}", session.get<std::string>("via"),
                            in.network->members.name(member)));
  }
  const bool dated = !options.score && introductions::events_have_dates(*in.network);
  report::MeetReport report = suggesting.for_member(
      member, session.top(5), dated ? session.today() : graph::no_day, session.context());
  report.explain = session.flag("explain");
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("meet", [&](report::JsonWriter& json) { report::write_meet_json(json, report); });
      break;
    case OutputFormat::csv:
      session.say(words::sentence(report::goal_remark(report), in.speaker()));
      session.put_rows(report::meet_csv_header() + report::meet_csv_rows(in, member, report.suggestions));
      break;
    case OutputFormat::table:
      session.put(report::meet_text(report, session.width()));
      if (!report.explain && !report.suggestions.empty() && options.introducers > 0 &&
          in.network->graph.degree(member) > 0) {
        const graph::Ids& ids = in.network->members.ids;
        session.put(next_line(session, {.command = "path",
                                        .arguments = {ids[member], ids[report.suggestions.front().id]},
                                        .explanation = "who can introduce them"}));
      }
      break;
  }
}

/// Bare scores of all members, row after row as they are found.
void stream_scores(Session& session, const introductions::RecommenderOptions& options) {
  const graph::Network& network = session.network();
  RowStream answer = session.rows();
  answer.write(report::score_csv_header());
  const introductions::TopResult result = pipeline::score_everybody(
      network, options, session.top(5), session.get<std::uint64_t>("max-degree"),
      [&](graph::VertexId member, std::span<const introductions::Candidate> ranked) {
        answer.write(report::score_csv_rows(network.members.ids, member, ranked));
      },
      session.context());
  answer.commit();
  session.say({"scores_written",
               {{"suggestions", result.suggestions},
                {"members", result.members},
                {"left_out", result.skipped_wedges},
                {"paths", result.wedges}}});
}

void all_members(Session& session, const pipeline::Suggesting& suggesting) {
  const report::MeetContext& in = suggesting.in();
  const report::EverySuggestion each = [&](const introductions::SuggestionSink& sink) {
    suggesting.for_everybody(session.top(5), sink, session.context());
  };
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("meet",
                       [&](report::JsonWriter& json) { report::write_meet_all_json(json, in, each); });
      break;
    case OutputFormat::csv: {
      const bool score = suggesting.recommender().options().score.has_value();
      if (const auto star = report::star_finding(in.network->graph); star && !score) session.say(*star);
      session.say(words::sentence(report::goal_remark(in), in.speaker()));
      RowStream answer = session.rows();
      report::write_meet_all_csv(in, each, [&](std::string_view rows) { answer.write(rows); });
      answer.commit();
      break;
    }
    case OutputFormat::table:
      session.put(report::meet_all_text(in, each, session.width()));
      break;
  }
}

void check(const Session& session) {
  const bool all = session.flag("all"), score = session.has("score");
  if (session.arguments().empty() != all) {
    throw Error(ErrorKey::option_conflict, all ? "meet --all is for every member: give no MEMBER with it"
                                               : "which member? Give an id or a name, or --all");
  }
  if (score && session.has("goal"))
    throw Error(ErrorKey::option_conflict,
                "--goal does not go with --score, which looks at connections alone");
  if (all && session.has("via"))
    throw Error(ErrorKey::option_conflict, "--via is for one member, not for --all");
  if (session.get<std::uint64_t>("max-degree") > 0 && !(all && score))
    throw Error(ErrorKey::option_conflict, "--max-degree goes with --all --score");
}

void run(Session& session) {
  const bool all = session.flag("all");
  introductions::RecommenderOptions options = recommender_options(session);
  const bool rows = all && session.format() == OutputFormat::csv;
  if (rows && pipeline::is_bare_score(options)) return stream_scores(session, options);
  if (all && options.score) options.introducers = 0;
  const graph::Grouping& grouping = all ? session.grouping() : session.quick_grouping(2'000'000);
  const pipeline::Suggesting suggesting(session.network(), grouping, std::move(options), session.context());
  if (all) return all_members(session, suggesting);
  one_member(session, suggesting, session.member(session.arguments()[0]));
}

}  // namespace

extern const Command meet_command;
const Command meet_command{
    .name = "meet",
    .group = Group::member,
    .question = "Whom should a member meet, why, and through whom?",
    .arguments = "NETWORK [MEMBER]",
    .gives = Gives::suggestions,
    .examples = {{"meet datasets/lakeside \"Jana Feld\"", "goals, giving, horizon, groups"},
                 {"meet datasets/lakeside m017 --goal \"exhibition design\"", "who could help with that"},
                 {"meet datasets/lakeside m017 --openness 1", "rather far than near"},
                 {"meet datasets/lakeside --all --format csv", "everybody's suggestions as rows"},
                 {"meet NETWORK --all --score resource-allocation --top 10 --format csv", "bare scores"}},
    .common = {"goal", "openness", "all", "top", "format"},
    .takes_members_alone = true,
    .max_arguments = 1,
    .columns = report::meet_columns,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
