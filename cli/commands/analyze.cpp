// tertius analyze: everything at once, into a folder.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/next.hpp"
#include "cli/session.hpp"
#include "cli/words_option.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/analyze.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::cli {
namespace {

using Parts = std::vector<pipeline::AnalysisPart>;

/// "introductions,betweenness".
std::optional<Parts> parts_of(std::string_view words) {
  Parts parts;
  while (true) {
    const std::size_t end = std::min(words.find(','), words.size());
    const auto part = chosen(pipeline::analysis_parts, words.substr(0, end));
    if (!part) return std::nullopt;
    parts.push_back(*part);
    if (end == words.size()) return parts;
    words.remove_prefix(end + 1);
  }
}

/// What is named in all the words of an option.
Parts named(const Session& session, std::string_view option) {
  Parts all;
  if (!session.has(option)) return all;
  for (const Parts& parts : session.get<std::vector<Parts>>(option))
    all.insert(all.end(), parts.begin(), parts.end());
  return all;
}

void add_options(Options& options) {
  add_openness_option(options);
  options.number<double>("resolution", "NUMBER", clusters::LeidenOptions{}.resolution, at_least(0),
                         "clusters: higher, more and smaller ones");
  add_words_option(options);
  const std::string parts = "parts of the analysis: " + names_in(pipeline::analysis_parts);
  options.parsed_list<Parts>("without", "PART,...", parts, parts_of, "leave out " + parts);
  options.parsed_list<Parts>("only", "PART,...", parts, parts_of, "clusters, and of the others these alone");
}

std::string next_command(Session& session, graph::VertexId member) {
  if (member == graph::no_vertex) return "";
  return next_line(session, {.command = "meet", .arguments = {session.called(member)}});
}

void check(const Session& session) {
  if (!session.has("output"))
    throw Error(ErrorKey::option_missing, "analyze needs a folder for its files: -o DIR");
  if (session.has("without") && session.has("only"))
    throw Error(ErrorKey::option_conflict,
                "--without says what is left out, --only what is not: give one of them");
}

void run(Session& session) {
  const auto path = session.get<std::string>("output");
  pipeline::AnalyzeOptions options;
  if (session.has("by")) options.by = session.get<std::string>("by");
  options.leiden.resolution = session.get<double>("resolution");
  options.recommender.openness = session.get<double>("openness");
  options.recommender.words = own_words(session);
  options.without =
      session.has("only") ? pipeline::all_parts_but(named(session, "only")) : named(session, "without");
  options.top = session.top(5);
  options.width = session.width();
  options.settings = session.settings();
  const io::LoadedNetwork& loaded = session.loaded();
  io::OutputFolder folder(path);
  const pipeline::Analysis analysis = pipeline::analyze(loaded, options, folder, session.context());
  folder.commit();
  std::vector<std::string> names;
  for (const auto& file : folder.files()) names.push_back(file->name());
  const words::Finding written{"files_written", {{"path", path}, {"files", std::move(names)}}};
  // The answer is the folder; what is printed is a copy of its summary.
  io::write_atomically("-", fmt::format("{}\n{}\n{}", analysis.summary,
                                        words::sentence(written, words::Speaker(words::Language::english)),
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
                 {"analyze big.csv.gz -o answers --threads 8 --timings", "how long each step takes"},
                 {"analyze big.csv.gz -o answers --without introductions",
                  "the rest takes a fraction of it"}},
    .common = {"output", "by", "openness", "resolution", "top"},
    .reads_directions = true,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
