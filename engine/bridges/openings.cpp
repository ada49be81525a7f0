#include "engine/bridges/openings.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/kernels/absorbing_walk.hpp"

namespace tertius::bridges {
namespace {

/// A graph that grows: rows of the base and the few connections added to them.
class Growing {
 public:
  explicit Growing(const graph::Graph& graph) : graph_(graph), extra_(graph.vertex_count()) {}
  void add(graph::VertexId a, graph::VertexId b) {
    extra_[a].push_back(b);
    extra_[b].push_back(a);
  }
  graph::VertexId size() const { return graph_.vertex_count(); }
  std::size_t degree(graph::VertexId v) const { return graph_.degree(v) + extra_[v].size(); }
  bool connected(graph::VertexId a, graph::VertexId b) const {
    return graph_.has_arc(a, b) || std::find(extra_[a].begin(), extra_[a].end(), b) != extra_[a].end();
  }
  template <class Visit>
  void for_each_contact(graph::VertexId v, Visit&& visit) const {
    for (const graph::VertexId u : graph_.neighbours(v)) visit(u);
    for (const graph::VertexId u : extra_[v]) visit(u);
  }

 private:
  const graph::Graph& graph_;
  std::vector<std::vector<graph::VertexId>> extra_;
};

using Distances = std::vector<std::uint32_t>;

/// Steps from `source`, at most `most`: also where there is no path.
Distances distances_from(const Growing& graph, graph::VertexId source, std::uint32_t most) {
  Distances distance(graph.size(), most);
  std::vector<graph::VertexId> queue{source};
  distance[source] = 0;
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint32_t next = distance[queue[i]] + 1;
    if (next >= most) break;
    graph.for_each_contact(queue[i], [&](graph::VertexId u) {
      if (distance[u] != most) return;
      distance[u] = next;
      queue.push_back(u);
    });
  }
  distance[source] = 0;
  return distance;
}

struct Pair {
  graph::VertexId a, b;
};

class DistanceSeparation {
 public:
  DistanceSeparation(const Growing& graph, const graph::Partition& groups, std::uint32_t sources,
                     const RunContext& context)
      : graph_(graph), groups_(groups) {
    for (graph::VertexId v = 0; v < graph.size(); ++v) sources_.push_back(v);
    if (sources < graph.size()) {
      RandomStream random(context.seed, 0x09e);
      shuffle(sources_, random);
      sources_.resize(sources);
      std::sort(sources_.begin(), sources_.end());
    }
    refresh();
    // What no path counts as is fixed before the first connection is added.
    std::uint32_t longest = 0;
    for (const Distances& distances : from_) {
      for (const std::uint32_t d : distances) longest = d == no_path ? longest : std::max(longest, d);
    }
    most_ = std::max(longest, 1U) + 1;
    for (Distances& distances : from_) {
      for (std::uint32_t& d : distances) d = std::min(d, most_);
    }
    for (const graph::VertexId s : sources_) {
      for (graph::VertexId t = 0; t < graph.size(); ++t) pairs_ += groups.label[s] != groups.label[t] ? 1 : 0;
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
            for (graph::VertexId t = 0; t < graph_.size(); ++t)
              part += groups_.label[t] != own ? from_[i][t] : 0;
          }
          return part;
        });
    return static_cast<double>(sum) / pairs_;
  }
  /// Whole numbers, so that any order of summing is the same.
  std::vector<double> gains(const std::vector<Pair>& candidates, const RunContext& context) const {
    std::vector<graph::VertexId> ends;
    for (const Pair& p : candidates) ends.insert(ends.end(), {p.a, p.b});
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    std::vector<Distances> from_end(ends.size());
    parallel_each(ends.size(), 1,
                  [&](std::size_t i) { from_end[i] = distances_from(graph_, ends[i], most_); });
    const auto of = [&](graph::VertexId v) -> const Distances& {
      return from_end[static_cast<std::size_t>(std::lower_bound(ends.begin(), ends.end(), v) - ends.begin())];
    };
    std::vector<double> gain(candidates.size());
    parallel_each(candidates.size(), 1, [&](std::size_t c) {
      context.poll();
      const Distances &a = of(candidates[c].a), &b = of(candidates[c].b);
      std::uint64_t sum = 0;
      for (std::size_t i = 0; i < sources_.size(); ++i) {
        const graph::VertexId s = sources_[i];
        if (a[s] + 1 >= b[s] && b[s] + 1 >= a[s]) continue;  // neither end comes closer to s
        const bool through_a = a[s] < b[s];
        const std::uint32_t steps = (through_a ? a[s] : b[s]) + 1;
        const Distances &now = from_[i], &onward = through_a ? b : a;
        const std::uint32_t own = groups_.label[s];
        std::uint64_t part = 0;
        for (graph::VertexId t = 0; t < graph_.size(); ++t) {
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
  const graph::Partition& groups_;
  std::vector<graph::VertexId> sources_;
  std::vector<Distances> from_;
  static constexpr std::uint32_t no_path = ~0u / 4;
  std::uint32_t most_ = no_path;
  double pairs_ = 0;
};

/// A growing graph and one connection more.
struct WithConnection {
  const Growing& graph;
  Pair connection;
  graph::VertexId size() const { return graph.size(); }
  std::size_t degree(graph::VertexId v) const {
    return graph.degree(v) + (v == connection.a || v == connection.b ? 1 : 0);
  }
  template <class Visit>
  void for_each_contact(graph::VertexId v, Visit&& visit) const {
    graph.for_each_contact(v, visit);
    if (v == connection.a) visit(connection.b);
    if (v == connection.b) visit(connection.a);
  }
};

class ControversySeparation {
 public:
  ControversySeparation(const Growing& graph, const graph::Partition& groups, std::uint32_t endpoints)
      : groups_(groups), ends_(graph::best_connected(graph, groups, groups.count, endpoints)) {}
  /// Mean over pairs of groups.
  template <class Contacts>
  double value(const Contacts& graph, const RunContext& context) const {
    return graph::absorbed_walks(graph, groups_, groups_.count, ends_, {.tolerance = 1e-13}, context)
        .mean_controversy();
  }

 private:
  const graph::Partition& groups_;
  std::vector<char> ends_;
};

/// Pairs of members in different groups, not connected, who may be proposed and have room; the best-connected
/// of each group where there would be too many.
std::vector<Pair> candidate_pairs(const Growing& graph, const graph::Partition& groups,
                                  const std::vector<std::uint32_t>& taken, const OpeningsOptions& options) {
  const auto has_room = [&](graph::VertexId v) {
    return (options.may_propose.empty() || options.may_propose[v]) &&
           taken[v] < options.new_connections_per_member &&
           (options.most_contacts == 0 || graph.degree(v) < options.most_contacts);
  };
  std::vector<std::vector<graph::VertexId>> pool(groups.count);
  for (graph::VertexId v = 0; v < graph.size(); ++v) {
    if (has_room(v)) pool[groups.label[v]].push_back(v);
  }
  for (auto& members : pool) {
    std::sort(members.begin(), members.end(), [&](graph::VertexId a, graph::VertexId b) {
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
  std::vector<graph::VertexId> members;
  for (const auto& group : pool) {
    members.insert(members.end(), group.begin(),
                   group.begin() + static_cast<std::ptrdiff_t>(std::min(most, group.size())));
  }
  std::sort(members.begin(), members.end());
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < members.size(); ++i) {
    for (std::size_t j = i + 1; j < members.size(); ++j) {
      const graph::VertexId a = members[i], b = members[j];
      if (groups.label[a] != groups.label[b] && !graph.connected(a, b)) pairs.push_back({a, b});
    }
  }
  return pairs;
}

void check(const graph::Graph& graph, const graph::Partition& groups) {
  if (graph.directed()) throw Error(ErrorKey::network_unfit, "openings are those of an undirected graph");
  if (groups.label.size() != graph.vertex_count())
    throw Error(ErrorKey::argument_missing, "openings need one group per member");
}

Openings run(const graph::Graph& graph, const graph::Partition& groups, const OpeningsOptions& options,
             const RunContext& context) {
  check(graph, groups);
  if (!options.may_propose.empty() && options.may_propose.size() != graph.vertex_count())
    throw Error(ErrorKey::argument_missing,
                "openings need to know of every member whether they may be proposed");
  Openings result;
  result.separation = options.separation;
  result.wanted = options.count;
  Phase phase(context, "openings", options.count);
  Growing growing(graph);
  std::vector<std::uint32_t> taken(graph.vertex_count(), 0);
  const bool by_distance = options.separation == Separation::distance;
  std::unique_ptr<DistanceSeparation> distance;
  std::unique_ptr<ControversySeparation> controversy;
  if (by_distance) {
    distance = std::make_unique<DistanceSeparation>(growing, groups, options.sources, context);
    result.sampled = options.sources < graph.vertex_count();
    result.before = distance->has_pairs() ? distance->value() : std::numeric_limits<double>::quiet_NaN();
  } else {
    controversy = std::make_unique<ControversySeparation>(growing, groups, options.endpoints);
    result.before = controversy->value(growing, context);
  }
  if (std::isnan(result.before)) return result;
  double now = result.before;
  for (std::uint32_t step = 0; step < options.count; ++step) {
    const std::vector<Pair> candidates = candidate_pairs(growing, groups, taken, options);
    if (step == 0) result.candidates = candidates.size();
    std::vector<double> gain;
    if (by_distance) {
      gain = distance->gains(candidates, context);
    } else {
      gain.resize(candidates.size());
      parallel_each(candidates.size(), 4, [&](std::size_t c) {
        gain[c] = now - controversy->value(WithConnection{growing, candidates[c]}, context);
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
    const double after = by_distance ? distance->value() : controversy->value(growing, context);
    result.connections.push_back({a, b, now - after, after});
    now = after;
    phase.advance();
  }
  return result;
}

}  // namespace

double separation(const graph::Graph& graph, const graph::Partition& groups, Separation kind,
                  std::uint32_t endpoints, const RunContext& context) {
  return with_threads(context, [&] {
    check(graph, groups);
    const Growing growing(graph);
    if (kind == Separation::controversy)
      return ControversySeparation(growing, groups, endpoints).value(growing, context);
    const DistanceSeparation distance(growing, groups, graph.vertex_count(), context);
    return distance.has_pairs() ? distance.value() : std::numeric_limits<double>::quiet_NaN();
  });
}

Openings openings(const graph::Graph& graph, const graph::Partition& groups, const OpeningsOptions& options,
                  const RunContext& context) {
  return with_threads(context, [&] { return run(graph, groups, options, context); });
}

}  // namespace tertius::bridges
