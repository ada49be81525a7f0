#include "engine/graph/kernels/triangles.hpp"

#include <limits>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/kernels/triangle_search.hpp"

namespace tertius::graph {
namespace {

constexpr std::size_t block = 128;  // ranks searched by one task

void check(const Graph& graph) {
  if (graph.directed()) throw Error(ErrorKey::network_unfit, "triangles are those of an undirected network");
}

}  // namespace

std::uint64_t count_triangles(const Graph& graph, const RunContext& context) {
  check(graph);
  Phase phase(context, "triangles", graph.vertex_count());
  return with_threads(context, [&] {
    DegreeOrientation oriented(graph);
    const HubRows hubs(oriented, false);
    using Search = TriangleSearch<CommonDetail::count>;
    PerThread<Search> searches([&] { return Search(oriented, hubs); });
    const auto total =
        parallel_reduce(oriented.size(), block, std::uint64_t{0}, [&](std::size_t begin, std::size_t end) {
          Search& search = searches.local();
          std::uint64_t found = 0;
          for (auto u = static_cast<VertexId>(begin); u < end; ++u) {
            search.from(u, [&](VertexId, const CommonContacts& common) { found += common.count; });
          }
          phase.advance(end - begin);
          return found;
        });
    context.poll();
    return total;
  });
}

std::vector<std::uint64_t> triangles_per_member(const Graph& graph, const RunContext& context) {
  check(graph);
  Phase phase(context, "triangles", graph.vertex_count());
  return with_threads(context, [&] {
    DegreeOrientation oriented(graph);
    const HubRows hubs(oriented, false);
    struct Worker {
      TriangleSearch<CommonDetail::ranks> search;
      std::vector<std::uint64_t> count;  // by rank
    };
    PerThread<Worker> workers([&] {
      return Worker{TriangleSearch<CommonDetail::ranks>(oriented, hubs),
                    std::vector<std::uint64_t>(oriented.size(), 0)};
    });
    parallel_blocks(oriented.size(), block, [&](std::size_t begin, std::size_t end) {
      Worker& worker = workers.local();
      std::vector<std::uint64_t>& count = worker.count;
      for (auto u = static_cast<VertexId>(begin); u < end; ++u) {
        worker.search.from(u, [&](VertexId v, const CommonContacts& common) {
          count[u] += common.count;
          count[v] += common.count;
          for (std::uint64_t k = 0; k < common.count; ++k) ++count[common.ranks[k]];
        });
      }
      phase.advance(end - begin);
    });
    context.poll();
    std::vector<std::uint64_t> triangles(graph.vertex_count(), 0);
    for (const Worker& worker : workers) {
      for (VertexId r = 0; r < oriented.size(); ++r) triangles[oriented.member(r)] += worker.count[r];
    }
    return triangles;
  });
}

double local_clustering(std::uint64_t triangles, VertexId degree) {
  if (degree < 2) return std::numeric_limits<double>::quiet_NaN();
  const double pairs = static_cast<double>(degree) * (static_cast<double>(degree) - 1.0) / 2.0;
  return static_cast<double>(triangles) / pairs;
}

}  // namespace tertius::graph
