// Leiden's own way up: move, refine, put the parts together, and the same again with these.
#pragma once

#include "engine/clusters/leiden/connected.hpp"
#include "engine/clusters/leiden/run.hpp"

namespace tertius::clusters {

/// One sweep from the members up to the last level.
struct Iteration {
  std::uint64_t seed;
  bool first;  // from members who are alone
};

/// The way up: what each level but the last was put together to, and the last one's communities.
struct Climb {
  std::vector<Numbering> numberings;
  Buffer<Label> top;
  double quality = 0;
};

/// Labels of the last level's vertices, carried down to the members.
inline Buffer<Label> carried_down(const Climb& climb) {
  const auto& numberings = climb.numberings;
  Buffer<Label> label(numberings.empty() ? climb.top.size() : numberings.front().name.size());
  parallel_each(label.size(), 1 << 12, [&](std::size_t v) {
    graph::VertexId at = static_cast<graph::VertexId>(v);
    std::size_t level = 0;
    while (level < numberings.size() && numberings[level].name[at] != graph::no_vertex)
      at = numberings[level++].name[at];
    if (level == numberings.size()) at = climb.top[at];
    while (level > 0) at = numberings[--level].founder[at];
    label[v] = at;
  });
  return label;
}

template <class W, class Rows, class M>
void optimise(const Level<Rows, M>& level, const Buffer<Label>& start, const Iteration& iteration,
              Run<W, M>& run, Climb& climb);

/// Refines the communities of this level and hands the parts to the level above while there are fewer of them
/// than vertices.
template <class W, class Rows, class M>
void put_together(const Level<Rows, M>& level, Assignment<M> state, const Iteration& iteration,
                  Run<W, M>& run, Climb& climb) {
  const std::size_t depth = climb.numberings.size();
  Numbering numbering;
  {
    const Parts<M> parts = refine(level, state, hash64(iteration.seed, depth), run.small, run.context);
    numbering = number_parts(level, parts, run.context);
    if (numbering.members.size() == numbering.count) {  // nothing to put together
      state = assignment_of(level, connected_parts(level, state.label, run.context));
      climb.quality += quality_of(level, state);
      climb.top = std::move(state.label);
      return;
    }
    run.progress.spend(0.3);
    aggregate(level, parts, numbering, Ties::all, run.levels[depth % 2], run.context);
  }
  run.progress.spend(0.4);
  climb.quality += settled(level);
  const Buffer<Label> above = communities_of_parts(state, numbering);
  climb.numberings.push_back(std::move(numbering));
  state = {};
  optimise(run.levels[depth % 2].view(level.scale), above, iteration, run, climb);
}

/// Moves the vertices of this level, and puts their parts together.
template <class W, class Rows, class M>
void optimise(const Level<Rows, M>& level, const Buffer<Label>& start, const Iteration& iteration,
              Run<W, M>& run, Climb& climb) {
  const std::size_t depth = climb.numberings.size();
  Assignment<M> state = assignment_of(level, start);
  move_vertices(
      level, state, hash64(iteration.seed, depth),
      {.enough = iteration.first ? 0.1 : 0.01, .alone = iteration.first && depth == 0, .small = run.small},
      run.context);
  run.progress.spend(0.5);
  put_together(level, std::move(state), iteration, run, climb);
}

}  // namespace tertius::clusters
