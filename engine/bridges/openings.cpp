#include "engine/bridges/openings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius {
namespace {

/// A graph that grows: rows of the base and the few ties added to them.
class Growing {
 public:
  explicit Growing(const Graph& graph) : graph_(graph), extra_(graph.vertex_count()) {}
  void add(VertexId a, VertexId b) {
    extra_[a].push_back(b);
    extra_[b].push_back(a);
  }
  void take_back(VertexId a, VertexId b) {
    extra_[a].pop_back();
    extra_[b].pop_back();
  }
  VertexId size() const { return graph_.vertex_count(); }
  std::size_t degree(VertexId v) const { return graph_.degree(v) + extra_[v].size(); }
  bool connected(VertexId a, VertexId b) const {
    return graph_.has_arc(a, b) || std::find(extra_[a].begin(), extra_[a].end(), b) != extra_[a].end();
  }
  template <class Visit>
  void for_each_contact(VertexId v, Visit&& visit) const {
    for (const VertexId u : graph_.neighbors(v)) visit(u);
    for (const VertexId u : extra_[v]) visit(u);
  }

 private:
  const Graph& graph_;
  std::vector<std::vector<VertexId>> extra_;
};

using Distances = std::vector<std::uint32_t>;

/// Steps from `source`, at most `most`: also where there is no path.
Distances distances_from(const Growing& graph, VertexId source, std::uint32_t most) {
  Distances distance(graph.size(), most);
  std::vector<VertexId> queue{source};
  distance[source] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t next = distance[queue[i]] + 1;
    if (next >= most) break;
    graph.for_each_contact(queue[i], [&](VertexId u) {
      if (distance[u] != most) return;
      distance[u] = next;
      queue.push_back(u);
    });
  }
  distance[source] = 0;
  return distance;
}

struct Pair {
  VertexId a, b;
};

class DistanceSeparation {
 public:
  DistanceSeparation(const Growing& graph, const Partition& groups, std::uint32_t sources,
                     const RunContext& context)
      : graph_(graph), groups_(groups) {
    for (VertexId v = 0; v < graph.size(); ++v) sources_.push_back(v);
    if (sources < graph.size()) {
      RandomStream random(context.seed, 0x09e);
      shuffle(sources_, random);
      sources_.resize(sources);
      std::sort(sources_.begin(), sources_.end());
    }
    refresh();
    // What no path counts as is fixed before the first tie is added.
    std::uint32_t longest = 0;
    for (const Distances& distances : from_) {
      for (const std::uint32_t d : distances) longest = d == no_path ? longest : std::max(longest, d);
    }
    most_ = std::max(longest, 1U) + 1;
    for (Distances& distances : from_) {
      for (std::uint32_t& d : distances) d = std::min(d, most_);
    }
    for (const VertexId s : sources_) {
      for (VertexId t = 0; t < graph.size(); ++t) pairs_ += groups.label[s] != groups.label[t] ? 1 : 0;
    }
  }
  void refresh() {
    from_.resize(sources_.size());
    parallel_each(sources_.size(), 1,
                  [&](std::size_t i) { from_[i] = distances_from(graph_, sources_[i], most_); });
  }
  double value() const {
    const auto sum =
        parallel_reduce(sources_.size(), 8, std::uint64_t{0}, [&](std::size_t begin, std::size_t end) {
          std::uint64_t part = 0;
          for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t own = groups_.label[sources_[i]];
            for (VertexId t = 0; t < graph_.size(); ++t) part += groups_.label[t] != own ? from_[i][t] : 0;
          }
          return part;
        });
    return static_cast<double>(sum) / pairs_;
  }
  /// Whole numbers, so that any order of summing is the same.
  std::vector<double> gains(const std::vector<Pair>& candidates, const RunContext& context) const {
    std::vector<VertexId> ends;
    for (const Pair& p : candidates) ends.insert(ends.end(), {p.a, p.b});
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    std::vector<Distances> from_end(ends.size());
    parallel_each(ends.size(), 1,
                  [&](std::size_t i) { from_end[i] = distances_from(graph_, ends[i], most_); });
    const auto of = [&](VertexId v) -> const Distances& {
      return from_end[static_cast<std::size_t>(std::lower_bound(ends.begin(), ends.end(), v) - ends.begin())];
    };
    std::vector<double> gain(candidates.size());
    parallel_each(candidates.size(), 1, [&](std::size_t c) {
      context.poll();
      const Distances &a = of(candidates[c].a), &b = of(candidates[c].b);
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < sources_.size(); ++i) {
        const VertexId s = sources_[i];
        if (a[s] + 1 >= b[s] && b[s] + 1 >= a[s]) continue;  // neither end comes closer to s
        const bool through_a = a[s] < b[s];
        const std::uint32_t steps = (through_a ? a[s] : b[s]) + 1;
        const Distances &now = from_[i], &onward = through_a ? b : a;
        const std::uint32_t own = groups_.label[s];
        std::uint64_t part = 0;
        for (VertexId t = 0; t < graph_.size(); ++t) {
          const std::uint32_t through = steps + onward[t];
          part += through < now[t] && groups_.label[t] != own ? now[t] - through : 0;
        }
        sum += part;
      }
      gain[c] = static_cast<double>(sum) / pairs_;
    });
    return gain;
  }
  bool has_pairs() const { return pairs_ > 0; }

 private:
  const Growing& graph_;
  const Partition& groups_;
  std::vector<VertexId> sources_;
  std::vector<Distances> from_;
  static constexpr std::uint32_t no_path = ~0u / 4;
  std::uint32_t most_ = no_path;
  double pairs_ = 0;
};

