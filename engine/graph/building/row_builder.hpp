// Connections go in as they are read, from any thread and in any order; sorted and merged rows come out.
//
// Each row of the input becomes two arcs, and each arc one small key: its source within a bucket of
// neighbouring members, its target, and (directed input) which way it points. This is
// radix partitioning with write-combining buffers, known for graphs as propagation blocking: keys go to their
// buckets through buffers of one cache line, so that memory is written in whole lines; a bucket fits the
// cache, where a sort puts its rows in order and lays repeats side by side. What is written does not depend
// on the order in which rows came, so neither does the graph. Up to 2^22 members, and up to 2^24 with many
// connections, a key takes 4 bytes: before the graph is made there are 8 bytes per row of the input, and no
// list of connections beside them.
//
// S. Beamer, K. Asanovic & D. Patterson (2017), Reducing PageRank communication via propagation blocking,
// https://escholarship.org/uc/item/0sz2g80n
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::graph {

struct VertexPair {
  VertexId from, to;
};

struct RowShape {
  std::uint64_t id_bound = 0;  ///< every id is below; at most 2^32 - 1
  bool weighted = false;
  bool directed_input = false;
  std::uint64_t expected_rows = 0;  ///< a guess; it only decides how many buckets there are
};

class RowBuilder {
 public:
  explicit RowBuilder(const RowShape& shape);
  ~RowBuilder();
  RowBuilder(RowBuilder&&) noexcept;
  RowBuilder& operator=(RowBuilder&&) noexcept;

  /// Takes rows; weights is null or parallel to pairs. Safe from any thread. `position` says where in the
  /// input they stand, such as the number of a block: it changes no result, but input that is in order takes
  /// less sorting when it says so.
  void add(std::span<const VertexPair> pairs, const double* weights = nullptr, std::uint64_t position = 0);
  /// A member that is there even when no connection names it (only read by finish_compact). Any thread.
  void add_member(VertexId id);
  /// Adds everything to `other`, which has room for larger ids, and is empty afterwards.
  void move_into(RowBuilder& other, const RunContext& context);

  std::uint64_t id_bound() const;
  /// Bytes of a key: 4 or 8. A row takes two, and its weight twice 8 bytes more.
  std::size_t key_bytes() const;
  /// Rows taken so far.
  std::uint64_t rows() const;
  /// Bytes that the buckets hold.
  std::uint64_t bytes() const;

  /// The graph of members 0..n-1. Ends the builder. O(m) plus the sorting of buckets, O(n) memory beside the
  /// rows.
  BuildResult finish(VertexId n, const BuildOptions& options, const RunContext& context);

  struct Compacted {
    BuildResult built;
    std::vector<std::uint64_t> ids;  ///< of the members in ascending order; empty when they are 0..n-1
    VertexId members = 0;
  };
  /// The same among the ids that occur, in ascending order.
  Compacted finish_compact(const BuildOptions& options, const RunContext& context);

  struct Buckets;

 private:
  std::unique_ptr<Buckets> buckets_;
};

}  // namespace tertius::graph
