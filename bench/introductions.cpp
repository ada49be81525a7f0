// The best ten candidates of every member, on ../shared/data/github-musae (or $TERTIUS_SHARED), else on a
// network of that size, and on R-MAT networks. Counters: wedges (ordered pairs of members with a mutual
// contact, counted per contact) per second, and the share of them that had to be read.
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/builder.hpp"
#include "engine/introductions/candidates.hpp"

namespace tertius {
namespace {

/// "u,v" lines after a header, read as plainly as can be: loading is not what is measured here.
Graph read_pairs(const std::string& path, VertexId members) {
  std::vector<VertexId> sources, targets;
  gzFile file = gzopen(path.c_str(), "rb");
  char line[256];
  gzgets(file, line, sizeof line);
  while (gzgets(file, line, sizeof line) != nullptr) {
    VertexId u = 0, v = 0;
    const auto comma = std::from_chars(line, line + sizeof line, u).ptr;
    std::from_chars(comma + 1, line + sizeof line, v);
    sources.push_back(u);
    targets.push_back(v);
  }
  gzclose(file);
  return build_graph(members, {sources, targets}).graph;
}

/// R-MAT (Chakrabarti, Zhan & Faloutsos 2004, doi:10.1137/1.9781611972740.43) with Graph500's parameters:
/// 2^scale members, numbered at random, and 16 pairs per member before loops and repeats are merged.
Graph rmat(unsigned scale) {
  const VertexId n = VertexId{1} << scale;
  const std::size_t pairs = std::size_t{16} << scale;
  std::vector<VertexId> number(n);
  for (VertexId v = 0; v < n; ++v) number[v] = v;
  RandomStream shuffler(1);
  shuffle(number, shuffler);
  std::vector<VertexId> sources(pairs), targets(pairs);
  parallel_each(pairs, 1 << 14, [&](std::size_t i) {
    RandomStream random(2, i);
    VertexId u = 0, v = 0;
    for (unsigned bit = 0; bit < scale; ++bit) {
      const double x = random.real();
      u = u << 1 | static_cast<VertexId>(x >= 0.57 + 0.19);
      v = v << 1 | static_cast<VertexId>((x >= 0.57 && x < 0.76) || x >= 0.95);
    }
    sources[i] = number[u];
    targets[i] = number[v];
  });
  return build_graph(n, {sources, targets}).graph;
}

/// The github network for 0, else R-MAT of that scale.
const Graph& subject(std::int64_t scale) {
  static std::map<std::int64_t, Graph> graphs;
  const auto found = graphs.find(scale);
  if (found != graphs.end()) return found->second;
  const char* shared = std::getenv("TERTIUS_SHARED");
  const std::string path =
      std::string(shared != nullptr ? shared : "../shared") + "/data/github-musae/connections.csv.gz";
  const bool github = scale == 0 && std::filesystem::exists(path);
  return graphs[scale] =
             github ? read_pairs(path, 37'700) : rmat(scale == 0 ? 15U : static_cast<unsigned>(scale));
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
