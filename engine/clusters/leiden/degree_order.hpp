// Degree order, for graphs that hubs dominate: those with the most connections first.
//
// What members look up most are the labels and sums of hubs. In the order of the input these lie all over the
// arrays; side by side they stay in the near caches. Members without ties are left out.
#pragma once

#include <bit>
#include <limits>

#include "engine/clusters/leiden/move_gain.hpp"

namespace tertius::clusters {

/// The members by falling degree, in classes of a quarter of an octave, in order of the input within each;
/// and their rows with these names.
struct DegreeOrder {
  Buffer<graph::VertexId> rank;   // of each member: its place in the order
  Buffer<graph::VertexId> order;  // the member at each place
  Buffer<graph::ArcIndex> offsets;
  Buffer<graph::VertexId> targets;
  graph::VertexId tied = 0;  // members with ties: the first so many places

  /// Labels of the places as labels of the members.
  Buffer<Label> for_members(const Buffer<Label>& label) const {
    Buffer<Label> result(rank.size());
    parallel_each(rank.size(), 1 << 12, [&](std::size_t v) {
      result[v] = rank[v] < tied ? order[label[rank[v]]] : static_cast<Label>(v);
    });
    return result;
  }
};

/// Whether members with eight times as many ties as usual hold half of all.
template <class Rows, class M>
bool is_hub_dominated(const Level<Rows, M>& level) {
  if (level.n < far_level) return false;
  struct Count {
    graph::ArcIndex arcs = 0, tied = 0;
    Count operator+(const Count& o) const { return {arcs + o.arcs, tied + o.tied}; }
  };
  const auto count = [&](double from) {
    return parallel_reduce(level.n, std::size_t{1} << 14, Count{}, [&](std::size_t begin, std::size_t end) {
      Count sum;
      for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
        if (static_cast<double>(level.degree(v)) >= from) sum = sum + Count{level.degree(v), 1};
      }
      return sum;
    });
  };
  const Count all = count(1);
  return all.tied > 0 &&
         2 * count(8 * static_cast<double>(all.arcs) / static_cast<double>(all.tied)).arcs >= all.arcs;
}

/// O(n + m), 4 bytes an arc and 16 a member.
template <class Rows, class M>
DegreeOrder degree_order(const Level<Rows, M>& level) {
  constexpr std::size_t block = std::size_t{1} << 14, quarters = 4;
  constexpr std::size_t classes = (std::numeric_limits<graph::ArcIndex>::digits + 1) * quarters;
  const auto class_of = [&](std::size_t v) {
    const graph::ArcIndex degree = level.degree(static_cast<graph::VertexId>(v));
    const auto width = static_cast<std::size_t>(std::bit_width(degree));
    const std::size_t quarter = width >= 3 ? (degree >> (width - 3)) % quarters : 0;
    return classes - 1 - (width * quarters + quarter);
  };
  const std::size_t n = level.n, blocks = (n + block - 1) / block;
  DegreeOrder result;
  result.rank = Buffer<graph::VertexId>(n);
  result.order = Buffer<graph::VertexId>(n);
  result.offsets = Buffer<graph::ArcIndex>(n + 1);
  std::vector<graph::VertexId> next(classes * blocks, 0);  // by class, then by block
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t v = begin; v < end; ++v) ++next[class_of(v) * blocks + begin / block];
  });
  exclusive_prefix_sum(next);
  result.tied = next[(classes - 1) * blocks];  // where those without ties begin
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t v = begin; v < end; ++v) {
      const graph::VertexId place = next[class_of(v) * blocks + begin / block]++;
      result.rank[v] = place;
      result.order[place] = static_cast<graph::VertexId>(v);
    }
  });
  parallel_each(n, block,
                [&](std::size_t place) { result.offsets[place] = level.degree(result.order[place]); });
  result.offsets[n] = 0;
  result.targets = Buffer<graph::VertexId>(exclusive_prefix_sum(result.offsets));
  parallel_blocks(n, 64, [&](std::size_t begin, std::size_t end) {
    for (std::size_t place = begin; place < end; ++place) {
      const graph::VertexId v = result.order[place];
      graph::ArcIndex at = result.offsets[place];
      for (graph::ArcIndex a = level.begin(v); a < level.end(v); ++a)
        result.targets[at++] = result.rank[level.rows.targets[a]];
    }
  });
  return result;
}

}  // namespace tertius::clusters
