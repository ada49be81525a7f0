#include "engine/graph/kernels/pagerank.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/kernels/conjugate_gradients.hpp"

namespace tertius::graph {
namespace {

constexpr std::size_t block = 2048;  // members

/// Two sums at once, added up in block order.
struct Sums {
  double a = 0.0, b = 0.0;
  Sums operator+(const Sums& other) const { return {a + other.a, b + other.b}; }
};

/// body(v) for every member in parallel; what it returns is added up.
template <class Body>
Sums sum_over_members(VertexId n, const RunContext& context, Body&& body) {
  context.poll();
  return parallel_reduce(n, block, Sums{}, [&](std::size_t begin, std::size_t end) {
    Sums sums;
    for (std::size_t v = begin; v < end; ++v) sums = sums + body(static_cast<VertexId>(v));
    return sums;
  });
}

/// Sum of value[u] (times the weight) over a row. Four sums at once keep the adder busy.
double row_sum(std::span<const VertexId> targets, std::span<const double> weights, const double* value) {
  double sum[4] = {0.0, 0.0, 0.0, 0.0};
  const std::size_t size = targets.size(), whole = size & ~std::size_t{3};
  if (weights.empty()) {
    for (std::size_t i = 0; i < whole; i += 4) {
      for (std::size_t k = 0; k < 4; ++k) sum[k] += value[targets[i + k]];
    }
    for (std::size_t i = whole; i < size; ++i) sum[0] += value[targets[i]];
  } else {
    for (std::size_t i = 0; i < whole; i += 4) {
      for (std::size_t k = 0; k < 4; ++k) sum[k] += weights[i + k] * value[targets[i + k]];
    }
    for (std::size_t i = whole; i < size; ++i) sum[0] += weights[i] * value[targets[i]];
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

/// The linear system z = damping T z + jump, T being the transition matrix with empty columns where there is
/// no connection to follow. Its solution, divided by its sum, is the PageRank: whoever cannot go on jumps
/// like everybody.
struct System {
  const Graph& graph;
  double damping;
  Buffer<double> jump;              // sums to 1
  Buffer<double> inverse_strength;  // 0 for members without connections

  VertexId size() const { return graph.vertex_count(); }
  /// (T z)[v], where value[u] = z[u] / strength(u).
  double follow(VertexId v, const double* value) const {
    return row_sum(graph.in_neighbours(v), graph.in_weights(v), value);
  }
};

System make_system(const Graph& graph, const PageRankOptions& options) {
  const VertexId n = graph.vertex_count();
  System system{graph, options.damping, Buffer<double>(n), Buffer<double>(n)};
  const double share = options.reset.empty() ? 1.0 / n : 0.0;
  parallel_each(n, block, [&](std::size_t i) {
    const auto v = static_cast<VertexId>(i);
    const double strength = graph.weighted() ? graph.strength(v) : graph.degree(v);
    system.inverse_strength[v] = strength > 0.0 ? 1.0 / strength : 0.0;
    system.jump[v] = share;
  });
  for (const VertexId v : options.reset) system.jump[v] += 1.0 / static_cast<double>(options.reset.size());
  return system;
}

/// What a residual of this size leaves open in the normalised scores.
double error_bound(double residual, double total, double damping) {
  return 2.0 * residual / ((1.0 - damping) * std::max(total, 1.0));
}

/// For conjugate gradients in the inner product sum x y / strength, in which I - damping T is self-adjoint.
struct Undirected {
  static constexpr std::size_t block = graph::block;
  using Row = std::array<double, 1>;
  struct Sums {
    Row energy{};
    double residual = 0.0, total = 0.0;  // of absolute values; of the solution
    Sums operator+(const Sums& o) const {
      return {{energy[0] + o.energy[0]}, residual + o.residual, total + o.total};
    }
  };

  Undirected(const System& of, double tolerance_wanted)
      : system(of),
        tolerance(tolerance_wanted),
        z(of.size()),
        residual(of.size()),
        direction(of.size()),
        scaled(of.size()),
        image(of.size()) {}

  /// A member without connections solves its own equation (z = jump) and has no part in the others'.
  Sums start(VertexId v) {
    const double inverse = system.inverse_strength[v];
    const bool connected = inverse > 0.0;
    z[v] = connected ? 0.0 : system.jump[v];
    residual[v] = direction[v] = connected ? system.jump[v] : 0.0;
    scaled[v] = direction[v] * inverse;
    return {{residual[v] * scaled[v]}, residual[v], z[v]};
  }
  Row curvature(VertexId v) {
    image[v] = direction[v] - system.damping * system.follow(v, scaled.data());
    return {scaled[v] * image[v]};
  }
  Sums advance(VertexId v, const Row& step) {
    z[v] += step[0] * direction[v];
    residual[v] -= step[0] * image[v];
    return {{residual[v] * residual[v] * system.inverse_strength[v]}, std::abs(residual[v]), z[v]};
  }
  void turn(VertexId v, const Row& keep) {
    direction[v] = residual[v] + keep[0] * direction[v];
    scaled[v] = direction[v] * system.inverse_strength[v];
  }
  double error(const Sums& sums) const { return error_bound(sums.residual, sums.total, system.damping); }
  bool solved(const Sums& sums) const { return error(sums) <= tolerance || sums.energy[0] <= 0.0; }

  const System& system;
  double tolerance;
  Buffer<double> z, residual, direction, scaled, image;
};

Buffer<double> solve_undirected(const System& system, const PageRankOptions& options,
                                const RunContext& context, PageRankResult& result) {
  Undirected vectors(system, options.tolerance);
  const auto [sums, passes] = conjugate_gradients(vectors, system.size(), options.max_iterations, context);
  result.iterations = passes;
  result.error = vectors.error(sums);
  return std::move(vectors.z);
}

/// Plain iteration: the error shrinks by the damping factor in every pass at least.
Buffer<double> solve_directed(const System& system, const PageRankOptions& options, const RunContext& context,
                              PageRankResult& result) {
  const VertexId n = system.size();
  Buffer<double> z(n), scaled(n);
  parallel_each(n, block, [&](std::size_t v) {
    z[v] = system.jump[v];
    scaled[v] = z[v] * system.inverse_strength[v];
  });
  while (true) {
    const Sums sums = sum_over_members(n, context, [&](VertexId v) {
      const double next = system.jump[v] + system.damping * system.follow(v, scaled.data());
      const double change = std::abs(next - z[v]);
      z[v] = next;
      return Sums{change, next};
    });
    ++result.iterations;
    result.error = error_bound(system.damping * sums.a, sums.b, system.damping);
    if (result.error <= options.tolerance || result.iterations == options.max_iterations) break;
    parallel_each(n, block, [&](std::size_t v) { scaled[v] = z[v] * system.inverse_strength[v]; });
  }
  return z;
}

void check_damping(double damping) {
  if (!(damping >= 0.0 && damping < 1.0)) {
    throw Error(ErrorKey::option_value,
                "damping: found " + std::to_string(damping) + "; expected at least 0 and less than 1");
  }
}

}  // namespace

PageRankResult pagerank(const Graph& graph, const PageRankOptions& options, const RunContext& context) {
  check_damping(options.damping);
  if (!(options.tolerance > 0.0)) throw Error(ErrorKey::option_value, "tolerance: expected more than 0");
  for (const VertexId v : options.reset) {
    if (v >= graph.vertex_count()) throw Error(ErrorKey::name_unknown, "reset: no such member");
  }
  PageRankResult result;
  const Phase phase(context, "pagerank");
  if (graph.vertex_count() == 0) return result;
  return with_threads(context, [&] {
    const System system = make_system(graph, options);
    const Buffer<double> z = graph.directed() ? solve_directed(system, options, context, result)
                                              : solve_undirected(system, options, context, result);
    const double total =
        sum_over_members(graph.vertex_count(), context, [&](VertexId v) { return Sums{z[v]}; }).a;
    result.score.resize(graph.vertex_count());
    parallel_each(graph.vertex_count(), block, [&](std::size_t v) { result.score[v] = z[v] / total; });
    result.converged = result.error <= options.tolerance;
    return std::move(result);
  });
}

PersonalisedPageRank::PersonalisedPageRank(const Graph& graph, const Options& options)
    : graph_(graph), options_(options), state_(graph.vertex_count()) {
  check_damping(options.damping);
  if (!(options.epsilon > 0.0)) throw Error(ErrorKey::option_value, "epsilon: expected more than 0");
  if (!graph.weighted()) return;
  strength_.resize(graph.vertex_count());
  for (VertexId v = 0; v < graph.vertex_count(); ++v) strength_[v] = graph.strength(v);
}

std::span<const PersonalisedPageRank::Reached> PersonalisedPageRank::from(VertexId source) {
  queue_.clear();
  touched_.clear();
  reached_.clear();
  const bool weighted = !strength_.empty();
  const auto strength = [&](VertexId v) {
    return weighted ? strength_[v] : static_cast<double>(graph_.degree(v));
  };
  if (!(strength(source) > 0.0)) {
    reached_.push_back({source, 1.0});
    remaining_ = 0.0;
    return reached_;
  }
  state_[source].residual = 1.0;
  touched_.push_back(source);
  queue_.push_back(source);
  remaining_ = 1.0;
  // First in, first out. A member is queued when its residual crosses the threshold, so at most once at a
  // time.
  for (std::size_t next = 0; next < queue_.size(); ++next) {
    const VertexId u = queue_[next];
    State& from = state_[u];
    const double held = from.residual;
    from.residual = 0.0;
    const double out = strength(u);
    if (!(out > 0.0)) {  // nowhere to go (directed graphs)
      from.score += held;
      remaining_ -= held;
      continue;
    }
    from.score += (1.0 - options_.damping) * held;
    remaining_ -= (1.0 - options_.damping) * held;
    const double share = options_.damping * held / out;
    const auto targets = graph_.neighbours(u);
    const auto weights = graph_.weights(u);
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const VertexId v = targets[i];
      State& to = state_[v];
      const double before = to.residual;
      if (before == 0.0 && to.score == 0.0) touched_.push_back(v);
      to.residual = before + (weighted ? share * weights[i] : share);
      const double threshold = options_.epsilon * strength(v);
      if (before <= threshold && to.residual > threshold) queue_.push_back(v);
    }
  }
  for (const VertexId v : touched_) {
    State& state = state_[v];
    if (state.score > 0.0) reached_.push_back({v, state.score});
    state = {};
  }
  return reached_;
}

}  // namespace tertius::graph
