#include "engine/pipeline/analyze.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "engine/core/text.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/bytes/checksum.hpp"
#include "engine/pipeline/bridges.hpp"
#include "engine/pipeline/bubbles.hpp"
#include "engine/pipeline/clusters.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/pipeline/introductions/meet.hpp"
#include "engine/report/analyses/bridges.hpp"
#include "engine/report/analyses/bubbles.hpp"
#include "engine/report/analyses/clusters.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/import.hpp"
#include "engine/report/introductions/meet.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::pipeline {
namespace {

/// Every result, with what the reports of the single commands need to write it.
struct Results {
  report::ClustersReport clusters{};
  graph::Grouping grouping{};
  std::vector<report::BubblesReport> bubbles{};  ///< one or, left out, none: reports of bubbles take several
  std::optional<report::BridgesReport> bridges{};
};

bool holds(const std::vector<AnalysisPart>& parts, AnalysisPart part) {
  return std::find(parts.begin(), parts.end(), part) != parts.end();
}

/// The pairs in which the one who gains less gains most, nobody in two of them: for the summary.
class StrongestPairs {
 public:
  void consider(graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
    members_ += suggestions.empty() ? 0 : 1;
    for (const introductions::Suggestion& s : suggestions)
      directions_.push_back({std::min(member, s.id), std::max(member, s.id), s.score});
  }

  /// How many have somebody to meet, and for `count` pairs whom and why.
  std::vector<words::Finding> findings(const report::MeetContext& in, std::size_t count, std::size_t top) {
    std::vector<words::Finding> found;
    if (auto star = report::star_finding(in.network->graph)) found.push_back(*std::move(star));
    const std::vector<Pair> pairs = best(count);
    found.push_back(
        {"somebody_to_meet",
         {{"members", members_}, {"all", in.network->members.size()}, {"examples", !pairs.empty()}}});
    for (const Pair& pair : pairs) {
      const std::vector<introductions::Suggestion> suggestions = in.questions->suggest(pair.a, top);
      const introductions::Suggestion& s =
          *std::find_if(suggestions.begin(), suggestions.end(),
                        [&](const introductions::Suggestion& one) { return one.id == pair.b; });
      std::vector<words::Argument> arguments{{"member", words::Member{pair.a}},
                                             {"other", words::Member{pair.b}},
                                             {"reasons", report::suggestion_reasons(in, pair.a, s)}};
      if (!s.introducers.empty())
        arguments.emplace_back("introducer", words::Member{s.introducers[0].via[0]});
      found.push_back({"pair_to_meet", std::move(arguments)});
    }
    return found;
  }

 private:
  struct Pair {
    graph::VertexId a, b;
    double value;
  };

  /// Of the pairs that stand in the lists of both, by the lower of the two scores.
  std::vector<Pair> best(std::size_t count) {
    std::sort(directions_.begin(), directions_.end(), [](const Pair& x, const Pair& y) {
      return std::tie(x.a, x.b, x.value) < std::tie(y.a, y.b, y.value);
    });
    std::vector<Pair> both;
    for (std::size_t i = 0; i + 1 < directions_.size(); ++i) {
      const Pair& lower = directions_[i];
      if (lower.a == directions_[i + 1].a && lower.b == directions_[i + 1].b) both.push_back(lower);
    }
    std::sort(both.begin(), both.end(), [](const Pair& x, const Pair& y) {
      return x.value != y.value ? x.value > y.value : std::tie(x.a, x.b) < std::tie(y.a, y.b);
    });
    std::vector<Pair> chosen;
    for (const Pair& pair : both) {
      if (chosen.size() == count) break;
      const bool known = std::any_of(chosen.begin(), chosen.end(), [&](const Pair& c) {
        return pair.a == c.a || pair.a == c.b || pair.b == c.a || pair.b == c.b;
      });
      if (!known) chosen.push_back(pair);
    }
    return chosen;
  }

