#include "engine/pipeline/bridges.hpp"

namespace tertius::pipeline {

report::BridgesReport find_bridges(const graph::Network& network, const graph::Grouping& grouping,
                                   const BridgesOptions& options, const RunContext& context) {
  report::BridgesReport report{.network = &network, .grouping = &grouping, .options = options.bridging};
  const bool by_length = options.bridging.weighted && network.graph.weighted();
  report.estimated_seconds = bridges::estimated_betweenness_seconds(network.graph, by_length);
  const bool can_be_estimated = options.bridging.pairs == bridges::PairsOf::all && !by_length;
  if (report.options.betweenness && !report.options.sampling && can_be_estimated &&
      report.estimated_seconds > options.patience)
    report.options.sampling = bridges::SamplingOptions{.exact_when_cheaper = true};
  if (options.planned) options.planned(report);
  report.bridging =
      bridges::bridging(network.graph, network.arcs, grouping.partition, report.options, context);
  report.cut = bridges::block_cut_tree(network.graph, context);
  if (options.openings) {
    bridges::OpeningsOptions wanted = *options.openings;
    wanted.may_propose = network.consent.open_members();
    report.openings = bridges::openings(network.graph, grouping.partition, wanted, context);
  }
  return report;
}

}  // namespace tertius::pipeline
