// Brokerage against the list of triples, every way to deal out the labels, and shared oracles.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/bridges/brokerage.hpp"
#include "tests/bridges/egos.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {
namespace {

using namespace test;

graph::Partition random_groups(graph::VertexId n, std::uint32_t count, std::uint64_t seed) {
  RandomStream random(seed, 99);
  graph::Partition groups{std::vector<std::uint32_t>(n), count};
  for (auto& label : groups.label) label = static_cast<std::uint32_t>(random.below(count));
  return groups;
}

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
  for (std::uint64_t seed = 0; seed < repeats(3U); ++seed) {
    const graph::Graph graph = hubs_and_others(80, 100, 0.2, 0.05, seed);
    const graph::Partition groups = random_groups(180, 4, seed);
    EXPECT_EQ(brokerage(graph, groups).count, listed_brokerage(graph, groups.label));
  }
}

TEST(Brokerage, OfConnectionsThatRunBothWaysIsThatOfUndirectedOnes) {
  const graph::Graph graph = hubs_and_others(700, 2500, 0.03, 0.005, 1);  // more than one chunk of bits
  std::vector<graph::VertexId> sources, targets;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : graph.neighbours(u)) {
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
  for (std::uint64_t seed = 0; seed < (sanitized ? 2U : 6U); ++seed) {
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
