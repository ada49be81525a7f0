// Count, prefix sums, scatter, then sort and merge each row: every step parallel over blocks.
#include "engine/graph/builder.hpp"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"

namespace tertius {
namespace {

constexpr std::size_t edge_block = std::size_t{1} << 16;
constexpr std::size_t row_block = std::size_t{1} << 10;

struct Target {
  VertexId id;
  double weight;
  friend bool operator<(const Target& a, const Target& b) {
    return a.id != b.id ? a.id < b.id : a.weight < b.weight;
  }
};

double merged(Merge merge, double a, double b) { return merge == Merge::sum ? a + b : std::max(a, b); }

/// Rows of the arcs u -> v (and v -> u when `both`), unsorted, loops left out.
OwnedRows scatter(VertexId n, const EdgeSpans& edges, bool both) {
  const std::size_t m = edges.sources.size();
  OwnedRows rows{Buffer<ArcIndex>(n + std::size_t{1}, 0), {}, {}};
  const auto for_each_edge = [&](auto&& visit) {
    parallel_each(m, edge_block, [&](std::size_t e) {
      const VertexId u = edges.sources[e], v = edges.targets[e];
      if (u != v) visit(e, u, v);
    });
  };
  const auto at = [&](VertexId v) { return std::atomic_ref<ArcIndex>(rows.offsets[v]); };
  for_each_edge([&](std::size_t, VertexId u, VertexId v) {
    at(u).fetch_add(1, std::memory_order_relaxed);
    if (both) at(v).fetch_add(1, std::memory_order_relaxed);
  });
  const ArcIndex arcs = exclusive_prefix_sum(rows.offsets);
  rows.targets = Buffer<VertexId>(arcs);
  if (!edges.weights.empty()) rows.weights = Buffer<double>(arcs);
  for_each_edge([&](std::size_t e, VertexId u, VertexId v) {
    const auto put = [&](VertexId from, VertexId to) {
      const ArcIndex arc = at(from).fetch_add(1, std::memory_order_relaxed);
      rows.targets[arc] = to;
      if (!edges.weights.empty()) rows.weights[arc] = edges.weights[e];
    };
    put(u, v);
    if (both) put(v, u);
  });
  // Each offset now stands at its row's end, which is the next row's begin.
  for (std::size_t v = n; v > 0; --v) rows.offsets[v] = rows.offsets[v - 1];
  rows.offsets[0] = 0;
  return rows;
}

/// Sorts each row, merges repeats and closes the gaps.
OwnedRows sorted_and_merged(OwnedRows rows, Merge merge) {
  const std::size_t n = rows.offsets.size() - 1;
  const bool weighted = !rows.weights.empty();
  Buffer<ArcIndex> offsets(n + 1, 0);
  PerThread<std::vector<Target>> scratch;
  parallel_blocks(n, row_block, [&](std::size_t begin, std::size_t end) {
    std::vector<Target>& row = scratch.local();
    for (std::size_t v = begin; v < end; ++v) {
      const ArcIndex first = rows.offsets[v], last = rows.offsets[v + 1];
      VertexId* targets = rows.targets.data() + first;
      if (!weighted) {
        std::sort(targets, targets + (last - first));
        offsets[v] = static_cast<ArcIndex>(std::unique(targets, targets + (last - first)) - targets);
        continue;
      }
      row.clear();
      for (ArcIndex a = first; a < last; ++a) row.push_back({rows.targets[a], rows.weights[a]});
      std::sort(row.begin(), row.end());
      ArcIndex kept = 0;
      for (const Target& t : row) {
        if (kept > 0 && targets[kept - 1] == t.id) {
          rows.weights[first + kept - 1] = merged(merge, rows.weights[first + kept - 1], t.weight);
        } else {
          targets[kept] = t.id;
          rows.weights[first + kept] = t.weight;
          ++kept;
        }
      }
      offsets[v] = kept;
    }
  });
  const ArcIndex arcs = exclusive_prefix_sum(offsets);
  if (arcs == rows.targets.size()) return rows;
  OwnedRows compact{std::move(offsets), Buffer<VertexId>(arcs), Buffer<double>(weighted ? arcs : 0)};
  parallel_each(n, row_block, [&](std::size_t v) {
    const ArcIndex from = rows.offsets[v], to = compact.offsets[v], size = compact.offsets[v + 1] - to;
    std::copy_n(rows.targets.data() + from, size, compact.targets.data() + to);
    if (weighted) std::copy_n(rows.weights.data() + from, size, compact.weights.data() + to);
  });
  return compact;
}

OwnedRows reversed(const Rows& rows) {
  const auto n = static_cast<VertexId>(rows.offsets.size() - 1);
  Buffer<VertexId> sources(rows.targets.size());
  parallel_each(n, row_block, [&](std::size_t v) {
    std::fill(sources.data() + rows.offsets[v], sources.data() + rows.offsets[v + 1], static_cast<VertexId>(v));
  });
  return sorted_and_merged(scatter(n, {rows.targets, sources, rows.weights}, false), Merge::sum);
}

/// The undirected rows in which u and v are connected by one arc (any) or by both (mutual).
OwnedRows symmetric(const Rows& out, const Rows& in, Ties ties, Merge merge) {
  const std::size_t n = out.offsets.size() - 1;
  const bool weighted = !out.weights.empty();
  // Calls emit(target, weight) for the merged row of v, in order of target.
  const auto merge_row = [&](std::size_t v, auto&& emit) {
    ArcIndex a = out.offsets[v], b = in.offsets[v];
    const ArcIndex a_end = out.offsets[v + 1], b_end = in.offsets[v + 1];
    const auto weight = [&](const Rows& rows, ArcIndex arc) { return weighted ? rows.weights[arc] : 1.0; };
    while (a < a_end || b < b_end) {
      const VertexId x = a < a_end ? out.targets[a] : no_vertex, y = b < b_end ? in.targets[b] : no_vertex;
      if (x == y) {
        // The smaller weight first, so that both ends of the connection add up to the same sum.
        const auto [low, high] = std::minmax({weight(out, a), weight(in, b)});  // values, not references to temporaries
        emit(x, merged(merge, low, high));
        ++a, ++b;
      } else if (x < y) {
        if (ties == Ties::any) emit(x, weight(out, a));
        ++a;
      } else {
        if (ties == Ties::any) emit(y, weight(in, b));
        ++b;
      }
    }
  };
  OwnedRows rows{Buffer<ArcIndex>(n + 1, 0), {}, {}};
  parallel_each(n, row_block, [&](std::size_t v) { merge_row(v, [&](VertexId, double) { ++rows.offsets[v]; }); });
  const ArcIndex arcs = exclusive_prefix_sum(rows.offsets);
  rows.targets = Buffer<VertexId>(arcs);
  if (weighted) rows.weights = Buffer<double>(arcs);
  parallel_each(n, row_block, [&](std::size_t v) {
    ArcIndex at = rows.offsets[v];
    merge_row(v, [&](VertexId target, double w) {
      rows.targets[at] = target;
      if (weighted) rows.weights[at] = w;
      ++at;
    });
  });
  return rows;
}

}  // namespace

BuildResult build_graph(VertexId vertex_count, const EdgeSpans& edges, const BuildOptions& options,
                        const RunContext& context) {
  return with_threads(context, [&] {
    BuildResult result;
    const std::size_t m = edges.sources.size();
    result.loops = parallel_reduce(m, edge_block, std::uint64_t{0}, [&](std::size_t begin, std::size_t end) {
      std::uint64_t loops = 0;
      for (std::size_t e = begin; e < end; ++e) loops += edges.sources[e] == edges.targets[e];
      return loops;
    });
    context.poll();
    if (!options.directed_input) {
      OwnedRows rows = sorted_and_merged(scatter(vertex_count, edges, true), options.merge);
      result.duplicates = m - result.loops - rows.targets.size() / 2;
      result.graph = Graph(std::move(rows));
      return result;
    }
    OwnedRows out = sorted_and_merged(scatter(vertex_count, edges, false), options.merge);
    context.poll();
    OwnedRows in = reversed(out.view());
    const std::uint64_t arcs = out.targets.size();
    result.duplicates = m - result.loops - arcs;
    result.graph = Graph(symmetric(out.view(), in.view(), options.ties, options.merge));
    const std::uint64_t connections = result.graph.edge_count();
    if (options.ties == Ties::any) {
      result.reciprocated = arcs - connections;
    } else {
      result.reciprocated = connections;
      result.one_sided = arcs - 2 * connections;
    }
    if (options.keep_arcs) result.arcs = Graph(std::move(out), std::move(in));
    return result;
  });
}

}  // namespace tertius
