#include "engine/graph/kernels/closeness.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::graph {
namespace {

constexpr std::size_t lanes = 64;

/// Sums are whole numbers in these units, so that the order of searches and threads changes nothing. 2^23
/// searches of at most half a unit each do not overflow.
constexpr double units = 0x1p40;

/// One thread's memory. All but the sums is zero between batches of searches.
struct Searches {
  explicit Searches(VertexId n) : seen(n, 0), now(n, 0), coming(n, 0), sum(n, 0), sum_of_squares(n, 0) {}

  std::vector<std::uint64_t> seen, now, coming;    // a bit for each search
  std::vector<VertexId> frontier, next, reached;   // where `now`, `coming`, `seen` are not zero
  std::vector<std::uint64_t> sum, sum_of_squares;  // of 1 / steps to searches from two steps away and more
};

/// Breadth-first searches from up to 64 members, who may be the same.
void search(const Graph& graph, std::span<const VertexId> sources, Searches& s) {
  s.reached.clear();
  s.frontier.clear();
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const VertexId v = sources[i];
    if (s.seen[v] == 0) {
      s.reached.push_back(v);
      s.frontier.push_back(v);
    }
    s.seen[v] |= std::uint64_t{1} << i;
    s.now[v] = s.seen[v];
  }
  for (double steps = 1.0; !s.frontier.empty(); ++steps) {
    s.next.clear();
    for (const VertexId u : s.frontier) {
      const std::uint64_t bits = s.now[u];
      s.now[u] = 0;
      for (const VertexId v : graph.neighbours(u)) {
        const std::uint64_t fresh = bits & ~s.seen[v];
        if (fresh == 0) continue;
        if (s.coming[v] == 0) s.next.push_back(v);
        s.coming[v] |= fresh;
      }
    }
    const auto part = static_cast<std::uint64_t>(std::llround(units / steps));
    const auto square = static_cast<std::uint64_t>(std::llround(units / steps / steps));
    for (const VertexId v : s.next) {
      const std::uint64_t fresh = s.coming[v];
      s.coming[v] = 0;
      if (s.seen[v] == 0) s.reached.push_back(v);
      s.seen[v] |= fresh;
      s.now[v] = fresh;
      if (steps == 1.0) continue;  // contacts are counted by their number
      const auto count = static_cast<std::uint64_t>(std::popcount(fresh));
      s.sum[v] += count * part;
      s.sum_of_squares[v] += count * square;
    }
    s.frontier.swap(s.next);
  }
  for (const VertexId v : s.reached) s.seen[v] = 0;
}

}  // namespace

Closeness harmonic_closeness(const Graph& graph, const ClosenessOptions& options, const RunContext& context) {
  if (graph.directed())
    throw Error(ErrorKey::network_unfit, "closeness is defined for undirected graphs here");
  const VertexId n = graph.vertex_count();
  Closeness result{.harmonic = std::vector<double>(n, 0.0), .searches = n};
  if (n < 2) return result;
  result.exact = options.samples >= n || graph.arc_count() <= options.exact_up_to / n;
  if (!result.exact) result.searches = options.samples;
  std::vector<VertexId> sources(result.searches);
  if (result.exact) {
    std::iota(sources.begin(), sources.end(), VertexId{0});
  } else {
    RandomStream random(context.seed, 0xc105e);
    for (VertexId& v : sources) v = static_cast<VertexId>(random.below(n));
  }
  Phase phase(context, "closeness", sources.size());
  std::vector<std::uint64_t> sum(n, 0), sum_of_squares(n, 0);
  with_threads(context, [&] {
    PerThread<Searches> searches([n] { return Searches(n); });
    parallel_blocks(sources.size(), lanes, [&](std::size_t begin, std::size_t end) {
      search(graph, std::span(sources).subspan(begin, end - begin), searches.local());
      phase.advance(end - begin);
    });
    for (const Searches& of_thread : searches) {
      for (VertexId v = 0; v < n; ++v) {
        sum[v] += of_thread.sum[v];
        sum_of_squares[v] += of_thread.sum_of_squares[v];
      }
    }
  });
  // What is sampled lies in [0, 1/2]: a member itself and the contacts are not in it.
  const auto k = static_cast<double>(result.searches);
  const double others = n - 1.0;
  const double log_term = std::log(4.0 * n / options.delta);
  for (VertexId v = 0; v < n; ++v) {
    const double mean = static_cast<double>(sum[v]) / units / k;
    result.harmonic[v] = std::min(1.0, (graph.degree(v) + n * mean) / others);
    if (result.exact) continue;
    const double variance =
        std::max(0.0, (static_cast<double>(sum_of_squares[v]) / units - k * mean * mean) / (k - 1.0));
    const double error = std::sqrt(2.0 * variance * log_term / k) + 7.0 * 0.5 * log_term / (3.0 * (k - 1.0));
    result.error = std::max(result.error, error * n / others);
  }
  return result;
}

}  // namespace tertius::graph
