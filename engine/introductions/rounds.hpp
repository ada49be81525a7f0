// One round of introductions for a whole network, under limits: no member receives more than their share, no
// introducer is asked more than theirs, and no pair comes that has been made before.
//
// Which pairs can be chosen together is a b-matching with one limit more, that of the introducers. Pairs are
// chosen by b-Suitor (A. Khan et al. 2016, doi:10.1137/15M1026304: members bid for their best partners, a
// better bid annuls a worse one), introducers are found by augmenting paths, what fell out or became possible
// is filled in by value, and exchanges of one pair for others follow until none gains. b-Suitor alone reaches
// at least half of the best b-matching; with the introducers' limit what is reached is measured
// (docs/measures/introductions.md).
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/introductions/ranking/recommender.hpp"

namespace tertius::introductions {

struct RoundLimits {
  unsigned per_member = 2;      ///< introductions that a member receives
  unsigned per_introducer = 3;  ///< introductions that a member makes
};

/// A pair that could be introduced.
struct RoundPair {
  graph::VertexId a, b;
  double value;                              ///< > 0
  std::vector<graph::VertexId> introducers;  ///< who could do it, best first; ignored when by_organiser
  bool by_organiser = false;                 ///< no member need be asked
};

struct ChosenPair {
  std::size_t pair;            ///< index into the pairs
  graph::VertexId introducer;  ///< no_vertex: the organiser
};

/// Pairs of large total value that keep within the limits, in descending order of value. `pairs` must differ.
/// Those without an introducer are never chosen. Deterministic; ties go to the lower ids. O(p log p) for p
/// pairs, and the exchanges.
std::vector<ChosenPair> choose_pairs(graph::VertexId members, std::span<const RoundPair> pairs,
                                     const RoundLimits& limits);

/// The b-matching that b-Suitor finds, as indices in ascending order; introducers are not looked at.
std::vector<std::size_t> b_suitor(graph::VertexId members, std::span<const RoundPair> pairs,
                                  unsigned per_member);

struct Introduction {
  graph::VertexId a, b;
  graph::VertexId introducer;  ///< no_vertex: the organiser, where one of them has no contacts yet
  double value;           ///< mean of the two scores; 0 for who would not find the other among their best
  Suggestion suggestion;  ///< b as suggested to a
};

struct Round {
  std::vector<Introduction> introductions;  ///< best first
  double value = 0.0;                       ///< of all together
  std::size_t candidates = 0;               ///< pairs that were chosen from
  std::size_t past = 0;                     ///< pairs left out because they were made or refused before
  graph::VertexId reached = 0;              ///< members who receive at least one introduction
  graph::VertexId left = 0;                 ///< open members who receive none
  std::uint32_t largest_load = 0;           ///< introductions made by the member who is asked most
};

/// Plans a round from the best suggestions of all members. `past` are pairs made or refused in earlier
/// rounds. Throws Error{usage} when a limit is 0.
Round plan_round(const graph::Network& network, const Recommender& recommender,
                 const RoundLimits& limits = {},
                 std::span<const std::pair<graph::VertexId, graph::VertexId>> past = {},
                 const RunContext& context = {});

}  // namespace tertius::introductions
