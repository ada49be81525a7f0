#include "engine/bubbles/mixing.hpp"

#include <algorithm>
#include <limits>

#include "engine/core/parallel.hpp"

namespace tertius::bubbles {
namespace {

/// Members in order of group, cut into blocks: a block counts the cells of the groups it meets.
constexpr std::size_t block_members = 4096;

struct PartCell {
  std::uint32_t row;
  MixingMatrix::Cell cell;
};

struct Counter {
  std::vector<std::uint64_t> ends;
  std::vector<std::uint32_t> touched;

  void take(std::uint32_t row, std::vector<PartCell>& out) {
    std::sort(touched.begin(), touched.end());
    for (const std::uint32_t g : touched) {
      out.push_back({row, {g, ends[g]}});
      ends[g] = 0;
    }
    touched.clear();
  }
};

std::vector<PartCell> counted_cells(const graph::Graph& graph, const graph::Partition& groups,
                                    const RunContext& context) {
  const graph::GroupMembers members = graph::members_by_group(groups);
  const std::size_t n = members.members.size();
  PerThread<Counter> counters([&] { return Counter{std::vector<std::uint64_t>(groups.count, 0), {}}; });
  return parallel_reduce(
      n, block_members, std::vector<PartCell>{},
      [&](std::size_t begin, std::size_t end) {
        context.poll();
        std::vector<PartCell> cells;
        Counter& counter = counters.local();
        for (std::size_t i = begin; i < end; ++i) {
          const graph::VertexId v = members.members[i];
          for (const graph::VertexId u : graph.neighbours(v)) {
            const std::uint32_t g = groups.label[u];
            if (counter.ends[g]++ == 0) counter.touched.push_back(g);
          }
          const std::uint32_t row = groups.label[v];
          if (i + 1 == end || groups.label[members.members[i + 1]] != row) counter.take(row, cells);
        }
        return cells;
      },
      [](std::vector<PartCell> all, std::vector<PartCell> part) {
        all.insert(all.end(), part.begin(), part.end());
        return all;
      });
}

}  // namespace

MixingMatrix::MixingMatrix(std::vector<std::size_t> begin, std::vector<Cell> cells)
    : begin_(std::move(begin)), cells_(std::move(cells)), ends_(begin_.size() - 1, 0) {
  for (std::uint32_t a = 0; a < groups(); ++a) {
    for (const Cell& cell : row(a)) ends_[a] += cell.ends;
    total_ends_ += ends_[a];
    total_internal_ += connections(a, a);
  }
}

std::uint64_t MixingMatrix::connections(std::uint32_t a, std::uint32_t b) const {
  const auto cells = row(a);
  const auto cell = std::lower_bound(cells.begin(), cells.end(), b,
                                     [](const Cell& c, std::uint32_t group) { return c.group < group; });
  if (cell == cells.end() || cell->group != b) return 0;
  return a == b ? cell->ends / 2 : cell->ends;
}

double MixingMatrix::expected(std::uint32_t a, std::uint32_t b) const {
  if (total_ends_ == 0) return 0;
  const double both = static_cast<double>(ends_[a]) * static_cast<double>(ends_[b]);
  return both / static_cast<double>(total_ends_) / (a == b ? 2.0 : 1.0);
}

double MixingMatrix::ratio(std::uint32_t a, std::uint32_t b) const {
  const double chance = expected(a, b);
  return chance > 0 ? static_cast<double>(connections(a, b)) / chance
                    : std::numeric_limits<double>::quiet_NaN();
}

MixingMatrix mixing_matrix(const graph::Graph& graph, const graph::Partition& groups,
                           const RunContext& context) {
  if (graph.directed()) throw Error(ErrorKey::network_unfit, "mixing is that of an undirected graph");
  if (groups.label.size() != graph.vertex_count())
    throw Error(ErrorKey::argument_missing, "mixing needs one group per member");
  return with_threads(context, [&] {
    const Phase phase(context, "mixing");
    std::vector<PartCell> parts = counted_cells(graph, groups, context);
    // Blocks that share a group bring the same cell twice.
    std::stable_sort(parts.begin(), parts.end(), [](const PartCell& x, const PartCell& y) {
      return x.row != y.row ? x.row < y.row : x.cell.group < y.cell.group;
    });
    std::vector<std::size_t> begin(groups.count + std::size_t{1}, 0);
    std::vector<MixingMatrix::Cell> cells;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i > 0 && parts[i].row == parts[i - 1].row && parts[i].cell.group == parts[i - 1].cell.group) {
        cells.back().ends += parts[i].cell.ends;
      } else {
        cells.push_back(parts[i].cell);
      }
      begin[parts[i].row + std::size_t{1}] = cells.size();
    }
    for (std::size_t g = 1; g < begin.size(); ++g) begin[g] = std::max(begin[g], begin[g - 1]);
    return MixingMatrix(std::move(begin), std::move(cells));
  });
}

}  // namespace tertius::bubbles
