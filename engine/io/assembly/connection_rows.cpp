#include "engine/io/assembly/connection_rows.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t block = std::size_t{1} << 13;

/// Lowers what stands at `place`, where `none` is above everything, for many threads at once.
template <class T>
void lower(T& place, T value, T none) {
  const std::atomic_ref shared(place);
  T now = shared.load(std::memory_order_relaxed);
  while ((now == none || value < now) &&
         !shared.compare_exchange_weak(now, value, std::memory_order_relaxed)) {
  }
}

/// Memory for a value of each arc that no thread has touched yet, all of them `none`.
template <class T>
std::shared_ptr<Buffer<T>> values_of_arcs(std::size_t arcs, T none) {
  const auto values = std::make_shared<Buffer<T>>(arcs);
  parallel_blocks(arcs, std::size_t{1} << 18, [&](std::size_t begin, std::size_t end) {
    std::fill(values->begin() + begin, values->begin() + end, none);
  });
  return values;
}

/// Rows whose arcs are looked for together, so that their cache misses overlap.
struct Batch {
  struct Found {
    std::size_t row;
    graph::ArcIndex arcs[2];
  };
  std::array<Found, 64> all;
  std::size_t count = 0;

  std::span<Found> found() { return {all.data(), count}; }
};

void find_arcs(Batch& batch, const ConnectionRows& rows, const graph::Graph& graph) {
  const auto& [offsets, targets, weights] = graph.out_rows();
  for (const Batch::Found& one : batch.found()) {
    __builtin_prefetch(offsets.data() + rows.sources[one.row]);
    __builtin_prefetch(offsets.data() + rows.targets[one.row]);
  }
  for (const Batch::Found& one : batch.found()) {
    __builtin_prefetch(targets.data() + offsets[rows.sources[one.row]]);
    __builtin_prefetch(targets.data() + offsets[rows.targets[one.row]]);
  }
  for (Batch::Found& one : batch.found()) {
    const graph::VertexId u = rows.sources[one.row], v = rows.targets[one.row];
    one.arcs[0] = graph.find_arc(u, v);
    one.arcs[1] = graph.find_arc(v, u);
  }
}

}  // namespace

graph::ConnectionAttributes merged_attributes(ConnectionRows rows, const graph::Graph& graph,
                                              const std::string& file) {
  graph::ConnectionAttributes connections;
  connections.kinds = std::move(rows.kind_names);
  if (rows.kinds.empty() && rows.since.empty()) return connections;
  if (rows.sources.size() >= no_code) {
    throw Error(ErrorKey::too_large, "more than 4,294,967,294 rows with kinds or dates; that is the limit",
                {file});
  }
  const auto kinds = values_of_arcs(rows.kinds.empty() ? 0 : graph.arc_count(), no_code);
  const auto days = values_of_arcs(rows.since.empty() ? 0 : graph.arc_count(), graph::no_day);
  Buffer<std::uint32_t>& kind_of = *kinds;
  Buffer<graph::Day>& since_of = *days;
  const auto has_kind = [&](std::size_t row) {
    return row < rows.kinds.size() && rows.kinds[row] != no_code;
  };
  const auto has_day = [&](std::size_t row) {
    return row < rows.since.size() && rows.since[row] != graph::no_day;
  };
  parallel_blocks(rows.sources.size(), block, [&](std::size_t begin, std::size_t end) {
    Batch batch;
    for (std::size_t row = begin; row < end;) {
      batch.count = 0;
      for (; row < end && batch.count < batch.all.size(); ++row)
        if (has_kind(row) || has_day(row)) batch.all[batch.count++].row = row;
      find_arcs(batch, rows, graph);
      for (const Batch::Found& one : batch.found()) {
        for (const graph::ArcIndex arc : one.arcs) {
          if (arc < kind_of.size()) __builtin_prefetch(kind_of.data() + arc, 1);
          if (arc < since_of.size()) __builtin_prefetch(since_of.data() + arc, 1);
        }
      }
      for (const Batch::Found& one : batch.found()) {
        for (const graph::ArcIndex arc : one.arcs) {
          if (arc == graph.arc_count()) continue;  // a loop, or one-sided
          if (has_kind(one.row)) lower(kind_of[arc], static_cast<std::uint32_t>(one.row), no_code);
          if (has_day(one.row)) lower(since_of[arc], rows.since[one.row], graph::no_day);
        }
      }
    }
  });
  // Until now, a connection's kind is the first row that states one.
  parallel_blocks(kind_of.size(), block, [&](std::size_t begin, std::size_t end) {
    constexpr std::size_t ahead = 32;
    for (std::size_t arc = begin; arc < end; ++arc) {
      if (arc + ahead < end && kind_of[arc + ahead] != no_code)
        __builtin_prefetch(rows.kinds.data() + kind_of[arc + ahead]);
      if (kind_of[arc] != no_code) kind_of[arc] = rows.kinds[kind_of[arc]];
    }
  });
  if (!kind_of.empty()) connections.kind = {{kind_of.data(), kind_of.size()}, kinds};
  if (!since_of.empty()) connections.since = {{since_of.data(), since_of.size()}, days};
  return connections;
}

}  // namespace tertius::io
