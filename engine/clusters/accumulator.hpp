// Sums of weights by label, reused from vertex to vertex.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/clusters/level.hpp"

namespace tertius::communities {

/// A flat hash table (open addressing, linear probing) whose part in use is at least twice as large as the
/// number of labels that can come, so that for most vertices it lies in the first-level cache; or a plain
/// array by label where that is no larger. Weights must be positive.
template <class W>
class Accumulator {
 public:
  /// Makes room for `labels` different ones, all below `bound`. The table must be clear.
  void prepare(std::size_t labels, std::size_t bound) {
    std::size_t slots = std::bit_ceil(std::max<std::size_t>(2 * labels, 8));
    plain_ = slots >= bound;
    if (plain_) {
      slots = bound;
    } else {
      shift_ = 32 - std::countr_zero(slots);
      mask_ = static_cast<std::uint32_t>(slots - 1);
    }
    if (slots <= weights_.size()) return;
    const std::size_t size = std::bit_ceil(slots);
    weights_ = Buffer<W>(size, W{0});
    labels_ = Buffer<Label>(size);
    touched_ = Buffer<std::uint32_t>(size);
  }

  /// Adds to the sum of `label`; true when it is the first time.
  bool add(Label label, W weight) {
    const std::uint32_t slot = slot_of(label);
    const bool first = weights_[slot] == 0;
    if (first) {
      labels_[slot] = label;
      touched_[count_++] = slot;
    }
    weights_[slot] += weight;
    return first;
  }
  W weight_of(Label label) const { return weights_[slot_of(label)]; }
  /// Asks memory for the place of a label that is about to come.
  void fetch(Label label) const { __builtin_prefetch(&weights_[first_slot(label)]); }
  /// Whether the table is too large for the first-level cache, so that fetch pays.
  bool large() const {
    return (plain_ ? std::size_t{0} : std::size_t{mask_}) + (plain_ ? weights_.size() : 0) > 4096;
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
  std::uint32_t first_slot(Label label) const { return plain_ ? label : (label * 0x9e3779b1u) >> shift_; }
  /// Where the label stands, or the free slot where it would.
  std::uint32_t slot_of(Label label) const {
    std::uint32_t slot = first_slot(label);
    if (plain_) return slot;
    while (weights_[slot] != 0 && labels_[slot] != label) slot = (slot + 1) & mask_;
    return slot;
  }

  Buffer<W> weights_;
  Buffer<Label> labels_;
  Buffer<std::uint32_t> touched_;
  std::uint32_t count_ = 0, mask_ = 0;
  int shift_ = 0;
  bool plain_ = false;
};

}  // namespace tertius::communities
