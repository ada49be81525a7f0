#include "engine/introductions/introducers.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/graph/kernels/traversal.hpp"

namespace tertius::introductions {
namespace {

constexpr double days_of_half_life = 5 * 365.25;
constexpr double often_asked_from = 50.0;
constexpr double once_more = 0.8;

/// The best `count` of the ways offered, best first; `weight` is the reliability after discounts.
class Best {
 public:
  explicit Best(std::size_t count) : count_(count) {}

  void offer(double weight, const Route& route) {
    const Way way{-std::nearbyint(weight * 1e12), weight, route};
    if (ways_.size() == count_) {
      if (!before(way, ways_.back())) return;
      ways_.pop_back();
    }
    ways_.insert(std::upper_bound(ways_.begin(), ways_.end(), way, before), way);
  }
  bool empty() const { return ways_.empty(); }
  std::size_t size() const { return ways_.size(); }
  double weight() const { return ways_.empty() ? 0.0 : ways_.front().weight; }
  const Route& operator[](std::size_t i) const { return ways_[i].route; }

 private:
  struct Way {
    double order, weight;
    Route route;
  };
  static bool before(const Way& a, const Way& b) {
    return a.order != b.order ? a.order < b.order : a.route.via < b.route.via;
  }

  std::size_t count_;
  std::vector<Way> ways_;
};

}  // namespace

Introducers::Introducers(const graph::Network& network, const Exclusions& exclusions)
    : network_(network), exclusions_(exclusions) {
  for (const graph::Day day : network.connections.since) latest_ = std::max(latest_, day);
}

double Introducers::scale_of(graph::VertexId v) const {
  const graph::VertexId k = network_.graph.degree(v);
  return k == 0 || !network_.graph.weighted() ? 1.0 : network_.graph.strength(v) / k;
}

double Introducers::reliability(graph::ArcIndex arc, double scale) const {
  const double w = network_.graph.weight(arc);
  double r = w / (w + scale);
  if (latest_ != graph::no_day && network_.connections.since[arc] != graph::no_day) {
    const double age = latest_ - network_.connections.since[arc];
    r *= 0.75 + 0.25 * std::exp2(-age / days_of_half_life);
  }
  return r;
}

double Introducers::discount(graph::VertexId introducer, AskedCounts asked) const {
  const double k = network_.graph.degree(introducer);
  double d = k > often_asked_from ? 1.0 / (1.0 + std::log(k / often_asked_from)) : 1.0;
  if (!asked.empty()) d *= std::pow(once_more, asked[introducer]);
  return d;
}

std::vector<Route> Introducers::routes(graph::VertexId from, graph::VertexId to, const RouteOptions& options,
                                       AskedCounts asked) const {
  std::vector<Route> found;
  if (from == to || !exclusions_.may_meet(from, to)) return found;
  const graph::Graph& graph = network_.graph;
  const double scale = scale_of(from);
  const auto own = graph.neighbours(from);
  const auto theirs = graph.neighbours(to);
  std::vector<graph::VertexId> used;
  // Whoever stands on the way gets to do with both ends.
  const auto usable = [&](graph::VertexId z) {
    return z != from && z != to && exclusions_.may_meet(z, from) && exclusions_.may_meet(z, to) &&
           std::find(used.begin(), used.end(), z) == used.end();
  };
  // Ways over one contact do not get in each other's way: one look finds them all.
  const std::size_t at_once = options.max_between > 1 ? 1 : options.count;
  while (found.size() < options.count) {
    Best best(at_once);
    graph::for_each_common(own, theirs, [&](graph::VertexId z, std::size_t i, std::size_t j) {
      if (!usable(z)) return;
      const double first = reliability(graph.arcs_begin(from) + i, scale);
      const double last = reliability(graph.arcs_begin(to) + j, scale);
      best.offer(first * last * discount(z, asked),
                 {{z, graph::no_vertex}, first * last, {first, last, 0.0}});
    });
    if (options.max_between > 1) {
      for (graph::ArcIndex b = graph.arcs_begin(to); b < graph.arcs_end(to); ++b) {
        const graph::VertexId w = graph.target(b);
        if (!usable(w)) continue;
        const double last = reliability(b, scale);
        if (best.weight() > last * discount(w, asked)) continue;  // two more connections can only take away
        graph::for_each_common(own, graph.neighbours(w),
                               [&](graph::VertexId z, std::size_t i, std::size_t j) {
                                 if (!usable(z) || !exclusions_.may_meet(z, w)) return;
                                 const double first = reliability(graph.arcs_begin(from) + i, scale);
                                 const double middle = reliability(graph.arcs_begin(w) + j, scale);
                                 best.offer(first * middle * last * discount(z, asked) * discount(w, asked),
                                            {{z, w}, first * middle * last, {first, middle, last}});
                               });
      }
    }
    for (std::size_t i = 0; i < best.size(); ++i) {
      found.push_back(best[i]);
      for (const graph::VertexId z : best[i].via)
        if (z != graph::no_vertex) used.push_back(z);
    }
    if (best.empty() || at_once > 1) break;
  }
  return found;
}

}  // namespace tertius::introductions
