#include "engine/clusters/stability.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/clusters/comparison.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/kernels/rewiring.hpp"

namespace tertius::clusters {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr graph::ArcIndex small_graph = 1 << 18;  // arcs: of which several are run at the same time

template <class T>
T median(std::vector<T> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2),
                   values.end());
  return values[values.size() / 2];
}

/// Clusters of two or more, and members alone though they have connections.
struct Shape {
  std::uint32_t clusters = 0, largest = 0, alone = 0, connected = 0;
};
Shape shape_of(const graph::Graph& graph, const graph::Partition& partition) {
  Shape shape;
  const std::vector<std::uint32_t> sizes = partition.sizes();
  for (const std::uint32_t size : sizes) shape.clusters += size > 1 ? 1 : 0;
  if (!sizes.empty()) shape.largest = sizes.front();
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    if (graph.degree(v) == 0) continue;
    ++shape.connected;
    shape.alone += sizes[partition.label[v]] == 1 ? 1 : 0;
  }
  return shape;
}

ResolutionPoint measured(const graph::Graph& graph, const std::vector<graph::Partition>& runs,
                         const RunContext& context) {
  ResolutionPoint point;
  std::vector<std::uint32_t> clusters, largest;
  std::vector<double> modularities;
  std::size_t trivial = 0;
  for (const graph::Partition& run : runs) {
    const Shape shape = shape_of(graph, run);
    clusters.push_back(shape.clusters);
    largest.push_back(shape.largest);
    modularities.push_back(modularity(graph, run, 1.0, context));
    trivial += 20 * std::uint64_t{shape.largest} >= 19 * std::uint64_t{shape.connected} ||
               2 * shape.alone > shape.connected;
  }
  point.clusters = median(clusters);
  point.largest = median(largest);
  point.modularity = median(modularities);
  point.trivial = 2 * trivial > runs.size();
  point.stability = mean_agreement(runs, context);
  return point;
}

}  // namespace

std::vector<graph::Partition> other_runs(const graph::Graph& graph, const LeidenOptions& options,
                                         unsigned count, const RunContext& context) {
  return with_threads(context, [&] {
    std::vector<graph::Partition> runs(count);
    const auto run = [&](std::size_t i) {
      RunContext own = context;
      own.progress = nullptr;
      own.times = nullptr;
      own.seed = context.seed + 1 + i;
      runs[i] = leiden(graph, options, own).partition;
    };
    if (graph.arc_count() <= small_graph) {
      parallel_each(count, 1, run);
    } else {
      for (std::size_t i = 0; i < count; ++i) run(i);
    }
    return runs;
  });
}

unsigned usual_runs(const graph::Graph& graph) {
  constexpr std::uint64_t quickly_repeated = 20'000;  // connections
  return graph.edge_count() <= quickly_repeated ? 10 : 0;
}

RewiredClusters clusters_of_rewired(const graph::Graph& graph, const LeidenOptions& options, unsigned count,
                                    const RunContext& context) {
  constexpr std::uint64_t swaps_per_connection = 10, purpose = 0x72657769;
  if (graph.directed()) throw Error(ErrorKey::network_unfit, "rewiring is that of an undirected graph");
  const Phase phase(context, "rewired clusters");
  RewiredClusters result{count, 0, 0};
  if (count == 0 || graph.edge_count() == 0) return {count, undefined, undefined};
  std::vector<double> weights;
  for (graph::VertexId u = 0; u < graph.vertex_count() && graph.weighted(); ++u) {
    for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
      if (u < graph.target(a)) weights.push_back(graph.weight(a));
    }
  }
  for (unsigned i = 0; i < count; ++i) {
    context.poll();
    graph::Rewiring network(graph);
    RandomStream random(context.seed, purpose, i);
    network.swap_ends(swaps_per_connection * graph.edge_count(), random);
    std::vector<graph::VertexId> sources, targets;
    for (const auto [u, v] : network.connections()) {
      sources.push_back(u);
      targets.push_back(v);
    }
    RunContext own = context;
    own.progress = nullptr;
    own.times = nullptr;
    const graph::Graph rewired =
        graph::build_graph(graph.vertex_count(), {sources, targets, weights}, {}, own).graph;
    const graph::Partition clusters = leiden(rewired, options, own).partition;
    std::uint64_t inside = 0;
    for (std::size_t t = 0; t < sources.size(); ++t)
      inside += clusters.label[sources[t]] == clusters.label[targets[t]] ? 1 : 0;
    result.inside_share += static_cast<double>(inside) / static_cast<double>(sources.size()) / count;
    result.modularity += modularity(rewired, clusters, 1.0, own) / count;
  }
  return result;
}

