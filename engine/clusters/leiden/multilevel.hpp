// Leiden as a multilevel scheme: local moving, refinement, aggregation, and the same again on the level
// above. V. A. Traag, L. Waltman & N. J. van Eck (2019), From Louvain to Leiden,
// doi:10.1038/s41598-019-41695-z
#pragma once

#include "engine/clusters/leiden/connected.hpp"
#include "engine/clusters/leiden/run.hpp"

namespace tertius::clusters {

/// One sweep from the members up to the last level.
struct Iteration {
  std::uint64_t seed;
  bool first;  // from members who are alone
};

/// What each level but the last was aggregated to, and the last one's communities.
struct Dendrogram {
  std::vector<Numbering> numberings;
  Buffer<Label> top;
  double quality = 0;
};

/// Labels of the last level's vertices, projected down to the members.
inline Buffer<Label> project_down(const Dendrogram& dendrogram) {
  const auto& numberings = dendrogram.numberings;
  Buffer<Label> label(numberings.empty() ? dendrogram.top.size() : numberings.front().name.size());
  parallel_each(label.size(), 1 << 12, [&](std::size_t v) {
    graph::VertexId at = static_cast<graph::VertexId>(v);
    std::size_t level = 0;
    while (level < numberings.size() && numberings[level].name[at] != graph::no_vertex)
      at = numberings[level++].name[at];
    if (level == numberings.size()) at = dendrogram.top[at];
    while (level > 0) at = numberings[--level].founder[at];
    label[v] = at;
  });
  return label;
}

template <class W, class Rows, class M>
void optimise(const Level<Rows, M>& level, const Buffer<Label>& start, const Iteration& iteration,
              Run<W, M>& run, Dendrogram& dendrogram);

/// Refines the communities of this level and aggregates them to the level above while there are fewer refined
/// communities than vertices.
template <class W, class Rows, class M>
void refine_and_aggregate(const Level<Rows, M>& level, Assignment<M> state, const Iteration& iteration,
                          Run<W, M>& run, Dendrogram& dendrogram) {
  const std::size_t depth = dendrogram.numberings.size();
  Numbering numbering;
  {
    const RefinedCommunities<M> parts =
        refine(level, state, hash64(iteration.seed, depth), run.small, run.context);
    numbering = number_refined(level, parts, run.context);
    if (numbering.members.size() == numbering.count) {  // nothing to aggregate
      state = assignment_of(level, connected_parts(level, state.label, run.context));
      dendrogram.quality += quality_of(level, state);
      dendrogram.top = std::move(state.label);
      return;
    }
    run.progress.spend(0.3);
    aggregate(level, parts, numbering, Ties::all, run.levels[depth % 2], run.context);
  }
  run.progress.spend(0.4);
  dendrogram.quality += quality_of_isolated(level);
  const Buffer<Label> above = communities_of_refined(state, numbering);
  dendrogram.numberings.push_back(std::move(numbering));
  state = {};
  optimise(run.levels[depth % 2].view(level.scale), above, iteration, run, dendrogram);
}

/// Moves the vertices of this level, then refine_and_aggregate().
template <class W, class Rows, class M>
void optimise(const Level<Rows, M>& level, const Buffer<Label>& start, const Iteration& iteration,
              Run<W, M>& run, Dendrogram& dendrogram) {
  const std::size_t depth = dendrogram.numberings.size();
  Assignment<M> state = assignment_of(level, start);
  move_vertices(
      level, state, hash64(iteration.seed, depth),
      {.enough = iteration.first ? 0.1 : 0.01, .alone = iteration.first && depth == 0, .small = run.small},
      run.context);
  run.progress.spend(0.5);
  refine_and_aggregate(level, std::move(state), iteration, run, dendrogram);
}

}  // namespace tertius::clusters
