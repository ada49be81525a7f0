// The first two iterations on graphs of many arcs: a warm start, and its local polish.
//
// The warm start aggregates whole communities (Louvain) instead of refined ones, and on the way back every
// level looks again at who moves. The polish moves the members, then the parts that refinement finds in their
// communities, then the members again. Of many arcs the parts are aggregated for that, unless hubs are all
// there is: their graph is hardly smaller than the members' then, and parts move in the rows of their
// members, as they do on other graphs.
#pragma once

#include "engine/clusters/leiden/multilevel.hpp"
#include "engine/clusters/leiden/refined_moving.hpp"

namespace tertius::clusters {

/// How many times the resolution is for the members of a warm start: they join only those close to them, and
/// hubs glue fewer strangers together. On graphs of more arcs it gains nothing, and costs where hubs are all
/// there is.
constexpr double caution = 4;
constexpr graph::ArcIndex most_cautious = graph::ArcIndex{1} << 22;

/// Communities to start from. Their names are vertices; they need not be connected.
template <class W, class Rows, class M>
Solution warm_start(const Level<Rows, M>& level, std::size_t depth, std::uint64_t seed, Run<W, M>& run) {
  const std::uint64_t level_seed = hash64(seed, depth);
  Assignment<M> state = singleton_communities(level);
  Level<Rows, M> strict = level;
  if (depth == 0 && level.arcs <= most_cautious) strict.scale *= caution;
  // Where most have found their place in the second pass, the way back gains what further passes would; where
  // they have not, as in communities that are hardly denser than the rest, it does not.
  move_vertices(strict, state, level_seed, {.enough = 0.125, .soon = 0.2, .alone = true}, run.context);
  run.progress.spend(0.5);
  OwnedLevel<W, M> own;
  OwnedLevel<W, M>& above = depth == 0 ? run.levels[0] : own;
  Numbering numbering;
  {
    const RefinedCommunities<M> parts = whole_communities(level, state);
    numbering = number_refined(level, parts, run.context);
    if (numbering.members.size() == numbering.count) {
      const double quality = quality_of(level, state);
      return {std::move(state.label), quality};
    }
    aggregate(level, parts, numbering, Ties::all, above, run.context);
  }
  run.progress.spend(0.2);
  const Solution top = warm_start<W>(above.view(level.scale), depth + 1, seed, run);
  parallel_each(level.n, 1 << 12, [&](std::size_t v) {
    const graph::VertexId part = numbering.name[v];
    state.label[v] = part == graph::no_vertex ? static_cast<Label>(v) : numbering.founder[top.label[part]];
  });
  if (depth == 0) return {std::move(state.label), top.quality + quality_of_isolated(level)};
  state = assignment_of(level, state.label);
  move_vertices(level, state, hash64(level_seed, 1), {}, run.context);
  const double quality = quality_of(level, state);
  return {std::move(state.label), quality};
}

/// Whether communities saved a fifth of what members lose alone. Where hubs are all there is, they do not.
inline bool found_much(const Solution& found, double alone) {
  return found.quality - alone >= 0.2 * std::abs(alone);
}

/// Connected communities that about a hundredth of the members want to leave at most (where a sixteenth of
/// them hardly wants to, the others are not asked), unless passes have run out; not worse than those to start
/// from.
template <class W, class Rows, class M>
Solution polish(const Level<Rows, M>& level, const Solution& start, double alone, std::uint64_t seed,
                Run<W, M>& run) {
  // Where so few members move, parts of communities have nothing to gain either.
  constexpr double few = 0.01, hardly_any = 0.001;
  Assignment<M> state = assignment_of(level, start.label);
  const std::uint64_t moved =
      move_vertices(level, state, seed, {.enough = few, .vain = hardly_any}, run.context);
  run.progress.spend(0.4);
  if (static_cast<double>(moved) > few * static_cast<double>(level.n)) {
    const bool large = level.arcs > most_cautious, together = large && found_much(start, alone);
    // Where hubs are all there is, a second time gains a third of what the first did; on smaller graphs it is
    // not worth its time.
    const unsigned times = large && !together ? 2 : 1;
    for (unsigned time = 0; time < times; ++time) {
      const std::uint64_t parts_seed = hash64(seed, 2 * time + 1);
      if (together) {
        Dendrogram dendrogram;
        refine_and_aggregate(level, std::move(state), {parts_seed, false}, run, dendrogram);
        state = assignment_of(level, project_down(dendrogram));
      } else {
        const RefinedCommunities<M> parts = refine(level, state, parts_seed, run.small, run.context);
        move_refined(level, state, parts, number_refined(level, parts, run.context), parts_seed, run.context);
      }
      run.progress.spend(0.6 / times);
      move_vertices(level, state, hash64(seed, 2 * time + 2), {.enough = few}, run.context);
    }
  }
  Solution solution{connected_parts(level, state.label, run.context)};
  solution.quality = quality_of(level, assignment_of(level, solution.label));
  if (!(solution.quality < start.quality)) return solution;
  Buffer<Label> label = connected_parts(level, start.label, run.context);
  const double quality = quality_of(level, assignment_of(level, label));
  return {std::move(label), quality};
}

}  // namespace tertius::clusters
