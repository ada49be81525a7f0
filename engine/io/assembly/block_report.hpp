// What blocks of lines that were read at the same time say of rows that were not understood, told in order.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/assembly/assembler.hpp"
#include "engine/io/text/csv.hpp"

namespace tertius::io {

/// What is left of a block when its rows are in the graph's buckets.
struct BlockReport {
  static constexpr std::size_t usual_reasons = 10;
  struct Refusal {
    std::uint64_t line, column;  ///< within the block; lines from 0, columns from 1
    std::string found, expected;
  };
  std::uint64_t block = 0;
  std::uint64_t lines = 0;
  std::uint64_t refused = 0;
  std::size_t most_reasons = usual_reasons;  ///< more where all refusals are listed
  std::vector<Refusal> reasons{};            ///< of the first ones, at most most_reasons

  bool full() const { return reasons.size() >= most_reasons; }

  /// Counts a row of a table that was not understood. `first_line`: the number of the block's first line.
  void refuse(const Place& at, std::uint64_t first_line, std::string_view found, std::string_view expected) {
    ++refused;
    if (!full())
      reasons.push_back({at.line - first_line, at.column, std::string(found), std::string(expected)});
  }
};

/// Refuses what the blocks refused. The first block begins with line `from`; `connections`: whether the rows
/// stated connections.
inline void report_refusals(const std::vector<BlockReport>& reports, const Location& from,
                            Assembler& assembler, bool connections = true) {
  std::uint64_t line = from.place.line;
  for (const BlockReport& report : reports) {
    for (const BlockReport::Refusal& refusal : report.reasons) {
      assembler.refuse({from.file, {line + refusal.line, refusal.column, from.place.cell}}, refusal.found,
                       refusal.expected, connections);
    }
    assembler.refuse_more(report.refused - report.reasons.size(), connections);
    line += report.lines;
  }
}

}  // namespace tertius::io
