// Vertices decide in rounds: side by side, against the same state.
#pragma once

#include <utility>
#include <vector>

#include "engine/clusters/level.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::communities {

/// A pass over all vertices takes this many rounds.
inline constexpr std::size_t most_rounds = 16;

/// A vertex and where it goes.
struct Move {
  VertexId vertex;
  Label to;
};

/// The vertices v with wanted(v), in order.
template <class Wanted>
std::size_t collect(std::size_t n, const Wanted& wanted, Buffer<VertexId>& list) {
  constexpr std::size_t block = 1 << 12;
  const std::size_t blocks = (n + block - 1) / block;
  std::vector<std::size_t> start(blocks, 0);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    for (std::size_t v = begin; v < end; ++v) count += wanted(static_cast<VertexId>(v)) ? 1 : 0;
    start[begin / block] = count;
  });
  std::size_t total = 0;
  for (std::size_t& s : start) s = std::exchange(total, total + s);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    std::size_t at = start[begin / block];
    for (std::size_t v = begin; v < end; ++v) {
      if (wanted(static_cast<VertexId>(v))) list[at++] = static_cast<VertexId>(v);
    }
  });
  return total;
}

/// Neighbouring entries that share a round: of members, so that rows are read in order; of communities and
/// parts fewer, because those that stand side by side belong together and would all do the same at once.
inline constexpr std::size_t chunk_of_members = 16, chunk_of_parts = 4;

/// Calls work(begin, end) for the entries of [0, size) that belong to round `round` of `rounds`: chunks of a
/// few neighbouring entries, dealt out at random.
template <class Work>
void for_round(std::size_t size, std::size_t chunk, std::uint32_t round, std::uint32_t rounds,
               std::uint64_t seed, const Work& work) {
  const std::size_t stride = chunk * rounds;
  const std::size_t strides = (size + stride - 1) / stride;
  parallel_blocks(strides, 256 / chunk, [&](std::size_t first, std::size_t last) {
    for (std::size_t s = first; s < last; ++s) {
      // Of every stride each round takes another chunk, in an order of the stride's own.
      const std::size_t pick = (round + hash64(seed, s)) % rounds;
      const std::size_t begin = s * stride + pick * chunk, end = std::min(size, begin + chunk);
      if (begin < end) work(begin, end);
    }
  });
}

}  // namespace tertius::communities
