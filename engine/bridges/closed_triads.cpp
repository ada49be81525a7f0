#include "engine/bridges/closed_triads.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <string_view>
#include <utility>

#include "engine/bridges/connection_counts.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/kernels/triangle_search.hpp"
#include "engine/graph/partition.hpp"

namespace tertius::bridges {
namespace {

/// Who of the hubs knows whom, as whole rows of bits: at most a quarter of the graph or 32 MiB. Hubs stand
/// group by group in a row, so that those of one group are a range of it.
class HubSquare {
 public:
  using Word = graph::HubRows::Word;

  HubSquare(const graph::Graph& graph, const graph::DegreeOrientation& oriented,
            std::span<const std::uint32_t> label)
      : words_((label.size() + graph::HubRows::chunk_bits - 1) / graph::HubRows::chunk_bits *
               graph::HubRows::chunk_words),
        contacts_(label.size() * words_),
        place_(label.size()),
        group_(label.size()) {
    const graph::Partition partition = graph::canonical(label);
    const graph::GroupMembers groups = graph::members_by_group(partition);
    for (std::uint32_t place = 0; place < label.size(); ++place) {
      const graph::VertexId hub = groups.members[place];
      const std::uint32_t group = partition.label[hub];
      place_[hub] = place;
      group_[hub] = {groups.begin[group], groups.begin[group + 1]};
    }
    parallel_each(label.size(), 64, [&](std::size_t hub) {
      Word* row = contacts_.data() + hub * words_;
      std::fill(row, row + words_, Word{0});
      for (const graph::VertexId u : graph.neighbours(oriented.member(static_cast<graph::VertexId>(hub)))) {
        if (oriented.rank(u) >= place_.size()) continue;
        const std::uint32_t place = place_[oriented.rank(u)];
        row[place / word_bits] |= Word{1} << place % word_bits;
      }
    });
  }

  /// Hubs who know both; those of them in the group of the one; of the other.
  struct Common {
    std::uint32_t all, with_u, with_v;
  };
  Common common(graph::VertexId u, graph::VertexId v) const {
    const Word *of_u = contacts_.data() + u * words_, *of_v = contacts_.data() + v * words_;
    const std::uint32_t with_u = both(of_u, of_v, group_[u]);
    return {both(of_u, of_v, {0, words_ * word_bits}), with_u,
            group_[u].begin == group_[v].begin ? with_u : both(of_u, of_v, group_[v])};
  }

 private:
  static constexpr std::size_t word_bits = 64;
  struct Range {
    std::size_t begin, end;  // places; not empty
  };
  static std::uint32_t both(const Word* a, const Word* b, Range places) {
    const std::size_t first = places.begin / word_bits, last = (places.end - 1) / word_bits;
    const Word before = (Word{1} << places.begin % word_bits) - 1,
               after = ~Word{0} << (places.end - 1) % word_bits << 1;
    std::uint32_t count = 0;
    for (std::size_t i = first; i <= last; ++i) count += ones(a[i] & b[i]);
    return count - ones(a[first] & b[first] & before) - ones(a[last] & b[last] & after);
  }
  static std::uint32_t ones(Word word) { return static_cast<std::uint32_t>(std::popcount(word)); }

  std::size_t words_;
  Buffer<Word> contacts_;
  Buffer<std::uint32_t> place_;
  Buffer<Range> group_;
};

/// Ranks take the place of members throughout; u > v > w, and hubs come first.
class Census {
 public:
  Census(const graph::Graph& graph, std::span<const std::uint32_t> label)
      : oriented_(graph),
        hubs_(oriented_, true),
        label_(oriented_.size()),
        reached_(oriented_.size()),
        common_(oriented_.connection_count()),
        triads_(oriented_.size()),
        of_hubs_([&] { return std::vector<ClosedTriads>(hubs_.count()); }),
        workers_([&] { return Worker(oriented_, common_); }) {
    oriented_.sort_rows(hubs_.count());
    parallel_each(oriented_.size(), 4096, [&](std::size_t r) {
      label_[r] = label[oriented_.member(static_cast<graph::VertexId>(r))];
      reached_[r] = 0;
    });
  }

  /// Triangles of three hubs, from the rows of bits of their connections: each counts at all three.
  void among_hubs(const graph::Graph& graph) {
    const HubSquare square(graph, oriented_, std::span<const std::uint32_t>(label_.data(), hubs_.count()));
    for_each_connection_to_hubs(0, hubs_.count(),
                                [&](graph::VertexId u, graph::VertexId place, Worker&, auto& of_hubs) {
                                  const graph::VertexId v = oriented_.row(u)[place];
                                  const HubSquare::Common common = square.common(u, v);
                                  common_[oriented_.row_begin(u) + place] = common.all;
                                  of_hubs[u].alike += common.with_v;
                                  of_hubs[v].alike += common.with_u;
                                  if (label_[u] != label_[v]) return;
                                  of_hubs[u].inside += common.with_u;
                                  of_hubs[v].inside += common.with_v;
                                });
  }

