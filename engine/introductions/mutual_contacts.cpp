#include "engine/introductions/mutual_contacts.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

#include "engine/introductions/ranking/candidates.hpp"

namespace tertius::introductions {

namespace {

using Entry = MutualContactScratch::Entry;

/// Stands on the sums of contacts and of the member: additions keep it negative.
constexpr std::int64_t excluded = std::numeric_limits<std::int64_t>::min();

bool entry_before(const Entry& a, const Entry& b) {
  return a.key != b.key ? a.key > b.key : a.id < b.id;
}

/// The K best seen so far, and what a sum must reach to become one of them.
class Best {
 public:
  /// `unit` is the largest score that one unit of a sum can stand for.
  Best(std::vector<Entry>& entries, std::size_t top, double unit)
      : entries_(entries), top_(top), capacity_(2 * top + 16), unit_(unit) {
    entries_.clear();
  }

  /// No smaller sum can become one of the best.
  std::int64_t floor() const { return floor_; }

  void add(graph::VertexId id, std::int64_t sum, double score) {
    const Entry entry{std::nearbyint(score * 1e9), sum, id};
    if (closed_ && !entry_before(entry, worst_)) return;
    entries_.push_back(entry);
    if (entries_.size() >= capacity_) shrink();
  }

  /// True when nobody from `id` on can enter with at most `sum`; sums must determine scores.
  bool closed_to(graph::VertexId id, std::int64_t sum) const {
    return closed_ && sum <= worst_.sum && id > worst_.id;
  }

  /// Keeps the best `top` and raises the floor, where there are that many.
  void shrink() {
    if (entries_.size() < top_) return;
    const auto last = entries_.begin() + static_cast<std::ptrdiff_t>(top_) - 1;
    std::nth_element(entries_.begin(), last, entries_.end(), entry_before);
    entries_.resize(top_);
    worst_ = entries_.back();
    closed_ = true;
    // A little less than the least sum that rounds to the key of the worst.
    const double units = (worst_.key - 0.5) * (1 - 1e-14) * 1e-9 / unit_ - 2.0;
    floor_ = units < 1.0 ? 1 : static_cast<std::int64_t>(units);
  }

  void rank() {
    shrink();
    std::sort(entries_.begin(), entries_.end(), entry_before);
  }

 private:
  std::vector<Entry>& entries_;
  std::size_t top_;
  std::size_t capacity_;
  double unit_;
  std::int64_t floor_ = 1;
  bool closed_ = false;
  Entry worst_{};
};

constexpr std::size_t block = 128;  // members looked at together

/// Maximum of a block; compilers turn it into vector instructions.
std::int64_t block_maximum(const std::int64_t* sums) {
  std::int64_t maximum = 0;
  for (std::size_t i = 0; i < block; ++i) maximum = std::max(maximum, sums[i]);
  return maximum;
}

}  // namespace

KnownHubs::KnownHubs(const graph::Graph& graph, graph::VertexId max_degree) {
  const graph::VertexId n = graph.vertex_count();
  words_ = n < (graph::VertexId{1} << 17) ? 1 : 4;
  const std::size_t limit = std::size_t{64} * words_;
  constexpr graph::VertexId small = 32;  // rows that are as quickly read as skipped
  std::vector<graph::VertexId> large;
  for (graph::VertexId v = 0; v < n; ++v) {
    const graph::VertexId k = graph.degree(v);
    if (k > small && (max_degree == 0 || k <= max_degree)) large.push_back(v);
  }
  const auto larger = [&](graph::VertexId a, graph::VertexId b) { return graph.degree(a) > graph.degree(b); };
  least_ = small;
  if (large.size() > limit) {
    std::nth_element(large.begin(), large.begin() + static_cast<std::ptrdiff_t>(limit), large.end(), larger);
    least_ = graph.degree(large[limit]);
  }
  for (const graph::VertexId v : large) {
    if (graph.degree(v) > least_) hubs_.push_back(v);
  }
  std::sort(hubs_.begin(), hubs_.end(), [&](graph::VertexId a, graph::VertexId b) {
    return graph.degree(a) != graph.degree(b) ? graph.degree(a) < graph.degree(b) : a < b;
  });
  bits_ = Buffer<std::uint64_t>(std::size_t{n} * words_, 0);
  for (std::size_t i = 0; i < hubs_.size(); ++i) {
    const std::uint64_t bit = std::uint64_t{1} << (i % 64);
    for (const graph::VertexId v : graph.neighbours(hubs_[i])) bits_[std::size_t{v} * words_ + i / 64] |= bit;
  }
}

/// The sums as seen from one member, over the rows added so far.
class MutualContacts::Sums {
 public:
  /// Rows of members with more than `least` contacts will not be added.
  Sums(const MutualContacts& kernel, graph::VertexId member, graph::VertexId least,
       MutualContactScratch& scratch)
      : kernel_(kernel), graph_(kernel.graph_), member_(member), least_(least), scratch_(scratch) {
    const graph::VertexId n = graph_.vertex_count();
    if (scratch.sums.size() < n) scratch.sums.resize(n, 0);
    sums_ = scratch.sums.data();
    double bound = 1.0;
    for (const graph::VertexId z : graph_.neighbours(member)) {
      const graph::VertexId k = graph_.degree(z);
      if (!kernel.usable(k)) continue;
      bound += kernel.weight(k);
      if (k <= least) work_ += k;
    }
    if (kernel.score_.weight != nullptr) scale_ = std::ldexp(1.0, 61 - std::ilogb(bound));
    // Looking through all members, eight to a cache line, costs less than keeping a list this long.
    dense_ = work_ * 8 >= n;
    if (!dense_ && scratch.touched.size() <= work_) scratch.touched.resize(work_ + 1);
    sums_[member] = excluded;
    for (const graph::VertexId z : graph_.neighbours(member)) sums_[z] = excluded;
  }
  ~Sums() {
    if (dense_) {
      std::fill_n(sums_, graph_.vertex_count(), std::int64_t{0});
    } else {
      for (std::size_t i = 0; i < touched_; ++i) sums_[scratch_.touched[i]] = 0;
      sums_[member_] = 0;
      for (const graph::VertexId z : graph_.neighbours(member_)) sums_[z] = 0;
    }
  }
  Sums(const Sums&) = delete;
  Sums& operator=(const Sums&) = delete;

