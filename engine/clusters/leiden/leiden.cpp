#include "engine/clusters/leiden/leiden.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "engine/clusters/leiden/degree_order.hpp"
#include "engine/clusters/leiden/hierarchy.hpp"
#include "engine/clusters/leiden/warm_start.hpp"
#include "engine/core/error.hpp"

namespace tertius::clusters {
namespace {

constexpr std::size_t block = 1 << 12;  // vertices

struct Outcome {
  Solution best;
  std::uint32_t iterations = 0;
};

template <class W, class Rows, class M>
Outcome iterate(const Level<Rows, M>& base, unsigned iterations, std::uint64_t seed, Phase& phase,
                const RunContext& context) {
  constexpr unsigned patience = 2;  // iterations in vain before the communities count as stable
  Outcome outcome{{std::move(singleton_communities(base).label), quality_alone(base)}};
  Run<W, M> run{{}, Progress(phase, iterations), context, small_level_of(base.arcs)};
  std::optional<Solution> warm;
  bool begun = iterations == 1 || base.arcs <= small_graph;  // graphs of many arcs begin with a warm start
  for (unsigned vain = 0; iterations == 0 ? vain < patience : outcome.iterations < iterations;) {
    run.progress.begin_iteration();
    const Iteration iteration{hash64(seed, outcome.iterations), outcome.iterations == 0};
    if (!std::exchange(begun, true)) {
      warm = warm_start<W>(base, 0, iteration.seed, run);
      // A cautious one that found next to nothing costs some hundredths of a modularity that is small anyway.
      if (base.arcs > most_cautious || found_much(*warm, outcome.best.quality)) {
        ++outcome.iterations;
        run.progress.spend(1);
        continue;
      }
      warm.reset();
    }
    ++outcome.iterations;
    Solution next;
    if (warm) {
      next = polish<W>(base, *warm, outcome.best.quality, iteration.seed, run);
      warm.reset();
    } else {
      Dendrogram dendrogram;
      optimise(base, outcome.best.label, iteration, run, dendrogram);
      next = {project_down(dendrogram), dendrogram.quality};
    }
    run.progress.spend(1);
    ++vain;
    if (!(next.quality - outcome.best.quality > 1e-14 * std::abs(next.quality))) continue;
    outcome.best = std::move(next);
    vain = 0;
  }
  return outcome;
}

/// Labels of a level's vertices as a partition of the members: the same, unless hubs come first.
graph::Partition partition_of(const Buffer<Label>& label, const DegreeOrder* order) {
  if (order == nullptr) return graph::canonical(std::span<const Label>(label));
  return graph::canonical(std::span<const Label>(order->for_members(label)));
}

/// The best of all runs; of equal ones the first. Small graphs are run side by side.
template <class W, class Rows, class M>
Outcome best_run(const Level<Rows, M>& base, const LeidenOptions& options, Phase& phase,
                 const RunContext& context) {
  std::optional<Outcome> best;
  const unsigned together = base.arcs <= small_graph ? 64 : 1;
  for (unsigned first = 0; first < options.runs; first += together) {
    std::vector<Outcome> found(std::min(together, options.runs - first));
    parallel_each(found.size(), 1, [&](std::size_t i) {
      found[i] = iterate<W>(base, options.iterations, context.seed + first + i, phase, context);
    });
    for (Outcome& outcome : found) {
      if (!best || outcome.best.quality > best->best.quality) best = std::move(outcome);
    }
  }
  return std::move(*best);
}

/// The members' communities, with the levels below them if they are asked for.
template <class W, class Rows, class M>
LeidenResult result_of(const Level<Rows, M>& base, const DegreeOrder* order, const Outcome& outcome,
                       const LeidenOptions& options, const RunContext& context) {
  LeidenResult result;
  result.partition = partition_of(outcome.best.label, order);
  result.iterations = outcome.iterations;
  if (options.keep_levels) {
    const Phase phase(context, "levels");
    auto& levels = result.hierarchy;
    MemberPositions positions(base.n);
    each_level<W>(base, outcome.best.label, positions, context.seed, small_level_of(base.arcs), context,
                  [&](const Buffer<Label>& finer) { levels.push_back(partition_of(finer, order)); });
    if (!levels.empty() && levels.back().count == result.partition.count) levels.pop_back();
    levels.push_back(result.partition);
  }
  return result;
}

template <class R>
typename R::Weight strength(const R& rows, graph::VertexId v) {
  typename R::Weight sum = 0;
  for (graph::ArcIndex a = rows.begins[v]; a < rows.ends[v]; ++a) sum += rows.weight(a);
  return sum;
}

ScaledRows scaled(const graph::Rows& rows, double scale) {
  return {rows.offsets.data(), rows.offsets.data() + 1, rows.targets.data(),
          rows.weights.empty() ? nullptr : rows.weights.data(), scale};
}

template <class W, class R>
LeidenResult solve_undirected(const graph::Graph& graph, const R& rows, double unit,
                              const LeidenOptions& options, const RunContext& context) {
  const graph::VertexId n = graph.vertex_count();
  const bool by_modularity = options.objective == Objective::modularity;
  Buffer<Volume<W>> volume(n);
  const double total = parallel_reduce(n, block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v) {
      volume[v] = {by_modularity ? strength(rows, v) : W{1}};
      sum += static_cast<double>(volume[v].all);
    }
    return sum;
  });
  const double scale = !by_modularity ? options.resolution * unit
                       : total > 0    ? options.resolution / total
                                      : 0;
  Level<R, Volume<W>> level{n, rows, volume.data(), scale, graph.arc_count()};
  std::optional<DegreeOrder> order;
  Outcome best;
  {
    Phase phase(context, "leiden", options.runs * Progress::whole);
    if constexpr (std::is_same_v<R, UnitRows<W>>) {
      if (is_hub_dominated(level)) {
        order = degree_order(level);
        Buffer<Volume<W>> ordered(order->tied);
        parallel_each(ordered.size(), block, [&](std::size_t v) { ordered[v] = volume[order->order[v]]; });
        volume = std::move(ordered);
        level.n = order->tied;
        level.rows = {order->offsets.data(), order->offsets.data() + 1, order->targets.data()};
        level.volume = volume.data();
      }
    }
    best = best_run<W>(level, options, phase, context);
  }
  return result_of<W>(level, order ? &*order : nullptr, best, options, context);
}

