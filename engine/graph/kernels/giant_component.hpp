// Who can be reached from a hub, found with one bit a member: the bits of millions of members stay in the
// nearest caches, where four bytes each do not.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/graph/member_bits.hpp"

namespace tertius::graph {

/// What is known of a graph's components after the search: some members of one and the same component, the
/// members without ties, and the rest, of whom nothing is known.
class GiantComponentSearch {
 public:
  /// Reaches out from a hub as long as that gains much at little cost: most members of a giant component, or
  /// none where that would be less than a third of those with ties. Ties count in both directions. At most
  /// O(n + m), in practice a look at one or two ties a member. Who is reached may depend on the threads.
  GiantComponentSearch(const Graph& graph, const RunContext& context);

  std::size_t words() const { return reached_.words(); }
  bool reached(VertexId v) const { return reached_.has(v); }
  bool alone(VertexId v) const { return alone_.has(v); }
  std::uint64_t reached_word(std::size_t w) const { return reached_.word(w); }
  std::uint64_t alone_word(std::size_t w) const { return alone_.word(w); }
  std::uint64_t rest_word(std::size_t w) const { return ~(reached_.word(w) | alone_.word(w)) & inside(w); }

  /// How many are the rest, the head apart; those without ties may be counted where none is reached.
  std::uint64_t left() const { return left_; }

  /// The smallest of the reached, who stands for all of them and counts among the rest; no_vertex when none
  /// is reached.
  VertexId head() const { return head_; }

  /// Has the beginning of a member's rows brought near.
  void prefetch_row(VertexId v) const {
    __builtin_prefetch(out_.targets.data() + out_.offsets[v]);
    if (directed_) __builtin_prefetch(in_.targets.data() + in_.offsets[v]);
  }

 private:
  struct Sweep {
    std::uint64_t gained = 0, reached = 0, left = 0;
    Sweep operator+(const Sweep& o) const { return {gained + o.gained, reached + o.reached, left + o.left}; }
  };

  std::uint64_t inside(std::size_t w) const {
    const std::size_t beyond = (w + 1) * MemberBits::width;
    return beyond <= n_ ? ~std::uint64_t{0} : ~std::uint64_t{0} >> (beyond - n_);
  }

  void mark_alone(std::size_t begin, std::size_t end);
  std::uint64_t ties(VertexId v) const;
  bool meets_reached(std::span<const VertexId> row) const {
    constexpr std::size_t few = 16;
    for (const VertexId u : row.first(std::min(few, row.size()))) {
      if (reached_.has(u)) return true;
    }
    return false;
  }
  /// Whether v knows somebody who is reached, as far as a look at the first of each row tells.
  bool meets_reached(VertexId v) const {
    return meets_reached(row(out_, v)) || (directed_ && meets_reached(row(in_, v)));
  }
  static std::span<const VertexId> row(const Rows& rows, VertexId v) {
    return {rows.targets.data() + rows.offsets[v], rows.targets.data() + rows.offsets[v + 1]};
  }
  std::vector<VertexId> hubs() const;
  std::vector<VertexId> reached_so_far() const;
  void reach_contacts_of(const std::vector<VertexId>& known);
  bool promising() const;
  std::uint64_t who_meet_reached(std::size_t word, bool more) const;
  Sweep sweep(bool first, const RunContext& context);
  bool sweep_while_it_pays(const RunContext& context);
  void choose_head();

  VertexId n_;
  Rows out_, in_;
  bool directed_;
  MemberBits reached_, alone_;
  VertexId head_ = no_vertex;
  std::uint64_t left_ = 0;
};

/// Members that one thread takes at a time, in whole words. A small graph is one block: it is done before
/// another thread is awake.
inline std::size_t member_block(VertexId n) {
  constexpr std::size_t usual = std::size_t{1} << 12, small = std::size_t{1} << 16;
  return n <= small ? small : usual;
}

}  // namespace tertius::graph