  std::size_t members_ = 0;  ///< with at least one suggestion
  std::vector<Pair> directions_;
};

/// Random networks per permutation test: fewer where each takes long, so that p stays above 0.01 there.
bubbles::BubblesOptions bubbles_options(const graph::Network& network, const AnalyzeOptions& analysis) {
  bubbles::BubblesOptions options;
  if (network.graph.edge_count() > 100'000) options.permutation.permutations = 99;
  if (holds(analysis.without, AnalysisPart::permutations))
    options.permutation = {.permutations = 0, .model = bubbles::NullModel::joined};
  return options;
}

words::Finding headline(const io::LoadedNetwork& loaded) {
  const graph::Graph& graph = loaded.network.graph;
  return {"network_in_short",
          {{"path", loaded.report.path},
           {"members", graph.vertex_count()},
           {"connections", graph.edge_count()},
           {"isolated", loaded.report.isolated}}};
}

std::string section(std::string_view title, const std::vector<std::string>& sentences, std::size_t most,
                    std::size_t width) {
  std::string text = fmt::format("\n{}\n", title);
  for (std::size_t i = 0; i < std::min(most, sentences.size()); ++i) {
    text += "  " + report::wrapped(sentences[i], width - 2, 2) + "\n";
  }
  return text;
}

std::string summary_of(const Results& results, const std::vector<std::string>& introductions,
                       const io::LoadedNetwork& loaded, const AnalyzeOptions& options) {
  const std::size_t width = options.width;
  const words::Speaker speaker(loaded.network.members);
  const auto part = [&](const words::Finding& title, const std::vector<words::Finding>& findings,
                        std::size_t most) {
    return section(words::sentence(title, speaker), words::sentences(findings, speaker), most, width);
  };
  const std::string consent =
      words::joined(report::consent_findings(loaded.report.consent, loaded.report.described), speaker, " ");
  const std::string naming =
      words::sentence(report::naming_finding(loaded.network.consent.naming()), speaker);
  std::string text = words::sentence(headline(loaded), speaker) + "\n";
  for (const std::string& line : {consent, naming})
    if (!line.empty()) text += report::wrapped(line, width) + "\n";
  text += part({"heading_clusters"}, report::clusters_findings(results.clusters), 3);
  if (!results.bubbles.empty())
    text += part({"heading_bubbles", {{"by", results.grouping.by}}},
                 report::bubbles_findings(results.bubbles.front()), 3);
  if (results.bridges) text += part({"heading_bridges"}, report::bridges_summary(*results.bridges, 4), 5);
  if (!holds(options.without, AnalysisPart::introductions))
    text += section(words::sentence({"heading_introductions"}, speaker), introductions, introductions.size(),
                    width);
  if (!options.without.empty()) {
    std::vector<std::string> parts;
    for (const AnalysisPart left_out : options.without) parts.emplace_back(name_in(analysis_parts, left_out));
    text += "\n" + report::wrapped(words::sentence({"parts_left_out", {{"parts", parts}}}, speaker), width) +
            "\n";
  }
  return text;
}

std::string manifest_json(const io::LoadedNetwork& loaded, const io::OutputFolder& folder,
                          const AnalyzeOptions& options, const RunContext& context) {
  return report::json_report("manifest", loaded.network, options.settings, [&](report::JsonWriter& json) {
    const io::ImportReport& import = loaded.report;
    json.begin_object()
        .member("version", TERTIUS_VERSION)
        .member("path", import.path)
        .member("format", import.format);
    json.key("inputs").begin_array();
    for (const std::string& file : import.files) {
      json.begin_object().member("file", file);
      json.key("checksum");
      if (import.path == "standard input") {
        json.value(nullptr);
      } else {
        const auto sheet = io::parse_sheet_path(file);
        json.value(io::file_checksum(sheet ? sheet->workbook : file));
      }
      json.end_object();
    }
    json.end_array();
    json.key("import")
        .begin_object()
        .member("rows", import.rows)
        .member("other_rows", import.other_rows)
        .member("connections", import.connections)
        .member("members", import.members)
        .member("isolated", import.isolated)
        .member("added", import.added)
        .member("loops", import.loops)
        .member("withdrawn", import.withdrawn)
        .member("duplicates", import.duplicates)
        .member("reciprocated", import.reciprocated)
        .member("one_sided", import.one_sided)
        .member("repeated_affiliations", import.repeated_affiliations)
        .member("refused", import.refused)
        .member("refused_others", import.refused_others)
        .member("reasons", import.reasons)
        .member("notes", import.notes)
        .key("consent");
    report::write_consent_json(json, import.consent);
    json.end_object();
    json.key("files").begin_array();
    for (const auto& file : folder.files()) {
      json.begin_object()
          .member("file", file->name())
          .member("bytes", file->bytes())
          .member("checksum", file->checksum())
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

std::vector<AnalysisPart> all_parts_but(const std::vector<AnalysisPart>& parts) {
  std::vector<AnalysisPart> others;
  for (const auto& part : analysis_parts) {
    const bool around = (part.value == AnalysisPart::bubbles && holds(parts, AnalysisPart::permutations)) ||
                        (part.value == AnalysisPart::bridges && holds(parts, AnalysisPart::betweenness));
    const bool within = (part.value == AnalysisPart::permutations && holds(parts, AnalysisPart::bubbles)) ||
                        (part.value == AnalysisPart::betweenness && holds(parts, AnalysisPart::bridges));
    if (!around && !within && !holds(parts, part.value)) others.push_back(part.value);
  }
  return others;
}

Analysis analyze(const io::LoadedNetwork& loaded, const AnalyzeOptions& options, io::OutputFolder& folder,
                 const RunContext& context) {
  const graph::Network& network = loaded.network;
  const bool by_cluster = options.by
                              ? *options.by == "cluster" && network.members.find_column("cluster") == nullptr
                              : network.members.find_column("discipline") == nullptr;
  Results results;
  if (!by_cluster)
    results.grouping = choose_grouping(network, options.by, context);  // refuses before the work starts
  results.clusters = find_clusters(
      network, {.leiden = options.leiden, .seeds = clusters::usual_runs(network.graph)}, context);
  if (by_cluster) results.grouping = cluster_grouping(results.clusters.result.partition);
  const auto wanted = [&](AnalysisPart part) { return !holds(options.without, part); };
  if (wanted(AnalysisPart::bubbles))
    results.bubbles.push_back(
        find_bubbles(network, results.grouping, bubbles_options(network, options), context));
  if (wanted(AnalysisPart::bridges)) {
    BridgesOptions bridges_options{.patience = options.patience};
    bridges_options.bridging.betweenness = wanted(AnalysisPart::betweenness);
    results.bridges = find_bridges(network, results.grouping, bridges_options, context);
  }
  const bool introduces = wanted(AnalysisPart::introductions);

  io::OutputFolder::File& summary = folder.add("summary.txt");
  const auto file = [&](const char* name) {
    return [&to = folder.add(name)](std::string_view part) { to.write(part); };
  };
  constexpr auto everybody = static_cast<std::size_t>(graph::no_vertex);
  {
    const Phase phase(context, "writing");
    report::write_clusters_csv(results.clusters, file("clusters.csv"));
    if (!results.bubbles.empty()) file("bubbles.csv")(report::bubbles_csv(results.bubbles));
    if (results.bridges) report::write_bridges_csv(*results.bridges, everybody, file("bridges.csv"));
  }
  report::TextSink rows;
  if (introduces) rows = file("introductions.csv");
  const report::TextSink data = file("analysis.json");

  introductions::RecommenderOptions recommender_options = options.recommender;
  recommender_options.exclusions = introductions::Exclusions(network);
  recommender_options.places = false;
  std::optional<Suggesting> suggesting;
  if (introduces) {
    suggesting.emplace(network, results.grouping, std::move(recommender_options), context);
    rows(report::meet_csv_header());
  }
  StrongestPairs strongest;
  const auto everything = [&](report::JsonWriter& json) {
    json.begin_object();
    json.key("clusters");
    report::write_clusters_json(json, results.clusters);
    json.key("bubbles");
    if (results.bubbles.empty()) {
      json.value(nullptr);
    } else {
      report::write_bubbles_json(json, results.bubbles, everybody);
    }
    json.key("bridges");
    if (results.bridges) {
      report::write_bridges_json(json, *results.bridges, everybody);
    } else {
      json.value(nullptr);
    }
    json.key("introductions");
    if (!introduces) {
      json.value(nullptr).end_object();
      return;
    }
    json.begin_array();
    const report::MeetContext& meeting = suggesting->in();
    using Suggestions = std::span<const introductions::Suggestion>;
    const auto texts = [&, depth = json.depth()](graph::VertexId member, Suggestions suggestions) {
      return std::vector{report::meet_csv_rows(meeting, member, suggestions),
                         report::json_part(depth, [&](report::JsonWriter& part) {
                           report::write_introductions_json(part, meeting, member, suggestions);
                         })};
    };
    const auto take = [&](graph::VertexId member, Suggestions suggestions,
                          std::span<const std::string> written) {
      rows(written[0]);
      json.written(written[1]);
      strongest.consider(member, suggestions);
    };
    // Why somebody should meet somebody says who they are.
    if (network.consent.naming() != graph::Naming::nobody)
      suggesting->for_everybody(options.top, texts, take, context);
    json.end_array().end_object();
  };
  report::json_report("analysis", network, options.settings, everything, data);

  std::vector<std::string> introductions;
  if (introduces)
    introductions = words::sentences(network.consent.naming() == graph::Naming::nobody
                                         ? std::vector<words::Finding>{{"nobody_named_nobody_introduced"}}
                                         : strongest.findings(suggesting->in(), 4, options.top),
                                     suggesting->in().speaker());
  Analysis analysis;
  analysis.summary = summary_of(results, introductions, loaded, options);
  if (const std::string missing = report::missing_words(loaded.report); !missing.empty())
    analysis.summary = report::wrapped(missing, options.width) + "\n\n" + analysis.summary;
  summary.write(analysis.summary);
  for (const graph::VertexId v :
       results.bridges ? results.bridges->bridging->order : std::vector<graph::VertexId>{}) {
    if (!network.consent.open(v) || network.consent.naming() == graph::Naming::nobody) continue;
    analysis.most_bridging = v;
    break;
  }
  const std::string manifest = manifest_json(loaded, folder, options, context);
  folder.add("manifest.json").write(manifest);
  return analysis;
}

}  // namespace tertius::pipeline
