// Local moving: every vertex goes to the community around it where it gains most, until few want to move.
//
// Small levels are worked through one vertex after the other. Large ones are worked through in rounds: the
// vertices of a round decide against the same state, side by side, and move when all have decided. A round
// takes a random sixteenth of those that may want to move, so that what a vertex decides on is rarely out of
// date.
#pragma once

#include <numeric>
#include <vector>

#include "engine/clusters/leiden/move_state.hpp"

namespace tertius::clusters {

/// Levels up to this many arcs are done by one thread: that is faster there, and every decision is up to
/// date. On graphs that are small themselves it is more, as they have no time to lose.
inline constexpr graph::ArcIndex small_level = graph::ArcIndex{1} << 16,
                                 small_graph = graph::ArcIndex{1} << 18;
/// So are levels of so few vertices, however many arcs they have: deciding side by side there, too many go
/// the same way at once, and come back in the next pass.
inline constexpr graph::VertexId few_vertices = 4096;
inline graph::ArcIndex small_level_of(graph::ArcIndex arcs) {
  return arcs <= small_graph ? small_graph : small_level;
}

/// One thread, in random order; whoever has a neighbour that moved away is asked again. Returns the moves
/// made.
template <class Rows, class M>
std::uint64_t move_one_by_one(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                              const RunContext& context) {
  Accumulator<typename Rows::Weight> around;
  View<typename Rows::Weight> view;
  std::vector<graph::VertexId> queue(level.n);
  std::iota(queue.begin(), queue.end(), graph::VertexId{0});
  RandomStream random(seed);
  shuffle(queue, random);
  std::vector<char> waiting(level.n, 1);
  std::uint64_t moves = 0;
  for (std::size_t at = 0; at < queue.size(); ++at) {
    if (at % 4096 == 0) context.poll();
    const graph::VertexId v = queue[at];
    waiting[v] = 0;
    collect_neighbour_communities(level, state, v, view);
    const double stay = gain_of_staying(level, state, v, view);
    if (no_move_can_gain(view, stay)) continue;
    const auto choice = best_community(level, state, v, view, stay, around);
    if (choice.label == state.label[v]) continue;
    state.volume[state.label[v]] -= level.volume[v];
    state.volume[choice.label] += level.volume[v];
    state.label[v] = choice.label;
    ++moves;
    for (graph::ArcIndex a = level.begin(v); a < level.end(v); ++a) {
      const graph::VertexId u = level.rows.targets[a];
      if (waiting[u] != 0 || state.label[u] == choice.label) continue;
      waiting[u] = 1;
      queue.push_back(u);
    }
  }
  return moves;
}

struct MovingLimits {
  /// A pass that moves less than this share of the vertices that have arcs is the last.
  double enough = 0.01;
  double soon = 0;     ///< a second pass that moves no more than this share is the last, too
  double vain = 0;     ///< one whose first round moves less than this share of those it asks ends with it
  bool alone = false;  ///< every vertex starts as a community of its own
  std::uint32_t passes = 20;            ///< at most
  graph::ArcIndex small = small_level;  ///< levels of at most so many arcs are done by one thread
};

/// All threads, in rounds; `States` is who sees what of each other's moves.
template <class States, class Rows, class M>
std::uint64_t move_in_rounds(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                             const MovingLimits& limits, const RunContext& context) {
  using W = typename Rows::Weight;
  using Worker = typename States::Worker;
  PerThread<Worker> workers;
  States states(level, state);
  Buffer<graph::VertexId> list(level.n);
  constexpr std::size_t block = 1 << 12;
  const bool far = level.n >= far_level;
  const auto degree = [&](graph::VertexId v) { return level.degree(v); };
  const auto tied = [&](graph::VertexId v) { return degree(v) > 0; };
  std::size_t asked = collect(level.n, tied, list);
  const auto ask = [&](Worker& worker, std::size_t first, std::size_t last, std::size_t next_first) {
    const Assignment<M>& seen = states.seen_by(worker);
    const std::size_t next_last = std::min(asked, next_first + (last - first));
    for (std::size_t i = next_first; i < next_last; ++i) fetch_row(level, list[i]);
    View<W>*view = &worker.view, *next = &worker.next;
    double stay = 0, next_stay = 0;
    const auto look = [&](std::size_t i) {
      collect_neighbour_communities(level, seen, list[i], *next);
      next_stay = gain_of_staying(level, seen, list[i], *next);
      if (!far || no_move_can_gain(*next, next_stay)) return;
      const graph::ArcIndex end = std::min(degree(list[i]), ahead);
      for (graph::ArcIndex a = 0; a < end; ++a) __builtin_prefetch(&seen.volume[next->labels[a]]);
    };
    const auto fetch = [&](std::size_t i) {
      if (i < last) fetch_neighbours(level, list[i], seen.label.data());
    };
    fetch(first);
    fetch(first + 1);
    look(first);
    for (std::size_t i = first; i < last; ++i) {
      std::swap(view, next);
      stay = next_stay;
      fetch(i + 2);
      if (i + 1 < last) look(i + 1);
      if (no_move_can_gain(*view, stay)) continue;
      const auto choice = best_community(level, seen, list[i], *view, stay, worker.around);
      if (choice.label != seen.label[list[i]]) worker.moves.push_back({list[i], choice.label});
    }
  };
  const std::size_t most = asked;
  std::uint64_t total = 0;
  for (std::uint32_t pass = 0; pass < limits.passes && asked > 0; ++pass) {
    // Nearly all members move in the first passes over vertices that are alone: all are asked again.
    const bool all_again = limits.alone && pass < 2;
    const auto rounds =
        static_cast<std::uint32_t>(std::clamp<std::size_t>(asked * most_rounds / most, 2, most_rounds));
    const auto in_vain = [&](std::uint64_t moves) {
      return static_cast<double>(moves) * rounds < limits.vain * static_cast<double>(asked);
    };
    const std::uint64_t moved = work_in_rounds<Worker>(
        {asked, far ? chunk_of_members : chunk_of_parts, rounds, hash64(seed, pass)}, workers, ask,
        [&](const std::vector<Worker*>& all) { states.decided(all); }, states.steps(!all_again), context,
        in_vain);
    states.end_pass(workers);
    total += moved;
    const double enough = pass == 1 ? std::max(limits.enough, limits.soon) : limits.enough;
    if (in_vain(moved) || static_cast<double>(moved) <= enough * static_cast<double>(most)) break;
    if (all_again) {
      asked = collect(level.n, tied, list);
    } else {
      asked = collect(
          level.n, [&](graph::VertexId v) { return states.is_active(v); }, list);
      parallel_each(asked, block, [&](std::size_t i) { states.deactivate(list[i]); });
    }
  }
  states.end();
  return total;
}

/// All threads, in rounds.
template <class Rows, class M>
std::uint64_t move_in_rounds(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                             const MovingLimits& limits, const RunContext& context) {
  if (cheap_to_copy(level, context))
    return move_in_rounds<OwnMoveStates<Rows, M>>(level, state, seed, limits, context);
  return move_in_rounds<SharedMoveState<Rows, M>>(level, state, seed, limits, context);
}

/// Moves until few want to; returns the moves made.
template <class Rows, class M>
std::uint64_t move_vertices(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                            const MovingLimits& limits, const RunContext& context) {
  if (level.arcs <= limits.small || level.n <= few_vertices)
    return move_one_by_one(level, state, seed, context);
  return move_in_rounds(level, state, seed, limits, context);
}

}  // namespace tertius::clusters
