// The mixing matrix: how many connections run between every two groups, and how many chance would give.
//
// Stored as sparse rows, so that thousands of clusters cost no more than the cells in use. Chance is the
// configuration model: every member keeps their number of connections, ends are joined at random. With D_a
// the ends of connections held by group a and 2m = sum of D, a and b would share D_a D_b / 2m connections, a
// with itself D_a^2 / 4m.
//
// M. E. J. Newman (2003), Mixing patterns in networks, doi:10.1103/PhysRevE.67.026126
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::bubbles {

class MixingMatrix {
 public:
  /// Ends of connections that the row's group holds towards `group`; a connection inside a group has both
  /// ends there.
  struct Cell {
    std::uint32_t group;
    std::uint64_t ends;
  };

  MixingMatrix() = default;
  /// Rows of ascending groups; rows[begin[a]..begin[a+1]) is that of group a.
  MixingMatrix(std::vector<std::size_t> begin, std::vector<Cell> cells);

  std::uint32_t groups() const { return static_cast<std::uint32_t>(ends_.size()); }
  std::span<const Cell> row(std::uint32_t a) const {
    return std::span(cells_).subspan(begin_[a], begin_[a + 1] - begin_[a]);
  }
  /// Ends of connections of group a: the sum of its members' numbers of contacts.
  std::uint64_t ends(std::uint32_t a) const { return ends_[a]; }
  std::uint64_t total_connections() const { return total_ends_ / 2; }

  /// Connections between a and b, or inside a, each once. O(log groups).
  std::uint64_t connections(std::uint32_t a, std::uint32_t b) const;
  std::uint64_t internal(std::uint32_t a) const { return connections(a, a); }
  std::uint64_t external(std::uint32_t a) const { return ends_[a] - 2 * connections(a, a); }
  std::uint64_t total_internal() const { return total_internal_; }

  /// Connections that chance would give; 0 in a network without connections.
  double expected(std::uint32_t a, std::uint32_t b) const;
  /// connections / expected; NaN where nothing is expected.
  double ratio(std::uint32_t a, std::uint32_t b) const;

 private:
  std::vector<std::size_t> begin_{0};
  std::vector<Cell> cells_;
  std::vector<std::uint64_t> ends_;
  std::uint64_t total_ends_ = 0;
  std::uint64_t total_internal_ = 0;
};

/// Counts connections, weights not. Throws Error{usage} for a directed graph or labels that do not fit it.
/// O(n + m + groups + cells log cells); memory O(groups) per thread.
MixingMatrix mixing_matrix(const graph::Graph& graph, const graph::Partition& groups,
                           const RunContext& context = {});

}  // namespace tertius::bubbles
