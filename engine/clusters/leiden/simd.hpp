// Sixteen neighbours at once, in vector registers (SIMD): what they are labelled, and the best of their
// labels.
//
// Most vertices have few neighbours. Loops over these cost more for ending somewhere else every time than for
// what they do. The results are those of the loops, bit by bit: the same operations in the same order.
#pragma once

#include "engine/clusters/leiden/level.hpp"

#if defined(__AVX512F__) && defined(__AVX512CD__) && defined(__AVX512VPOPCNTDQ__)
#define TERTIUS_VECTORS 1
#include <immintrin.h>
#else
#define TERTIUS_VECTORS 0
#endif

namespace tertius::clusters {

inline constexpr std::size_t vector_size = 16;

/// Whether this machine can, and these rows and volumes are small enough for it: all weights 1, 32 bits a
/// sum.
template <class Rows, class M>
inline constexpr bool in_vectors =
    TERTIUS_VECTORS != 0 &&
    std::is_same_v<Rows, UnitRows<std::uint32_t>>&& std::is_same_v<M, Volume<std::uint32_t>>;

/// Writes down label[targets[i]] for i < count, and returns how many of them are `mine`.
std::uint32_t labels_in_vectors(const graph::VertexId* targets, std::size_t count, const Label* label,
                                Label mine, Label* labels);

struct VectorChoice {
  std::size_t index;  // of the best label, the first of equal ones
  double gain;
};

/// The best of the labels of one to sixteen neighbours for a vertex of this volume: as good as the ties to
/// all neighbours so labelled, less what the null model expects.
VectorChoice best_in_vectors(const Label* labels, std::size_t count, const Volume<std::uint32_t>* volumes,
                             Volume<std::uint32_t> volume, double scale);

#if TERTIUS_VECTORS

inline std::uint32_t labels_in_vectors(const graph::VertexId* targets, std::size_t count, const Label* label,
                                       Label mine, Label* labels) {
  const __m512i own = _mm512_set1_epi32(static_cast<int>(mine));
  int same = 0;
  for (std::size_t i = 0; i < count; i += vector_size) {
    const std::size_t left = count - i;
    const auto some = static_cast<__mmask16>(left < vector_size ? (1u << left) - 1 : 0xffffu);
    const __m512i neighbours = _mm512_maskz_loadu_epi32(some, targets + i);
    const __m512i theirs = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), some, neighbours, label, 4);
    _mm512_mask_storeu_epi32(labels + i, some, theirs);
    same += __builtin_popcount(_mm512_mask_cmpeq_epi32_mask(some, theirs, own));
  }
  return static_cast<std::uint32_t>(same);
}

inline VectorChoice best_in_vectors(const Label* labels, std::size_t count,
                                    const Volume<std::uint32_t>* volumes, Volume<std::uint32_t> volume,
                                    double scale) {
  // Masks also where all lanes count: without, g++ 12 takes what its own header leaves open for variables
  // never set.
  constexpr __mmask8 all8 = 0xff;
  const auto some = static_cast<__mmask16>((1u << count) - 1);
  const __m512i names = _mm512_maskz_loadu_epi32(some, labels);
  // How often a name stands in the lanes up to one's own is what the ties to it sum up to; the last one of
  // each name knows the whole.
  const __m512i before = _mm512_maskz_conflict_epi32(some, names);
  const __m512i sums = _mm512_add_epi32(_mm512_maskz_popcnt_epi32(some, before), _mm512_set1_epi32(1));
  const __m512i theirs = _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), some, names, volumes, 4);
  const __m512d own = _mm512_set1_pd(static_cast<double>(volume.all)), scales = _mm512_set1_pd(scale);
  const auto gain = [&](__m256i sum, __m256i all) {
    return _mm512_sub_pd(_mm512_maskz_cvtepu32_pd(all8, sum),
                         _mm512_mul_pd(scales, _mm512_mul_pd(own, _mm512_maskz_cvtepu32_pd(all8, all))));
  };
  const __m512d nothing = _mm512_set1_pd(-__builtin_inf());
  const auto lower = static_cast<__mmask8>(some), upper = static_cast<__mmask8>(some >> 8);
  const __m512d first = _mm512_mask_blend_pd(
      lower, nothing,
      gain(_mm512_maskz_extracti64x4_epi64(all8, sums, 0), _mm512_maskz_extracti64x4_epi64(all8, theirs, 0)));
  const __m512d second = _mm512_mask_blend_pd(
      upper, nothing,
      gain(_mm512_maskz_extracti64x4_epi64(all8, sums, 1), _mm512_maskz_extracti64x4_epi64(all8, theirs, 1)));
  const __m512d eight = _mm512_maskz_max_pd(all8, first, second);
  const __m256d four = _mm256_max_pd(_mm512_maskz_extractf64x4_pd(all8, eight, 0),
                                     _mm512_maskz_extractf64x4_pd(all8, eight, 1));
  const __m128d two = _mm_max_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
  const double best = std::max(_mm_cvtsd_f64(two), _mm_cvtsd_f64(_mm_unpackhi_pd(two, two)));
  const __m512d bests = _mm512_set1_pd(best);
  const unsigned at = _mm512_cmp_pd_mask(first, bests, _CMP_EQ_OQ) |
                      static_cast<unsigned>(_mm512_cmp_pd_mask(second, bests, _CMP_EQ_OQ)) << 8;
  return {static_cast<std::size_t>(__builtin_ctz(at)), best};
}

#endif

}  // namespace tertius::clusters
