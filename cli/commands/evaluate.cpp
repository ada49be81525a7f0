// tertius evaluate: how good suggestions are on this very network.
#include <fmt/format.h>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/evaluate.hpp"
#include "engine/pipeline/introductions/member_pairs.hpp"
#include "engine/report/analyses/evaluate.hpp"

namespace tertius::cli {
namespace {

/// What can be judged: a score, the blend of all, or what is suggested by default.
struct Judged {
  std::optional<introductions::Score> score;
  bool blend = false;
  bool operator==(const Judged&) const = default;
};

const std::vector<Choice<Judged>>& judged() {
  static const auto all = [] {
    std::vector<Choice<Judged>> rankers;
    for (const auto& [score, name, help] : introductions::all_scores)
      rankers.push_back({{score}, name, help});
    rankers.push_back({{std::nullopt, true}, "blend", "all of them, weighted by what is visible"});
    rankers.push_back({{}, "default", "what meet suggests"});
    return rankers;
  }();
  return all;
}

void add_options(Options& options) {
  const pipeline::EvaluateOptions usual;
  options.choices("score", "NAME...", judged(), "judge only these");
  options.number<double>("share", "0..1", usual.share, within(0, 1), "share of the ties to hide");
  options.number<std::uint32_t>("rounds", "N", usual.rounds, at_least(1), "how often to hide and judge");
  options.flag("random", "hide ties at random even where they have dates");
  options.numbers<double>("openness", "0..1...", between(0, 1),
                          "settings of the default to judge as well (by default 0 0.25 0.5 0.75 1; none with "
                          "--score)");
  options.text("train", "FILE", "a split made elsewhere: the ties to learn from (CSV source,target)").reads =
      true;
  options.text("hidden", "FILE", "and the ties to find again").reads = true;
  options.text("chart", "FILE.svg", "recall against reach, as a picture").writes = true;
  add_words_option(options);
}

pipeline::EvaluateOptions options_of(const Session& session) {
  pipeline::EvaluateOptions options{.share = session.get<double>("share"),
                                    .by_date = !session.flag("random"),
                                    .rounds = session.get<std::uint32_t>("rounds")};
  if (session.has("by")) options.by = session.get<std::string>("by");
  options.words = own_words(session);
  if (session.has("score")) {
    options.blend = options.suggested_by_default = false;
    for (const auto& [score, blend] : session.get<std::vector<Judged>>("score")) {
      if (score)
        options.scores.push_back(*score);
      else
        (blend ? options.blend : options.suggested_by_default) = true;
    }
  } else {
    for (const auto& score : introductions::all_scores) options.scores.push_back(score.value);
    options.openness = {0.0, 0.25, 0.5, 0.75, 1.0};
  }
  if (session.has("openness")) options.openness = session.get<std::vector<double>>("openness");
  return options;
}

void check(const Session& session) {
  if (session.has("train") != session.has("hidden"))
    throw Error(ErrorKey::option_conflict, "--train and --hidden belong together");
}

void run(Session& session) {
  const pipeline::EvaluateOptions options = options_of(session);
  const graph::Network& network = session.network();
  introductions::Evaluation result;
  if (session.has("train")) {
    const auto train =
        pipeline::read_member_pairs(session.get<std::string>("train"), network, false, session.context());
    const auto hidden =
        pipeline::read_member_pairs(session.get<std::string>("hidden"), network, false, session.context());
    result = pipeline::evaluate_split(network, train.pairs, hidden.pairs, options, session.context());
  } else {
    result = pipeline::evaluate(network, options, session.context());
  }
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("evaluate",
                       [&](report::JsonWriter& json) { report::write_evaluate_json(json, result); });
      break;
    case OutputFormat::csv:
      session.put_rows(report::evaluate_csv(result));
      break;
    case OutputFormat::table:
      session.put(report::evaluate_text(result, session.top(10), session.width()));
      if (!session.has("chart")) {
        session.put(next_line(session, {.command = "evaluate",
                                        .options = {{"chart", "curve.svg"}},
                                        .explanation = "recall against reach, as a picture"}));
      }
      break;
  }
  if (session.has("chart"))
    io::write_atomically(session.get<std::string>("chart"), report::evaluate_chart(result));
}

}  // namespace

extern const Command evaluate_command;
const Command evaluate_command{
    .name = "evaluate",
    .group = Group::check,
    .question = "How good are the suggestions on this network?",
    .arguments = "NETWORK",
    .gives = Gives::nobody,
    .examples = {{"evaluate datasets/lakeside", "hides ties, and counts what each score finds again"},
                 {"evaluate datasets/lakeside --chart curve.svg", "recall against reach"},
                 {"evaluate mine.csv --score resource-allocation blend", "only these"},
                 {"evaluate FOLDER --train train.csv --hidden hidden.csv", "a split made elsewhere"}},
    .common = {"score", "rounds", "openness", "chart", "format"},
    .columns = report::evaluate_columns,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
