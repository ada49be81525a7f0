// Bubbles in words, as tables, as CSV, as JSON (docs/schema/bubbles.json) and as a chart.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/bubbles/bubbles.hpp"
#include "engine/core/choice.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// What `bubbles` found about one grouping, as engine/pipeline/bubbles.hpp fills it in.
struct BubblesReport {
  const graph::Network* network = nullptr;
  const graph::Grouping* grouping = nullptr;
  bubbles::Bubbles result{};
  std::optional<bubbles::NumericAssortativity> numeric{};  ///< where the attribute is a number
  bool fitted = false;  ///< groups found in these very connections: nothing is tested
};

/// What the analysis found.
std::vector<words::Finding> bubbles_findings(const BubblesReport& report);
/// Sentences, the `top` largest bubbles, who mixes with whom, the missing bridges.
std::string bubbles_text(const BubblesReport& report, std::size_t top, std::size_t width);
/// The `top` members with the largest share of connections outside their bubble.
std::string bubbles_members_text(const BubblesReport& report, std::size_t top, std::size_t width);
/// What each column means.
std::string bubbles_explained(std::size_t width);
/// Every column of CSV and JSON.
std::vector<FieldList> bubbles_columns();

/// What the rows of bubbles_csv are.
enum class BubbleRows { groups, pairs, members };
inline constexpr Choice<BubbleRows> bubble_rows[] = {
    {BubbleRows::groups, "groups", "the bubbles"},
    {BubbleRows::members, "members", "one table more, or the rows of CSV"},
    {BubbleRows::pairs, "pairs", "of bubbles, as rows of CSV"},
};
/// One table of all groupings, told apart by the column `by`.
std::string bubbles_csv(std::span<const BubblesReport> reports, BubbleRows rows = BubbleRows::groups);
/// The first grouping is the result, the others stand under `also`. Lists `top` members of each.
void write_bubbles_json(JsonWriter& json, std::span<const BubblesReport> reports, std::size_t top);

/// The mixing matrix as a heat map with, beside each bubble, how its members are exposed to others: SVG.
std::string bubbles_chart(const BubblesReport& report);

}  // namespace tertius::report
