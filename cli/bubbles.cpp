// tertius bubbles: which groups keep to themselves, and who mixes with whom.
#include <fmt/format.h>

#include "cli/session.hpp"
#include "engine/report/bubbles.hpp"

namespace tertius::cli {
namespace {

void run(Session& session) {
  const Network& network = session.network();
  const Grouping& grouping = session.grouping();
  BubblesReport report{.network = &network, .grouping = &grouping};
  report.path = session.import_report().path;
  report.mixing = mixing_matrix(network.graph, grouping.partition, session.context());
  report.segregation = segregation(report.mixing, grouping.partition);
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("bubbles", [&](JsonWriter& json) { write_bubbles_json(json, report); });
      break;
    case OutputFormat::csv:
      session.put(bubbles_csv(report));
      break;
    case OutputFormat::table:
      session.put(bubbles_text(report, session.top(15), session.width()));
      break;
  }
}

}  // namespace

extern const Command bubbles_command;
const Command bubbles_command{
    .name = "bubbles",
    .summary = "Which groups keep to themselves, and who mixes with whom",
    .arguments = "NETWORK",
    .examples =
        "  tertius bubbles datasets/lakeside                  the disciplines: how closed is each\n"
        "  tertius bubbles datasets/lakeside --by region      the same for places\n"
        "  tertius bubbles datasets/lakeside --by cluster     the same for the clusters found\n",
    .add_options = nullptr,
    .run = run,
};

}  // namespace tertius::cli
