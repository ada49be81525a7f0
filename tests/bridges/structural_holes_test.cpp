// Burt's structural holes against their definition, shared oracles, and every number of threads.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/bridges/structural_holes.hpp"
#include "tests/bridges/egos.hpp"

namespace tertius::bridges {
namespace {

using namespace test;

/// z_ij = a_ij + a_ji as a full matrix.
std::vector<std::vector<double>> strengths(const graph::Graph& graph) {
  std::vector z(graph.vertex_count(), std::vector<double>(graph.vertex_count(), 0.0));
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
      z[u][graph.target(a)] += graph.weight(a);
      z[graph.target(a)][u] += graph.weight(a);
    }
  }
  return z;
}

void expect_structural_holes_of_definition(const graph::Graph& graph, bool weighted) {
  const auto z = strengths(graph);
  const graph::VertexId n = graph.vertex_count();
  std::vector<double> sum(n, 0), strongest(n, 0);
  for (graph::VertexId i = 0; i < n; ++i) {
    for (graph::VertexId j = 0; j < n; ++j) {
      sum[i] += z[i][j];
      strongest[i] = std::max(strongest[i], z[i][j]);
    }
  }
  const auto actual = structural_holes(graph, weighted);
  for (graph::VertexId i = 0; i < n; ++i) {
    if (sum[i] == 0) {
      EXPECT_TRUE(std::isnan(actual.constraint[i]));
      EXPECT_TRUE(std::isnan(actual.effective_size[i]));
      continue;
    }
    double constraint = 0, size = 0, degree = 0;
    std::vector<double> parts;
    for (graph::VertexId j = 0; j < n; ++j) {
      if (z[i][j] == 0) continue;
      ++degree;
      double through = z[i][j] / sum[i], redundant = 0;
      for (graph::VertexId q = 0; q < n; ++q) {
        if (z[i][q] == 0 || z[q][j] == 0) continue;
        through += z[i][q] / sum[i] * z[q][j] / sum[q];
        redundant += z[i][q] / sum[i] * z[j][q] / strongest[j];
      }
      parts.push_back(through * through);
      constraint += through * through;
      size += 1 - redundant;
    }
    double hierarchy = degree == 1 ? 1 : 0;
    for (const double part : parts) {
      if (degree > 1)
        hierarchy += part / (constraint / degree) * std::log(part / (constraint / degree)) /
                     (degree * std::log(degree));
    }
    EXPECT_NEAR(actual.constraint[i], constraint, 1e-12);
    EXPECT_NEAR(actual.effective_size[i], size, 1e-12);
    EXPECT_NEAR(actual.efficiency[i], size / degree, 1e-12);
    EXPECT_NEAR(actual.hierarchy[i], hierarchy, 1e-12);
  }
}

TEST(StructuralHoles, OfDegenerateGraphs) {
  EXPECT_TRUE(structural_holes(empty_graph()).constraint.empty());
  EXPECT_TRUE(std::isnan(structural_holes(empty_graph(1)).constraint[0]));
  const auto star = structural_holes(star_graph(5));
  EXPECT_DOUBLE_EQ(star.constraint[0], 0.25);
  EXPECT_DOUBLE_EQ(star.effective_size[0], 4);
  EXPECT_DOUBLE_EQ(star.efficiency[0], 1);
  EXPECT_NEAR(star.hierarchy[0], 0, 1e-15);
  EXPECT_DOUBLE_EQ(star.constraint[1], 1);
  EXPECT_DOUBLE_EQ(star.hierarchy[1], 1);
  EXPECT_DOUBLE_EQ(structural_holes(complete_graph(4)).effective_size[2], 1);
}

TEST(StructuralHoles, FollowTheirDefinition) {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const auto n = static_cast<graph::VertexId>(2 + seed);
    expect_structural_holes_of_definition(random_graph(n, 0.3, seed), false);
    expect_structural_holes_of_definition(random_graph(n, 0.3, seed, true), true);
    expect_structural_holes_of_definition(random_arcs(n, 0.2, seed, true), true);
    expect_structural_holes_of_definition(random_arcs(n, 0.2, seed), false);
  }
}

TEST(StructuralHoles, GiveTheSameBytesForEveryNumberOfThreads) {
  const graph::Graph graph = random_graph(700, 0.03, 3, true);
  const auto one = structural_holes(graph, true, {.threads = 1}),
             seven = structural_holes(graph, true, {.threads = 7});
  EXPECT_EQ(one.constraint, seven.constraint);
  EXPECT_EQ(one.hierarchy, seven.hierarchy);
  EXPECT_EQ(one.effective_size, structural_holes(graph, true, {.threads = 2}).effective_size);
}

TEST(StructuralHoles, EqualTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  for (const std::string& name : shared_networks()) {
    SCOPED_TRACE(name);
    const auto holes = structural_holes(shared_network(name).graph);
    const Csv nodes(*oracle_file(name, "nodes.csv"));
    for (std::size_t row = 0; row < nodes.rows(); ++row) {
      expect_cell(nodes, row, "constraint", holes.constraint[nodes.id(row, "id")]);
      expect_cell(nodes, row, "effective_size", holes.effective_size[nodes.id(row, "id")]);
    }
    const auto weighted_file = oracle_file(name, "nodes_weighted.csv");
    if (!weighted_file) continue;
    const auto weighted = structural_holes(shared_network(name, true).graph, true);
    const Csv oracle(*weighted_file);
    for (std::size_t row = 0; row < oracle.rows(); ++row) {
      expect_cell(oracle, row, "constraint", weighted.constraint[oracle.id(row, "id")]);
      expect_cell(oracle, row, "effective_size", weighted.effective_size[oracle.id(row, "id")]);
    }
  }
}

}  // namespace
}  // namespace tertius::bridges
