// The shared kernel of everything that looks at triangles: for each connection, the contacts that both ends
// have.
//
// The contacts of the end with more of them are marked in a bit set that stays in the cache; the shorter row
// is read against it, without a branch, as hits and misses follow no pattern. The work is the sum of min(d_u,
// d_v) over connections, O(m a) for arboricity a. N. Chiba & T. Nishizeki (1985), Arboricity and subgraph
// listing algorithms, doi:10.1137/0214017
#pragma once

#include <cstdint>
#include <span>
#include <tuple>

#ifdef __AVX512F__
// g++ 12 takes the undefined lanes of its own intrinsics for uninitialised variables.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#pragma GCC diagnostic ignored "-Wuninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

#include "engine/core/parallel.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/member_bits.hpp"

namespace tertius::bridges {

/// Writes the positions in `row` of all members that are set to `out`, ascending, and says how many. There
/// must be room for row.size() + 16 positions. Where `other` stands goes to `position`, if it is there.
inline std::uint32_t find_marked(const graph::MemberBits& marked, std::span<const graph::VertexId> row,
                                 graph::VertexId other, std::uint32_t* out, std::uint32_t& position) {
  std::uint32_t found = 0, at = 0;
  const auto size = static_cast<std::uint32_t>(row.size());
#ifdef __AVX512F__
  // Little-endian: the halves of a word are words of 32 bits.
  const void* const halves = marked.data();
  const __m512i low = _mm512_set1_epi32(31), one = _mm512_set1_epi32(1), step = _mm512_set1_epi32(16),
                sought = _mm512_set1_epi32(static_cast<int>(other));
  __m512i positions = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (; at < size; at += 16, positions = _mm512_add_epi32(positions, step)) {
    const auto inside = static_cast<__mmask16>(size - at >= 16 ? 0xffff : (1u << (size - at)) - 1);
    const __m512i members = _mm512_maskz_loadu_epi32(inside, row.data() + at);
    const __m512i words =
        _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), inside, _mm512_srli_epi32(members, 5), halves, 4);
    const __m512i bits = _mm512_sllv_epi32(one, _mm512_and_si512(members, low));
    const __mmask16 hits = _mm512_mask_test_epi32_mask(inside, words, bits);
    const __mmask16 same = _mm512_mask_cmpeq_epi32_mask(inside, members, sought);
    if (same != 0) position = at + static_cast<std::uint32_t>(__builtin_ctz(same));
    _mm512_storeu_si512(out + found, _mm512_maskz_compress_epi32(hits, positions));
    found += static_cast<std::uint32_t>(__builtin_popcount(hits));
  }
#else
  for (; at < size; ++at) {
    out[found] = at;
    found += marked.has(row[at]);
    position = row[at] == other ? at : position;
  }
#endif
  return found;
}

/// A connection {v,u}, seen from the end v with more contacts, and the contacts its ends have in common.
struct ConnectionWithCommon {
  graph::VertexId v, u;
  graph::ArcIndex there, back;               // arcs v -> u and u -> v
  std::span<const graph::VertexId> row;      // contacts of u
  graph::ArcIndex row_begin;                 // arc of row[0]
  std::span<const std::uint32_t> positions;  // of the common contacts in that row, ascending
};

/// For every connection of an undirected graph, in parallel: `Visitor visitor = make()` once a thread, then
///   visitor.enter(v)    whose connections to contacts with fewer contacts follow
///   visitor.connection(connection)    for each of them
/// Every connection is visited exactly once, by one thread.
template <class Make>
void for_each_connection_with_common(const graph::Graph& graph, const RunContext& context,
                                     std::string_view name, Make&& make) {
  const graph::VertexId n = graph.vertex_count();
  const auto below = [&](graph::VertexId u, graph::VertexId v) {
    return std::tuple(graph.degree(u), u) < std::tuple(graph.degree(v), v);
  };
  using Visitor = decltype(make());
  struct Worker {
    graph::MemberBits marked;
    std::vector<std::uint32_t> positions;
    Visitor visitor;
  };
  PerThread<Worker> workers([&] { return Worker{graph::MemberBits(n), {}, make()}; });
  constexpr std::size_t block = 64;
  Phase phase(context, name, (n + block - 1) / block);
  parallel_blocks(n, block, [&](std::size_t begin, std::size_t end) {
    auto& [marked, positions, visitor] = workers.local();
    for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
      const auto row = graph.neighbours(v);
      bool entered = false;
      for (graph::ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a) {
        const graph::VertexId u = graph.target(a);
        if (!below(u, v)) continue;
        if (!entered) {
          for (const graph::VertexId q : row) marked.add(q);
          visitor.enter(v);
          if (positions.size() < row.size() + 16) positions.resize(row.size() + 16);
          entered = true;
        }
        const auto other = graph.neighbours(u);
        std::uint32_t place = 0;
        const std::uint32_t found = find_marked(marked, other, v, positions.data(), place);
        const graph::ArcIndex first = graph.arcs_begin(u);
        visitor.connection({v, u, a, first + place, other, first, {positions.data(), found}});
      }
      if (entered) {
        for (const graph::VertexId q : row) marked.clear_word_of(q);
      }
    }
    phase.advance();
  });
}

}  // namespace tertius::bridges
