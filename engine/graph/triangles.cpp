#include "engine/graph/triangles.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <limits>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"

namespace tertius {
namespace {

using Word = std::uint64_t;
constexpr std::size_t chunk_words = 8;  // 512 bits: what one vector register holds
constexpr VertexId chunk_bits = 64 * chunk_words;

/// Members ranked by degree, the most connected first, and each one's contacts of lower rank (that is, of
/// more connections): half of the graph, in which no row is longer than sqrt(2 m).
class Descent {
 public:
  explicit Descent(const Graph& graph)
      : graph_(graph),
        by_rank_(graph.vertex_count()),
        rank_(graph.vertex_count()),
        rows_(graph.vertex_count()),
        targets_(graph.edge_count()) {
    rank_by_degree();
    keep_lower_ranks();
  }

  VertexId size() const { return static_cast<VertexId>(rows_.size()); }
  VertexId member(VertexId rank) const { return by_rank_[rank]; }
  VertexId degree(VertexId rank) const { return graph_.degree(by_rank_[rank]); }
  /// Ranks below `rank` that are connected to it, in no particular order.
  std::span<const VertexId> row(VertexId rank) const {
    return std::span<const VertexId>(targets_).subspan(rows_[rank].begin, rows_[rank].length);
  }
  const VertexId* prefetch_address(VertexId rank) const { return targets_.data() + rows_[rank].begin; }

 private:
  struct Row {
    ArcIndex begin;
    VertexId length;
  };

  void rank_by_degree() {
    const VertexId n = graph_.vertex_count();
    VertexId most = 0;
    for (VertexId v = 0; v < n; ++v) most = std::max(most, graph_.degree(v));
    std::vector<VertexId> next(std::size_t{most} + 2, 0);
    for (VertexId v = 0; v < n; ++v) ++next[most - graph_.degree(v) + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    for (VertexId v = 0; v < n; ++v) {
      rank_[v] = next[most - graph_.degree(v)]++;
      by_rank_[rank_[v]] = v;
    }
  }

  void keep_lower_ranks() {
    std::atomic<ArcIndex> used{0};
    PerThread<std::vector<VertexId>> scratch;
    parallel_blocks(graph_.vertex_count(), 1024, [&](std::size_t begin, std::size_t end) {
      std::vector<VertexId>& kept = scratch.local();
      kept.clear();
      ArcIndex arcs = 0;
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) arcs += graph_.degree(v);
      kept.resize(arcs);
      VertexId* out = kept.data();
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) {
        const VertexId own = rank_[v];
        const VertexId* first = out;
        for (const VertexId u : graph_.neighbors(v)) {  // without a branch: half of them are kept
          *out = rank_[u];
          out += *out < own ? 1 : 0;
        }
        rows_[own] = {static_cast<ArcIndex>(first - kept.data()), static_cast<VertexId>(out - first)};
      }
      // Where a block's rows come to lie depends on the schedule, what they hold does not.
      const auto size = static_cast<ArcIndex>(out - kept.data());
      const ArcIndex at = used.fetch_add(size, std::memory_order_relaxed);
      std::copy(kept.data(), out, targets_.data() + at);
      for (auto v = static_cast<VertexId>(begin); v < end; ++v) rows_[rank_[v]].begin += at;
    });
  }

  const Graph& graph_;
  Buffer<VertexId> by_rank_, rank_;
  Buffer<Row> rows_;
  Buffer<VertexId> targets_;
};

/// Rows of bits of the first ranks, each only as long as it can have contacts: the lower half of a square.
class HubBits {
 public:
  explicit HubBits(const Descent& descent) {
    while (count_ < std::min(descent.size(), most_hubs) && descent.degree(count_) >= least_degree) ++count_;
    words_ = Buffer<Word>(begin(count_));
    parallel_each(count_, 64, [&](std::size_t i) {
      const auto hub = static_cast<VertexId>(i);
      std::fill(words_.data() + begin(hub), words_.data() + begin(hub + 1), Word{0});
      for (const VertexId w : descent.row(hub)) words_[begin(hub) + w / 64] |= Word{1} << w % 64;
    });
  }

  VertexId count() const { return count_; }
  static std::size_t chunks(VertexId hub) { return hub / chunk_bits + 1; }
  const Word* row(VertexId hub) const { return words_.data() + begin(hub); }

 private:
  static constexpr VertexId most_hubs = 1u << 14;
  static constexpr VertexId least_degree = 64;

  /// Rows of hub numbers c * 512 to c * 512 + 511 have c + 1 chunks each.
  static std::size_t begin(VertexId hub) {
    const std::size_t c = hub / chunk_bits;
    return (c * (c + 1) / 2 * chunk_bits + (c + 1) * (hub % chunk_bits)) * chunk_words;
  }

  VertexId count_ = 0;
  Buffer<Word> words_;
};

/// Counts only.
struct Total {
  static constexpr bool each = false;
  std::uint64_t total = 0;

  explicit Total(VertexId) {}
  void third(VertexId) {}
  void pair(VertexId, VertexId, std::uint64_t common) { total += common; }
};

/// Counts for each of the three; indices are ranks.
struct PerMember {
  static constexpr bool each = true;
  std::vector<std::uint64_t> count;

