// The degree orientation of an undirected graph: half of it, from members of few connections to members of
// many. Every search for triangles walks along it.
//
// Members are ranked by degree, the most connected first; a member keeps its contacts of lower rank (that is,
// of more connections). No row is longer than sqrt(2 m), and each triangle u > v > w is met once, in the rows
// of u and v. T. Schank & D. Wagner (2005), Finding, counting and listing all triangles in large graphs,
// doi:10.1007/11427186_54
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

class DegreeOrientation {
 public:
  /// O(n + m). 4 bytes a connection and 24 a member.
  explicit DegreeOrientation(const Graph& graph);

  VertexId size() const { return static_cast<VertexId>(rows_.size()); }
  VertexId rank(VertexId member) const { return rank_[member]; }
  VertexId member(VertexId rank) const { return by_rank_[rank]; }
  VertexId degree(VertexId rank) const { return graph_.degree(by_rank_[rank]); }

  /// Ranks below `rank` that are connected to it, in no particular order.
  std::span<const VertexId> row(VertexId rank) const {
    return std::span<const VertexId>(targets_).subspan(rows_[rank].begin, rows_[rank].length);
  }
  /// Where the row begins among those of all ranks, for arrays with a place for each tie: [0, edge_count).
  ArcIndex row_begin(VertexId rank) const { return rows_[rank].begin; }
  ArcIndex connection_count() const { return targets_.size(); }
  /// Asks for a whole row in time: rows come from anywhere in memory, and the first line alone would leave
  /// the others to be waited for.
  void prefetch_row(VertexId rank) const {
    const auto contacts = row(rank);
    for (std::size_t at = 0; at < contacts.size(); at += 16) __builtin_prefetch(contacts.data() + at);
  }

  /// Rows of `first` and those after it become ascending. O(sum of d log d) over them.
  void sort_rows(VertexId first);
  std::span<VertexId> mutable_row(VertexId rank) {
    return std::span<VertexId>(targets_).subspan(rows_[rank].begin, rows_[rank].length);
  }

 private:
  struct Row {
    ArcIndex begin;
    VertexId length;
  };

  void rank_by_degree();
  void keep_lower_ranks();

  const Graph& graph_;
  Buffer<VertexId> by_rank_, rank_;
  Buffer<Row> rows_;
  Buffer<VertexId> targets_;
};

/// Rows of bits of the first ranks, each only as long as it can have contacts: the lower half of a square, at
/// most an eighth of the graph or 16 MiB, and half as much for the places. The rows of these ranks in the
/// orientation become ascending.
class HubRows {
 public:
  using Word = std::uint64_t;
  static constexpr std::size_t chunk_words = 8;  // 512 bits: what one vector register holds
  static constexpr VertexId chunk_bits = 64 * chunk_words;

  explicit HubRows(DegreeOrientation& oriented, bool with_places);

  VertexId count() const { return count_; }
  static std::size_t chunks(VertexId hub) { return hub / chunk_bits + 1; }
  const Word* row(VertexId hub) const { return words_.data() + begin(hub); }
  /// Where a contact of the hub stands in its row; needs places.
  std::uint32_t place(VertexId hub, VertexId contact) const {
    const std::size_t word = begin(hub) + contact / 64;
    const Word before = words_[word] & ((Word{1} << contact % 64) - 1);
    return places_[word] + static_cast<std::uint32_t>(std::popcount(before));
  }

 private:
  /// So many that a square of bits is no larger than a quarter of the graph, but 2^14 in any case.
  static VertexId most_hubs(const DegreeOrientation& oriented);
  static constexpr VertexId least_degree = 64;

  /// Rows of hub numbers c * 512 to c * 512 + 511 have c + 1 chunks each.
  static std::size_t begin(VertexId hub) {
    const std::size_t c = hub / chunk_bits;
    return (c * (c + 1) / 2 * chunk_bits + (c + 1) * (hub % chunk_bits)) * chunk_words;
  }

  VertexId count_ = 0;
  Buffer<Word> words_;
  Buffer<std::uint32_t> places_;  // by word, how many contacts of the hub stand before it
};

}  // namespace tertius::graph
