// Ascending order of plain keys of four bytes.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tertius::graph::rows {

#if defined(__AVX512F__)
inline constexpr bool sorts_by_vectors = true;
#else
inline constexpr bool sorts_by_vectors = false;
#endif

/// Sorts keys[0, size) with scratch[0, size) as its only other memory. With AVX-512 a quicksort that parts
/// sixteen keys at a time and ends in bitonic networks (Bramas 2017, doi:10.14569/IJACSA.2017.081044; Blacher
/// et al. 2022, arXiv 2205.05982), otherwise std::sort. O(size log size).
void sort_keys(std::uint32_t* keys, std::uint32_t* scratch, std::size_t size);

}  // namespace tertius::graph::rows
