// tertius convert: any network into any format.
#include "engine/pipeline/files/convert.hpp"
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

const io::Format& output_format(const Session& session) {
  const auto named = session.maybe<const io::Format*>("output-format");
  return named ? **named : io::format_for_writing(session.arguments().front());
}

void check(const Session& session) {
  output_format(session);
  session.check_output("OUT", session.arguments().front());
}

void run(Session& session) {
  const std::string& path = session.arguments().front();
  const io::Format& format = output_format(session);
  const io::ImportReport report = pipeline::convert(
      session.network_path(), path,
      {.load = session.load_options(),
       .format = &format,
       .read = [&](const io::ImportReport& read) { session.say(report::import_summary(read)); }},
      session.context());
  if (path != "-") {
    session.say({"network_converted",
                 {{"members", report.members},
                  {"connections", report.connections},
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
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
