// Every shortest path between two members, by breadth-first searches from both ends.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

class PairSearch {
 public:
  explicit PairSearch(const graph::Graph& graph)
      : graph_(graph), sides_{Side(graph.vertex_count()), Side(graph.vertex_count())} {}

  /// Calls credit(v, share) for every member v strictly between s and t on a shortest path, with the share of
  /// the shortest paths that run through v. Nothing is called when s and t are neighbours or not connected.
  template <class Credit>
  void run(graph::VertexId s, graph::VertexId t, Credit&& credit) {
    // Neighbours have no member between them; many samples on dense networks end here.
    if (!graph_.has_arc(s, t)) {
      sides_[0].start(s, graph_);
      sides_[1].start(t, graph_);
      meetings_.clear();
      while (meetings_.empty()) {
        const bool second = sides_[1].frontier_arcs < sides_[0].frontier_arcs;
        Side &side = sides_[second ? 1 : 0], &other = sides_[second ? 0 : 1];
        if (side.frontier_empty()) break;
        expand(side, other, second);
      }
      if (!meetings_.empty()) walk_back(credit);
    }
    for (Side& side : sides_) side.clear();
  }
  /// Arcs and members looked at so far: what the searches cost.
  std::uint64_t work() const { return work_; }

 private:
  struct Vertex {
    std::uint32_t level = 0;  // 1 for the end itself, 0 for not found
    std::uint32_t index = 0;  // position in `found`
  };
  struct Found {
    graph::VertexId member;
    double paths;
    double share;
  };
  struct Side {
    explicit Side(graph::VertexId n) : at(n, Vertex{}) {}
    Buffer<Vertex> at;
    std::vector<Found> found;  // level by level
    std::vector<std::uint32_t> level_begin;
    std::vector<bool> scaled;  // path counts of that level were divided by 2^512
    std::uint64_t frontier_arcs = 0;

    void start(graph::VertexId end, const graph::Graph& graph) {
      at[end] = {1, 0};
      found.push_back({end, 1.0, 0.0});
      level_begin = {0, 1};
      scaled = {false};
      frontier_arcs = graph.degree(end);
    }
    bool frontier_empty() const { return level_begin[level_begin.size() - 2] == level_begin.back(); }
    void clear() {
      for (const Found& f : found) at[f.member] = {};
      found.clear();
    }
  };

  void expand(Side& side, Side& other, bool second) {
    const std::uint32_t begin = side.level_begin[side.level_begin.size() - 2], end = side.level_begin.back();
    const auto level = static_cast<std::uint32_t>(side.level_begin.size());
    bool met = false;
    double most = 0;
    work_ += side.frontier_arcs + (end - begin);
    side.frontier_arcs = 0;
    for (std::uint32_t i = begin; i < end; ++i) {
      const graph::VertexId v = side.found[i].member;
      const double paths = side.found[i].paths;
      for (const graph::VertexId u : graph_.neighbours(v)) {
        if (other.at[u].level != 0) {
          met = true;
          meetings_.push_back(second ? std::pair(other.at[u].index, i) : std::pair(i, other.at[u].index));
        }
        if (met) continue;  // the next level is not needed any more
        Vertex& to = side.at[u];
        if (to.level == 0) {
          to = {level, static_cast<std::uint32_t>(side.found.size())};
          side.found.push_back({u, paths, 0.0});
          side.frontier_arcs += graph_.degree(u);
        } else if (to.level == level) {
          most = std::max(most, side.found[to.index].paths += paths);
        }
      }
    }
    if (met) return;
    side.level_begin.push_back(static_cast<std::uint32_t>(side.found.size()));
    side.scaled.push_back(most > 1e200);
    if (most > 1e200) {
      for (std::uint32_t i = end; i < side.found.size(); ++i) side.found[i].paths *= 0x1p-512;
    }
  }

  template <class Credit>
  void walk_back(Credit&& credit) {
    Side &a = sides_[0], &b = sides_[1];
    double most_a = 0, most_b = 0, total = 0;
    for (const auto& [i, j] : meetings_) {
      most_a = std::max(most_a, a.found[i].paths);
      most_b = std::max(most_b, b.found[j].paths);
    }
    for (const auto& [i, j] : meetings_) total += (a.found[i].paths / most_a) * (b.found[j].paths / most_b);
    for (const auto& [i, j] : meetings_) {
      const double share = (a.found[i].paths / most_a) * (b.found[j].paths / most_b) / total;
      a.found[i].share += share;
      b.found[j].share += share;
    }
    for (Side* side : {&a, &b}) {
      for (std::size_t level = side->level_begin.size() - 1; level-- > 1;) {
        for (std::uint32_t i = side->level_begin[level]; i < side->level_begin[level + 1]; ++i) {
          if (side->found[i].share == 0) continue;
          credit(side->found[i].member, side->found[i].share);
          if (level > 1) pass_on(*side, i, level);
        }
      }
    }
  }

  /// Hands the share of a member on to those before it, in proportion to their paths.
  void pass_on(Side& side, std::uint32_t i, std::size_t level) {
    const Found& from = side.found[i];
    const double share = from.share / from.paths * (side.scaled[level] ? 0x1p-512 : 1.0);
    const std::uint32_t begin = side.level_begin[level - 1], end = side.level_begin[level];
    const auto row = graph_.neighbours(from.member);
    // Whichever is shorter: the row, or the level before looked up in the row.
    if (std::uint64_t{end - begin} * static_cast<unsigned>(std::bit_width(row.size())) < row.size()) {
      for (std::uint32_t j = begin; j < end; ++j) {
        if (std::binary_search(row.begin(), row.end(), side.found[j].member)) {
          side.found[j].share += share * side.found[j].paths;
        }
      }
    } else {
      for (const graph::VertexId u : row) {
        const Vertex at = side.at[u];
        if (at.level == level) side.found[at.index].share += share * side.found[at.index].paths;
      }
    }
  }

  const graph::Graph& graph_;
  std::uint64_t work_ = 0;
  Side sides_[2];
  std::vector<std::pair<std::uint32_t, std::uint32_t>>
      meetings_;  // positions on both sides of a tie between them
};

}  // namespace tertius::bridges
