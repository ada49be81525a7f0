// What generators have in common: connections as they come from blocks of work, and the network made of them.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/network.hpp"

namespace tertius::generators {

struct Edge {
  graph::VertexId source, target;
};

struct EdgeList {
  Buffer<graph::VertexId> sources, targets;

  explicit EdgeList(std::size_t size) : sources(size), targets(size) {}
  std::size_t size() const { return sources.size(); }
  graph::EdgeSpans spans() const { return {sources, targets, {}}; }
};

/// make(begin, end, edges) appends the connections of a block of items; they stand in the order of the items,
/// whatever the number of threads.
template <class Make>
EdgeList collect_edges(std::size_t items, std::size_t block, const RunContext& context, Make&& make) {
  std::vector<std::vector<Edge>> parts((items + block - 1) / block);
  parallel_blocks(items, block, [&](std::size_t begin, std::size_t end) {
    context.poll();
    make(begin, end, parts[begin / block]);
  });
  std::vector<std::size_t> starts;
  for (const auto& part : parts) starts.push_back(part.size());
  EdgeList edges(exclusive_prefix_sum(starts));
  parallel_each(parts.size(), 1, [&](std::size_t p) {
    for (std::size_t i = 0; i < parts[p].size(); ++i) {
      edges.sources[starts[p] + i] = parts[p][i].source;
      edges.targets[starts[p] + i] = parts[p][i].target;
    }
    parts[p] = {};
  });
  return edges;
}

/// The simple graph of the edges among members "0" to "n-1"; `groups`, when given, becomes the column
/// "group".
graph::Network network_of(graph::VertexId n, EdgeList edges, std::span<const std::uint32_t> groups,
                          const RunContext& context);

/// Throws Error{usage}: "degree: found 0.5; expected 1 to 1000".
[[noreturn]] void refuse(std::string_view option, double found, std::string_view expected);

}  // namespace tertius::generators
