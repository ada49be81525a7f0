#include "engine/io/tables/connection_block.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/parallel.hpp"

namespace tertius::io {
namespace {

template <class T>
void put(std::vector<T>& values, const std::vector<graph::VertexPair>& rows, bool stated, T value, T none) {
  if (values.empty() && !stated) return;
  if (values.empty()) values.reserve(rows.capacity());
  values.resize(rows.size(), none);
  values.push_back(value);
}

/// Puts the values of a block where they belong among those of all blocks, if there are any in these.
template <class T>
void place(std::vector<T>& values, bool any, T none, ConnectionRows::Values<T>& all, std::size_t begin,
           std::size_t count) {
  if (!any) return;
  values.resize(count, none);
  std::copy(values.begin(), values.end(), all.begin() + static_cast<std::ptrdiff_t>(begin));
  values = {};
}

}  // namespace

void ConnectionBlock::add(graph::VertexPair pair, std::optional<double> weight, std::string_view kind,
                          std::string_view date, bool again) {
  const graph::Day day = date.empty() ? graph::no_day : dates.read(date, pairs.size(), again);
  put(weights, pairs, weight.has_value(), weight.value_or(1.0), 1.0);
  put(kinds, pairs, !kind.empty(), kind_names.code(kind), no_code);
  put(since, pairs, day != graph::no_day, day, graph::no_day);
  pairs.push_back(pair);
}

ConnectionRows joined(std::span<ConnectionBlock* const> blocks,
                      const std::function<void(std::size_t)>& settle, const RunContext& context) {
  std::vector<std::size_t> begins{0};
  std::vector<const BlockTexts*> names;
  bool weights = false, kinds = false, since = false;
  for (const ConnectionBlock* block : blocks) {
    begins.push_back(begins.back() + block->pairs.size());
    names.push_back(&block->kind_names);
    weights = weights || !block->weights.empty();
    kinds = kinds || !block->kinds.empty();
    since = since || !block->since.empty();
  }
  MergedTexts merged = merged_texts(names);
  const std::size_t size = begins.back();
  ConnectionRows rows;
  rows.sources.resize(size);
  rows.targets.resize(size);
  if (weights) rows.weights.resize(size);
  if (kinds) rows.kinds.resize(size);
  if (since) rows.since.resize(size);
  rows.kind_names = std::move(merged.texts);
  parallel_each(blocks.size(), 1, [&](std::size_t b) {
    context.poll();
    settle(b);
    ConnectionBlock& block = *blocks[b];
    const std::size_t begin = begins[b], count = block.pairs.size();
    for (std::size_t i = 0; i < count; ++i) {
      const auto& [from, to] = block.pairs[i];
      rows.sources[begin + i] = from;
      rows.targets[begin + i] = to;
      if (from == to && i < block.weights.size()) block.weights[i] = 1.0;
    }
    for (std::uint32_t& kind : block.kinds)
      if (kind != no_code) kind = merged.codes[b][kind];
    place(block.weights, weights, 1.0, rows.weights, begin, count);
    place(block.kinds, kinds, no_code, rows.kinds, begin, count);
    place(block.since, since, graph::no_day, rows.since, begin, count);
    block.pairs = {};
  });
  for (std::size_t b = 0; b < blocks.size(); ++b) rows.dates.append(blocks[b]->dates, begins[b]);
  return rows;
}

}  // namespace tertius::io
