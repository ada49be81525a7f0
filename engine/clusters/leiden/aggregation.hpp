// Aggregation: the refined communities, parts for short, become the vertices of the next level, the
// connections between two parts one connection.
#pragma once

#include "engine/clusters/leiden/refinement.hpp"

namespace tertius::clusters {

/// The parts in order of the vertex they are named after. Vertices without arcs are left out: nothing can
/// happen to them any more.
struct Numbering {
  graph::VertexId count = 0;
  Buffer<graph::VertexId> name;     // of each vertex: its part's number, no_vertex when left out
  Buffer<graph::VertexId> founder;  // of each part: the vertex it is named after
  Buffer<std::uint32_t> begin;      // members of part p: members[begin[p]..begin[p+1])
  Buffer<graph::VertexId> members;  // in ascending order

  std::span<const graph::VertexId> members_of(graph::VertexId part) const {
    return {members.data() + begin[part], begin[part + std::size_t{1}] - begin[part]};
  }
};

/// Whole communities as parts, each named after its first vertex.
template <class Rows, class M>
RefinedCommunities<M> whole_communities(const Level<Rows, M>& level, const Assignment<M>& state) {
  const bool alone = level.n <= alone_faster;
  const std::size_t block = alone ? level.n : 1 << 12;
  RefinedCommunities<M> parts{Buffer<Membership>(level.n), Buffer<M>(level.n), {}};
  Buffer<graph::VertexId> first(level.n);
  parallel_each(level.n, block, [&](std::size_t v) { first[v] = graph::no_vertex; });
  parallel_each(level.n, block, [&](std::size_t v) {
    if (alone) {
      first[state.label[v]] = std::min(first[state.label[v]], static_cast<graph::VertexId>(v));
      return;
    }
    const std::atomic_ref<graph::VertexId> least(first[state.label[v]]);
    graph::VertexId now = least.load(std::memory_order_relaxed);
    while (v < now &&
           !least.compare_exchange_weak(now, static_cast<graph::VertexId>(v), std::memory_order_relaxed)) {
    }
  });
  parallel_each(level.n, block, [&](std::size_t v) {
    const Label community = state.label[v];
    parts.place[v] = {community, first[community]};
    if (first[community] == v) parts.volume[v] = state.volume[community];
  });
  return parts;
}

/// Parts of one community stand side by side, so that what belongs together lies together in memory; of one
/// community those come first that are named after the smaller vertex.
template <class Rows, class M>
Numbering number_refined(const Level<Rows, M>& level, const RefinedCommunities<M>& parts,
                         const RunContext& context) {
  const std::size_t n = level.n;
  const bool alone = n <= alone_faster;
  const std::size_t block = alone ? n : 1 << 12;
  Numbering numbering;
  Buffer<graph::VertexId> rank(n), start(n);
  parallel_each(n, block, [&](std::size_t v) { start[v] = 0; });
  const auto founds = [&](std::size_t v) {
    return parts.place[v].part == v && level.degree(static_cast<graph::VertexId>(v)) > 0;
  };
  Buffer<graph::VertexId> founders(n);
  const std::size_t count = collect(n, founds, founders);
  for (std::size_t p = 0; p < count; ++p) ++start[parts.place[founders[p]].community];
  numbering.count = exclusive_prefix_sum(start);
  for (std::size_t p = 0; p < count; ++p) rank[founders[p]] = start[parts.place[founders[p]].community]++;
  numbering.name = Buffer<graph::VertexId>(n);
  numbering.founder = Buffer<graph::VertexId>(numbering.count);
  Buffer<std::uint32_t> begin(numbering.count + std::size_t{1});
  parallel_each(begin.size(), std::max<std::size_t>(block, 1 << 12), [&](std::size_t p) { begin[p] = 0; });
  parallel_each(n, block, [&](std::size_t v) {
    const bool out = level.degree(static_cast<graph::VertexId>(v)) == 0;
    const graph::VertexId p = out ? graph::no_vertex : rank[parts.place[v].part];
    numbering.name[v] = p;
    if (out) return;
    if (parts.place[v].part == v) numbering.founder[p] = static_cast<graph::VertexId>(v);
    if (alone) {
      ++begin[p];
    } else {
      atomic_add(begin[p], 1u);
    }
  });
  const std::uint32_t placed = exclusive_prefix_sum(begin);
  // Each of a few shares of the parts looks through all vertices for its own.
  const std::uint32_t shares = alone ? 1 : std::min(16u, 2 * context.thread_count());
  numbering.members = Buffer<graph::VertexId>(placed);
  parallel_each(shares, 1, [&](std::size_t share) {
    const auto part_at = [&](std::size_t s) {
      const auto position = static_cast<std::uint32_t>(std::uint64_t{placed} * s / shares);
      return static_cast<graph::VertexId>(
          std::lower_bound(begin.data(), begin.data() + numbering.count, position) - begin.data());
    };
    const graph::VertexId first = part_at(share),
                          last = share + 1 == shares ? numbering.count : part_at(share + 1);
    std::vector<std::uint32_t> next(begin.data() + first, begin.data() + last);
    for (std::size_t v = 0; v < n; ++v) {
      const graph::VertexId p = numbering.name[v];
      if (p - first < last - first) numbering.members[next[p - first]++] = static_cast<graph::VertexId>(v);
    }
  });
  numbering.begin = std::move(begin);
  return numbering;
}

/// Memory for rows of a level, taken in stretches by the threads that write them: rows lie close together
/// whatever their lengths turn out to be, and where they lie matters to nobody.
class RowRoom {
 public:
  explicit RowRoom(graph::ArcIndex arcs) : stretch_(std::clamp<graph::ArcIndex>(arcs / 64, 64, 1 << 16)) {}
  /// As much as all stretches can take for rows of so many arcs in all.
  graph::ArcIndex most(graph::ArcIndex arcs, unsigned threads) const {
    return arcs + arcs / 3 + (threads + 1) * stretch_;
  }

