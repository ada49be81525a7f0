// The kernels that every analysis may use: components, cores, triangles, PageRank; on one and on two threads.
// TERTIUS_BENCH_GRAPHS chooses the graphs (default: github kron18 kron20 lfr).
#include <benchmark/benchmark.h>

#include <sstream>

#include "bench/subjects.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/graph/kernels/pagerank.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/kernels/triangles.hpp"

namespace tertius {
namespace {

using Kernel = double (*)(const graph::Graph& graph, const RunContext& context);

double components(const graph::Graph& graph, const RunContext& context) {
  return graph::connected_components(graph, context).count;
}

double cores(const graph::Graph& graph, const RunContext& context) {
  const auto core = graph::core_numbers(graph, context);
  return core.empty() ? 0.0 : *std::max_element(core.begin(), core.end());
}

double triangles(const graph::Graph& graph, const RunContext& context) {
  return static_cast<double>(graph::count_triangles(graph, context));
}

double triangles_of_each(const graph::Graph& graph, const RunContext& context) {
  return static_cast<double>(graph::triangles_per_member(graph, context)[0]);
}

double rank(const graph::Graph& graph, const RunContext& context) {
  return graph::pagerank(graph, {.tolerance = 1e-8}, context).iterations;
}

/// A thousand sources, one after the other.
double personal(const graph::Graph& graph, const RunContext&) {
  graph::PersonalisedPageRank push(graph, {.epsilon = 1e-5});
  double reached = 0.0;
  for (graph::VertexId i = 0; i < 1000; ++i) {
    reached += static_cast<double>(
        push.from(static_cast<graph::VertexId>(std::uint64_t{i} * graph.vertex_count() / 1000)).size());
  }
  return reached;
}

void run(benchmark::State& state, Kernel kernel, const std::string& name) {
  const graph::Graph& graph = bench::subject(name);
  double result = 0.0;
  for (auto _ : state) result = kernel(graph, {.threads = static_cast<unsigned>(state.range(0))});
  state.counters["result"] = result;
  state.counters["connections"] = static_cast<double>(graph.edge_count());
  state.SetLabel(name);
}

void add(const std::string& title, Kernel kernel, const std::string& graph,
         std::initializer_list<int> threads) {
  auto* added = benchmark::RegisterBenchmark((title + "/" + graph).c_str(), run, kernel, graph);
  for (const int t : threads) added->Arg(t);
  added->ArgName("threads")->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace
}  // namespace tertius

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const char* chosen = std::getenv("TERTIUS_BENCH_GRAPHS");
  std::istringstream graphs(chosen != nullptr ? chosen : "github kron18 kron20 lfr");
  for (std::string graph; graphs >> graph;) {
    tertius::add("Components", tertius::components, graph, {1, 2});
    tertius::add("Cores", tertius::cores, graph, {1, 2});
    tertius::add("Triangles", tertius::triangles, graph, {1, 2});
    tertius::add("TrianglesOfEach", tertius::triangles_of_each, graph, {1, 2});
    tertius::add("PageRank", tertius::rank, graph, {1, 2});
    tertius::add("PersonalisedPageRank", tertius::personal, graph, {1});
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
