#include "engine/introductions/holdout.hpp"

#include <algorithm>
#include <numeric>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::introductions {

namespace {

struct Connection {
  graph::VertexId u, v;
  graph::Day since;
  std::uint64_t lot;  // a random number of its own
};

/// Union-find with path halving.
class Components {
 public:
  explicit Components(graph::VertexId n) : parent_(n) {
    std::iota(parent_.begin(), parent_.end(), graph::VertexId{0});
  }
  bool join(graph::VertexId u, graph::VertexId v) {
    u = root(u);
    v = root(v);
    if (u == v) return false;
    parent_[std::max(u, v)] = std::min(u, v);
    return true;
  }

 private:
  graph::VertexId root(graph::VertexId v) {
    while (parent_[v] != v) v = parent_[v] = parent_[parent_[v]];
    return v;
  }
  std::vector<graph::VertexId> parent_;
};

/// The graph without the hidden connections, and what is known of the others.
void keep_rest(const graph::Graph& graph, const graph::ConnectionAttributes& connections, Holdout& holdout,
               const RunContext& context) {
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (graph::ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc) {
      const graph::VertexId v = graph.target(arc);
      if (v < u || std::binary_search(holdout.hidden.begin(), holdout.hidden.end(), Pair{u, v})) continue;
      sources.push_back(u);
      targets.push_back(v);
      if (graph.weighted()) weights.push_back(graph.weight(arc));
    }
  }
  holdout.train = graph::build_graph(graph.vertex_count(), {sources, targets, weights}, {}, context).graph;
  const bool dated = !connections.since.empty();
  const bool kinds = !connections.kind.empty();
  holdout.connections.kinds = connections.kinds;
  std::vector<graph::Day>& since = holdout.connections.since.own();
  std::vector<std::uint32_t>& kind = holdout.connections.kind.own();
  if (dated) since.reserve(holdout.train.arc_count());
  if (kinds) kind.reserve(holdout.train.arc_count());
  if (!dated && !kinds) return;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (const graph::VertexId v : holdout.train.neighbours(u)) {
      const graph::ArcIndex arc = graph.find_arc(u, v);
      if (dated) since.push_back(connections.since_of(arc));
      if (kinds) kind.push_back(connections.kind_of(arc));
    }
  }
}

}  // namespace

Holdout hold_out(const graph::Graph& graph, const graph::ConnectionAttributes& connections,
                 const HoldoutOptions& options, const RunContext& context) {
  if (!(options.share > 0.0 && options.share < 1.0)) {
    throw Error(ErrorKey::option_value, "the share of ties to hide lies between 0 and 1");
  }
  std::vector<Connection> all;
  all.reserve(graph.edge_count());
  std::uint64_t dated = 0;
  for (graph::VertexId u = 0; u < graph.vertex_count(); ++u) {
    for (graph::ArcIndex arc = graph.arcs_begin(u); arc < graph.arcs_end(u); ++arc) {
      const graph::VertexId v = graph.target(arc);
      if (v < u) continue;
      const graph::Day since = connections.since_of(arc);
      dated += static_cast<std::uint64_t>(since != graph::no_day);
      all.push_back({u, v, since, hash64(context.seed, options.round, (std::uint64_t{u} << 32) | v)});
    }
  }
  Holdout holdout;
  holdout.by_date = options.by_date && !all.empty() && dated * 10 >= all.size() * 9;
  // Connections without a date (no_day) count as the oldest.
  const bool by_date = holdout.by_date;
  with_threads(context, [&] {
    parallel_sort(all.begin(), all.end(), [by_date](const Connection& a, const Connection& b) {
      if (by_date && a.since != b.since) return a.since < b.since;
      return a.lot != b.lot ? a.lot < b.lot : Pair{a.u, a.v} < Pair{b.u, b.v};
    });
  });
  Components components(graph.vertex_count());
  std::vector<Pair> spare;
  for (const Connection& connection : all) {
    if (!components.join(connection.u, connection.v)) spare.emplace_back(connection.u, connection.v);
  }
  const auto wanted = static_cast<std::size_t>(options.share * static_cast<double>(all.size()));
  const std::size_t count = std::min(wanted, spare.size());
  holdout.hidden.assign(spare.end() - static_cast<std::ptrdiff_t>(count), spare.end());
  std::sort(holdout.hidden.begin(), holdout.hidden.end());
  keep_rest(graph, connections, holdout, context);
  return holdout;
}

Holdout given_holdout(graph::Graph train, graph::ConnectionAttributes connections,
                      std::span<const Pair> hidden) {
  Holdout holdout{std::move(train), std::move(connections), {}, false};
  for (const auto& [u, v] : hidden) {
    if (u == v || holdout.train.has_arc(u, v)) continue;
    holdout.hidden.emplace_back(std::min(u, v), std::max(u, v));
  }
  std::sort(holdout.hidden.begin(), holdout.hidden.end());
  holdout.hidden.erase(std::unique(holdout.hidden.begin(), holdout.hidden.end()), holdout.hidden.end());
  return holdout;
}

HiddenConnections::HiddenConnections(std::span<const Pair> hidden) {
  std::vector<Pair> both;
  both.reserve(hidden.size() * 2);
  for (const auto& [u, v] : hidden) {
    both.emplace_back(u, v);
    both.emplace_back(v, u);
  }
  std::sort(both.begin(), both.end());
  for (const auto& [member, partner] : both) {
    if (members.empty() || members.back() != member) {
      members.push_back(member);
      begin.push_back(partners.size());
    }
    partners.push_back(partner);
  }
  begin.push_back(partners.size());
}

}  // namespace tertius::introductions