  explicit PerMember(VertexId n) : count(n, 0) {}
  void third(VertexId w) { ++count[w]; }
  void pair(VertexId u, VertexId v, std::uint64_t common) {
    count[u] += common;
    count[v] += common;
  }
};

template <class Counter>
class Search {
 public:
  Search(const Descent& descent, const HubBits& hubs)
      : descent_(descent), hubs_(hubs), marked_(words_for(descent.size()), 0), counter(descent.size()) {}

  /// Triangles whose member of highest rank is u.
  void from(VertexId u) {
    const auto row = descent_.row(u);
    if (row.size() < 2) return;
    for (const VertexId w : row) marked_[w / 64] |= Word{1} << w % 64;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i + 4 < row.size()) __builtin_prefetch(descent_.prefetch_address(row[i + 4]));
      const VertexId v = row[i];
      counter.pair(u, v, common(v, row));
    }
    for (const VertexId w : row) marked_[w / 64] = 0;
  }

 private:
  static std::size_t words_for(VertexId n) { return (n / chunk_bits + 1) * chunk_words; }

  /// Contacts that u (marked, of that row) and v have below v: by the way that looks at least.
  std::uint64_t common(VertexId v, std::span<const VertexId> row) {
    const auto other = descent_.row(v);
    if (v < hubs_.count()) {
      const std::size_t chunks = HubBits::chunks(v);
      if (chunks <= std::min(row.size(), other.size())) return by_bits(hubs_.row(v), chunks);
      if (row.size() < other.size()) return by_tests(hubs_.row(v), v, row);
    }
    return by_marks(other);
  }

  std::uint64_t by_bits(const Word* bits, std::size_t chunks) {
    std::uint64_t found = 0;
    for (std::size_t i = 0; i < chunks * chunk_words; ++i) {
      Word both = bits[i] & marked_[i];
      found += static_cast<std::uint64_t>(std::popcount(both));
      if constexpr (Counter::each) {
        for (; both != 0; both &= both - 1) {
          counter.third(static_cast<VertexId>(64 * i + static_cast<std::size_t>(std::countr_zero(both))));
        }
      }
    }
    return found;
  }

  std::uint64_t by_tests(const Word* bits, VertexId v, std::span<const VertexId> row) {
    std::uint64_t found = 0;
    for (const VertexId w : row) {
      if (w >= v) continue;
      const Word hit = bits[w / 64] >> w % 64 & 1;
      found += hit;
      if constexpr (Counter::each) {
        if (hit != 0) counter.third(w);
      }
    }
    return found;
  }

  std::uint64_t by_marks(std::span<const VertexId> other) {
    std::uint64_t found = 0;
    for (const VertexId w : other) {
      const Word hit = marked_[w / 64] >> w % 64 & 1;
      found += hit;
      if constexpr (Counter::each) {
        if (hit != 0) counter.third(w);
      }
    }
    return found;
  }

  const Descent& descent_;
  const HubBits& hubs_;
  Buffer<Word> marked_;

 public:
  Counter counter;
};

/// Calls merge(counter) for the counter of every thread.
template <class Counter, class Merge>
void search_all(const Descent& descent, const RunContext& context, Phase& phase, Merge&& merge) {
  const HubBits hubs(descent);
  PerThread<Search<Counter>> searches([&] { return Search<Counter>(descent, hubs); });
  parallel_blocks(descent.size(), 128, [&](std::size_t begin, std::size_t end) {
    auto& search = searches.local();
    for (auto u = static_cast<VertexId>(begin); u < end; ++u) search.from(u);
    phase.advance(end - begin);
  });
  context.poll();
  for (auto& search : searches) merge(search.counter);
}

void check(const Graph& graph) {
  if (graph.directed()) throw Error(ErrorCode::usage, "triangles are those of an undirected network");
}

}  // namespace

std::uint64_t count_triangles(const Graph& graph, const RunContext& context) {
  check(graph);
  Phase phase(context, "triangles", graph.vertex_count());
  return with_threads(context, [&] {
    std::uint64_t total = 0;
    search_all<Total>(Descent(graph), context, phase, [&](const Total& counter) { total += counter.total; });
    return total;
  });
}

std::vector<std::uint64_t> triangles_per_member(const Graph& graph, const RunContext& context) {
  check(graph);
  Phase phase(context, "triangles", graph.vertex_count());
  return with_threads(context, [&] {
    const Descent descent(graph);
    std::vector<std::uint64_t> triangles(graph.vertex_count(), 0);
    search_all<PerMember>(descent, context, phase, [&](const PerMember& counter) {
      for (VertexId r = 0; r < descent.size(); ++r) triangles[descent.member(r)] += counter.count[r];
    });
    return triangles;
  });
}

double local_clustering(std::uint64_t triangles, VertexId degree) {
  if (degree < 2) return std::numeric_limits<double>::quiet_NaN();
  const double pairs = static_cast<double>(degree) * (static_cast<double>(degree) - 1.0) / 2.0;
  return static_cast<double>(triangles) / pairs;
}

}  // namespace tertius
