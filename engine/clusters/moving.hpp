// Local moving: every vertex goes to the community around it where it is worth most, until few want to move.
//
// Small levels are worked through one vertex after the other. Large ones are worked through in rounds: the
// vertices of a round decide against the same state, side by side, and move when all have decided. A round
// takes a random sixteenth of those that may want to move, so that what a vertex decides on is rarely out of
// date.
#pragma once

#include <cmath>
#include <numeric>

#include <vector>

#include "engine/clusters/accumulator.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::communities {

/// Levels up to this many arcs are done by one thread: that is faster there, and every decision is up to
/// date.
inline constexpr ArcIndex small_level = ArcIndex{1} << 18;

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
  constexpr std::size_t block = 1 << 14;
  parallel_each(level.n, block, [&](std::size_t v) {
    state.label[v] = label[v];
    state.mass[v] = {};
  });
  parallel_each(level.n, block, [&](std::size_t v) { state.mass[label[v]].add_atomically(level.mass[v]); });
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
  double gain;  // over staying, in units of weight
};

/// The best community for v; its own when none is better.
template <class Rows, class M, class W>
Choice best_community(const Level<Rows, M>& level, const Assignment<M>& state, VertexId v, std::uint64_t seed,
                      Accumulator<W>& around) {
  const Label own = state.label[v];
  around.prepare(level.degree(v), level.n);
  accumulate(
      level, v, [&](VertexId u) { return state.label[u]; }, around);
  M rest = state.mass[own];
  rest -= level.mass[v];
  const M mass = level.mass[v];
  const double stay = static_cast<double>(around.weight_of(own)) - level.scale * (mass * rest);
  Label best = own;
  double most = stay;
  for (std::uint32_t i = 0; i < around.size(); ++i) {
    const Label c = around.label(i);
    if (c == own) continue;
    const double worth = static_cast<double>(around.weight(i)) - level.scale * (mass * state.mass[c]);
    if (worth > most || (worth == most && best != own && tie_break(c, seed) < tie_break(best, seed))) {
      most = worth;
      best = c;
    }
  }
  around.clear();
  if (most < 0 && !rest.none() && state.mass[v].none()) return {v, -stay};  // better alone
  return {best, most - stay};
}

/// One thread, in random order; whoever has a neighbour that moved away is asked again. Returns the moves
/// made.
template <class Rows, class M>
std::uint64_t move_one_by_one(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                              const RunContext& context) {
  Accumulator<typename Rows::Weight> around;
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
    const auto choice = best_community(level, state, v, seed, around);
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

/// A pass over all vertices takes this many rounds.
inline constexpr std::size_t most_rounds = 16;

/// A vertex and where it goes.
struct Move {
  VertexId vertex;
  Label to;
};

struct MovingLimits {
  double enough = 0.01;       ///< a pass that moves less than this share of the vertices is the last
  std::uint32_t passes = 20;  ///< at most
};

/// The vertices that are marked, in order.
inline std::size_t collect(const Buffer<std::uint8_t>& marked, std::size_t n, Buffer<VertexId>& list) {
  constexpr std::size_t block = 1 << 14;
  const std::size_t blocks = (n + block - 1) / block;
  std::vector<std::size_t> start(blocks, 0);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    for (std::size_t v = begin; v < end; ++v) count += marked[v];
    start[begin / block] = count;
  });
  std::size_t total = 0;
  for (std::size_t& s : start) s = std::exchange(total, total + s);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    std::size_t at = start[begin / block];
    for (std::size_t v = begin; v < end; ++v) {
      if (marked[v] != 0) list[at++] = static_cast<VertexId>(v);
    }
  });
  return total;
}

/// Calls work(begin, end) for the entries of [0, size) that belong to round `round` of `rounds`: chunks of a
/// few neighbouring entries, so that rows are read in order, dealt out at random.
template <class Work>
void for_round(std::size_t size, std::uint32_t round, std::uint32_t rounds, std::uint64_t seed,
               const Work& work) {
  constexpr std::size_t chunk = 16;
  const std::size_t stride = chunk * rounds;
  const std::size_t strides = (size + stride - 1) / stride;
  parallel_blocks(strides, 16, [&](std::size_t first, std::size_t last) {
    for (std::size_t s = first; s < last; ++s) {
      // Of every stride each round takes another chunk, in an order of the stride's own.
      const std::size_t pick = (round + hash64(seed, s)) % rounds;
      const std::size_t begin = s * stride + pick * chunk, end = std::min(size, begin + chunk);
      if (begin < end) work(begin, end);
    }
  });
}

