// Places of members: each claim of the header on textbook graphs, random ones and datasets/lakeside.
#include "engine/layout/layout.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include "engine/core/error.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::layout {
namespace {

using namespace test;
using graph::Graph;
using graph::Partition;
using graph::VertexId;

Partition one_cluster(const Graph& graph) {
  return {std::vector<std::uint32_t>(graph.vertex_count()), graph.vertex_count() > 0 ? 1U : 0U};
}
Layout placed(const Graph& graph, const LayoutOptions& options = {}, unsigned threads = 0) {
  return place_members(graph, one_cluster(graph), options, {.threads = threads});
}
double apart(const Point& a, const Point& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// datasets/lakeside, its connections alone.
Graph lakeside() {
  std::ifstream file(std::string(TERTIUS_SOURCE) + "/datasets/lakeside/connections.csv");
  std::map<std::string, VertexId> ids;
  std::vector<std::pair<VertexId, VertexId>> edges;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::istringstream cells(line);
    std::string a, b;
    std::getline(cells, a, ',');
    std::getline(cells, b, ',');
    const auto id = [&](const std::string& text) {
      return ids.emplace(text, static_cast<VertexId>(ids.size())).first->second;
    };
    const VertexId from = id(a), to = id(b);
    edges.emplace_back(from, to);
  }
  const auto n = static_cast<VertexId>(ids.size());
  return graph_of(n, edges);
}

/// Sum over connected pairs of (distance / step - steps)^2 / steps^2 at the step that makes it least.
double stress(const Graph& graph, const std::vector<Point>& place) {
  double squares = 0, products = 0, pairs = 0;
  for (VertexId v = 0; v < graph.vertex_count(); ++v) {
    const auto steps = graph::bfs_distances(graph, v);
    for (VertexId u = v + 1; u < graph.vertex_count(); ++u) {
      if (steps[u] == graph::unreachable) continue;
      const double ratio = apart(place[v], place[u]) / steps[u];
      squares += ratio * ratio;
      products += ratio;
      pairs += 1;
    }
  }
  const double scale = products / squares;
  return scale * scale * squares - 2 * scale * products + pairs;
}

/// Stress majorisation by its definition, all pairs, one member at a time, from a circle.
std::vector<Point> by_definition(const Graph& graph, int rounds) {
  const VertexId n = graph.vertex_count();
  std::vector<std::vector<std::uint32_t>> steps;
  for (VertexId v = 0; v < n; ++v) steps.push_back(graph::bfs_distances(graph, v));
  std::vector<Point> place(n);
  for (VertexId v = 0; v < n; ++v) place[v] = {3 * std::cos(v * 2.399963), 3 * std::sin(v * 2.399963)};
  for (int round = 0; round < rounds; ++round) {
    for (VertexId v = 0; v < n; ++v) {
      Point sum;
      double weights = 0;
      for (VertexId u = 0; u < n; ++u) {
        if (u == v || steps[v][u] == graph::unreachable) continue;
        const double d = steps[v][u], away = std::max(apart(place[v], place[u]), 1e-9), w = 1 / (d * d);
        sum.x += w * (place[u].x + d * (place[v].x - place[u].x) / away);
        sum.y += w * (place[u].y + d * (place[v].y - place[u].y) / away);
        weights += w;
      }
      if (weights > 0) place[v] = {sum.x / weights, sum.y / weights};
    }
  }
  return place;
}

TEST(Layout, OfNobodyOfOneAndOfTwo) {
  EXPECT_TRUE(placed(empty_graph()).place.empty());
  EXPECT_EQ(placed(empty_graph()).height, 0);
  const Layout one = placed(empty_graph(1));
  EXPECT_GT(one.place[0].x, 0);
  EXPECT_LT(one.place[0].x, one.width);
  EXPECT_LT(one.place[0].y, one.height);
  const Layout two = placed(path_graph(2));
  EXPECT_NEAR(apart(two.place[0], two.place[1]), two.step, 0.1);
}

TEST(Layout, APathIsALineInItsOrder) {
  const Layout line = placed(path_graph(9));
  for (VertexId v = 0; v < 9; ++v)
    for (VertexId u = v + 1; u < 9; ++u)
      EXPECT_NEAR(apart(line.place[v], line.place[u]) / line.step, u - v, 0.2 * (u - v));
  EXPECT_GT(line.width, line.height) << "the longer axis lies across";
}

TEST(Layout, EverybodyIsOnTheSheetAndNoTwoInOnePlace) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const Graph graph = random_graph(60, 0.04, seed);
    const Layout layout = placed(graph);
    for (VertexId v = 0; v < 60; ++v) {
      const Point p = layout.place[v];
      ASSERT_TRUE(std::isfinite(p.x) && std::isfinite(p.y));
      EXPECT_TRUE(p.x > 0 && p.x < layout.width && p.y > 0 && p.y < layout.height) << v;
      EXPECT_NEAR(p.x * 10, std::round(p.x * 10), 1e-6);
      for (VertexId u = 0; u < v; ++u) EXPECT_GT(apart(p, layout.place[u]), 1) << u << " and " << v;
    }
  }
}

