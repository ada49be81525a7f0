#include "engine/io/assembly/affiliation_rows.hpp"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::io {
namespace {

constexpr std::uint32_t merged = ~std::uint32_t{0};  // the group of a row that has gone into another one

/// [group | place in the input] of every row, by member.
struct ByMember {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint64_t> rows;
};

ByMember by_member(const std::vector<graph::Affiliations::Row>& rows, graph::VertexId members) {
  ByMember all{std::vector<std::uint64_t>(members + std::size_t{1}), std::vector<std::uint64_t>(rows.size())};
  for (const graph::Affiliations::Row& row : rows) ++all.begin[row.member];
  exclusive_prefix_sum(all.begin);
  for (std::size_t i = 0; i < rows.size(); ++i)
    all.rows[all.begin[rows[i].member]++] = std::uint64_t{rows[i].group} << 32 | i;
  // Each begin has moved to where the next one was.
  for (std::size_t v = members; v > 0; --v) all.begin[v] = all.begin[v - 1];
  all.begin[0] = 0;
  return all;
}

}  // namespace

void merge_repeats(std::vector<graph::Affiliations::Row>& rows, graph::VertexId members) {
  if (rows.size() < 2) return;
  if (rows.size() > std::numeric_limits<std::uint32_t>::max())
    throw Error(ErrorKey::too_large, "more than 4,294,967,295 affiliations; that is the limit");
  ByMember all = by_member(rows, members);
  std::atomic<bool> any{false};
  parallel_blocks(members, std::size_t{1} << 12, [&](std::size_t begin, std::size_t end) {
    for (std::size_t v = begin; v < end; ++v) {
      const auto first = all.rows.begin() + static_cast<std::ptrdiff_t>(all.begin[v]);
      const auto last = all.rows.begin() + static_cast<std::ptrdiff_t>(all.begin[v + 1]);
      std::sort(first, last);
      for (auto at = first; at != last;) {
        graph::Affiliations::Row& kept = rows[static_cast<std::uint32_t>(*at)];
        const std::uint64_t group = *at >> 32;
        for (++at; at != last && *at >> 32 == group; ++at) {
          graph::Affiliations::Row& row = rows[static_cast<std::uint32_t>(*at)];
          if (kept.role == no_code) kept.role = row.role;
          if (kept.date == graph::no_day || (row.date != graph::no_day && row.date < kept.date))
            kept.date = row.date;
          row.group = merged;
          any.store(true, std::memory_order_relaxed);
        }
      }
    }
  });
  if (any) std::erase_if(rows, [](const graph::Affiliations::Row& row) { return row.group == merged; });
}

}  // namespace tertius::io
