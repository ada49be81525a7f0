// Refined communities while all threads join vertices to them, one copy for each thread or one for all: see
// move_state.hpp.
#pragma once

#include <numeric>

#include "engine/clusters/leiden/move_gain.hpp"
#include "engine/clusters/leiden/rounds.hpp"

namespace tertius::clusters {

/// Where a vertex is: its community, and its part of that.
struct Membership {
  Label community, part;
};

/// The parts of communities that refinement leaves, each named after one of its vertices.
template <class M>
struct RefinedCommunities {
  Buffer<Membership> place;  // of each vertex
  Buffer<M> volume;
  Buffer<std::uint8_t> joined;  // of each part: no longer a vertex alone
};

/// The same between two rounds.
template <class M>
struct Joining {
  RefinedCommunities<M> parts;
  Buffer<Label> wish;            // where a vertex of this round wants to go
  Buffer<std::uint8_t> refused;  // wanted to join another one, and may be asked once more

  /// Somebody who wants to join a vertex that itself wants to go stays; of two that want to join each other
  /// the one with the smaller number does.
  bool free(const Move& move) const {
    return wish[move.to] == move.to || (wish[move.to] == move.vertex && move.to < move.vertex);
  }
};

template <class M>
Joining<M> copy_of(const RefinedCommunities<M>& parts) {
  const std::size_t n = parts.place.size();
  Joining<M> copy{{Buffer<Membership>(n), Buffer<M>(n), Buffer<std::uint8_t>(n)},
                  Buffer<Label>(n),
                  Buffer<std::uint8_t>(n, 0)};
  std::copy_n(parts.place.begin(), n, copy.parts.place.begin());
  std::copy_n(parts.volume.begin(), n, copy.parts.volume.begin());
  std::copy_n(parts.joined.begin(), n, copy.parts.joined.begin());
  std::iota(copy.wish.begin(), copy.wish.end(), Label{0});
  return copy;
}

/// What a vertex sees of its own community: the parts of its neighbours there, one an arc.
template <class W>
struct InnerView {
  Buffer<Label> parts;
  Buffer<W> weights;
  std::size_t size = 0;
  W inside = 0;  // all weights
};

/// One thread's part of refinement.
template <class W, class M>
struct Joiner : Notes {
  Accumulator<W> around;
  InnerView<W> view, next;
  std::vector<graph::VertexId> alone;
  Joining<M> own;
};

/// The same parts for all.
template <class Rows, class M>
class SharedRefinement {
 public:
  using Worker = Joiner<typename Rows::Weight, M>;

  SharedRefinement(const Level<Rows, M>& level, RefinedCommunities<M>& parts)
      : level_(level),
        parts_(parts),
        state_{std::move(parts), Buffer<Label>(level.n), Buffer<std::uint8_t>(level.n)} {
    parallel_each(level.n, 1 << 12, [&](std::size_t v) {
      state_.wish[v] = static_cast<Label>(v);
      state_.refused[v] = 0;
    });
  }

  const RefinedCommunities<M>& seen_by(Worker&) const { return state_.parts; }
  void decided(const std::vector<Worker*>&) {}
  Steps<Worker> steps() {
    return {[this](Worker& worker) {
              for (const auto [v, to] : worker.moves) state_.wish[v] = to;
            },
            [this](Worker& worker) {
              for (const Move& move : worker.moves) join(move);
            },
            [this](Worker& worker) {
              for (const auto [v, to] : worker.moves) state_.wish[v] = v;
              worker.moves.clear();
            }};
  }
  void end_pass(PerThread<Worker>&) {}
  bool refused(graph::VertexId v) const { return state_.refused[v] != 0; }
  void end() { parts_ = std::move(state_.parts); }

 private:
  void join(const Move& move) {
    const bool free = state_.free(move);
    state_.refused[move.vertex] = free ? 0 : 1;
    if (!free) return;
    state_.parts.place[move.vertex].part = move.to;
    state_.parts.volume[move.to].add_atomically(level_.volume[move.vertex]);
    for (const graph::VertexId v : {move.vertex, move.to}) {
      std::atomic_ref<std::uint8_t>(state_.parts.joined[v]).store(1, std::memory_order_relaxed);
    }
  }

  const Level<Rows, M>& level_;
  RefinedCommunities<M>& parts_;
  Joining<M> state_;
};

/// A copy for every thread.
template <class Rows, class M>
class OwnRefinements {
 public:
  using Worker = Joiner<typename Rows::Weight, M>;

  OwnRefinements(const Level<Rows, M>& level, RefinedCommunities<M>& parts)
      : level_(level), parts_(parts), log_(level.n) {}

  const RefinedCommunities<M>& seen_by(Worker& worker) const {
    Joining<M>& own = worker.own;
    if (own.wish.empty()) own = copy_of(parts_);
    log_.catch_up(worker, [&](std::span<const Move> all, std::span<const Move>) {
      for (const auto [v, to] : all) own.wish[v] = to;
      for (const Move& move : all) {
        const bool free = own.free(move);
        own.refused[move.vertex] = free ? 0 : 1;
        if (!free) continue;
        own.parts.place[move.vertex].part = move.to;
        own.parts.volume[move.to] += level_.volume[move.vertex];
        own.parts.joined[move.vertex] = own.parts.joined[move.to] = 1;
      }
      for (const auto [v, to] : all) own.wish[v] = v;
    });
    return own.parts;
  }
  void decided(const std::vector<Worker*>& workers) { log_.add(workers); }
  Steps<Worker> steps() { return {}; }
  void end_pass(PerThread<Worker>& workers) {
    first_ = &*workers.begin();
    seen_by(*first_);
  }
  bool refused(graph::VertexId v) const { return first_->own.refused[v] != 0; }
  void end() { parts_ = std::move(first_->own.parts); }

 private:
  const Level<Rows, M>& level_;
  RefinedCommunities<M>& parts_;
  RoundLog log_;
  Worker* first_ = nullptr;
};

}  // namespace tertius::clusters
