// The best ten candidates of every member, on ../shared/data/github-musae (or $TERTIUS_SHARED), else on a
// network of that size, and on R-MAT networks; and what the blend costs. Counters: wedges (ordered pairs of
// members with a mutual contact, counted per contact) per second, and the share of them that had to be read.
#include <benchmark/benchmark.h>

#include <string>

#include "bench/subjects.hpp"
#include "engine/introductions/ranking/blend.hpp"
#include "engine/introductions/ranking/candidates.hpp"

namespace tertius {
namespace {

/// R-MAT of that scale, or the github network for 0.
const graph::Graph& network_of(std::int64_t scale) {
  return bench::subject(scale == 0 ? "github" : "kron" + std::to_string(scale));
}

void top_ten(benchmark::State& state, introductions::Score score) {
  const graph::Graph& graph = network_of(state.range(0));
  introductions::TopResult result;
  for (auto _ : state) {
    double sum = 0.0;
    result =
        introductions::top_candidates(graph, {.score = score},
                                      [&](graph::VertexId, std::span<const introductions::Candidate> ranked) {
                                        sum += ranked.empty() ? 0.0 : ranked[0].score;
                                      },
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
BENCHMARK_CAPTURE(top_ten, resource_allocation, introductions::Score::resource_allocation)
    ->Apply(settings)
    ->Args({18, 2})
    ->Args({20, 2});
BENCHMARK_CAPTURE(top_ten, adamic_adar, introductions::Score::adamic_adar)->Apply(settings);
BENCHMARK_CAPTURE(top_ten, common_neighbours, introductions::Score::common_neighbours)->Apply(settings);
BENCHMARK_CAPTURE(top_ten, jaccard, introductions::Score::jaccard)->Apply(settings);

void blend_learning(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(introductions::Blend(network_of(0), {}, {}, {}, {.threads = 2}).fitted());
}
BENCHMARK(blend_learning)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void blend_ranking(benchmark::State& state) {
  const graph::Graph& graph = network_of(0);
  static const introductions::Blend blend(graph, {}, {}, {}, {.threads = 2});
  introductions::Blend::Scratch scratch;
  graph::VertexId next = 0;
  for (auto _ : state) {
    const std::array<graph::VertexId, 8> members = {next,     next + 1, next + 2, next + 3,
                                                    next + 4, next + 5, next + 6, next + 7};
    blend.rank(members, scratch, [](std::size_t, std::span<const introductions::Candidate> ranked) {
      benchmark::DoNotOptimize(ranked.data());
    });
    next = (next + 8) % (graph.vertex_count() - 8);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations()) * 8);
}
BENCHMARK(blend_ranking)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tertius

BENCHMARK_MAIN();
