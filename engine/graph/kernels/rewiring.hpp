// A network that is rewired by double-edge swaps: a list of ties and an index of which are there.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::graph {

class Rewiring {
 public:
  explicit Rewiring(const Graph& graph) {
    connections_.reserve(graph.edge_count());
    slots_.assign(std::bit_ceil(std::max<std::uint64_t>(16, 2 * graph.edge_count())), free);
    for (VertexId u = 0; u < graph.vertex_count(); ++u) {
      for (const VertexId v : graph.neighbours(u)) {
        if (u < v) {
          connections_.push_back({u, v});
          insert(key(u, v));
        }
      }
    }
  }

  struct Tie {
    VertexId u, v;
  };
  const std::vector<Tie>& connections() const { return connections_; }

  /// Two ties drawn at random exchange ends, `attempts` times; where that would make a loop or a repeat they
  /// stay as they are, and the attempt counts: that makes every simple network equally likely in the end.
  void swap_ends(std::uint64_t attempts, RandomStream& random) {
    if (connections_.size() < 2) return;
    for (; attempts > 0; --attempts) {
      Tie& first = connections_[random.below(connections_.size())];
      const std::uint64_t draw = random.below(2 * connections_.size());
      Tie& second = connections_[draw / 2];
      if (&first == &second) continue;
      if (draw % 2 != 0) std::swap(second.u, second.v);
      const auto [a, b] = first;
      const auto [c, d] = second;
      if (a == d || c == b || contains(key(a, d)) || contains(key(c, b))) continue;
      erase(key(a, b));
      erase(key(c, d));
      insert(key(a, d));
      insert(key(c, b));
      first = {a, d};
      second = {c, b};
    }
  }

 private:
  static constexpr std::uint64_t free = ~std::uint64_t{0};

  static std::uint64_t key(VertexId u, VertexId v) {
    return u < v ? (std::uint64_t{u} << 32 | v) : (std::uint64_t{v} << 32 | u);
  }
  std::uint64_t mask() const { return slots_.size() - 1; }
  std::uint64_t home(std::uint64_t tie) const { return mix64(tie) & mask(); }
  bool contains(std::uint64_t tie) const {
    std::uint64_t at = home(tie);
    while (slots_[at] != free && slots_[at] != tie) at = (at + 1) & mask();
    return slots_[at] == tie;
  }
  void insert(std::uint64_t tie) {
    std::uint64_t at = home(tie);
    while (slots_[at] != free) at = (at + 1) & mask();
    slots_[at] = tie;
  }
  /// Linear probing without tombstones: what stands after the gap moves up where its home allows.
  void erase(std::uint64_t tie) {
    std::uint64_t gap = home(tie);
    while (slots_[gap] != tie) gap = (gap + 1) & mask();
    for (std::uint64_t at = (gap + 1) & mask(); slots_[at] != free; at = (at + 1) & mask()) {
      if (((at - home(slots_[at])) & mask()) < ((at - gap) & mask())) continue;
      slots_[gap] = slots_[at];
      gap = at;
    }
    slots_[gap] = free;
  }

  std::vector<Tie> connections_;
  std::vector<std::uint64_t> slots_;
};

}  // namespace tertius::graph
