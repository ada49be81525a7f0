#include "engine/pipeline/whatif.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/building/builder.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::pipeline {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

double share(double part, double whole) {
  return whole > 0 ? part / whole : undefined;
}
std::uint64_t pairs_of(std::uint64_t members) {
  return members * (members - (members > 0 ? 1 : 0)) / 2;
}

/// Pairs with a path between them, all and in different groups.
std::pair<std::uint64_t, std::uint64_t> connected_pairs(const graph::Partition& components,
                                                        const graph::Partition& groups) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> in_both;
  for (std::size_t v = 0; v < components.label.size(); ++v) ++in_both[{components.label[v], groups.label[v]}];
  std::uint64_t all = 0, alike = 0;
  for (const std::uint32_t size : components.sizes()) all += pairs_of(size);
  for (const auto& [key, size] : in_both) alike += pairs_of(size);
  return {all, all - alike};
}

struct Steps {
  std::uint64_t sum = 0, pairs = 0, cross_sum = 0, cross_pairs = 0;
  void add(std::uint32_t steps, bool cross) {
    sum += steps;
    ++pairs;
    cross_sum += cross ? steps : 0;
    cross_pairs += cross ? 1 : 0;
  }
  Steps operator+(const Steps& o) const {
    return {sum + o.sum, pairs + o.pairs, cross_sum + o.cross_sum, cross_pairs + o.cross_pairs};
  }
  double mean() const { return share(static_cast<double>(sum), static_cast<double>(pairs)); }
  double cross_mean() const {
    return share(static_cast<double>(cross_sum), static_cast<double>(cross_pairs));
  }
};

/// Steps of all pairs before and after connections came, and of those that had a path before.
struct StepsOfBoth {
  Steps before, after, kept;
  std::uint64_t shorter = 0;
  StepsOfBoth operator+(const StepsOfBoth& o) const {
    return {before + o.before, after + o.after, kept + o.kept, shorter + o.shorter};
  }
};

std::vector<graph::VertexId> sources_of(graph::VertexId members, graph::VertexId most,
                                        const RunContext& context) {
  std::vector<graph::VertexId> sources(members);
  std::iota(sources.begin(), sources.end(), graph::VertexId{0});
  if (sources.size() > most) {
    RandomStream random(context.seed, 0x0f1f);
    shuffle(sources, random);
    sources.resize(most);
  }
  return sources;
}

Steps measure_steps(const graph::Graph& graph, const graph::Partition& groups, graph::VertexId most,
                    const RunContext& context) {
  const std::vector<graph::VertexId> sources = sources_of(graph.vertex_count(), most, context);
  return parallel_reduce(sources.size(), 4, Steps{}, [&](std::size_t begin, std::size_t end) {
    context.poll();
    Steps part;
    for (std::size_t i = begin; i < end; ++i) {
      const auto distances = graph::bfs_distances(graph, sources[i]);
      for (graph::VertexId t = 0; t < graph.vertex_count(); ++t) {
        if (t == sources[i] || distances[t] == graph::unreachable) continue;
        part.add(distances[t], groups.label[t] != groups.label[sources[i]]);
      }
    }
    return part;
  });
}

/// The same of both states, member by member; nobody left.
StepsOfBoth measure_both(const graph::Graph& before, const graph::Graph& after,
                         const graph::Partition& groups, graph::VertexId most, const RunContext& context) {
  const std::vector<graph::VertexId> sources = sources_of(before.vertex_count(), most, context);
  return parallel_reduce(sources.size(), 4, StepsOfBoth{}, [&](std::size_t begin, std::size_t end) {
    context.poll();
    StepsOfBoth part;
    for (std::size_t i = begin; i < end; ++i) {
      const auto then = graph::bfs_distances(before, sources[i]),
                 now = graph::bfs_distances(after, sources[i]);
      for (graph::VertexId t = 0; t < before.vertex_count(); ++t) {
        if (t == sources[i] || now[t] == graph::unreachable) continue;
        const bool cross = groups.label[t] != groups.label[sources[i]];
        part.after.add(now[t], cross);
        if (then[t] == graph::unreachable) continue;
        part.before.add(then[t], cross);
        part.kept.add(now[t], cross);
        part.shorter += now[t] < then[t] ? 1 : 0;
      }
    }
    return part;
  });
}

void set_distances(const Steps& steps, Cohesion& result) {
  result.mean_distance = steps.mean();
  result.mean_cross_distance = steps.cross_mean();
}

void measure_groups(const graph::Graph& graph, const graph::Partition& groups, Cohesion& result) {
  double internal = 0, external = 0, inside_weight = 0, weight = 0;
  std::vector<double> strength(groups.count, 0.0);
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    for (graph::ArcIndex a = graph.arcs_begin(v); a < graph.arcs_end(v); ++a) {
      const bool alike = groups.label[v] == groups.label[graph.target(a)];
      (alike ? internal : external) += 1;
      if (alike) inside_weight += graph.weight(a);
      weight += graph.weight(a);
      strength[groups.label[v]] += graph.weight(a);
    }
  }
  result.ei_index = share(external - internal, external + internal);
  double expected = 0;
  for (const double s : strength) expected += weight > 0 ? s / weight * (s / weight) : 0;
  result.modularity = weight > 0 ? inside_weight / weight - expected : undefined;
}

