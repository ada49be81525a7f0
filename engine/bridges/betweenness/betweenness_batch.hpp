// Many searches at once: the kernel of exact betweenness on unweighted graphs.
//
// A batch runs one breadth-first search per lane. Masks of one bit a lane say which searches have seen a
// member and which reach it on the present level; path counts lie lane beside lane, so that one pass over a
// row serves every search. On the way back the same array holds, for every member done, (t + delta) / sigma,
// where t is what the member counts as a target: then delta(v) = sigma(v) * (sum over successors), and
// nothing else needs to be stored.
//
// M. Then et al. (2014), The more the merrier: efficient multi-source graph traversal,
// doi:10.14778/2735496.2735507 S. Beamer et al. (2012), Direction-optimizing breadth-first search,
// doi:10.1109/SC.2012.50
#pragma once

#ifdef __AVX512F__
#include <immintrin.h>
#endif

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/graph/graph.hpp"

namespace tertius::bridges {

/// Eight lanes of doubles; operations touch the lanes whose bit is set. Both forms give the same bits.
#ifdef __AVX512F__
struct Octet {
  __m512d value = _mm512_setzero_pd();
  static Octet all(double x) { return {_mm512_set1_pd(x)}; }
  static Octet load(const double* at) { return {_mm512_load_pd(at)}; }
  /// Zero in lanes that are not set.
  static Octet load(const double* at, unsigned lanes) {
    return {_mm512_maskz_load_pd(static_cast<__mmask8>(lanes), at)};
  }
  void store(double* at, unsigned lanes) const {
    _mm512_mask_store_pd(at, static_cast<__mmask8>(lanes), value);
  }
  friend Octet operator+(Octet a, Octet b) { return {_mm512_add_pd(a.value, b.value)}; }
  friend Octet operator*(Octet a, Octet b) { return {_mm512_mul_pd(a.value, b.value)}; }
  friend Octet operator/(Octet a, Octet b) { return {_mm512_div_pd(a.value, b.value)}; }
  /// 1 in the lanes that are set, 0 elsewhere.
  static Octet ones(unsigned lanes) {
    return {_mm512_maskz_mov_pd(static_cast<__mmask8>(lanes), _mm512_set1_pd(1))};
  }
  double sum(unsigned lanes) const {
    alignas(64) double x[8];
    _mm512_store_pd(x, _mm512_maskz_mov_pd(static_cast<__mmask8>(lanes), value));
    return ((x[0] + x[1]) + (x[2] + x[3])) + ((x[4] + x[5]) + (x[6] + x[7]));
  }
  bool finite(unsigned lanes) const {
    return _mm512_mask_cmp_pd_mask(static_cast<__mmask8>(lanes), value, _mm512_set1_pd(1e300), _CMP_NLE_UQ) ==
           0;
  }
};
#else
struct Octet {
  double value[8] = {};
  static Octet all(double x) {
    return make([&](int) { return x; });
  }
  static Octet load(const double* at) {
    return make([&](int i) { return at[i]; });
  }
  static Octet load(const double* at, unsigned lanes) {
    return make([&](int i) { return (lanes >> i & 1U) != 0 ? at[i] : 0.0; });
  }
  void store(double* at, unsigned lanes) const {
    for (int i = 0; i < 8; ++i) {
      if ((lanes >> i & 1U) != 0) at[i] = value[i];
    }
  }
  friend Octet operator+(const Octet& a, const Octet& b) {
    return make([&](int i) { return a.value[i] + b.value[i]; });
  }
  friend Octet operator*(const Octet& a, const Octet& b) {
    return make([&](int i) { return a.value[i] * b.value[i]; });
  }
  friend Octet operator/(const Octet& a, const Octet& b) {
    return make([&](int i) { return a.value[i] / b.value[i]; });
  }
  static Octet ones(unsigned lanes) {
    return make([&](int i) { return (lanes >> i & 1U) != 0 ? 1.0 : 0.0; });
  }
  double sum(unsigned lanes) const {
    const Octet x = make([&](int i) { return (lanes >> i & 1U) != 0 ? value[i] : 0.0; });
    return ((x.value[0] + x.value[1]) + (x.value[2] + x.value[3])) +
           ((x.value[4] + x.value[5]) + (x.value[6] + x.value[7]));
  }
  bool finite(unsigned lanes) const {
    for (int i = 0; i < 8; ++i) {
      if ((lanes >> i & 1U) != 0 && !(value[i] <= 1e300)) return false;
    }
    return true;
  }

 private:
  template <class Of>
  static Octet make(Of&& of) {
    Octet r;
    for (int i = 0; i < 8; ++i) r.value[i] = of(i);
    return r;
  }
};
#endif

/// What the batches read. Rows forward lead away from the sources, rows backward towards them.
struct SearchSpace {
  std::span<const graph::ArcIndex> out_offsets, in_offsets;
  std::span<const graph::VertexId> out_targets, in_targets;
  std::span<const double> members;        ///< members in each class
  std::span<const double> target_weight;  ///< what the class counts as a target
  std::span<const std::uint32_t>
      labels;  ///< not empty: only targets with another label than the source count

