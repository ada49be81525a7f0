// What is measured on a member and its contacts: structural holes, cartography, brokerage.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "engine/bridges/brokerage.hpp"
#include "engine/bridges/cartography.hpp"
#include "engine/bridges/structural_holes.hpp"
#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {
namespace {

using namespace test;

/// The groups that the oracles use: the column `discipline`, else `label`.
const graph::Column* group_column(const graph::Network& network) {
  const graph::Column* column = network.members.find_column("discipline");
  return column != nullptr ? column : network.members.find_column("label");
}

graph::Partition random_groups(graph::VertexId n, std::uint32_t count, std::uint64_t seed) {
  RandomStream random(seed, 99);
  graph::Partition groups{std::vector<std::uint32_t>(n), count};
  for (auto& label : groups.label) label = static_cast<std::uint32_t>(random.below(count));
  return groups;
}

graph::Graph random_arcs(graph::VertexId n, double p, std::uint64_t seed, bool weighted = false) {
  RandomStream random(seed, 5);
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = 0; v < n; ++v) {
      if (u == v || random.real() > p) continue;
      sources.push_back(u);
      targets.push_back(v);
      if (weighted) weights.push_back(1.0 + static_cast<double>(random.below(4)));
    }
  }
  return graph::build_graph(n, {sources, targets, weights}, {.directed_input = true, .keep_arcs = true}).arcs;
}

// ---- structural holes

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

