// Bridging contacts in words, as a table, as CSV and as JSON (docs/schema/bridges.json).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/bridges/bridging.hpp"
#include "engine/bridges/openings.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/field.hpp"
#include "engine/report/json.hpp"
#include "engine/words/finding.hpp"

namespace tertius::report {

/// What `bridges` found, as engine/pipeline/bridges.hpp fills it in.
struct BridgesReport {
  const graph::Network* network = nullptr;
  const graph::Grouping* grouping = nullptr;
  /// Always there once the work is done.
  std::optional<bridges::Bridging> bridging{};
  bridges::BridgingOptions options{};
  /// Of exact betweenness on one thread.
  double estimated_seconds = 0;
  bridges::BlockCutTree cut{};
  /// Not there unless asked for.
  std::optional<bridges::Openings> openings{};
};

/// A member in their place of the order.
struct BridgesRow {
  using Report = BridgesReport;
  const BridgesReport& report;
  std::size_t rank;  ///< from 1
  graph::VertexId member;
  std::vector<words::Finding> reasons;
};

/// Why a member is a bridging contact, from facts alone: the only direct link between two groups, who is cut
/// off without them. Empty when there is nothing to say.
std::vector<words::Finding> bridge_reasons(const BridgesReport& report, graph::VertexId member);

/// The first `top` members of the order.
void write_bridges_json(JsonWriter& json, const BridgesReport& report, std::size_t top);
std::string bridges_csv(const BridgesReport& report, std::size_t top);
/// The same in parts.
void write_bridges_csv(const BridgesReport& report, std::size_t top, const TextSink& sink);
/// Sentences and the table.
std::string bridges_text(const BridgesReport& report, std::size_t top, std::size_t width);
/// What each column means.
std::string bridges_explained(const BridgesReport& report, std::size_t width);
/// Every column of CSV and JSON.
std::vector<FieldList> bridges_columns();

/// What the analysis found. One finding where the network answers nothing: without members or connections,
/// one person's list of contacts, all members connected with each other.
std::vector<words::Finding> bridges_findings(const BridgesReport& report);
/// The first of them, then the first reason of each of the first members.
std::vector<words::Finding> bridges_summary(const BridgesReport& report, std::size_t members);
/// Whether the order asked for tells members apart at all: not in a star, a clique or a network without
/// connections, nor where all have none of what it ranks by. Where it does not, no ranking is shown.
bool has_ranking(const BridgesReport& report);
/// How far estimated betweenness may be off; nothing where it is exact because less was not asked for.
std::optional<words::Finding> bridges_precision(const BridgesReport& report);

}  // namespace tertius::report
