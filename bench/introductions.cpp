// The best ten candidates of every member, on github-musae and on R-MAT networks. Counters: wedges (ordered
// pairs of members with a mutual contact, counted per contact) per second, and the share of them that had to
// be read.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/subjects.hpp"
#include "engine/introductions/candidates.hpp"

namespace tertius {
namespace {

/// The github network for 0, else R-MAT of that scale.
const Graph& subject(std::int64_t scale) {
  return bench::subject(scale == 0 ? "github" : "kron" + std::to_string(scale));
}

void top_ten(benchmark::State& state, Score score) {
  const Graph& graph = subject(state.range(0));
  TopResult result;
  for (auto _ : state) {
    double sum = 0.0;
    result = top_candidates(
        graph, {.score = score},
        [&](VertexId, std::span<const Candidate> ranked) { sum += ranked.empty() ? 0.0 : ranked[0].score; },
        {.threads = static_cast<unsigned>(state.range(1))});
    benchmark::DoNotOptimize(sum);
  }
  const auto wedges = static_cast<double>(result.wedges);
  state.counters["wedges/s"] = benchmark::Counter(wedges, benchmark::Counter::kIsIterationInvariantRate);
  state.counters["read"] = static_cast<double>(result.wedges_read) / wedges;
  state.counters["rows"] = static_cast<double>(result.suggestions);
}

void settings(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"rmat", "threads"})->Unit(benchmark::kMillisecond)->UseRealTime();
  for (const int threads : {1, 2}) benchmark->Args({0, threads});
  benchmark->Args({16, 2});
}
BENCHMARK_CAPTURE(top_ten, resource_allocation, Score::resource_allocation)
    ->Apply(settings)
    ->Args({18, 2})
    ->Args({20, 2});
BENCHMARK_CAPTURE(top_ten, adamic_adar, Score::adamic_adar)->Apply(settings);
BENCHMARK_CAPTURE(top_ten, common_neighbours, Score::common_neighbours)->Apply(settings);
BENCHMARK_CAPTURE(top_ten, jaccard, Score::jaccard)->Apply(settings);

}  // namespace
}  // namespace tertius

BENCHMARK_MAIN();
