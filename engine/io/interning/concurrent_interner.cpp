#include "engine/io/interning/concurrent_interner.hpp"

#define XXH_INLINE_ALL  // texts are short: the call would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/probe.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t block = std::size_t{1} << 14;

using SharedWord = std::atomic_ref<std::uint64_t>;

std::uint64_t hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}

// A slot holds the upper half of the hash and, in its lower half, a word.
std::uint64_t tag_of(std::uint64_t hash) {
  return hash & 0xFFFFFFFF00000000ULL;
}
std::uint32_t word_of(std::uint64_t slot) {
  return static_cast<std::uint32_t>(slot) - 1;
}

/// Whether so many bytes are the same: what memcmp() says, without a call for a few of them.
bool same_bytes(const char* a, const char* b, std::size_t size) {
  const auto differ = [&]<class T>(T, std::size_t at) {
    T x, y;
    std::memcpy(&x, a + at, sizeof x);
    std::memcpy(&y, b + at, sizeof y);
    return x ^ y;
  };
  constexpr std::uint64_t eight = 0;
  constexpr std::uint32_t four = 0;
  if (size > 16) return std::memcmp(a, b, size) == 0;
  if (size >= 8) return (differ(eight, 0) | differ(eight, size - 8)) == 0;
  if (size >= 4) return (differ(four, 0) | differ(four, size - 4)) == 0;
  for (std::size_t i = 0; i < size; ++i)
    if (a[i] != b[i]) return false;
  return true;
}

}  // namespace

std::string_view ConcurrentInterner::Word::view() const {
  if (size <= sizeof text) return {text, size};
  const char* far = nullptr;
  std::memcpy(&far, text, sizeof far);
  return {far, size};
}

bool ConcurrentInterner::Word::is(std::string_view other) const {
  return size == other.size() && same_bytes(view().data(), other.data(), other.size());
}

void ConcurrentInterner::Word::set(std::string_view to) {
  size = static_cast<std::uint32_t>(to.size());
  if (to.size() <= sizeof text) {
    std::memcpy(text, to.data(), to.size());
  } else {
    const char* const far = to.data();
    std::memcpy(text, &far, sizeof far);
  }
}

ConcurrentInterner::ConcurrentInterner(std::size_t expected) {
  make_room(std::clamp<std::size_t>(expected, std::size_t{1} << 10, std::size_t{1} << 24));
}

void ConcurrentInterner::make_room(std::size_t words) {
  while (segments_.size() * segment < words) segments_.emplace_back(segment);
  if (slots_.size() < 2 * words) fill_slots(std::bit_ceil(2 * words));
}

void ConcurrentInterner::fill_slots(std::size_t size) {
  slots_ = Buffer<std::uint64_t>::zeroed(size);
  const std::size_t mask = size - 1;
  constexpr std::size_t ahead = 64;  // looked for together, so that their cache misses overlap
  std::uint64_t hashes[ahead];
  for (std::size_t begin = 0; begin < count_; begin += ahead) {
    const std::size_t end = std::min<std::size_t>(begin + ahead, count_);
    for (std::size_t i = begin; i < end; ++i) {
      hashes[i - begin] = hash_of(word(i).view());
      __builtin_prefetch(slots_.data() + (hashes[i - begin] & mask), 1);
    }
    for (std::size_t i = begin; i < end; ++i) {
      if (word(i).position == nowhere) continue;
      const std::uint64_t hash = hashes[i - begin];
      slots_[probe(slots_, hash, [](std::uint64_t slot) { return slot == 0; })] = tag_of(hash) | (i + 1);
    }
  }
}

graph::VertexId ConcurrentInterner::provisional_id_of(std::string_view text, std::uint64_t hash,
                                                      std::uint64_t position) {
  const std::size_t mask = slots_.size() - 1;
  const std::uint64_t tag = tag_of(hash);
  std::uint64_t added = 0;  // our own entry for the text, once it was made
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    const SharedWord slot(slots_[at]);
    std::uint64_t found = slot.load(std::memory_order_acquire);
    if (found == 0) {
      if (added == 0) {
        const std::uint64_t i = count_++;
        if (i + 1 >= graph::no_vertex)
          throw Error(ErrorKey::too_large, "more than 4,294,967,294 members; that is the limit");
        word(i).set(text);
        word(i).position = position;
        added = tag | (i + 1);
      }
      if (slot.compare_exchange_strong(found, added, std::memory_order_acq_rel)) return word_of(added);
    }
    if (tag_of(found) != tag) continue;
    Word& known = word(word_of(found));
    if (!known.is(text)) continue;
    if (added != 0) word(word_of(added)).position = nowhere;  // somebody else was faster
    const SharedWord first(known.position);
    std::uint64_t earliest = first.load(std::memory_order_relaxed);
    while (position < earliest &&
           !first.compare_exchange_weak(earliest, position, std::memory_order_relaxed)) {
    }
    return word_of(found);
  }
}

