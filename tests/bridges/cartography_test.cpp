// Participation, within-module z and roles against hand-made figures and shared oracles.
#include <gtest/gtest.h>

#include "engine/bridges/cartography.hpp"
#include "tests/bridges/egos.hpp"

namespace tertius::bridges {
namespace {

using namespace test;

TEST(Cartography, OfDegenerateGraphs) {
  EXPECT_TRUE(cartography(empty_graph(), {}).participation.empty());
  const auto alone = cartography(empty_graph(2), {{0, 1}, 2});
  EXPECT_EQ(alone.participation[0], 0);
  EXPECT_EQ(alone.within_module_z[1], 0);
  EXPECT_THROW(cartography(path_graph(3), {{0, 0}, 1}), Error);
  const auto star = cartography(star_graph(5), {{0, 1, 2, 3, 4}, 5});
  EXPECT_DOUBLE_EQ(star.participation[0], 0.75);
  EXPECT_EQ(star.foreign_groups[0], 4U);
  EXPECT_EQ(star.foreign_connections[0], 4U);
  EXPECT_EQ(star.role[0], CartographicRole::connector);
  EXPECT_EQ(star.role[1], CartographicRole::ultra_peripheral);
}

TEST(Cartography, EqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    SCOPED_TRACE(name);
    const graph::Network network = shared_network(name);
    const Csv nodes(*oracle_file(name, "nodes.csv"));
    const auto check = [&](const graph::Partition& groups, const std::string& participation,
                           const std::string& z) {
      const auto map = cartography(network.graph, groups);
      for (std::size_t row = 0; row < nodes.rows(); ++row) {
        expect_cell(nodes, row, participation, map.participation[nodes.id(row, "id")]);
        expect_cell(nodes, row, z, map.within_module_z[nodes.id(row, "id")]);
      }
    };
    if (const graph::Column* column = group_column(network);
        column != nullptr && nodes.has("participation")) {
      check(graph::group_by(*column).partition, "participation", "within_module_z");
    }
    if (const auto file = oracle_file(name, "best_partition.csv");
        file && nodes.has("participation_best_partition")) {
      const Csv best(*file);
      std::vector<std::uint32_t> labels(network.graph.vertex_count());
      const std::string column = best.has("community") ? "community" : "cluster";
      for (std::size_t row = 0; row < best.rows(); ++row) labels[best.id(row, "id")] = best.id(row, column);
      check(graph::canonical(labels), "participation_best_partition", "within_module_z_best_partition");
    }
  }
}

}  // namespace
}  // namespace tertius::bridges
