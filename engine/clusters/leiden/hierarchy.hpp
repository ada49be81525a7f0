// The levels between the members and their communities: parts, parts of parts, and so on.
#pragma once

#include "engine/clusters/leiden/aggregation.hpp"

namespace tertius::clusters {

/// Where the members are while the levels above them are made.
struct MemberPositions {
  Buffer<graph::VertexId> at;      // of each member: its vertex on this level, no_vertex once that has left
  Buffer<graph::VertexId> origin;  // of each vertex of this level: the member it is named after
  Buffer<Label> label;             // of each member: the origin of its vertex

  explicit MemberPositions(graph::VertexId n) : at(n), origin(n), label(n) {
    parallel_each(n, 1 << 13,
                  [&](std::size_t v) { at[v] = origin[v] = label[v] = static_cast<graph::VertexId>(v); });
  }

  void rise(const Numbering& numbering) {
    Buffer<graph::VertexId> above(numbering.count);
    parallel_each(above.size(), 1 << 13, [&](std::size_t p) { above[p] = origin[numbering.founder[p]]; });
    origin = std::move(above);
    parallel_each(at.size(), 1 << 12, [&](std::size_t v) {
      if (at[v] == graph::no_vertex) return;
      at[v] = numbering.name[at[v]];
      if (at[v] != graph::no_vertex) label[v] = origin[at[v]];
    });
  }
};

/// Connected parts of the communities by repeated refinement, no member leaving a community; calls take(label
/// of each member) for each level from the finest up, as long as parts can be aggregated.
template <class W, class Rows, class M, class Take>
void each_level(const Level<Rows, M>& level, const Buffer<Label>& community, MemberPositions& positions,
                std::uint64_t seed, graph::ArcIndex small, const RunContext& context, const Take& take) {
  const Assignment<M> state = assignment_of(level, community);
  OwnedLevel<W, M> next;
  Numbering numbering;
  {
    const RefinedCommunities<M> parts = refine(level, state, seed, small, context);
    numbering = number_refined(level, parts, context);
    if (numbering.members.size() == numbering.count) return;
    aggregate(level, parts, numbering, Ties::inside, next, context);
  }
  positions.rise(numbering);
  take(positions.label);
  each_level<W>(next.view(level.scale), communities_of_refined(state, numbering), positions, hash64(seed, 1),
                small, context, take);
}

}  // namespace tertius::clusters
