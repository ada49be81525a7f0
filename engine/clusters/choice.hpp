// What a vertex sees around it, and the community it is worth most in.
#pragma once

#include <bit>

#include "engine/clusters/accumulator.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::communities {

/// The order of candidates that are worth the same: random, and independent of the order in which they are
/// met.
inline std::uint64_t tie_break(Label label, std::uint64_t seed) {
  return mix64(label + seed);
}

/// Where each vertex of a level is, and what each community weighs.
template <class M>
struct Assignment {
  Buffer<Label> label;
  Buffer<M> mass;  // of each community
};

template <class Rows, class M>
Assignment<M> assignment_of(const Level<Rows, M>& level, const Buffer<Label>& label) {
  Assignment<M> state{Buffer<Label>(level.n), Buffer<M>(level.n)};
  constexpr std::size_t block = 1 << 12;
  parallel_each(level.n, block, [&](std::size_t v) {
    state.label[v] = label[v];
    state.mass[v] = {};
  });
  parallel_each(level.n, block, [&](std::size_t v) { state.mass[label[v]].add_atomically(level.mass[v]); });
  return state;
}

/// Every vertex is a community of its own.
template <class Rows, class M>
Assignment<M> everybody_alone(const Level<Rows, M>& level) {
  Assignment<M> state{Buffer<Label>(level.n), Buffer<M>(level.n)};
  parallel_each(level.n, 1 << 13, [&](std::size_t v) {
    state.label[v] = static_cast<Label>(v);
    state.mass[v] = level.mass[v];
  });
  return state;
}

/// How many arcs of a row are asked for ahead of their use.
inline constexpr ArcIndex ahead = 64;
/// Levels of fewer vertices lie in the caches anyway.
inline constexpr VertexId far_level = VertexId{1} << 17;

/// Asks memory for v's row; for what each of v's neighbours has in `values`.
template <class Rows, class M>
void fetch_row(const Level<Rows, M>& level, VertexId v) {
  __builtin_prefetch(level.rows.targets + level.begin(v));
  __builtin_prefetch(level.rows.targets + level.begin(v) + 16);
}
template <class Rows, class M, class T>
void fetch_neighbours(const Level<Rows, M>& level, VertexId v, const T* values) {
  if (level.n < far_level) return;
  const ArcIndex begin = level.begin(v), end = std::min(level.end(v), begin + ahead);
  for (ArcIndex a = begin; a < end; ++a) __builtin_prefetch(values + level.rows.targets[a]);
}

/// Sums the weights of v's arcs by label_of(neighbour), leaving out those that have none (no_vertex). Goes in
/// stretches, labels first and sums after, so that the memory works ahead of the table. Returns the weight
/// summed.
template <class Rows, class M, class LabelOf, class W>
W accumulate(const Level<Rows, M>& level, VertexId v, const LabelOf& label_of, Accumulator<W>& around) {
  constexpr ArcIndex stretch = 64;
  Label labels[stretch];
  W weights[stretch];
  W sum = 0;
  for (ArcIndex a = level.begin(v), end = level.end(v); a < end; a += stretch) {
    const ArcIndex count = std::min(stretch, end - a);
    std::size_t kept = 0;
    for (ArcIndex i = 0; i < count; ++i) {
      const Label label = label_of(level.rows.targets[a + i]);
      const auto weight = static_cast<W>(level.rows.weight(a + i));
      labels[kept] = label;
      weights[kept] = weight;
      kept += label != no_vertex ? 1 : 0;
      sum += label != no_vertex ? weight : W{0};
    }
    around.add(labels, weights, kept);
  }
  return sum;
}

/// A community for a vertex.
struct Choice {
  Label label;
  double worth;  // in units of weight; to be alone is worth nothing
};

/// The best of the communities summed up in `around`, which is cleared: `stay` unless one is better for
/// whoever has this mass.
template <class Rows, class M, class W>
Choice best_of(const Level<Rows, M>& level, const Assignment<M>& state, const M& mass, const Choice& stay,
               std::uint64_t seed, Accumulator<W>& around) {
  Choice best = stay;
  for (std::uint32_t i = 0; i < around.size(); ++i) {
    const Label c = around.label(i);
    const double worth = static_cast<double>(around.weight(i)) - level.scale * (mass * state.mass[c]);
    if (worth > best.worth || (worth == best.worth && best.label != stay.label &&
                               tie_break(c, seed) < tie_break(best.label, seed))) {
      best = {c, worth};
    }
  }
  around.clear();
  return best;
}

/// What v sees: the communities of its neighbours, one an arc.
template <class W>
struct View {
  Buffer<Label> labels;
  W own = 0;  // weight of the arcs to v's own community
  W all = 0;  // of all arcs
};

template <class Rows, class M, class W>
void look_around(const Level<Rows, M>& level, const Assignment<M>& state, VertexId v, View<W>& view) {
  const ArcIndex begin = level.begin(v), degree = level.degree(v);
  make_room(view.labels, std::bit_ceil(degree));
  Label* const labels = view.labels.data();
  const VertexId* const targets = level.rows.targets + begin;
  const Label* const label = state.label.data();
  const Label mine = label[v];
  W own = 0, all = 0;
  for (ArcIndex i = 0; i < degree; ++i) {
    const auto weight = static_cast<W>(level.rows.weight(begin + i));
    labels[i] = label[targets[i]];
    own += labels[i] == mine ? weight : W{0};
    all += weight;
  }
  view.own = own;
  view.all = all;
}

/// What staying is worth to v.
template <class Rows, class M, class W>
double worth_of_staying(const Level<Rows, M>& level, const Assignment<M>& state, VertexId v,
                        const View<W>& view) {
  M rest = state.mass[state.label[v]];
  rest -= level.mass[v];
  return static_cast<double>(view.own) - level.scale * (level.mass[v] * rest);
}

/// Whether all other arcs of a vertex together are not worth more than staying: then no community is.
template <class W>
bool content(const View<W>& view, double stay) {
  return static_cast<double>(view.all - view.own) <= stay;
}

/// The best community for v; its own when none is better.
template <class Rows, class M, class W>
Choice best_community(const Level<Rows, M>& level, const Assignment<M>& state, VertexId v, View<W>& view,
                      double stay, std::uint64_t seed, Accumulator<W>& around) {
  const Label own = state.label[v];
  const ArcIndex begin = level.begin(v), degree = level.degree(v);
  around.prepare(degree, level.n, true);
  Label* const labels = view.labels.data();
  constexpr ArcIndex stretch = 64;
  W weights[stretch];
  for (ArcIndex at = 0; at < degree; at += stretch) {
    const ArcIndex count = std::min(stretch, degree - at);
    std::size_t kept = 0;
    for (ArcIndex i = at; i < at + count; ++i) {  // what goes to its own community has been summed
      const Label label = labels[i];
      labels[at + kept] = label;
      weights[kept] = static_cast<W>(level.rows.weight(begin + i));
      kept += label != own ? 1 : 0;
    }
    around.add(labels + at, weights, kept);
  }
  const Choice best = best_of(level, state, level.mass[v], {own, stay}, seed, around);
  if (best.worth < 0 && state.mass[v].none()) return {v, 0};  // better alone
  return best;
}

}  // namespace tertius::communities
