// Whom a member does not know yet and how close they are: every non-contact with a positive score.
//
// Ranks go by score rounded to 9 decimals, highest first, then by lower id.
#pragma once

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <vector>

#include "engine/core/context.hpp"
#include "engine/graph/graph.hpp"
#include "engine/introductions/mutual_contacts.hpp"
#include "engine/introductions/ranking/scores.hpp"

namespace tertius::introductions {

struct Candidate {
  graph::VertexId id;
  double score;
};

/// The order of every ranking: score rounded to 9 decimals, highest first, then lower id.
inline bool ranks_before(const Candidate& a, const Candidate& b) {
  const double left = std::nearbyint(a.score * 1e9);
  const double right = std::nearbyint(b.score * 1e9);
  return left != right ? left > right : a.id < b.id;
}

/// Keeps the best `top` of the candidates, ranked.
void rank_candidates(std::vector<Candidate>& candidates,
                     std::size_t top = std::numeric_limits<std::size_t>::max());

/// Memory for one thread, reused from member to member: up to 32 bytes per member of the network, zero
/// between calls. Grows with what the scores in use need.
class CandidateScratch {
 public:
  introductions::MutualContactScratch mutual;
  std::vector<double> mass;              ///< walks and PageRank: what has arrived
  std::vector<double> next;              ///< walks and PageRank: what is under way
  std::vector<double> total;             ///< walks: weighted sum over lengths
  std::vector<graph::VertexId> touched;  ///< where mass or total are not zero
  std::vector<graph::VertexId> frontier;
  std::vector<graph::VertexId> next_frontier;
  std::vector<Candidate> candidates;  ///< the result
};

/// Every member who is not `member`, not a contact of theirs, and has a positive score; in no particular but
/// always the same order. The span lives in `scratch` until the next call.
///
/// Mutual-contact scores cost the sum of k(z) over the contacts z of the member; walks of length l reach all
/// within l connections; PageRank costs at most 1 / (epsilon (1 - damping)) whatever the size of the network.
/// An undirected graph is expected; weights are ignored. Isolated members have no candidates.
std::span<const Candidate> candidates(const graph::Graph& graph, graph::VertexId member, Score score,
                                      CandidateScratch& scratch, const ScoreOptions& options = {});

struct TopOptions {
  Score score = Score::resource_allocation;
  std::uint32_t top = 10;  ///< candidates per member
  /// Intermediaries with more contacts than this are left out, and what that skipped is reported; 0 is no
  /// limit. Mutual-contact scores only.
  graph::VertexId max_degree = 0;
  ScoreOptions parameters = {};
};

struct TopResult {
  std::uint64_t members = 0;         ///< members with at least one candidate
  std::uint64_t suggestions = 0;     ///< rows handed to the sink
  std::uint64_t wedges = 0;          ///< sum of k(z) (k(z) - 1) over members z: what a plain scan would touch
  std::uint64_t wedges_read = 0;     ///< what was touched, given what could be proved not to matter
  std::uint64_t skipped_wedges = 0;  ///< of `wedges`, left out because of max_degree
};

/// Receives the ranked candidates of one member; called for every member in ascending order, on one thread at
/// a time.
using TopSink = std::function<void(graph::VertexId member, std::span<const Candidate> ranked)>;

/// The best candidates of every member, in parallel. Needs per thread what candidates() needs, and a buffer
/// for some thousand members, whatever the size of the network. Phase: the name of the score.
TopResult top_candidates(const graph::Graph& graph, const TopOptions& options, const TopSink& sink,
                         const RunContext& context = {});

}  // namespace tertius::introductions
