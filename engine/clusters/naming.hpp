// What sets a group apart from all others: attribute values that are over-represented in it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/members.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::clusters {

/// One value of one attribute in one group. Fields that hold several values ("weaving; upcycling") count
/// each.
struct Trait {
  std::string attribute, value;
  std::uint32_t inside = 0;   ///< members of the group who have it
  std::uint32_t overall = 0;  ///< members of the network who have it
  double ratio = 0;           ///< its share in the group / its share overall, among those with any value
  /// Log-odds of the value inside against outside with an informative Dirichlet prior, over its standard
  /// deviation (Monroe, Colaresi & Quinn 2008, doi:10.1093/pan/mpn018): about normal when the group is like
  /// all others.
  double z = 0;
  /// Chance of a z as large in some value of this group: one-sided normal times the values tested.
  double p = 1;
};

struct NamingOptions {
  double prior = 10;           ///< members that the prior counts as, dealt out as the values are overall
  double significance = 0.05;  ///< largest p of a trait that is listed
  std::uint32_t least = 3;     ///< members in a group who must have a value before it is worth a word
};

/// Whether an attribute may describe a group: none that says who somebody is, how to reach them, since when,
/// or whether they consent (by its heading, or because most of its values are e-mail addresses, telephone
/// numbers, dates, parts of the members' own names, or yes and no), no sentences (five words a value and
/// more), no numbers. O(members).
bool describes_groups(const graph::MemberTable& members, const graph::Column& column);

/// The traits of each group, most telling first, of the attributes that may describe groups and in which at
/// most every second value is of one member alone. O(members * attributes * log).
std::vector<std::vector<Trait>> group_traits(const graph::MemberTable& members,
                                             const graph::Partition& partition,
                                             const NamingOptions& options = {},
                                             const RunContext& context = {});

/// Whether an attribute tells where members are: "region", "place", "city", "Ort" and the like.
bool is_place(std::string_view attribute);

}  // namespace tertius::clusters
