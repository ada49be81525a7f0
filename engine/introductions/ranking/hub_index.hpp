// What the suggestions of all members have in common where a few members know a good part of the network.
//
// Nearly all pairs of members with a mutual contact have one of those hubs for it, and nearly all of the best
// candidates are hubs. So the rows of hubs are not read member by member. Each member has a list of the hubs
// among its contacts: that is enough to add up, from a member's contacts, what every hub has in common with
// it, and to complete what others have. What two hubs have in common is counted once, and members are put in
// the order of the most that they can gain, so that those who are known through hubs alone need only be
// looked at as long as they could still be among the best: the idea of impact-ordered lists and of the
// threshold algorithm (R. Fagin, A. Lotem & M. Naor 2003, doi:10.1016/S0022-0000(03)00026-6).
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::introductions {

class HubIndex {
 public:
  using Hub = std::uint16_t;
  static constexpr Hub no_hub = std::numeric_limits<Hub>::max();
  static constexpr std::size_t most_hubs = 2048;

  /// Hubs are the members with more than `from` contacts, the 2,048 with most contacts at most. Without
  /// `from` there are hubs only where the squares of members' numbers of contacts add up to more than is
  /// quickly read. O(n log n + m), and the squares of the numbers of hubs among members' contacts; 20 bytes a
  /// member, 2 a connection of a hub and 8 a pair of hubs. Phase "hubs".
  HubIndex(const graph::Graph& graph, std::optional<graph::VertexId> from, const RunContext& context);

  std::size_t hubs() const { return members_.size(); }
  graph::VertexId member(Hub hub) const { return members_[hub]; }
  /// no_hub for those who are none.
  Hub hub_of(graph::VertexId v) const { return members_.empty() ? no_hub : number_[v]; }
  /// The hubs among the contacts of v.
  std::span<const Hub> hubs_of(graph::VertexId v) const {
    if (members_.empty()) return {};
    return {rows_.data() + begin_[v], rows_.data() + begin_[v + std::size_t{1}]};
  }
  /// What this hub and each have in common: the sum of 1 / k(w) over mutual contacts w.
  std::span<const double> allocation(Hub hub) const { return {allocation_.data() + hub * hubs(), hubs()}; }

  /// The sum of 1 / k(w) over the contacts w of v, which is the most that v and anybody can have in common.
  double reach(graph::VertexId v) const { return reach_[v]; }
  /// The same over those contacts who are no hubs.
  double other_reach(graph::VertexId v) const { return other_reach_.empty() ? reach_[v] : other_reach_[v]; }
  /// Members who are no hubs, by reach, highest first. Empty without hubs.
  std::span<const graph::VertexId> others_by_reach() const { return others_; }

 private:
  void choose(const graph::Graph& graph, std::optional<graph::VertexId> from);
  void list_hubs(const graph::Graph& graph);
  void count_pairs(const graph::Graph& graph, const RunContext& context);

  std::vector<graph::VertexId> members_;  ///< of each hub, ascending
  std::vector<Hub> number_;
  std::vector<std::uint64_t> begin_;
  Buffer<Hub> rows_;
  Buffer<double> allocation_;
  std::vector<double> reach_, other_reach_;
  std::vector<graph::VertexId> others_;
};

}  // namespace tertius::introductions
