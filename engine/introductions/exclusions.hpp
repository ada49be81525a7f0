// Who is not introduced to whom: members who did not agree, members who are blocked, and pairs that
// avoid each other. Whoever is closed is neither suggested nor asked to introduce, and never named in a
// result.
#pragma once

#include <utility>
#include <vector>

#include "engine/graph/network.hpp"

namespace tertius::introductions {

class Exclusions {
 public:
  /// All members may meet.
  Exclusions() = default;
  /// Closed are the members who did not agree (Network::consent).
  explicit Exclusions(const graph::Network& network);

  /// Closes a member for this run.
  void block(graph::VertexId v);
  /// Keeps the two members of each pair apart, in either direction.
  void avoid(const std::vector<std::pair<graph::VertexId, graph::VertexId>>& pairs);

  bool open(graph::VertexId v) const { return v >= closed_.size() || !closed_[v]; }
  /// Neither is closed and they do not avoid each other.
  bool may_meet(graph::VertexId a, graph::VertexId b) const {
    return open(a) && open(b) && (pairs_.empty() || !avoided(a, b));
  }
  bool has_pairs() const { return !pairs_.empty(); }
  bool unrestricted() const { return closed_.empty() && pairs_.empty(); }
  /// Members who are closed, by their own word or blocked.
  graph::VertexId closed_count() const { return closed_count_; }

 private:
  bool avoided(graph::VertexId a, graph::VertexId b) const;

  graph::VertexId members_ = 0;
  graph::VertexId closed_count_ = 0;
  std::vector<bool> closed_;                                        ///< empty when no member is
  std::vector<std::pair<graph::VertexId, graph::VertexId>> pairs_;  ///< sorted, lower id first
};

}  // namespace tertius::introductions
