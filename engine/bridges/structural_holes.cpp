#include "engine/bridges/structural_holes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "engine/bridges/common_contacts.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::bridges {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// Both directions of each pair added, as in z_ij = a_ij + a_ji.
graph::Graph symmetrised(const graph::Graph& arcs, bool weighted, const RunContext& context) {
  std::vector<graph::VertexId> sources;
  sources.reserve(arcs.arc_count());
  for (graph::VertexId v = 0; v < arcs.vertex_count(); ++v) sources.insert(sources.end(), arcs.degree(v), v);
  const graph::Rows& rows = arcs.out_rows();
  std::vector<double> weights;
  if (weighted && arcs.weighted()) {
    weights.assign(rows.weights.begin(), rows.weights.end());
  } else {
    weights.assign(arcs.arc_count(), 1.0);  // a connection in both directions counts twice
  }
  return graph::build_graph(arcs.vertex_count(), {sources, rows.targets, weights}, {}, context).graph;
}

/// Sums over the common contacts q of each connection {i,j}. Both are symmetric, so that one pass serves both
/// ends: paths = sum z_iq z_qj / s_q, shared = sum z_iq z_jq, per arc.
struct ConnectionSums {
  Buffer<double> paths, shared;
};

template <bool weighted>
struct Summing {
  const graph::Graph& graph;
  const Buffer<double>& inverse_strength;
  ConnectionSums& sums;
  Buffer<double> weight_to{};  // of the member entered

  void enter(graph::VertexId v) {
    if constexpr (weighted) {
      if (weight_to.empty()) weight_to = Buffer<double>(graph.vertex_count());
      for (graph::ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a)
        weight_to[graph.target(a)] = graph.weight(a);
    }
  }
  void connection(const bridges::ConnectionWithCommon& connection) {
    constexpr std::size_t lanes = 4;  // sums side by side, as each would wait for its last addition
    std::array<double, lanes> paths{}, shared{};
    const auto add = [&](std::size_t i, std::size_t lane) {
      const std::uint32_t position = connection.positions[i];
      const graph::VertexId q = connection.row[position];
      if constexpr (weighted) {
        const double product = weight_to[q] * graph.weight(connection.row_begin + position);
        paths[lane] += product * inverse_strength[q];
        shared[lane] += product;
      } else {
        paths[lane] += inverse_strength[q];
      }
    };
    const std::size_t found = connection.positions.size();
    std::size_t i = 0;
    for (; i + lanes <= found; i += lanes) {
      for (std::size_t lane = 0; lane < lanes; ++lane) add(i + lane, lane);
    }
    for (; i < found; ++i) add(i, i % lanes);
    const auto whole = [](const std::array<double, lanes>& of) { return (of[0] + of[1]) + (of[2] + of[3]); };
    sums.paths[connection.there] = sums.paths[connection.back] = whole(paths);
    sums.shared[connection.there] = sums.shared[connection.back] =
        weighted ? whole(shared) : static_cast<double>(found);
  }
};

StructuralHoles run(const graph::Graph& graph, bool weighted, const RunContext& context) {
  const graph::VertexId n = graph.vertex_count();
  Buffer<double> strength(n), inverse(n), strongest(n);
  parallel_each(n, 4096, [&](std::size_t i) {
    const auto v = static_cast<graph::VertexId>(i);
    strength[v] = weighted ? graph.strength(v) : graph.degree(v);
    inverse[v] = 1.0 / strength[v];
    strongest[v] = 1.0;
    if (weighted && graph.degree(v) > 0) {
      strongest[v] = *std::max_element(graph.weights(v).begin(), graph.weights(v).end());
    }
  });
  ConnectionSums sums{Buffer<double>(graph.arc_count()), Buffer<double>(graph.arc_count())};
  if (weighted) {
    bridges::for_each_connection_with_common(graph, context, "constraint", [&] {
      return Summing<true>{graph, inverse, sums};
    });
  } else {
    bridges::for_each_connection_with_common(graph, context, "constraint", [&] {
      return Summing<false>{graph, inverse, sums};
    });
  }

  StructuralHoles result;
  for (auto* column : {&result.constraint, &result.effective_size, &result.efficiency, &result.hierarchy}) {
    column->assign(n, undefined);
  }
  const Phase phase(context, "constraint");
  parallel_each(n, 1024, [&](std::size_t i) {
    const auto v = static_cast<graph::VertexId>(i);
    const double contacts = graph.degree(v);
    if (contacts == 0 || !(strength[v] > 0)) return;
    double constraint = 0, redundancy = 0;
    const auto part = [&](graph::ArcIndex a) {
      const double share = ((weighted ? graph.weight(a) : 1.0) + sums.paths[a]) * inverse[v];
      return share * share;
    };
    for (graph::ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a) {
      constraint += part(a);
      redundancy += sums.shared[a] / strongest[graph.target(a)];
    }
    result.constraint[v] = constraint;
    result.effective_size[v] = contacts - redundancy * inverse[v];
    result.efficiency[v] = result.effective_size[v] / contacts;
    if (contacts == 1) {
      result.hierarchy[v] = 1;
      return;
    }
    double disorder = 0;
    for (graph::ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a) {
      const double x = part(a) * contacts / constraint;
      if (x > 0) disorder += x * std::log(x);
    }
    result.hierarchy[v] = std::clamp(disorder / (contacts * std::log(contacts)), 0.0, 1.0);
  });
  return result;
}

}  // namespace

StructuralHoles structural_holes(const graph::Graph& graph, bool weighted, const RunContext& context) {
  return with_threads(context, [&] {
    if (graph.directed()) return run(symmetrised(graph, weighted, context), true, context);
    return run(graph, weighted && graph.weighted(), context);
  });
}

}  // namespace tertius::bridges