/// Both directions of a directed graph in one row, weights added up.
template <class M>
OwnedLevel<std::int64_t, M> both_directions(const graph::Graph& graph, const ScaledRows& out,
                                            const ScaledRows& in) {
  const graph::VertexId n = graph.vertex_count();
  OwnedLevel<std::int64_t, M> level{n,
                                    0,
                                    Buffer<graph::ArcIndex>(n),
                                    Buffer<graph::ArcIndex>(n),
                                    Buffer<graph::VertexId>(2 * graph.arc_count()),
                                    Buffer<std::int64_t>(2 * graph.arc_count()),
                                    Buffer<M>(n)};
  level.arcs = parallel_reduce(n, block, graph::ArcIndex{0}, [&](std::size_t begin, std::size_t end) {
    graph::ArcIndex arcs = 0;
    for (std::size_t v = begin; v < end; ++v) {
      graph::ArcIndex at = level.begins[v] = out.begins[v] + in.begins[v];
      graph::ArcIndex o = out.begins[v], i = in.begins[v];
      while (o < out.ends[v] || i < in.ends[v]) {
        const graph::VertexId a = o < out.ends[v] ? out.targets[o] : graph::no_vertex,
                              b = i < in.ends[v] ? in.targets[i] : graph::no_vertex;
        level.targets[at] = std::min(a, b);
        level.weights[at] = 0;
        if (a <= b) level.weights[at] += out.weight(o++);
        if (b <= a) level.weights[at] += in.weight(i++);
        ++at;
      }
      level.ends[v] = at;
      arcs += at - level.begins[v];
    }
    return arcs;
  });
  return level;
}

