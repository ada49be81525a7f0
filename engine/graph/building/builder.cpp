#include "engine/graph/building/builder.hpp"

#include <algorithm>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/graph/building/row_builder.hpp"

namespace tertius::graph {

BuildResult build_graph(VertexId vertex_count, const EdgeSpans& edges, const BuildOptions& options,
                        const RunContext& context) {
  constexpr std::size_t block = std::size_t{1} << 16;
  constexpr std::size_t batch = 1024;
  return with_threads(context, [&] {
    const std::size_t m = edges.sources.size();
    const bool weighted = !edges.weights.empty();
    RowBuilder builder({.id_bound = vertex_count,
                        .weighted = weighted,
                        .directed_input = options.directed_input,
                        .expected_rows = std::max<std::uint64_t>(m, 1)});
    parallel_blocks(m, block, [&](std::size_t begin, std::size_t end) {
      context.poll();
      std::vector<VertexPair> pairs;
      for (std::size_t first = begin; first < end; first += batch) {
        const std::size_t last = std::min(end, first + batch);
        pairs.clear();
        for (std::size_t e = first; e < last; ++e) pairs.push_back({edges.sources[e], edges.targets[e]});
        builder.add(pairs, weighted ? edges.weights.data() + first : nullptr, begin / block);
      }
    });
    return builder.finish(vertex_count, options, context);
  });
}

}  // namespace tertius::graph
