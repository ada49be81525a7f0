// Local moving: every vertex goes to the community around it where it is worth most, until few want to move.
//
// Small levels are worked through one vertex after the other. Large ones are worked through in rounds: the
// vertices of a round decide against the same state, side by side, and move when all have decided. A round
// takes a random sixteenth of those that may want to move, so that what a vertex decides on is rarely out of
// date.
#pragma once

#include <numeric>
#include <vector>

#include "engine/clusters/choice.hpp"
#include "engine/clusters/rounds.hpp"

namespace tertius::communities {

/// Levels up to this many arcs are done by one thread: that is faster there, and every decision is up to
/// date. On graphs that are small themselves it is more, as they have no time to lose.
inline constexpr ArcIndex small_level = ArcIndex{1} << 16, small_graph = ArcIndex{1} << 18;
/// So are levels of so few vertices, however many arcs they have: deciding side by side there, too many go
/// the same way at once, and come back in the next pass.
inline constexpr VertexId few_vertices = 4096;
inline ArcIndex small_level_of(ArcIndex arcs) {
  return arcs <= small_graph ? small_graph : small_level;
}

/// One thread, in random order; whoever has a neighbour that moved away is asked again. Returns the moves
/// made.
template <class Rows, class M>
std::uint64_t move_one_by_one(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                              const RunContext& context) {
  Accumulator<typename Rows::Weight> around;
  View<typename Rows::Weight> view;
  std::vector<VertexId> queue(level.n);
  std::iota(queue.begin(), queue.end(), VertexId{0});
  RandomStream random(seed);
  shuffle(queue, random);
  std::vector<char> waiting(level.n, 1);
  std::uint64_t moves = 0;
  for (std::size_t at = 0; at < queue.size(); ++at) {
    if (at % 4096 == 0) context.poll();
    const VertexId v = queue[at];
    waiting[v] = 0;
    look_around(level, state, v, view);
    const double stay = worth_of_staying(level, state, v, view);
    if (content(view, stay)) continue;
    const auto choice = best_community(level, state, v, view, stay, around);
    if (choice.label == state.label[v]) continue;
    state.mass[state.label[v]] -= level.mass[v];
    state.mass[choice.label] += level.mass[v];
    state.label[v] = choice.label;
    ++moves;
    for (ArcIndex a = level.begin(v); a < level.end(v); ++a) {
      const VertexId u = level.rows.targets[a];
      if (waiting[u] != 0 || state.label[u] == choice.label) continue;
      waiting[u] = 1;
      queue.push_back(u);
    }
  }
  return moves;
}

struct MovingLimits {
  double enough =
      0.01;            ///< a pass that moves less than this share of the vertices that have arcs is the last
  double soon = 0;     ///< a second pass that moves no more than this share is the last, too
  double vain = 0;     ///< one whose first round moves less than this share of those it asks ends with it
  bool alone = false;  ///< every vertex starts as a community of its own
  std::uint32_t passes = 20;     ///< at most
  ArcIndex small = small_level;  ///< levels of at most so many arcs are done by one thread
};

/// How many neighbours must have moved away before a vertex is asked again: what a few of them do matters
/// little to a hub, and asking it takes long.
inline std::uint16_t patience_of(ArcIndex degree) {
  return static_cast<std::uint16_t>(1 + std::min<ArcIndex>(degree / 32, 0xfffe));
}

/// All threads, in rounds.
template <class Rows, class M>
std::uint64_t move_in_rounds(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                             const MovingLimits& limits, const RunContext& context) {
  using W = typename Rows::Weight;
  struct Worker {
    Accumulator<W> around;
    View<W> view, next;
    std::vector<Move> moves, applied;
  };
  PerThread<Worker> workers;
  Buffer<std::uint16_t> patience(level.n);  // 0: is to be asked
  Buffer<VertexId> list(level.n);
  constexpr std::size_t block = 1 << 12;
  const bool far = level.n >= far_level;
  const auto degree = [&](VertexId v) { return level.degree(v); };
  parallel_each(level.n, block,
                [&](std::size_t v) { patience[v] = patience_of(degree(static_cast<VertexId>(v))); });
  const auto tell_neighbours = [&](Worker& worker) {  // of those who moved in the round before
    for (const Move& move : worker.applied) {
      for (ArcIndex a = level.begin(move.vertex); a < level.end(move.vertex); ++a) {
        const VertexId u = level.rows.targets[a];
        if (state.label[u] == move.to) continue;
        const std::atomic_ref<std::uint16_t> left(patience[u]);
        std::uint16_t now = left.load(std::memory_order_relaxed);
        while (now > 1 && !left.compare_exchange_weak(now, static_cast<std::uint16_t>(now - 1),
                                                      std::memory_order_relaxed)) {
        }
        if (now == 1) left.store(0, std::memory_order_relaxed);  // whoever else is here does the same
      }
    }
    worker.applied.clear();
  };
  const auto ask = [&](std::size_t first, std::size_t last) {
    Worker& worker = workers.local();
    View<W>*view = &worker.view, *next = &worker.next;
    double stay = 0, next_stay = 0;
    const auto look = [&](std::size_t i) {
      look_around(level, state, list[i], *next);
      next_stay = worth_of_staying(level, state, list[i], *next);
      if (!far || content(*next, next_stay)) return;
      const ArcIndex end = std::min(degree(list[i]), ahead);
      for (ArcIndex a = 0; a < end; ++a) __builtin_prefetch(&state.mass[next->labels[a]]);
    };
    const auto fetch = [&](std::size_t i) {
      if (i < last) fetch_neighbours(level, list[i], state.label.data());
    };
    fetch(first);
    fetch(first + 1);
    look(first);
    for (std::size_t i = first; i < last; ++i) {
      std::swap(view, next);
      stay = next_stay;
      fetch(i + 2);
      if (i + 1 < last) look(i + 1);
      if (content(*view, stay)) continue;
      const auto choice = best_community(level, state, list[i], *view, stay, worker.around);
      if (choice.label != state.label[list[i]]) worker.moves.push_back({list[i], choice.label});
    }
  };
  const auto tied = [&](VertexId v) { return degree(v) > 0; };
  std::size_t asked = collect(level.n, tied, list);
  const std::size_t most = asked;
  std::uint64_t total = 0;
  for (std::uint32_t pass = 0; pass < limits.passes && asked > 0; ++pass) {
    const std::uint64_t pass_seed = hash64(seed, pass);
    // Nearly everybody moves in the first passes over vertices that are alone: all are asked again.
    const bool all_again = limits.alone && pass < 2;
    const auto rounds =
        static_cast<std::uint32_t>(std::clamp<std::size_t>(asked * most_rounds / most, 2, most_rounds));
    std::uint64_t moved = 0;
    bool in_vain = false;
    for (std::uint32_t round = 0; round < rounds && !in_vain; ++round) {
      context.poll();
      for_round(asked, far ? chunk_of_members : chunk_of_parts, round, rounds, pass_seed, ask);
      std::vector<Worker*> all;
      for (Worker& worker : workers) {
        all.push_back(&worker);
        moved += worker.moves.size();
      }
      parallel_each(all.size(), 1, [&](std::size_t w) {
        for (const Move& move : all[w]->moves) {
          state.mass[state.label[move.vertex]].take_atomically(level.mass[move.vertex]);
          state.mass[move.to].add_atomically(level.mass[move.vertex]);
          state.label[move.vertex] = move.to;
        }
        std::swap(all[w]->moves, all[w]->applied);
        if (all_again) all[w]->applied.clear();
      });
      if (!all_again) parallel_each(all.size(), 1, [&](std::size_t w) { tell_neighbours(*all[w]); });
      in_vain = static_cast<double>(moved) * rounds < limits.vain * static_cast<double>(asked);
    }
    total += moved;
    const double enough = pass == 1 ? std::max(limits.enough, limits.soon) : limits.enough;
    if (in_vain || static_cast<double>(moved) <= enough * static_cast<double>(most)) break;
    if (all_again) {
      asked = collect(level.n, tied, list);
    } else {
      asked = collect(
          level.n, [&](VertexId v) { return patience[v] == 0; }, list);
      parallel_each(asked, block, [&](std::size_t i) { patience[list[i]] = patience_of(degree(list[i])); });
    }
  }
  return total;
}

/// Moves until few want to; returns the moves made.
template <class Rows, class M>
std::uint64_t move_vertices(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                            const MovingLimits& limits, const RunContext& context) {
  if (level.arcs <= limits.small || level.n <= few_vertices)
    return move_one_by_one(level, state, seed, context);
  return move_in_rounds(level, state, seed, limits, context);
}

}  // namespace tertius::communities
