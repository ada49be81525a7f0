#include "engine/bridges/closed_triads.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "engine/bridges/tie_counts.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/triangle_search.hpp"

namespace tertius {
namespace {

/// Who of the hubs knows whom, and who is in which group, as whole rows of bits: at most 32 MiB, and as much
/// again where every hub is in a group of its own.
class HubSquare {
 public:
  using Word = HubBits::Word;

  HubSquare(const Graph& graph, const Descent& descent, std::span<const std::uint32_t> label)
      : words_((label.size() + HubBits::chunk_bits - 1) / HubBits::chunk_bits * HubBits::chunk_words),
        contacts_(label.size() * words_),
        group_(label.size()) {
    const auto hubs = static_cast<VertexId>(label.size());
    std::unordered_map<std::uint32_t, std::uint32_t> number;
    for (VertexId hub = 0; hub < hubs; ++hub) {
      group_[hub] = number.emplace(label[hub], static_cast<std::uint32_t>(number.size())).first->second;
    }
    groups_ = Buffer<Word>(number.size() * words_, 0);
    for (VertexId hub = 0; hub < hubs; ++hub) set(groups_.data() + group_[hub] * words_, hub);
    parallel_each(hubs, 64, [&](std::size_t i) {
      const auto hub = static_cast<VertexId>(i);
      Word* row = contacts_.data() + i * words_;
      std::fill(row, row + words_, Word{0});
      for (const VertexId u : graph.neighbors(descent.member(hub))) {
        if (descent.rank(u) < hubs) set(row, descent.rank(u));
      }
    });
  }

  /// Hubs who know both; those of them in the group of the one; of the other.
  struct Common {
    std::uint32_t all, with_u, with_v;
  };
  Common common(VertexId u, VertexId v) const {
    const Word *of_u = contacts_.data() + u * words_, *of_v = contacts_.data() + v * words_,
               *group_u = groups_.data() + group_[u] * words_, *group_v = groups_.data() + group_[v] * words_;
    Common common{0, 0, 0};
    for (std::size_t i = 0; i < words_; ++i) {
      const Word both = of_u[i] & of_v[i];
      common.all += static_cast<std::uint32_t>(std::popcount(both));
      common.with_u += static_cast<std::uint32_t>(std::popcount(both & group_u[i]));
      common.with_v += static_cast<std::uint32_t>(std::popcount(both & group_v[i]));
    }
    return common;
  }

 private:
  static void set(Word* row, VertexId hub) { row[hub / 64] |= Word{1} << hub % 64; }

  std::size_t words_;
  Buffer<Word> contacts_, groups_{};
  Buffer<std::uint32_t> group_;
};

/// Ranks take the place of members throughout.
class Census {
 public:
  Census(const Graph& graph, std::span<const std::uint32_t> label)
      : descent_(graph),
        hubs_(descent_, true),
        label_(descent_.size()),
        common_(descent_.tie_count()),
        triads_(descent_.size()),
        of_hubs_([&] { return std::vector<ClosedTriads>(hubs_.count()); }) {
    parallel_each(descent_.size(), 4096,
                  [&](std::size_t r) { label_[r] = label[descent_.member(static_cast<VertexId>(r))]; });
  }

  /// Triangles of three hubs, from the rows of bits of their ties: each counts at all three.
  void count_among_hubs(const Graph& graph) {
    const VertexId hubs = hubs_.count();
    const HubSquare square(graph, descent_, std::span<const std::uint32_t>(label_.data(), hubs));
    parallel_blocks(hubs, 32, [&](std::size_t begin, std::size_t end) {
      std::vector<ClosedTriads>& sums = of_hubs_.local();
      for (auto u = static_cast<VertexId>(begin); u < end; ++u) {
        const auto row = descent_.row(u);
        for (std::size_t i = 0; i < row.size(); ++i) {
          const VertexId v = row[i];
          const HubSquare::Common common = square.common(u, v);
          common_.set(descent_.row_begin(u) + i, common.all);
          sums[u].alike += common.with_v;
          sums[v].alike += common.with_u;
          if (label_[u] != label_[v]) continue;
          sums[u].inside += common.with_u;
          sums[v].inside += common.with_v;
        }
      }
    });
  }

  /// All others, from their member of highest rank.
  void count_others(Phase& phase) {
    const VertexId hubs = hubs_.count();
    PerThread<Worker> workers([&] { return Worker(descent_, hubs_, common_); });
    parallel_blocks(descent_.size() - hubs, 128, [&](std::size_t begin, std::size_t end) {
      Worker& worker = workers.local();
      std::vector<ClosedTriads>& of_hubs = of_hubs_.local();
      for (std::size_t i = begin; i < end; ++i) {
        triangles_of(static_cast<VertexId>(hubs + i), worker, of_hubs);
      }
      phase.advance(end - begin);
    });
    for (Worker& worker : workers) worker.ties.flush();
  }

