#include "engine/io/assembly/connection_rows.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/interner.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t block = std::size_t{1} << 13;

/// Lowers what stands at `place`, where `none` is above everything, for many threads at once. Says what it met there.
template <class T>
T lower(T& place, T value, T none) {
  const std::atomic_ref shared(place);
  T now = shared.load(std::memory_order_relaxed);
  while ((now == none || value < now) &&
         !shared.compare_exchange_weak(now, value, std::memory_order_relaxed)) {
  }
  return now;
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

/// Connections of several kinds get all of them, in the order of the rows: "friend;colleague".
void join_kinds(const ConnectionRows& rows, const graph::Graph& graph, bool directed,
                Buffer<std::uint32_t>& kind_of, StringPool& names) {
  struct Other {
    graph::ArcIndex arc;
    std::uint32_t row;
  };
  std::vector<std::vector<Other>> found(rows.kinds.size() / block + 1);
  parallel_blocks(rows.kinds.size(), block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row) {
      if (rows.kinds[row] == no_code) continue;
      const graph::VertexId u = rows.sources[row], v = rows.targets[row];
      for (const graph::ArcIndex arc : {graph.find_arc(u, v), graph.find_arc(v, u)})
        if (arc < graph.arc_count() && kind_of[arc] != rows.kinds[row] &&
            !(directed && arc != graph.find_arc(u, v)))
          found[begin / block].push_back({arc, static_cast<std::uint32_t>(row)});
    }
  });
  std::vector<Other> others;
  for (const std::vector<Other>& part : found) others.insert(others.end(), part.begin(), part.end());
  std::stable_sort(others.begin(), others.end(),
                   [](const Other& a, const Other& b) { return a.arc < b.arc; });
  Interner<> all(std::move(names));
  for (std::size_t i = 0; i < others.size();) {
    const graph::ArcIndex arc = others[i].arc;
    std::vector<std::uint32_t> kinds{kind_of[arc]};
    for (; i < others.size() && others[i].arc == arc; ++i) {
      const std::uint32_t kind = rows.kinds[others[i].row];
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
    std::string joined;
    for (const std::uint32_t kind : kinds) joined.append(joined.empty() ? "" : ";").append(all[kind]);
    kind_of[arc] = all.code(joined);
  }
  names = all.take();
}

/// A direction that no row states has the kind of the other one; one that is stated without a kind has none.
void take_from_other_direction(const ConnectionRows& rows, const graph::Graph& graph,
                               Buffer<std::uint32_t>& kind_of) {
  std::vector<std::uint8_t> stated(graph.arc_count());
  parallel_blocks(rows.sources.size(), block, [&](std::size_t begin, std::size_t end) {
    for (std::size_t row = begin; row < end; ++row)
      if (const graph::ArcIndex arc = graph.find_arc(rows.sources[row], rows.targets[row]);
          arc < stated.size())
        std::atomic_ref(stated[arc]).store(1, std::memory_order_relaxed);
  });
  parallel_blocks(graph.vertex_count(), block, [&](std::size_t begin, std::size_t end) {
    for (auto u = static_cast<graph::VertexId>(begin); u < end; ++u) {
      for (graph::ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc) {
        if (kind_of[arc] != no_code || stated[arc] != 0) continue;
        const graph::ArcIndex other = graph.find_arc(graph.target(arc), u);
        if (other < graph.arc_count()) kind_of[arc] = kind_of[other];
      }
    }
  });
}

}  // namespace

void ConnectionRows::settle_dates() {
  if (!dates.waits()) return;
  if (since.size() < sources.size()) since.resize(sources.size(), graph::no_day);
  dates.settle([&](std::size_t row, graph::Day day) { since[row] = day; });
}

graph::ConnectionAttributes merged_attributes(ConnectionRows rows, const graph::Graph& graph, bool directed,
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
  std::atomic<bool> several{false};  // kinds of one connection
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
          if (has_kind(one.row) && !(directed && arc != one.arcs[0])) {
            const std::uint32_t other = lower(kind_of[arc], static_cast<std::uint32_t>(one.row), no_code);
            if (other != no_code && rows.kinds[other] != rows.kinds[one.row])
              several.store(true, std::memory_order_relaxed);
          }
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
  if (several) join_kinds(rows, graph, directed, kind_of, connections.kinds);
  if (directed && !kind_of.empty()) take_from_other_direction(rows, graph, kind_of);
  if (!kind_of.empty()) connections.kind = {{kind_of.data(), kind_of.size()}, kinds};
  if (!since_of.empty()) connections.since = {{since_of.data(), since_of.size()}, days};
  return connections;
}

}  // namespace tertius::io
