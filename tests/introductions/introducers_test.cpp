// Ways to be introduced: the most reliable ones, by trying all of them on small networks.
#include "engine/introductions/introducers.hpp"

#include <gmock/gmock.h>

#include <set>

#include "tests/support/graphs.hpp"

namespace tertius::introductions {
namespace {

using namespace test;
using testing::IsEmpty;

/// Random days on every connection.
void date(graph::Network& network, std::uint64_t seed) {
  const graph::Graph& graph = network.graph;
  network.connections.since.own().assign(graph.arc_count(), graph::no_day);
  RandomStream random(seed, 6);
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
      if (u > graph.target(a) || random.below(5) == 0) continue;
      const auto day = static_cast<graph::Day>(15000 + random.below(5000));
      network.connections.since.own()[a] = day;
      network.connections.since.own()[graph.find_arc(graph.target(a), u)] = day;
    }
  }
}

/// The best reliability of a way from a to b over people who are not used, by trying every one.
double best_by_hand(const graph::Network& network, const Introducers& introducers,
                    const Exclusions& exclusions, graph::VertexId a, graph::VertexId b,
                    const std::set<graph::VertexId>& used) {
  const graph::Graph& g = network.graph;
  const double scale = introducers.scale_of(a);
  const auto connection = [&](graph::VertexId x, graph::VertexId y) {
    const graph::ArcIndex arc = g.find_arc(x, y);
    return arc == g.arc_count() || !exclusions.may_meet(x, y) ? 0.0 : introducers.reliability(arc, scale);
  };
  double best = 0.0;
  for (graph::VertexId z = 0; z < g.vertex_count(); ++z) {
    if (z == a || z == b || used.count(z) > 0 || !exclusions.may_meet(a, z) || !exclusions.may_meet(b, z))
      continue;
    best = std::max(best, connection(a, z) * connection(z, b));
    for (graph::VertexId w = 0; w < g.vertex_count(); ++w) {
      if (w == a || w == b || w == z || used.count(w) > 0) continue;
      if (!exclusions.may_meet(a, w) || !exclusions.may_meet(b, w)) continue;
      best = std::max(best, connection(a, z) * connection(z, w) * connection(w, b));
    }
  }
  return best;
}

TEST(Introducers, DegenerateNetworks) {
  const Exclusions nobody;
  const graph::Network one = network_of(empty_graph(2));
  EXPECT_THAT(Introducers(one, nobody).routes(0, 1), IsEmpty());
  EXPECT_THAT(Introducers(one, nobody).routes(0, 0), IsEmpty());
  const graph::Network star = network_of(star_graph(4));
  const auto routes = Introducers(star, nobody).routes(1, 2);
  ASSERT_EQ(routes.size(), 1u);
  EXPECT_EQ(routes[0].via[0], 0u);
  EXPECT_EQ(routes[0].between(), 1u);
  EXPECT_DOUBLE_EQ(routes[0].reliability, 0.25);
  const graph::Network path = network_of(path_graph(5));
  EXPECT_EQ(Introducers(path, nobody).routes(0, 3).at(0).between(), 2u);
  EXPECT_THAT(Introducers(path, nobody).routes(0, 4), IsEmpty()) << "three people between are too many";
  EXPECT_THAT(Introducers(path, nobody).routes(0, 3, {.max_between = 1}), IsEmpty());
}

TEST(Introducers, FindTheMostReliableWayAndOthersThatShareNobody) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    graph::Network network = network_of(random_graph(18, 0.2, seed, seed % 2 == 0));
    if (seed % 3 == 0) date(network, seed);
    Exclusions exclusions;
    exclusions.block(static_cast<graph::VertexId>(seed));
    exclusions.avoid({{0, 3}, {2, 5}, {4, 6}});
    const Introducers introducers(network, exclusions);
    for (graph::VertexId a = 0; a < 18; ++a) {
      for (graph::VertexId b = 0; b < 18; ++b) {
        if (a == b || !exclusions.may_meet(a, b)) {
          EXPECT_THAT(introducers.routes(a, b), IsEmpty());
          continue;
        }
        std::set<graph::VertexId> used;
        const auto routes = introducers.routes(a, b);
        for (const Route& route : routes) {
          EXPECT_NEAR(route.reliability, best_by_hand(network, introducers, exclusions, a, b, used), 1e-12);
          double product = 1.0;
          for (unsigned t = 0; t <= route.between(); ++t) product *= route.connections[t];
          EXPECT_NEAR(product, route.reliability, 1e-12);
          for (const graph::VertexId z : route.via) {
            if (z != graph::no_vertex) {
              EXPECT_TRUE(used.insert(z).second);
              EXPECT_TRUE(exclusions.open(z));
            }
          }
        }
        if (routes.size() < 3) {
          EXPECT_EQ(best_by_hand(network, introducers, exclusions, a, b, used), 0.0);
        }
      }
    }
  }
}

TEST(Introducers, StrongAndRecentConnectionsAreMoreReliable) {
  graph::Network network =
      network_of(weighted_graph_of(4, {{0, 1, 4.0}, {0, 2, 1.0}, {1, 3, 1.0}, {2, 3, 1.0}}));
  const Exclusions nobody;
  EXPECT_EQ(Introducers(network, nobody).routes(0, 3).at(0).via[0], 1u);
  network.connections.since.own().assign(network.graph.arc_count(), 10000);
  network.connections.since.own()[network.graph.find_arc(0, 2)] = 20000;
  const Introducers dated(network, nobody);
  const double scale = dated.scale_of(0);
  EXPECT_GT(dated.reliability(network.graph.find_arc(0, 2), scale), 1.0 / (1.0 + scale) - 1e-12);
  EXPECT_LT(dated.reliability(network.graph.find_arc(1, 3), scale), 1.0 / (1.0 + scale));
  EXPECT_GT(dated.reliability(network.graph.find_arc(1, 3), scale), 0.75 / (1.0 + scale));
}

TEST(Introducers, WhoIsAskedOftenIsSpared) {
  const graph::Network network = network_of(graph_of(4, {{0, 1}, {0, 2}, {1, 3}, {2, 3}}));
  const Exclusions nobody;
  const Introducers introducers(network, nobody);
  EXPECT_EQ(introducers.routes(0, 3).at(0).via[0], 1u);
  const std::vector<std::uint32_t> asked = {0, 4, 0, 0};
  const auto routes = introducers.routes(0, 3, {}, asked);
  EXPECT_EQ(routes.at(0).via[0], 2u);
  EXPECT_DOUBLE_EQ(routes.at(1).reliability, 0.25) << "the reliability itself stays what it is";
  const graph::Network hub = network_of(star_graph(200));
  EXPECT_LT(Introducers(hub, nobody).discount(0, {}), 1.0);
  EXPECT_EQ(Introducers(hub, nobody).discount(1, {}), 1.0);
}

}  // namespace
}  // namespace tertius::introductions
