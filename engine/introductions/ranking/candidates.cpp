#include "engine/introductions/ranking/candidates.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "engine/core/parallel.hpp"
#include "engine/introductions/ranking/walks.hpp"

namespace tertius::introductions {

namespace {

template <class T>
void grow(std::vector<T>& values, graph::VertexId n) {
  if (values.size() < n) values.resize(n, T{});
}

/// Walks of 2..length connections, those of l connections weighted with weight[l].
void walk_candidates(const graph::Graph& graph, graph::VertexId member, std::span<const double> weight,
                     CandidateScratch& scratch) {
  const graph::VertexId n = graph.vertex_count();
  grow(scratch.mass, n);
  grow(scratch.next, n);
  grow(scratch.total, n);
  scratch.frontier.assign(1, member);
  scratch.mass[member] = 1.0;
  for (std::size_t length = 1; length < weight.size(); ++length) {
    scratch.next_frontier.clear();
    for (const graph::VertexId u : scratch.frontier) {
      const double walks = scratch.mass[u];
      for (const graph::VertexId v : graph.neighbours(u)) {
        if (scratch.next[v] == 0.0) scratch.next_frontier.push_back(v);
        scratch.next[v] += walks;
      }
      scratch.mass[u] = 0.0;
    }
    scratch.mass.swap(scratch.next);
    scratch.frontier.swap(scratch.next_frontier);
    if (length < 2) continue;
    for (const graph::VertexId v : scratch.frontier) {
      if (scratch.total[v] == 0.0) scratch.touched.push_back(v);
      scratch.total[v] += weight[length] * scratch.mass[v];
    }
  }
  for (const graph::VertexId v : scratch.frontier) scratch.mass[v] = 0.0;
  scratch.total[member] = 0.0;
  for (const graph::VertexId z : graph.neighbours(member)) scratch.total[z] = 0.0;
  for (const graph::VertexId v : scratch.touched) {
    if (scratch.total[v] > 0.0) scratch.candidates.push_back({v, scratch.total[v]});
    scratch.total[v] = 0.0;
  }
}

/// Forward push in rounds: everybody with enough to pass on passes it on at once, so that the numbering of
/// members does not matter beyond the order of additions.
void pagerank_candidates(const graph::Graph& graph, graph::VertexId member, const ScoreOptions& options,
                         CandidateScratch& scratch) {
  const graph::VertexId n = graph.vertex_count();
  grow(scratch.mass, n);
  grow(scratch.next, n);
  grow(scratch.total, n);
  auto& arrived = scratch.total;  // what stays here
  auto& waiting = scratch.mass;   // what has come and is not yet passed on
  auto& coming = scratch.next;
  scratch.frontier.assign(1, member);
  scratch.touched.assign(1, member);
  waiting[member] = 1.0;
  while (!scratch.frontier.empty()) {
    scratch.next_frontier.clear();
    for (const graph::VertexId u : scratch.frontier) {
      const double amount = waiting[u];
      waiting[u] = 0.0;
      arrived[u] += (1.0 - options.pagerank_damping) * amount;
      const double share = options.pagerank_damping * amount / graph.degree(u);
      for (const graph::VertexId v : graph.neighbours(u)) {
        if (coming[v] == 0.0) scratch.next_frontier.push_back(v);
        coming[v] += share;
      }
    }
    scratch.frontier.clear();
    for (const graph::VertexId v : scratch.next_frontier) {
      if (waiting[v] == 0.0 && arrived[v] == 0.0) scratch.touched.push_back(v);
      waiting[v] += coming[v];
      coming[v] = 0.0;
      if (waiting[v] >= options.pagerank_epsilon * graph.degree(v)) scratch.frontier.push_back(v);
    }
  }
  // What still waits at v has at least the share (1 - damping) of its way behind it.
  for (const graph::VertexId v : scratch.touched) {
    arrived[v] += (1.0 - options.pagerank_damping) * waiting[v];
    waiting[v] = 0.0;
  }
  arrived[member] = 0.0;
  for (const graph::VertexId z : graph.neighbours(member)) arrived[z] = 0.0;
  for (const graph::VertexId v : scratch.touched) {
    if (arrived[v] > 0.0) scratch.candidates.push_back({v, arrived[v]});
    arrived[v] = 0.0;
  }
}

/// Every candidate by a score that is no sum over mutual contacts.
void find_candidates(const graph::Graph& graph, graph::VertexId member, Score score,
                     const ScoreOptions& options, CandidateScratch& scratch) {
  scratch.candidates.clear();
  scratch.touched.clear();
  if (graph.degree(member) == 0) return;
  if (score == Score::personalized_pagerank) return pagerank_candidates(graph, member, options, scratch);
  walk_candidates(graph, member, walk_weights(score, options), scratch);
}

}  // namespace

void rank_candidates(std::vector<Candidate>& candidates, std::size_t top) {
  if (top < candidates.size()) {
    std::nth_element(candidates.begin(), candidates.begin() + static_cast<std::ptrdiff_t>(top),
                     candidates.end(), ranks_before);
    candidates.resize(top);
  }
  std::sort(candidates.begin(), candidates.end(), ranks_before);
}

std::span<const Candidate> candidates(const graph::Graph& graph, graph::VertexId member, Score score,
                                      CandidateScratch& scratch, const ScoreOptions& options) {
  if (const MutualContactScore* const mutual = mutual_contact_score(score)) {
    MutualContacts(graph, *mutual).all(member, scratch.mutual, scratch.candidates);
  } else {
    find_candidates(graph, member, score, options, scratch);
  }
  return scratch.candidates;
}

TopResult top_candidates(const graph::Graph& graph, const TopOptions& options, const TopSink& sink,
                         const RunContext& context) {
  constexpr std::size_t batch = 1 << 14;
  constexpr std::size_t block = 16;
  const graph::VertexId n = graph.vertex_count();
  const MutualContactScore* const mutual = mutual_contact_score(options.score);
  const bool by_mutual_contacts = mutual != nullptr;
  const MutualContacts kernel(graph, by_mutual_contacts ? *mutual : mutual_contact_scores[0],
                              options.max_degree);
  const KnownHubs hubs(graph, options.max_degree);
  const Walks walks(graph, options.score, options.parameters);
  Phase phase(context, to_string(options.score), n);
  TopResult result;
  for (graph::VertexId z = 0; z < n; ++z) {
    const std::uint64_t k = graph.degree(z);
    const std::uint64_t wedges = k < 2 ? 0 : k * (k - 1);
    result.wedges += wedges;
    if (by_mutual_contacts && options.max_degree != 0 && k > options.max_degree)
      result.skipped_wedges += wedges;
  }
  with_threads(context, [&] {
    PerThread<CandidateScratch> scratches;
    PerThread<Walks::Scratch> walk_scratches;
    std::vector<Candidate> rows(std::min<std::size_t>(batch, n) * options.top);
    std::vector<std::uint32_t> counts(std::min<std::size_t>(batch, n));
    for (std::size_t start = 0; start < n; start += batch) {
      const std::size_t size = std::min<std::size_t>(batch, n - start);
      const auto keep = [&](std::size_t i, std::span<const Candidate> ranked) {
        std::copy(ranked.begin(), ranked.end(), rows.begin() + static_cast<std::ptrdiff_t>(i * options.top));
        counts[i] = static_cast<std::uint32_t>(ranked.size());
      };
      parallel_blocks(size, by_mutual_contacts ? block : Walks::lanes,
                      [&](std::size_t begin, std::size_t end) {
                        if (by_mutual_contacts) {
                          CandidateScratch& scratch = scratches.local();
                          for (std::size_t i = begin; i < end; ++i) {
                            kernel.best(static_cast<graph::VertexId>(start + i), options.top, hubs,
                                        scratch.mutual, scratch.candidates);
                            keep(i, scratch.candidates);
                          }
                        } else {
                          std::array<graph::VertexId, Walks::lanes> members;
                          for (std::size_t i = begin; i < end; ++i)
                            members[i - begin] = static_cast<graph::VertexId>(start + i);
                          walks.candidates(std::span(members).first(end - begin), walk_scratches.local(),
                                           [&](std::size_t i, std::vector<Candidate>& found) {
                                             rank_candidates(found, options.top);
                                             keep(begin + i, found);
                                           });
                        }
                        phase.advance(end - begin);
                      });
      for (std::size_t i = 0; i < size; ++i) {
        result.members += counts[i] > 0;
        result.suggestions += counts[i];
        sink(static_cast<graph::VertexId>(start + i), std::span(rows).subspan(i * options.top, counts[i]));
      }
    }
    for (const CandidateScratch& scratch : scratches) result.wedges_read += scratch.mutual.connections_read;
  });
  return result;
}

}  // namespace tertius::introductions
