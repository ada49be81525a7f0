// What the tests of figures on a member and its contacts share.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/graphs.hpp"
#include "tests/support/shared.hpp"

namespace tertius::bridges {

/// The groups that the oracles use: the column `discipline`, else `label`.
inline const graph::Column* group_column(const graph::Network& network) {
  const graph::Column* column = network.members.find_column("discipline");
  return column != nullptr ? column : network.members.find_column("label");
}

inline graph::Graph random_arcs(graph::VertexId n, double p, std::uint64_t seed, bool weighted = false) {
  RandomStream random(seed, 5);
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  for (graph::VertexId u = 0; u < n; ++u) {
    for (graph::VertexId v = 0; v < n; ++v) {
      if (u == v || random.real() > p) continue;
      sources.push_back(u);
      targets.push_back(v);
      if (weighted) weights.push_back(1.0 + static_cast<double>(random.below(4)));
    }
  }
  return graph::build_graph(n, {sources, targets, weights}, {.directed_input = true, .keep_arcs = true}).arcs;
}

/// The cell of an oracle, which is empty where the figure has no meaning.
inline void expect_cell(const test::Csv& csv, std::size_t row, std::string_view column, double actual) {
  if (csv.text(row, column).empty()) {
    EXPECT_TRUE(std::isnan(actual)) << column << ", row " << row;
  } else {
    const double expected = csv.number(row, column);
    ASSERT_NEAR(actual, expected, 1e-9 * std::max(1.0, std::abs(expected))) << column << ", row " << row;
  }
}

}  // namespace tertius::bridges
