// Sums of weights by label, reused from vertex to vertex.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/clusters/level.hpp"

namespace tertius::communities {

/// A flat hash table (open addressing, linear probing) whose part in use is at least twice as large as the
/// number of labels that can come, so that for most vertices it lies in the first-level cache; or a plain
/// array by label where that is not much larger. Weights must be positive.
template <class W>
class Accumulator {
 public:
  /// Makes room for `labels` different ones, all below `bound`. The table must be clear.
  void prepare(std::size_t labels, std::size_t bound) {
    std::size_t slots = std::bit_ceil(std::max<std::size_t>(2 * labels, 8));
    plain_ = bound <= 4 * slots || bound <= small;
    if (plain_) {
      slots = bound;
    } else {
      shift_ = 32 - std::countr_zero(slots);
      mask_ = static_cast<std::uint32_t>(slots - 1);
    }
    large_ = slots > 4096;
    if (slots <= weights_.size()) return;
    const std::size_t size = std::bit_ceil(slots);
    weights_ = Buffer<W>(size, W{0});
    labels_ = Buffer<Label>(size);
    touched_ = Buffer<std::uint32_t>(size + 1);
  }

  /// Adds weights[i] to the sum of labels[i], i < count.
  void add(const Label* labels, const W* weights, std::size_t count) {
    // Everything in local names: the compiler cannot know that the sums are not these very members.
    W* const sums = weights_.data();
    std::uint32_t* const touched = touched_.data();
    std::uint32_t met = count_;
    if (large_) {
      for (std::size_t i = 0; i < count; ++i) __builtin_prefetch(sums + first_slot(labels[i]));
    }
    if (plain_) {
      for (std::size_t i = 0; i < count; ++i) {
        const Label label = labels[i];
        touched[met] = label;
        met += sums[label] == 0 ? 1 : 0;
        sums[label] += weights[i];
      }
    } else {
      Label* const names = labels_.data();
      const std::uint32_t mask = mask_;
      const int shift = shift_;
      for (std::size_t i = 0; i < count; ++i) {
        const Label label = labels[i];
        std::uint32_t slot = (label * factor) >> shift;
        while (sums[slot] != 0 && names[slot] != label) slot = (slot + 1) & mask;
        names[slot] = label;
        touched[met] = slot;
        met += sums[slot] == 0 ? 1 : 0;
        sums[slot] += weights[i];
      }
    }
    count_ = met;
  }
  W weight_of(Label label) const {
    std::uint32_t slot = first_slot(label);
    if (plain_) return weights_[slot];
    while (weights_[slot] != 0 && labels_[slot] != label) slot = (slot + 1) & mask_;
    return weights_[slot];
  }

  std::uint32_t size() const { return count_; }
  /// The labels in the order in which they came.
  Label label(std::uint32_t i) const { return plain_ ? touched_[i] : labels_[touched_[i]]; }
  W weight(std::uint32_t i) const { return weights_[touched_[i]]; }

  void clear() {
    for (std::uint32_t i = 0; i < count_; ++i) weights_[touched_[i]] = 0;
    count_ = 0;
  }

 private:
  static constexpr std::uint32_t factor = 0x9e3779b1U;
  static constexpr std::size_t small = std::size_t{1}
                                       << 16;  // labels: sums of all fit the second-level cache

  std::uint32_t first_slot(Label label) const { return plain_ ? label : (label * factor) >> shift_; }

  Buffer<W> weights_;
  Buffer<Label> labels_;
  Buffer<std::uint32_t> touched_;  // slots in use, and one that is written ahead
  std::uint32_t count_ = 0, mask_ = 0;
  int shift_ = 0;
  bool plain_ = false, large_ = false;
};

}  // namespace tertius::communities
