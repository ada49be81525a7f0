// The kernel of every score that is a sum over mutual contacts: sum over z in N(u) ^ N(v) of w(k(z)).
//
// Seen from one member u, the rows of u's contacts are added up in an array over members. Where there are
// hubs, nearly all of that work is reading the rows of a few of them, for the smallest of weights. So the
// rows of the largest hubs are not read: one bit per hub and member says who knows whom, candidates found
// through the other contacts are completed from those bits, and a hub's row is read only while somebody known
// through hubs alone could still be among the best. That is exact: the idea of the threshold algorithm (R.
// Fagin, A. Lotem & M. Naor 2003, doi:10.1016/S0022-0000(03)00026-6) and of WAND (A. Broder et al. 2003,
// doi:10.1145/956863.956944).
//
// Sums are integers in units of 2^-s with the largest s that cannot overflow, so that the order of additions,
// and with it the order of members, connections and threads, changes nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"
#include "engine/introductions/ranking/scores.hpp"

namespace tertius::introductions {
struct Candidate;
}

namespace tertius::introductions {

/// One thread's memory: 8 bytes per member of the network, zero between calls, and small lists.
struct MutualContactScratch {
  struct Entry {
    double key;  ///< the score in units of 1e-9, rounded
    std::int64_t sum;
    graph::VertexId id;
  };
  std::vector<std::int64_t> sums;
  std::vector<graph::VertexId> touched;
  std::vector<Entry> best;
  std::uint64_t connections_read = 0;  ///< since this was set to 0
};

/// Who knows which of the largest hubs: `words` words of 64 bits per member. Hubs are numbered by degree,
/// smallest first; they are the members with more than least() usable contacts.
class KnownHubs {
 public:
  /// At most 64 hubs in a small network, 256 in a large one; none with more than max_degree contacts unless
  /// that is 0. O(n + sum of the hubs' degrees).
  KnownHubs(const graph::Graph& graph, graph::VertexId max_degree);

  unsigned words() const { return words_; }
  graph::VertexId least() const { return least_; }
  std::span<const graph::VertexId> hubs() const { return hubs_; }
  const std::uint64_t* of(graph::VertexId v) const { return bits_.data() + std::size_t{v} * words_; }

 private:
  unsigned words_;
  graph::VertexId least_;
  std::vector<graph::VertexId> hubs_;
  Buffer<std::uint64_t> bits_;
};

class MutualContacts {
 public:
  /// Intermediaries with more than max_degree contacts are left out unless it is 0.
  MutualContacts(const graph::Graph& graph, const MutualContactScore& score, graph::VertexId max_degree = 0)
      : graph_(graph), score_(score), max_degree_(max_degree) {}

  /// Every non-contact with a positive score, each once.
  void all(graph::VertexId member, MutualContactScratch& scratch, std::vector<Candidate>& out) const;
  /// The best `top` of them, ranked. `hubs` are those of the same graph and limit.
  void best(graph::VertexId member, std::size_t top, const KnownHubs& hubs, MutualContactScratch& scratch,
            std::vector<Candidate>& out) const;

 private:
  class Sums;
  template <unsigned Words>
  class Search;
  double weight(graph::VertexId degree) const {
    return score_.weight == nullptr ? 1.0 : score_.weight(degree);
  }
  bool usable(graph::VertexId degree) const {
    return degree > 1 && (max_degree_ == 0 || degree <= max_degree_);
  }

  const graph::Graph& graph_;
  MutualContactScore score_;
  graph::VertexId max_degree_;
};

}  // namespace tertius::introductions
