// Moving of refined communities, parts for short: each goes, as a whole, to the community around it where it
// gains most.
//
// The parts are not aggregated into a graph for that: where few ties lie inside parts, as between the hubs
// of a social network, such a graph is hardly smaller than the one below, and takes longer to make than to
// use. The rows of a part's members are read instead, one after the other.
#pragma once

#include "engine/clusters/leiden/aggregation.hpp"

namespace tertius::clusters {

/// What a part sees: communities and weights of the arcs that leave both it and its community.
template <class W>
struct RefinedView {
  Buffer<Label> labels;
  Buffer<W> weights;
  std::size_t size = 0;
  W own = 0;     // weight of the arcs to the rest of its own community
  W others = 0;  // of those to other communities
};

template <class Rows, class M, class W>
void collect_neighbour_communities(const Level<Rows, M>& level, const Assignment<M>& state,
                                   const Numbering& numbering, graph::VertexId p, RefinedView<W>& view) {
  const std::span<const graph::VertexId> members = numbering.members_of(p);
  graph::ArcIndex arcs = 0;
  for (const graph::VertexId v : members) arcs += level.degree(v);
  make_room(view.labels, std::bit_ceil(arcs));
  make_room(view.weights, std::bit_ceil(arcs));
  const Label mine = state.label[members.front()];
  // Everything in local names, and no branches: which arcs leave is anybody's guess.
  const Label* const label_of = state.label.data();
  const graph::VertexId *const name = numbering.name.data(), *const targets = level.rows.targets;
  Label* const labels = view.labels.data();
  W* const weights = view.weights.data();
  std::size_t size = 0;
  W own = 0, others = 0;
  for (const graph::VertexId v : members) {
    for (graph::ArcIndex a = level.begin(v), end = level.end(v); a < end; ++a) {
      const graph::VertexId u = targets[a];
      const Label label = label_of[u];
      const auto weight = static_cast<W>(level.rows.weight(a));
      labels[size] = label;
      weights[size] = weight;
      const bool leaves = label != mine;
      size += leaves ? 1 : 0;
      others += leaves ? weight : W{0};
      own += !leaves && name[u] != p ? weight : W{0};
    }
  }
  view.size = size;
  view.own = own;
  view.others = others;
}

/// One pass over the parts of several members, in rounds as in move_in_rounds; `state` holds the communities
/// of the members. Returns how many parts moved.
template <class Rows, class M>
std::uint64_t move_refined(const Level<Rows, M>& level, Assignment<M>& state,
                           const RefinedCommunities<M>& parts, const Numbering& numbering, std::uint64_t seed,
                           const RunContext& context) {
  using W = typename Rows::Weight;
  struct Worker {
    Accumulator<W> around;
    RefinedView<W> view;
    std::vector<Move> moves;
  };
  PerThread<Worker> workers;
  Buffer<graph::VertexId> list(numbering.count);
  const std::size_t asked = collect(
      numbering.count, [&](graph::VertexId p) { return numbering.members_of(p).size() > 1; }, list);
  const auto ask = [&](Worker& worker, std::size_t first, std::size_t last, std::size_t) {
    for (std::size_t i = first; i < last; ++i) {
      const graph::VertexId p = list[i];
      if (i + 1 < last) {
        for (const graph::VertexId v : numbering.members_of(list[i + 1]))
          fetch_neighbours(level, v, state.label.data());
      }
      collect_neighbour_communities(level, state, numbering, p, worker.view);
      const graph::VertexId founder = numbering.founder[p];
      const Label own = state.label[founder];
      const M volume = parts.volume[founder];
      M rest = state.volume[own];
      rest -= volume;
      const double stay = static_cast<double>(worker.view.own) - level.scale * (volume * rest);
      if (static_cast<double>(worker.view.others) <= stay) continue;
      const RefinedView<W>& view = worker.view;
      worker.around.prepare(view.size, level.n);
      const Choice choice = best_of(
          level, state.volume.data(), volume, {own, stay}, view.labels.data(), view.size,
          [&](std::size_t k) { return view.weights[k]; }, worker.around);
      if (choice.label != own) worker.moves.push_back({p, choice.label});
    }
  };
  const auto nothing_more = [](const std::vector<Worker*>&) {};
  const auto carry_out = [&](Worker& worker) {
    for (const auto [p, to] : worker.moves) {
      const graph::VertexId founder = numbering.founder[p];
      state.volume[state.label[founder]].take_atomically(parts.volume[founder]);
      state.volume[to].add_atomically(parts.volume[founder]);
      for (const graph::VertexId v : numbering.members_of(p)) state.label[v] = to;
    }
    worker.moves.clear();
  };
  return work_in_rounds<Worker>({asked, chunk_of_parts, most_rounds, seed}, workers, ask, nothing_more,
                                {carry_out}, context);
}

}  // namespace tertius::clusters
