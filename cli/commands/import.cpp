// tertius import: what a person keeps elsewhere into a network folder; next month the newer state of it.
#include <fmt/format.h>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/import/import.hpp"
#include "engine/report/analyses/imported.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.flag("update",
               "read SOURCE into the network that the folder holds: ids, consent and decisions stay");
}

void check(const Session& session) {
  if (!session.has("output") || session.get<std::string>("output") == "-")
    throw Error(ErrorKey::option_missing, "import needs a folder for the network: -o NETWORK");
  if (!session.arguments().empty()) {
    throw Error(
        ErrorKey::option_value,
        fmt::format(
            "import reads one source at a time, and '{}' is a second one; import the first, then each "
            "other one with --update",
            session.arguments().front()));
  }
  if (session.format() == OutputFormat::csv)
    throw Error(ErrorKey::option_value,
                "import answers as a table or as json; its rows are the files of the network");
}

void run(Session& session) {
  const auto folder = session.get<std::string>("output");
  const pipeline::ImportResult result = pipeline::import_network(
      session.network_path(), folder, {.load = session.load_options(), .update = session.flag("update")},
      session.context());
  // The answer is the folder; what is printed says what went into it.
  if (session.format() == OutputFormat::json) {
    io::write_atomically(
        "-", report::json_report("import", result.network, session.settings(), [&](report::JsonWriter& json) {
          report::write_imported_json(json, result.report, result.network.members);
        }));
    return;
  }
  const bool connected = result.report.connections + result.report.affiliations > 0;
  const std::string next = connected ? fmt::format("analyze {} -o answers", shell_word(folder))
                                     : fmt::format("info {}", shell_word(folder));
  io::write_atomically(
      "-", fmt::format("{}\nNext: tertius {}\n",
                       report::imported_text(result.report, result.network.members, session.width()), next));
}

}  // namespace

extern const Command import_command;
const Command import_command{
    .name = "import",
    .group = Group::start,
    .question = "How does what I keep in a spreadsheet become a network, month after month?",
    .arguments = "SOURCE -o NETWORK",
    .gives = Gives::data,
    .examples = {{"import datasets/verein/maerz.xlsx -o verein", "a folder with what the workbook says"},
                 {"import datasets/verein/april.xlsx -o verein --update", "next month: ids and consent stay"},
                 {"import members.csv -o club", "a single table"}},
    .common = {"output", "update", "add-unknown", "refused", "format"},
    .max_arguments = std::numeric_limits<std::size_t>::max(),
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