  /// What is had from ties alone, once all of their triangles are known.
  void add_up_ties() {
    parallel_blocks(descent_.size(), 1024, [&](std::size_t begin, std::size_t end) {
      std::vector<ClosedTriads>& of_hubs = of_hubs_.local();
      for (auto u = static_cast<VertexId>(begin); u < end; ++u) {
        const auto row = descent_.row(u);
        ClosedTriads of_u;
        for (std::size_t i = 0; i < row.size(); ++i) {
          const std::uint64_t common = common_[descent_.row_begin(u) + i];
          if (common == 0) continue;
          const ClosedTriads of_tie{
              .all = common, .own_tie = label_[u] == label_[row[i]] ? common : 0, .squares = common * common};
          of_u += of_tie;
          add(row[i], of_tie, of_hubs);
        }
        add(u, of_u, of_hubs);
      }
    });
    for (const std::vector<ClosedTriads>& sums : of_hubs_) {
      for (std::size_t hub = 0; hub < sums.size(); ++hub) triads_[hub] += sums[hub];
    }
  }

  std::vector<ClosedTriads> by_member() const {
    std::vector<ClosedTriads> result(descent_.size());
    parallel_each(descent_.size(), 4096,
                  [&](std::size_t r) { result[descent_.member(static_cast<VertexId>(r))] = triads_[r]; });
    return result;
  }

 private:
  struct Worker {
    Worker(const Descent& descent, const HubBits& hubs, bridges::TieCounts& common)
        : search(descent, hubs), third(descent.size(), 0), alike(descent.size(), 0), ties(common) {}

    TriangleSearch<CommonDetail::places> search;
    // Of the member searched from: by contact w, the triangles {u,v,w} with w the least, and those of them
    // with u and v in one group. Clean between two members.
    Buffer<std::uint32_t> third, alike;
    std::vector<std::uint32_t> own;  // by place in its row, the triangles with that tie
    bridges::TieCounts::Pending ties;
  };

  /// Every thread meets hubs all the time: each has its own sums for them.
  void add(VertexId rank, const ClosedTriads& what, std::vector<ClosedTriads>& of_hubs) {
    if (rank < of_hubs.size()) {
      of_hubs[rank] += what;
      return;
    }
    const auto increase = [](std::uint64_t& sum, std::uint64_t by) {
      if (by != 0) std::atomic_ref(sum).fetch_add(by, std::memory_order_relaxed);
    };
    increase(triads_[rank].all, what.all);
    increase(triads_[rank].own_tie, what.own_tie);
    increase(triads_[rank].squares, what.squares);
    increase(triads_[rank].alike, what.alike);
    increase(triads_[rank].inside, what.inside);
  }

  void triangles_of(VertexId u, Worker& worker, std::vector<ClosedTriads>& of_hubs) {
    auto& [search, third, alike, own, ties] = worker;
    const std::uint32_t group = label_[u];
    ClosedTriads of_u;
    own.clear();
    search.from(u, [&](std::size_t, VertexId v, const CommonContacts& common) {
      own.push_back(static_cast<std::uint32_t>(common.count));
      if (common.count == 0) return;
      const std::uint32_t other = label_[v];
      std::uint32_t with_u = 0, with_v = 0;
      for (const VertexId w : std::span(common.ranks, common.count)) {
        with_u += label_[w] == group ? 1 : 0;
        with_v += label_[w] == other ? 1 : 0;
        ++third[w];
      }
      if (other == group) {
        for (const VertexId w : std::span(common.ranks, common.count)) ++alike[w];
      }
      add(v, {.alike = 2 * with_u, .inside = other == group ? 2 * with_u : 0}, of_hubs);
      of_u.alike += 2 * with_v;
      const ArcIndex row = descent_.row_begin(v);
      for (const std::uint32_t place : std::span(common.places, common.count)) ties.count(row + place);
    });
    if (own.empty()) return;

    const auto row = descent_.row(u);
    for (std::size_t i = 0; i < row.size(); ++i) {
      const VertexId w = row[i];
      own[i] += std::exchange(third[w], 0);
      const std::uint64_t both = 2 * std::uint64_t{std::exchange(alike[w], 0)};
      if (both == 0) continue;
      const std::uint64_t inside = label_[w] == group ? both : 0;
      add(w, {.alike = both, .inside = inside}, of_hubs);
      of_u.inside += inside;
    }
    common_.add(descent_.row_begin(u), own);
    add(u, of_u, of_hubs);
  }

  Descent descent_;
  HubBits hubs_;
  Buffer<std::uint32_t> label_;
  bridges::TieCounts common_;  // contacts of both ends
  std::vector<ClosedTriads> triads_;
  PerThread<std::vector<ClosedTriads>> of_hubs_;
};

}  // namespace

std::vector<ClosedTriads> closed_triads(const Graph& graph, std::span<const std::uint32_t> label,
                                        std::string_view name, const RunContext& context) {
  return with_threads(context, [&] {
    Phase phase(context, name, graph.vertex_count());
    Census census(graph, label);
    census.count_among_hubs(graph);
    census.count_others(phase);
    context.poll();
    census.add_up_ties();
    return census.by_member();
  });
}

}  // namespace tertius