/// All threads, in rounds.
template <class Rows, class M>
std::uint64_t move_in_rounds(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                             const MovingLimits& limits, const RunContext& context) {
  struct Worker {
    Accumulator<typename Rows::Weight> around;
    std::vector<Move> moves, applied;
  };
  PerThread<Worker> workers;
  Buffer<std::uint8_t> marked(level.n);
  Buffer<VertexId> list(level.n);
  constexpr std::size_t block = 1 << 14;
  parallel_each(level.n, block, [&](std::size_t v) {
    marked[v] = 0;
    list[v] = static_cast<VertexId>(v);
  });
  const auto mark_neighbours = [&](Worker& worker) {  // of those who moved in the round before
    for (const Move& move : worker.applied) {
      for (ArcIndex a = level.begin(move.vertex); a < level.end(move.vertex); ++a) {
        const VertexId u = level.rows.targets[a];
        if (state.label[u] != move.to) {
          std::atomic_ref<std::uint8_t>(marked[u]).store(1, std::memory_order_relaxed);
        }
      }
    }
    worker.applied.clear();
  };
  std::size_t asked = level.n;
  std::uint64_t total = 0;
  for (std::uint32_t pass = 0; pass < limits.passes && asked > 0; ++pass) {
    const std::uint64_t pass_seed = hash64(seed, pass);
    const auto rounds =
        static_cast<std::uint32_t>(std::clamp<std::size_t>(asked * most_rounds / level.n, 2, most_rounds));
    std::uint64_t moved = 0;
    for (std::uint32_t round = 0; round < rounds; ++round) {
      context.poll();
      for_round(asked, round, rounds, pass_seed, [&](std::size_t first, std::size_t last) {
        Worker& worker = workers.local();
        for (std::size_t i = first; i < std::min(last, first + 2); ++i)
          fetch_neighbours(level, list[i], state.label.data());
        for (std::size_t i = first; i < last; ++i) {
          if (i + 2 < last) fetch_neighbours(level, list[i + 2], state.label.data());
          if (i + 1 < last &&
              level.n >= far_level) {  // their labels have come: now what the communities weigh
            const VertexId v = list[i + 1];
            const ArcIndex begin = level.begin(v), end = std::min(level.end(v), begin + ahead);
            for (ArcIndex a = begin; a < end; ++a)
              __builtin_prefetch(&state.mass[state.label[level.rows.targets[a]]]);
          }
          const auto choice = best_community(level, state, list[i], pass_seed, worker.around);
          if (choice.label != state.label[list[i]]) worker.moves.push_back({list[i], choice.label});
        }
      });
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
      });
      parallel_each(all.size(), 1, [&](std::size_t w) { mark_neighbours(*all[w]); });
    }
    total += moved;
    if (static_cast<double>(moved) <= limits.enough * level.n) break;
    asked = collect(marked, level.n, list);
    parallel_each(level.n, block, [&](std::size_t v) { marked[v] = 0; });
  }
  return total;
}

/// Moves until few want to; returns the moves made.
template <class Rows, class M>
std::uint64_t move_vertices(const Level<Rows, M>& level, Assignment<M>& state, std::uint64_t seed,
                            const MovingLimits& limits, const RunContext& context) {
  if (level.arcs <= small_level) return move_one_by_one(level, state, seed, context);
  return move_in_rounds(level, state, seed, limits, context);
}

/// Communities cut into their connected parts, from which the objective can only gain.
template <class Rows, class M>
void split(const Level<Rows, M>& level, Buffer<Label>& label) {
  Buffer<Label> part(level.n, no_vertex);
  std::vector<VertexId> stack;
  for (VertexId s = 0; s < level.n; ++s) {
    if (part[s] != no_vertex) continue;
    part[s] = s;
    stack.push_back(s);
    while (!stack.empty()) {
      const VertexId v = stack.back();
      stack.pop_back();
      for (ArcIndex a = level.begin(v); a < level.end(v); ++a) {
        const VertexId u = level.rows.targets[a];
        if (part[u] != no_vertex || label[u] != label[v]) continue;
        part[u] = s;
        stack.push_back(u);
      }
    }
  }
  label = std::move(part);
}

/// The unit of weight: 1 when all weights are whole, else a power of two that leaves about 50 bits for their
/// sum.
inline double unit_scale(const Rows& rows) {
  struct Sum {
    double all = 0;
    bool whole = true;
    Sum operator+(const Sum& o) const { return {all + o.all, whole && o.whole}; }
  };
  const Sum sum = parallel_reduce(
      rows.weights.size(), std::size_t{1} << 14, Sum{}, [&](std::size_t begin, std::size_t end) {
        Sum part;
        for (std::size_t a = begin; a < end; ++a)
          part = part + Sum{rows.weights[a], rows.weights[a] == std::floor(rows.weights[a])};
        return part;
      });
  constexpr double most = 0x1p50;
  if ((sum.whole && sum.all < most) || !(sum.all > 0)) return 1;
  return std::exp2(std::floor(std::log2(most / sum.all)));
}

}  // namespace tertius::communities