void expect_cell(const Csv& csv, std::size_t row, std::string_view column, double actual) {
  if (csv.text(row, column).empty()) {
    EXPECT_TRUE(std::isnan(actual)) << column << ", row " << row;
  } else {
    const double expected = csv.number(row, column);
    ASSERT_NEAR(actual, expected, 1e-9 * std::max(1.0, std::abs(expected))) << column << ", row " << row;
  }
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

// ---- cartography

TEST(Cartography, OfDegenerateGraphs) {
  EXPECT_TRUE(cartography(empty_graph(), {}).participation.empty());
  const auto alone = cartography(empty_graph(2), {{0, 1}, 2});
  EXPECT_EQ(alone.participation[0], 0);
  EXPECT_EQ(alone.within_module_z[1], 0);
  EXPECT_THROW(cartography(path_graph(3), {{0, 0}, 1}), Error);
  const auto star = cartography(star_graph(5), {{0, 1, 2, 3, 4}, 5});
  EXPECT_DOUBLE_EQ(star.participation[0], 0.75);
  EXPECT_EQ(star.foreign_groups[0], 4U);
  EXPECT_EQ(star.foreign_ties[0], 4U);
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

// ---- brokerage

using Counts = std::vector<std::array<std::uint64_t, brokerage_roles>>;

Counts listed_brokerage(const graph::Graph& graph, const std::vector<std::uint32_t>& label) {
  const graph::VertexId n = graph.vertex_count();
  Counts count(n);
  for (graph::VertexId b = 0; b < n; ++b) {
    for (graph::VertexId i = 0; i < n; ++i) {
      for (graph::VertexId k = 0; k < n; ++k) {
        if (i == k || !graph.has_arc(i, b) || !graph.has_arc(b, k) || graph.has_arc(i, k)) continue;
        if (!graph.directed() && k < i) continue;
        const bool with_i = label[i] == label[b], with_k = label[k] == label[b];
        BrokerageRole role = BrokerageRole::liaison;
        if (with_i && with_k)
          role = BrokerageRole::coordinator;
        else if (label[i] == label[k])
          role = BrokerageRole::consultant;
        else if (with_i && graph.directed())
          role = BrokerageRole::representative;
        else if (with_i || with_k)
          role = BrokerageRole::gatekeeper;
        ++count[b][static_cast<std::size_t>(role)];
      }
    }
  }
  return count;
}

TEST(Brokerage, EqualsTheListOfTriples) {
  for (std::uint64_t seed = 0; seed < 25; ++seed) {
    const auto n = static_cast<graph::VertexId>(1 + seed);
    for (const graph::Graph& graph : {random_graph(n, 0.3, seed), random_arcs(n, 0.25, seed)}) {
      const graph::Partition groups = random_groups(n, 1 + static_cast<std::uint32_t>(seed % 5), seed);
      EXPECT_EQ(brokerage(graph, groups).count, listed_brokerage(graph, groups.label));
    }
  }
  EXPECT_TRUE(brokerage(empty_graph(), {}).count.empty());
  EXPECT_THROW(brokerage(path_graph(3), {{0}, 1}), Error);
}

/// Some who know nearly everybody, and many who know few: hubs have rows of bits, others lists.
graph::Graph hubs_and_others(graph::VertexId hubs, graph::VertexId others, double of_hubs, double of_others,
                             std::uint64_t seed) {
  RandomStream random(seed, 3);
  std::vector<std::pair<graph::VertexId, graph::VertexId>> edges;
  for (graph::VertexId u = 0; u < hubs + others; ++u) {
    for (graph::VertexId v = u + 1; v < hubs + others; ++v) {
      const double chance = v < hubs ? 0.8 : u < hubs ? of_hubs : of_others;
      if (random.real() < chance) edges.emplace_back(u, v);
    }
  }
  return relabelled(graph_of(hubs + others, edges), random_order(hubs + others, seed));
}

TEST(Brokerage, OfHubsEqualsTheListOfTriples) {
  for (std::uint64_t seed = 0; seed < 3; ++seed) {
    const graph::Graph graph = hubs_and_others(80, 100, 0.2, 0.05, seed);
    const graph::Partition groups = random_groups(180, 4, seed);
    EXPECT_EQ(brokerage(graph, groups).count, listed_brokerage(graph, groups.label));
  }
}

TEST(Brokerage, OfTiesThatRunBothWaysIsThatOfUndirectedOnes) {
  const graph::Graph graph = hubs_and_others(700, 2500, 0.03, 0.005, 1);  // more than one chunk of bits
  std::vector<graph::VertexId> sources, targets;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbors(u)) {
      sources.push_back(u);
      targets.push_back(v);
    }
  }
  const graph::Graph arcs = graph::build_graph(graph.vertex_count(), {sources, targets},
                                               {.directed_input = true, .keep_arcs = true})
                                .arcs;
  const graph::Partition groups = random_groups(graph.vertex_count(), 5, 1);
  const Brokerage undirected = brokerage(graph, groups), directed = brokerage(arcs, groups);
  const auto at = [](BrokerageRole role) { return static_cast<std::size_t>(role); };
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    for (const BrokerageRole role :
         {BrokerageRole::coordinator, BrokerageRole::consultant, BrokerageRole::liaison}) {
      ASSERT_EQ(2 * undirected.count[v][at(role)], directed.count[v][at(role)]) << "member " << v;
      ASSERT_DOUBLE_EQ(undirected.z[v][at(role)], directed.z[v][at(role)]) << "member " << v;
    }
    const std::size_t gatekeeper = at(BrokerageRole::gatekeeper);
    ASSERT_EQ(undirected.count[v][gatekeeper], directed.count[v][gatekeeper]) << "member " << v;
    ASSERT_DOUBLE_EQ(undirected.z[v][gatekeeper], directed.z[v][gatekeeper]) << "member " << v;
  }
}

TEST(Brokerage, ComparesWithEveryWayToDealOutTheLabels) {
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    constexpr graph::VertexId n = 7;
    const graph::Graph graph = seed % 2 == 0 ? random_graph(n, 0.5, seed) : random_arcs(n, 0.5, seed);
    const graph::Partition groups = random_groups(n, 3, seed);
    const auto actual = brokerage(graph, groups);
    for (graph::VertexId b = 0; b < n; ++b) {
      std::vector<std::uint32_t> others;
      for (graph::VertexId v = 0; v < n; ++v) {
        if (v != b) others.push_back(groups.label[v]);
      }
      std::vector<std::size_t> order(others.size());
      std::iota(order.begin(), order.end(), 0);
      std::array<double, brokerage_roles> sum{}, squares{};
      double ways = 0;
      do {
        std::vector<std::uint32_t> label(n, groups.label[b]);
        for (graph::VertexId v = 0, at = 0; v < n; ++v) {
          if (v != b) label[v] = others[order[at++]];
        }
        const auto count = listed_brokerage(graph, label)[b];
        for (std::size_t r = 0; r < brokerage_roles; ++r) {
          sum[r] += static_cast<double>(count[r]);
          squares[r] += static_cast<double>(count[r] * count[r]);
        }
        ++ways;
      } while (std::next_permutation(order.begin(), order.end()));
      for (std::size_t r = 0; r < brokerage_roles; ++r) {
        const double mean = sum[r] / ways, variance = squares[r] / ways - mean * mean;
        if (variance < 1e-9) {
          EXPECT_TRUE(std::isnan(actual.z[b][r])) << "member " << b << ", role " << r;
        } else {
          EXPECT_NEAR(actual.z[b][r], (static_cast<double>(actual.count[b][r]) - mean) / std::sqrt(variance),
                      1e-7)
              << "seed " << seed << ", member " << b << ", role " << r;
        }
      }
    }
  }
}

