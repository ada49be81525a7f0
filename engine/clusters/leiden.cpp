#include "engine/clusters/leiden.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/random.hpp"

namespace tertius {
namespace {

using Label = std::uint32_t;

/// A graph of communities: what lies inside one is left out, its mass is the sum over its members.
struct Level {
  std::vector<ArcIndex> begin{0};
  std::vector<VertexId> target;
  std::vector<double> weight;
  std::vector<double> mass;  // strength for modularity, members for the constant Potts model

  VertexId size() const { return static_cast<VertexId>(mass.size()); }
};

/// Gains are in units of weight: moving into community C is worth w(v, C) - scale * mass(v) * mass(C).
struct Model {
  double scale;
};

Level base_level(const Graph& graph, Objective objective) {
  Level level;
  const VertexId n = graph.vertex_count();
  level.begin.assign(graph.out_rows().offsets.begin(), graph.out_rows().offsets.end());
  if (level.begin.empty()) level.begin.push_back(0);
  level.target.assign(graph.out_rows().targets.begin(), graph.out_rows().targets.end());
  if (graph.weighted())
    level.weight.assign(graph.out_rows().weights.begin(), graph.out_rows().weights.end());
  else
    level.weight.assign(graph.arc_count(), 1.0);
  for (VertexId v = 0; v < n; ++v)
    level.mass.push_back(objective == Objective::modularity ? graph.strength(v) : 1.0);
  return level;
}

/// Weights from one vertex to each community around it.
struct Around {
  std::vector<double> weight;
  std::vector<Label> touched;

