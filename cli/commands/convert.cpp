// tertius convert: any network into any format.
#include <fmt/format.h>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/report/import.hpp"

namespace tertius::cli {
namespace {

void add_options(po::options_description& options) {
  options.add_options()("output-format", po::value<std::string>()->value_name("NAME"),
                        "the format of OUT, if its suffix does not say");
}

const io::Format& format_of(const Session& session, const std::string& path) {
  if (!session.has("output-format")) return io::format_for_writing(path);
  const auto name = session.get<std::string>("output-format");
  const io::Format* format = io::find_format(name);
  if (format != nullptr && format->write != nullptr) return *format;
  std::string list;
  for (const io::Format& one : io::formats()) {
    if (one.write != nullptr) list += (list.empty() ? "" : ", ") + std::string(one.name);
  }
  throw Error(ErrorCode::usage, fmt::format("--output-format {}: expected one of {}", name, list));
}

void run(Session& session) {
  const std::string& path = session.arguments().front();
  const io::Format& format = format_of(session, path);  // before anything is read
  io::LoadOptions options = session.load_options();
  options.keep_arcs = true;
  options.allow_trivial = true;
  const io::Loaded loaded = io::load_network(session.network_path(), options, session.context());
  session.say(report::import_summary(loaded.report));
  {
    const Phase phase(session.context(), "write");
    format.write(loaded.network, path, {}, session.context());
  }
  if (path != "-") {
    session.say(fmt::format(
        "Wrote {} and {} to {} ({}; kept: {}).", counted(loaded.report.members, "member", "members"),
        counted(loaded.report.connections, "connection", "connections"), path, format.title, format.keeps));
  }
}

}  // namespace

extern const Command convert_command;
const Command convert_command{
    .name = "convert",
    .summary = "Write a network in another format; .tertius opens in no time",
    .arguments = "NETWORK OUT",
    .gives = Gives::data,
    .examples =
        "  tertius convert friends.txt.gz friends.tertius     a snapshot\n"
        "  tertius convert datasets/lakeside lakeside.gexf    for Gephi\n"
        "  tertius convert friends.gml friends                a folder of CSV files\n",
    .min_arguments = 1,
    .max_arguments = 1,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
