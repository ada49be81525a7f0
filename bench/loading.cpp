// Loading: from a text file, a compressed one and a snapshot to the finished graph.
//
// TERTIUS_BENCH_SCALE (default 18) is the scale of the R-MAT graph with edge factor 16; TERTIUS_BENCH_TEXT
// names an edge list of your own instead. The counter `rows` is rows read per second, bytes_per_second the
// text's.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "engine/core/random.hpp"
#include "engine/generators/rmat.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/io/formats/formats.hpp"
#include "engine/io/import.hpp"

namespace tertius {
namespace {

namespace fs = std::filesystem;

std::string environment(const char* name, const char* fallback) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : fallback;
}

/// The graph as a text file and as a snapshot, made once and removed at the end.
struct Files {
  fs::path folder = fs::temp_directory_path() / "tertius-bench-loading";
  std::string text, snapshot;

  Files() {
    fs::create_directories(folder);
    text = environment("TERTIUS_BENCH_TEXT", "");
    snapshot = (folder / "graph.tertius").string();
    graph::Network network;
    if (text.empty()) {
      text = (folder / "graph.el").string();
      const auto scale = static_cast<unsigned>(std::stoul(environment("TERTIUS_BENCH_SCALE", "18")));
      network = generators::generate_rmat({.scale = scale});
      io::save_network(network, text);
    } else {
      network = io::load_network(text).network;
    }
    io::save_network(network, snapshot);
  }
  ~Files() { fs::remove_all(folder); }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;
};

const Files& files() {
  static const Files made;
  return made;
}

void load(benchmark::State& state, const std::string& path) {
  const RunContext context{.threads = static_cast<unsigned>(state.range(0))};
  std::uint64_t rows = 0;
  for (auto _ : state) {
    const io::LoadedNetwork loaded = io::load_network(path, {}, context);
    rows = loaded.report.rows;
    benchmark::DoNotOptimize(loaded.network.graph.arc_count());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(fs::file_size(path)) * state.iterations());
  state.counters["rows"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kIsIterationInvariantRate);
}

void LoadText(benchmark::State& state) {
  load(state, files().text);
}
BENCHMARK(LoadText)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

void LoadSnapshot(benchmark::State& state) {
  load(state, files().snapshot);
}
BENCHMARK(LoadSnapshot)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

/// Rows in memory to the finished graph.
void BuildGraph(benchmark::State& state) {
  constexpr graph::VertexId n = 1 << 20;
  constexpr std::size_t m = std::size_t{1} << 24;
  std::vector<graph::VertexId> sources(m), targets(m);
  for (std::size_t e = 0; e < m; ++e) {
    sources[e] = static_cast<graph::VertexId>(hash64(e) % n);
    targets[e] = static_cast<graph::VertexId>(hash64(e, 1) % n);
  }
  const RunContext context{.threads = static_cast<unsigned>(state.range(0))};
  for (auto _ : state) {
    benchmark::DoNotOptimize(graph::build_graph(n, {sources, targets}, {}, context).graph.arc_count());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(m) * state.iterations());
}
BENCHMARK(BuildGraph)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace tertius

BENCHMARK_MAIN();
