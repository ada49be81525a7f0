// tertius info: what was read, and how the network looks.
#include "cli/session.hpp"
#include "engine/report/import.hpp"

namespace tertius::cli {
namespace {

void run(Session& session) {
  const Network& network = session.network();
  const ImportReport& report = session.import_report();
  const NetworkFacts facts = network_facts(network, session.context());
  switch (session.format()) {
    case OutputFormat::json:
      session.put_json("info", [&](JsonWriter& json) { write_info_json(json, network, report, facts); });
      break;
    case OutputFormat::csv:
      session.put(info_csv(report, facts));
      break;
    case OutputFormat::table:
      session.put(info_text(network, report, facts, session.width()));
      break;
  }
}

}  // namespace

extern const Command info_command;
const Command info_command{
    .name = "info",
    .summary = "What was read: members, connections, what was merged or refused",
    .arguments = "NETWORK",
    .examples =
        "  tertius info datasets/lakeside                       counts, degrees, attributes\n"
        "  tertius info friends.txt.gz --format json            the same for a program\n",
    .add_options = nullptr,
    .run = run,
};

}  // namespace tertius::cli