  graph::VertexId size() const { return static_cast<graph::VertexId>(members.size()); }
  std::span<const graph::VertexId> out(graph::VertexId v) const {
    return out_targets.subspan(out_offsets[v], out_offsets[v + 1] - out_offsets[v]);
  }
  std::span<const graph::VertexId> in(graph::VertexId v) const {
    return in_targets.subspan(in_offsets[v], in_offsets[v + 1] - in_offsets[v]);
  }
};

class SearchBatch {
 public:
  using Mask = std::uint32_t;
  static constexpr unsigned lanes = 32;
  static constexpr unsigned octets = lanes / 8;

  explicit SearchBatch(const SearchSpace& space)
      : space_(space),
        value_(std::size_t{space.size()} * lanes),
        seen_(space.size(), 0),
        present_(space.size(), 0),
        next_(space.size(), 0),
        hits_(space.size()) {}

  /// Adds to score[v] the sum over the given sources (at most `lanes`) of weight * delta(v). Returns false,
  /// with nothing added, when path counts leave the range of double.
  bool run(std::span<const graph::VertexId> sources, std::span<const double> source_weight,
           std::span<double> score) {
    source_labels_.clear();
    alignas(64) double weight[lanes] = {};
    for (std::size_t i = 0; i < sources.size(); ++i) {
      weight[i] = source_weight[i];
      if (!space_.labels.empty()) source_labels_.push_back(space_.labels[sources[i]]);
    }
    const bool finite = forward(sources);
    if (finite) backward(weight, score);
    for (const Found& found : found_) seen_[found.member] = 0;
    if (!finite) {
      for (const Found& found : found_) present_[found.member] = 0;
    }
    return finite;
  }

 private:
  struct Found {
    graph::VertexId member;
    Mask mask;
  };
  struct Hit {
    graph::VertexId member;
    Mask mask;
  };

  static unsigned octet(Mask mask, unsigned i) { return mask >> (8 * i) & 0xffU; }
  double* at(graph::VertexId v) { return value_.data() + std::size_t{v} * lanes; }

  /// Neighbours in `row` that are present in a lane of `open`, without a branch per neighbour.
  std::size_t collect(std::span<const graph::VertexId> row, Mask open, Mask& any) {
    std::size_t count = 0;
    Mask all = 0;
    Hit* const hits = hits_.data();
    const Mask* const present = present_.data();
    for (const graph::VertexId u : row) {
      const Mask mask = present[u] & open;
      hits[count] = {u, mask};
      count += mask != 0 ? 1 : 0;
      all |= mask;
    }
    any = all;
    return count;
  }
  /// Sums the values of the hits, lane by lane, in row order.
  void gather(std::size_t count, Octet (&sum)[octets]) {
    for (std::size_t h = 0; h < count; ++h) {
      const Hit hit = hits_[h];
      const double* from = at(hit.member);
      for (unsigned i = 0; i < octets; ++i) sum[i] = sum[i] + Octet::load(from + 8 * i, octet(hit.mask, i));
    }
  }

  bool forward(std::span<const graph::VertexId> sources) {
    const graph::VertexId n = space_.size();
    const Mask full = sources.size() == lanes ? ~Mask{0} : (Mask{1} << sources.size()) - 1;
    found_.clear();
    level_begin_.assign({0});
    for (std::size_t i = 0; i < sources.size(); ++i) {
      at(sources[i])[i] = 1.0;
      present_[sources[i]] = seen_[sources[i]] = Mask{1} << i;
      found_.push_back({sources[i], Mask{1} << i});
    }
    bool finite = true;
    graph::ArcIndex unfinished_arcs = space_.out_targets.size();
    while (true) {
      const std::size_t begin = level_begin_.back(), end = found_.size();
      level_begin_.push_back(end);
      graph::ArcIndex arcs = 0;
      for (std::size_t i = begin; i < end; ++i) arcs += space_.out(found_[i].member).size();
      if (arcs < unfinished_arcs / 4) {
        push(begin, end);
      } else {
        unfinished_arcs = 0;
        for (graph::VertexId v = 0; v < n; ++v) {
          const Mask open = full & ~seen_[v];
          if (open == 0) continue;
          unfinished_arcs += space_.in(v).size();
          Mask reached = 0;
          const std::size_t count = collect(space_.in(v), open, reached);
          if (count == 0) continue;
          Octet sum[octets];
          gather(count, sum);
          const Octet factor = Octet::all(space_.members[v]);
          for (unsigned i = 0; i < octets; ++i) (sum[i] * factor).store(at(v) + 8 * i, octet(reached, i));
          next_[v] = reached;
          found_.push_back({v, reached});
        }
      }
      for (std::size_t i = begin; i < end; ++i) present_[found_[i].member] = 0;
      if (found_.size() == end) return finite;
      for (std::size_t i = end; i < found_.size(); ++i) {
        const graph::VertexId v = found_[i].member;
        const Mask mask = found_[i].mask = next_[v];
        next_[v] = 0;
        seen_[v] |= mask;
        present_[v] = mask;
        for (unsigned k = 0; k < octets; ++k)
          finite = finite && Octet::load(at(v) + 8 * k).finite(octet(mask, k));
      }
      if (!finite) {
        level_begin_.push_back(found_.size());
        return false;
      }
    }
  }

