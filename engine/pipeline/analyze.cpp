#include "engine/pipeline/analyze.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/text.hpp"
#include "engine/io/checksum.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/report/bridges.hpp"
#include "engine/report/bubbles.hpp"
#include "engine/report/clusters.hpp"
#include "engine/report/meet.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

/// Every result, with what the reports of the single commands need to write it.
struct Results {
  ClustersReport clusters;
  Grouping grouping;
  BubblesReport bubbles;
  Bridging bridging;
  BridgesReport bridges;
  MeetAllReport introductions;
};

void find_clusters(Results& results, const Network& network, const AnalyzeOptions& options, const RunContext& context) {
  ClustersReport& report = results.clusters;
  report.network = &network;
  report.options = options.leiden;
  report.result = leiden(network.graph, options.leiden, context);
  report.profiles = profile_clusters(network.graph, report.result.partition, context);
  report.centres = central_members(network.graph, report.result.partition, 3, context);
}

void find_bridges(Results& results, const Network& network, const AnalyzeOptions& options, const RunContext& context) {
  BridgesReport& report = results.bridges;
  report.network = &network;
  report.grouping = &results.grouping;
  report.bridging = &results.bridging;
  report.estimated_seconds = estimated_betweenness_seconds(network.graph, false);
  if (report.estimated_seconds > options.patience) report.options.sampling = SamplingOptions{};
  results.bridging = bridging(network.graph, network.arcs, results.grouping.partition, report.options, context);
}

std::string headline(const Loaded& loaded) {
  const Graph& graph = loaded.network.graph;
  return fmt::format("{}: {}, {}{}.\n", loaded.report.path, counted(graph.vertex_count(), "member", "members"),
                     counted(graph.edge_count(), "connection", "connections"),
                     loaded.report.isolated == 0
                         ? ""
                         : fmt::format(", {} without any", grouped_digits(loaded.report.isolated)));
}

std::string section(std::string_view title, const std::vector<std::string>& sentences, std::size_t most,
                    std::size_t width) {
  std::string text = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(most, sentences.size()); ++i) {
    text += "  " + wrapped(sentences[i], width - 2, 2) + "\n";
  }
  return text;
}

std::string summary_of(const Results& results, const Loaded& loaded, const AnalyzeOptions& options) {
  const std::size_t width = options.width;
  std::string text = headline(loaded);
  text += section("Clusters: who belongs together", clusters_findings(results.clusters), 3, width);
  text += section(fmt::format("Bubbles: how closed is each {}", results.grouping.by), bubbles_findings(results.bubbles), 3,
                  width);
  std::vector<std::string> bridges = bridges_findings(results.bridges);
  bridges.resize(std::min<std::size_t>(bridges.size(), 1));
  for (std::size_t i = 0; i < std::min<std::size_t>(4, results.bridging.order.size()); ++i) {
    const VertexId v = results.bridging.order[i];
    const auto reasons = bridge_reasons(results.bridges, v);
    if (reasons.empty()) continue;
    bridges.push_back(fmt::format("{} ({}): {}", loaded.network.members.name(v),
                                  results.grouping.names[results.grouping.partition.label[v]], reasons.front()));
  }
  text += section("Bridges: who connects them", bridges, 5, width);
  text += section("Introductions: who should meet", meet_all_findings(results.introductions, 4), 5, width);
  return text;
}

std::string analysis_json(const Results& results, const Loaded& loaded, const AnalyzeOptions& options) {
  return json_report("analysis", loaded.network, options.settings, [&](JsonWriter& json) {
    json.begin_object();
    json.key("clusters");
    write_clusters_json(json, results.clusters);
    json.key("bubbles");
    write_bubbles_json(json, results.bubbles);
    json.key("bridges");
    write_bridges_json(json, results.bridges, loaded.network.members.size());
    json.key("introductions");
    write_meet_all_json(json, results.introductions);
    json.end_object();
  });
}

std::string manifest_json(const Loaded& loaded, const std::vector<NamedContent>& files, const AnalyzeOptions& options,
                          const RunContext& context) {
  return json_report("manifest", loaded.network, options.settings, [&](JsonWriter& json) {
    const ImportReport& import = loaded.report;
    json.begin_object().member("version", TERTIUS_VERSION).member("path", import.path).member("format", import.format);
    json.key("inputs").begin_array();
    for (const std::string& file : import.files) {
      json.begin_object().member("file", file);
      json.key("checksum");
      if (file == import.path && file == "standard input") {
        json.value(nullptr);
      } else {
        json.value(file_checksum(file));
      }
      json.end_object();
    }
    json.end_array();
    json.key("import")
        .begin_object()
        .member("rows", import.rows)
        .member("connections", import.connections)
        .member("members", import.members)
        .member("isolated", import.isolated)
        .member("added", import.added)
        .member("loops", import.loops)
        .member("duplicates", import.duplicates)
        .member("reciprocated", import.reciprocated)
        .member("one_sided", import.one_sided)
        .member("refused", import.refused)
        .member("reasons", import.reasons)
        .member("notes", import.notes)
        .end_object();
    json.key("files").begin_array();
    for (const NamedContent& file : files) {
      json.begin_object()
          .member("file", file.name)
          .member("bytes", file.content.size())
          .member("checksum", checksum(file.content))
          .end_object();
    }
    json.end_array();
    json.key("seconds").begin_object();
    if (context.times != nullptr) {
      for (const auto& [phase, seconds] : context.times->seconds()) json.member(phase, seconds);
    }
    json.end_object().end_object();
  });
}

}  // namespace

Analysis analyze(const Loaded& loaded, const AnalyzeOptions& options, const RunContext& context) {
  const Network& network = loaded.network;
  std::optional<Grouping> attribute = attribute_grouping(network, options.by);  // refuses before the work starts
  Results results;
  find_clusters(results, network, options, context);
  results.grouping = attribute ? *std::move(attribute) : cluster_grouping(results.clusters.result.partition);
  results.bubbles = {.network = &network, .grouping = &results.grouping};
  results.bubbles.mixing = mixing_matrix(network.graph, results.grouping.partition, context);
  results.bubbles.segregation = segregation(results.bubbles.mixing, results.grouping.partition);
  find_bridges(results, network, options, context);
  results.introductions = meet_all(network, results.grouping, options.recommender, options.top, context);

  Analysis analysis;
  analysis.summary = summary_of(results, loaded, options);
  constexpr auto everybody = static_cast<std::size_t>(no_vertex);
  analysis.files = {{"summary.txt", analysis.summary},
                    {"clusters.csv", clusters_csv(results.clusters)},
                    {"bubbles.csv", bubbles_csv(results.bubbles)},
                    {"bridges.csv", bridges_csv(results.bridges, everybody)},
                    {"introductions.csv", meet_all_csv(results.introductions)},
                    {"analysis.json", analysis_json(results, loaded, options)}};
  analysis.files.push_back({"manifest.json", manifest_json(loaded, analysis.files, options, context)});
  return analysis;
}

}  // namespace tertius
