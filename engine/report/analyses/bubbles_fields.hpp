// The columns of bubbles: of groups, of pairs of groups, of missing bridges and of members.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/report/analyses/bubbles.hpp"
#include "engine/report/field.hpp"

namespace tertius::report {

struct BubbleRow {
  using Report = BubblesReport;
  const BubblesReport& report;
  std::uint32_t group;
};
const Fields<BubbleRow>& bubble_fields();

struct BubblePairRow {
  using Report = BubblesReport;
  const BubblesReport& report;
  /// Groups, a <= b.
  std::uint32_t a, b;
};
const Fields<BubblePairRow>& bubble_pair_fields();
/// Every pair that is listed: all of the largest groups, of others those with a connection.
std::vector<BubblePairRow> bubble_pairs(const BubblesReport& report);

struct MissingBridgeRow {
  using Report = BubblesReport;
  const BubblesReport& report;
  const bubbles::MissingBridge& gap;
};
const Fields<MissingBridgeRow>& missing_bridge_fields();

struct BubbleMemberRow {
  using Report = BubblesReport;
  const BubblesReport& report;
  graph::VertexId member;
  /// In the table, from 1.
  std::size_t place = 0;
};
const Fields<BubbleMemberRow>& bubble_member_fields();

/// "<0.001", "0.012", "-": a chance as tables show it, rounded up, lest it be below what was tested.
std::string p_cell(double p);

}  // namespace tertius::report
