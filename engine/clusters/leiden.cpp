#include "engine/clusters/leiden.hpp"

#include <cmath>
#include <optional>
#include <utility>

#include "engine/clusters/aggregation.hpp"
#include "engine/core/error.hpp"

namespace tertius {
namespace communities {
namespace {

constexpr std::size_t block = 1 << 12;  // vertices

/// Progress of one run, handed out in shrinking shares as nobody knows how many levels and iterations will
/// come.
class Progress {
 public:
  static constexpr std::uint64_t whole = 1 << 20;

  Progress(Phase& phase, unsigned iterations) : phase_(phase), iterations_(iterations) {}
  void begin_iteration() { left_ = iterations_ > 0 ? whole / iterations_ : (whole - spent_) / 4; }
  /// Spends a share of what the iteration has left.
  void spend(double share) {
    const auto steps = static_cast<std::uint64_t>(share * static_cast<double>(left_));
    left_ -= steps;
    spent_ += steps;
    phase_.advance(steps);
  }

 private:
  Phase& phase_;
  unsigned iterations_;
  std::uint64_t left_ = 0, spent_ = 0;
};

/// Communities of the members, and how good they are.
struct Solution {
  Buffer<Label> label;
  double quality = 0;  // what communities lose, below 0: weight between them, and what is expected inside
  std::vector<Numbering> numberings;  // of every level but the last
  Buffer<Label> top;                  // communities of the last level's vertices
};

/// One run's memory and what it works with.
template <class W, class M>
struct Run {
  OwnedLevel<W, M> levels[2];
  Progress progress;
  const RunContext& context;
  ArcIndex small;  // levels of at most so many arcs are done by one thread
};

/// One sweep from the members up to the last level.
struct Iteration {
  std::uint64_t seed;
  bool first;  // from members who are alone
};

/// Expected weight of vertices without arcs, who leave the levels as communities of their own.
template <class Rows, class M>
double settled(const Level<Rows, M>& level) {
  return parallel_reduce(level.n, block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
      if (level.degree(v) == 0) sum += level.mass[v] * level.mass[v];
    }
    return -level.scale * sum;
  });
}

/// What communities lose: the weight between them and what the null model expects inside them. Highest is
/// best.
template <class Rows, class M>
double quality_of(const Level<Rows, M>& level, const Assignment<M>& state) {
  using W = typename Rows::Weight;
  const W between = parallel_reduce(level.n, 1 << 10, W{0}, [&](std::size_t begin, std::size_t end) {
    W sum = 0;
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
      for (ArcIndex a = level.begin(v); a < level.end(v); ++a) {
        if (state.label[level.rows.targets[a]] != state.label[v]) sum += level.rows.weight(a);
      }
    }
    return sum;
  });
  const double expected = parallel_reduce(level.n, block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t c = begin; c < end; ++c) sum += state.mass[c] * state.mass[c];
    return sum;
  });
  return -static_cast<double>(between) - level.scale * expected;
}

/// Labels of the vertices above the first `depth` levels, carried down to the members.
Buffer<Label> carried_down(const std::vector<Numbering>& numberings, std::size_t depth,
                           const Buffer<Label>& top) {
  const std::size_t n = depth == 0 ? top.size() : numberings.front().name.size();
  Buffer<Label> label(n);
  parallel_each(n, block, [&](std::size_t v) {
    VertexId at = static_cast<VertexId>(v);
    std::size_t level = 0;
    while (level < depth && numberings[level].name[at] != no_vertex) at = numberings[level++].name[at];
    if (level == depth) at = top[at];
    while (level > 0) at = numberings[--level].founder[at];
    label[v] = at;
  });
  return label;
}

/// Every part starts in the community of its vertices, which is named after the first of its parts: they
/// stand side by side.
template <class M>
Buffer<Label> communities_of_parts(const Assignment<M>& state, const Numbering& numbering) {
  Buffer<Label> above(numbering.count);
  for (VertexId p = 0; p < numbering.count; ++p) {
    const bool same = p > 0 && state.label[numbering.founder[p]] == state.label[numbering.founder[p - 1]];
    above[p] = same ? above[p - 1] : p;
  }
  return above;
}