  /// Triangles of two hubs v and w, and u who is none.
  void below_hubs(Phase& phase) {
    for_each_connection_to_hubs(
        hubs_.count(), oriented_.size(),
        [&](graph::VertexId u, graph::VertexId place, Worker& worker, auto& of_hubs) {
          const auto row = oriented_.row(u);
          const graph::VertexId v = row[place];
          const graph::HubRows::Word* bits = hubs_.row(v);
          worker.make_room(place);
          const auto count = graph::common_ranks<graph::CommonDetail::places>(
              bits, row.first(place), graph::no_vertex, worker.ranks.data(), worker.places.data());
          if (count == 0) return;
          // Nobody else counts at u's connections meanwhile: others stand above them only where v is no hub.
          const graph::ArcIndex own = oriented_.row_begin(u), connections = oriented_.row_begin(v);
          common_[own + place] += static_cast<std::uint32_t>(count);
          for (std::uint64_t k = 0; k < count; ++k) ++common_[own + worker.places[k]];
          for (std::uint64_t k = 0; k < count; ++k)
            worker.connections.count(connections + hubs_.place(v, worker.ranks[k]));
          by_group(u, v, std::span(worker.ranks.data(), count), of_hubs);
        },
        &phase);
  }

  /// Triangles in which neither u nor v is a hub: the contacts of u are marked.
  void beyond_hubs(Phase& phase) {
    const graph::VertexId hubs = hubs_.count();
    parallel_blocks(oriented_.size() - hubs, 128, [&](std::size_t begin, std::size_t end) {
      Worker& worker = workers_.local();
      std::vector<ClosedTriads>& of_hubs = of_hubs_.local();
      for (std::size_t i = begin; i < end; ++i)
        triangles_beyond(static_cast<graph::VertexId>(hubs + i), worker, of_hubs);
      phase.advance(end - begin);
    });
    for (Worker& worker : workers_) worker.connections.flush();
  }

  /// What is had from connections alone, once all of their triangles are known.
  void add_up_connections() {
    parallel_blocks(oriented_.size(), 1024, [&](std::size_t begin, std::size_t end) {
      std::vector<ClosedTriads>& of_hubs = of_hubs_.local();
      for (auto u = static_cast<graph::VertexId>(begin); u < end; ++u) {
        const auto row = oriented_.row(u);
        std::uint64_t all = 0, own_connection = 0, squares = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
          const std::uint64_t common = common_[oriented_.row_begin(u) + i];
          if (common == 0) continue;
          const std::uint64_t inside = label_[u] == label_[row[i]] ? common : 0;
          all += common;
          own_connection += inside;
          squares += common * common;
          add<&ClosedTriads::all>(row[i], common, of_hubs);
          add<&ClosedTriads::own_connection>(row[i], inside, of_hubs);
          add<&ClosedTriads::squares>(row[i], common * common, of_hubs);
        }
        add<&ClosedTriads::all>(u, all, of_hubs);
        add<&ClosedTriads::own_connection>(u, own_connection, of_hubs);
        add<&ClosedTriads::squares>(u, squares, of_hubs);
      }
    });
    for (const std::vector<ClosedTriads>& sums : of_hubs_) {
      for (std::size_t hub = 0; hub < sums.size(); ++hub) triads_[hub] += sums[hub];
    }
  }

  std::vector<ClosedTriads> by_member() const {
    std::vector<ClosedTriads> result(oriented_.size());
    parallel_each(oriented_.size(), 4096, [&](std::size_t r) {
      result[oriented_.member(static_cast<graph::VertexId>(r))] = triads_[r];
    });
    return result;
  }

 private:
  struct Worker {
    Worker(const graph::DegreeOrientation& oriented, bridges::ConnectionCounts& common)
        : marked(oriented.size()), third(oriented.size(), 0), connections(common) {}

    void make_room(std::size_t contacts) {
      if (ranks.size() >= contacts + graph::common_slack) return;
      ranks = Buffer<graph::VertexId>(2 * (contacts + graph::common_slack));
      places = Buffer<std::uint32_t>(ranks.size());
    }

    Buffer<graph::VertexId> ranks{};  // contacts in common
    Buffer<std::uint32_t> places{};
    // Of the member u searched from, clean between two: its contacts; by contact w, triangles {u,v,w}; by
    // place in its row, triangles with that connection.
    graph::MemberBits marked;
    Buffer<std::uint32_t> third;
    std::vector<std::uint32_t> own;
    bridges::ConnectionCounts::Pending connections;
  };

