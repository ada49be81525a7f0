// What Leiden is made of: moves that end in time, parts that move as wholes, communities cut into connected
// parts.
#include <gtest/gtest.h>

#include "engine/clusters/leiden/connected.hpp"
#include "engine/clusters/leiden/degree_order.hpp"
#include "engine/clusters/leiden/refined_moving.hpp"
#include "engine/core/random.hpp"
#include "tests/support/graphs.hpp"

namespace tertius::clusters {
namespace {

using namespace test;

using namespace clusters;
using M = Volume<std::int64_t>;

/// The members' level of a graph without weights, for modularity at resolution 1.
struct Members {
  Buffer<M> volume;
  Level<UnitRows<std::int64_t>, M> level;

  explicit Members(const graph::Graph& graph) : volume(graph.vertex_count()) {
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
      volume[v] = {static_cast<std::int64_t>(graph.degree(v))};
    const graph::ArcIndex* offsets = graph.out_rows().offsets.data();
    level = {graph.vertex_count(),
             {offsets, offsets + 1, graph.out_rows().targets.data()},
             volume.data(),
             1.0 / static_cast<double>(graph.arc_count()),
             graph.arc_count()};
  }
};

Buffer<Label> labels(std::initializer_list<Label> list) {
  Buffer<Label> buffer(list.size());
  std::copy(list.begin(), list.end(), buffer.begin());
  return buffer;
}

TEST(Moving, EndsWithAFirstRoundThatMovesHardlyAnybody) {
  // Cliques of eight; of every fourth one a member is alone and wants to come in, one in 32 of all.
  constexpr graph::VertexId cliques = 512, size = 8;
  std::vector<graph::VertexId> sources, targets;
  for (graph::VertexId v = 0; v < cliques * size; ++v) {
    for (graph::VertexId u = v + 1; u % size != 0; ++u) {
      sources.push_back(v);
      targets.push_back(u);
    }
  }
  const graph::Graph graph = graph::build_graph(cliques * size, {sources, targets, {}}).graph;
  const Members members(graph);
  Buffer<Label> start(members.level.n);
  for (graph::VertexId v = 0; v < members.level.n; ++v) start[v] = v % (4 * size) == 7 ? v : v / size * size;
  const auto moves = [&](double vain) {
    Assignment<M> state = assignment_of(members.level, start);
    return move_in_rounds(members.level, state, 1, {.vain = vain}, {});
  };
  EXPECT_EQ(moves(0), cliques / 4);
  EXPECT_EQ(moves(0.01), cliques / 4);  // more than that want to move
  EXPECT_LT(moves(0.1), cliques / 8);
  EXPECT_GT(moves(0.1), 0u);
}

TEST(Choice, SixteenNeighboursAtOnceAreWorthWhatTheyAreOneByOne) {
  using Rows = UnitRows<std::uint32_t>;
  if constexpr (!in_vectors<Rows, Volume<std::uint32_t>>) {
    GTEST_SKIP() << "compiled without AVX-512";
  } else {
    constexpr graph::VertexId n = 64;
    RandomStream random(11);
    Accumulator<std::uint32_t> around;
    for (int trial = 0; trial < 20'000; ++trial) {
      const std::size_t count = 1 + random.below(vector_size);
      std::vector<Volume<std::uint32_t>> volumes(n);
      for (Volume<std::uint32_t>& volume : volumes) volume.all = static_cast<std::uint32_t>(random.below(6));
      std::vector<graph::VertexId> targets;
      std::vector<Label> label;
      for (graph::VertexId v = 0; v < n; ++v)
        label.push_back(static_cast<Label>(random.below(1 + trial % n)));
      for (std::size_t i = 0; i < 40; ++i) targets.push_back(static_cast<graph::VertexId>(random.below(n)));

      std::vector<Label> seen(targets.size(), graph::no_vertex), expected;
      const std::uint32_t own = labels_in_vectors(targets.data(), 33, label.data(), label[0], seen.data());
      for (const graph::VertexId u : targets) expected.push_back(label[u]);
      EXPECT_EQ(own, std::count(expected.begin(), expected.begin() + 33, label[0]));
      EXPECT_TRUE(std::equal(expected.begin(), expected.begin() + 33, seen.begin()));
      EXPECT_EQ(seen[33], graph::no_vertex) << "written beyond the last one";

      const Level<Rows, Volume<std::uint32_t>> level{.n = n, .scale = 0.125};
      const Volume<std::uint32_t> volume{3};
      around.prepare(count, n);
      const Choice best = best_of(
          level, volumes.data(), volume, {graph::no_vertex, -100.0}, expected.data(), count,
          [](std::size_t) { return 1u; }, around);
      const VectorChoice found = best_in_vectors(expected.data(), count, volumes.data(), volume, level.scale);
      EXPECT_EQ(found.gain, best.gain);
      EXPECT_EQ(expected[found.index], best.label);
    }
  }
}

/// A sparse graph in which moves follow moves for some passes.
graph::Graph some_graph() {
  RandomStream random(7);
  std::vector<graph::VertexId> sources, targets;
  for (graph::VertexId v = 0; v < 6000; ++v) {
    for (int connection = 0; connection < 6; ++connection) {
      sources.push_back(v);
      targets.push_back(
          static_cast<graph::VertexId>(connection < 4 ? v / 40 * 40 + random.below(40) : random.below(6000)));
    }
  }
  return graph::build_graph(6000, {sources, targets, {}}).graph;
}

TEST(Moving, StatesOfOneAndOfAllComeToTheSame) {
  const graph::Graph graph = some_graph();
  const Members members(graph);
  const auto moved = [&]<class States>(unsigned threads) {
    const RunContext context{.threads = threads};
    return with_threads(context, [&] {
      Assignment<M> state = singleton_communities(members.level);
      const std::uint64_t moves =
          move_in_rounds<States>(members.level, state, 1, {.enough = 0.001, .alone = true}, context);
      std::vector<Label> result(state.label.begin(), state.label.end());
      for (const M& volume : state.volume) result.push_back(static_cast<Label>(volume.all));
      result.push_back(static_cast<Label>(moves));
      return result;
    });
  };
  using Rows = UnitRows<std::int64_t>;
  const std::vector<Label> expected = moved.operator()<SharedMoveState<Rows, M>>(1);
  EXPECT_GT(expected.back(), 6000u);
  for (const unsigned threads : {1u, 2u, 7u, 64u}) {
    EXPECT_EQ((moved.operator()<SharedMoveState<Rows, M>>(threads)), expected) << threads;
    EXPECT_EQ((moved.operator()<OwnMoveStates<Rows, M>>(threads)), expected) << threads;
  }
}

TEST(Refinement, PartsOfOneAndOfAllComeToTheSame) {
  const graph::Graph graph = some_graph();
  const Members members(graph);
  Buffer<Label> start(members.level.n);
  for (graph::VertexId v = 0; v < members.level.n; ++v) start[v] = v / 120 * 120;
  const Assignment<M> communities = assignment_of(members.level, start);
  const auto refined = [&]<class Shared>(unsigned threads) {
    const RunContext context{.threads = threads};
    return with_threads(context, [&] {
      RefinedCommunities<M> parts = singletons(members.level, communities);
      refine_in_rounds<Shared>(members.level, communities, parts, 1, context);
      std::vector<Label> result;
      for (const Membership& place : parts.place) result.push_back(place.part);
      for (const M& volume : parts.volume) result.push_back(static_cast<Label>(volume.all));
      result.insert(result.end(), parts.joined.begin(), parts.joined.end());
      return result;
    });
  };
  using Rows = UnitRows<std::int64_t>;
  const std::vector<Label> expected = refined.operator()<SharedRefinement<Rows, M>>(1);
  EXPECT_GT(std::count(expected.end() - 6000, expected.end(), 1u), 3000);
  for (const unsigned threads : {1u, 2u, 7u, 64u}) {
    EXPECT_EQ((refined.operator()<SharedRefinement<Rows, M>>(threads)), expected) << threads;
    EXPECT_EQ((refined.operator()<OwnRefinements<Rows, M>>(threads)), expected) << threads;
  }
}

TEST(RoundLog, SomebodyWhoMissedRoundsHearsOfEachByItself) {
  RoundLog log(8);
  Notes often, seldom;
  const std::vector<Notes*> both{&often, &seldom};
  often.moves = {{0, 1}};
  seldom.moves = {{2, 3}, {4, 5}};
  log.add(both);
  often.moves = {{6, 7}};
  log.add(both);
  log.add(both);
  std::vector<std::pair<std::size_t, std::size_t>> rounds;
  log.catch_up(seldom, [&](std::span<const Move> all, std::span<const Move> own) {
    rounds.emplace_back(all.size(), own.size());
  });
  const std::vector<std::pair<std::size_t, std::size_t>> expected{{3, 2}, {1, 0}, {0, 0}};
  EXPECT_EQ(rounds, expected);
  log.catch_up(seldom, [&](std::span<const Move>, std::span<const Move>) { FAIL(); });
}

TEST(PartMoving, APartGoesWhereNoneOfItsMembersWouldGoAlone) {
  // Three triangles in two communities: 6-7-8 has one connection to 0-1-2, with which it is, and three to
  // 3-4-5; but each of its members has two inside.
  const graph::Graph graph = graph_of(9, {{0, 1},
                                          {1, 2},
                                          {2, 0},
                                          {3, 4},
                                          {4, 5},
                                          {5, 3},
                                          {6, 7},
                                          {7, 8},
                                          {8, 6},
                                          {6, 0},
                                          {6, 3},
                                          {7, 4},
                                          {8, 5}});
  const Members members(graph);
  const Buffer<Label> start = labels({0, 0, 0, 3, 3, 3, 0, 0, 0});
  Assignment<M> alone = assignment_of(members.level, start);
  EXPECT_EQ(move_vertices(members.level, alone, 1, {}, {}), 0u);

  Assignment<M> state = assignment_of(members.level, start);
  RefinedCommunities<M> parts{Buffer<Membership>(9), Buffer<M>(9, M{}), {}};
  for (graph::VertexId v = 0; v < 9; ++v) {
    const Label part = v / 3 * 3;
    parts.place[v] = {state.label[v], part};
    parts.volume[part] += members.volume[v];
  }
  const Numbering numbering = number_refined(members.level, parts, {});
  EXPECT_EQ(move_refined(members.level, state, parts, numbering, 1, {}), 1u);
  EXPECT_EQ(std::vector<Label>(state.label.begin(), state.label.end()),
            (std::vector<Label>{0, 0, 0, 3, 3, 3, 3, 3, 3}));
  EXPECT_EQ(state.volume[0].all, 7);
  EXPECT_EQ(state.volume[3].all, 19);
}

TEST(ConnectedParts, AreThoseOfASearchInsideEachCommunity) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const graph::Graph graph = random_graph(300, 0.008, seed);
    const Members members(graph);
    RandomStream random(seed);
    Buffer<Label> community(graph.vertex_count());
    for (Label& label : community) label = static_cast<Label>(random.below(3));
    const Buffer<Label> parts = connected_parts(members.level, community, {});
    // The smallest label of a part spreads along connections inside communities until nothing changes.
    std::vector<Label> least(graph.vertex_count());
    for (graph::VertexId v = 0; v < least.size(); ++v) least[v] = v;
    for (bool changed = true; changed;) {
      changed = false;
      for (graph::VertexId v = 0; v < least.size(); ++v) {
        for (const graph::VertexId u : graph.neighbours(v)) {
          if (community[u] != community[v] || least[u] >= least[v]) continue;
          least[v] = least[u];
          changed = true;
        }
      }
    }
    EXPECT_EQ(std::vector<Label>(parts.begin(), parts.end()), least);
  }
}

