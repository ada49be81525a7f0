// Single figures of a report of bridging contacts, as its words and its data both print them.
#pragma once

#include <cstdint>
#include <string>

#include "engine/report/bridges.hpp"

namespace tertius::report {

inline constexpr BrokerageRole all_roles[] = {BrokerageRole::coordinator, BrokerageRole::consultant,
                                              BrokerageRole::gatekeeper, BrokerageRole::representative,
                                              BrokerageRole::liaison};

/// Betweenness as a share of all pairs of others.
inline double normalised(const BridgesReport& r, VertexId v) {
  return r.bridging->betweenness[v] / betweenness_normaliser(r.network->graph);
}

inline const std::string& group_name(const BridgesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}
inline std::uint32_t group_of(const BridgesReport& r, VertexId v) {
  return r.grouping->partition.label[v];
}

inline std::uint64_t brokered(const BridgesReport& r, VertexId v, BrokerageRole role) {
  return r.bridging->brokerage.count[v][static_cast<std::size_t>(role)];
}

}  // namespace tertius::report
