// Betweenness and the other measures of bridging contacts, on ../shared/data/github-musae (or
// $TERTIUS_SHARED), else on a random network of that size. With TERTIUS_BENCH_PEERS=1 also Boost.Graph's
// Brandes, which takes minutes, so that the ratio comes from one run.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "bench/subjects.hpp"
#include "engine/bridges/betweenness/betweenness.hpp"
#include "engine/bridges/betweenness/betweenness_sampling.hpp"
#include "engine/bridges/brokerage.hpp"
#include "engine/bridges/cartography.hpp"
#include "engine/bridges/cut.hpp"
#include "engine/bridges/structural_holes.hpp"
#include "engine/core/random.hpp"

namespace tertius {
namespace {

const graph::Graph& subject() {
  return bench::subject("github");
}
graph::Partition groups() {
  graph::Partition partition{std::vector<std::uint32_t>(subject().vertex_count()), 12};
  for (graph::VertexId v = 0; v < subject().vertex_count(); ++v)
    partition.label[v] = static_cast<std::uint32_t>(hash64(v) % 12);
  return partition;
}

RunContext with(const benchmark::State& state) {
  return {.threads = static_cast<unsigned>(state.range(0))};
}

void Exact(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(bridges::betweenness(subject(), {}, with(state)).score.data());
}
BENCHMARK(Exact)
    ->Arg(1)
    ->Arg(2)
    ->ArgName("threads")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->Repetitions(3)
    ->UseRealTime();

void ExactAcrossGroups(benchmark::State& state) {
  const graph::Partition labels = groups();
  const bridges::BetweennessOptions options{.pairs = bridges::PairsOf::different_groups,
                                            .labels = labels.label};
  for (auto _ : state)
    benchmark::DoNotOptimize(bridges::betweenness(subject(), options, with(state)).score.data());
}
BENCHMARK(ExactAcrossGroups)
    ->Arg(2)
    ->ArgName("threads")
    ->Unit(benchmark::kSecond)
    ->Iterations(1)
    ->UseRealTime();

void Approximate(benchmark::State& state) {
  const bridges::SamplingOptions options{.epsilon = 1.0 / static_cast<double>(state.range(1)), .delta = 0.1};
  std::uint64_t samples = 0;
  for (auto _ : state) samples = bridges::sampled_betweenness(subject(), options, with(state)).samples;
  state.counters["samples"] = static_cast<double>(samples);
}
BENCHMARK(Approximate)
    ->Args({1, 100})
    ->Args({2, 100})
    ->Args({2, 1000})
    ->ArgNames({"threads", "1/epsilon"})
    ->Unit(benchmark::kSecond)
    ->UseRealTime();

void Constraint(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(bridges::structural_holes(subject(), false, with(state)).constraint.data());
}
BENCHMARK(Constraint)->Arg(1)->Arg(2)->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();

void Roles(benchmark::State& state) {
  const graph::Partition labels = groups();
  for (auto _ : state)
    benchmark::DoNotOptimize(bridges::brokerage(subject(), labels, with(state)).count.data());
}
BENCHMARK(Roles)->Arg(1)->Arg(2)->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();

void Participation(benchmark::State& state) {
  const graph::Partition labels = groups();
  for (auto _ : state)
    benchmark::DoNotOptimize(bridges::cartography(subject(), labels, with(state)).participation.data());
}
BENCHMARK(Participation)->Arg(1)->Arg(2)->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();

void Leaving(benchmark::State& state) {
  const graph::Partition labels = groups();
  for (auto _ : state)
    benchmark::DoNotOptimize(bridges::removal(subject(), &labels, with(state)).cut_off.data());
}
BENCHMARK(Leaving)->Arg(1)->Arg(2)->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();

void BoostBrandes(benchmark::State& state) {
  if (std::getenv("TERTIUS_BENCH_PEERS") == nullptr) {
    state.SkipWithError("takes minutes; set TERTIUS_BENCH_PEERS=1");
    return;
  }
  // Boost's own compressed rows, both arcs of a connection: its fastest representation, and faster than a
  // view of ours.
  using Rows = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                  boost::no_property, std::uint32_t, std::uint32_t>;
  const graph::VertexId members = subject().vertex_count();
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs;
  for (graph::VertexId v = 0; v < members; ++v) {
    for (const graph::VertexId u : subject().neighbours(v)) arcs.emplace_back(v, u);
  }
  const Rows graph(boost::edges_are_sorted, arcs.begin(), arcs.end(), members);
  std::vector<double> score(members, 0.0);
  for (auto _ : state) {
    boost::brandes_betweenness_centrality(
        graph, boost::make_iterator_property_map(score.begin(), get(boost::vertex_index, graph)));
  }
  const auto ours = bridges::betweenness(subject()).score;
  double worst = 0;
  for (graph::VertexId v = 0; v < members; ++v) {
    // Ordered pairs there.
    worst = std::max(worst, std::abs(score[v] / 2 - ours[v]) / std::max(1.0, ours[v]));
  }
  state.counters["largest_difference"] = worst;
}
BENCHMARK(BoostBrandes)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace tertius

BENCHMARK_MAIN();