TEST(Brokerage, GivesTheSameBytesForEveryNumberOfThreads) {
  const graph::Graph graph = hubs_and_others(600, 3000, 0.03, 0.005, 3);
  const graph::Partition groups = random_groups(graph.vertex_count(), 6, 1);
  const auto bits = [](const Brokerage& b) {
    std::vector<std::array<double, brokerage_roles>> z = b.z;
    for (auto& row : z) {
      for (double& x : row) x = std::isnan(x) ? -1e9 : x;
    }
    return std::pair(b.count, z);
  };
  const auto one = bits(brokerage(graph, groups, {.threads = 1}));
  EXPECT_EQ(one, bits(brokerage(graph, groups, {.threads = 2})));
  EXPECT_EQ(one, bits(brokerage(graph, groups, {.threads = 7})));
}

TEST(Brokerage, EqualsTheSharedOracles) {
  TERTIUS_NEEDS_SHARED();
  int checked = 0;
  const auto cells = [](const Csv& csv, std::size_t row, std::string_view column) {
    return static_cast<std::uint64_t>(csv.number(row, column));
  };
  const auto at = [](const auto& counts, BrokerageRole role) {
    return counts[static_cast<std::size_t>(role)];
  };
  for (const std::string& name : shared_networks()) {
    SCOPED_TRACE(name);
    const auto file = oracle_file(name, "brokerage_undirected.csv");
    if (!file) continue;
    ++checked;
    const graph::Network network = shared_network(name);
    const graph::Partition groups = graph::group_by(*group_column(network)).partition;
    const auto roles = brokerage(network.graph, groups);
    const Csv oracle(*file);
    for (std::size_t row = 0; row < oracle.rows(); ++row) {
      const auto& count = roles.count[oracle.id(row, "id")];
      ASSERT_EQ(at(count, BrokerageRole::coordinator), cells(oracle, row, "coordinator"));
      ASSERT_EQ(at(count, BrokerageRole::consultant), cells(oracle, row, "consultant"));
      ASSERT_EQ(at(count, BrokerageRole::gatekeeper), cells(oracle, row, "gatekeeper_representative"));
      ASSERT_EQ(at(count, BrokerageRole::liaison), cells(oracle, row, "liaison"));
    }
    const auto directed_file = oracle_file(name, "brokerage_directed.csv");
    if (!directed_file) continue;
    ++checked;
    const Csv edges(shared_folder() / "data" / name / "connections.csv");
    std::vector<graph::VertexId> sources, targets;
    for (std::size_t row = 0; row < edges.rows(); ++row) {
      sources.push_back(edges.id(row, "source"));
      targets.push_back(edges.id(row, "target"));
    }
    const graph::Graph arcs = graph::build_graph(network.graph.vertex_count(), {sources, targets},
                                                 {.directed_input = true, .keep_arcs = true})
                                  .arcs;
    const auto directed = brokerage(arcs, groups);
    const Csv listed(*directed_file);
    for (std::size_t row = 0; row < listed.rows(); ++row) {
      const auto& count = directed.count[listed.id(row, "id")];
      for (const BrokerageRole role :
           {BrokerageRole::coordinator, BrokerageRole::consultant, BrokerageRole::representative,
            BrokerageRole::gatekeeper, BrokerageRole::liaison}) {
        ASSERT_EQ(at(count, role), cells(listed, row, to_string(role))) << to_string(role);
      }
    }
  }
  EXPECT_GE(checked, 3);
}

}  // namespace
}  // namespace tertius::bridges
