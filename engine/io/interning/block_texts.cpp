#include "engine/io/interning/block_texts.hpp"

#include <utility>

#include "engine/core/array.hpp"

namespace tertius::io {

MergedTexts merged_texts(std::span<const BlockTexts* const> blocks) {
  constexpr std::size_t ahead = 16;  // slots asked for before they are needed
  std::size_t most = 0;
  for (const BlockTexts* block : blocks) most += block->size();
  BlockTexts all;
  all.make_index(2 * most + 16);
  MergedTexts merged;
  merged.codes.resize(blocks.size());
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const TextViews& texts = blocks[b]->texts();
    std::vector<std::uint32_t>& codes = merged.codes[b];
    codes.resize(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (i + ahead < texts.size()) all.prefetch(texts.hash(i + ahead));
      codes[i] = all.find_or_add(texts[i], texts.hash(i));
    }
  }
  std::vector<char> bytes;
  std::vector<std::uint64_t> begin{0};
  std::size_t size = 0;
  for (std::size_t i = 0; i < all.size(); ++i) size += all.texts()[i].size();
  bytes.reserve(size);
  begin.reserve(all.size() + 1);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string_view text = all.texts()[i];
    bytes.insert(bytes.end(), text.begin(), text.end());
    begin.push_back(bytes.size());
  }
  merged.texts = StringPool(std::move(bytes), std::move(begin));
  return merged;
}

}  // namespace tertius::io
