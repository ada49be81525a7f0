// The connections that one block of a table states, and those of all blocks together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/building/row_builder.hpp"
#include "engine/io/assembly/connection_rows.hpp"
#include "engine/io/interning/block_texts.hpp"
#include "engine/io/text/dates.hpp"

namespace tertius::io {

/// Rows in the order of the input. Weights, kinds and days are empty or parallel to pairs.
struct ConnectionBlock {
  std::vector<graph::VertexPair> pairs;
  std::vector<double> weights;
  std::vector<std::uint32_t> kinds;  ///< codes in kind_names
  std::vector<graph::Day> since;
  DateColumn dates;
  BlockTexts kind_names;

  /// Adds a row. What no row has stated yet is not kept. `again`: the row before it, the other way round. Amortised
  /// O(1).
  void add(graph::VertexPair pair, std::optional<double> weight = {}, std::string_view kind = {},
           std::string_view date = {}, bool again = false);
};

/// Rows of all blocks, in their order. Calls settle(b) for each block first, at the same time for several,
/// which gives pairs their final members; loops weigh 1 then. The blocks are empty afterwards. O(rows). Runs
/// in parallel within with_threads().
ConnectionRows joined(std::span<ConnectionBlock* const> blocks,
                      const std::function<void(std::size_t)>& settle, const RunContext& context);

}  // namespace tertius::io
