// Random walks that end at chosen members: from which group they come, in which they end.
//
// Walks start at a random member of a group, take at least one step, and end as soon as they stand on one of
// the `ends`. The chance x_v of ending in group y solves d_v x_v = sum of x_u over contacts u, with x = 1 at
// the ends of y and 0 at other ends: a sparse, symmetric, positive definite system, solved for several y at
// once by conjugate gradients with the degrees as preconditioner. Only what is multiplied is ever stored.
//
// K. Garimella et al. (2018), Quantifying controversy on social media, doi:10.1145/3140565
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/kernels/conjugate_gradients.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::graph {

struct WalkOptions {
  double tolerance = 1e-10;     ///< largest change that one more step of every walk would make
  std::uint32_t passes = 1000;  ///< over the network, at most
  /// Ends of so many groups at once, of 8, 4 or 2 at most: fewer take less memory and more time.
  std::uint32_t columns = 8;
};

/// Where walks end. Groups 0..to_groups-1 have ends; walks from any of them are counted.
struct AbsorbedWalks {
  std::uint32_t groups = 0;
  std::vector<double> share;  ///< [from * groups + to]: of the walks from `from`, those that end in `to`
  std::uint32_t passes = 0;   ///< of the slowest solution
  bool converged = true;

  double at(std::uint32_t from, std::uint32_t to) const {
    return share[static_cast<std::size_t>(from) * groups + to];
  }
  /// Random-walk controversy of two groups: P(x|x) P(y|y) - P(x|y) P(y|x), P(a|b) being the share of walks
  /// from a among those that end in b, where as many start in x as in y. 1: walks stay at home; 0: where they
  /// end says nothing. 1 also where no walk ends on one of the sides.
  double controversy(std::uint32_t x, std::uint32_t y) const {
    const double to_x = at(x, x) + at(y, x), to_y = at(x, y) + at(y, y);
    if (to_x == 0 || to_y == 0) return 1;
    return (at(x, x) * at(y, y) - at(x, y) * at(y, x)) / (to_x * to_y);
  }
  /// Over all pairs; NaN where there is none.
  double mean_controversy() const {
    double sum = 0, pairs = 0;
    for (std::uint32_t x = 0; x < groups; ++x) {
      for (std::uint32_t y = x + 1; y < groups; ++y) {
        sum += controversy(x, y);
        pairs += 1;
      }
    }
    return pairs > 0 ? sum / pairs : std::numeric_limits<double>::quiet_NaN();
  }
};

/// What the kernel reads of a graph; other views offer the same three functions.
struct GraphContacts {
  const Graph& graph;
  VertexId size() const { return graph.vertex_count(); }
  std::size_t degree(VertexId v) const { return graph.degree(v); }
  template <class Visit>
  void for_each_contact(VertexId v, Visit&& visit) const {
    for (const VertexId u : graph.neighbours(v)) visit(u);
  }
};

/// Marks the `count` best-connected members of each of the first `to_groups` groups (ties by input order).
template <class Contacts>
std::vector<char> best_connected(const Contacts& graph, const Partition& groups, std::uint32_t to_groups,
                                 std::uint32_t count) {
  std::vector<char> ends(graph.size(), 0);
  const GroupMembers members = members_by_group(groups);
  for (std::uint32_t g = 0; g < std::min(to_groups, groups.count); ++g) {
    std::vector<VertexId> order(members.of(g).begin(), members.of(g).end());
    const auto first = order.begin(), last = first + std::min<std::ptrdiff_t>(count, order.end() - first);
    std::partial_sort(first, last, order.end(), [&](VertexId a, VertexId b) {
      return std::tuple(graph.degree(b), a) < std::tuple(graph.degree(a), b);
    });
    for (auto v = first; v != last; ++v) ends[*v] = 1;
  }
  return ends;
}

namespace walks {

template <std::size_t width>
using Columns = std::array<double, width>;

/// The system whose solution are the chances of ending in groups first..first+width-1, with the degrees as
/// preconditioner.
template <std::size_t width, class Contacts>
struct ChanceSystem {
  static constexpr std::size_t block = 4096;  // members
  using Row = Columns<width>;
  struct Sums {
    Row energy{};
    double largest = 0;  // preconditioned residual
    Sums operator+(const Sums& o) const {
      Sums sums{energy, std::max(largest, o.largest)};
      for (std::size_t c = 0; c < width; ++c) sums.energy[c] += o.energy[c];
      return sums;
    }
  };

  ChanceSystem(const Contacts& contacts, const Partition& groups, const std::vector<char>& where_walks_end,
               std::uint32_t first, double tolerance_wanted)
      : graph(contacts),
        ends(where_walks_end),
        tolerance(tolerance_wanted),
        x(graph.size(), Row{}),
        residual(graph.size(), Row{}),
        direction(graph.size(), Row{}),
        product(graph.size()) {
    for (std::size_t v = 0; v < x.size(); ++v) {
      const std::uint32_t g = groups.label[v];
      if (ends[v] != 0 && g >= first && g < first + width) x[v][g - first] = 1;
    }
  }

  Sums start(VertexId v) {
    if (!free(v)) return {};
    residual[v] = sum_over_contacts(v, x);
    for (std::size_t c = 0; c < width; ++c) direction[v][c] = residual[v][c] / degree(v);
    return judge(v);
  }
  Row curvature(VertexId v) {
    Row row{};
    if (!free(v)) return row;
    const Row sum = sum_over_contacts(v, direction);
    for (std::size_t c = 0; c < width; ++c) {
      product[v][c] = degree(v) * direction[v][c] - sum[c];
      row[c] = direction[v][c] * product[v][c];
    }
    return row;
  }
  Sums advance(VertexId v, const Row& step) {
    if (!free(v)) return {};
    for (std::size_t c = 0; c < width; ++c) {
      x[v][c] += step[c] * direction[v][c];
      residual[v][c] -= step[c] * product[v][c];
    }
    return judge(v);
  }
  void turn(VertexId v, const Row& keep) {
    if (!free(v)) return;
    for (std::size_t c = 0; c < width; ++c)
      direction[v][c] = residual[v][c] / degree(v) + keep[c] * direction[v][c];
  }
  bool solved(const Sums& sums) const { return !(sums.largest > tolerance); }

  bool free(VertexId v) const { return ends[v] == 0 && graph.degree(v) > 0; }
  double degree(VertexId v) const { return static_cast<double>(graph.degree(v)); }
  Row sum_over_contacts(VertexId v, const std::vector<Row>& values) const {
    Row sum{};
    graph.for_each_contact(v, [&](VertexId u) {
      for (std::size_t c = 0; c < width; ++c) sum[c] += values[u][c];
    });
    return sum;
  }
  Sums judge(VertexId v) const {
    Sums sums;
    for (std::size_t c = 0; c < width; ++c) {
      sums.energy[c] = residual[v][c] * residual[v][c] / degree(v);
      sums.largest = std::max(sums.largest, std::max(residual[v][c], -residual[v][c]) / degree(v));
    }
    return sums;
  }

  const Contacts& graph;
  const std::vector<char>& ends;
  double tolerance;
  std::vector<Row> x, residual, direction, product;
};

template <std::size_t width, class Contacts>
void count_ends(const Contacts& graph, const Partition& groups, const std::vector<std::uint32_t>& sizes,
                const std::vector<char>& ends, std::uint32_t first, const WalkOptions& options,
                AbsorbedWalks& result, const RunContext& context) {
  ChanceSystem<width, Contacts> system(graph, groups, ends, first, options.tolerance);
  const auto [state, passes] =
      conjugate_gradients(system, static_cast<VertexId>(graph.size()), options.passes, context);
  result.passes = std::max(result.passes, passes);
  result.converged = result.converged && system.solved(state);
  const std::uint32_t columns = std::min<std::uint32_t>(width, result.groups - first);
  // One step back from the solution: also walks that start at an end take their first step.
  using Sums = std::vector<Columns<width>>;
  const Sums sums = parallel_reduce(
      graph.size(), std::size_t{1} << 16, Sums(result.groups),
      [&](std::size_t begin, std::size_t end) {
        Sums part(result.groups);
        for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
          if (groups.label[v] >= result.groups || graph.degree(v) == 0) continue;
          const Columns<width> sum = system.sum_over_contacts(v, system.x);
          for (std::size_t c = 0; c < width; ++c)
            part[groups.label[v]][c] += sum[c] / static_cast<double>(graph.degree(v));
        }
        return part;
      },
      [](Sums a, const Sums& b) {
        for (std::size_t g = 0; g < a.size(); ++g) {
          for (std::size_t c = 0; c < width; ++c) a[g][c] += b[g][c];
        }
        return a;
      });
  for (std::uint32_t from = 0; from < result.groups; ++from) {
    if (sizes[from] == 0) continue;
    for (std::uint32_t c = 0; c < columns; ++c) {
      result.share[static_cast<std::size_t>(from) * result.groups + first + c] = sums[from][c] / sizes[from];
    }
  }
}

}  // namespace walks

