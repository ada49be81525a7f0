// What a vertex sees around it, and the community it is worth most in.
#pragma once

#include <bit>

#include "engine/clusters/leiden/accumulator.hpp"
#include "engine/clusters/leiden/lanes.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::clusters {

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
  if (level.n <= alone_faster) {
    for (graph::VertexId v = 0; v < level.n; ++v) state.mass[label[v]] += level.mass[v];
  } else {
    parallel_each(level.n, block, [&](std::size_t v) { state.mass[label[v]].add_atomically(level.mass[v]); });
  }
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
inline constexpr graph::ArcIndex ahead = 64;

/// Asks memory for v's row; for what each of v's neighbours has in `values`.
template <class Rows, class M>
void fetch_row(const Level<Rows, M>& level, graph::VertexId v) {
  __builtin_prefetch(level.rows.targets + level.begin(v));
  __builtin_prefetch(level.rows.targets + level.begin(v) + 16);
}
template <class Rows, class M, class T>
void fetch_neighbours(const Level<Rows, M>& level, graph::VertexId v, const T* values) {
  if (level.n < far_level) return;
  const graph::ArcIndex begin = level.begin(v), end = std::min(level.end(v), begin + ahead);
  for (graph::ArcIndex a = begin; a < end; ++a) __builtin_prefetch(values + level.rows.targets[a]);
}

/// A community for a vertex.
struct Choice {
  Label label;
  double worth;  // in units of weight; to be alone is worth nothing
};

/// The best of `count` communities, each as good as all its weights together make it: `stay` unless one is
/// better for whoever has this mass; of several that are, the one that is so first. As weights only add, a
/// running best is the best in the end.
template <class Rows, class M, class W, class WeightOf>
Choice best_of(const Level<Rows, M>& level, const M* masses, const M& mass, const Choice& stay,
               const Label* labels, std::size_t count, const WeightOf& weight_of, Accumulator<W>& around) {
  Choice best = stay;
  const double scale = level.scale;
  around.sweep(labels, count, weight_of, [&, scale, mass](Label c, W sum) {
    const double worth = static_cast<double>(sum) - scale * (mass * masses[c]);
    const bool better = worth > best.worth;
    best.label = better ? c : best.label;
    best.worth = better ? worth : best.worth;
  });
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
void look_around(const Level<Rows, M>& level, const Assignment<M>& state, graph::VertexId v, View<W>& view) {
  const graph::ArcIndex begin = level.begin(v), degree = level.degree(v);
  make_room(view.labels, std::bit_ceil(degree));
  Label* const labels = view.labels.data();
  const graph::VertexId* const targets = level.rows.targets + begin;
  const Label* const label = state.label.data();
  const Label mine = label[v];
  if constexpr (in_lanes<Rows, M>) {
    view.own = labels_in_lanes(targets, degree, label, mine, labels);
    view.all = static_cast<W>(degree);
    return;
  }
  W own = 0, all = 0;
  for (graph::ArcIndex i = 0; i < degree; ++i) {
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
double worth_of_staying(const Level<Rows, M>& level, const Assignment<M>& state, graph::VertexId v,
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
Choice best_community(const Level<Rows, M>& level, const Assignment<M>& state, graph::VertexId v,
                      const View<W>& view, double stay, Accumulator<W>& around) {
  const graph::ArcIndex begin = level.begin(v), degree = level.degree(v);
  const Choice here{state.label[v], stay};
  const Label* const labels = view.labels.data();
  const auto or_alone = [&](const Choice& best) {
    return best.worth < 0 && state.mass[v].none() ? Choice{v, 0} : best;
  };
  if constexpr (in_lanes<Rows, M>) {
    if (degree >= 1 && degree <= lanes) {
      const auto [index, worth] =
          best_in_lanes(labels, degree, state.mass.data(), level.mass[v], level.scale);
      return or_alone(worth > stay ? Choice{labels[index], worth} : here);
    }
  }
  around.prepare(degree, level.n, true);
  return or_alone(best_of(
      level, state.mass.data(), level.mass[v], here, labels, degree,
      [&](std::size_t i) { return static_cast<W>(level.rows.weight(begin + i)); }, around));
}

}  // namespace tertius::clusters
