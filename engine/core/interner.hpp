// Texts and their codes in order of first appearance: kinds, roles, the values of a column, ids.
//
// There is one interner for all of them. Who keeps the texts is up to its parameter: a StringPool copies
// them, TextViews point at bytes that stay where they are.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/array.hpp"
#include "engine/core/probe.hpp"
#include "engine/core/string_pool.hpp"

namespace tertius {

/// The code of nothing: an empty text, a missing value, a kind or a role that nobody stated.
inline constexpr std::uint32_t no_code = ~std::uint32_t{0};

/// The same on every machine: indexes are kept in files.
std::uint64_t hash_text(std::string_view text);

/// Finds codes 0, 1, 2, ... by the hashes of what they stand for, which is the caller's: open addressing, at
/// most half of a power of two of slots taken. Slots may lie in a mapped file; those with a code that is not
/// in use, as an altered file may have it, are free.
class CodeIndex {
 public:
  CodeIndex() = default;
  explicit CodeIndex(Array<std::uint32_t> slots) : slots_(std::move(slots)) {}

  bool empty() const { return slots_.empty(); }
  std::span<const std::uint32_t> slots() const { return slots_.view(); }

  /// The code below `count` of which is(code) says true, or no_code. O(1) expected.
  template <class Is>
  std::uint32_t find(std::uint64_t hash, std::size_t count, Is is) const {
    const std::span<const std::uint32_t> slots = slots_.view();
    if (slots.empty()) return no_code;
    const std::size_t at = probe(slots, hash, [&](std::uint32_t code) { return code >= count || is(code); });
    return at < slots.size() && slots[at] < count ? slots[at] : no_code;
  }

  /// Adds the last of `count` codes. Amortised O(1).
  template <class HashOf>
  void add_last(std::size_t count, HashOf hash_of) {
    const auto code = static_cast<std::uint32_t>(count - 1);
    if (slots_.size() < 2 * count) return rebuild(count, 4 * count + 16, hash_of);
    std::vector<std::uint32_t>& slots = slots_.own();
    const std::size_t at = probe(slots, hash_of(code), [&](std::uint32_t slot) { return slot >= code; });
    if (at == slots.size()) return rebuild(count, 4 * count + 16, hash_of);
    slots[at] = code;
  }

  /// Makes the index anew of `count` codes, with at least `capacity` slots. O(count + capacity).
  template <class HashOf>
  void rebuild(std::size_t count, std::size_t capacity, HashOf hash_of) {
    std::vector<std::uint32_t> slots(std::bit_ceil(capacity), no_code);
    std::array<std::uint64_t, 256> hashes{};  // looked for together, so that their cache misses overlap
    for (std::size_t begin = 0; begin < count; begin += hashes.size()) {
      const std::size_t size = std::min(hashes.size(), count - begin);
      for (std::size_t i = 0; i < size; ++i) {
        hashes[i] = hash_of(static_cast<std::uint32_t>(begin + i));
        __builtin_prefetch(slots.data() + (hashes[i] & (slots.size() - 1)), 1);
      }
      for (std::size_t i = 0; i < size; ++i) {
        const std::size_t at = probe(slots, hashes[i], [](std::uint32_t slot) { return slot == no_code; });
        slots[at] = static_cast<std::uint32_t>(begin + i);
      }
    }
    slots_ = Array<std::uint32_t>(std::move(slots));
  }

  /// Asks for the slot at which the search for a hash begins.
  void prefetch(std::uint64_t hash) const {
    __builtin_prefetch(slots_.data() + (hash & (slots_.size() - 1)));
  }
  /// What stands in that slot.
  std::uint32_t first_guess(std::uint64_t hash) const { return slots_[hash & (slots_.size() - 1)]; }

 private:
  Array<std::uint32_t> slots_;
};

/// Texts whose bytes stay where they are, with their hashes: these need not be computed again when the index
/// grows, and mostly tell two texts apart without a look at their bytes.
class TextViews {
 public:
  std::size_t size() const { return views_.size(); }
  std::string_view operator[](std::size_t i) const { return views_[i].text; }
  std::uint64_t hash(std::size_t i) const { return views_[i].hash; }
  void push_back(std::string_view text, std::uint64_t hash) { views_.push_back({text, hash}); }

