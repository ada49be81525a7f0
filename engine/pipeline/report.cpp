#include "engine/pipeline/report.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "engine/bubbles/mixing.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/pipeline/bubbles.hpp"
#include "engine/pipeline/clusters.hpp"
#include "engine/pipeline/grouping.hpp"
#include "engine/pipeline/introductions/meet.hpp"

namespace tertius::pipeline {
namespace {

/// The clusters that are drawn as a graph of their own. Clusters are where connections stay inside, so chance
/// is that of the connections that lead outside: their ends joined at random.
graph::Graph graph_of_clusters(const graph::Graph& graph, const graph::Partition& clusters,
                               const RunContext& context) {
  const bubbles::MixingMatrix mixing = bubbles::mixing_matrix(graph, clusters, context);
  const std::vector<std::uint32_t> sizes = clusters.sizes();
  std::uint32_t drawn = 0;  // in order of size: whoever is alone comes last, and is no cluster
  while (drawn < std::min(clusters.count, report::most_clusters_drawn) && sizes[drawn] > 1) ++drawn;
  double outside = 0;  // ends
  for (std::uint32_t c = 0; c < clusters.count; ++c) outside += static_cast<double>(mixing.external(c));
  std::vector<graph::VertexId> sources, targets;
  for (std::uint32_t a = 0; a < drawn; ++a) {
    for (const bubbles::MixingMatrix::Cell& cell : mixing.row(a)) {
      if (cell.group <= a || cell.group >= drawn) continue;
      const double expected = static_cast<double>(mixing.external(a)) *
                              static_cast<double>(mixing.external(cell.group)) / outside;
      if (static_cast<double>(cell.ends) <= expected) continue;
      sources.push_back(a);
      targets.push_back(cell.group);
    }
  }
  return graph::build_graph(drawn, {sources, targets}).graph;
}

/// Everything that a page is written from, kept as long as it is.
class Gathered {
 public:
  Gathered(const io::LoadedNetwork& loaded, const ReportOptions& options, bool suggest,
           const RunContext& context)
      : network_(loaded.network) {
    const bool by_cluster =
        options.by ? *options.by == "cluster" && network_.members.find_column("cluster") == nullptr
                   : network_.members.find_column("discipline") == nullptr;
    if (!by_cluster)
      grouping_ = choose_grouping(network_, options.by, context);  // refuses before the work starts
    clusters_ = find_clusters(network_, {.leiden = options.leiden}, context);
    if (by_cluster) grouping_ = cluster_grouping(clusters_.result.partition);
    bubbles_ = find_bubbles(network_, grouping_, {.permutation = {.permutations = 99}}, context);
    bridges_ = find_bridges(network_, grouping_, {.patience = options.patience}, context);
    introductions::RecommenderOptions recommender = options.recommender;
    recommender.exclusions = introductions::Exclusions(network_);
    suggesting_.emplace(network_, grouping_, std::move(recommender), context);
    page_ = {.loaded = &loaded,
             .clusters = &clusters_,
             .grouping = &grouping_,
             .bubbles = &bubbles_,
             .bridges = &bridges_,
             .meeting = &suggesting_->in(),
             .map = draw_map(network_, clusters_.result.partition, context),
             .options = options.page};
    if (!suggest || !page_.map.members) return;
    page_.suggestions.resize(network_.members.size());
    suggesting_->for_everybody(
        options.top,
        [&](graph::VertexId member, std::span<const introductions::Suggestion> suggestions) {
          page_.suggestions[member].assign(suggestions.begin(), suggestions.end());
        },
        context);
  }
  Gathered(const Gathered&) = delete;
  Gathered& operator=(const Gathered&) = delete;

  const report::PageReport& page() const { return page_; }

 private:
  const graph::Network& network_;
  report::ClustersReport clusters_{};
  graph::Grouping grouping_{};
  report::BubblesReport bubbles_{};
  report::BridgesReport bridges_{};
  std::optional<Suggesting> suggesting_;
  report::PageReport page_{};
};

}  // namespace

report::MapDrawn draw_map(const graph::Network& network, const graph::Partition& clusters,
                          const RunContext& context) {
  report::MapDrawn map{.members = report::draws_members(network)};
  map.graph = map.members ? network.graph : graph_of_clusters(network.graph, clusters, context);
  if (map.members) {
    map.layout = layout::place_members(map.graph, clusters, {}, context);
    return map;
  }
  const graph::VertexId drawn = map.graph.vertex_count();
  const graph::Partition one{std::vector<std::uint32_t>(drawn), drawn > 0 ? 1U : 0U};
  map.layout = layout::place_members(map.graph, one, {.spacing = 80}, context);
  return map;
}

std::string report_page(const io::LoadedNetwork& loaded, const ReportOptions& options,
                        const RunContext& context) {
  const Gathered gathered(loaded, options, true, context);
  return report::page_html(gathered.page());
}

std::string report_map(const io::LoadedNetwork& loaded, const ReportOptions& options,
                       const RunContext& context) {
  const Gathered gathered(loaded, options, false, context);
  return report::map_svg(gathered.page());
}

}  // namespace tertius::pipeline
