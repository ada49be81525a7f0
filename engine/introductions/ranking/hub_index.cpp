#include "engine/introductions/ranking/hub_index.hpp"

#include <algorithm>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"

namespace tertius::introductions {
namespace {

/// Contacts of contacts, in all, that are read in no time.
constexpr std::uint64_t quickly_read = 100'000'000;
/// Rows that are as quickly read as skipped.
constexpr graph::VertexId short_row = 64;

}  // namespace

HubIndex::HubIndex(const graph::Graph& graph, std::optional<graph::VertexId> from,
                   const RunContext& context) {
  with_threads(context, [&] {
    const Phase phase(context, "hubs");
    const graph::VertexId n = graph.vertex_count();
    reach_.resize(n);
    parallel_each(n, 1024, [&](std::size_t v) {
      double sum = 0.0;
      for (const graph::VertexId w : graph.neighbours(static_cast<graph::VertexId>(v)))
        sum += 1.0 / graph.degree(w);
      reach_[v] = sum;
    });
    choose(graph, from);
    if (members_.empty()) return;
    list_hubs(graph);
    other_reach_ = reach_;
    for (graph::VertexId v = 0; v < n; ++v)
      for (const Hub hub : hubs_of(v))
        other_reach_[v] = std::max(0.0, other_reach_[v] - 1.0 / graph.degree(members_[hub]));
    count_pairs(graph, context);
    for (graph::VertexId v = 0; v < n; ++v)
      if (number_[v] == no_hub && graph.degree(v) > 0) others_.push_back(v);
    parallel_sort(others_.begin(), others_.end(), [&](graph::VertexId a, graph::VertexId b) {
      return reach_[a] != reach_[b] ? reach_[a] > reach_[b] : a < b;
    });
  });
}

void HubIndex::choose(const graph::Graph& graph, std::optional<graph::VertexId> from) {
  const graph::VertexId n = graph.vertex_count();
  if (!from) {
    std::uint64_t squares = 0;
    for (graph::VertexId v = 0; v < n; ++v) squares += std::uint64_t{graph.degree(v)} * graph.degree(v);
    if (squares <= quickly_read) return;
  }
  const graph::VertexId least = from.value_or(short_row);
  for (graph::VertexId v = 0; v < n; ++v)
    if (graph.degree(v) > least) members_.push_back(v);
  if (members_.size() > most_hubs) {
    std::nth_element(members_.begin(), members_.begin() + most_hubs, members_.end(),
                     [&](graph::VertexId a, graph::VertexId b) {
                       return graph.degree(a) != graph.degree(b) ? graph.degree(a) > graph.degree(b) : a < b;
                     });
    members_.resize(most_hubs);
    std::sort(members_.begin(), members_.end());
  }
}

void HubIndex::list_hubs(const graph::Graph& graph) {
  const graph::VertexId n = graph.vertex_count();
  number_.assign(n, no_hub);
  begin_.assign(n + std::size_t{1}, 0);
  for (std::size_t hub = 0; hub < members_.size(); ++hub) {
    number_[members_[hub]] = static_cast<Hub>(hub);
    for (const graph::VertexId v : graph.neighbours(members_[hub])) ++begin_[v];
  }
  rows_ = Buffer<Hub>(exclusive_prefix_sum(begin_));
  std::vector<std::uint64_t> free(begin_.begin(), begin_.end() - 1);
  for (std::size_t hub = 0; hub < members_.size(); ++hub)
    for (const graph::VertexId v : graph.neighbours(members_[hub])) rows_[free[v]++] = static_cast<Hub>(hub);
}

void HubIndex::count_pairs(const graph::Graph& graph, const RunContext& context) {
  allocation_ = Buffer<double>(hubs() * hubs(), 0.0);
  parallel_each(hubs(), 1, [&](std::size_t hub) {
    context.poll();
    double* const row = allocation_.data() + hub * hubs();
    for (const graph::VertexId w : graph.neighbours(members_[hub])) {
      const double share = 1.0 / graph.degree(w);
      for (const Hub other : hubs_of(w)) row[other] += share;
    }
  });
}

}  // namespace tertius::introductions
