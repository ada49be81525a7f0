// tertius analyze: everything at once, into a folder.
#include <fmt/format.h>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/analyze.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  add_openness_option(options);
  options.number<double>("resolution", "NUMBER", clusters::LeidenOptions{}.resolution, at_least(0),
                         "clusters: higher, more and smaller ones");
  add_words_option(options);
}

std::string next_command(Session& session, graph::VertexId member) {
  if (member == graph::no_vertex) return "";
  return next_line(session, {.command = "meet", .arguments = {session.called(member)}});
}

void check(const Session& session) {
  if (!session.has("output") || session.get<std::string>("output") == "-")
    throw Error(ErrorKey::option_missing, "analyze needs a folder for its files: -o DIR");
}

void run(Session& session) {
  const auto folder = session.get<std::string>("output");
  pipeline::AnalyzeOptions options;
  if (session.has("by")) options.by = session.get<std::string>("by");
  options.leiden.resolution = session.get<double>("resolution");
  options.recommender.openness = session.get<double>("openness");
  options.recommender.words = own_words(session);
  options.top = session.top(5);
  options.width = session.width();
  options.settings = session.settings();
  const pipeline::Analysis analysis = pipeline::analyze(session.loaded(), options, session.context());
  io::write_folder_atomically(folder, analysis.files);
  std::vector<std::string> names;
  for (const io::NamedContent& file : analysis.files) names.push_back(file.name);
  const words::Finding written{"files_written", {{"path", folder}, {"files", std::move(names)}}};
  // The answer is the folder; what is printed is a copy of its summary.
  io::write_atomically("-", fmt::format("{}\n{}\n{}", analysis.summary,
                                        words::sentence(written, words::Speaker(words::spoken())),
                                        next_command(session, analysis.most_bridging)));
}

}  // namespace

extern const Command analyze_command;
const Command analyze_command{
    .name = "analyze",
    .group = Group::start,
    .question = "What stands out in this network, all in all?",
    .arguments = "NETWORK -o DIR",
    .gives = Gives::analysis,
    .examples = {{"analyze datasets/lakeside -o answers", "clusters, bubbles, bridges, introductions"},
                 {"analyze datasets/lakeside -o answers --by region", "the bubbles are the regions"},
                 {"analyze big.csv.gz -o answers --threads 8 --timings", "how long each step takes"}},
    .common = {"output", "by", "openness", "resolution", "top"},
    .reads_directions = true,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