  /// Calls visit(u, place of v in u's row, worker, sums of hubs) for every connection {u,v} of the ranks
  /// first <= u < end to hubs v. Hubs come in blocks whose rows of bits stay in the cache; a u is one
  /// thread's while a block lasts.
  template <class Visit>
  void for_each_connection_to_hubs(graph::VertexId first, graph::VertexId end, Visit&& visit,
                                   Phase* phase = nullptr) {
    const graph::VertexId hubs = hubs_.count();
    const std::size_t row_bytes = std::size_t{hubs / 8} + 1;
    const auto block = static_cast<graph::VertexId>(std::max<std::size_t>(64, cached_bytes / row_bytes));
    for (graph::VertexId begin = 0; begin < hubs; begin += std::min(block, hubs - begin)) {
      const graph::VertexId stop = begin + std::min(block, hubs - begin);
      parallel_blocks(end - first, 256, [&](std::size_t from, std::size_t to) {
        Worker& worker = workers_.local();
        std::vector<ClosedTriads>& of_hubs = of_hubs_.local();
        for (auto u = static_cast<graph::VertexId>(first + from); u < first + to; ++u) {
          const auto row = oriented_.row(u);
          graph::VertexId& place = reached_[u];
          for (; place < row.size() && row[place] < stop; ++place) visit(u, place, worker, of_hubs);
        }
      });
      if (phase != nullptr) phase->advance(stop - begin);
    }
  }

  /// Every thread meets hubs all the time: each has its own sums for them.
  template <std::uint64_t ClosedTriads::*what>
  void add(graph::VertexId rank, std::uint64_t by, std::vector<ClosedTriads>& of_hubs) {
    if (rank < of_hubs.size()) {
      of_hubs[rank].*what += by;
    } else if (by != 0) {
      std::atomic_ref(triads_[rank].*what).fetch_add(by, std::memory_order_relaxed);
    }
  }

  /// Triangles {u,v,w} for all of these w: ordered pairs, so each counts twice.
  void by_group(graph::VertexId u, graph::VertexId v, std::span<const graph::VertexId> thirds,
                std::vector<ClosedTriads>& of_hubs) {
    const std::uint32_t of_u = label_[u], of_v = label_[v];
    std::uint64_t with_u = 0, with_v = 0;
    for (const graph::VertexId w : thirds) {
      with_u += label_[w] == of_u ? 1 : 0;
      with_v += label_[w] == of_v ? 1 : 0;
    }
    add<&ClosedTriads::alike>(u, 2 * with_v, of_hubs);
    add<&ClosedTriads::alike>(v, 2 * with_u, of_hubs);
    if (of_u != of_v) return;
    add<&ClosedTriads::inside>(u, 2 * with_u, of_hubs);
    add<&ClosedTriads::inside>(v, 2 * with_u, of_hubs);
    for (const graph::VertexId w : thirds) {
      add<&ClosedTriads::alike>(w, 2, of_hubs);
      if (label_[w] == of_u) add<&ClosedTriads::inside>(w, 2, of_hubs);
    }
  }

  void triangles_beyond(graph::VertexId u, Worker& worker, std::vector<ClosedTriads>& of_hubs) {
    const auto row = oriented_.row(u);
    const std::size_t first = std::max<std::size_t>(reached_[u], 1);  // reached: the contacts who are hubs
    if (first >= row.size()) return;
    worker.own.assign(row.size(), 0);
    for (const graph::VertexId w : row) worker.marked.add(w);
    for (std::size_t i = first; i < row.size(); ++i) {
      if (i + 2 < row.size()) oriented_.prefetch_row(row[i + 2]);
      const graph::VertexId v = row[i];
      const auto other = oriented_.row(v);
      worker.make_room(other.size());
      const auto count = graph::common_ranks<graph::CommonDetail::places>(
          worker.marked.data(), other, graph::no_vertex, worker.ranks.data(), worker.places.data());
      if (count == 0) continue;
      const graph::ArcIndex connections = oriented_.row_begin(v);
      worker.own[i] += static_cast<std::uint32_t>(count);
      for (std::uint64_t k = 0; k < count; ++k) ++worker.third[worker.ranks[k]];
      for (std::uint64_t k = 0; k < count; ++k) worker.connections.count(connections + worker.places[k]);
      by_group(u, v, std::span(worker.ranks.data(), count), of_hubs);
    }
    for (std::size_t i = 0; i < row.size(); ++i) {
      worker.marked.clear_word_of(row[i]);
      worker.own[i] += std::exchange(worker.third[row[i]], 0);
    }
    common_.add(oriented_.row_begin(u), worker.own);
  }

  static constexpr std::size_t cached_bytes = std::size_t{8} << 20;  // of a third-level cache

  graph::DegreeOrientation oriented_;
  graph::HubRows hubs_;
  Buffer<std::uint32_t> label_;
  Buffer<graph::VertexId> reached_;   // how many contacts in the row have been looked at
  bridges::ConnectionCounts common_;  // contacts of both ends
  std::vector<ClosedTriads> triads_;
  PerThread<std::vector<ClosedTriads>> of_hubs_;
  PerThread<Worker> workers_;
};

}  // namespace

std::vector<ClosedTriads> closed_triads(const graph::Graph& graph, std::span<const std::uint32_t> label,
                                        std::string_view name, const RunContext& context) {
  return with_threads(context, [&] {
    Phase phase(context, name, graph.vertex_count());
    Census census(graph, label);
    census.among_hubs(graph);
    census.below_hubs(phase);
    census.beyond_hubs(phase);
    context.poll();
    census.add_up_connections();
    return census.by_member();
  });
}

}  // namespace tertius::bridges
