// tertius evaluate: how good suggestions are on this very network.
#include <fmt/format.h>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/evaluate.hpp"
#include "engine/pipeline/member_pairs.hpp"
#include "engine/report/analyses/evaluate.hpp"

namespace tertius::cli {
namespace {

void add_options(po::options_description& options) {
  auto add = options.add_options();
  add("score", po::value<std::vector<std::string>>()->multitoken()->value_name("NAME..."),
      "judge only these: names of scores, blend, default");
  add("share", po::value<double>()->default_value(0.1, "0.1")->value_name("0..1"),
      "share of the ties to hide");
  add("rounds", po::value<std::uint32_t>()->default_value(3), "how often to hide and judge");
  add("random", po::bool_switch(), "hide ties at random even where they have dates");
  add("openness", po::value<std::vector<double>>()->multitoken()->value_name("0..1..."),
      "settings of the default to judge as well (by default 0 0.25 0.5 0.75 1; none with --score)");
  add("train", po::value<std::string>()->value_name("FILE"),
      "a split made elsewhere: the ties to learn from (CSV source,target)");
  add("hidden", po::value<std::string>()->value_name("FILE"), "and the ties to find again");
  add("chart", po::value<std::string>()->value_name("FILE.svg"), "recall against reach, as a picture");
  add_words_option(options);
}

pipeline::EvaluateOptions options_of(const Session& session) {
  pipeline::EvaluateOptions options{.share = session.get<double>("share"),
                                    .by_date = !session.flag("random"),
                                    .rounds = session.get<std::uint32_t>("rounds")};
  if (!(options.share > 0.0 && options.share < 1.0)) {
    throw Error(ErrorCode::usage,
                fmt::format("--share {}: expected a number between 0 and 1", options.share));
  }
  if (options.rounds == 0) throw Error(ErrorCode::usage, "--rounds 0: expected at least 1");
  if (session.has("by")) options.by = session.get<std::string>("by");
  options.words = own_words(session);
  if (session.has("score")) {
    options.blend = options.suggested_by_default = false;
    for (const auto& name : session.get<std::vector<std::string>>("score")) {
      if (name == "blend") {
        options.blend = true;
      } else if (name == "default") {
        options.suggested_by_default = true;
      } else if (const auto score = introductions::parse_score(name)) {
        options.scores.push_back(*score);
      } else {
        std::string known;
        for (const introductions::ScoreInfo& entry : introductions::score_register())
          known += fmt::format("{}, ", entry.name);
        throw Error(ErrorCode::usage,
                    fmt::format("--score {}: expected one of {}blend, default", name, known));
      }
    }
  } else {
    for (const introductions::ScoreInfo& entry : introductions::score_register())
      options.scores.push_back(entry.score);
    options.openness = {0.0, 0.25, 0.5, 0.75, 1.0};
  }
  if (session.has("openness")) options.openness = session.get<std::vector<double>>("openness");
  for (const double openness : options.openness) {
    if (!(openness >= 0.0 && openness <= 1.0)) {
      throw Error(ErrorCode::usage, fmt::format("--openness {}: expected a number from 0 to 1", openness));
    }
  }
  if (session.has("train") != session.has("hidden")) {
    throw Error(ErrorCode::usage, "--train and --hidden belong together");
  }
  return options;
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
      session.put(report::evaluate_csv(result));
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
    .summary = "How good suggestions are on this network: hides ties and counts what is found again",
    .arguments = "NETWORK",
    .gives = Gives::nobody,
    .examples =
        "  tertius evaluate datasets/lakeside                                every score, the blend and the "
        "default\n"
        "  tertius evaluate datasets/lakeside --chart curve.svg              recall against reach\n"
        "  tertius evaluate mine.csv --score resource-allocation blend      only these\n"
        "  tertius evaluate FOLDER --train train.csv --hidden hidden.csv    a split made elsewhere\n",
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