/// Who stays, renumbered, with the new connections.
struct Remaining {
  graph::Graph graph;
  graph::Partition groups;
  std::vector<graph::VertexId> members;  // old numbers
};

Remaining changed(const graph::Graph& graph, const graph::Partition& groups, const Change& change,
                  const RunContext& context) {
  const graph::VertexId n = graph.vertex_count();
  std::vector<char> leaves(n, 0);
  for (const graph::VertexId v : change.without) leaves[v] = 1;
  Remaining result;
  std::vector<graph::VertexId> now(n, graph::no_vertex);
  for (graph::VertexId v = 0; v < n; ++v) {
    if (leaves[v] != 0) continue;
    now[v] = static_cast<graph::VertexId>(result.members.size());
    result.members.push_back(v);
    result.groups.label.push_back(groups.label[v]);
  }
  result.groups.count = groups.count;
  std::vector<graph::VertexId> sources, targets;
  std::vector<double> weights;
  const auto add = [&](graph::VertexId u, graph::VertexId v, double w) {
    sources.push_back(now[u]);
    targets.push_back(now[v]);
    if (graph.weighted()) weights.push_back(w);
  };
  for (graph::VertexId u = 0; u < n; ++u) {
    if (leaves[u] != 0) continue;
    for (graph::ArcIndex a = graph.arcs_begin(u); a < graph.arcs_end(u); ++a) {
      if (u < graph.target(a) && leaves[graph.target(a)] == 0) add(u, graph.target(a), graph.weight(a));
    }
  }
  for (const auto& [a, b] : change.with) {
    if (a == b) throw Error(ErrorKey::option_value, "what if: a new tie needs two different members");
    if (leaves[a] != 0 || leaves[b] != 0)
      throw Error(ErrorKey::option_value, "what if: a new tie concerns a member who leaves");
    if (!graph.has_arc(a, b)) add(a, b, 1.0);
  }
  result.graph = graph::build_graph(static_cast<graph::VertexId>(result.members.size()),
                                    {sources, targets, weights}, {.merge = graph::Merge::maximum}, context)
                     .graph;
  return result;
}

/// Which of the connections asked for are new, each once, and how far apart their ends were.
void tell_connections(const graph::Graph& graph, const Change& change, WhatIf& result) {
  std::set<std::pair<graph::VertexId, graph::VertexId>> seen;
  for (const auto& [a, b] : change.with) {
    if (!seen.insert(std::minmax(a, b)).second) continue;
    if (graph.has_arc(a, b)) {
      result.known_connections.emplace_back(a, b);
    } else {
      result.new_connections.push_back({a, b, graph::bfs_distances(graph, a)[b]});
    }
  }
}

/// All but the distances.
Cohesion without_distances(const graph::Graph& graph, const graph::Partition& groups,
                           const RunContext& context) {
  Cohesion result;
  result.members = graph.vertex_count();
  result.connections = graph.edge_count();
  const graph::Partition components = graph::connected_components(graph, context);
  result.components = components.count;
  for (const std::uint32_t size : components.sizes()) {
    result.largest = std::max(result.largest, size);
    result.isolated += size == 1 ? 1 : 0;
  }
  const auto [connected, cross] = connected_pairs(components, groups);
  std::uint64_t alike = 0;
  for (const std::uint32_t size : groups.sizes()) alike += pairs_of(size);
  const std::uint64_t all = pairs_of(result.members);
  result.reach = share(static_cast<double>(connected), static_cast<double>(all));
  result.cross_reach = share(static_cast<double>(cross), static_cast<double>(all - alike));
  measure_groups(graph, groups, result);
  return result;
}

}  // namespace

Cohesion cohesion(const graph::Graph& graph, const graph::Partition& groups, graph::VertexId sources,
                  const RunContext& context) {
  return with_threads(context, [&] {
    if (groups.label.size() != graph.vertex_count())
      throw Error(ErrorKey::argument_missing, "cohesion needs one group per member");
    Cohesion result = without_distances(graph, groups, context);
    set_distances(measure_steps(graph, groups, sources, context), result);
    return result;
  });
}

