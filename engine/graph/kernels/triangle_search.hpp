// The search for triangles that counting them and everything built on closed triads share: for each tie
// {u,v} of a DegreeOrientation, u > v, the contacts below v that both have.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <span>

#ifdef __AVX512F__
#include <immintrin.h>
#endif

#include "engine/core/parallel.hpp"
#include "engine/graph/kernels/degree_orientation.hpp"
#include "engine/graph/member_bits.hpp"

namespace tertius::graph {

/// How much a search says of the contacts that two members have in common.
enum class CommonDetail : std::uint8_t { count, ranks, places };

/// How many of `found` must have room beyond the last contact: vectors are written whole.
inline constexpr std::size_t common_slack = 16;

/// How many of `ranks` below `limit` have their bit set; from CommonDetail::ranks on which (to `found`), with
/// CommonDetail::places also where they stand in `ranks` (to `places`), in order.
template <CommonDetail detail>
std::uint64_t common_ranks(const HubRows::Word* bits, std::span<const VertexId> ranks, VertexId limit,
                           VertexId* found, std::uint32_t* places) {
  std::uint64_t count = 0;
  std::size_t at = 0;
#ifdef __AVX512F__
  const auto* words = reinterpret_cast<const std::uint32_t*>(bits);
  const __m512i low = _mm512_set1_epi32(31), one = _mm512_set1_epi32(1), step = _mm512_set1_epi32(16),
                end = _mm512_set1_epi32(static_cast<int>(limit));
  __m512i place = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
  for (; at < ranks.size(); at += 16) {
    const std::size_t left = ranks.size() - at;
    auto asked = static_cast<__mmask16>(left >= 16 ? 0xffff : (1u << left) - 1);
    const __m512i rank = _mm512_maskz_loadu_epi32(asked, ranks.data() + at);
    asked = _mm512_mask_cmplt_epu32_mask(asked, rank, end);
    const __m512i word = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), asked,
                                                     _mm512_maskz_srli_epi32(asked, rank, 5), words, 4);
    const __m512i bit = _mm512_maskz_sllv_epi32(asked, one, _mm512_and_si512(rank, low));
    const __mmask16 hits = _mm512_test_epi32_mask(word, bit);
    if constexpr (detail >= CommonDetail::ranks) {
      _mm512_storeu_si512(found + count, _mm512_maskz_compress_epi32(hits, rank));
    }
    if constexpr (detail >= CommonDetail::places) {
      _mm512_storeu_si512(places + count, _mm512_maskz_compress_epi32(hits, place));
      place = _mm512_add_epi32(place, step);
    }
    count += static_cast<std::uint64_t>(std::popcount(static_cast<std::uint32_t>(hits)));
  }
#endif
  for (; at < ranks.size(); ++at) {
    const VertexId w = ranks[at];
    if (w >= limit) continue;
    if constexpr (detail >= CommonDetail::ranks) found[count] = w;
    if constexpr (detail >= CommonDetail::places) places[count] = static_cast<std::uint32_t>(at);
    count += bits[w / 64] >> w % 64 & 1;
  }
  return count;
}

/// Contacts of both u and v of lower rank than either, in no particular order.
struct CommonContacts {
  std::uint64_t count = 0;
  const VertexId* ranks = nullptr;  // from CommonDetail::ranks on
};

/// Scratch of one thread: a bit a member, and what its longest rows need.
template <CommonDetail detail>  // count or ranks
class TriangleSearch {
 public:
  TriangleSearch(const DegreeOrientation& oriented, const HubRows& hubs)
      : oriented_(oriented), hubs_(hubs), marked_(whole_chunks(oriented.size())) {}

  /// Calls visit(v, common) for the contacts v of u, in the order of its row.
  template <class Visit>
  void from(VertexId u, Visit&& visit) {
    const auto row = oriented_.row(u);
    if (row.size() < 2) return;
    for (const VertexId w : row) marked_.add(w);
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i + ahead < row.size() && row[i + ahead] >= hubs_.count()) oriented_.prefetch_row(row[i + ahead]);
      visit(row[i], common(row[i], row));
    }
    for (const VertexId w : row) marked_.clear_word_of(w);
  }

 private:
  using Word = HubRows::Word;
  static constexpr std::size_t chunk_words = HubRows::chunk_words;
  static constexpr std::size_t ahead = 2;  // rows asked for before their turn
  // Of 512 bits, in tests of one.
  static constexpr std::size_t chunk_cost = detail == CommonDetail::count ? 2 : 12;

  /// Rows of bits are as long, so that both are looked at in whole chunks.
  static std::size_t whole_chunks(VertexId n) {
    return (std::size_t{n} / HubRows::chunk_bits + 1) * HubRows::chunk_bits;
  }

  /// By the way that looks at least.
  CommonContacts common(VertexId v, std::span<const VertexId> row) {
    const auto other = oriented_.row(v);
    const std::size_t most = std::min(row.size(), other.size()) + common_slack;
    if (detail >= CommonDetail::ranks && ranks_.size() < most) ranks_ = Buffer<VertexId>(2 * most);
    if (v < hubs_.count()) {
      const std::size_t chunks = HubRows::chunks(v), tests = std::min(row.size(), other.size());
      if (chunk_cost * chunks <= tests) return by_bits(v, chunks);
      if (row.size() < other.size()) return by_tests(v, row);
    }
    return by_marks(other);
  }
  CommonContacts found(std::uint64_t count) const { return {count, ranks_.data()}; }

  CommonContacts by_bits(VertexId v, std::size_t chunks) {
    const Word *bits = hubs_.row(v), *marked = marked_.data();
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < chunks * chunk_words; ++i) {
      Word both = bits[i] & marked[i];
      if constexpr (detail == CommonDetail::count) {
        count += static_cast<std::uint64_t>(std::popcount(both));
      } else {
        for (; both != 0; both &= both - 1) {
          ranks_[count++] = static_cast<VertexId>(64 * i + static_cast<std::size_t>(std::countr_zero(both)));
        }
      }
    }
    return found(count);
  }
  CommonContacts by_tests(VertexId v, std::span<const VertexId> row) {
    return found(common_ranks<detail>(hubs_.row(v), row, v, ranks_.data(), nullptr));
  }
  CommonContacts by_marks(std::span<const VertexId> other) {
    return found(common_ranks<detail>(marked_.data(), other, no_vertex, ranks_.data(), nullptr));
  }

  const DegreeOrientation& oriented_;
  const HubRows& hubs_;
  MemberBits marked_;
  Buffer<VertexId> ranks_{};
};

}  // namespace tertius::graph
