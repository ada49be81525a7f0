// What Leiden works on: a graph of communities with whole-number weights, and the volumes of the null model.
//
// Weights are whole numbers (of a fixed unit), so that every sum is exact and independent of the order in
// which threads add. Gains are computed from these sums, the same way everywhere; that is why the communities
// are the same for every number of threads.
#pragma once

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>

#include "engine/core/buffer.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::clusters {

using Label = std::uint32_t;  ///< a community of a level, named after one of its vertices

/// Rows whose weights are all 1.
template <class W>
struct UnitRows {
  using Weight = W;
  const graph::ArcIndex* begins;
  const graph::ArcIndex* ends;
  const graph::VertexId* targets;

  W weight(graph::ArcIndex) const { return 1; }
};

/// Rows with the graph's weights, turned into whole numbers as they are read.
struct ScaledRows {
  using Weight = std::int64_t;
  const graph::ArcIndex* begins;
  const graph::ArcIndex* ends;
  const graph::VertexId* targets;
  const double* weights;  // null: all are 1
  double scale;

  Weight weight(graph::ArcIndex arc) const {
    return weights == nullptr ? 1 : std::max<Weight>(1, std::llrint(weights[arc] * scale));
  }
};

/// Rows with whole-number weights.
template <class W>
struct WholeRows {
  using Weight = W;
  const graph::ArcIndex* begins;
  const graph::ArcIndex* ends;
  const graph::VertexId* targets;
  const W* weights;

  W weight(graph::ArcIndex arc) const { return weights[arc]; }
};

/// Levels of fewer vertices lie in the caches anyway.
inline constexpr graph::VertexId far_level = graph::VertexId{1} << 17;

/// Sums over so few vertices are made by one thread: several would wait for each other at the same few sums.
inline constexpr graph::VertexId alone_faster = graph::VertexId{1} << 16;

template <class W>
void atomic_add(W& to, W amount) {
  std::atomic_ref<W>(to).fetch_add(amount, std::memory_order_relaxed);
}

/// What the null model multiplies: the strength of a vertex or community, or its number of members.
template <class W>
struct Volume {
  W all = 0;

  void operator+=(Volume o) { all += o.all; }
  void operator-=(Volume o) { all -= o.all; }
  void add_atomically(Volume o) { atomic_add(all, o.all); }
  void take_atomically(Volume o) { atomic_add(all, static_cast<W>(W{0} - o.all)); }
  bool none() const { return all == 0; }
  double operator*(Volume o) const { return static_cast<double>(all) * static_cast<double>(o.all); }
};

/// The same for directed ties: ties expected between two are those of either direction.
template <class W>
struct DirectedVolume {
  W out = 0, in = 0;

  void operator+=(DirectedVolume o) { out += o.out, in += o.in; }
  void operator-=(DirectedVolume o) { out -= o.out, in -= o.in; }
  void add_atomically(DirectedVolume o) { atomic_add(out, o.out), atomic_add(in, o.in); }
  void take_atomically(DirectedVolume o) { atomic_add(out, W{0} - o.out), atomic_add(in, W{0} - o.in); }
  bool none() const { return out == 0 && in == 0; }
  double operator*(DirectedVolume o) const {
    return static_cast<double>(out) * static_cast<double>(o.in) +
           static_cast<double>(in) * static_cast<double>(o.out);
  }
};

/// One level: n vertices, their rows (both directions of every tie, nothing from a vertex to itself) and
/// volumes. Joining community C gains vertex v weight(v, C) - scale * volume(v) * volume(C).
template <class Rows, class M>
struct Level {
  graph::VertexId n = 0;
  Rows rows{};
  const M* volume = nullptr;
  double scale = 0;

  graph::ArcIndex arcs = 0;

  graph::ArcIndex begin(graph::VertexId v) const { return rows.begins[v]; }
  graph::ArcIndex end(graph::VertexId v) const { return rows.ends[v]; }
  graph::ArcIndex degree(graph::VertexId v) const { return rows.ends[v] - rows.begins[v]; }
};

/// A level together with its memory, which is kept from use to use. Rows stand apart: each has room for all
/// arcs of the vertices it was made of.
template <class W, class M>
struct OwnedLevel {
  graph::VertexId n = 0;
  graph::ArcIndex arcs = 0;
  Buffer<graph::ArcIndex> begins, ends;
  Buffer<graph::VertexId> targets;
  Buffer<W> weights;
  Buffer<M> volume;

  Level<WholeRows<W>, M> view(double scale) const {
    return {n, {begins.data(), ends.data(), targets.data(), weights.data()}, volume.data(), scale, arcs};
  }
};

/// Makes `buffer` hold at least `size` items; what was in it is lost.
template <class T>
void make_room(Buffer<T>& buffer, std::size_t size) {
  if (buffer.size() >= size) return;
  buffer = {};
  buffer = Buffer<T>(size);
}

/// The unit of weight: 1 when all weights are whole, else a power of two that leaves about 50 bits for their
/// sum.
inline double unit_scale(const graph::Rows& rows) {
  struct Sum {
    double all = 0;
    bool whole = true;
    Sum operator+(const Sum& o) const { return {all + o.all, whole && o.whole}; }
  };
  const Sum sum = parallel_reduce(
      rows.weights.size(), std::size_t{1} << 14, Sum{}, [&](std::size_t begin, std::size_t end) {
        Sum part;
        for (std::size_t a = begin; a < end; ++a)
          part = part + Sum{rows.weights[a], rows.weights[a] == std::floor(rows.weights[a])};
        return part;
      });
  constexpr double most = 0x1p50;
  if ((sum.whole && sum.all < most) || !(sum.all > 0)) return 1;
  return std::exp2(std::floor(std::log2(most / sum.all)));
}

}  // namespace tertius::clusters
