// GVE-Leiden (Sahu 2023, arXiv 2312.13936; MIT), compiled against a checkout of
// puzzlef/leiden-communities-openmp. Answers like protocol.py: TASK GRAPH-FOLDER THREADS SCRATCH-FOLDER. The
// time is the library's own.
#include <omp.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "inc/main.hxx"

using Rows = DiGraphCsr<std::uint32_t, None, float>;

/// Both directions of edges.bin, weight 1.
static Rows load(const std::string& folder) {
  std::ifstream file(folder + "/edges.bin", std::ios::binary | std::ios::ate);
  std::vector<std::uint32_t> pairs(static_cast<std::size_t>(file.tellg()) / 4);
  file.seekg(0);
  file.read(reinterpret_cast<char*>(pairs.data()), static_cast<std::streamsize>(pairs.size() * 4));
  std::uint32_t members = 0;
  for (const std::uint32_t v : pairs) members = std::max(members, v + 1);
  Rows graph(members, pairs.size());
  for (const std::uint32_t v : pairs) ++graph.offsets[v + 1];
  for (std::uint32_t v = 0; v < members; ++v) graph.offsets[v + 1] += graph.offsets[v];
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::uint32_t v = pairs[i];
    const std::size_t place = graph.offsets[v] + graph.degrees[v]++;
    graph.edgeKeys[place] = pairs[i ^ 1];
    graph.edgeValues[place] = 1.0f;
  }
  return graph;
}

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  omp_set_num_threads(std::stoi(argv[3]));
  const Rows graph = load(argv[2]);
  const auto found = leidenStaticOmp(graph, LeidenOptions{1});
  std::vector<std::int64_t> labels(found.membership.begin(), found.membership.end());
  std::ofstream(std::string(argv[4]) + "/labels", std::ios::binary)
      .write(reinterpret_cast<const char*>(labels.data()), static_cast<std::streamsize>(labels.size() * 8));
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("{\"seconds\": %.9f, \"result\": {}, \"version\": \"\", \"peak_bytes\": %lld}\n",
              static_cast<double>(found.time) / 1e3, static_cast<long long>(usage.ru_maxrss) * 1024);
}