  std::int64_t units(graph::VertexId degree) const {
    return static_cast<std::int64_t>(kernel_.weight(degree) * scale_);
  }
  std::int64_t operator[](graph::VertexId v) const { return sums_[v]; }
  double score_of(graph::VertexId v, std::int64_t sum) const {
    const double value = static_cast<double>(sum) / scale_;
    return kernel_.score_.divisor == nullptr
               ? value
               : value / kernel_.score_.divisor(graph_.degree(member_), graph_.degree(v), value);
  }
  /// The largest score that one unit of a sum can stand for.
  double unit() const {
    const auto least = kernel_.score_.least_divisor;
    return 1.0 / scale_ / (least == nullptr ? 1.0 : least(graph_.degree(member_)));
  }

  void add_rows() {
    const auto contacts = graph_.neighbours(member_);
    for (std::size_t i = 0; i < contacts.size(); ++i) {
      if (i + 2 < contacts.size()) __builtin_prefetch(graph_.neighbours(contacts[i + 2]).data());
      const graph::VertexId k = graph_.degree(contacts[i]);
      if (kernel_.usable(k) && k <= least_) add_row(graph_.neighbours(contacts[i]), units(k));
    }
    scratch_.connections_read += work_;
  }

  /// visit(v, sum) for everybody found whose sum is at least floor(), which may grow meanwhile; floor() > 0.
  template <class Floor, class Visit>
  void for_each_at_least(Floor&& floor, Visit&& visit) const {
    const auto look = [&](graph::VertexId v) {
      if (sums_[v] >= floor()) visit(v, sums_[v]);
    };
    if (!dense_) {
      for (std::size_t i = 0; i < touched_; ++i) look(scratch_.touched[i]);
      return;
    }
    const graph::VertexId n = graph_.vertex_count();
    graph::VertexId v = 0;
    for (; v + block <= n; v += block) {
      if (block_maximum(sums_ + v) < floor()) continue;
      for (graph::VertexId i = v; i < v + block; ++i) look(i);
    }
    for (; v < n; ++v) look(v);
  }

 private:
  void add_row(std::span<const graph::VertexId> row, std::int64_t weight) {
    std::int64_t* const sums = sums_;
    if (dense_) {
      for (const graph::VertexId v : row) sums[v] += weight;
      return;
    }
    graph::VertexId* const touched = scratch_.touched.data();
    std::size_t count = touched_;
    for (const graph::VertexId v : row) {
      const std::int64_t sum = sums[v];
      touched[count] = v;
      count += static_cast<std::size_t>(sum == 0);
      sums[v] = sum + weight;
    }
    touched_ = count;
  }

