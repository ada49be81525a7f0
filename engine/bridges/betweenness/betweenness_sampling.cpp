#include "engine/bridges/betweenness/betweenness_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/bridges/betweenness/betweenness.hpp"
#include "engine/bridges/betweenness/pair_search.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius::bridges {
namespace {

/// Sums of credits and of their squares in units of 2^-32: whole numbers, so that the order of samples is
/// free.
struct Moments {
  Buffer<std::uint64_t> sum, squares;
  explicit Moments(graph::VertexId n) : sum(n, 0), squares(n, 0) {}
};
constexpr double unit = 0x1p-32;
std::uint64_t in_units(double share) {
  return static_cast<std::uint64_t>(share / unit);
}

class Sampler {
 public:
  Sampler(const graph::Graph& graph, const RunContext& context)
      : graph_(graph),
        context_(context),
        total_(graph.vertex_count()),
        workers_([&graph] { return Worker(graph); }) {}

  /// Draws samples [drawn, until).
  void draw(std::uint64_t until) {
    const graph::VertexId n = graph_.vertex_count();
    const std::uint64_t from = drawn_;
    parallel_blocks(until - from, 64, [&](std::size_t begin, std::size_t end) {
      context_.poll();
      Worker& worker = workers_.local();
      for (std::uint64_t i = from + begin; i < from + end; ++i) {
        RandomStream random(context_.seed, i, 0xb37);
        const auto s = static_cast<graph::VertexId>(random.below(n));
        auto t = static_cast<graph::VertexId>(random.below(n - 1));
        if (t >= s) ++t;
        worker.search.run(s, t, [&](graph::VertexId v, double share) {
          worker.moments.sum[v] += in_units(share);
          worker.moments.squares[v] += in_units(share * share);
        });
      }
    });
    drawn_ = until;
  }
  /// Forgets what was drawn, not which samples come next.
  void restart() {
    collect();
    start_ = drawn_;
    std::fill(total_.sum.begin(), total_.sum.end(), 0);
    std::fill(total_.squares.begin(), total_.squares.end(), 0);
  }
  void collect() {
    for (Worker& worker : workers_) {
      for (graph::VertexId v = 0; v < graph_.vertex_count(); ++v) {
        total_.sum[v] += std::exchange(worker.moments.sum[v], 0);
        total_.squares[v] += std::exchange(worker.moments.squares[v], 0);
      }
    }
  }
  std::uint64_t drawn() const { return drawn_; }
  /// Of one sample, on average over all drawn: arcs and members looked at.
  double work() {
    std::uint64_t work = 0;
    for (const Worker& worker : workers_) work += worker.search.work();
    return static_cast<double>(work) / static_cast<double>(drawn_);
  }
  double count() const { return static_cast<double>(drawn_ - start_); }
  double mean(graph::VertexId v) const { return static_cast<double>(total_.sum[v]) * unit / count(); }
  double variance(graph::VertexId v) const {
    const double sum = static_cast<double>(total_.sum[v]) * unit,
                 squares = static_cast<double>(total_.squares[v]) * unit;
    return std::max(0.0, (squares - sum * sum / count()) / (count() - 1));
  }