double mean_agreement(std::span<const graph::Partition> partitions, const RunContext& context) {
  const std::size_t count = partitions.size();
  if (count < 2) return undefined;
  return with_threads(context, [&] {
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = i + 1; j < count; ++j) pairs.emplace_back(i, j);
    }
    const double sum = parallel_reduce(pairs.size(), 1, 0.0, [&](std::size_t begin, std::size_t) {
      return compare(partitions[pairs[begin].first], partitions[pairs[begin].second], context).ami;
    });
    return sum / static_cast<double>(pairs.size());
  });
}

Consensus consensus(const graph::Partition& partition, std::span<const graph::Partition> others,
                    const RunContext& context) {
  return with_threads(context, [&] {
    const std::size_t n = partition.label.size();
    const std::vector<std::uint32_t> sizes = partition.sizes();
    Consensus result{std::vector<double>(n, 0.0), std::vector<double>(partition.count, 0.0), undefined};
    for (const graph::Partition& other : others) {
      context.poll();
      const std::vector<Overlap> overlaps = contingency(partition, other);
      for (std::size_t v = 0; v < n; ++v) {
        const std::uint32_t size = sizes[partition.label[v]];
        if (size < 2) continue;
        const auto at =
            std::lower_bound(overlaps.begin(), overlaps.end(), v, [&](const Overlap& o, std::size_t) {
              return o.a != partition.label[v] ? o.a < partition.label[v] : o.b < other.label[v];
            });
        result.member[v] += (at->shared - 1.0) / (size - 1.0);
      }
    }
    for (std::size_t v = 0; v < n; ++v) {
      const std::uint32_t c = partition.label[v];
      result.member[v] =
          sizes[c] < 2 || others.empty() ? undefined : result.member[v] / static_cast<double>(others.size());
      result.cluster[c] += result.member[v] / sizes[c];
    }
    std::vector<graph::Partition> all(others.begin(), others.end());
    all.push_back(partition);
    result.mean_ami = mean_agreement(all, context);
    return result;
  });
}

std::vector<double> resolutions_to_try(const graph::Graph& graph, Objective objective) {
  std::vector<double> resolutions;
  if (objective == Objective::modularity) {
    for (int half = -4; half <= 10; ++half) resolutions.push_back(std::exp2(half / 2.0));
    return resolutions;
  }
  const double n = graph.vertex_count(), connections = static_cast<double>(graph.edge_count());
  if (n < 2 || connections == 0) return {1.0};
  const double mean_weight = graph.total_weight() / connections;
  for (double density = std::min(0.5, 2 * connections / (n * (n - 1))); density < 1; density *= 2) {
    resolutions.push_back(density * mean_weight);
  }
  return resolutions;
}

ResolutionSweep sweep_resolutions(const graph::Graph& graph, const LeidenOptions& options,
                                  std::span<const double> resolutions, unsigned seeds,
                                  const RunContext& context) {
  Phase phase(context, "resolutions", resolutions.size());
  ResolutionSweep sweep;
  for (const double resolution : resolutions) {
    LeidenOptions here = options;
    here.resolution = resolution;
    ResolutionPoint point = measured(graph, other_runs(graph, here, seeds, context), context);
    point.resolution = resolution;
    sweep.points.push_back(point);
    phase.advance();
  }
  const auto better = [](const ResolutionPoint& a, const ResolutionPoint& b) {
    if (a.trivial != b.trivial) return !a.trivial;
    const double x = std::isnan(a.stability) ? -1 : a.stability,
                 y = std::isnan(b.stability) ? -1 : b.stability;
    if (std::abs(x - y) > 1e-9) return x > y;
    return std::abs(std::log(a.resolution)) < std::abs(std::log(b.resolution));
  };
  for (std::size_t i = 1; i < sweep.points.size(); ++i) {
    if (better(sweep.points[i], sweep.points[sweep.chosen])) sweep.chosen = i;
  }
  return sweep;
}

}  // namespace tertius::clusters