TEST(Layout, MembersWithoutConnectionsStandInAStripBeneath) {
  const Graph graph = graph_of(9, {{0, 1}, {1, 2}, {2, 0}, {4, 5}});
  const Layout layout = placed(graph);
  for (VertexId v = 0; v < 9; ++v) EXPECT_EQ(layout.place[v].y > layout.strip_top, graph.degree(v) == 0) << v;
}

TEST(Layout, PartsDoNotOverlap) {
  // Two rings; the boxes around them have nothing in common.
  const Graph graph =
      graph_of(10, {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 0}, {5, 6}, {6, 7}, {7, 8}, {8, 9}, {9, 5}});
  const Layout layout = placed(graph);
  double right = 0, left = 1e9, bottom = 0, top = 1e9;
  for (VertexId v = 0; v < 5; ++v) {
    right = std::max(right, layout.place[v].x);
    bottom = std::max(bottom, layout.place[v].y);
    left = std::min(left, layout.place[v + 5].x);
    top = std::min(top, layout.place[v + 5].y);
  }
  EXPECT_TRUE(right < left || bottom < top);
}

TEST(Layout, TheSameBytesOnAnyNumberOfThreads) {
  for (const Graph& graph : {random_graph(400, 0.01, 3), random_graph(1500, 0.004, 5)}) {
    Partition clusters = one_cluster(graph);
    for (std::size_t v = 0; v < clusters.label.size(); ++v)
      clusters.label[v] = static_cast<std::uint32_t>(v % 3);
    clusters.count = 3;
    const Layout once = place_members(graph, clusters, {.rounds = 20}, {.threads = 1});
    for (const unsigned threads : {2U, 7U}) {
      const Layout again = place_members(graph, clusters, {.rounds = 20}, {.threads = threads});
      for (std::size_t v = 0; v < once.place.size(); ++v) {
        ASSERT_EQ(once.place[v].x, again.place[v].x);
        ASSERT_EQ(once.place[v].y, again.place[v].y);
      }
    }
  }
}

TEST(Layout, ClustersComeApart) {
  // Two dense halves with a few connections between them.
  std::vector<std::pair<VertexId, VertexId>> edges;
  for (VertexId v = 0; v < 40; ++v)
    for (VertexId u = v + 1; u < 40; ++u)
      if (v / 20 == u / 20 ? (v + u) % 4 != 0 : (v + u) % 23 == 0) edges.emplace_back(v, u);
  const Graph graph = graph_of(40, edges);
  Partition halves{std::vector<std::uint32_t>(40), 2};
  for (VertexId v = 0; v < 40; ++v) halves.label[v] = v / 20;
  const Layout layout = place_members(graph, halves);
  double inside = 0, across = 0;
  for (VertexId v = 0; v < 40; ++v)
    for (VertexId u = 0; u < v; ++u)
      (v / 20 == u / 20 ? inside : across) += apart(layout.place[v], layout.place[u]);
  EXPECT_GT(across / 400, 1.8 * inside / 380);
}

TEST(Layout, StressIsThatOfMajorisationByItsDefinition) {
  const Graph graph = lakeside();
  ASSERT_GT(graph.vertex_count(), 200U);
  const double reference = stress(graph, by_definition(graph, 100));
  EXPECT_LT(stress(graph, placed(graph, {.crossing = 1}).place), 1.03 * reference);
}

TEST(Layout, FewPivotsAreNearlyAsGoodAsAll) {
  // Just above the number up to which all are pivots, and few of them.
  const Graph graph = random_graph(1400, 0.004, 9);
  const Layout few = placed(graph, {.crossing = 1, .rounds = 80});
  EXPECT_LT(stress(graph, few.place), 1.15 * stress(graph, by_definition(graph, 25)));
}

TEST(Layout, RefusesWhatItCannotPlace) {
  EXPECT_THROW(placed(path_graph(3), {.crossing = 0}), Error);
  EXPECT_THROW(placed(path_graph(3), {.spacing = 0}), Error);
  EXPECT_THROW(place_members(path_graph(3), {}), Error);
}

}  // namespace
}  // namespace tertius::layout
