// tertius as a library, for kernels that have no command of their own. Answers like protocol.py:
// TASK GRAPH-FOLDER THREADS SCRATCH-FOLDER.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <numeric>
#include <string>
#include <vector>

#include "engine/graph/building/builder.hpp"
#include "engine/graph/kernels/cores.hpp"
#include "engine/graph/kernels/pagerank.hpp"
#include "engine/graph/kernels/traversal.hpp"
#include "engine/graph/kernels/triangles.hpp"

namespace {

using namespace tertius;

/// edges.bin, as the other engines get it.
graph::Graph load(const std::string& folder, const RunContext& context) {
  std::ifstream file(folder + "/edges.bin", std::ios::binary | std::ios::ate);
  std::vector<graph::VertexId> pairs(static_cast<std::size_t>(file.tellg()) / sizeof(graph::VertexId));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(pairs.data()),
            static_cast<std::streamsize>(pairs.size() * sizeof(graph::VertexId)));
  std::vector<graph::VertexId> sources(pairs.size() / 2), targets(pairs.size() / 2);
  graph::VertexId members = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    sources[i] = pairs[2 * i];
    targets[i] = pairs[2 * i + 1];
    members = std::max({members, sources[i] + 1, targets[i] + 1});
  }
  return graph::build_graph(members, {sources, targets}, {}, context).graph;
}

struct Answer {
  double seconds;
  std::string result;
};

template <class Kernel>
auto timed(double& seconds, Kernel&& kernel) {
  const auto start = std::chrono::steady_clock::now();
  auto value = kernel();
  seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return value;
}

/// The ten members with the highest scores.
std::string top(const std::vector<double>& score) {
  std::vector<graph::VertexId> order(score.size());
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  const auto shown = std::min<std::size_t>(10, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(shown), order.end(),
                    [&](graph::VertexId a, graph::VertexId b) { return score[a] > score[b]; });
  std::string list;
  for (std::size_t i = 0; i < shown; ++i) list += fmt::format("{}{}", i > 0 ? ", " : "", order[i]);
  return list;
}

Answer answer(const std::string& task, const graph::Graph& graph, const RunContext& context) {
  double seconds = 0.0;
  if (task == "components") {
    const auto found = timed(seconds, [&] { return graph::connected_components(graph, context); });
    return {seconds, fmt::format("\"components\": {}", found.count)};
  }
  if (task == "triangles") {
    const auto found = timed(seconds, [&] { return graph::count_triangles(graph, context); });
    return {seconds, fmt::format("\"triangles\": {}", found)};
  }
  if (task == "k-core") {
    const auto found = timed(seconds, [&] { return graph::core_numbers(graph, context); });
    return {seconds,
            fmt::format("\"degeneracy\": {}, \"sum\": {}", *std::max_element(found.begin(), found.end()),
                        std::accumulate(found.begin(), found.end(), std::uint64_t{0}))};
  }
  if (task == "pagerank") {
    const auto found = timed(seconds, [&] { return graph::pagerank(graph, {.tolerance = 1e-8}, context); });
    return {seconds, fmt::format("\"top\": [{}], \"iterations\": {}", top(found.score), found.iterations)};
  }
  return {-1.0, ""};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const RunContext context{.threads = static_cast<unsigned>(std::stoul(argv[3]))};
  const auto [seconds, result] = answer(argv[1], load(argv[2], context), context);
  if (seconds < 0) {
    fmt::print(stderr, "no {} here\n", argv[1]);
    return 1;
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("{{\"seconds\": {:.9f}, \"result\": {{{}}}, \"version\": \"\", \"peak_bytes\": {}}}\n", seconds,
             result, usage.ru_maxrss * 1024L);
}
