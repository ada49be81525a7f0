// Aggregation: the parts become the vertices of the next level, the ties between two parts one tie.
#pragma once

#include "engine/clusters/refinement.hpp"

namespace tertius::communities {

/// The parts in order of the vertex they are named after. Vertices without arcs are left out: nothing can
/// happen to them any more.
struct Numbering {
  VertexId count = 0;
  Buffer<VertexId> name;        // of each vertex: its part's number, no_vertex when left out
  Buffer<VertexId> founder;     // of each part: the vertex it is named after
  Buffer<std::uint32_t> begin;  // members of part p: members[begin[p]..begin[p+1])
  Buffer<VertexId> members;     // in ascending order
};

template <class Rows, class M>
Numbering number_parts(const Level<Rows, M>& level, const Parts<M>& parts) {
  constexpr std::size_t block = 1 << 14;
  const std::size_t n = level.n;
  Numbering numbering;
  Buffer<VertexId> rank(n);
  parallel_each(n, block, [&](std::size_t v) {
    rank[v] = parts.place[v].part == v && level.degree(static_cast<VertexId>(v)) > 0 ? 1 : 0;
  });
  numbering.count = exclusive_prefix_sum(rank);
  numbering.name = Buffer<VertexId>(n);
  numbering.founder = Buffer<VertexId>(numbering.count);
  Buffer<std::uint32_t> begin(numbering.count + std::size_t{1});
  parallel_each(begin.size(), block, [&](std::size_t p) { begin[p] = 0; });
  parallel_each(n, block, [&](std::size_t v) {
    const bool out = level.degree(static_cast<VertexId>(v)) == 0;
    const VertexId p = out ? no_vertex : rank[parts.place[v].part];
    numbering.name[v] = p;
    if (out) return;
    if (parts.place[v].part == v) numbering.founder[p] = static_cast<VertexId>(v);
    atomic_add(begin[p], 1u);
  });
  const std::uint32_t placed = exclusive_prefix_sum(begin);
  // Each of a few shares of the parts looks through all vertices for its own.
  constexpr std::uint32_t shares = 16;
  numbering.members = Buffer<VertexId>(placed);
  parallel_each(shares, 1, [&](std::size_t share) {
    const auto part_at = [&](std::size_t s) {
      const auto position = static_cast<std::uint32_t>(std::uint64_t{placed} * s / shares);
      return static_cast<VertexId>(std::lower_bound(begin.data(), begin.data() + numbering.count, position) -
                                   begin.data());
    };
    const VertexId first = part_at(share), last = share + 1 == shares ? numbering.count : part_at(share + 1);
    std::vector<std::uint32_t> next(begin.data() + first, begin.data() + last);
    for (std::size_t v = 0; v < n; ++v) {
      const VertexId p = numbering.name[v];
      if (p - first < last - first) numbering.members[next[p - first]++] = static_cast<VertexId>(v);
    }
  });
  numbering.begin = std::move(begin);
  return numbering;
}

template <class W, class Rows, class M>
void aggregate(const Level<Rows, M>& level, const Parts<M>& parts, const Numbering& numbering,
               OwnedLevel<W, M>& next, const RunContext& context) {
  constexpr std::size_t block = 64;
  const std::size_t count = numbering.count;
  next.n = numbering.count;
  make_room(next.begins, count + 1);
  make_room(next.ends, count);
  make_room(next.mass, count);
  make_room(next.targets, level.arcs);
  make_room(next.weights, level.arcs);
  parallel_each(count, 1 << 10, [&](std::size_t p) {
    ArcIndex arcs = 0;
    for (std::uint32_t i = numbering.begin[p]; i < numbering.begin[p + 1]; ++i)
      arcs += level.degree(numbering.members[i]);
    next.begins[p] = arcs;
    next.mass[p] = parts.mass[numbering.founder[p]];
  });
  {
    std::span<ArcIndex> begins(next.begins.data(), count);
    exclusive_prefix_sum(begins);
    next.begins[count] = level.arcs;
  }
  PerThread<Accumulator<W>> accumulators;
  next.arcs = parallel_reduce(count, block, ArcIndex{0}, [&](std::size_t first, std::size_t last) {
    context.poll();
    Accumulator<W>& around = accumulators.local();
    ArcIndex arcs = 0;
    const std::size_t members = numbering.members.size();
    for (std::size_t p = first; p < last; ++p) {
      around.prepare(std::min<std::size_t>(next.begins[p + 1] - next.begins[p], count), count);
      for (std::uint32_t i = numbering.begin[p]; i < numbering.begin[p + 1]; ++i) {
        // Rows and names of the members that come next, also those of the next parts.
        if (i + 6 < members) fetch_row(level, numbering.members[i + 6]);
        if (i + 2 < members) fetch_neighbours(level, numbering.members[i + 2], numbering.name.data());
        accumulate(
            level, numbering.members[i], [&](VertexId u) { return numbering.name[u]; }, around);
      }
      ArcIndex at = next.begins[p];
      for (std::uint32_t i = 0; i < around.size(); ++i) {
        next.targets[at] = around.label(i);
        next.weights[at] = around.weight(i);
        at += around.label(i) != p ? 1 : 0;  // what lies inside the part vanishes
      }
      next.ends[p] = at;
      arcs += at - next.begins[p];
      around.clear();
    }
    return arcs;
  });
}

}  // namespace tertius::communities