/// Moves and refines the vertices of this level; hands the parts to the level above while there are fewer of
/// them than vertices.
template <class W, class Rows, class M>
void optimise(const Level<Rows, M>& level, const Buffer<Label>& start, const Iteration& iteration,
              Run<W, M>& run, Solution& solution) {
  const std::size_t depth = solution.numberings.size();
  const std::uint64_t level_seed = hash64(iteration.seed, depth);
  Assignment<M> state = assignment_of(level, start);
  move_vertices(
      level, state, level_seed,
      {.enough = iteration.first ? 0.1 : 0.01, .alone = iteration.first && depth == 0, .small = run.small},
      run.context);
  run.progress.spend(0.5);
  Numbering numbering;
  {
    const Parts<M> parts = refine(level, state, level_seed, run.small, run.context);
    numbering = number_parts(level, parts, run.context);
    if (numbering.members.size() == numbering.count) {  // nothing to put together
      split(level, state.label);
      state = assignment_of(level, state.label);
      solution.quality += quality_of(level, state);
      solution.top = std::move(state.label);
      return;
    }
    run.progress.spend(0.3);
    aggregate(level, parts, numbering, run.levels[depth % 2], run.context);
  }
  run.progress.spend(0.4);
  solution.quality += settled(level);
  const Buffer<Label> above = communities_of_parts(state, numbering);
  solution.numberings.push_back(std::move(numbering));
  state = {};
  optimise(run.levels[depth % 2].view(level.scale), above, iteration, run, solution);
}

/// How many times the resolution is for the members of a sketch: they join only those close to them, and hubs
/// glue fewer strangers together. On graphs of more arcs it gains nothing, and costs where hubs are all there
/// is.
constexpr double caution = 4;
constexpr ArcIndex most_cautious = ArcIndex{1} << 22;

/// Communities to start from, found in less time: whole communities are put together instead of their parts.
/// On the way back every level above the members' looks again at who moves.
template <class W, class Rows, class M>
Buffer<Label> sketch(const Level<Rows, M>& level, std::size_t depth, std::uint64_t seed, Run<W, M>& run) {
  const std::uint64_t level_seed = hash64(seed, depth);
  Assignment<M> state = everybody_alone(level);
  Level<Rows, M> strict = level;
  if (depth == 0 && level.arcs <= most_cautious) strict.scale *= caution;
  // Small graphs have little to gain from further passes; on large ones planted groups are blurred without.
  const double enough = level.arcs <= ArcIndex{1} << 20 ? 0.25 : 0.1;
  move_vertices(strict, state, level_seed, {.enough = enough, .alone = true}, run.context);
  run.progress.spend(0.5);
  OwnedLevel<W, M> own;
  OwnedLevel<W, M>& above = depth == 0 ? run.levels[0] : own;
  Numbering numbering;
  {
    const Parts<M> parts = whole_communities(level, state);
    numbering = number_parts(level, parts, run.context);
    if (numbering.members.size() == numbering.count) return std::move(state.label);
    aggregate(level, parts, numbering, above, run.context);
  }
  run.progress.spend(0.2);
  const Buffer<Label> top = sketch<W>(above.view(level.scale), depth + 1, seed, run);
  parallel_each(level.n, block, [&](std::size_t v) {
    const VertexId part = numbering.name[v];
    state.label[v] = part == no_vertex ? static_cast<Label>(v) : numbering.founder[top[part]];
  });
  if (depth > 0) {
    state = assignment_of(level, state.label);
    move_vertices(level, state, hash64(level_seed, 1), {}, run.context);
  }
  return std::move(state.label);
}

/// Whether a cautious sketch saved a fifth of what members lose alone. Where hubs are all there is, it does
/// not, and caution would cost some hundredths of a modularity that is small anyway: such graphs begin with
/// everybody alone.
template <class Rows, class M>
bool worth_starting_from(const Level<Rows, M>& base, const Buffer<Label>& sketched, double alone) {
  if (base.arcs > most_cautious) return true;
  return quality_of(base, assignment_of(base, sketched)) - alone >= 0.2 * std::abs(alone);
}

struct Outcome {
  Solution best;
  std::uint32_t iterations = 0;
};

