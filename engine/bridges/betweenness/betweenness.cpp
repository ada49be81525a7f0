#include "engine/bridges/betweenness/betweenness.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <compare>
#include <memory>

#include "engine/bridges/betweenness/betweenness_batch.hpp"
#include "engine/bridges/betweenness/reduction.hpp"
#include "engine/bridges/betweenness/single_search.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::bridges {
namespace {

/// Sums of non-negative numbers in fixed point: additions are exact, so that neither their order nor the
/// number of threads changes the result. The scale leaves room for 2 n^2 and keeps at least 60 bits behind
/// the point.
class ExactSums {
 public:
  __extension__ using Fixed = unsigned __int128;

  explicit ExactSums(graph::VertexId n)
      : sums_(n, Fixed{0}), shift_(124 - 2 * static_cast<int>(std::bit_width(n))) {}
  void add(std::span<double> values) {
    const double scale = std::ldexp(1.0, shift_);
    for (std::size_t v = 0; v < values.size(); ++v) {
      if (values[v] == 0) continue;
      sums_[v] += static_cast<Fixed>(values[v] * scale);
      values[v] = 0;
    }
  }
  void add(const ExactSums& other) {
    for (std::size_t v = 0; v < sums_.size(); ++v) sums_[v] += other.sums_[v];
  }
  double operator[](graph::VertexId v) const { return std::ldexp(static_cast<double>(sums_[v]), -shift_); }

 private:
  Buffer<Fixed> sums_;
  int shift_;
};

struct Source {
  graph::VertexId member;
  double weight;
};

struct Lengths {
  Buffer<double> out, in;
};

/// Runs every source and returns the sums over them.
ExactSums run_all(const SearchSpace& space, const Lengths& lengths, const std::vector<Source>& sources,
                  const RunContext& context) {
  const graph::VertexId n = space.size();
  Phase phase(context, "betweenness", sources.size());
  struct Worker {
    explicit Worker(graph::VertexId size) : score(size, 0.0), sums(size) {}
    std::unique_ptr<SearchBatch> batch;
    std::unique_ptr<SingleSearch<double>> single;
    std::unique_ptr<SingleSearch<WideNumber>> wide;
    Buffer<double> score;  // of one task, in the order of its batches
    ExactSums sums;
  };
  PerThread<Worker> workers([n] { return Worker(n); });
  constexpr std::size_t task = 4 * SearchBatch::lanes;
  parallel_blocks(sources.size(), task, [&](std::size_t task_begin, std::size_t task_end) {
    Worker& worker = workers.local();
    const auto run_wide = [&](std::size_t i) {
      if (!worker.wide)
        worker.wide = std::make_unique<SingleSearch<WideNumber>>(space, lengths.out, lengths.in);
      worker.wide->run(sources[i].member, sources[i].weight, worker.score);
    };
    for (std::size_t begin = task_begin; begin < task_end; begin += SearchBatch::lanes) {
      const std::size_t end = std::min<std::size_t>(begin + SearchBatch::lanes, task_end);
      if (lengths.out.empty()) {
        if (!worker.batch) worker.batch = std::make_unique<SearchBatch>(space);
        graph::VertexId members[SearchBatch::lanes];
        double weights[SearchBatch::lanes];
        for (std::size_t i = begin; i < end; ++i) {
          members[i - begin] = sources[i].member;
          weights[i - begin] = sources[i].weight;
        }
        if (!worker.batch->run({members, end - begin}, {weights, end - begin}, worker.score)) {
          for (std::size_t i = begin; i < end; ++i) run_wide(i);
        }
      } else {
        if (!worker.single)
          worker.single = std::make_unique<SingleSearch<double>>(space, lengths.out, lengths.in);
        for (std::size_t i = begin; i < end; ++i) {
          if (!worker.single->run(sources[i].member, sources[i].weight, worker.score)) run_wide(i);
        }
      }
      phase.advance(end - begin);
    }
    worker.sums.add(worker.score);
  });
  ExactSums total(n);
  for (const Worker& worker : workers) total.add(worker.sums);
  return total;
}

Buffer<double> lengths_of(std::span<const double> weights) {
  Buffer<double> lengths(weights.size());
  for (std::size_t a = 0; a < weights.size(); ++a) {
    if (!(weights[a] > 0) || !std::isfinite(weights[a])) {
      throw Error(ErrorKey::value, "weighted betweenness needs positive weights, as a tie is 1/weight long");
    }
    lengths[a] = 1.0 / weights[a];
  }
  return lengths;
}

void check(const graph::Graph& graph, const BetweennessOptions& options) {
  if (options.pairs == PairsOf::all) return;
  if (options.labels.size() != graph.vertex_count()) {
    throw Error(ErrorKey::argument_missing, "betweenness of some pairs needs one label per member");
  }
}

BetweennessResult run(const graph::Graph& graph, const BetweennessOptions& options,
                      const RunContext& context) {
  check(graph, options);
  const graph::VertexId n = graph.vertex_count();
  BetweennessResult result;
  result.score.assign(n, 0.0);
  if (n == 0) return result;
  const bool weighted = options.weighted && graph.weighted();
  const bool renumber = !graph.directed() && !weighted;
  const bool fold = renumber && options.reduce && options.pairs == PairsOf::all;

  bridges::ReducedGraph reduced;
  SearchSpace space;
  Lengths lengths;
  std::vector<double> ones;
  if (renumber) {
    const Phase phase(context, "betweenness reduction");
    reduced = bridges::reduce(graph, fold, context);
    const std::span<const graph::VertexId> rows(reduced.targets.data(), reduced.targets.size());
    space = {reduced.offsets, reduced.offsets, rows, rows, reduced.members, reduced.weight, {}};
  } else {
    ones.assign(n, 1.0);
    const graph::Rows &out = graph.out_rows(), &in = graph.in_rows();
    space = {out.offsets, in.offsets, out.targets, in.targets, ones, ones, {}};
    if (weighted) lengths = {lengths_of(out.weights), lengths_of(in.weights)};
  }
  const graph::VertexId size = space.size();

  std::vector<std::uint32_t> labels;
  std::vector<double> targets;
  std::vector<Source> sources;
  if (options.pairs != PairsOf::all) {
    labels.assign(options.labels.begin(), options.labels.end());
    if (renumber) {
      for (graph::VertexId v = 0; v < n; ++v) labels[reduced.class_of[v]] = options.labels[v];
    }
    if (options.pairs == PairsOf::different_groups) space.labels = labels;
  }
  if (options.pairs == PairsOf::two_groups) {
    targets.resize(size);
    for (graph::VertexId v = 0; v < size; ++v) targets[v] = labels[v] == options.to ? 1.0 : 0.0;
    space.target_weight = targets;
  }
  for (graph::VertexId v = 0; v < size; ++v) {
    if (space.out(v).empty()) continue;
    if (options.pairs == PairsOf::two_groups && labels[v] != options.from) continue;
    sources.push_back({v, renumber ? reduced.weight[v] : 1.0});
  }
  // Searches that start near each other find the same members on the same level: their masks are full.
  if (lengths.out.empty()) {
    parallel_sort(sources.begin(), sources.end(), [&](const Source& a, const Source& b) {
      const auto left = space.out(a.member), right = space.out(b.member);
      const auto order =
          std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(), right.end());
      return std::is_neq(order) ? std::is_lt(order) : a.member < b.member;
    });
  }
  result.sources = static_cast<graph::VertexId>(sources.size());

