// From a list of connections to a Graph: loops dropped, repeats merged, rows sorted, everything counted.
#pragma once

#include <cstdint>
#include <span>

#include "engine/core/choice.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

/// A connection per index. weights is empty (every weight is 1) or as long as the others.
struct EdgeSpans {
  std::span<const VertexId> sources;
  std::span<const VertexId> targets;
  std::span<const double> weights{};
};

enum class ConnectionRule {
  any,     ///< a -> b or b -> a makes a connection
  mutual,  ///< only a -> b together with b -> a does
};

enum class Merge {
  sum,      ///< the weights of merged connections add up
  maximum,  ///< the largest weight stays
};

inline constexpr Choice<ConnectionRule> connection_rules[] = {
    {ConnectionRule::any, "any", "a row in one direction makes a connection"},
    {ConnectionRule::mutual, "mutual", "rows in both directions do"},
};
inline constexpr Choice<Merge> merge_rules[] = {
    {Merge::sum, "sum", "they add up"},
    {Merge::maximum, "maximum", "the largest stays"},
    {Merge::maximum, "max"},
};

struct BuildOptions {
  bool directed_input = false;  ///< rows are arcs a -> b: `rule` decides what makes a connection
  ConnectionRule rule = ConnectionRule::any;  ///< only read when directed_input
  Merge merge = Merge::sum;                   ///< for repeats, and for the two directions of directed input
  bool keep_arcs = false;          ///< also return the directed graph; only read when directed_input
  bool drop_unit_weights = false;  ///< weights that are all 1 when everything is merged are no weights
};

/// rows == loops + duplicates + reciprocated + one_sided + graph.edge_count().
struct BuildResult {
  Graph graph;                     ///< undirected
  Graph arcs;                      ///< directed, empty unless BuildOptions::keep_arcs
  std::uint64_t loops = 0;         ///< rows that connect a member to itself, dropped
  std::uint64_t duplicates = 0;    ///< repeats of a connection (of an arc when directed_input), merged
  std::uint64_t reciprocated = 0;  ///< arcs that join their reverse in one connection (directed_input)
  std::uint64_t one_sided = 0;     ///< arcs without a reverse, dropped by ConnectionRule::mutual
};

/// Builds the undirected graph of `edges` among `vertex_count` members. Every id must be below vertex_count.
/// Merged weights are added in ascending order, so the result depends on neither row order nor threads.
/// O(n + m log d) work. Throws Error{cancelled} when stopped, std::bad_alloc when memory runs out.
BuildResult build_graph(VertexId vertex_count, const EdgeSpans& edges, const BuildOptions& options = {},
                        const RunContext& context = {});

}  // namespace tertius::graph
