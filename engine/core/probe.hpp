// Looking something up in a table with open addressing: where it stands, or the free slot where it may be
// put.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tertius {

/// The first slot, from that of `hash` on, at whose content `stops` says true: the one that was looked for,
/// or a free one. slots.size() where none does, as in a table of an altered file. A power of two of slots.
/// O(1) expected where at most half of them are taken.
template <class Slots, class Stops>
std::size_t probe(const Slots& slots, std::uint64_t hash, Stops stops) {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  for (std::size_t tries = 0; tries <= mask; ++tries, at = (at + 1) & mask)
    if (stops(slots[at])) return at;
  return slots.size();
}

}  // namespace tertius
