// Where the vertices of a level are while all threads move them, and which are active: are to be asked again.
//
// On small levels every thread has a copy of its own, and brings it up to date from a list of all moves: a
// state that all write to would go back and forth between the caches of the cores, which takes longer there
// than the moves. On large levels, where memory is far anyway, there is one state for all.
#pragma once

#include <vector>

#include "engine/clusters/leiden/move_gain.hpp"
#include "engine/clusters/leiden/rounds.hpp"

namespace tertius::clusters {

/// How many neighbours must have moved away before a vertex wakes, becomes active again: what a few of them
/// do matters little to a hub, and asking it takes long.
inline std::uint16_t wake_threshold(graph::ArcIndex degree) {
  return static_cast<std::uint16_t>(1 + std::min<graph::ArcIndex>(degree / 32, 0xfffe));
}

/// One thread's part of a pass.
template <class W, class M>
struct Mover : Notes {
  Accumulator<W> around;
  View<W> view, next;
  std::vector<Move> applied;  // SharedMoveState: moves whose neighbours are to be woken
  Assignment<M> own;
  Buffer<std::uint32_t> moved_away;  // of each vertex: neighbours that it knows to have moved away
};

/// Calls visit(u) for the neighbours of those who have moved, unless they are in the same community now.
template <class Rows, class M, class Visit>
void for_neighbours_elsewhere(const Level<Rows, M>& level, const Assignment<M>& state,
                              std::span<const Move> moves, const Visit& visit) {
  for (const Move& move : moves) {
    for (graph::ArcIndex a = level.begin(move.vertex); a < level.end(move.vertex); ++a) {
      const graph::VertexId u = level.rows.targets[a];
      if (state.label[u] != move.to) visit(u);
    }
  }
}

/// One state for all.
template <class Rows, class M>
class SharedMoveState {
 public:
  using Worker = Mover<typename Rows::Weight, M>;

  SharedMoveState(const Level<Rows, M>& level, Assignment<M>& state)
      : level_(level), state_(state), until_woken_(level.n) {
    parallel_each(level.n, 1 << 12, [&](std::size_t v) { deactivate(static_cast<graph::VertexId>(v)); });
  }

  const Assignment<M>& seen_by(Worker&) const { return state_; }
  void decided(const std::vector<Worker*>&) {}
  /// What is to be done when all have decided.
  Steps<Worker> steps(bool wake) {
    Steps<Worker> steps{[this](Worker& worker) { carry_out(worker); }};
    if (wake) steps.emplace_back([this](Worker& worker) { this->wake(worker); });
    return steps;
  }
  void end_pass(PerThread<Worker>&) {}
  bool is_active(graph::VertexId v) const { return until_woken_[v] == 0; }
  void deactivate(graph::VertexId v) { until_woken_[v] = wake_threshold(level_.degree(v)); }
  void end() {}

 private:
  void carry_out(Worker& worker) {
    for (const Move& move : worker.moves) {
      state_.volume[state_.label[move.vertex]].take_atomically(level_.volume[move.vertex]);
      state_.volume[move.to].add_atomically(level_.volume[move.vertex]);
      state_.label[move.vertex] = move.to;
    }
    worker.applied.clear();
    std::swap(worker.moves, worker.applied);
  }
  void wake(Worker& worker) {
    for_neighbours_elsewhere(level_, state_, worker.applied, [&](graph::VertexId u) {
      const std::atomic_ref<std::uint16_t> left(until_woken_[u]);
      std::uint16_t now = left.load(std::memory_order_relaxed);
      while (now > 1 && !left.compare_exchange_weak(now, static_cast<std::uint16_t>(now - 1),
                                                    std::memory_order_relaxed)) {
      }
      if (now == 1) left.store(0, std::memory_order_relaxed);  // whoever else is here does the same
    });
  }

  const Level<Rows, M>& level_;
  Assignment<M>& state_;
  Buffer<std::uint16_t> until_woken_;  // 0: is to be asked
};

/// A copy for every thread.
template <class Rows, class M>
class OwnMoveStates {
 public:
  using Worker = Mover<typename Rows::Weight, M>;

  OwnMoveStates(const Level<Rows, M>& level, Assignment<M>& state)
      : level_(level), state_(state), log_(level.n) {}

  const Assignment<M>& seen_by(Worker& worker) {
    Assignment<M>& own = worker.own;
    if (worker.moved_away.empty()) {
      own = {Buffer<Label>(level_.n), Buffer<M>(level_.n)};
      std::copy_n(state_.label.begin(), level_.n, own.label.begin());
      std::copy_n(state_.volume.begin(), level_.n, own.volume.begin());
      worker.moved_away = Buffer<std::uint32_t>(level_.n, 0);
    }
    log_.catch_up(worker, [&](std::span<const Move> all, std::span<const Move> mine) {
      for (const Move& move : all) {
        own.volume[own.label[move.vertex]] -= level_.volume[move.vertex];
        own.volume[move.to] += level_.volume[move.vertex];
        own.label[move.vertex] = move.to;
      }
      if (wake_)
        for_neighbours_elsewhere(level_, own, mine, [&](graph::VertexId u) { ++worker.moved_away[u]; });
    });
    return own;
  }
  void decided(const std::vector<Worker*>& workers) { log_.add(workers); }
  Steps<Worker> steps(bool wake) {
    wake_ = wake;
    return {};
  }
  void end_pass(PerThread<Worker>& workers) {
    all_.clear();
    for (Worker& worker : workers) all_.push_back(&worker);
    parallel_each(all_.size(), 1, [&](std::size_t w) { seen_by(*all_[w]); });
  }
  bool is_active(graph::VertexId v) const {
    std::uint32_t moved_away = 0;
    for (const Worker* worker : all_) moved_away += worker->moved_away[v];
    return moved_away >= wake_threshold(level_.degree(v));
  }
  void deactivate(graph::VertexId v) {
    for (Worker* worker : all_) worker->moved_away[v] = 0;
  }
  void end() {
    if (!all_.empty()) state_ = std::move(all_.front()->own);
  }

 private:
  const Level<Rows, M>& level_;
  Assignment<M>& state_;
  RoundLog log_;
  std::vector<Worker*> all_;
  bool wake_ = false;
};

}  // namespace tertius::clusters