template <class W, class Rows, class M>
Outcome iterate(const Level<Rows, M>& base, unsigned iterations, std::uint64_t seed, Phase& phase,
                const RunContext& context) {
  constexpr unsigned patience = 2;  // iterations in vain before the communities count as stable
  Outcome outcome;
  {
    Assignment<M> alone = everybody_alone(base);
    outcome.best.quality = quality_of(base, alone);
    outcome.best.label = std::move(alone.label);
    outcome.best.top = carried_down({}, 0, outcome.best.label);
  }
  Run<W, M> run{{}, Progress(phase, iterations), context, small_level_of(base.arcs)};
  Buffer<Label> sketched;
  bool begun = iterations == 1 || base.arcs <= small_graph;  // graphs of many arcs begin with a sketch
  for (unsigned vain = 0; iterations == 0 ? vain < patience : outcome.iterations < iterations;) {
    run.progress.begin_iteration();
    const Iteration iteration{hash64(seed, outcome.iterations), outcome.iterations == 0};
    if (!std::exchange(begun, true)) {
      sketched = sketch<W>(base, 0, iteration.seed, run);
      if (worth_starting_from(base, sketched, outcome.best.quality)) {
        ++outcome.iterations;
        run.progress.spend(1);
        continue;
      }
      sketched = {};
    }
    ++outcome.iterations;
    Solution next;
    optimise(base, sketched.empty() ? outcome.best.label : sketched, iteration, run, next);
    run.progress.spend(1);
    next.label = carried_down(next.numberings, next.numberings.size(), next.top);
    sketched = {};
    ++vain;
    if (!(next.quality - outcome.best.quality > 1e-14 * std::abs(next.quality))) continue;
    outcome.best = std::move(next);
    vain = 0;
  }
  return outcome;
}

LeidenResult result_of(const Graph& graph, const LeidenOptions& options, const Outcome& outcome,
                       const RunContext& context) {
  const Solution& best = outcome.best;
  LeidenResult result;
  result.partition = canonical(std::span<const Label>(best.label));
  result.quality = quality(graph, result.partition, options.objective, options.resolution, context);
  result.levels = static_cast<std::uint32_t>(best.numberings.size() + (graph.vertex_count() > 0 ? 1 : 0));
  result.iterations = outcome.iterations;
  if (!options.keep_levels) return result;
  for (std::size_t depth = 1; depth <= best.numberings.size(); ++depth) {
    Buffer<Label> parts(best.numberings[depth - 1].count);
    for (VertexId p = 0; p < parts.size(); ++p) parts[p] = p;
    const Buffer<Label> label = carried_down(best.numberings, depth, parts);
    result.hierarchy.push_back(canonical(std::span<const Label>(label)));
    if (result.hierarchy.back().count == result.partition.count) result.hierarchy.pop_back();
  }
  result.hierarchy.push_back(result.partition);
  return result;
}

/// The best of all runs; of equal ones the first. Small graphs are run side by side.
template <class W, class Rows, class M>
LeidenResult best_run(const Graph& graph, const Level<Rows, M>& base, const LeidenOptions& options,
                      const RunContext& context) {
  Phase phase(context, "leiden", options.runs * Progress::whole);
  std::optional<LeidenResult> best;
  const auto run = [&](unsigned number) {
    const Outcome outcome = iterate<W>(base, options.iterations, context.seed + number, phase, context);
    return result_of(graph, options, outcome, context);
  };
  const unsigned together = base.arcs <= small_graph ? 64 : 1;
  for (unsigned first = 0; first < options.runs; first += together) {
    std::vector<LeidenResult> results(std::min(together, options.runs - first));
    parallel_each(results.size(), 1,
                  [&](std::size_t i) { results[i] = run(first + static_cast<unsigned>(i)); });
    for (LeidenResult& result : results) {
      if (!best || result.quality > best->quality) best = std::move(result);
    }
  }
  return std::move(*best);
}

template <class R>
typename R::Weight strength(const R& rows, VertexId v) {
  typename R::Weight sum = 0;
  for (ArcIndex a = rows.begins[v]; a < rows.ends[v]; ++a) sum += rows.weight(a);
  return sum;
}

ScaledRows scaled(const Rows& rows, double scale) {
  return {rows.offsets.data(), rows.offsets.data() + 1, rows.targets.data(),
          rows.weights.empty() ? nullptr : rows.weights.data(), scale};
}

template <class W, class R>
LeidenResult solve_undirected(const Graph& graph, const R& rows, double unit, const LeidenOptions& options,
                              const RunContext& context) {
  const VertexId n = graph.vertex_count();
  const bool by_modularity = options.objective == Objective::modularity;
  Buffer<Mass<W>> mass(n);
  const double total = parallel_reduce(n, block, 0.0, [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
      mass[v] = {by_modularity ? strength(rows, v) : W{1}};
      sum += static_cast<double>(mass[v].all);
    }
    return sum;
  });
  const double scale = !by_modularity ? options.resolution * unit
                       : total > 0    ? options.resolution / total
                                      : 0;
  return best_run<W>(graph, Level<R, Mass<W>>{n, rows, mass.data(), scale, graph.arc_count()}, options,
                     context);
}

