// Bubbles: who mixes with whom, permutation tests, exposure, controversy, missing bridges; and all measures
// of every member but betweenness and constraint together, beside one run of Leiden on the same graph. Groups
// are the clusters found. TERTIUS_BENCH_GRAPHS chooses the graphs (default: github kron18).
#include <benchmark/benchmark.h>

#include <sstream>

#include "bench/subjects.hpp"
#include "engine/bridges/bridging.hpp"
#include "engine/bubbles/bubbles.hpp"
#include "engine/clusters/leiden/leiden.hpp"

namespace tertius {
namespace {

struct Case {
  const graph::Graph& graph;
  const graph::Partition& groups;
  const bubbles::MixingMatrix& mixing;
};
using Measure = void (*)(const Case& on, const RunContext& context);

void mixing(const Case& on, const RunContext& context) {
  benchmark::DoNotOptimize(bubbles::mixing_matrix(on.graph, on.groups, context).total_connections());
}
void exposed(const Case& on, const RunContext& context) {
  benchmark::DoNotOptimize(bubbles::exposure(on.graph, on.groups, on.mixing, context).entropy.data());
}
void rewired(const Case& on, const RunContext& context) {
  const bubbles::PermutationOptions options{.permutations = 100, .model = bubbles::NullModel::rewired};
  benchmark::DoNotOptimize(
      bubbles::permutation_test(on.graph, on.groups, on.mixing, options, context).internal.z);
}
void joined(const Case& on, const RunContext& context) {
  const bubbles::PermutationOptions options{.permutations = 1000, .model = bubbles::NullModel::joined};
  benchmark::DoNotOptimize(
      bubbles::permutation_test(on.graph, on.groups, on.mixing, options, context).internal.z);
}
void controversy(const Case& on, const RunContext& context) {
  const graph::GraphContacts contacts{on.graph};
  const auto ends = graph::best_connected(contacts, on.groups, 8, 10);
  benchmark::DoNotOptimize(with_threads(context, [&] {
                             return graph::absorbed_walks(contacts, on.groups, 8, ends, {.tolerance = 1e-8},
                                                          context);
                           }).passes);
}
void missing(const Case& on, const RunContext& context) {
  benchmark::DoNotOptimize(bubbles::missing_bridges(on.graph, on.groups, on.mixing, {}, context).size());
}

void constraint(const Case& on, const RunContext& context) {
  benchmark::DoNotOptimize(bridges::structural_holes(on.graph, false, context).constraint.data());
}
void other_measures(const Case& on, const RunContext& context) {
  const auto map = bridges::cartography(on.graph, on.groups, context);
  const auto roles = bridges::brokerage(on.graph, on.groups, context);
  const auto leaving = bridges::removal(on.graph, &on.groups, context);
  const auto seen = bubbles::exposure(on.graph, on.groups, on.mixing, context);
  benchmark::DoNotOptimize(map.role.data());
  benchmark::DoNotOptimize(roles.count.data());
  benchmark::DoNotOptimize(leaving.cut_off.data());
  benchmark::DoNotOptimize(seen.diversity.data());
}
void one_leiden(const Case& on, const RunContext& context) {
  benchmark::DoNotOptimize(clusters::leiden(on.graph, {}, context).modularity);
}

const graph::Partition& clusters_of(const std::string& name) {
  static std::map<std::string, graph::Partition> found;
  const auto known = found.find(name);
  if (known != found.end()) return known->second;
  return found.emplace(name, clusters::leiden(bench::subject(name)).partition).first->second;
}

void run(benchmark::State& state, const std::string& name, Measure measure) {
  const graph::Graph& graph = bench::subject(name);
  const graph::Partition& groups = clusters_of(name);
  const bubbles::MixingMatrix matrix = bubbles::mixing_matrix(graph, groups);
  const RunContext context{.threads = static_cast<unsigned>(state.range(0))};
  for (auto _ : state) measure({graph, groups, matrix}, context);
  state.SetLabel(name);
  state.counters["groups"] = groups.count;
}

void add(const std::string& name) {
  const std::pair<const char*, Measure> measures[] = {{"mixing", mixing},
                                                      {"exposure", exposed},
                                                      {"rewired_100", rewired},
                                                      {"joined_1000", joined},
                                                      {"controversy_8", controversy},
                                                      {"missing_bridges", missing},
                                                      {"constraint", constraint},
                                                      {"other_measures", other_measures},
                                                      {"leiden", one_leiden}};
  for (const auto& [title, measure] : measures) {
    benchmark::RegisterBenchmark((std::string(title) + "/" + name).c_str(),
                                 [name, what = measure](benchmark::State& state) { run(state, name, what); })
        ->Arg(1)
        ->Arg(2)
        ->ArgName("threads")
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  }
}

}  // namespace
}  // namespace tertius

int main(int count, char** arguments) {
  const char* chosen = std::getenv("TERTIUS_BENCH_GRAPHS");
  std::istringstream names(chosen != nullptr ? chosen : "github kron18");
  for (std::string name; names >> name;) tertius::add(name);
  benchmark::Initialize(&count, arguments);
  benchmark::RunSpecifiedBenchmarks();
}
