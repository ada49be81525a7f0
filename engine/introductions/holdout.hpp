// Hiding connections in order to find them again: how suggestions are judged, and what the blend learns from.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::introductions {

/// An unordered pair of members.
using Pair = std::pair<graph::VertexId, graph::VertexId>;

struct HoldoutOptions {
  double share = 0.1;  ///< of all connections, in (0,1)
  /// The latest connections, where at least nine in ten have a date; otherwise, or when false, at random.
  bool by_date = true;
  std::uint64_t round = 0;  ///< different hidden connections for every round of the same seed
};

struct Holdout {
  graph::Graph train;                       ///< what stays visible; all members are still there
  graph::ConnectionAttributes connections;  ///< of what stays visible
  std::vector<Pair> hidden;                 ///< ascending
  bool by_date = false;                     ///< how they were chosen
};

/// Hides connections of an undirected graph. A spanning forest always stays, so that every member keeps a
/// connection and no group falls apart; it is made of the earliest connections, or of random ones. Fewer than
/// asked for are hidden where the forest leaves fewer. O(m log m). Only the seed of the context matters.
Holdout hold_out(const graph::Graph& graph, const graph::ConnectionAttributes& connections,
                 const HoldoutOptions& options = {}, const RunContext& context = {});

/// The given split: `train` is the graph, `hidden` pairs are made unordered, sorted and unique; pairs that
/// are connected in `train` or connect a member to itself are left out.
Holdout given_holdout(graph::Graph train, graph::ConnectionAttributes connections,
                      std::span<const Pair> hidden);

/// The members that have hidden connections and, for each, with whom: what is to be found. Members ascending.
struct HiddenConnections {
  std::vector<graph::VertexId> members;
  std::vector<std::size_t> begin;         ///< members[i] misses partners[begin[i]..begin[i + 1])
  std::vector<graph::VertexId> partners;  ///< ascending per member

  explicit HiddenConnections(std::span<const Pair> hidden);
  std::span<const graph::VertexId> of(std::size_t i) const {
    return std::span(partners).subspan(begin[i], begin[i + 1] - begin[i]);
  }
};

}  // namespace tertius::introductions