  explicit Around(std::size_t n) : weight(n, 0.0) {}
  void add(Label c, double w) {
    if (weight[c] == 0.0) touched.push_back(c);
    weight[c] += w;
  }
  void clear() {
    for (const Label c : touched) weight[c] = 0.0;
    touched.clear();
  }
};

bool move_members(const Level& g, Model model, std::vector<Label>& label, RandomStream random,
                  const RunContext& context) {
  const VertexId n = g.size();
  std::vector<double> mass(n, 0.0);
  std::vector<VertexId> size(n, 0);
  for (VertexId v = 0; v < n; ++v) {
    mass[label[v]] += g.mass[v];
    ++size[label[v]];
  }
  std::vector<Label> free;
  for (Label c = n; c-- > 0;) {
    if (size[c] == 0) free.push_back(c);
  }
  std::vector<VertexId> queue(n);
  std::iota(queue.begin(), queue.end(), VertexId{0});
  shuffle(queue, random);
  std::vector<char> waiting(n, 1);
  Around around(n);
  bool moved = false;
  for (std::size_t at = 0; at < queue.size(); ++at) {
    if (at % 1024 == 0) context.poll();
    const VertexId v = queue[at];
    waiting[v] = 0;
    const Label old = label[v];
    for (ArcIndex a = g.begin[v]; a < g.begin[v + 1]; ++a) around.add(label[g.target[a]], g.weight[a]);
    const double push = model.scale * g.mass[v];
    const double stay = around.weight[old] - push * (mass[old] - g.mass[v]);
    Label best = old;
    double most = stay + 1e-12 * std::abs(stay);
    for (const Label c : around.touched) {
      const double gain = around.weight[c] - push * mass[c];
      if (c != old && gain > most) {
        most = gain;
        best = c;
      }
    }
    if (most < 0 && size[old] > 1 && !free.empty()) {
      best = free.back();
      free.pop_back();
    }
    around.clear();
    if (best == old) continue;
    mass[old] -= g.mass[v];
    mass[best] += g.mass[v];
    if (--size[old] == 0) free.push_back(old);
    ++size[best];
    label[v] = best;
    moved = true;
    for (ArcIndex a = g.begin[v]; a < g.begin[v + 1]; ++a) {
      const VertexId u = g.target[a];
      if (label[u] != best && waiting[u] == 0) {
        waiting[u] = 1;
        queue.push_back(u);
      }
    }
  }
  return moved;
}

/// Communities split into well-connected parts: every vertex starts alone and, while it is alone, may join a
/// part of its community that it has a tie with.
std::vector<Label> refine(const Level& g, Model model, const std::vector<Label>& label, RandomStream random) {
  const VertexId n = g.size();
  std::vector<Label> part(n);
  std::iota(part.begin(), part.end(), Label{0});
  std::vector<double> mass = g.mass, whole(n, 0.0), outward(n, 0.0);
  std::vector<VertexId> size(n, 1), order(n);
  for (VertexId v = 0; v < n; ++v) {
    whole[label[v]] += g.mass[v];
    for (ArcIndex a = g.begin[v]; a < g.begin[v + 1]; ++a) {
      if (label[g.target[a]] == label[v]) outward[v] += g.weight[a];
    }
  }
  std::iota(order.begin(), order.end(), VertexId{0});
  shuffle(order, random);
  Around around(n);
  for (const VertexId v : order) {
    const double rest = whole[label[v]] - g.mass[v];
    if (size[v] != 1 || part[v] != v || outward[v] < model.scale * g.mass[v] * rest) continue;
    for (ArcIndex a = g.begin[v]; a < g.begin[v + 1]; ++a) {
      if (label[g.target[a]] == label[v]) around.add(part[g.target[a]], g.weight[a]);
    }
    Label best = v;
    double most = 0;
    for (const Label c : around.touched) {
      const double gain = around.weight[c] - model.scale * g.mass[v] * mass[c];
      const bool well = outward[c] >= model.scale * mass[c] * (whole[label[v]] - mass[c]);
      if (gain > most && well) {
        most = gain;
        best = c;
      }
    }
    if (best != v) {
      outward[best] += outward[v] - 2 * around.weight[best];
      mass[best] += mass[v];
      mass[v] = 0;
      size[v] = 0;
      ++size[best];
      part[v] = best;
    }
    around.clear();
  }
  return part;
}

/// Numbers the labels, all below `bound`, in order of first appearance; returns how many there are.
Label renumber(std::vector<Label>& label, std::size_t bound) {
  std::vector<Label> name(bound, no_vertex);
  Label count = 0;
  for (Label& l : label) {
    if (name[l] == no_vertex) name[l] = count++;
    l = name[l];
  }
  return count;
}

Level aggregate(const Level& g, const std::vector<Label>& part, Label count) {
  Level next;
  next.mass.assign(count, 0.0);
  const GroupMembers groups = members_by_group({part, count});
  Around around(count);
  for (Label c = 0; c < count; ++c) {
    for (const VertexId v : groups.of(c)) {
      next.mass[c] += g.mass[v];
      for (ArcIndex a = g.begin[v]; a < g.begin[v + 1]; ++a) {
        if (part[g.target[a]] != c) around.add(part[g.target[a]], g.weight[a]);
      }
    }
    for (const Label d : around.touched) {
      next.target.push_back(d);
      next.weight.push_back(around.weight[d]);
    }
    next.begin.push_back(next.target.size());
    around.clear();
  }
  return next;
}

/// One iteration: moves, refines and aggregates until no community changes. Returns whether anything moved.
bool iterate(const Level& base, Model model, std::vector<Label>& label, std::uint64_t seed,
             std::uint32_t& levels, std::vector<std::vector<Label>>& hierarchy, const RunContext& context) {
  Level level;
  const Level* g = &base;
  std::vector<Label> vertex(label.size());  // of each member at this level
  std::iota(vertex.begin(), vertex.end(), Label{0});
  std::vector<Label> current = label;
  bool any = false;
  hierarchy.clear();
  for (levels = 1;; ++levels) {
    any = move_members(*g, model, current, RandomStream(seed, levels, 0), context) || any;
    for (std::size_t v = 0; v < label.size(); ++v) label[v] = current[vertex[v]];
    hierarchy.push_back(label);
    std::vector<Label> part = refine(*g, model, current, RandomStream(seed, levels, 1));
    const Label count = renumber(part, g->size());
    if (count == g->size()) break;
    std::vector<Label> above(count);
    for (VertexId v = 0; v < g->size(); ++v) above[part[v]] = current[v];
    renumber(above, g->size());
    level = aggregate(*g, part, count);
    g = &level;
    for (Label& v : vertex) v = part[v];
    current = std::move(above);
  }
  return any;
}

/// Communities cut into their connected parts.
void split(const Level& g, std::vector<Label>& label) {
  std::vector<Label> part(label.size(), no_vertex);
  std::vector<VertexId> stack;
  for (VertexId s = 0; s < g.size(); ++s) {
    if (part[s] != no_vertex) continue;
    part[s] = s;
    stack.push_back(s);
    while (!stack.empty()) {
      const VertexId v = stack.back();
      stack.pop_back();
      for (ArcIndex a = g.begin[v]; a < g.begin[v + 1]; ++a) {
        const VertexId u = g.target[a];
        if (part[u] != no_vertex || label[u] != label[v]) continue;
        part[u] = s;
        stack.push_back(u);
      }
    }
  }
  label = std::move(part);
}

}  // namespace

LeidenResult leiden(const Graph& graph, const LeidenOptions& options, const RunContext& context) {
  if (!(options.resolution >= 0) || !std::isfinite(options.resolution)) {
    throw Error(ErrorCode::usage, "the resolution of clusters must be 0 or more");
  }
  if (options.runs == 0) throw Error(ErrorCode::usage, "clusters need at least one run");
  Phase phase(context, "leiden", options.runs);
  const Level base = base_level(graph, options.objective);
  const double total = std::accumulate(base.mass.begin(), base.mass.end(), 0.0);
  const Model model{options.objective == Objective::cpm ? options.resolution
                    : total > 0                         ? options.resolution / total
                                                        : 0};
  LeidenResult best;
  for (unsigned run = 0; run < options.runs; ++run) {
    LeidenResult result;
    std::vector<Label> label(graph.vertex_count());
    std::iota(label.begin(), label.end(), Label{0});
    std::vector<std::vector<Label>> hierarchy;
    for (std::uint32_t i = 0; options.iterations == 0 || i < options.iterations; ++i) {
      const bool moved =
          iterate(base, model, label, hash64(context.seed + run, i), result.levels, hierarchy, context);
      split(base, label);
      result.iterations = i + 1;
      if (!moved || i >= 100) break;
    }
    result.partition = canonical(label);
    result.quality = quality(graph, result.partition, options.objective, options.resolution, context);
    if (options.keep_levels) {
      for (const auto& l : hierarchy) result.hierarchy.push_back(canonical(l));
      if (!result.hierarchy.empty()) result.hierarchy.back() = result.partition;
    }
    if (run == 0 || result.quality > best.quality) best = std::move(result);
    phase.advance();
  }
  best.modularity = modularity(graph, best.partition, 1.0, context);
  best.disconnected = disconnected_groups(graph, best.partition, context);
  return best;
}

}  // namespace tertius
