// Refinement: communities fall into connected ones, parts for short, from which the next level is made.
//
// Every vertex starts as a part of its own. One that is still alone, and well tied to its community, may join
// the part of its community where it gains most. Whoever has joined, or was joined, stays; so every part
// is connected.
#pragma once

#include "engine/clusters/leiden/moving.hpp"
#include "engine/clusters/leiden/refined_state.hpp"

namespace tertius::clusters {

template <class Rows, class M>
RefinedCommunities<M> singletons(const Level<Rows, M>& level, const Assignment<M>& communities) {
  RefinedCommunities<M> parts{Buffer<Membership>(level.n), Buffer<M>(level.n), Buffer<std::uint8_t>(level.n)};
  parallel_each(level.n, 1 << 12, [&](std::size_t v) {
    parts.place[v] = {communities.label[v], static_cast<Label>(v)};
    parts.volume[v] = level.volume[v];
    parts.joined[v] = 0;
  });
  return parts;
}

template <class Rows, class M, class W>
void look_inside(const Level<Rows, M>& level, const RefinedCommunities<M>& parts, graph::VertexId v,
                 InnerView<W>& view) {
  const graph::ArcIndex begin = level.begin(v), end = level.end(v);
  make_room(view.parts, std::bit_ceil(end - begin));
  make_room(view.weights, std::bit_ceil(end - begin));
  Label* const names = view.parts.data();
  W* const weights = view.weights.data();
  const Membership* const places = parts.place.data();
  const Label community = places[v].community;
  std::size_t size = 0;
  W inside = 0;
  for (graph::ArcIndex a = begin; a < end; ++a) {
    const Membership place = places[level.rows.targets[a]];
    const auto weight = static_cast<W>(level.rows.weight(a));
    names[size] = place.part;
    weights[size] = weight;
    size += place.community == community ? 1 : 0;
    inside += place.community == community ? weight : W{0};
  }
  view.size = size;
  view.inside = inside;
}

/// Whether v is well tied to its community: only then may it join a part of it.
template <class Rows, class M, class W>
bool well_tied(const Level<Rows, M>& level, const Assignment<M>& communities,
               const RefinedCommunities<M>& parts, graph::VertexId v, const InnerView<W>& view) {
  M rest = communities.volume[parts.place[v].community];
  rest -= level.volume[v];
  return static_cast<double>(view.inside) >= level.scale * (level.volume[v] * rest);
}

/// The part for v, which is alone; its own when it is to stay so.
template <class Rows, class M, class W>
Label best_refined(const Level<Rows, M>& level, const RefinedCommunities<M>& parts, graph::VertexId v,
                   const InnerView<W>& view, Accumulator<W>& around) {
  around.prepare(view.size, level.n);
  return best_of(
             level, parts.volume.data(), level.volume[v], {v, 0}, view.parts.data(), view.size,
             [&](std::size_t i) { return view.weights[i]; }, around)
      .label;
}

template <class Rows, class M>
void refine_one_by_one(const Level<Rows, M>& level, const Assignment<M>& communities,
                       RefinedCommunities<M>& parts, std::uint64_t seed, const RunContext& context) {
  Accumulator<typename Rows::Weight> around;
  InnerView<typename Rows::Weight> view;
  std::vector<graph::VertexId> order(level.n);
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  RandomStream random(seed, 1);
  shuffle(order, random);
  for (std::size_t at = 0; at < order.size(); ++at) {
    if (at % 4096 == 0) context.poll();
    const graph::VertexId v = order[at];
    if (parts.joined[v] != 0) continue;
    look_inside(level, parts, v, view);
    if (!well_tied(level, communities, parts, v, view)) continue;
    const Label to = best_refined(level, parts, v, view, around);
    if (to == v) continue;
    parts.place[v].part = to;
    parts.volume[to] += level.volume[v];
    parts.joined[v] = parts.joined[to] = 1;
  }
}

template <class Shared, class Rows, class M>
void refine_in_rounds(const Level<Rows, M>& level, const Assignment<M>& communities,
                      RefinedCommunities<M>& parts, std::uint64_t seed, const RunContext& context) {
  using W = typename Rows::Weight;
  using Worker = typename Shared::Worker;
  constexpr std::uint32_t rounds = most_rounds / 2;
  PerThread<Worker> workers;
  Shared shared(level, parts);
  Buffer<graph::VertexId> list(level.n);
  std::iota(list.begin(), list.end(), graph::VertexId{0});
  const bool far = level.n >= far_level;
  const auto ask = [&](Worker& worker, std::size_t first, std::size_t last, std::size_t) {
    const RefinedCommunities<M>& seen = shared.seen_by(worker);
    std::vector<graph::VertexId>& alone = worker.alone;
    alone.clear();
    for (std::size_t i = first; i < last; ++i) {
      if (seen.joined[list[i]] == 0) alone.push_back(list[i]);
    }
    InnerView<W>*view = &worker.view, *next = &worker.next;
    bool asks = false, next_asks = false;
    const auto fetch = [&](std::size_t i) {
      if (i < alone.size()) fetch_neighbours(level, alone[i], seen.place.data());
    };
    const auto look = [&](std::size_t i) {
      if (i >= alone.size()) return;
      look_inside(level, seen, alone[i], *next);
      next_asks = well_tied(level, communities, seen, alone[i], *next);
      if (!far || !next_asks) return;
      for (std::size_t k = 0; k < std::min<std::size_t>(next->size, ahead); ++k) {
        __builtin_prefetch(&seen.volume[next->parts[k]]);
      }
    };
    fetch(0);
    fetch(1);
    look(0);
    for (std::size_t i = 0; i < alone.size(); ++i) {
      std::swap(view, next);
      asks = next_asks;
      fetch(i + 2);
      look(i + 1);
      if (!asks) continue;
      const Label to = best_refined(level, seen, alone[i], *view, worker.around);
      if (to != alone[i]) worker.moves.push_back({alone[i], to});
    }
  };
  // Once more for those who wanted to join a vertex that wanted to go itself.
  std::size_t asked = level.n;
  for (std::uint32_t pass = 0; pass < 2 && asked > 0; ++pass) {
    work_in_rounds<Worker>(
        {asked, chunk_of_members, rounds, hash64(seed, 2, pass)}, workers, ask,
        [&](const std::vector<Worker*>& all) { shared.decided(all); }, shared.steps(), context);
    shared.end_pass(workers);
    if (pass == 0) {
      asked = collect(
          level.n, [&](graph::VertexId v) { return shared.refused(v); }, list);
    }
  }
  shared.end();
}

template <class Rows, class M>
RefinedCommunities<M> refine(const Level<Rows, M>& level, const Assignment<M>& communities,
                             std::uint64_t seed, graph::ArcIndex small, const RunContext& context) {
  RefinedCommunities<M> parts = singletons(level, communities);
  if (level.arcs <= small) {
    refine_one_by_one(level, communities, parts, seed, context);
  } else if (cheap_to_copy(level, context)) {
    refine_in_rounds<OwnRefinements<Rows, M>>(level, communities, parts, seed, context);
  } else {
    refine_in_rounds<SharedRefinement<Rows, M>>(level, communities, parts, seed, context);
  }
  return parts;
}

}  // namespace tertius::clusters
