// The bubbles that a question is about: an attribute of the members, or the clusters found.
#pragma once

#include <optional>
#include <string>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius {

/// Groups by the attribute `by`; by "discipline" where `by` is not given and members have it; else, or when `by`
/// is "cluster", by the clusters that Leiden finds. Throws Error{usage} that lists the attributes when there is
/// none of that name.
Grouping choose_grouping(const Network& network, const std::optional<std::string>& by,
                         const RunContext& context = {});

/// Groups called "cluster 1", "cluster 2", ... in order of size.
Grouping cluster_grouping(Partition clusters);

}  // namespace tertius
