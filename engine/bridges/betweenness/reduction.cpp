#include "engine/bridges/betweenness/reduction.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"
#include "engine/core/random.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::bridges {
namespace {

/// Takes leaves off until none is left. alive[v] says what remains; weight[v] counts v and what was folded
/// into it; known[v] collects the ordered pairs that meet in v.
void fold_trees(const graph::Graph& graph, const RunContext& context, std::vector<char>& alive,
                std::vector<double>& weight, std::vector<double>& known) {
  const graph::VertexId n = graph.vertex_count();
  std::vector<graph::VertexId> degree(n), leaves;
  for (graph::VertexId v = 0; v < n; ++v) {
    degree[v] = graph.degree(v);
    if (degree[v] == 1) leaves.push_back(v);
  }
  for (std::size_t next = 0; next < leaves.size(); ++next) {
    const graph::VertexId leaf = leaves[next];
    if (degree[leaf] != 1) continue;  // the last of a tree has nobody left to hang on
    alive[leaf] = 0;
    for (const graph::VertexId stem : graph.neighbours(leaf)) {
      if (alive[stem] == 0) continue;
      known[stem] += 2 * weight[leaf] * (weight[stem] - 1);  // with the trees that hang on the stem already
      weight[stem] += weight[leaf];
      if (--degree[stem] == 1) leaves.push_back(stem);
    }
  }
  const graph::Partition components = graph::connected_components(graph, context);
  const std::vector<std::uint32_t> sizes = components.sizes();
  for (graph::VertexId v = 0; v < n; ++v) {
    known[v] += 2 * (weight[v] - 1) * (sizes[components.label[v]] - weight[v]);
  }
}

/// twin_of[v]: the smallest member with v's contacts among the living, v itself where there is none other.
std::vector<graph::VertexId> find_twins(const graph::Graph& graph, const std::vector<char>& alive,
                                        std::vector<char>& open_twin) {
  const graph::VertexId n = graph.vertex_count();
  struct Signature {
    std::uint64_t hash;
    graph::VertexId degree;
    graph::VertexId member;
    bool operator<(const Signature& other) const {
      return std::tie(hash, degree, member) < std::tie(other.hash, other.degree, other.member);
    }
  };
  std::vector<graph::VertexId> twin_of(n);
  std::iota(twin_of.begin(), twin_of.end(), graph::VertexId{0});
  open_twin.assign(n, 0);
  std::vector<char> taken(n, 0);
  for (const bool closed : {false, true}) {
    std::vector<Signature> signatures(n);
    parallel_each(n, 1024, [&](std::size_t i) {
      const auto v = static_cast<graph::VertexId>(i);
      Signature& s = signatures[i] = {closed ? hash64(v) : 0, 0, v};
      for (const graph::VertexId u : graph.neighbours(v)) {
        if (alive[u] == 0) continue;
        s.hash += hash64(u);
        ++s.degree;
      }
    });
    std::erase_if(signatures, [&](const Signature& s) {
      return alive[s.member] == 0 || taken[s.member] != 0 || s.degree == 0;
    });
    parallel_sort(signatures.begin(), signatures.end());
    // Rows are compared as well, so that equal hashes alone never make twins.
    const auto same = [&](graph::VertexId a, graph::VertexId b) {
      const auto left = graph.neighbours(a), right = graph.neighbours(b);
      std::size_t i = 0, j = 0;
      while (true) {
        while (i < left.size() && (alive[left[i]] == 0 || (closed && left[i] == b))) ++i;
        while (j < right.size() && (alive[right[j]] == 0 || (closed && right[j] == a))) ++j;
        if (i == left.size() || j == right.size()) return i == left.size() && j == right.size();
        if (left[i++] != right[j++]) return false;
      }
    };
    for (std::size_t i = 0; i < signatures.size();) {
      const Signature& first = signatures[i];
      std::size_t j = i + 1;
      for (;
           j < signatures.size() && signatures[j].hash == first.hash && signatures[j].degree == first.degree;
           ++j) {
        const graph::VertexId member = signatures[j].member;
        if ((closed && !graph.has_arc(first.member, member)) || !same(first.member, member)) break;
        twin_of[member] = first.member;
        taken[member] = taken[first.member] = 1;
        open_twin[member] = open_twin[first.member] = closed ? 0 : 1;
      }
      i = j;
    }
  }
  return twin_of;
}

}  // namespace

ReducedGraph reduce(const graph::Graph& graph, bool fold, const RunContext& context) {
  const graph::VertexId n = graph.vertex_count();
  std::vector<char> alive(n, 1), open_twin(n, 0);
  std::vector<double> weight(n, 1.0);
  std::vector<graph::VertexId> twin_of(n);
  std::iota(twin_of.begin(), twin_of.end(), graph::VertexId{0});
  ReducedGraph result;
  result.known_of_member.assign(n, 0.0);
  if (fold) {
    fold_trees(graph, context, alive, weight, result.known_of_member);
    twin_of = find_twins(graph, alive, open_twin);
  }
  const auto represents = [&](graph::VertexId v) { return alive[v] != 0 && twin_of[v] == v; };

  std::vector<graph::VertexId> order;
  for (graph::VertexId v = 0; v < n; ++v) {
    if (represents(v)) order.push_back(v);
  }
  parallel_sort(order.begin(), order.end(), [&](graph::VertexId a, graph::VertexId b) {
    return std::tuple(graph.degree(b), a) < std::tuple(graph.degree(a), b);
  });
  const std::size_t classes = order.size();
  result.class_of.assign(n, graph::no_vertex);
  for (std::size_t c = 0; c < classes; ++c) result.class_of[order[c]] = static_cast<graph::VertexId>(c);
  result.members.assign(classes, 0.0);
  result.weight.assign(classes, 0.0);
  std::vector<double> squares(classes, 0.0);
  for (graph::VertexId v = 0; v < n; ++v) {
    if (alive[v] == 0) continue;
    const graph::VertexId c = result.class_of[v] = result.class_of[twin_of[v]];
    result.members[c] += 1;
    result.weight[c] += weight[v];
    squares[c] += weight[v] * weight[v];
  }

  result.offsets.assign(classes + 1, 0);
  const auto for_each_target = [&](std::size_t c, auto&& visit) {
    for (const graph::VertexId u : graph.neighbours(order[c])) {
      if (represents(u)) visit(result.class_of[u]);
    }
  };
  parallel_each(classes, 1024, [&](std::size_t c) {
    graph::ArcIndex count = 0;
    for_each_target(c, [&](graph::VertexId) { ++count; });
    result.offsets[c] = count;
  });
  result.targets = Buffer<graph::VertexId>(exclusive_prefix_sum(result.offsets));
  parallel_each(classes, 1024, [&](std::size_t c) {
    graph::VertexId* out = result.targets.data() + result.offsets[c];
    for_each_target(c, [&](graph::VertexId target) { *out++ = target; });
    std::sort(result.targets.data() + result.offsets[c], out);
  });

  // Twins that do not know each other meet through every common contact, and through nobody else.
  result.known_of_class.assign(classes, 0.0);
  for (std::size_t c = 0; c < classes; ++c) {
    if (result.members[c] < 2 || open_twin[order[c]] == 0) continue;
    double contacts = 0;
    const auto row = result.row(static_cast<graph::VertexId>(c));
    for (const graph::VertexId x : row) contacts += result.members[x];
    const double pairs = result.weight[c] * result.weight[c] - squares[c];
    for (const graph::VertexId x : row) result.known_of_class[x] += pairs / contacts;
  }
  return result;
}

}  // namespace tertius::bridges
