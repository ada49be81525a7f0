#include "engine/io/interning/number_interner.hpp"

#include <algorithm>
#include <array>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"
#include "engine/core/probe.hpp"
#include "engine/core/random.hpp"

namespace tertius::io {

graph::VertexId NumberInterner::Shard::index_of(std::uint64_t number, std::uint64_t hash) {
  if (2 * (numbers.size() + 1) > slots.size()) grow();
  graph::VertexId& slot = slots[probe(
      slots, hash, [&](graph::VertexId known) { return known == 0 || numbers[known - 1] == number; })];
  if (slot == 0) {
    if (numbers.size() + 1 >= graph::no_vertex / shard_count)
      throw Error(ErrorKey::too_large, "more than 4,294,967,294 members; that is the limit");
    numbers.push_back(number);
    slot = static_cast<graph::VertexId>(numbers.size());
  }
  return slot - 1;
}

void NumberInterner::Shard::grow() {
  slots.assign(std::max<std::size_t>(64, 2 * slots.size()), 0);
  for (std::size_t i = 0; i < numbers.size(); ++i)
    slots[probe(slots, mix64(numbers[i]), [](graph::VertexId slot) { return slot == 0; })] =
        static_cast<graph::VertexId>(i + 1);
}

void NumberInterner::provisional_ids(std::span<const std::uint64_t> numbers,
                                     std::vector<graph::VertexId>& provisional_ids) {
  provisional_ids.resize(numbers.size());
  std::vector<std::uint64_t> hashes(numbers.size());
  std::array<std::uint32_t, shard_count + 1> begin{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    hashes[i] = mix64(numbers[i]);
    ++begin[(hashes[i] >> 56) + 1];
  }
  for (std::size_t s = 0; s < shard_count; ++s) begin[s + 1] += begin[s];
  std::vector<std::uint32_t> order(numbers.size());
  auto at = begin;
  for (std::size_t i = 0; i < numbers.size(); ++i)
    order[at[hashes[i] >> 56]++] = static_cast<std::uint32_t>(i);
  // Threads that come at the same time begin at different shards.
  const std::size_t first = numbers.empty() ? 0 : hashes.front() % shard_count;
  for (std::size_t i = 0; i < shard_count; ++i) {
    const std::size_t s = (first + i) % shard_count;
    if (begin[s] == begin[s + 1]) continue;
    Shard& shard = shards_[s];
    const std::lock_guard lock(shard.mutex);
    for (std::size_t j = begin[s]; j < begin[s + 1]; ++j) {
      const std::uint32_t k = order[j];
      provisional_ids[k] =
          static_cast<graph::VertexId>(shard.index_of(numbers[k], hashes[k]) * shard_count + s);
    }
  }
}

std::vector<std::uint64_t> NumberInterner::sorted(const RunContext& context) {
  struct Provisional {
    std::uint64_t number;
    graph::VertexId provisional_id;
    bool operator<(const Provisional& other) const { return number < other.number; }
  };
  std::vector<std::size_t> begin(shard_count + 1, 0);
  for (std::size_t s = 0; s < shard_count; ++s) begin[s + 1] = begin[s] + shards_[s].numbers.size();
  std::vector<Provisional> all(begin.back());
  parallel_each(shard_count, 1, [&](std::size_t s) {
    Shard& shard = shards_[s];
    shard.slots = {};
    shard.ranks.resize(shard.numbers.size());
    for (std::size_t i = 0; i < shard.numbers.size(); ++i) {
      all[begin[s] + i] = {shard.numbers[i], static_cast<graph::VertexId>(i * shard_count + s)};
    }
    shard.numbers = {};
  });
  context.poll();
  parallel_sort(all.begin(), all.end());
  std::vector<std::uint64_t> numbers(all.size());
  parallel_each(all.size(), std::size_t{1} << 14, [&](std::size_t i) {
    numbers[i] = all[i].number;
    shards_[all[i].provisional_id % shard_count].ranks[all[i].provisional_id / shard_count] =
        static_cast<graph::VertexId>(i);
  });
  return numbers;
}

bool NumberInterner::empty() const {
  return std::all_of(shards_.begin(), shards_.end(),
                     [](const Shard& shard) { return shard.numbers.empty(); });
}

}  // namespace tertius::io
