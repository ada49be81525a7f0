#include "engine/introductions/ranking/walks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace tertius::introductions {

namespace {

constexpr std::size_t lanes = Walks::lanes;
using Row = std::array<double, lanes>;

/// Sum of the rows of v's contacts.
Row sum_of_contacts(const graph::Graph& graph, const std::vector<double>& values, graph::VertexId v) {
  Row sum{};
  for (const graph::VertexId w : graph.neighbours(v)) {
    const double* const row = values.data() + std::size_t{w} * lanes;
    for (std::size_t i = 0; i < lanes; ++i) sum[i] += row[i];
  }
  return sum;
}

}  // namespace

std::vector<double> walk_weights(Score score, const ScoreOptions& options) {
  if (score == Score::local_path) return {0.0, 0.0, 1.0, options.local_path_epsilon};
  std::vector<double> weights;
  if (score != Score::katz) return weights;
  weights.assign(std::size_t{options.katz_length} + 1, 0.0);
  for (unsigned l = 2; l <= options.katz_length; ++l) weights[l] = std::pow(options.katz_beta, l);
  return weights;
}

void Walks::count_walks(std::span<const graph::VertexId> members, Scratch& scratch) const {
  const graph::VertexId n = graph_.vertex_count();
  const std::vector<double> weights = walk_weights(score_, options_);
  for (std::size_t i = 0; i < members.size(); ++i) scratch.now[std::size_t{members[i]} * lanes + i] = 1.0;
  for (std::size_t length = 1; length < weights.size(); ++length) {
    for (graph::VertexId v = 0; v < n; ++v) {
      const Row sum = sum_of_contacts(graph_, scratch.now, v);
      double* const next = scratch.before.data() + std::size_t{v} * lanes;
      double* const total = scratch.total.data() + std::size_t{v} * lanes;
      for (std::size_t i = 0; i < lanes; ++i) {
        next[i] = sum[i];
        total[i] += weights[length] * sum[i];
      }
    }
    scratch.now.swap(scratch.before);
  }
}

/// z = p / k solves z = (1 - a) e / k + a D^-1 A z, whose matrix has real eigenvalues in [-a, a]: Chebyshev's
/// semi-iteration gains a factor (1 - sqrt(1 - a^2)) / a a pass. G. Golub & R. Varga (1961),
/// doi:10.1007/BF01386013
void Walks::solve_pagerank(std::span<const graph::VertexId> members, Scratch& scratch) const {
  const graph::VertexId n = graph_.vertex_count();
  const double a = options_.pagerank_damping;
  const double gain = a > 0.0 ? (1.0 - std::sqrt(1.0 - a * a)) / a : 0.0;
  const int passes = gain > 0.0 ? static_cast<int>(std::ceil(std::log(2e-9) / std::log(gain))) : 1;
  const auto source = [&](std::size_t i) { return (1.0 - a) / graph_.degree(members[i]); };
  for (std::size_t i = 0; i < members.size(); ++i) {
    if (graph_.degree(members[i]) > 0) scratch.now[std::size_t{members[i]} * lanes + i] = source(i);
  }
  double relaxation = 1.0;
  for (int pass = 0; pass < passes; ++pass) {
    relaxation = pass == 0 ? 1.0 / (1.0 - a * a / 2.0) : 1.0 / (1.0 - a * a * relaxation / 4.0);
    for (graph::VertexId v = 0; v < n; ++v) {
      const Row sum = sum_of_contacts(graph_, scratch.now, v);
      const double factor = graph_.degree(v) == 0 ? 0.0 : a / graph_.degree(v);
      double* const before = scratch.before.data() + std::size_t{v} * lanes;
      for (std::size_t i = 0; i < lanes; ++i) before[i] += relaxation * (factor * sum[i] - before[i]);
    }
    for (std::size_t i = 0; i < members.size(); ++i) {
      if (graph_.degree(members[i]) > 0) {
        scratch.before[std::size_t{members[i]} * lanes + i] += relaxation * source(i);
      }
    }
    scratch.now.swap(scratch.before);
  }
  for (graph::VertexId v = 0; v < n; ++v) {
    for (std::size_t i = 0; i < lanes; ++i) {
      const double score = scratch.now[std::size_t{v} * lanes + i] * graph_.degree(v);
      scratch.total[std::size_t{v} * lanes + i] = score > 1e-12 ? score : 0.0;  // what is below is rounding
    }
  }
}

void Walks::candidates(std::span<const graph::VertexId> members, Scratch& scratch, const Sink& sink) const {
  const graph::VertexId n = graph_.vertex_count();
  for (auto* const values : {&scratch.now, &scratch.before, &scratch.total}) {
    values->assign(std::size_t{n} * lanes, 0.0);
  }
  if (score_ == Score::personalized_pagerank) {
    solve_pagerank(members, scratch);
  } else {
    count_walks(members, scratch);
  }
  for (std::size_t i = 0; i < members.size(); ++i) {
    scratch.total[std::size_t{members[i]} * lanes + i] = 0.0;
    for (const graph::VertexId z : graph_.neighbours(members[i]))
      scratch.total[std::size_t{z} * lanes + i] = 0.0;
    scratch.candidates.clear();
    for (graph::VertexId v = 0; v < n; ++v) {
      const double score = scratch.total[std::size_t{v} * lanes + i];
      if (score > 0.0) scratch.candidates.push_back({v, score});
    }
    sink(i, scratch.candidates);
  }
}

}  // namespace tertius::introductions
