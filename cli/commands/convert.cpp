// tertius convert: any network into any format.
#include "cli/session.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/report/import.hpp"

namespace tertius::cli {
namespace {

const std::vector<Choice<const io::Format*>>& writable_formats() {
  static const auto all = [] {
    std::vector<Choice<const io::Format*>> formats;
    for (const io::Format& format : io::formats())
      if (format.write != nullptr) formats.push_back({&format, format.name, format.title});
    return formats;
  }();
  return all;
}

void add_options(Options& options) {
  options.choice("output-format", "NAME", writable_formats(), {},
                 "the format of OUT, if its suffix does not say");
}

void run(Session& session) {
  const std::string& path = session.arguments().front();
  const auto named = session.maybe<const io::Format*>("output-format");
  const io::Format& format = named ? **named : io::format_for_writing(path);  // before anything is read
  io::LoadOptions options = session.load_options();
  options.keep_arcs = true;
  options.allow_trivial = true;
  const io::LoadedNetwork loaded = io::load_network(session.network_path(), options, session.context());
  session.say(report::import_summary(loaded.report));
  {
    const Phase phase(session.context(), "write");
    format.write(loaded.network, path, {}, session.context());
  }
  if (path != "-") {
    session.say({"network_converted",
                 {{"members", loaded.report.members},
                  {"connections", loaded.report.connections},
                  {"path", path},
                  {"format", format.title},
                  {"kept", format.keeps}}});
  }
}

}  // namespace

extern const Command convert_command;
const Command convert_command{
    .name = "convert",
    .group = Group::files,
    .question = "How can another program read this network?",
    .arguments = "NETWORK OUT",
    .gives = Gives::data,
    .examples = {{"convert datasets/lakeside lakeside.gexf", "for Gephi"},
                 {"convert datasets/lakeside lakeside.tertius", "a snapshot, which opens in no time"},
                 {"convert friends.gml friends", "a folder of CSV files"}},
    .common = {"output-format", "input-format", "directed", "two-mode", "quiet"},
    .min_arguments = 1,
    .max_arguments = 1,
    .add_options = add_options,
    .run = run,
};

}  // namespace tertius::cli
