#include "engine/io/interning/block_texts.hpp"

#define XXH_INLINE_ALL  // texts are short: the call would cost as much as the hash
#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/core/probe.hpp"

namespace tertius::io {
namespace {

/// Where among `slots` a text stands that is one of `texts`, or where it may be put.
template <class Text>
std::size_t slot_of(const Text& text, const std::vector<std::uint32_t>& slots,
                    const std::vector<Text>& texts) {
  return probe(slots, text.hash, [&](std::uint32_t slot) {
    return slot == 0 || (texts[slot - 1].hash == text.hash && texts[slot - 1].text == text.text);
  });
}

}  // namespace

std::uint32_t BlockTexts::code(std::string_view text) {
  if (text.empty()) return none;
  if (last_ != none && texts_[last_].text == text) return last_;
  if (slots_.size() < 2 * (texts_.size() + 1)) grow();
  const Text one{text, XXH3_64bits(text.data(), text.size())};
  std::uint32_t& slot = slots_[slot_of(one, slots_, texts_)];
  if (slot == 0) {
    texts_.push_back(one);
    slot = static_cast<std::uint32_t>(texts_.size());
  }
  return last_ = slot - 1;
}

void BlockTexts::grow() {
  slots_.assign(std::bit_ceil(4 * texts_.size() + 16), 0);
  for (std::uint32_t code = 0; code < texts_.size(); ++code)
    slots_[probe(slots_, texts_[code].hash, [](std::uint32_t slot) { return slot == 0; })] = code + 1;
}

BlockTexts::Merged BlockTexts::merge(std::span<const BlockTexts* const> blocks) {
  constexpr std::size_t ahead = 16;  // slots asked for before they are needed
  std::size_t most = 0;
  for (const BlockTexts* block : blocks) most += block->size();
  std::vector<std::uint32_t> slots(std::bit_ceil(2 * most + 16), 0);
  const std::size_t mask = slots.size() - 1;
  std::vector<Text> all;
  Merged merged;
  merged.codes.resize(blocks.size());
  std::size_t bytes = 0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const std::vector<Text>& texts = blocks[b]->texts_;
    std::vector<std::uint32_t>& codes = merged.codes[b];
    codes.resize(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i + ahead < texts.size()) __builtin_prefetch(slots.data() + (texts[i + ahead].hash & mask), 1);
      std::uint32_t& slot = slots[slot_of(texts[i], slots, all)];
      if (slot == 0) {
        all.push_back(texts[i]);
        slot = static_cast<std::uint32_t>(all.size());
        bytes += texts[i].text.size();
      }
      codes[i] = slot - 1;
    }
  }
  std::vector<char> text;
  std::vector<std::uint64_t> begin{0};
  text.reserve(bytes);
  begin.reserve(all.size() + 1);
  for (const Text& one : all) {
    text.insert(text.end(), one.text.begin(), one.text.end());
    begin.push_back(text.size());
  }
  merged.texts = graph::StringPool(Array<char>(std::move(text)), Array<std::uint64_t>(std::move(begin)));
  return merged;
}

}  // namespace tertius::io
