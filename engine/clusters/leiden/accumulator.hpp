// Sums of weights by label, reused from vertex to vertex.
#pragma once

#include <bit>
#include <cstdint>

#include "engine/clusters/leiden/level.hpp"

namespace tertius::clusters {

/// A flat hash table (open addressing, linear probing) that is at least twice as large as the number of
/// labels in it, so that for most vertices it lies in the first-level cache; or a plain array by label where
/// that is not much larger. Weights must be positive.
template <class W>
class Accumulator {
 public:
  /// Makes ready for at most `labels` different ones, all below `bound`; `scattered`: most of them will be
  /// different indeed. The table must be clear.
  void prepare(std::size_t labels, std::size_t bound, bool scattered = false) {
    const std::size_t most = std::bit_ceil(std::max<std::size_t>(2 * labels, 8));
    plain_ = bound <= 4 * most || bound <= small || (scattered && labels >= many && bound <= wide);
    resize(plain_ ? bound : std::min(most, first_size));
  }

  /// Adds weight_of(i) to the sum of label_of(i), i < count.
  template <class LabelOf, class WeightOf>
  void add(std::size_t count, const LabelOf& label_of, const WeightOf& weight_of) {
    if (plain_) {
      // Everything in local names: the compiler cannot know that the sums are not these very members.
      W* const sums = weights_.data();
      std::uint32_t* const touched = touched_.data();
      std::uint32_t met = count_;
      for (std::size_t i = 0; i < count; ++i) {
        const Label label = label_of(i);
        const W sum = sums[label];
        touched[met] = label;
        met += sum == 0 ? 1 : 0;
        sums[label] = sum + weight_of(i);
      }
      count_ = met;
      return;
    }
    // Labels first and sums after, so that the memory works ahead of the table.
    Label labels[stretch];
    W weights[stretch];
    for (std::size_t at = 0; at < count; at += stretch) {
      const std::size_t next = std::min(stretch, count - at);
      for (std::size_t i = 0; i < next; ++i) labels[i] = label_of(at + i), weights[i] = weight_of(at + i);
      if (2 * (count_ + next) > mask_ + std::size_t{1}) grow();
      insert(labels, weights, next);
    }
  }

  /// Adds weight_of(i) to the sum of labels[i], i < count, and leaves the table clear: visit(label, sum)
  /// hears of every sum each time it has grown, and last when it is whole.
  template <class WeightOf, class Visit>
  void sweep(const Label* labels, std::size_t count, const WeightOf& weight_of, const Visit& visit) {
    W* const sums = weights_.data();
    if (plain_) {
      for (std::size_t i = 0; i < count; ++i) visit(labels[i], sums[labels[i]] += weight_of(i));
      for (std::size_t i = 0; i < count; ++i) sums[labels[i]] = 0;
      return;
    }
    if (2 * count > mask_ + std::size_t{1}) {  // the table may have to grow
      add(
          count, [&](std::size_t i) { return labels[i]; }, weight_of);
      for (std::uint32_t i = 0; i < count_; ++i) visit(label(i), weight(i));
      return clear();
    }
    std::uint32_t* const slots = touched_.data();
    Label* const names = labels_.data();
    const std::uint32_t mask = mask_;
    const int shift = shift_;
    for (std::size_t i = 0; i < count; ++i) {
      const Label label = labels[i];
      const std::uint32_t slot = slot_of(label, sums, names, mask, shift);
      slots[i] = slot;
      visit(label, sums[slot] += weight_of(i));
    }
    for (std::size_t i = 0; i < count; ++i) sums[slots[i]] = 0;
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
  /// Labels: sums of all fit the second-level cache.
  static constexpr std::size_t small = std::size_t{1} << 16;
  /// From so many scattered labels on a plain array of at most `wide` is faster than a table that has to
  /// grow.
  static constexpr std::size_t many = 64, wide = std::size_t{1} << 21;
  static constexpr std::size_t first_size = 1024;  // slots; a row of many arcs often meets few labels
  static constexpr std::size_t stretch = 64;       // labels between two looks at how full the table is

  void resize(std::size_t slots) {
    if (!plain_) {
      shift_ = 32 - std::countr_zero(slots);
      mask_ = static_cast<std::uint32_t>(slots - 1);
    }
    if (slots <= weights_.size()) return;
    const std::size_t size = std::bit_ceil(slots);
    weights_ = Buffer<W>(size, W{0});
    labels_ = Buffer<Label>(size);
    touched_ = Buffer<std::uint32_t>(size + 1);
  }

  void grow() {
    const std::uint32_t count = count_;
    make_room(moved_labels_, count);
    make_room(moved_weights_, count);
    for (std::uint32_t i = 0; i < count; ++i) {
      moved_labels_[i] = label(i);
      moved_weights_[i] = weight(i);
    }
    clear();
    resize(4 * (mask_ + std::size_t{1}));
    insert(moved_labels_.data(), moved_weights_.data(), count);
  }

  /// Where the sum of a label stands, or may be put: the slot is its own from now on.
  static std::uint32_t slot_of(Label label, const W* sums, Label* names, std::uint32_t mask, int shift) {
    std::uint32_t slot = (label * factor) >> shift;
    while (sums[slot] != 0 && names[slot] != label) slot = (slot + 1) & mask;
    names[slot] = label;
    return slot;
  }

  void insert(const Label* labels, const W* weights, std::size_t count) {
    W* const sums = weights_.data();
    std::uint32_t* const touched = touched_.data();
    Label* const names = labels_.data();
    const std::uint32_t mask = mask_;
    const int shift = shift_;
    std::uint32_t met = count_;
    for (std::size_t i = 0; i < count; ++i) {
      const Label label = labels[i];
      const std::uint32_t slot = slot_of(label, sums, names, mask, shift);
      touched[met] = slot;
      met += sums[slot] == 0 ? 1 : 0;
      sums[slot] += weights[i];
    }
    count_ = met;
  }

  Buffer<W> weights_, moved_weights_;
  Buffer<Label> labels_, moved_labels_;
  Buffer<std::uint32_t> touched_;  // slots in use, and one that is written ahead
  std::uint32_t count_ = 0, mask_ = 0;
  int shift_ = 0;
  bool plain_ = false;
};

}  // namespace tertius::clusters