template <class M, class MassOf>
LeidenResult solve_directed(const graph::Graph& graph, double unit, double scale, const MassOf& volume_of,
                            const LeidenOptions& options, const RunContext& context) {
  auto level = both_directions<M>(graph, scaled(graph.out_rows(), unit), scaled(graph.in_rows(), unit));
  parallel_each(level.n, block,
                [&](std::size_t v) { level.volume[v] = volume_of(static_cast<graph::VertexId>(v)); });
  Outcome best;
  {
    Phase phase(context, "leiden", options.runs * Progress::whole);
    best = best_run<std::int64_t>(level.view(scale), options, phase, context);
  }
  return result_of<std::int64_t>(level.view(scale), nullptr, best, options, context);
}

LeidenResult solve(const graph::Graph& graph, const LeidenOptions& options, const RunContext& context) {
  const double unit = unit_scale(graph.out_rows());
  const ScaledRows out = scaled(graph.out_rows(), unit);
  if (graph.directed() && options.objective == Objective::modularity) {
    using M = DirectedVolume<std::int64_t>;
    const ScaledRows in = scaled(graph.in_rows(), unit);
    const double total =
        parallel_reduce(graph.vertex_count(), block, 0.0, [&](std::size_t begin, std::size_t end) {
          double sum = 0;
          for (auto v = static_cast<graph::VertexId>(begin); v < end; ++v)
            sum += static_cast<double>(strength(out, v));
          return sum;
        });
    return solve_directed<M>(
        graph, unit, total > 0 ? options.resolution / total : 0,
        [&](graph::VertexId v) {
          return M{strength(out, v), strength(in, v)};
        },
        options, context);
  }
  if (graph.directed()) {
    using M = Volume<std::int64_t>;
    return solve_directed<M>(
        graph, unit, 2 * options.resolution * unit, [](graph::VertexId) { return M{1}; }, options, context);
  }
  if (graph.weighted()) return solve_undirected<std::int64_t>(graph, out, unit, options, context);
  const graph::Rows& rows = graph.out_rows();
  constexpr graph::VertexId most_in_vectors = graph::VertexId{1}
                                              << 31;  // indices of vector registers have a sign
  if (graph.arc_count() >= std::uint64_t{1} << 32 || graph.vertex_count() > most_in_vectors) {
    return solve_undirected<std::int64_t>(
        graph, UnitRows<std::int64_t>{rows.offsets.data(), rows.offsets.data() + 1, rows.targets.data()}, 1,
        options, context);
  }
  return solve_undirected<std::uint32_t>(
      graph, UnitRows<std::uint32_t>{rows.offsets.data(), rows.offsets.data() + 1, rows.targets.data()}, 1,
      options, context);
}

}  // namespace

LeidenResult leiden(const graph::Graph& graph, const LeidenOptions& options, const RunContext& context) {
  if (!(options.resolution >= 0) || !std::isfinite(options.resolution)) {
    throw Error(ErrorKey::option_value, "the resolution of clusters must be 0 or more");
  }
  if (options.runs == 0) throw Error(ErrorKey::option_value, "clusters need at least one run");
  return with_threads(context, [&] {
    LeidenResult result;
    if (graph.vertex_count() > 0) result = clusters::solve(graph, options, context);
    result.quality = quality(graph, result.partition, options.objective, options.resolution, context);
    const bool same = options.objective == Objective::modularity && options.resolution == 1;
    result.modularity = same ? result.quality : modularity(graph, result.partition, 1.0, context);
    result.disconnected = disconnected_groups(graph, result.partition, context);
    return result;
  });
}

}  // namespace tertius::clusters