WhatIf what_if(const graph::Graph& graph, const graph::Partition& groups, const Change& change,
               graph::VertexId sources, const RunContext& context) {
  return with_threads(context, [&] {
    if (groups.label.size() != graph.vertex_count())
      throw Error(ErrorKey::argument_missing, "what if needs one group per member");
    if (change.without.empty() && change.with.empty())
      throw Error(ErrorKey::option_value, "what if: nothing is to change");
    const Phase phase(context, "what if");
    const Remaining remaining = changed(graph, groups, change, context);
    WhatIf result;
    tell_connections(graph, change, result);
    result.before = without_distances(graph, groups, context);
    result.after = without_distances(remaining.graph, remaining.groups, context);
    result.sampled = graph.vertex_count() > sources;
    if (change.without.empty()) {
      const StepsOfBoth steps = measure_both(graph, remaining.graph, groups, sources, context);
      set_distances(steps.before, result.before);
      set_distances(steps.after, result.after);
      result.closer = report::BroughtCloser{
          share(static_cast<double>(steps.shorter), static_cast<double>(steps.kept.pairs)), steps.kept.mean(),
          steps.kept.cross_mean()};
    } else {
      set_distances(measure_steps(graph, groups, sources, context), result.before);
      set_distances(measure_steps(remaining.graph, remaining.groups, sources, context), result.after);
    }

    const graph::Partition before = graph::connected_components(graph, context),
                           after = graph::connected_components(remaining.graph, context);
    // Members who stay, by their component before and after.
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> part;
    std::map<std::uint32_t, std::uint64_t> old_size;
    for (graph::VertexId i = 0; i < remaining.members.size(); ++i) {
      ++part[{before.label[remaining.members[i]], after.label[i]}];
      ++old_size[before.label[remaining.members[i]]];
    }
    std::uint64_t still = 0, were = 0, are = 0;
    std::map<std::uint32_t, std::pair<std::uint64_t, std::uint32_t>>
        largest;  // old component -> size, new component
    for (const auto& [key, size] : part) {
      still += pairs_of(size);
      auto& most = largest[key.first];
      if (size > most.first) most = {size, key.second};
    }
    for (const auto& [component, size] : old_size) were += pairs_of(size);
    for (const std::uint32_t size : after.sizes()) are += pairs_of(size);
    result.lost_pairs = were - still;
    result.won_pairs = are - still;
    for (graph::VertexId i = 0; i < remaining.members.size(); ++i) {
      const graph::VertexId v = remaining.members[i];
      if (after.label[i] != largest[before.label[v]].second) result.cut_off.push_back(v);
    }
    return result;
  });
}

std::vector<report::ComparedFigure> figures_of(const WhatIf& r) {
  using report::ComparedFigure;
  const Cohesion &b = r.before, &a = r.after;
  const auto count = [](report::FieldInfo info, auto before, auto after) {
    info.type = report::FieldType::natural;
    return ComparedFigure{info, static_cast<double>(before), static_cast<double>(after)};
  };
  const auto share = [](report::FieldInfo info, double before, double after) {
    info.unit = "share";
    info.nullable = info.percent = true;
    info.decimals = 1;
    return ComparedFigure{info, before, after};
  };
  const auto figure = [](report::FieldInfo info, double before, double after) {
    info.nullable = true;
    info.decimals = 4;
    return ComparedFigure{info, before, after};
  };
  return {
      count({.key = "members", .title = "members", .meaning = "of the network."}, b.members, a.members),
      count({.key = "connections", .title = "connections", .meaning = "of the network."}, b.connections,
            a.connections),
      count({.key = "components",
             .title = "separate parts",
             .meaning = "groups of members without a path between them."},
            b.components, a.components),
      count({.key = "largest", .title = "members of the largest part", .meaning = "of these parts."},
            b.largest, a.largest),
      count({.key = "isolated", .title = "members without any tie", .meaning = "who know nobody."},
            b.isolated, a.isolated),
      share({.key = "reach",
             .title = "pairs who can reach each other",
             .meaning = "of all pairs of members, those with a path between them."},
            b.reach, a.reach),
      share({.key = "cross_reach",
             .title = "the same across groups",
             .meaning = "of the pairs in different groups, those with a path between them."},
            b.cross_reach, a.cross_reach),
      figure({.key = "mean_distance",
              .title = "mean steps between members",
              .meaning = "who reach each other.",
              .unit = "steps"},
             b.mean_distance, a.mean_distance),
      figure({.key = "mean_cross_distance",
              .title = "mean steps across groups",
              .meaning = "between members of different groups who reach each other.",
              .unit = "steps"},
             b.mean_cross_distance, a.mean_cross_distance),
      figure({.key = "ei_index",
              .title = "E-I index (1: all ties leave)",
              .meaning = "ties outside minus ties inside the groups, divided by both: -1 closed, 1 open."},
             b.ei_index, a.ei_index),
      figure({.key = "modularity",
              .title = "modularity of the groups",
              .meaning = "share of ties inside groups less what chance would put there."},
             b.modularity, a.modularity)};
}

report::WhatIfReport what_if(const graph::Network& network, const graph::Grouping& grouping,
                             const Change& change, graph::VertexId sources, const RunContext& context) {
  WhatIf result = what_if(network.graph, grouping.partition, change, sources, context);
  return {.network = &network,
          .by = grouping.by,
          .without = change.without,
          .with = change.with,
          .figures = figures_of(result),
          .cut_off = std::move(result.cut_off),
          .lost_pairs = result.lost_pairs,
          .won_pairs = result.won_pairs,
          .new_connections = std::move(result.new_connections),
          .known_connections = std::move(result.known_connections),
          .closer = result.closer,
          .sampled = result.sampled};
}

std::vector<report::FieldList> whatif_columns() {
  report::FieldList list{"figures", {}, false};
  for (const report::ComparedFigure& one : figures_of({})) list.fields.push_back(one.info);
  return {list};
}

}  // namespace tertius::pipeline
