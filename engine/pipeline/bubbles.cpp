#include "engine/pipeline/bubbles.hpp"

#include <limits>
#include <vector>

#include "engine/pipeline/grouping.hpp"

namespace tertius::pipeline {

report::BubblesReport find_bubbles(const graph::Network& network, const graph::Grouping& grouping,
                                   const bubbles::BubblesOptions& options, const RunContext& context) {
  bubbles::BubblesOptions settled = options;
  settled.fitted = options.fitted || found_in_connections(grouping, network.members);
  settled.missing.may_name = network.consent.open_members();
  report::BubblesReport report{.network = &network, .grouping = &grouping, .fitted = settled.fitted};
  report.result = bubbles::bubbles(network.graph, grouping.partition, settled, context);
  const graph::Column* column = network.members.find_column(grouping.by);
  if (column != nullptr &&
      (column->type() == graph::ColumnType::integer || column->type() == graph::ColumnType::real)) {
    std::vector<double> values;
    for (graph::VertexId v = 0; v < network.members.size(); ++v)
      values.push_back(column->number(v).value_or(std::numeric_limits<double>::quiet_NaN()));
    report.numeric = bubbles::numeric_assortativity(network.graph, values, context);
  }
  return report;
}

}  // namespace tertius::pipeline
