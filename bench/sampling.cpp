// Does sampled betweenness keep its promise? On each network of ../shared/data (or $TERTIUS_SHARED) a hundred
// seeded runs are held against exact scores. TERTIUS_BENCH_EPSILON sets the promised error (0.01),
// TERTIUS_BENCH_NETWORKS the networks.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "bench/subjects.hpp"
#include "engine/bridges/betweenness/betweenness.hpp"
#include "engine/bridges/betweenness/betweenness_sampling.hpp"

namespace tertius {
namespace {

constexpr std::uint64_t runs = 100;

void promise(benchmark::State& state, const std::string& name, double epsilon) {
  const graph::Graph graph = io::load_network(bench::shared_network(name).string()).network.graph;
  const auto exact = bridges::betweenness(graph).score;
  const double pairs = 0.5 * graph.vertex_count() * (graph.vertex_count() - 1.0);
  double largest = 0, samples = 0, kept = 0;
  std::uint64_t seed = 0;
  for (auto _ : state) {
    const bridges::SampledBetweenness sampled =
        bridges::sampled_betweenness(graph, {.epsilon = epsilon, .delta = 0.1}, {.seed = ++seed});
    state.PauseTiming();
    double error = 0;
    for (std::size_t v = 0; v < exact.size(); ++v)
      error = std::max(error, std::abs(exact[v] - sampled.score[v]) / pairs);
    kept += error <= epsilon ? 1 : 0;
    largest = std::max(largest, error);
    samples += static_cast<double>(sampled.samples) / runs;
    state.ResumeTiming();
  }
  state.SetLabel(name);
  state.counters["kept_of_100"] = kept;
  state.counters["largest_error"] = largest;
  state.counters["mean_samples"] = samples;
}

}  // namespace
}  // namespace tertius

int main(int count, char** arguments) {
  const char* set = std::getenv("TERTIUS_BENCH_EPSILON");
  const double epsilon = set != nullptr ? std::stod(set) : 0.01;
  const char* chosen = std::getenv("TERTIUS_BENCH_NETWORKS");
  std::istringstream names(chosen != nullptr
                               ? chosen
                               : "karate davis-southern-women dolphins polbooks lesmis email-eu-core "
                                 "polblogs netscience ego-facebook github-musae email-enron");
  for (std::string name; names >> name;) {
    if (!std::filesystem::exists(tertius::bench::shared_network(name))) continue;
    benchmark::RegisterBenchmark(("promise/" + name).c_str(),
                                 [=](benchmark::State& state) { tertius::promise(state, name, epsilon); })
        ->Iterations(tertius::runs)
        ->Unit(benchmark::kSecond)
        ->UseRealTime();
  }
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}
