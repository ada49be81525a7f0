#include "engine/graph/kernels/degree_orientation.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cmath>
#include <numeric>
#include <vector>

#include "engine/core/parallel.hpp"

namespace tertius::graph {

DegreeOrientation::DegreeOrientation(const Graph& graph)
    : graph_(graph),
      by_rank_(graph.vertex_count()),
      rank_(graph.vertex_count()),
      rows_(graph.vertex_count()),
      targets_(graph.edge_count()) {
  rank_by_degree();
  keep_lower_ranks();
}

void DegreeOrientation::rank_by_degree() {
  const VertexId n = graph_.vertex_count();
  VertexId most = 0;
  for (VertexId v = 0; v < n; ++v) most = std::max(most, graph_.degree(v));
  std::vector<VertexId> next(std::size_t{most} + 2, 0);
  for (VertexId v = 0; v < n; ++v) ++next[most - graph_.degree(v) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  for (VertexId v = 0; v < n; ++v) {
    rank_[v] = next[most - graph_.degree(v)]++;
    by_rank_[rank_[v]] = v;
  }
}

void DegreeOrientation::keep_lower_ranks() {
  std::atomic<ArcIndex> used{0};
  PerThread<std::vector<VertexId>> scratch;
  parallel_blocks(graph_.vertex_count(), 1024, [&](std::size_t begin, std::size_t end) {
    std::vector<VertexId>& kept = scratch.local();
    kept.clear();
    ArcIndex arcs = 0;
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) arcs += graph_.degree(v);
    kept.resize(arcs);
    VertexId* out = kept.data();
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
      const VertexId own = rank_[v];
      const VertexId* first = out;
      for (const VertexId u : graph_.neighbours(v)) {  // without a branch: half of them are kept
        *out = rank_[u];
        out += *out < own ? 1 : 0;
      }
      rows_[own] = {static_cast<ArcIndex>(first - kept.data()), static_cast<VertexId>(out - first)};
    }
    // Where a block's rows come to lie depends on the schedule, what they hold does not.
    const auto size = static_cast<ArcIndex>(out - kept.data());
    const ArcIndex at = used.fetch_add(size, std::memory_order_relaxed);
    std::copy(kept.data(), out, targets_.data() + at);
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) rows_[rank_[v]].begin += at;
  });
}

void DegreeOrientation::sort_rows(VertexId first) {
  parallel_each(size() - first, 512, [&](std::size_t i) {
    const std::span<VertexId> row = mutable_row(static_cast<VertexId>(first + i));
    std::sort(row.begin(), row.end());
  });
}

VertexId HubRows::most_hubs(const DegreeOrientation& oriented) {
  constexpr VertexId least = 1u << 14, most = 1u << 17;
  const auto side = static_cast<VertexId>(
      std::min<double>(most, std::sqrt(16.0 * static_cast<double>(oriented.connection_count()))));
  return std::max(least, side / chunk_bits * chunk_bits);
}

HubRows::HubRows(DegreeOrientation& oriented, bool with_places) {
  const VertexId most = std::min(oriented.size(), most_hubs(oriented));
  while (count_ < most && oriented.degree(count_) >= least_degree) ++count_;
  words_ = Buffer<Word>(begin(count_));
  if (with_places) places_ = Buffer<std::uint32_t>(begin(count_));
  parallel_each(count_, 64, [&](std::size_t i) {
    const auto hub = static_cast<VertexId>(i);
    const std::span<VertexId> contacts = oriented.mutable_row(hub);
    const std::span<Word> row(words_.data() + begin(hub), chunks(hub) * chunk_words);
    std::fill(row.begin(), row.end(), Word{0});
    for (const VertexId w : contacts) row[w / 64] |= Word{1} << w % 64;
    std::uint32_t place = 0;
    for (std::size_t at = 0; at < row.size(); ++at) {
      if (with_places) places_[begin(hub) + at] = place;
      for (Word left = row[at]; left != 0; left &= left - 1) {
        contacts[place++] = static_cast<VertexId>(64 * at + static_cast<std::size_t>(std::countr_zero(left)));
      }
    }
  });
}

}  // namespace tertius::graph
