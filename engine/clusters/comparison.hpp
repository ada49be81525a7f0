// How alike two partitions of the same members are.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::clusters {

/// Members that two groups share.
struct Overlap {
  std::uint32_t a, b;    ///< a group of the first partition, one of the second
  std::uint32_t shared;  ///< members in both; at least 1
};

/// Every pair of groups that share a member, ordered by a, then b. O(n log n).
std::vector<Overlap> contingency(const graph::Partition& a, const graph::Partition& b);

/// With natural logarithms, as far as logarithms matter. No member to compare: everything is NaN.
struct Comparison {
  double mutual_information = 0;  ///< in nats
  /// Normalised mutual information, 2 I / (H(a) + H(b)): 0 (independent) to 1 (the same); grows with the
  /// number of groups even by chance (Danon et al. 2005, doi:10.1088/1742-5468/2005/09/P09008).
  double nmi = 0;
  /// Adjusted for chance with the mean of both entropies: 0 is what chance gives, 1 the same (Vinh, Epps &
  /// Bailey 2010, jmlr.org/papers/v11/vinh10a.html). Trust this one first.
  double ami = 0;
  double ari = 0;  ///< adjusted Rand index, pairs of members: 0 by chance, 1 the same (Hubert & Arabie 1985)
  double variation_of_information = 0;  ///< H(a) + H(b) - 2 I in nats, 0 the same (Meila 2007), a distance
};

/// O(n log n), and for the chance correction O(sizes of a * sizes of b) with different sizes counted once.
Comparison compare(const graph::Partition& a, const graph::Partition& b, const RunContext& context = {});

}  // namespace tertius::clusters