/// Ends lie in the first `to_groups` groups, such as best_connected marks them. Memory 32 bytes per member
/// and column of at most 8 at once; time O(to_groups / 8 * passes * (n + m)).
template <class Contacts>
AbsorbedWalks absorbed_walks(const Contacts& graph, const Partition& groups, std::uint32_t to_groups,
                             const std::vector<char>& ends, const WalkOptions& options = {},
                             const RunContext& context = {}) {
  AbsorbedWalks result;
  result.groups = std::min(to_groups, groups.count);
  result.share.assign(static_cast<std::size_t>(result.groups) * result.groups, 0.0);
  const std::vector<std::uint32_t> sizes = groups.sizes();
  for (std::uint32_t first = 0; first < result.groups;) {
    const std::uint32_t left = result.groups - first;
    if (left > 4 && options.columns >= 8) {
      walks::count_ends<8>(graph, groups, sizes, ends, first, options, result, context);
      first += 8;
    } else if (left > 2 && options.columns >= 4) {
      walks::count_ends<4>(graph, groups, sizes, ends, first, options, result, context);
      first += 4;
    } else {
      walks::count_ends<2>(graph, groups, sizes, ends, first, options, result, context);
      first += 2;
    }
  }
  return result;
}

}  // namespace tertius::graph