 private:
  struct Worker {
    explicit Worker(const graph::Graph& graph) : search(graph), moments(graph.vertex_count()) {}
    bridges::PairSearch search;
    Moments moments;
  };
  const graph::Graph& graph_;
  const RunContext& context_;
  Moments total_;
  PerThread<Worker> workers_;
  std::uint64_t drawn_ = 0, start_ = 0;
};

/// Both tails of the empirical Bernstein bound for a mean of values in [0,1]; log_term = ln(4 / failure).
double bernstein(double variance, double samples, double log_term) {
  return std::sqrt(2 * variance * log_term / samples) + 7 * log_term / (3 * (samples - 1)) + unit;
}

/// Ranks from the top whose order the intervals settle, counted up to `wanted`.
graph::VertexId certain_ranks(const std::vector<double>& mean, const std::vector<double>& error,
                              graph::VertexId wanted) {
  std::vector<graph::VertexId> order(mean.size());
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  const std::size_t kept = std::min<std::size_t>(std::size_t{wanted} + 1, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
      [&](graph::VertexId a, graph::VertexId b) { return mean[a] != mean[b] ? mean[a] > mean[b] : a < b; });
  double highest = 0;  // upper end of everybody below the ranks looked at
  for (std::size_t i = kept; i < order.size(); ++i)
    highest = std::max(highest, mean[order[i]] + error[order[i]]);
  std::vector<double> below(kept + 1, highest);
  for (std::size_t i = kept; i-- > 0;) below[i] = std::max(below[i + 1], mean[order[i]] + error[order[i]]);
  graph::VertexId certain = 0;
  while (certain < wanted && certain < order.size()) {
    const graph::VertexId v = order[certain];
    const bool last = certain + std::size_t{1} == order.size();
    if (!last && mean[v] - error[v] <= below[certain + 1]) break;
    ++certain;
  }
  return certain;
}

SampledBetweenness run(const graph::Graph& graph, const SamplingOptions& options, const RunContext& context) {
  if (!(options.epsilon > 0 && options.epsilon < 1))
    throw Error(ErrorKey::option_value, "epsilon: expected more than 0 and less than 1");
  if (!(options.delta > 0 && options.delta < 1))
    throw Error(ErrorKey::option_value, "delta: expected more than 0 and less than 1");
  if (graph.directed())
    throw Error(ErrorKey::network_unfit, "sampled betweenness is that of an undirected graph");
  const graph::VertexId n = graph.vertex_count();
  SampledBetweenness result;
  result.delta = options.delta;
  result.score.assign(n, 0.0);
  result.error.assign(n, 0.0);
  if (n < 3) return result;  // nobody is between two

  const Phase phase(context, "betweenness sampling");
  Sampler sampler(graph, context);
  // First phase: who has much variance? These few share one half of the failure, everybody the other half.
  const double everybody = std::log(8.0 * n / options.delta);
  sampler.draw(static_cast<std::uint64_t>(std::ceil(everybody / options.epsilon)) + 64);
  sampler.collect();
  constexpr std::size_t few = 16;
  std::vector<graph::VertexId> order(n);
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  std::vector<double> variance(n);
  for (graph::VertexId v = 0; v < n; ++v) variance[v] = sampler.variance(v);
  const std::size_t leaders = std::min<std::size_t>(few, n);
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(leaders), order.end(),
                    [&](graph::VertexId a, graph::VertexId b) {
                      return variance[a] != variance[b] ? variance[a] > variance[b] : a < b;
                    });
  // share[v] of the failure allowed to member v; they add up to at most 1.
  std::vector<double> share(n, 0.5 / n);
  for (std::size_t i = 0; i < leaders; ++i) share[order[i]] += 0.5 / static_cast<double>(leaders);

  // How many samples would do if the variances were right.
  const auto enough = [&](double samples, double failure) {
    for (graph::VertexId v = 0; v < n; ++v) {
      if (bernstein(variance[v], samples, std::log(4 / (failure * share[v]))) > options.epsilon) return false;
    }
    return true;
  };
  // Look after each step; the step's share of the failure makes all looks together hold with 1 - delta.
  double failure = 0.6 * options.delta, samples = 256;
  while (!enough(samples, failure)) samples *= 1.05;
  samples *= 1.06;  // the variances may turn out a little larger
  if (options.certain_top > 0) samples = std::min(samples, 4096.0);
  // 20: what a sample costs beside what it looks at. Seconds as measured for estimated_betweenness_seconds().
  constexpr double seconds_per_look = 3e-9;
  result.samples = sampler.drawn();
  if (options.exact_when_cheaper &&
      estimated_betweenness_seconds(graph, false) < samples * seconds_per_look * (sampler.work() + 20)) {
    result.exact = true;
    return result;
  }
  sampler.restart();
  const std::uint64_t first = sampler.drawn();
  std::vector<double> mean(n), error(n);
  while (true) {
    sampler.draw(first + static_cast<std::uint64_t>(std::ceil(samples)));
    sampler.collect();
    double widest = 0;
    for (graph::VertexId v = 0; v < n; ++v) {
      mean[v] = sampler.mean(v);
      error[v] = bernstein(sampler.variance(v), sampler.count(), std::log(4 / (failure * share[v])));
      widest = std::max(widest, error[v]);
    }
    result.certain_top = certain_ranks(
        mean, error, std::min<graph::VertexId>(n, std::max<graph::VertexId>(options.certain_top, 10)));
    result.epsilon = widest;
    if (widest <= options.epsilon) break;
    if (options.certain_top > 0 && result.certain_top >= std::min(options.certain_top, n)) break;
    failure *= 0.4;
    samples *= options.certain_top > 0 ? 1.5 : 1.2;
  }
  const double pairs = 0.5 * static_cast<double>(n) * (static_cast<double>(n) - 1);
  for (graph::VertexId v = 0; v < n; ++v) {
    result.score[v] = mean[v] * pairs;
    result.error[v] = error[v] * pairs;
  }
  result.samples = sampler.drawn();
  return result;
}

}  // namespace

SampledBetweenness sampled_betweenness(const graph::Graph& graph, const SamplingOptions& options,
                                       const RunContext& context) {
  return with_threads(context, [&] {
    SampledBetweenness result = run(graph, options, context);
    if (result.exact) {
      result.score = betweenness(graph, {}, context).score;
      result.certain_top = std::min(graph.vertex_count(), std::max<graph::VertexId>(options.certain_top, 10));
    }
    return result;
  });
}

}  // namespace tertius::bridges
