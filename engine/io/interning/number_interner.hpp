// Whole numbers of any size and the dense ids they get, made by many threads at once: an id of 10^18 costs no
// more than a small one.
#pragma once

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::io {

/// Numbers fall into shards by their hash. A batch is sorted by shard first, so that each shard is locked
/// once a batch and its table, which fits the cache, is looked at many times in a row.
class NumberInterner {
 public:
  NumberInterner() : shards_(shard_count) {}

  /// A provisional id for each number, the same whenever the number comes again. Provisional ids depend on
  /// the schedule; rank() does not. Safe from any thread. Throws Error{bad_data} beyond 2^32 - 2 different
  /// numbers.
  void provisional_ids(std::span<const std::uint64_t> numbers, std::vector<graph::VertexId>& provisional_ids);

  /// The numbers in ascending order. Ends the giving of provisional ids.
  std::vector<std::uint64_t> sorted(const RunContext& context);
  /// The place of a provisional id's number in that order.
  graph::VertexId rank(graph::VertexId provisional_id) const {
    return shards_[provisional_id % shard_count].ranks[provisional_id / shard_count];
  }

  bool empty() const;

 private:
  static constexpr std::size_t shard_count = 256;

  struct Shard {
    std::mutex mutex;
    std::vector<std::uint64_t> numbers;  // in order of first provisional id
    std::vector<graph::VertexId> slots;  // open addressing; the index into numbers, plus one
    std::vector<graph::VertexId> ranks;

    graph::VertexId index_of(std::uint64_t number, std::uint64_t hash);
    void grow();
  };

  std::vector<Shard> shards_;
};

}  // namespace tertius::io
