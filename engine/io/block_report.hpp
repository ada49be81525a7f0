// What blocks of lines that were read at the same time say of rows that were not understood, told in order.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/io/assembler.hpp"

namespace tertius {

/// What is left of a block when its rows are in the graph's buckets.
struct BlockReport {
  static constexpr std::size_t most_reasons = 10;
  struct Refusal {
    std::uint64_t line, column;  ///< within the block; lines from 0, columns from 1
    std::string found, expected;
  };
  std::uint64_t block = 0;
  std::uint64_t lines = 0;
  std::uint64_t refused = 0;
  std::vector<Refusal> reasons;  ///< of the first ones, at most most_reasons
};

/// Refuses what the blocks refused. `line` is the number of the first block's first line.
inline void report_refusals(const std::vector<BlockReport>& reports, std::uint64_t line,
                            const std::string& file, Assembler& assembler) {
  for (const BlockReport& report : reports) {
    for (const BlockReport::Refusal& refusal : report.reasons) {
      assembler.refuse({file, line + refusal.line, refusal.column}, refusal.found, refusal.expected);
    }
    assembler.refuse_more(report.refused - report.reasons.size());
    line += report.lines;
  }
}

}  // namespace tertius