class ControversySeparation {
 public:
  ControversySeparation(const Growing& graph, const Partition& groups, std::uint32_t endpoints)
      : groups_(groups), sizes_(groups.sizes()), ends_(graph.size(), 0) {
    const GroupMembers members = members_by_group(groups);
    for (std::uint32_t g = 0; g < groups.count; ++g) {
      std::vector<VertexId> order(members.of(g).begin(), members.of(g).end());
      std::sort(order.begin(), order.end(), [&](VertexId a, VertexId b) {
        return std::tuple(graph.degree(b), a) < std::tuple(graph.degree(a), b);
      });
      for (std::size_t i = 0; i < std::min<std::size_t>(endpoints, order.size()); ++i) ends_[order[i]] = 1;
    }
  }
  double value(const Growing& graph) const {
    const std::uint32_t k = groups_.count;
    // reach[X][Y]: chance that a walk from a random member of X ends in Y. One absorbing chain per Y, relaxed
    // in place (Gauss-Seidel): the values rise towards the solution and a fixed number of passes keeps them
    // comparable.
    std::vector<std::vector<double>> reach(k, std::vector<double>(k, 0.0));
    std::vector<double> ends_in(graph.size());
    for (std::uint32_t y = 0; y < k; ++y) {
      for (VertexId v = 0; v < graph.size(); ++v)
        ends_in[v] = ends_[v] != 0 && groups_.label[v] == y ? 1.0 : 0.0;
      for (int pass = 0; pass < 200; ++pass) {
        double change = 0;
        for (VertexId v = 0; v < graph.size(); ++v) {
          if (ends_[v] != 0 || graph.degree(v) == 0) continue;
          double sum = 0;
          graph.for_each_contact(v, [&](VertexId u) { sum += ends_in[u]; });
          sum /= static_cast<double>(graph.degree(v));
          change = std::max(change, std::abs(sum - ends_in[v]));
          ends_in[v] = sum;
        }
        if (change < 1e-10) break;
      }
      // The start is one more step back: also walks from an endpoint take their first step.
      for (VertexId v = 0; v < graph.size(); ++v) {
        double first = 0;
        if (graph.degree(v) == 0) continue;
        graph.for_each_contact(v, [&](VertexId u) { first += ends_in[u]; });
        reach[groups_.label[v]][y] += first / static_cast<double>(graph.degree(v)) / sizes_[groups_.label[v]];
      }
    }
    double sum = 0, pairs = 0;
    for (std::uint32_t x = 0; x < k; ++x) {
      for (std::uint32_t y = x + 1; y < k; ++y) {
        // Two-sided, as in the paper: only walks from X or Y that end in X or Y.
        const double to_x = reach[x][x] + reach[y][x], to_y = reach[x][y] + reach[y][y];
        pairs += 1;
        if (to_x == 0 || to_y == 0) {
          sum += 1;  // nothing ends on one side: as separate as can be
        } else {
          sum += (reach[x][x] * reach[y][y] - reach[x][y] * reach[y][x]) / (to_x * to_y);
        }
      }
    }
    return pairs > 0 ? sum / pairs : std::numeric_limits<double>::quiet_NaN();
  }

 private:
  const Partition& groups_;
  std::vector<std::uint32_t> sizes_;
  std::vector<char> ends_;
};