 private:
  struct View {
    std::string_view text;
    std::uint64_t hash;
  };
  std::vector<View> views_;
};

template <class Texts = StringPool>
class Interner {
 public:
  Interner() = default;
  /// Of texts that are all different, and of their index; without one, it is made when a text is added.
  explicit Interner(Texts texts, CodeIndex index = {}) : texts_(std::move(texts)), index_(std::move(index)) {}

  std::size_t size() const { return texts_.size(); }
  const Texts& texts() const { return texts_; }
  const CodeIndex& index() const { return index_; }
  /// The text of a code; empty for no_code.
  std::string_view operator[](std::uint32_t code) const {
    return code == no_code ? std::string_view() : texts_[code];
  }

  /// The code of a text, added when it is new; no_code for an empty one. Amortised O(1).
  std::uint32_t code(std::string_view text) {
    if (text.empty()) return no_code;
    if (last_ < texts_.size() && texts_[last_] == text) return last_;
    return last_ = find_or_add(text, hash_text(text));
  }
  /// The same of a text that may be empty, by its hash.
  std::uint32_t find_or_add(std::string_view text, std::uint64_t hash) {
    if (index_.empty() && size() > 0) make_index(4 * size() + 16);
    if (const std::uint32_t known = find(text, hash); known != no_code) return known;
    if constexpr (keeps_hashes) {
      texts_.push_back(text, hash);
    } else {
      texts_.push_back(text);
    }
    index_.add_last(size(), [&](std::uint32_t code) { return hash_of(code); });
    return static_cast<std::uint32_t>(size() - 1);
  }

  /// The code of a text, or no_code. Needs the index.
  std::uint32_t find(std::string_view text) const { return find(text, hash_text(text)); }
  /// The same of many texts. What they need is asked for ahead, so that misses of the cache overlap.
  void find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const;

  void make_index(std::size_t capacity) {
    index_.rebuild(size(), capacity, [&](std::uint32_t code) { return hash_of(code); });
  }
  /// As CodeIndex::prefetch().
  void prefetch(std::uint64_t hash) const { index_.prefetch(hash); }
  /// The texts, which are gone from here then.
  Texts take() { return std::exchange(*this, {}).texts_; }

 private:
  static constexpr bool keeps_hashes = requires(const Texts& texts) { texts.hash(0); };

  std::uint64_t hash_of(std::uint32_t code) const {
    if constexpr (keeps_hashes) {
      return texts_.hash(code);
    } else {
      return hash_text(texts_[code]);
    }
  }
  std::uint32_t find(std::string_view text, std::uint64_t hash) const {
    return index_.find(hash, size(), [&](std::uint32_t code) {
      if constexpr (keeps_hashes) {
        if (texts_.hash(code) != hash) return false;
      }
      return texts_[code] == text;
    });
  }

  Texts texts_;
  CodeIndex index_;
  std::uint32_t last_ = no_code;
};

template <class Texts>
void Interner<Texts>::find(std::span<const std::string_view> texts, std::span<std::uint32_t> codes) const {
  std::array<std::uint64_t, 32> hashes{};
  for (std::size_t begin = 0; begin < texts.size(); begin += hashes.size()) {
    const std::size_t size = std::min(hashes.size(), texts.size() - begin);
    for (std::size_t i = 0; i < size; ++i) {
      hashes[i] = hash_text(texts[begin + i]);
      index_.prefetch(hashes[i]);
    }
    for (std::size_t i = 0; i < size; ++i)
      if (const std::uint32_t code = index_.first_guess(hashes[i]); code < texts_.size())
        texts_.prefetch_place(code);
    for (std::size_t i = 0; i < size; ++i)
      if (const std::uint32_t code = index_.first_guess(hashes[i]); code < texts_.size())
        texts_.prefetch(code);
    for (std::size_t i = 0; i < size; ++i) codes[begin + i] = find(texts[begin + i], hashes[i]);
  }
}

}  // namespace tertius
