// Scores that look further than mutual contacts, for many members: eight at once, so that each pass over the
// connections serves all of them. For one member alone see candidates().
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "engine/graph/graph.hpp"
#include "engine/introductions/ranking/candidates.hpp"
#include "engine/introductions/ranking/scores.hpp"

namespace tertius::introductions {

/// Weight of the walks of 0, 1, 2, ... connections in the local path index or in Katz' measure; empty for
/// other scores.
std::vector<double> walk_weights(Score score, const ScoreOptions& options);

class Walks {
 public:
  static constexpr std::size_t lanes = 8;

  /// One thread's memory: 192 bytes per member of the network.
  struct Scratch {
    std::vector<double> now, before, total;
    std::vector<Candidate> candidates;
  };
  using Sink = std::function<void(std::size_t index, std::vector<Candidate>& candidates)>;

  /// `score` is local_path, katz or personalized_pagerank. `graph` must outlive this.
  Walks(const graph::Graph& graph, Score score, const ScoreOptions& options)
      : graph_(graph), score_(score), options_(options) {}

  /// Every non-contact with a positive score, of at most `lanes` members: sink(i, ...) in order, for every
  /// member, candidates ascending by id. The sink may rearrange them. Walks: one pass per connection of
  /// length; PageRank: 34 passes, which leave an error below 10^-8.
  void candidates(std::span<const graph::VertexId> members, Scratch& scratch, const Sink& sink) const;

 private:
  void count_walks(std::span<const graph::VertexId> members, Scratch& scratch) const;
  void solve_pagerank(std::span<const graph::VertexId> members, Scratch& scratch) const;

  const graph::Graph& graph_;
  Score score_;
  ScoreOptions options_;
};

}  // namespace tertius::introductions
