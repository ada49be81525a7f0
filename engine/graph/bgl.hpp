// tertius::Graph as a Boost.Graph graph, and the one header of the engine that includes Boost.Graph: every
// BGL algorithm on VertexList, EdgeList, Incidence, Adjacency and Bidirectional graphs runs on it without a
// copy.
//
// An undirected Graph is an undirected BGL graph: edges() gives each connection once, out_edges() every arc
// of a row. A directed tertius::Graph must be wrapped as DirectedView, because BGL decides by type.
#pragma once

#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <cstdint>
#include <utility>

#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// Which directedness BGL shall see. The wrapped graph must outlive the view.
template <class DirectedCategory>
struct BglView {
  const Graph* graph;
};
using UndirectedView = BglView<boost::undirected_tag>;
using DirectedView = BglView<boost::bidirectional_tag>;

/// An arc as BGL sees it. For undirected graphs both arcs of a connection compare equal.
struct BglEdge {
  VertexId from = no_vertex;
  VertexId to = no_vertex;
  ArcIndex arc = 0;  ///< position in the (out- or in-) rows; not part of the identity
  bool undirected = true;

  friend bool operator==(const BglEdge& a, const BglEdge& b) {
    return (a.from == b.from && a.to == b.to) || (a.undirected && a.from == b.to && a.to == b.from);
  }
  friend bool operator!=(const BglEdge& a, const BglEdge& b) { return !(a == b); }
};

/// Walks the arcs of one row. Incoming: the row holds sources, so the edge is turned around.
template <class DirectedCategory, bool Incoming>
class BglRowIterator
    : public boost::iterator_facade<BglRowIterator<DirectedCategory, Incoming>, BglEdge,
                                    boost::random_access_traversal_tag, BglEdge, std::ptrdiff_t> {
 public:
  BglRowIterator() = default;
  BglRowIterator(const Rows* rows, VertexId at, ArcIndex arc) : rows_(rows), at_(at), arc_(arc) {}

 private:
  friend class boost::iterator_core_access;
  BglEdge dereference() const {
    constexpr bool undirected = std::is_same_v<DirectedCategory, boost::undirected_tag>;
    const VertexId other = rows_->targets[arc_];
    return Incoming ? BglEdge{other, at_, arc_, undirected} : BglEdge{at_, other, arc_, undirected};
  }
  bool equal(const BglRowIterator& other) const { return arc_ == other.arc_; }
  void increment() { ++arc_; }
  void decrement() { --arc_; }
  void advance(std::ptrdiff_t by) { arc_ += static_cast<ArcIndex>(by); }
  std::ptrdiff_t distance_to(const BglRowIterator& other) const {
    return static_cast<std::ptrdiff_t>(other.arc_) - static_cast<std::ptrdiff_t>(arc_);
  }

  const Rows* rows_ = nullptr;
  VertexId at_ = 0;
  ArcIndex arc_ = 0;
};

/// Walks every edge once: all arcs when directed, arcs from the smaller to the larger id when undirected.
template <class DirectedCategory>
class BglEdgeIterator : public boost::iterator_facade<BglEdgeIterator<DirectedCategory>, BglEdge,
                                                      boost::forward_traversal_tag, BglEdge, std::ptrdiff_t> {
 public:
  BglEdgeIterator() = default;
  BglEdgeIterator(const Graph* graph, VertexId from, ArcIndex arc) : graph_(graph), from_(from), arc_(arc) {
    settle();
  }

 private:
  friend class boost::iterator_core_access;
  static constexpr bool undirected = std::is_same_v<DirectedCategory, boost::undirected_tag>;

  BglEdge dereference() const { return {from_, graph_->target(arc_), arc_, undirected}; }
  bool equal(const BglEdgeIterator& other) const { return arc_ == other.arc_; }
  void increment() {
    ++arc_;
    settle();
  }
  void settle() {
    for (; arc_ < graph_->arc_count(); ++arc_) {
      while (arc_ >= graph_->arcs_end(from_)) ++from_;
      if (!undirected || from_ < graph_->target(arc_)) return;
    }
  }

  const Graph* graph_ = nullptr;
  VertexId from_ = 0;
  ArcIndex arc_ = 0;
};

