#include "engine/graph/graph.hpp"

#include <utility>

#include "engine/core/parallel.hpp"

namespace tertius::graph {

Graph::Graph(OwnedRows rows) {
  auto owned = std::make_shared<OwnedRows>(std::move(rows));
  out_ = in_ = owned->view();
  owner_ = std::move(owned);
}

Graph::Graph(OwnedRows out, OwnedRows in) : directed_(true) {
  auto owned = std::make_shared<std::pair<OwnedRows, OwnedRows>>(std::move(out), std::move(in));
  out_ = owned->first.view();
  in_ = owned->second.view();
  owner_ = std::move(owned);
}

Graph::Graph(Rows out, Rows in, bool directed, std::shared_ptr<const void> owner)
    : out_(out), in_(directed ? in : out), directed_(directed), owner_(std::move(owner)) {}

double Graph::strength(VertexId v) const {
  if (!weighted()) return degree(v);
  double sum = 0.0;
  for (const double w : weights(v)) sum += w;
  return sum;
}

double Graph::total_weight() const {
  if (!weighted()) return static_cast<double>(edge_count());
  const double arcs = parallel_reduce(vertex_count(), 1 << 14, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0.0;
    for (std::size_t v = begin; v < end; ++v) sum += strength(static_cast<VertexId>(v));
    return sum;
  });
  return directed_ ? arcs : arcs / 2.0;
}

ArcIndex Graph::find_arc(VertexId u, VertexId v) const {
  const std::span<const VertexId> row = neighbours(u);
  if (row.empty()) return arc_count();
  // Which half it is cannot be foreseen, so that no branch depends on it.
  const VertexId* at = row.data();
  for (std::size_t left = row.size(); left > 1;) {
    const std::size_t half = left / 2;
    at += at[half] <= v ? half : 0;
    left -= half;
  }
  return *at == v ? arcs_begin(u) + static_cast<ArcIndex>(at - row.data()) : arc_count();
}

std::size_t Graph::bytes() const {
  const auto bytes = [](const Rows& rows) {
    return rows.offsets.size_bytes() + rows.targets.size_bytes() + rows.weights.size_bytes();
  };
  return bytes(out_) + (directed_ ? bytes(in_) : 0);
}

}  // namespace tertius::graph
