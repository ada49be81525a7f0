// The whole analysis in one call: clusters, bubbles, bridges and introductions of a network, as the files
// that `tertius analyze` writes (docs/output.md).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/choice.hpp"
#include "engine/core/context.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/import.hpp"
#include "engine/report/json.hpp"

namespace tertius::pipeline {

/// What can be left out; permutations are part of bubbles, betweenness is part of bridges.
enum class AnalysisPart { bubbles, permutations, bridges, betweenness, introductions };
inline constexpr Choice<AnalysisPart> analysis_parts[] = {
    {AnalysisPart::bubbles, "bubbles", "how closed each bubble is"},
    {AnalysisPart::permutations, "permutations", "whether chance explains it"},
    {AnalysisPart::bridges, "bridges", "who connects the bubbles"},
    {AnalysisPart::betweenness, "betweenness", "who stands on the shortest paths"},
    {AnalysisPart::introductions, "introductions", "who should meet"},
};

struct AnalyzeOptions {
  std::optional<std::string> by{};  ///< the bubbles: an attribute, "cluster"; as choose_grouping() without
  clusters::LeidenOptions leiden{};
  introductions::RecommenderOptions recommender{};
  std::vector<AnalysisPart> without{};  ///< these; what belongs to them is not there either
  std::size_t top = 5;                  ///< introductions per member
  double patience = 60;     ///< exact betweenness that would take longer (seconds, one thread) is estimated
  std::size_t width = 100;  ///< columns of the summary
  report::Settings settings{};  ///< as the user chose them, for the reports
};

/// All parts but these and those that they belong to.
std::vector<AnalysisPart> all_parts_but(const std::vector<AnalysisPart>& parts);

struct Analysis {
  std::string summary;  ///< the answers on one screen
  /// The first of the bridging contacts, for the next command to try.
  graph::VertexId most_bridging = graph::no_vertex;
};

/// Runs everything that is not to be left out and adds summary.txt, clusters.csv, bubbles.csv, bridges.csv, introductions.csv,
/// analysis.json and manifest.json to the folder, which the caller commits; what is long is written as it
/// comes. What is left out has no file, and is null in analysis.json. All files but the manifest are the same for the same input, options and seed; the manifest also
/// holds context.times, where given, and checksums of input and output. Errors as the single analyses.
Analysis analyze(const io::LoadedNetwork& loaded, const AnalyzeOptions& options, io::OutputFolder& folder,
                 const RunContext& context = {});

}  // namespace tertius::pipeline
