// A made-up association of freelancers in a lake district, with the structure that real ones have:
// disciplines keep to themselves, a few people bridge them, and somebody always comes new.
#pragma once

#include "engine/core/context.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct AssociationOptions {
  graph::VertexId members = 300;  ///< at least 40
  unsigned disciplines = 12;      ///< 4 to 16
};

/// Writes down an association of invented people: members with discipline, region, offers, needs, whether
/// they are open to introductions and since when they are members; connections with strength (1 to 5), kind
/// and date; affiliations with groups and events. The structure, whatever the size:
/// - about three quarters of the connections stay within a discipline, most others go to its usual partners;
/// - one member in 25 bridges: contacts in at least four other disciplines. Jana Feld (museum education) is
/// one;
/// - crafts and IT are not bridged: no connection between them, and no member has contacts in both;
/// - one member in 50 is new and has no connection yet;
/// - one member alone connects three others to the rest (a cut vertex).
/// The same for every number of threads; RunContext::seed makes another one. O(members).
/// Throws Error{usage} when a number is out of range.
graph::Network generate_association(const AssociationOptions& options = {}, const RunContext& context = {});

}  // namespace tertius::generators
