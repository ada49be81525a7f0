// The work of `bridges`: who connects the bubbles, on whom the network hangs, and which new connections would
// help.
#pragma once

#include <functional>
#include <optional>

#include "engine/bridges/bridging.hpp"
#include "engine/bridges/openings.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"
#include "engine/report/analyses/bridges.hpp"

namespace tertius::pipeline {

/// Seconds on one thread: exact betweenness that would take longer is estimated, unless somebody insists.
inline constexpr double usual_patience = 60;

struct BridgesOptions {
  bridges::BridgingOptions bridging{};
  /// Infinity: exact, however long it takes. Sampling that `bridging` asks for is done all the same.
  double patience = usual_patience;
  /// New connections to propose, among members who agreed to be introduced.
  std::optional<bridges::OpeningsOptions> openings{};
  /// Called before the work starts, with the seconds that exact betweenness would take and the options as
  /// settled.
  std::function<void(const report::BridgesReport&)> planned{};
};

/// The report keeps references to both. Errors as bridges::bridging() and bridges::openings().
report::BridgesReport find_bridges(const graph::Network& network, const graph::Grouping& grouping,
                                   const BridgesOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::pipeline