  /// One level forward from few members: their rows are read, not those of all who are still to be
  /// found.
  void push(std::size_t begin, std::size_t end) {
    for (std::size_t f = begin; f < end; ++f) {
      const Found from = found_[f];
      Octet value[octets];
      for (unsigned i = 0; i < octets; ++i)
        value[i] = Octet::load(at(from.member) + 8 * i, octet(from.mask, i));
      for (const graph::VertexId v : space_.out(from.member)) {
        const Mask reached = from.mask & ~seen_[v];
        if (reached == 0) continue;
        const Mask before = next_[v];
        if (before == 0) found_.push_back({v, 0});
        next_[v] = before | reached;
        const Octet factor = Octet::all(space_.members[v]);
        for (unsigned i = 0; i < octets; ++i) {
          const unsigned bits = octet(reached, i);
          if (bits == 0) continue;
          (Octet::load(at(v) + 8 * i, octet(before, i)) + value[i] * factor).store(at(v) + 8 * i, bits);
        }
      }
    }
  }

  void backward(const double* weight, std::span<double> score) {
    // level_begin_: 0, level 1, ..., last level, end of the last level.
    const std::size_t levels = level_begin_.size() - 1;
    for (std::size_t level = levels; level-- > 1;) {
      const std::size_t begin = level_begin_[level], end = level_begin_[level + 1];
      const std::size_t deeper_end = level + 1 < levels ? level_begin_[level + 2] : end;
      // present_ holds the masks of the level below (deeper); mark those who have a successor when that is
      // cheap.
      const bool deepest = deeper_end == end;
      bool marked = false;
      if (!deepest) {
        graph::ArcIndex own = 0, below = 0;
        for (std::size_t i = begin; i < end; ++i) own += space_.out(found_[i].member).size();
        for (std::size_t i = end; i < deeper_end; ++i) below += space_.in(found_[i].member).size();
        marked = below < own / 2;
        if (marked) {
          for (std::size_t i = end; i < deeper_end; ++i) {
            for (const graph::VertexId v : space_.in(found_[i].member)) next_[v] |= found_[i].mask;
          }
        }
      }
      for (std::size_t i = begin; i < end; ++i) {
        const auto [v, mask] = found_[i];
        Octet sum[octets];
        bool inner = false;
        if (!deepest && (!marked || (next_[v] & mask) != 0)) {
          Mask any = 0;
          const std::size_t count = collect(space_.out(v), mask, any);
          inner = count > 0;
          gather(count, sum);
        }
        finish(v, mask, inner, sum, weight, score);
      }
      if (marked) {
        for (std::size_t i = end; i < deeper_end; ++i) {
          for (const graph::VertexId v : space_.in(found_[i].member)) next_[v] = 0;
        }
      }
      for (std::size_t i = end; i < deeper_end; ++i) present_[found_[i].member] = 0;
      for (std::size_t i = begin; i < end; ++i) present_[found_[i].member] = found_[i].mask;
    }
    if (levels >= 2) {
      for (std::size_t i = level_begin_[1]; i < level_begin_[2]; ++i) present_[found_[i].member] = 0;
    }
  }

  /// delta of v in the lanes of `mask`, from the sum over its successors; leaves (t + delta) / sigma behind.
  void finish(graph::VertexId v, Mask mask, bool inner, const Octet (&sum)[octets], const double* weight,
              std::span<double> score) {
    Mask counts = mask;
    if (!source_labels_.empty()) {
      for (std::size_t i = 0; i < source_labels_.size(); ++i) {
        if (source_labels_[i] == space_.labels[v]) counts &= ~(Mask{1} << i);
      }
    }
    const Octet members = Octet::all(space_.members[v]), target = Octet::all(space_.target_weight[v]);
    const bool single = space_.members[v] == 1.0;
    double total = 0;
    for (unsigned i = 0; i < octets; ++i) {
      const unsigned bits = octet(mask, i);
      if (bits == 0) continue;
      const Octet paths = Octet::load(at(v) + 8 * i);
      Octet numerator = Octet::ones(octet(counts, i)) * target;
      if (inner) {
        // value_ holds members * sigma; delta is that of each single member.
        const Octet all = paths * sum[i];
        const Octet each = single ? all : all / members;
        total += (each * Octet::load(weight + 8 * i)).sum(bits);
        numerator = numerator + all;
      }
      (single ? numerator / paths : numerator * members / paths).store(at(v) + 8 * i, bits);
    }
    score[v] += total;
  }

  SearchSpace space_;
  Buffer<double>
      value_;  // lanes per class: members * sigma on the way out, (t + delta) / sigma on the way back
  Buffer<Mask> seen_, present_, next_;
  Buffer<Hit> hits_;
  std::vector<Found> found_;  // in order of level, then of discovery
  std::vector<std::size_t> level_begin_;
  std::vector<std::uint32_t> source_labels_;
};

}  // namespace tertius::bridges