  struct Stretch {
    graph::ArcIndex at = 0, end = 0;
  };
  /// Where a row of `size` arcs goes.
  graph::ArcIndex take(Stretch& own, graph::ArcIndex size) {
    if (own.end - own.at < size) {
      if (size > stretch_ / 4) return taken_.fetch_add(size, std::memory_order_relaxed);
      own.at = taken_.fetch_add(stretch_, std::memory_order_relaxed);
      own.end = own.at + stretch_;
    }
    return std::exchange(own.at, own.at + size);
  }

 private:
  graph::ArcIndex stretch_;
  std::atomic<graph::ArcIndex> taken_ = 0;
};

/// Every part starts in the community of its vertices, which is named after the first of its parts: they
/// stand side by side.
template <class M>
Buffer<Label> communities_of_refined(const Assignment<M>& state, const Numbering& numbering) {
  Buffer<Label> above(numbering.count);
  for (graph::VertexId p = 0; p < numbering.count; ++p) {
    const bool same = p > 0 && state.label[numbering.founder[p]] == state.label[numbering.founder[p - 1]];
    above[p] = same ? above[p - 1] : p;
  }
  return above;
}

/// Which ties the next level gets.
enum class Ties { all, inside };  // inside: of communities

template <class W, class Rows, class M>
void aggregate(const Level<Rows, M>& level, const RefinedCommunities<M>& parts, const Numbering& numbering,
               Ties ties, OwnedLevel<W, M>& next, const RunContext& context) {
  struct Worker {
    Accumulator<W> around;
    std::vector<std::size_t> inside;  // arcs of a row that stay in its community
    RowRoom::Stretch stretch;
  };
  constexpr std::size_t block = 64;
  const std::size_t count = numbering.count, members = numbering.members.size();
  RowRoom room(level.arcs);
  next.n = numbering.count;
  make_room(next.begins, count);
  make_room(next.ends, count);
  make_room(next.volume, count);
  make_room(next.targets, room.most(level.arcs, context.thread_count()));
  make_room(next.weights, room.most(level.arcs, context.thread_count()));
  PerThread<Worker> workers;
  next.arcs = parallel_reduce(count, block, graph::ArcIndex{0}, [&](std::size_t first, std::size_t last) {
    context.poll();
    Worker& worker = workers.local();
    Accumulator<W>& around = worker.around;
    std::vector<std::size_t>& inside = worker.inside;
    const graph::VertexId* const name = numbering.name.data();
    graph::ArcIndex arcs = 0;
    for (std::size_t p = first; p < last; ++p) {
      graph::ArcIndex all = 0;
      for (std::uint32_t i = numbering.begin[p]; i < numbering.begin[p + 1]; ++i)
        all += level.degree(numbering.members[i]);
      around.prepare(std::min<std::size_t>(all, count), count);
      for (std::uint32_t i = numbering.begin[p]; i < numbering.begin[p + 1]; ++i) {
        // Rows and names of the members that come next, also those of the next parts.
        if (i + 6 < members) fetch_row(level, numbering.members[i + 6]);
        if (i + 2 < members) fetch_neighbours(level, numbering.members[i + 2], numbering.name.data());
        const graph::VertexId v = numbering.members[i];
        const graph::ArcIndex row = level.begin(v), degree = level.degree(v);
        const auto neighbour = [&](std::size_t k) { return level.rows.targets[row + k]; };
        const auto weight = [&](std::size_t k) { return static_cast<W>(level.rows.weight(row + k)); };
        if (ties == Ties::all) {
          around.add(
              degree, [&](std::size_t k) { return name[neighbour(k)]; }, weight);
          continue;
        }
        inside.clear();
        for (std::size_t k = 0; k < degree; ++k) {
          if (parts.place[neighbour(k)].community == parts.place[v].community) inside.push_back(k);
        }
        around.add(
            inside.size(), [&](std::size_t k) { return name[neighbour(inside[k])]; },
            [&](std::size_t k) { return weight(inside[k]); });
      }
      const graph::ArcIndex begin = room.take(worker.stretch, around.size());
      graph::ArcIndex at = begin;
      for (std::uint32_t i = 0; i < around.size(); ++i) {
        if (around.label(i) == p) continue;  // what lies inside the part vanishes
        next.targets[at] = around.label(i);
        next.weights[at] = around.weight(i);
        ++at;
      }
      next.begins[p] = begin;
      next.ends[p] = at;
      next.volume[p] = parts.volume[numbering.founder[p]];
      arcs += at - begin;
      around.clear();
    }
    return arcs;
  });
}

}  // namespace tertius::clusters
