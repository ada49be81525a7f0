// The one graph: immutable, simple, in compressed sparse rows.
//
// Members are vertices 0..n-1. An undirected connection {u,v} is stored as two arcs, u->v and v->u; a
// directed graph stores each arc once and, beside it, the reversed rows. Rows are sorted by target, without
// loops and without repeats. Weight is strength: more means closer.
//
// Memory, undirected and unweighted: 8 bytes per connection (two 32-bit targets) and 8 per member (one
// offset). A Graph is a handle: copying one shares the arrays, and any number of threads may read it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>

#include "engine/core/buffer.hpp"

namespace tertius::graph {

using VertexId = std::uint32_t;  ///< a member, dense from 0
using ArcIndex = std::uint64_t;  ///< a position in the arrays of arcs

inline constexpr VertexId no_vertex = std::numeric_limits<VertexId>::max();

/// Rows in compressed form. offsets.size() == n + 1; weights are empty when every weight is 1.
struct Rows {
  std::span<const ArcIndex> offsets;
  std::span<const VertexId> targets;
  std::span<const double> weights;
};

/// Rows together with the memory they live in.
struct OwnedRows {
  Buffer<ArcIndex> offsets;
  Buffer<VertexId> targets;
  Buffer<double> weights;

  Rows view() const { return {offsets, targets, weights}; }
};

class Graph {
 public:
  /// The empty graph: no members.
  Graph() = default;
  /// An undirected graph from symmetric rows.
  explicit Graph(OwnedRows rows);
  /// A directed graph from its rows and its reversed rows.
  Graph(OwnedRows out, OwnedRows in);
  /// A graph in memory that somebody else owns, such as a memory-mapped file; `owner` keeps it alive.
  Graph(Rows out, Rows in, bool directed, std::shared_ptr<const void> owner);

  VertexId vertex_count() const {
    return out_.offsets.empty() ? 0 : static_cast<VertexId>(out_.offsets.size() - 1);
  }
  /// Stored arcs: twice the connections of an undirected graph, the arcs of a directed one.
  ArcIndex arc_count() const { return out_.targets.size(); }
  /// Connections: unordered pairs of an undirected graph, arcs of a directed one.
  std::uint64_t edge_count() const { return directed_ ? arc_count() : arc_count() / 2; }
  bool directed() const { return directed_; }
  bool weighted() const { return !out_.weights.empty(); }

  ArcIndex arcs_begin(VertexId v) const { return out_.offsets[v]; }
  ArcIndex arcs_end(VertexId v) const { return out_.offsets[v + 1]; }
  VertexId target(ArcIndex arc) const { return out_.targets[arc]; }
  double weight(ArcIndex arc) const { return out_.weights.empty() ? 1.0 : out_.weights[arc]; }

  /// Number of neighbours (of out-neighbours when directed).
  VertexId degree(VertexId v) const { return static_cast<VertexId>(out_.offsets[v + 1] - out_.offsets[v]); }
  std::span<const VertexId> neighbours(VertexId v) const { return row(out_.targets, out_, v); }
  /// Weights parallel to neighbours(v); empty when the graph is unweighted.
  std::span<const double> weights(VertexId v) const { return row(out_.weights, out_, v); }

  /// In-neighbours; the same as neighbours(v) when undirected.
  std::span<const VertexId> in_neighbours(VertexId v) const { return row(in_.targets, in_, v); }
  std::span<const double> in_weights(VertexId v) const { return row(in_.weights, in_, v); }
  VertexId in_degree(VertexId v) const { return static_cast<VertexId>(in_.offsets[v + 1] - in_.offsets[v]); }

  /// Sum of the weights of v's (out-)arcs, added in row order.
  double strength(VertexId v) const;
  /// Sum of the weights of all connections, each once. O(n + m) when weighted.
  double total_weight() const;

  /// Position of the arc u->v, or arc_count() when there is none. O(log degree(u)).
  ArcIndex find_arc(VertexId u, VertexId v) const;
  bool has_arc(VertexId u, VertexId v) const { return find_arc(u, v) != arc_count(); }

  const Rows& out_rows() const { return out_; }
  const Rows& in_rows() const { return in_; }
  /// Bytes of the arrays.
  std::size_t bytes() const;

 private:
  template <class T>
  static std::span<const T> row(std::span<const T> values, const Rows& rows, VertexId v) {
    if (values.empty()) return {};
    return values.subspan(rows.offsets[v], rows.offsets[v + 1] - rows.offsets[v]);
  }

  Rows out_;
  Rows in_;  // equal to out_ when undirected
  bool directed_ = false;
  std::shared_ptr<const void> owner_;
};

}  // namespace tertius::graph