/// `n` members of whom the last `hubs` are tied to everybody but the first ten, who have no connections.
graph::Graph graph_of_hubs(graph::VertexId n, graph::VertexId hubs) {
  std::vector<graph::VertexId> sources, targets;
  for (graph::VertexId hub = n - hubs; hub < n; ++hub) {
    for (graph::VertexId v = 10; v < hub; ++v) {
      sources.push_back(hub);
      targets.push_back(v);
    }
  }
  return graph::build_graph(n, {sources, targets, {}}).graph;
}

TEST(DegreeOrder, RenamesMembersAndKeepsTheirConnections) {
  const graph::Graph graph = graph_of_hubs(far_level, 5);
  const Members members(graph);
  EXPECT_TRUE(is_hub_dominated(members.level));
  const DegreeOrder order = degree_order(members.level);
  EXPECT_EQ(order.tied, far_level - 10);
  for (graph::VertexId place = 0; place < far_level; ++place) {
    const graph::VertexId v = order.order[place];
    ASSERT_EQ(order.rank[v], place);
    ASSERT_EQ(order.offsets[place + 1] - order.offsets[place], graph.degree(v));
    for (graph::ArcIndex i = 0; i < graph.degree(v); ++i)
      ASSERT_EQ(order.order[order.targets[order.offsets[place] + i]], graph.neighbours(v)[i]);
  }
  for (graph::VertexId place = 0; place < 5; ++place) EXPECT_EQ(order.order[place], far_level - 5 + place);
  // Labels are names of places; members without connections are alone.
  Buffer<Label> label(order.tied, 3);
  const Buffer<Label> back = order.for_members(label);
  for (graph::VertexId v = 0; v < far_level; ++v) ASSERT_EQ(back[v], v < 10 ? v : far_level - 2);
}

TEST(DegreeOrder, IsForLargeGraphsWithHubs) {
  const graph::Graph small = graph_of_hubs(far_level / 2, 5), ring = [] {
    std::vector<graph::VertexId> sources(far_level), targets(far_level);
    for (graph::VertexId v = 0; v < far_level; ++v) {
      sources[v] = v;
      targets[v] = (v + 1) % far_level;
    }
    return graph::build_graph(far_level, {sources, targets, {}}).graph;
  }();
  EXPECT_FALSE(is_hub_dominated(Members(small).level));
  EXPECT_FALSE(is_hub_dominated(Members(ring).level));
}

}  // namespace
}  // namespace tertius::clusters
