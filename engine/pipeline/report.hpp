// The work of `report`: everything that the page shows, and where the marks of its map stand.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "engine/clusters/leiden/leiden.hpp"
#include "engine/core/context.hpp"
#include "engine/introductions/ranking/recommender.hpp"
#include "engine/io/import.hpp"
#include "engine/pipeline/bridges.hpp"
#include "engine/report/page/page.hpp"

namespace tertius::pipeline {

/// What is drawn, and where: members, or clusters and connections between those that have more with each
/// other than their connections outside would give by chance. Errors as layout::place_members().
report::MapDrawn draw_map(const graph::Network& network, const graph::Partition& clusters,
                          const RunContext& context = {});

struct ReportOptions {
  std::optional<std::string> by{};  ///< the bubbles, as for choose_grouping()
  clusters::LeidenOptions leiden{};
  introductions::RecommenderOptions recommender{};
  std::size_t top = 3;  ///< suggestions a member
  double patience = usual_patience;
  report::PageOptions page{};
};

/// The page as HTML. The same bytes for the same input, options and seed. Errors as the single analyses.
std::string report_page(const io::LoadedNetwork& loaded, const ReportOptions& options,
                        const RunContext& context = {});
/// The map alone as SVG.
std::string report_map(const io::LoadedNetwork& loaded, const ReportOptions& options,
                       const RunContext& context = {});

}  // namespace tertius::pipeline