/// Pairs of members in different groups, not connected, both with room; the best-connected of each group
/// where there would be too many.
std::vector<Pair> candidate_pairs(const Growing& graph, const Partition& groups,
                                  const std::vector<std::uint32_t>& taken, const OpeningsOptions& options) {
  const auto has_room = [&](VertexId v) {
    return taken[v] < options.new_ties_per_member &&
           (options.most_contacts == 0 || graph.degree(v) < options.most_contacts);
  };
  std::vector<std::vector<VertexId>> pool(groups.count);
  for (VertexId v = 0; v < graph.size(); ++v) {
    if (has_room(v)) pool[groups.label[v]].push_back(v);
  }
  for (auto& members : pool) {
    std::sort(members.begin(), members.end(), [&](VertexId a, VertexId b) {
      return std::tuple(graph.degree(b), a) < std::tuple(graph.degree(a), b);
    });
  }
  const auto pairs_with = [&](std::size_t most) {
    std::size_t sum = 0, squares = 0;
    for (const auto& members : pool) {
      const std::size_t k = std::min(most, members.size());
      sum += k;
      squares += k * k;
    }
    return (sum * sum - squares) / 2;
  };
  std::size_t most = graph.size();
  while (most > 1 && pairs_with(most) > options.candidates) most -= std::max<std::size_t>(1, most / 8);
  std::vector<VertexId> members;
  for (const auto& group : pool) {
    members.insert(members.end(), group.begin(),
                   group.begin() + static_cast<std::ptrdiff_t>(std::min(most, group.size())));
  }
  std::sort(members.begin(), members.end());
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = i + 1; j < members.size(); ++j) {
      const VertexId a = members[i], b = members[j];
      if (groups.label[a] != groups.label[b] && !graph.connected(a, b)) pairs.push_back({a, b});
    }
  }
  return pairs;
}

void check(const Graph& graph, const Partition& groups) {
  if (graph.directed()) throw Error(ErrorCode::usage, "openings are those of an undirected graph");
  if (groups.label.size() != graph.vertex_count())
    throw Error(ErrorCode::usage, "openings need one group per member");
}

Openings run(const Graph& graph, const Partition& groups, const OpeningsOptions& options,
             const RunContext& context) {
  check(graph, groups);
  Openings result;
  result.separation = options.separation;
  Phase phase(context, "openings", options.count);
  Growing growing(graph);
  std::vector<std::uint32_t> taken(graph.vertex_count(), 0);
  const bool by_distance = options.separation == Separation::distance;
  std::unique_ptr<DistanceSeparation> distance;
  std::unique_ptr<ControversySeparation> controversy;
  if (by_distance) {
    distance = std::make_unique<DistanceSeparation>(growing, groups, options.sources, context);
    result.sampled = options.sources < graph.vertex_count();
    if (!distance->has_pairs()) return result;
    result.before = distance->value();
  } else {
    controversy = std::make_unique<ControversySeparation>(growing, groups, options.endpoints);
    result.before = controversy->value(growing);
    if (std::isnan(result.before)) {
      result.before = 0;
      return result;
    }
  }
  double now = result.before;
  for (std::uint32_t step = 0; step < options.count; ++step) {
    const std::vector<Pair> candidates = candidate_pairs(growing, groups, taken, options);
    if (step == 0) result.candidates = candidates.size();
    std::vector<double> gain;
    if (by_distance) {
      gain = distance->gains(candidates, context);
    } else {
      gain.resize(candidates.size());
      PerThread<Growing> copies([&] { return growing; });
      parallel_each(candidates.size(), 4, [&](std::size_t c) {
        context.poll();
        Growing& copy = copies.local();
        copy.add(candidates[c].a, candidates[c].b);
        gain[c] = now - controversy->value(copy);
        copy.take_back(candidates[c].a, candidates[c].b);
      });
    }
    // Ties within rounding are broken by order of input.
    std::size_t best = candidates.size();
    for (std::size_t c = 0; c < candidates.size(); ++c) {
      if (gain[c] > 1e-12 && (best == candidates.size() || gain[c] > gain[best] + 1e-12)) best = c;
    }
    if (best == candidates.size()) break;
    const auto [a, b] = candidates[best];
    growing.add(a, b);
    ++taken[a];
    ++taken[b];
    if (by_distance) distance->refresh();
    const double after = by_distance ? distance->value() : controversy->value(growing);
    result.ties.push_back({a, b, now - after, after});
    now = after;
    phase.advance();
  }
  return result;
}

}  // namespace

double separation(const Graph& graph, const Partition& groups, Separation kind, std::uint32_t endpoints,
                  const RunContext& context) {
  return with_threads(context, [&] {
    check(graph, groups);
    const Growing growing(graph);
    if (kind == Separation::controversy)
      return ControversySeparation(growing, groups, endpoints).value(growing);
    const DistanceSeparation distance(growing, groups, graph.vertex_count(), context);
    return distance.has_pairs() ? distance.value() : std::numeric_limits<double>::quiet_NaN();
  });
}

Openings openings(const Graph& graph, const Partition& groups, const OpeningsOptions& options,
                  const RunContext& context) {
  return with_threads(context, [&] { return run(graph, groups, options, context); });
}

}  // namespace tertius