  const MutualContacts& kernel_;
  const graph::Graph& graph_;
  graph::VertexId member_;
  graph::VertexId least_;
  MutualContactScratch& scratch_;
  std::int64_t* sums_;
  double scale_ = 1.0;
  std::uint64_t work_ = 0;
  bool dense_ = false;
  std::size_t touched_ = 0;
};

/// The search for the best candidates of one member.
template <unsigned Words>
class MutualContacts::Search {
 public:
  Search(const MutualContacts& kernel, graph::VertexId member, std::size_t top, const KnownHubs& hubs,
         MutualContactScratch& scratch)
      : graph_(kernel.graph_),
        hubs_(hubs),
        scratch_(scratch),
        sums_(kernel, member, hubs.least(), scratch),
        best_(scratch.best, top, sums_.unit()),
        sums_decide_(kernel.score_.divisor == nullptr) {
    std::copy_n(hubs.of(member), Words, mine_.begin());
    for_each_hub(mine_.data(), [&](std::size_t hub) {
      units_[hub] = sums_.units(graph_.degree(hubs_.hubs()[hub]));
      left_ += units_[hub];
    });
  }

  void run(std::vector<Candidate>& out) {
    sums_.add_rows();
    // Whoever was found through somebody else than a hub, completed by the hubs.
    sums_.for_each_at_least(
        [&] { return std::max<std::int64_t>(1, best_.floor() - left_); },
        [&](graph::VertexId v, std::int64_t sum) { consider(v, sum + units_of_hubs(v)); });
    best_.shrink();
    read_hubs();
    best_.rank();
    for (const Entry& entry : scratch_.best) out.push_back({entry.id, sums_.score_of(entry.id, entry.sum)});
  }

 private:
  void consider(graph::VertexId v, std::int64_t sum) {
    if (sum >= best_.floor()) best_.add(v, sum, sums_.score_of(v, sum));
  }

  /// Whoever is known through hubs alone: hub by hub, the largest weight first, until what is left is too
  /// little.
  void read_hubs() {
    std::array<std::uint64_t, Words> done{};
    for (std::size_t word = 0; word < Words; ++word) {
      for (std::uint64_t bits = mine_[word]; bits != 0; bits &= bits - 1) {
        if (left_ < best_.floor()) return;
        const auto hub = word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
        const auto row = graph_.neighbours(hubs_.hubs()[hub]);
        for (const graph::VertexId v : row) {
          if (sums_decide_ && best_.closed_to(v, left_)) break;
          if (sums_[v] == 0 && !meets(hubs_.of(v), done)) consider(v, units_of_hubs(v));
        }
        scratch_.connections_read += row.size();
        best_.shrink();
        done[word] |= bits & (~bits + 1);
        left_ -= units_[hub];
      }
    }
  }

  static bool meets(const std::uint64_t* bits, const std::array<std::uint64_t, Words>& other) {
    std::uint64_t both = 0;
    for (unsigned word = 0; word < Words; ++word) both |= bits[word] & other[word];
    return both != 0;
  }

  template <class Visit>
  static void for_each_hub(const std::uint64_t* bits, Visit&& visit) {
    for (std::size_t word = 0; word < Words; ++word) {
      for (std::uint64_t rest = bits[word]; rest != 0; rest &= rest - 1) {
        visit(word * 64 + static_cast<std::size_t>(std::countr_zero(rest)));
      }
    }
  }

  std::int64_t units_of_hubs(graph::VertexId v) const {
    std::array<std::uint64_t, Words> both;
    for (unsigned word = 0; word < Words; ++word) both[word] = hubs_.of(v)[word] & mine_[word];
    std::int64_t sum = 0;
    for_each_hub(both.data(), [&](std::size_t hub) { sum += units_[hub]; });
    return sum;
  }

  const graph::Graph& graph_;
  const KnownHubs& hubs_;
  MutualContactScratch& scratch_;
  Sums sums_;
  Best best_;
  bool sums_decide_;
  std::array<std::uint64_t, Words> mine_;
  std::array<std::int64_t, std::size_t{64} * Words> units_;  // of the hubs in mine_
  std::int64_t left_ = 0;                                    // units of the hubs whose rows were not read
};

void MutualContacts::all(graph::VertexId member, MutualContactScratch& scratch,
                         std::vector<Candidate>& out) const {
  out.clear();
  if (graph_.degree(member) == 0) return;
  Sums sums(*this, member, graph_.vertex_count(), scratch);
  sums.add_rows();
  sums.for_each_at_least([] { return std::int64_t{1}; },
                         [&](graph::VertexId v, std::int64_t sum) {
                           out.push_back({v, sums.score_of(v, sum)});
                         });
}

void MutualContacts::best(graph::VertexId member, std::size_t top, const KnownHubs& hubs,
                          MutualContactScratch& scratch, std::vector<Candidate>& out) const {
  out.clear();
  if (top == 0 || graph_.degree(member) == 0) return;
  if (hubs.words() == 1) {
    Search<1>(*this, member, top, hubs, scratch).run(out);
  } else {
    Search<4>(*this, member, top, hubs, scratch).run(out);
  }
}

}  // namespace tertius::introductions
