// The gain of moving a vertex to a community around it, and the community where that is largest.
#pragma once

#include <bit>

#include "engine/clusters/leiden/accumulator.hpp"
#include "engine/clusters/leiden/simd.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::clusters {

/// Where each vertex of a level is, and what each community weighs.
template <class M>
struct Assignment {
  Buffer<Label> label;
  Buffer<M> volume;  // of each community
};

template <class Rows, class M>
Assignment<M> assignment_of(const Level<Rows, M>& level, const Buffer<Label>& label) {
  Assignment<M> state{Buffer<Label>(level.n), Buffer<M>(level.n)};
  constexpr std::size_t block = 1 << 12;
  parallel_each(level.n, block, [&](std::size_t v) {
    state.label[v] = label[v];
    state.volume[v] = {};
  });
  if (level.n <= alone_faster) {
    for (graph::VertexId v = 0; v < level.n; ++v) state.volume[label[v]] += level.volume[v];
  } else {
    parallel_each(level.n, block,
                  [&](std::size_t v) { state.volume[label[v]].add_atomically(level.volume[v]); });
  }
  return state;
}

/// Every vertex is a community of its own.
template <class Rows, class M>
Assignment<M> singleton_communities(const Level<Rows, M>& level) {
  Assignment<M> state{Buffer<Label>(level.n), Buffer<M>(level.n)};
  parallel_each(level.n, 1 << 13, [&](std::size_t v) {
    state.label[v] = static_cast<Label>(v);
    state.volume[v] = level.volume[v];
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
  double gain;  // in units of weight; to be alone gains nothing
};

/// The best of `count` communities, each as good as all its weights together make it: `stay` unless one is
/// better for whoever has this volume; of several that are, the one that is so first. As weights only add, a
/// running best is the best in the end.
template <class Rows, class M, class W, class WeightOf>
Choice best_of(const Level<Rows, M>& level, const M* volumes, const M& volume, const Choice& stay,
               const Label* labels, std::size_t count, const WeightOf& weight_of, Accumulator<W>& around) {
  Choice best = stay;
  const double scale = level.scale;
  around.sweep(labels, count, weight_of, [&, scale, volume](Label c, W sum) {
    const double gain = static_cast<double>(sum) - scale * (volume * volumes[c]);
    const bool better = gain > best.gain;
    best.label = better ? c : best.label;
    best.gain = better ? gain : best.gain;
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
void collect_neighbour_communities(const Level<Rows, M>& level, const Assignment<M>& state, graph::VertexId v,
                                   View<W>& view) {
  const graph::ArcIndex begin = level.begin(v), degree = level.degree(v);
  make_room(view.labels, std::bit_ceil(degree));
  Label* const labels = view.labels.data();
  const graph::VertexId* const targets = level.rows.targets + begin;
  const Label* const label = state.label.data();
  const Label mine = label[v];
  if constexpr (in_vectors<Rows, M>) {
    view.own = labels_in_vectors(targets, degree, label, mine, labels);
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

/// What staying gains v.
template <class Rows, class M, class W>
double gain_of_staying(const Level<Rows, M>& level, const Assignment<M>& state, graph::VertexId v,
                       const View<W>& view) {
  M rest = state.volume[state.label[v]];
  rest -= level.volume[v];
  return static_cast<double>(view.own) - level.scale * (level.volume[v] * rest);
}

/// Whether all other arcs of a vertex together gain no more than staying: then no community does.
template <class W>
bool no_move_can_gain(const View<W>& view, double stay) {
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
    return best.gain < 0 && state.volume[v].none() ? Choice{v, 0} : best;
  };
  if constexpr (in_vectors<Rows, M>) {
    if (degree >= 1 && degree <= vector_size) {
      const auto [index, gain] =
          best_in_vectors(labels, degree, state.volume.data(), level.volume[v], level.scale);
      return or_alone(gain > stay ? Choice{labels[index], gain} : here);
    }
  }
  around.prepare(degree, level.n, true);
  return or_alone(best_of(
      level, state.volume.data(), level.volume[v], here, labels, degree,
      [&](std::size_t i) { return static_cast<W>(level.rows.weight(begin + i)); }, around));
}

}  // namespace tertius::clusters