void ConcurrentInterner::provisional_ids(std::span<const std::string_view> texts, std::uint64_t first,
                                         std::vector<graph::VertexId>& provisional_ids) {
  give_provisional_ids(
      texts, [first](std::size_t i) { return first + i; }, provisional_ids);
}

void ConcurrentInterner::provisional_ids(std::span<const std::string_view> texts,
                                         std::span<const std::uint64_t> positions,
                                         std::vector<graph::VertexId>& provisional_ids) {
  give_provisional_ids(
      texts, [positions](std::size_t i) { return positions[i]; }, provisional_ids);
}

template <class Position>
void ConcurrentInterner::give_provisional_ids(std::span<const std::string_view> texts, Position position,
                                              std::vector<graph::VertexId>& provisional_ids) {
  provisional_ids.resize(texts.size());
  std::vector<std::uint64_t> hashes(texts.size());
  // Rows in order of their first ends name the same text again and again, two texts apart.
  const auto again = [&](std::size_t i) {
    return i >= 2 && hashes[i] == hashes[i - 2] && texts[i] == texts[i - 2];
  };
  for (std::size_t i = 0; i < texts.size(); ++i) hashes[i] = hash_of(texts[i]);
  {
    const std::lock_guard lock(counting_);
    in_flight_ += texts.size();
    const std::size_t most = count_ + in_flight_;
    if (segments_.size() * segment < most || slots_.size() < 2 * most) {
      const std::lock_guard alone(structure_);
      make_room(most + most / 4);
    }
  }
  {
    const std::shared_lock lock(structure_);
    constexpr std::size_t ahead = 16;
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i + 2 * ahead < texts.size()) __builtin_prefetch(slots_.data() + (hashes[i + 2 * ahead] & mask));
      if (i + ahead < texts.size()) {
        const std::uint64_t hash = hashes[i + ahead];
        const std::uint64_t slot = SharedWord(slots_[hash & mask]).load(std::memory_order_acquire);
        if (slot != 0 && tag_of(slot) == tag_of(hash)) __builtin_prefetch(&word(word_of(slot)));
      }
      provisional_ids[i] =
          again(i) ? provisional_ids[i - 2] : provisional_id_of(texts[i], hashes[i], position(i));
    }
  }
  const std::lock_guard lock(counting_);
  in_flight_ -= texts.size();
}

std::vector<graph::VertexId> ConcurrentInterner::in_order(const RunContext& context) {
  struct Found {
    std::uint64_t position;
    graph::VertexId provisional_id;
    bool operator<(const Found& other) const { return position < other.position; }
  };
  slots_ = {};
  // By the upper halves of their positions, the blocks of the input, and within these by position.
  std::vector<std::size_t> begins(2, 0);
  for (std::size_t i = 0; i < count_; ++i) {
    if (word(i).position == nowhere) continue;
    const std::size_t part = word(i).position >> 32;
    if (part + 2 > begins.size()) begins.resize(part + 2, 0);
    ++begins[part + 1];
  }
  for (std::size_t part = 1; part < begins.size(); ++part) begins[part] += begins[part - 1];
  std::vector<Found> all(begins.back());
  std::vector<std::size_t> at(begins.begin(), begins.end() - 1);
  for (std::size_t i = 0; i < count_; ++i) {
    const std::uint64_t position = word(i).position;
    if (position != nowhere) all[at[position >> 32]++] = {position, static_cast<graph::VertexId>(i)};
  }
  context.poll();
  parallel_each(at.size(), 1, [&](std::size_t part) {
    std::sort(all.begin() + static_cast<std::ptrdiff_t>(begins[part]),
              all.begin() + static_cast<std::ptrdiff_t>(begins[part + 1]));
  });
  context.poll();
  std::vector<graph::VertexId> provisional_ids(all.size());
  parallel_each(all.size(), block, [&](std::size_t i) { provisional_ids[i] = all[i].provisional_id; });
  return provisional_ids;
}

StringPool ConcurrentInterner::texts(const RunContext& context) {
  const std::vector<graph::VertexId> all = in_order(context);
  numbers_.resize(count_);
  std::vector<std::uint64_t> text_begin(all.size() + 1, 0);
  parallel_each(all.size(), block, [&](std::size_t i) {
    numbers_[all[i]] = static_cast<graph::VertexId>(i);
    text_begin[i] = word(all[i]).size;
  });
  context.poll();
  exclusive_prefix_sum(text_begin);
  std::vector<char> bytes(text_begin.back());
  parallel_each(all.size(), block, [&](std::size_t i) {
    const std::string_view text = word(all[i]).view();
    if (!text.empty()) std::memcpy(bytes.data() + text_begin[i], text.data(), text.size());
  });
  segments_.clear();
  return {Array<char>(std::move(bytes)), Array<std::uint64_t>(std::move(text_begin))};
}

}  // namespace tertius::io
