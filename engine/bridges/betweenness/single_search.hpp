// One search at a time: betweenness where ties have lengths, or where path counts leave the range of double.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "engine/bridges/betweenness/betweenness_batch.hpp"

namespace tertius::bridges {

/// A non-negative number with the precision of double and a range that no path count leaves.
struct WideNumber {
  double mantissa = 0;  ///< 0, or in [0.5, 1)
  std::int64_t exponent = 0;

  WideNumber() = default;
  WideNumber(double value) { set(value, 0); }
  WideNumber& operator+=(const WideNumber& other) {
    if (other.mantissa == 0) return *this;
    if (mantissa == 0) return *this = other;
    const std::int64_t top = std::max(exponent, other.exponent);
    set(shifted(*this, top) + shifted(other, top), top);
    return *this;
  }
  friend WideNumber operator*(WideNumber a, double b) {
    a.set(a.mantissa * b, a.exponent);
    return a;
  }
  friend double ratio(const WideNumber& a, const WideNumber& b) {
    const std::int64_t shift = a.exponent - b.exponent;
    return shift < -2000
               ? 0.0
               : std::ldexp(a.mantissa / b.mantissa, static_cast<int>(std::min<std::int64_t>(shift, 2000)));
  }
  friend bool representable(const WideNumber&) { return true; }

 private:
  static double shifted(const WideNumber& x, std::int64_t to) {
    return x.exponent - to < -2000 ? 0.0 : std::ldexp(x.mantissa, static_cast<int>(x.exponent - to));
  }
  void set(double value, std::int64_t at) {
    int shift = 0;
    mantissa = std::frexp(value, &shift);
    exponent = at + shift;
  }
};
inline double ratio(double a, double b) {
  return a / b;
}
inline bool representable(double a) {
  return a <= 1e300;
}

template <class Count>
class SingleSearch {
 public:
  /// Lengths are parallel to the arcs of the space; empty means one step each.
  SingleSearch(const SearchSpace& space, std::span<const double> out_lengths,
               std::span<const double> in_lengths)
      : space_(space),
        out_lengths_(out_lengths),
        in_lengths_(in_lengths),
        distance_(space.size(), infinity),
        position_(space.size(), graph::no_vertex),
        count_(space.size()),
        delta_(space.size(), 0.0) {}

  /// As SearchBatch::run, for one source.
  bool run(graph::VertexId source, double weight, std::span<double> score) {
    order_.clear();
    search(source);
    const bool counted = count_paths(source);
    if (counted) {
      for (std::size_t i = order_.size(); i-- > 1;) {
        const graph::VertexId v = order_[i];
        double sum = 0;
        for (graph::ArcIndex a = space_.out_offsets[v]; a < space_.out_offsets[v + 1]; ++a) {
          const graph::VertexId w = space_.out_targets[a];
          if (!follows(v, w, length(out_lengths_, a))) continue;
          const double target = space_.labels.empty() || space_.labels[w] != space_.labels[source]
                                    ? space_.target_weight[w]
                                    : 0.0;
          sum += ratio(count_[v], count_[w]) * space_.members[w] * (target + space_.members[w] * delta_[w]) /
                 space_.members[v];
        }
        delta_[v] = sum;
        score[v] += weight * sum;
      }
    }
    for (const graph::VertexId v : order_) {
      distance_[v] = infinity;
      position_[v] = graph::no_vertex;
      delta_[v] = 0;
    }
    return counted;
  }

 private:
  static constexpr double infinity = std::numeric_limits<double>::infinity();
  static double length(std::span<const double> lengths, graph::ArcIndex a) {
    return lengths.empty() ? 1.0 : lengths[a];
  }

  /// Sums of the same lengths in another order differ in their last digits and are the same distance.
  bool follows(graph::VertexId v, graph::VertexId w, double step) const {
    if (position_[v] >= position_[w]) return false;
    const double through = distance_[v] + step;
    return std::abs(through - distance_[w]) <= 1e-12 * distance_[w];
  }

  void search(graph::VertexId source) {
    heap_.clear();
    distance_[source] = 0;
    if (out_lengths_.empty()) {
      order_.push_back(source);
      for (std::size_t i = 0; i < order_.size(); ++i) {
        position_[order_[i]] = static_cast<graph::VertexId>(i);
        for (const graph::VertexId w : space_.out(order_[i])) {
          if (distance_[w] != infinity) continue;
          distance_[w] = distance_[order_[i]] + 1;
          order_.push_back(w);
        }
      }
      return;
    }
    heap_.emplace_back(0.0, source);
    while (!heap_.empty()) {
      std::pop_heap(heap_.begin(), heap_.end(), std::greater<>());
      const auto [distance, v] = heap_.back();
      heap_.pop_back();
      if (position_[v] != graph::no_vertex) continue;
      position_[v] = static_cast<graph::VertexId>(order_.size());
      order_.push_back(v);
      for (graph::ArcIndex a = space_.out_offsets[v]; a < space_.out_offsets[v + 1]; ++a) {
        const graph::VertexId w = space_.out_targets[a];
        const double through = distance + out_lengths_[a];
        if (through >= distance_[w]) continue;
        distance_[w] = through;
        heap_.emplace_back(through, w);
        std::push_heap(heap_.begin(), heap_.end(), std::greater<>());
      }
    }
  }

  bool count_paths(graph::VertexId source) {
    // members * sigma, as in the batches.
    count_[source] = Count(1.0);
    for (std::size_t i = 1; i < order_.size(); ++i) {
      const graph::VertexId w = order_[i];
      Count sum(0.0);
      for (graph::ArcIndex a = space_.in_offsets[w]; a < space_.in_offsets[w + 1]; ++a) {
        const graph::VertexId v = space_.in_targets[a];
        if (follows(v, w, length(in_lengths_, a))) sum += count_[v];
      }
      count_[w] = sum * space_.members[w];
      if (!representable(count_[w])) return false;
    }
    return true;
  }

  SearchSpace space_;
  std::span<const double> out_lengths_, in_lengths_;
  std::vector<double> distance_;
  std::vector<graph::VertexId> position_;  // in order_
  std::vector<Count> count_;
  std::vector<double> delta_;
  std::vector<graph::VertexId> order_;  // members reached, nearest first
  std::vector<std::pair<double, graph::VertexId>> heap_;
};

}  // namespace tertius::bridges
