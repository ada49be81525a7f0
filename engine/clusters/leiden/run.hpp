// What the iterations of one run of Leiden share: its memory, its progress, and how good communities are.
#pragma once

#include "engine/clusters/leiden/aggregation.hpp"

namespace tertius::clusters {

/// Progress of one run, handed out in shrinking shares as nobody knows how many levels and iterations will
/// come.
class Progress {
 public:
  static constexpr std::uint64_t whole = 1 << 20;

  Progress(Phase& phase, unsigned iterations) : phase_(phase), iterations_(iterations) {}
  void begin_iteration() { left_ = iterations_ > 0 ? whole / iterations_ : (whole - spent_) / 4; }
  /// Spends a share of what the iteration has left.
  void spend(double share) {
    const auto steps = static_cast<std::uint64_t>(share * static_cast<double>(left_));
    left_ -= steps;
    spent_ += steps;
    phase_.advance(steps);
  }

 private:
  Phase& phase_;
  unsigned iterations_;
  std::uint64_t left_ = 0, spent_ = 0;
};

/// One run's memory and what it works with.
template <class W, class M>
struct Run {
  OwnedLevel<W, M> levels[2];
  Progress progress;
  const RunContext& context;
  graph::ArcIndex small;  // levels of at most so many arcs are done by one thread
};

/// Communities of the members, and how good they are.
struct Solution {
  Buffer<Label> label;
  double quality = 0;  // what communities lose, below 0: weight between them, and what is expected inside
};

/// Expected weight of vertices without arcs, who leave the levels as communities of their own.
template <class Rows, class M>
double quality_of_isolated(const Level<Rows, M>& level) {
  return parallel_reduce(level.n, 1 << 12, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
      if (level.degree(v) == 0) sum += level.volume[v] * level.volume[v];
    }
    return -level.scale * sum;
  });
}

/// What communities of these volumes lose: the weight of the arcs that lie between(v, neighbour), and what
/// the null model expects inside communities. Highest is best.
template <class Rows, class M, class Between>
double quality_of(const Level<Rows, M>& level, const M* volume, const Between& between) {
  using W = typename Rows::Weight;
  const W lost = parallel_reduce(level.n, 1 << 10, W{0}, [&](std::size_t begin, std::size_t end) {
    W sum = 0;
    for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
      for (graph::ArcIndex a = level.begin(v), last = level.end(v); a < last; ++a) {
        const W weight = level.rows.weight(a);
        sum += between(v, level.rows.targets[a]) ? weight : W{0};
      }
    }
    return sum;
  });
  const double expected = parallel_reduce(level.n, 1 << 12, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t c = begin; c < end; ++c) sum += volume[c] * volume[c];
    return sum;
  });
  return -static_cast<double>(lost) - level.scale * expected;
}

template <class Rows, class M>
double quality_of(const Level<Rows, M>& level, const Assignment<M>& state) {
  const Label* const label = state.label.data();
  return quality_of(level, state.volume.data(),
                    [=](graph::VertexId v, graph::VertexId u) { return label[v] != label[u]; });
}

/// The same when every member is alone.
template <class Rows, class M>
double quality_alone(const Level<Rows, M>& level) {
  return quality_of(level, level.volume, [](graph::VertexId, graph::VertexId) { return true; });
}

}  // namespace tertius::clusters
