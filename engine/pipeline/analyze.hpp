// The whole analysis in one call: clusters, bubbles, bridges and introductions of a network, as the files
// that `tertius analyze` writes (docs/output.md).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/context.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/import.hpp"
#include "engine/report/json.hpp"

namespace tertius::pipeline {

struct AnalyzeOptions {
  std::optional<std::string> by{};  ///< the bubbles: an attribute, "cluster"; as choose_grouping() without
  clusters::LeidenOptions leiden{};
  introductions::RecommenderOptions recommender{};
  std::size_t top = 5;      ///< introductions per member
  double patience = 60;     ///< exact betweenness that would take longer (seconds, one thread) is estimated
  std::size_t width = 100;  ///< columns of the summary
  report::Settings settings{};  ///< as the user chose them, for the reports
};

struct Analysis {
  std::string summary;  ///< the answers on one screen
  /// summary.txt, clusters.csv, bubbles.csv, bridges.csv, introductions.csv, report.html, analysis.json,
  /// manifest.json
  std::vector<io::NamedContent> files;
  /// The first of the bridging contacts, for the next command to try.
  graph::VertexId most_bridging = graph::no_vertex;
};

/// Runs everything. All files but the manifest are the same for the same input, options and seed; the
/// manifest also holds context.times, where given, and checksums of input and output. Errors as the single
/// analyses.
Analysis analyze(const io::LoadedNetwork& loaded, const AnalyzeOptions& options,
                 const RunContext& context = {});

}  // namespace tertius::pipeline