  const ExactSums sums = run_all(space, lengths, sources, context);
  const bool each_pair_twice =
      !graph.directed() && (options.pairs != PairsOf::two_groups || options.from == options.to);
  const double factor = each_pair_twice ? 0.5 : 1.0;
  for (graph::VertexId v = 0; v < n; ++v) {
    double score = 0;
    if (!renumber) {
      score = sums[v];
    } else {
      score = reduced.known_of_member[v];
      const graph::VertexId c = reduced.class_of[v];
      if (c != graph::no_vertex) score += reduced.known_of_class[c] + sums[c];
    }
    result.score[v] = factor * score;
  }
  return result;
}

}  // namespace

BetweennessResult betweenness(const graph::Graph& graph, const BetweennessOptions& options,
                              const RunContext& context) {
  return with_threads(context, [&] { return run(graph, options, context); });
}

double estimated_betweenness_seconds(const graph::Graph& graph, bool weighted) {
  const double arcs = static_cast<double>(graph.arc_count());
  const double n = graph.vertex_count();
  constexpr double per_arc = 0.3e-9, per_weighted_arc = 40e-9,
                   per_member = 2e-9;  // seconds a source, measured
  return n * (arcs * (weighted ? per_weighted_arc : per_arc) + n * per_member);
}

CountedPairs counted_pairs(const graph::Graph& graph, const BetweennessOptions& options,
                           const RunContext& context) {
  check(graph, options);
  if (graph.directed())
    throw Error(ErrorKey::network_unfit, "pairs of others are those of an undirected graph");
  const graph::Partition parts = graph::connected_components(graph, context);
  const graph::GroupMembers members = graph::members_by_group(parts);
  const bool all = options.pairs == PairsOf::all, two = options.pairs == PairsOf::two_groups;
  const bool within = two && options.from == options.to;
  std::uint32_t labels = 0;
  if (options.pairs == PairsOf::different_groups) {
    for (const std::uint32_t label : options.labels) labels = std::max(labels, label + 1);
  }
  std::vector<double> alike(labels, 0.0);  // members of each label in one part, zero between parts
  const auto pairs = [](double count) { return count * (count - 1) / 2; };

  CountedPairs result;
  std::vector<double> partners(graph.vertex_count(), 0.0);  // others with whom a member forms such a pair
  for (std::uint32_t part = 0; part < parts.count; ++part) {
    const std::span<const graph::VertexId> here = members.of(part);
    const auto size = static_cast<double>(here.size());
    if (all) {
      result.all += pairs(size);
      for (const graph::VertexId v : here) partners[v] = size - 1;
    } else if (two) {
      double from = 0, to = 0;
      for (const graph::VertexId v : here) {
        from += options.labels[v] == options.from ? 1 : 0;
        to += options.labels[v] == options.to ? 1 : 0;
      }
      result.all += within ? pairs(from) : from * to;
      for (const graph::VertexId v : here) {
        if (options.labels[v] == options.from) partners[v] = within ? from - 1 : to;
        if (options.labels[v] == options.to && !within) partners[v] = from;
      }
    } else {
      for (const graph::VertexId v : here) alike[options.labels[v]] += 1;
      double twice = 0;
      for (const graph::VertexId v : here) {
        partners[v] = size - alike[options.labels[v]];
        twice += partners[v];
      }
      result.all += twice / 2;
      for (const graph::VertexId v : here) alike[options.labels[v]] = 0;
    }
  }
  result.of_others = std::move(partners);
  for (double& others : result.of_others) others = result.all - others;
  return result;
}

}  // namespace tertius::bridges
