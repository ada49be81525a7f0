// Leiden: seconds per call on graphs with hubs (R-MAT) and with planted communities, on one thread and on
// two. TERTIUS_BENCH_GRAPHS chooses the graphs (default: github kron18 kron20 lfr).
#include <benchmark/benchmark.h>

#include <sstream>

#include "bench/subjects.hpp"
#include "engine/clusters/label_propagation.hpp"
#include "engine/clusters/leiden/leiden.hpp"

namespace tertius {
namespace {

void report(benchmark::State& state, const std::string& name, const graph::Graph& graph) {
  state.counters["connections"] = static_cast<double>(graph.edge_count());
  state.counters["arcs_per_second"] = benchmark::Counter(static_cast<double>(graph.arc_count()),
                                                         benchmark::Counter::kIsIterationInvariantRate);
  state.SetLabel(name);
}

void run_leiden(benchmark::State& state, const std::string& name) {
  const graph::Graph& graph = bench::subject(name);
  clusters::LeidenResult result;
  for (auto _ : state) {
    result = clusters::leiden(graph, {.iterations = static_cast<unsigned>(state.range(1))},
                              {.threads = static_cast<unsigned>(state.range(0))});
  }
  state.counters["modularity"] = result.modularity;
  state.counters["clusters"] = result.partition.count;
  state.counters["disconnected"] = result.disconnected;
  report(state, name, graph);
}

void run_label_propagation(benchmark::State& state, const std::string& name) {
  const graph::Graph& graph = bench::subject(name);
  graph::Partition partition;
  for (auto _ : state)
    partition = clusters::propagate_labels(graph, 10, {.threads = static_cast<unsigned>(state.range(0))});
  state.counters["clusters"] = partition.count;
  report(state, name, graph);
}

}  // namespace
}  // namespace tertius

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const char* chosen = std::getenv("TERTIUS_BENCH_GRAPHS");
  std::istringstream graphs(chosen != nullptr ? chosen : "github kron18 kron20 lfr");
  for (std::string graph; graphs >> graph;) {
    benchmark::RegisterBenchmark(("Leiden/" + graph).c_str(), tertius::run_leiden, graph)
        ->ArgNames({"threads", "iterations"})
        ->ArgsProduct({{1, 2}, {1, 2}})
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
    benchmark::RegisterBenchmark(("LabelPropagation/" + graph).c_str(), tertius::run_label_propagation, graph)
        ->ArgName("threads")
        ->Arg(2)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
  }
  benchmark::RunSpecifiedBenchmarks();
}
