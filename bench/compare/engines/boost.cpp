// Boost.Graph: its own compressed rows (its fastest representation), one thread. Answers like protocol.py:
// TASK GRAPH-FOLDER THREADS SCRATCH-FOLDER.
#include <sys/resource.h>

#include <algorithm>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/version.hpp>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

using Rows = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, boost::no_property,
                                                boost::no_property, std::uint32_t, std::uint32_t>;

/// Both directions of edges.bin.
static Rows load(const std::string& folder) {
  std::ifstream file(folder + "/edges.bin", std::ios::binary | std::ios::ate);
  std::vector<std::pair<std::uint32_t, std::uint32_t>> arcs(static_cast<std::size_t>(file.tellg()) / 8);
  file.seekg(0);
  file.read(reinterpret_cast<char*>(arcs.data()), static_cast<std::streamsize>(arcs.size() * 8));
  const std::size_t connections = arcs.size();
  std::uint32_t members = 0;
  for (std::size_t i = 0; i < connections; ++i) {
    arcs.emplace_back(arcs[i].second, arcs[i].first);
    members = std::max({members, arcs[i].first + 1, arcs[i].second + 1});
  }
  std::sort(arcs.begin(), arcs.end());
  return Rows(boost::edges_are_sorted, arcs.begin(), arcs.end(), members);
}

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  const std::string task = argv[1];
  const Rows graph = load(argv[2]);
  const auto members = num_vertices(graph);
  std::string result;
  const auto start = std::chrono::steady_clock::now();
  if (task == "components") {
    std::vector<std::uint32_t> label(members);
    const auto count = boost::connected_components(
        graph, boost::make_iterator_property_map(label.begin(), get(boost::vertex_index, graph)));
    result = "\"components\": " + std::to_string(count);
  } else if (task == "betweenness") {
    std::vector<double> score(members, 0.0);
    boost::brandes_betweenness_centrality(
        graph, boost::make_iterator_property_map(score.begin(), get(boost::vertex_index, graph)));
    std::vector<std::uint32_t> order(members);
    std::iota(order.begin(), order.end(), 0u);
    std::partial_sort(order.begin(), order.begin() + 10, order.end(),
                      [&](auto a, auto b) { return score[a] > score[b]; });
    result = "\"top\": [";
    for (int i = 0; i < 10; ++i) result += (i > 0 ? ", " : "") + std::to_string(order[i]);
    char largest[64];
    std::snprintf(largest, sizeof largest, "], \"largest\": %.12g",
                  score[order[0]] / 2);  // ordered pairs there
    result += largest;
  } else {
    std::fprintf(stderr, "no %s here\n", task.c_str());
    return 1;
  }
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "{\"seconds\": %.9f, \"result\": {%s}, \"version\": \"%d.%d\", \"threads\": 1, \"peak_bytes\": %lld}\n",
      spent.count(), result.c_str(), BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000,
      static_cast<long long>(usage.ru_maxrss) * 1024);
}
