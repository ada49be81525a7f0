// Closed triads of every member of an undirected graph by groups: which of a member's pairs of contacts know
// each other, and to which groups the two belong. What brokerage takes off the pairs of contacts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// Ordered pairs (x,y) of contacts of one member b who know each other. C(b,x) is the number of contacts that
/// b and x have in common.
struct ClosedTriads {
  std::uint64_t all = 0;             ///< all of them: the sum of C(b,x)
  std::uint64_t own_connection = 0;  ///< x in b's group
  std::uint64_t squares = 0;         ///< the sum of the squares of C(b,x)
  std::uint64_t alike = 0;           ///< x and y in one group
  std::uint64_t inside = 0;          ///< x, y and b in one group

  ClosedTriads& operator+=(const ClosedTriads& more) {
    all += more.all;
    own_connection += more.own_connection;
    squares += more.squares;
    alike += more.alike;
    inside += more.inside;
    return *this;
  }
};

/// By member, for one label a member. Triangles of three hubs are counted 512 members at a time at each of
/// their connections; every other triangle is met once, from its member of fewest connections. O(m a) for
/// arboricity a. Beside the graph 8 bytes a connection and 112 a member, bits of hubs (less than half of the
/// graph, or 56 MiB), and for each thread 4 bytes a member and some MiB. Phase `name`.
std::vector<ClosedTriads> closed_triads(const graph::Graph& graph, std::span<const std::uint32_t> label,
                                        std::string_view name, const RunContext& context);

}  // namespace tertius::bridges