/// Both directions of a directed graph in one row, weights added up.
template <class M>
OwnedLevel<std::int64_t, M> both_directions(const Graph& graph, const ScaledRows& out, const ScaledRows& in) {
  const VertexId n = graph.vertex_count();
  OwnedLevel<std::int64_t, M> level{n,
                                    0,
                                    Buffer<ArcIndex>(n),
                                    Buffer<ArcIndex>(n),
                                    Buffer<VertexId>(2 * graph.arc_count()),
                                    Buffer<std::int64_t>(2 * graph.arc_count()),
                                    Buffer<M>(n)};
  level.arcs = parallel_reduce(n, block, ArcIndex{0}, [&](std::size_t begin, std::size_t end) {
    ArcIndex arcs = 0;
    for (std::size_t v = begin; v < end; ++v) {
      ArcIndex at = level.begins[v] = out.begins[v] + in.begins[v];
      ArcIndex o = out.begins[v], i = in.begins[v];
      while (o < out.ends[v] || i < in.ends[v]) {
        const VertexId a = o < out.ends[v] ? out.targets[o] : no_vertex,
                       b = i < in.ends[v] ? in.targets[i] : no_vertex;
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
LeidenResult solve_directed(const Graph& graph, double unit, double scale, const MassOf& mass_of,
                            const LeidenOptions& options, const RunContext& context) {
  auto level = both_directions<M>(graph, scaled(graph.out_rows(), unit), scaled(graph.in_rows(), unit));
  parallel_each(level.n, block, [&](std::size_t v) { level.mass[v] = mass_of(static_cast<VertexId>(v)); });
  return best_run<std::int64_t>(graph, level.view(scale), options, context);
}

LeidenResult solve(const Graph& graph, const LeidenOptions& options, const RunContext& context) {
  const double unit = unit_scale(graph.out_rows());
  const ScaledRows out = scaled(graph.out_rows(), unit);
  if (graph.directed() && options.objective == Objective::modularity) {
    using M = DirectedMass<std::int64_t>;
    const ScaledRows in = scaled(graph.in_rows(), unit);
    const double total =
        parallel_reduce(graph.vertex_count(), block, 0.0, [&](std::size_t begin, std::size_t end) {
          double sum = 0;
          for (auto v = static_cast<VertexId>(begin); v < end; ++v)
            sum += static_cast<double>(strength(out, v));
          return sum;
        });
    return solve_directed<M>(
        graph, unit, total > 0 ? options.resolution / total : 0,
        [&](VertexId v) {
          return M{strength(out, v), strength(in, v)};
        },
        options, context);
  }
  if (graph.directed()) {
    using M = Mass<std::int64_t>;
    return solve_directed<M>(
        graph, unit, 2 * options.resolution * unit, [](VertexId) { return M{1}; }, options, context);
  }
  if (graph.weighted()) return solve_undirected<std::int64_t>(graph, out, unit, options, context);
  const Rows& rows = graph.out_rows();
  if (graph.arc_count() >= std::uint64_t{1} << 32) {
    return solve_undirected<std::int64_t>(
        graph, UnitRows<std::int64_t>{rows.offsets.data(), rows.offsets.data() + 1, rows.targets.data()}, 1,
        options, context);
  }
  return solve_undirected<std::uint32_t>(
      graph, UnitRows<std::uint32_t>{rows.offsets.data(), rows.offsets.data() + 1, rows.targets.data()}, 1,
      options, context);
}

}  // namespace
}  // namespace communities

LeidenResult leiden(const Graph& graph, const LeidenOptions& options, const RunContext& context) {
  if (!(options.resolution >= 0) || !std::isfinite(options.resolution)) {
    throw Error(ErrorCode::usage, "the resolution of clusters must be 0 or more");
  }
  if (options.runs == 0) throw Error(ErrorCode::usage, "clusters need at least one run");
  return with_threads(context, [&] {
    LeidenResult result;
    if (graph.vertex_count() > 0) result = communities::solve(graph, options, context);
    const bool same = options.objective == Objective::modularity && options.resolution == 1;
    result.modularity =
        same && graph.edge_count() > 0 ? result.quality : modularity(graph, result.partition, 1.0, context);
    result.disconnected = disconnected_groups(graph, result.partition, context);
    return result;
  });
}

}  // namespace tertius
