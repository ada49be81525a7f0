// Label propagation on clear clusters, on nothing, and on every number of threads.
#include <gtest/gtest.h>

#include "engine/clusters/label_propagation.hpp"
#include "engine/clusters/quality.hpp"
#include "tests/clusters/cliques.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

TEST(LabelPropagation, FindsClearClustersAndLeavesNobodyOut) {
  const graph::Graph graph = ring_of_cliques(8, 12);
  const graph::Partition partition = propagate_labels(graph);
  EXPECT_EQ(partition.label.size(), graph.vertex_count());
  EXPECT_EQ(disconnected_groups(graph, partition), 0u);
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
    EXPECT_EQ(partition.label[v], partition.label[v / 12 * 12]);
  EXPECT_EQ(propagate_labels(empty_graph(3)).count, 3u);
  EXPECT_EQ(propagate_labels(empty_graph()).count, 0u);
  const graph::Graph random = random_graph(500, 0.02, 4, true);
  EXPECT_EQ(propagate_labels(random, 10, {.threads = 1}).label,
            propagate_labels(random, 10, {.threads = 7}).label);
}

}  // namespace
}  // namespace tertius::clusters
