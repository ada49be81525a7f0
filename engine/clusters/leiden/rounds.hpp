// Vertices decide in rounds: side by side, against the same state.
#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "engine/clusters/leiden/level.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/core/steps.hpp"

namespace tertius::clusters {

/// A pass over all vertices takes this many rounds.
inline constexpr std::size_t most_rounds = 16;

/// A vertex and where it goes.
struct Move {
  graph::VertexId vertex;
  Label to;
};

/// The vertices v with wanted(v), in order.
template <class Wanted>
std::size_t collect(std::size_t n, const Wanted& wanted, Buffer<graph::VertexId>& list) {
  constexpr std::size_t block = 1 << 12;
  const std::size_t blocks = (n + block - 1) / block;
  std::vector<std::size_t> start(blocks, 0);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    for (std::size_t v = begin; v < end; ++v) count += wanted(static_cast<graph::VertexId>(v)) ? 1 : 0;
    start[begin / block] = count;
  });
  std::size_t total = 0;
  for (std::size_t& s : start) s = std::exchange(total, total + s);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    std::size_t at = start[begin / block];
    for (std::size_t v = begin; v < end; ++v) {
      if (wanted(static_cast<graph::VertexId>(v))) list[at++] = static_cast<graph::VertexId>(v);
    }
  });
  return total;
}

/// Neighbouring entries that share a round: of members, so that rows are read in order; of communities and
/// parts fewer, because those that stand side by side belong together and would all do the same at once.
inline constexpr std::size_t chunk_of_members = 16, chunk_of_parts = 4;

/// One pass over [0, size): every round takes some of its entries, chunks of a few neighbouring ones, dealt
/// out at random.
struct Rounds {
  std::size_t size, chunk;
  std::uint32_t count;
  std::uint64_t seed;

  /// Of every stride each round takes one chunk, and another one each.
  std::size_t strides() const { return (size + chunk * count - 1) / (chunk * count); }
  std::size_t strides_a_block() const { return std::max<std::size_t>(64 / chunk, 1); }
  std::size_t blocks() const { return (strides() + strides_a_block() - 1) / strides_a_block(); }

  /// Calls work(begin, end, next) for the chunks of a block of round `round`; `next` is where the one after
  /// it begins, so that memory can be asked for what is in it.
  template <class Work>
  void visit(std::uint32_t round, std::size_t block, const Work& work) const {
    const std::size_t first = block * strides_a_block(),
                      last = std::min(strides(), first + strides_a_block());
    const auto begin_of = [&](std::size_t s) {
      return std::min(size, (s * count + (round + hash64(seed, s)) % count) * chunk);
    };
    std::size_t begin = begin_of(first);
    for (std::size_t s = first; s < last; ++s) {
      const std::size_t next = s + 1 < last ? begin_of(s + 1) : size;
      if (begin < size) work(begin, std::min(size, begin + chunk), next);
      begin = next;
    }
  }
};

/// What a worker of a pass has noted down, and how far it has followed the log of all.
struct Notes {
  std::vector<Move> moves;      // of this round
  std::size_t rounds_seen = 0;  // in the log
  std::pair<std::size_t, std::size_t>
      logged;  // first and number of its moves there, of the last round it made any
};

/// What is done for every worker when all have decided, one step after the other.
template <class Worker>
using Steps = std::vector<std::function<void(Worker&)>>;

/// The moves of all threads, round by round. Threads that have a copy of a state of their own bring it up to
/// date from here: a state that all write to goes back and forth between the caches of the cores, which takes
/// longer than the moves where all of it lies in caches.
class RoundLog {
 public:
  explicit RoundLog(std::size_t expected) { moves_.reserve(expected); }
  /// Takes over what the workers have noted down.
  template <class Worker>
  void add(const std::vector<Worker*>& workers) {
    for (Notes* worker : workers) {
      if (worker->moves.empty()) continue;
      worker->logged = {moves_.size(), worker->moves.size()};
      moves_.insert(moves_.end(), worker->moves.begin(), worker->moves.end());
      worker->moves.clear();
    }
    ends_.push_back(moves_.size());
  }
  /// Calls apply(all, own) for the rounds that the worker has not seen yet: all moves of the round, and its
  /// own ones. It has to catch up before it takes part in another round.
  template <class Apply>
  void catch_up(Notes& worker, const Apply& apply) const {
    for (std::size_t& seen = worker.rounds_seen; seen < ends_.size(); ++seen) {
      const std::size_t begin = seen == 0 ? 0 : ends_[seen - 1], end = ends_[seen];
      const auto [first, count] = worker.logged;
      const bool took_part = begin <= first && first + count <= end;
      apply(std::span(moves_).subspan(begin, end - begin),
            took_part ? std::span(moves_).subspan(first, count) : std::span<const Move>());
    }
  }

 private:
  std::vector<Move> moves_;
  std::vector<std::size_t> ends_;  // of rounds
};

/// Whether every thread gets a copy: the level lies in caches, and all copies together stay small.
template <class Rows, class M>
bool cheap_to_copy(const Level<Rows, M>& level, const RunContext& context) {
  constexpr std::uint64_t most = std::uint64_t{1} << 20;  // vertices
  return level.n < far_level && std::uint64_t{context.thread_count()} * level.n <= most;
}

/// In each round ask(worker, begin, end, next) is called for its entries, by all threads, whose workers note
/// down moves; when all have done so, decided(workers) is called once, and then[0](worker) for all workers,
/// then [1](worker) and so on. One of these must clear the moves. Returns how many there were; a round after
/// which in_vain(moves so far) is the last one.
template <class Worker, class Ask, class Decided>
std::uint64_t work_in_rounds(
    const Rounds& rounds, PerThread<Worker>& workers, const Ask& ask, const Decided& decided,
    const Steps<Worker>& then, const RunContext& context,
    const std::function<bool(std::uint64_t)>& in_vain = [](std::uint64_t) { return false; }) {
  std::vector<Worker*> all;
  std::uint64_t moves = 0;
  std::uint32_t round = 0;
  std::size_t turn = then.size();  // the step that was done last: asking, and what comes then
  const auto next = [&]() -> std::size_t {
    if (round > 0 && turn == 0) {
      all.clear();
      for (Worker& worker : workers) {
        all.push_back(&worker);
        moves += worker.moves.size();
      }
      decided(all);
    }
    if (turn < then.size()) {
      ++turn;
      return all.size();
    }
    if (round == rounds.count || (round > 0 && in_vain(moves))) return 0;
    context.poll();
    ++round;
    turn = 0;
    return rounds.blocks();
  };
  parallel_steps(context, next, [&](std::size_t block) {
    if (turn > 0) return then[turn - 1](*all[block]);
    Worker& worker = workers.local();
    rounds.visit(round - 1, block, [&](std::size_t begin, std::size_t end, std::size_t after) {
      ask(worker, begin, end, after);
    });
  });
  return moves;
}

}  // namespace tertius::clusters
