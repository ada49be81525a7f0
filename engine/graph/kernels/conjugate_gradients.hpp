// Conjugate gradients for a symmetric positive definite system over the members of a graph, for several right
// sides at once.
//
// M. R. Hestenes & E. Stiefel (1952), Methods of conjugate gradients, doi:10.6028/jres.049.044
//
// A system keeps its own vectors and says of one member v:
//   Sums start(v)           the first residual and direction
//   Row curvature(v)        direction times image of the direction
//   Sums advance(v, step)   one step along the direction: solution and residual
//   void turn(v, keep)      the next direction
//   bool solved(sums)       whether the solution is good enough
// Row is an array with a number for each right side. Sums has a Row `energy`, residual times preconditioned
// residual, what else solved() needs, and operator+. Numbers of members are added up in blocks of
// System::block.
#pragma once

#include <cstddef>

#include "engine/core/parallel.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// What a solution has come to.
template <class Sums>
struct Solved {
  Sums sums;
  unsigned passes = 0;
};

/// At most so many passes. O(passes * (n + m)). Runs in parallel within with_threads().
template <class System>
Solved<typename System::Sums> conjugate_gradients(System& system, VertexId members, unsigned most_passes,
                                                  const RunContext& context) {
  using Sums = typename System::Sums;
  using Row = typename System::Row;
  const auto ratio = [](const Row& of, const Row& to) {
    Row row{};
    for (std::size_t c = 0; c < row.size(); ++c) row[c] = to[c] > 0 ? of[c] / to[c] : 0;
    return row;
  };
  const auto add_rows = [](Row a, const Row& b) {
    for (std::size_t c = 0; c < a.size(); ++c) a[c] += b[c];
    return a;
  };
  const auto sum = [&](auto zero, auto&& of, auto&& add) {
    context.poll();
    return parallel_reduce(
        members, System::block, zero,
        [&](std::size_t begin, std::size_t end) {
          auto part = zero;
          for (std::size_t v = begin; v < end; ++v) part = add(part, of(static_cast<VertexId>(v)));
          return part;
        },
        add);
  };
  const auto add_sums = [](const Sums& a, const Sums& b) { return a + b; };
  Solved<Sums> now{sum(
      Sums{}, [&](VertexId v) { return system.start(v); }, add_sums)};
  for (; now.passes < most_passes && !system.solved(now.sums); ++now.passes) {
    const Row curvature = sum(
        Row{}, [&](VertexId v) { return system.curvature(v); }, add_rows);
    const Row step = ratio(now.sums.energy, curvature);
    const Sums next = sum(
        Sums{}, [&](VertexId v) { return system.advance(v, step); }, add_sums);
    const Row keep = ratio(next.energy, now.sums.energy);
    parallel_each(members, System::block,
                  [&](std::size_t v) { system.turn(static_cast<VertexId>(v), keep); });
    now.sums = next;
  }
  return now;
}

}  // namespace tertius::graph
