// Cut members and cut connections: what falls apart when one member, or one connection, goes.
//
// A cut member (articulation point) is one without whom the component falls apart; a cut connection (bridge)
// likewise. Blocks are the largest parts without a cut member of their own; blocks and cut members form a
// forest, the block-cut tree.
//
// J. Hopcroft & R. Tarjan (1973), Efficient algorithms for graph manipulation, doi:10.1145/362248.362272
// F. Harary & G. Prins (1966), The block-cutpoint-tree of a graph, Publ. Math. Debrecen 13, 103-107
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::bridges {

struct BlockCutTree {
  /// Members of each block in ascending order, blocks by smallest pair of members: block b has
  /// block_members[block_begin[b]..block_begin[b+1]). A cut connection is a block of two; isolated members
  /// have no block.
  std::vector<std::uint64_t> block_begin;
  std::vector<graph::VertexId> block_members;
  std::vector<graph::VertexId> cut_members;  ///< ascending
  std::vector<std::pair<graph::VertexId, graph::VertexId>>
      cut_connections;  ///< smaller member first, ascending

  std::size_t blocks() const { return block_begin.empty() ? 0 : block_begin.size() - 1; }
};

/// What leaving does, per member.
struct Removal {
  /// Members that lose the largest remaining part of their component: all but that part, without the one who
  /// left.
  std::vector<std::uint32_t> cut_off;
  std::vector<std::uint32_t> parts;       ///< parts that remain of the component: 0 for isolated members
  std::vector<std::uint64_t> lost_pairs;  ///< pairs of others that reached each other and no longer do
  std::vector<std::uint64_t> lost_cross_pairs;  ///< those of them in different groups; empty without groups
};

/// O(n + m), without recursion. The graph must be undirected (Error{usage}).
BlockCutTree block_cut_tree(const graph::Graph& graph, const RunContext& context = {});

/// For every member, from one depth-first search: O(n + m); with groups, every part that a member cuts off is
/// read once more for that member. Throws Error{usage} for directed graphs or labels that do not fit.
Removal removal(const graph::Graph& graph, const graph::Partition* groups = nullptr,
                const RunContext& context = {});

}  // namespace tertius::bridges
