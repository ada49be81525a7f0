// The bubbles that a question is about: an attribute of the members, or the clusters found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::pipeline {

/// Groups by the attribute `by`; by "discipline" where `by` is not given and members have it; else, or when
/// `by` is "cluster", by the clusters that Leiden finds. Throws Error{usage} that lists the attributes when
/// there is none of that name.
graph::Grouping choose_grouping(const graph::Network& network, const std::optional<std::string>& by,
                                const RunContext& context = {});

/// One grouping for each attribute of `by`, names separated by commas, and, where there are several, their
/// combination at the end. choose_grouping takes such a list too and gives the combination alone.
std::vector<graph::Grouping> choose_groupings(const graph::Network& network,
                                              const std::optional<std::string>& by,
                                              const RunContext& context = {});

/// Whether choose_grouping() costs little where no attribute is asked for: members have a discipline, or
/// clusters are those of at most so many connections. O(attributes).
bool grouping_is_quick(const graph::Network& network, std::uint64_t connections);
/// All members in one group without a name. O(n).
graph::Grouping one_group(const graph::Network& network);
/// What clusters are held against: an attribute of the members, or the groups of a file (grouping_of_file).
/// Throws Error{usage} that lists the attributes when `what` is neither.
graph::Grouping grouping_to_compare(const graph::Network& network, const std::string& what);
/// Groups of a file that io::read_groups() reads; members whom it does not know are a group of their own.
graph::Grouping grouping_of_file(const std::string& path, const graph::MemberTable& members);

/// Groups of members who are alike in both: "photography, Plau". O(n).
graph::Grouping combined(const graph::Grouping& first, const graph::Grouping& second);

/// Whether groups were found in the very connections that they are held against: `by` names "cluster", which
/// is no attribute. See BubblesOptions::fitted.
bool found_in_connections(const graph::Grouping& grouping, const graph::MemberTable& members);

/// Groups called "cluster 1", "cluster 2", ... in order of size.
graph::Grouping cluster_grouping(graph::Partition clusters);

}  // namespace tertius::pipeline
