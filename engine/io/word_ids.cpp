#include "engine/io/word_ids.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

#include "engine/core/parallel.hpp"

namespace tertius {
namespace {

std::uint64_t hash_of(std::string_view text) {
  return XXH3_64bits(text.data(), text.size());
}
std::size_t shard_of(std::uint64_t hash) {
  return hash >> 56;
}
std::uint32_t tag_of(std::uint64_t hash) {
  return static_cast<std::uint32_t>(hash >> 24);
}

}  // namespace

VertexId WordIds::Shard::index_of(std::string_view text, std::uint64_t hash, std::uint64_t position) {
  if (2 * (words.size() + 1) > slots.size()) grow();
  const std::size_t mask = slots.size() - 1;
  const std::uint32_t tag = tag_of(hash);
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots[at];
    if (slot.word_plus_one == 0) {
      if (words.size() + 1 >= no_vertex / shard_count) {
        throw Error(ErrorCode::bad_data, "more than 4,294,967,294 members; that is the limit");
      }
      words.push_back({bytes.size(), text.size(), position});
      bytes.insert(bytes.end(), text.begin(), text.end());
      slot = {tag, static_cast<VertexId>(words.size())};
      return slot.word_plus_one - 1;
    }
    if (slot.tag != tag) continue;
    Word& word = words[slot.word_plus_one - 1];
    if (text_of(word) != text) continue;
    word.position = std::min(word.position, position);
    return slot.word_plus_one - 1;
  }
}

const WordIds::Word* WordIds::Shard::likely(std::uint64_t hash) const {
  if (slots.empty()) return nullptr;
  const Slot& slot = slots[hash & (slots.size() - 1)];
  return slot.word_plus_one > 0 && slot.tag == tag_of(hash) ? words.data() + slot.word_plus_one - 1 : nullptr;
}

void WordIds::Shard::prefetch_slot(std::uint64_t hash) const {
  if (!slots.empty()) __builtin_prefetch(slots.data() + (hash & (slots.size() - 1)));
}
void WordIds::Shard::prefetch_word(std::uint64_t hash) const {
  if (const Word* const word = likely(hash)) __builtin_prefetch(word);
}
void WordIds::Shard::prefetch_text(std::uint64_t hash) const {
  if (const Word* const word = likely(hash)) __builtin_prefetch(bytes.data() + word->begin);
}

void WordIds::Shard::grow() {
  slots.assign(std::max<std::size_t>(64, 2 * slots.size()), {});
  const std::size_t mask = slots.size() - 1;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::uint64_t hash = hash_of(text_of(words[i]));
    std::size_t at = hash & mask;
    while (slots[at].word_plus_one != 0) at = (at + 1) & mask;
    slots[at] = {tag_of(hash), static_cast<VertexId>(i + 1)};
  }
}

void WordIds::tickets(std::span<const std::string_view> texts, std::uint64_t first,
                      std::vector<VertexId>& tickets) {
  tickets.resize(texts.size());
  std::vector<std::uint64_t> hashes(texts.size());
  std::array<std::uint32_t, shard_count + 1> begin{};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    hashes[i] = hash_of(texts[i]);
    ++begin[shard_of(hashes[i]) + 1];
  }
  for (std::size_t s = 0; s < shard_count; ++s) begin[s + 1] += begin[s];
  std::vector<std::uint32_t> order(texts.size());
  auto at = begin;
  for (std::size_t i = 0; i < texts.size(); ++i)
    order[at[shard_of(hashes[i])]++] = static_cast<std::uint32_t>(i);
  // Threads that come at the same time begin at different shards.
  const std::size_t start = texts.empty() ? 0 : hashes.front() % shard_count;
  for (std::size_t i = 0; i < shard_count; ++i) {
    const std::size_t s = (start + i) % shard_count;
    if (begin[s] == begin[s + 1]) continue;
    Shard& shard = shards_[s];
    const std::lock_guard lock(shard.mutex);
    constexpr std::size_t ahead = 8;
    for (std::size_t j = begin[s]; j < begin[s + 1]; ++j) {
      // A shard has left the cache since the last batch. What a text needs is asked for one step after the
      // other, while the texts before it are looked up.
      if (j + 3 * ahead < begin[s + 1]) shard.prefetch_slot(hashes[order[j + 3 * ahead]]);
      if (j + 2 * ahead < begin[s + 1]) shard.prefetch_word(hashes[order[j + 2 * ahead]]);
      if (j + ahead < begin[s + 1]) shard.prefetch_text(hashes[order[j + ahead]]);
      const std::uint32_t k = order[j];
      tickets[k] = static_cast<VertexId>(shard.index_of(texts[k], hashes[k], first + k) * shard_count + s);
    }
  }
}

Ids WordIds::ids(const RunContext& context) {
  struct Found {
    std::uint64_t position;
    VertexId ticket;
    bool operator<(const Found& other) const { return position < other.position; }
  };
  constexpr std::size_t block = std::size_t{1} << 14;
  std::vector<std::size_t> begin(shard_count + 1, 0);
  for (std::size_t s = 0; s < shard_count; ++s) begin[s + 1] = begin[s] + shards_[s].words.size();
  std::vector<Found> all(begin.back());
  parallel_each(shard_count, 1, [&](std::size_t s) {
    Shard& shard = shards_[s];
    shard.slots = {};
    shard.numbers.resize(shard.words.size());
    for (std::size_t i = 0; i < shard.words.size(); ++i) {
      all[begin[s] + i] = {shard.words[i].position, static_cast<VertexId>(i * shard_count + s)};
    }
  });
  context.poll();
  parallel_sort(all.begin(), all.end());
  const auto text_of = [&](std::size_t i) {
    const Shard& shard = shards_[all[i].ticket % shard_count];
    return shard.text_of(shard.words[all[i].ticket / shard_count]);
  };
  std::vector<std::uint64_t> text_begin(all.size() + 1, 0);
  parallel_each(all.size(), block, [&](std::size_t i) {
    shards_[all[i].ticket % shard_count].numbers[all[i].ticket / shard_count] = static_cast<VertexId>(i);
    text_begin[i] = text_of(i).size();
  });
  context.poll();
  exclusive_prefix_sum(text_begin);
  std::vector<char> bytes(text_begin.back());
  parallel_each(all.size(), block, [&](std::size_t i) {
    const std::string_view text = text_of(i);
    if (!text.empty()) std::memcpy(bytes.data() + text_begin[i], text.data(), text.size());
  });
  for (Shard& shard : shards_) shard.words = {}, shard.bytes = {};
  StringPool texts(Array<char>(std::move(bytes)), Array<std::uint64_t>(std::move(text_begin)));
  return Ids::of_texts({.numbers = {}, .texts = std::move(texts), .index = {}});
}

}  // namespace tertius
