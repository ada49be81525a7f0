// tertius meet: whom a member should meet, why, and through whom; or everybody at once.
#include <fmt/format.h>

#include <algorithm>

#include "cli/discretion.hpp"
#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "engine/pipeline/introductions/meet.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

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
  add_discretion_options(options);
  add_words_option(options);
}

introductions::RecommenderOptions recommender_options(Session& session) {
  introductions::RecommenderOptions options{.openness = session.get<double>("openness"),
                                            .diversity = session.get<double>("diversity")};
  options.score = session.maybe<introductions::Score>("score");
  if (session.has("goal")) options.goal = session.get<std::string>("goal");
  if (options.score && session.has("goal"))
    throw Error(ErrorCode::usage, "--goal does not go with --score, which looks at connections alone");
  if (session.has("near")) options.near = session.get<std::string>("near");
  if (session.has("via")) options.via = session.member(session.get<std::string>("via"));
  if (session.has("not")) {
    for (const auto& name : session.get<std::vector<std::string>>("not"))
      options.without.push_back(session.member(name));
  }
  options.exclusions = discretion(session);
  options.words = own_words(session);
  return options;
}

void one_member(Session& session, const pipeline::Suggesting& suggesting, graph::VertexId member) {
  const report::MeetContext& in = suggesting.in();
  const introductions::RecommenderOptions& options = in.recommender->options();
  if (options.via && !in.network->graph.has_arc(member, *options.via)) {
    throw Error(ErrorCode::usage,
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
      session.say(report::goal_note(report));
      session.put(report::meet_csv_header() + report::meet_csv_rows(in, member, report.suggestions));
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

/// Bare scores of everybody, row after row as they are found.
void stream_scores(Session& session, const graph::Network& network,
                   const introductions::RecommenderOptions& options, std::size_t top) {
  io::AnswerStream answer = session.stream();
  answer.write("member,rank,candidate,score\n");
  std::string rows;
  const introductions::TopOptions wanted{
      .score = *options.score,
      .top = static_cast<std::uint32_t>(std::min<std::size_t>(top, ~std::uint32_t{0})),
      .max_degree = static_cast<graph::VertexId>(session.get<std::uint64_t>("max-degree")),
      .parameters = options.score_options};
  const introductions::TopResult result = introductions::top_candidates(
      network.graph, wanted,
      [&](graph::VertexId member, std::span<const introductions::Candidate> ranked) {
        rows.clear();
        for (std::size_t i = 0; i < ranked.size(); ++i) {
          report::append_score_row(rows, network.members.ids, member, i + 1, ranked[i].id, ranked[i].score);
        }
        answer.write(rows);
      },
      session.context());
  answer.commit();
  session.say(
      fmt::format("{} for {}{}", counted(result.suggestions, "suggestion", "suggestions"),
                  counted(result.members, "member", "members"),
                  result.skipped_wedges > 0
                      ? fmt::format("; --max-degree left out {} of {} paths of two ties",
                                    grouped_digits(result.skipped_wedges), grouped_digits(result.wedges))
                      : ""));
}

void everybody(Session& session, const pipeline::Suggesting& suggesting) {
  const report::MeetContext& in = suggesting.in();
  const introductions::RecommenderOptions& options = in.recommender->options();
  const graph::MemberTable& members = in.network->members;
  const std::size_t top = session.top(5);
  if (session.format() == OutputFormat::csv) {
    if (!options.score) session.say(report::star_note(in.network->graph));
    session.say(report::goal_note(in));
    io::AnswerStream answer = session.stream();
    answer.write(options.score ? "member,rank,candidate,score\n" : report::meet_csv_header());
    const auto sink = [&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
      if (!options.score) return answer.write(report::meet_csv_rows(in, member, suggestions));
      std::string rows;
      for (std::size_t i = 0; i < suggestions.size(); ++i) {
        report::append_score_row(rows, members.ids, member, i + 1, suggestions[i].id, suggestions[i].score);
      }
      answer.write(rows);
    };
    suggesting.for_everybody(top, sink, session.context());
    answer.commit();
    return;
  }
  if (session.format() == OutputFormat::json) {
    session.put_json("meet", [&](report::JsonWriter& json) {
      json.begin_object();
      report::write_meet_head(json, in);
      json.key("members").begin_array();
      const auto sink = [&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
        report::write_meet_member_json(json, in, member, suggestions);
      };
      suggesting.for_everybody(top, sink, session.context());
      json.end_array().end_object();
    });
    return;
  }
  report::Table table({{"who", false, true, 9},
                       {"", true, false, 8},
                       {"meets", false, true, 9},
                       {"score", true, false, 7},
                       {"through", false, true, 6},
                       {"why", false, true, 5}});
  const auto sink = [&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
    for (std::size_t i = 0; i < suggestions.size(); ++i) {
      const introductions::Suggestion& s = suggestions[i];
      const report::MemberNames& name = *in.names;
      table.add_row({name(member), std::to_string(i + 1), name(s.id), report::rounded(s.score, 3),
                     s.introducers.empty() ? "-" : name(s.introducers[0].via[0]),
                     report::suggestion_words(in, member, s)});
    }
  };
  suggesting.for_everybody(top, sink, session.context());
  for (const std::string& note : {report::star_note(in.network->graph), report::goal_note(in)}) {
    if (!note.empty()) session.put(report::wrapped(note, session.width()) + "\n\n");
  }
  if (table.rows() > 0)
    session.put(table.text(session.width()));
  else
    session.put("Nobody to suggest to anybody.\n");
}

void run(Session& session) {
  const bool all = session.flag("all");
  if (session.arguments().empty() != all) {
    throw Error(ErrorCode::usage, all ? "meet --all is for every member: give no MEMBER with it"
                                      : "which member? Give an id or a name, or --all");
  }
  const graph::Network& network = session.network();
  introductions::RecommenderOptions options = recommender_options(session);
  if (session.get<std::uint64_t>("max-degree") > 0 && !(all && options.score)) {
    throw Error(ErrorCode::usage, "--max-degree goes with --all --score");
  }
  const bool filtered =
      !options.near.empty() || options.via || !options.without.empty() || !options.exclusions.unrestricted();
  if (all && options.score && !filtered && session.format() == OutputFormat::csv) {
    return stream_scores(session, network, options, session.top(5));
  }
  if (all && options.via) throw Error(ErrorCode::usage, "--via is for one member, not for --all");
  if (all && options.score) options.introducers = 0;
  const graph::Grouping& grouping = all ? session.grouping() : quick_grouping(session, 2'000'000);
  const pipeline::Suggesting suggesting(network, grouping, std::move(options), session.context());
  if (all) return everybody(session, suggesting);
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
    .run = run,
};

}  // namespace tertius::cli