template <class DirectedCategory>
struct BglTraits {
  using vertex_descriptor = VertexId;
  using edge_descriptor = BglEdge;
  using directed_category = DirectedCategory;
  using edge_parallel_category = boost::disallow_parallel_edge_tag;
  struct traversal_category : boost::vertex_list_graph_tag,
                              boost::edge_list_graph_tag,
                              boost::bidirectional_graph_tag,
                              boost::adjacency_graph_tag {};
  using vertex_iterator = boost::counting_iterator<VertexId>;
  using adjacency_iterator = const VertexId*;
  using out_edge_iterator = BglRowIterator<DirectedCategory, false>;
  using in_edge_iterator = BglRowIterator<DirectedCategory, true>;
  using edge_iterator = BglEdgeIterator<DirectedCategory>;
  using vertices_size_type = std::uint64_t;
  using edges_size_type = std::uint64_t;
  using degree_size_type = std::uint64_t;  // BGL's Brandes counts shortest paths in it
  static vertex_descriptor null_vertex() { return no_vertex; }
};

template <class C>
auto vertices(const BglView<C>& g) {
  using I = typename BglTraits<C>::vertex_iterator;
  return std::pair(I(0), I(g.graph->vertex_count()));
}
template <class C>
std::uint64_t num_vertices(const BglView<C>& g) {
  return g.graph->vertex_count();
}
template <class C>
std::uint64_t num_edges(const BglView<C>& g) {
  return g.graph->edge_count();
}
template <class C>
auto edges(const BglView<C>& g) {
  using I = typename BglTraits<C>::edge_iterator;
  return std::pair(I(g.graph, 0, 0), I(g.graph, g.graph->vertex_count(), g.graph->arc_count()));
}
template <class C>
auto out_edges(VertexId v, const BglView<C>& g) {
  using I = typename BglTraits<C>::out_edge_iterator;
  const Rows& rows = g.graph->out_rows();
  return std::pair(I(&rows, v, rows.offsets[v]), I(&rows, v, rows.offsets[v + 1]));
}
template <class C>
auto in_edges(VertexId v, const BglView<C>& g) {
  using I = typename BglTraits<C>::in_edge_iterator;
  const Rows& rows = g.graph->in_rows();
  return std::pair(I(&rows, v, rows.offsets[v]), I(&rows, v, rows.offsets[v + 1]));
}
template <class C>
auto adjacent_vertices(VertexId v, const BglView<C>& g) {
  const auto row = g.graph->neighbours(v);
  return std::pair(row.data(), row.data() + row.size());
}
template <class C>
std::uint64_t out_degree(VertexId v, const BglView<C>& g) {
  return g.graph->degree(v);
}
template <class C>
std::uint64_t in_degree(VertexId v, const BglView<C>& g) {
  return g.graph->in_degree(v);
}
template <class C>
std::uint64_t degree(VertexId v, const BglView<C>& g) {
  return std::is_same_v<C, boost::undirected_tag> ? g.graph->degree(v)
                                                  : std::uint64_t{g.graph->degree(v)} + g.graph->in_degree(v);
}
template <class C>
VertexId source(const BglEdge& e, const BglView<C>&) {
  return e.from;
}
template <class C>
VertexId target(const BglEdge& e, const BglView<C>&) {
  return e.to;
}

/// Vertex index map: a vertex is its own index.
template <class C>
boost::typed_identity_property_map<VertexId> get(boost::vertex_index_t, const BglView<C>&) {
  return {};
}

}  // namespace tertius::graph

namespace boost {
template <class C>
struct graph_traits<tertius::graph::BglView<C>> : tertius::graph::BglTraits<C> {};
template <class C>
struct graph_traits<const tertius::graph::BglView<C>> : tertius::graph::BglTraits<C> {};
template <class C>
struct property_map<tertius::graph::BglView<C>, vertex_index_t> {
  using type = typed_identity_property_map<tertius::graph::VertexId>;
  using const_type = type;
};
template <class C>
struct property_map<const tertius::graph::BglView<C>, vertex_index_t>
    : property_map<tertius::graph::BglView<C>, vertex_index_t> {};
}  // namespace boost
