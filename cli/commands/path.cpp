// tertius path: the best ways for one member to be introduced to another.
#include "engine/pipeline/introductions/path.hpp"

#include <algorithm>

#include "cli/exclusions.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"

namespace tertius::cli {
namespace {

constexpr std::string_view same_member = "a path needs two different members";

void check(const Session& session) {
  if (session.arguments()[0] == session.arguments()[1])
    throw Error(ErrorKey::option_value, std::string(same_member));
}

void run(Session& session) {
  const graph::Network& network = session.network();
  const graph::VertexId from = session.member(session.arguments()[0]),
                        to = session.member(session.arguments()[1]);
  if (from == to) throw Error(ErrorKey::option_value, std::string(same_member));
  const introductions::Exclusions exclusions = exclusions_of(session);
  const graph::Grouping& grouping = session.quick_grouping(0);
  const auto count = static_cast<unsigned>(std::min<std::size_t>(session.top(3), 100));
  const report::PathReport report =
      pipeline::find_path(network, grouping, from, to, exclusions, count, session.context());
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("path", [&](report::JsonWriter& json) { report::write_path_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put_rows(report::path_csv(report));
      break;
    case OutputFormat::table:
      session.put(report::path_text(report, session.width()));
      break;
  }
}

}  // namespace

extern const Command path_command;
const Command path_command{
    .name = "path",
    .group = Group::member,
    .question = "Who can introduce one member to another?",
    .arguments = "NETWORK A B",
    .gives = Gives::suggestions,
    .examples = {{"path datasets/lakeside \"Jana Feld\" m138", "who can introduce, and how reliably"},
                 {"path datasets/lakeside m017 m138 --top 1", "the best way alone"}},
    .common = {"top", "avoid", "by", "format", "output"},
    .min_arguments = 2,
    .max_arguments = 2,
    .columns = report::path_columns,
    .add_options = add_exclusions_option,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
