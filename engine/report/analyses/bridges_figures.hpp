// Single figures of a report of bridging contacts, as its words and its data both print them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/report/analyses/bridges.hpp"

namespace tertius::report {

inline constexpr bridges::BrokerageRole all_roles[] = {
    bridges::BrokerageRole::coordinator, bridges::BrokerageRole::consultant,
    bridges::BrokerageRole::gatekeeper, bridges::BrokerageRole::representative,
    bridges::BrokerageRole::liaison};

inline const std::string& group_name(const BridgesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}
inline std::uint32_t group_of(const BridgesReport& r, graph::VertexId v) {
  return r.grouping->partition.label[v];
}
/// Those without a value form a group for the measures; no sentence claims that it is one.
inline bool is_known(const BridgesReport& r, std::uint32_t group) {
  return group_name(r, group) != "(none)";
}

inline std::uint64_t brokered(const BridgesReport& r, graph::VertexId v, bridges::BrokerageRole role) {
  return r.bridging->brokerage.count[v][static_cast<std::size_t>(role)];
}

/// The columns, and those of them that the table shows, from left to right.
const Fields<BridgesRow>& bridges_fields();
std::vector<Shown> bridges_layout(const BridgesReport& report);
/// The member of that place in the order, from 1.
BridgesRow bridges_row(const BridgesReport& report, std::size_t rank);
/// How many of at most `top` there are.
inline std::size_t rows_shown(const BridgesReport& report, std::size_t top) {
  return std::min(top, report.bridging->order.size());
}

/// The role in which the member stands between most pairs, the first of equals; nothing without pairs.
std::optional<bridges::BrokerageRole> main_role(const BridgesReport& report, graph::VertexId member);

/// Groups among the contacts other than the member's own and "(none)". O(contacts).
std::uint32_t other_groups(const BridgesReport& report, graph::VertexId member);

/// The group by which a sentence may name the member; nothing for those without one or under a pseudonym.
std::optional<std::string> group_said(const BridgesReport& report, graph::VertexId member);

/// Whether betweenness and all that follows from it come from a sample.
inline bool estimated(const BridgesReport& r) {
  return r.bridging->sampled && !r.bridging->sampled->exact;
}

/// The pairs that betweenness counts, added to the other arguments of a finding.
std::vector<words::Argument> with_pairs(const BridgesReport& report,
                                        std::vector<words::Argument> arguments = {});

}  // namespace tertius::report
