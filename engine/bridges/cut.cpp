#include "engine/bridges/cut.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/bridges/sparse_certificate.hpp"
#include "engine/core/parallel.hpp"

namespace tertius::bridges {
namespace {

/// A depth-first search of every component, its results in arrays: order[i] is the i-th member entered, and a
/// member's subtree is the range [enter, leave) of positions.
struct DepthFirst {
  std::vector<graph::VertexId> order, parent;
  std::vector<graph::VertexId> enter, leave, low;
};

DepthFirst depth_first(const graph::Graph& whole, const RunContext& context) {
  if (whole.directed()) throw Error(ErrorKey::network_unfit, "cut members are those of an undirected graph");
  const graph::VertexId n = whole.vertex_count();
  // Reading rows in turn costs less than following arcs in depth; it pays once they are many.
  const graph::Graph graph =
      whole.edge_count() > 8 * std::uint64_t{n} ? bridges::sparse_certificate(whole, context) : whole;
  DepthFirst search;
  search.order.reserve(n);
  search.parent.assign(n, graph::no_vertex);
  search.enter.assign(n, graph::no_vertex);
  search.leave.assign(n, 0);
  search.low.assign(n, 0);
  std::vector<graph::ArcIndex> next(n);
  std::vector<graph::VertexId> path;
  for (graph::VertexId root = 0; root < n; ++root) {
    if (search.enter[root] != graph::no_vertex) continue;
    const auto open = [&](graph::VertexId v) {
      search.enter[v] = search.low[v] = static_cast<graph::VertexId>(search.order.size());
      search.order.push_back(v);
      next[v] = graph.arcs_begin(v);
      path.push_back(v);
    };
    open(root);
    while (!path.empty()) {
      const graph::VertexId v = path.back();
      if (next[v] == graph.arcs_end(v)) {
        path.pop_back();
        search.leave[v] = static_cast<graph::VertexId>(search.order.size());
        if (!path.empty()) search.low[path.back()] = std::min(search.low[path.back()], search.low[v]);
        continue;
      }
      const graph::VertexId u = graph.target(next[v]++);
      if (search.enter[u] == graph::no_vertex) {
        search.parent[u] = v;
        open(u);
        if (search.order.size() % 65536 == 0) context.poll();
      } else if (u != search.parent[v]) {
        search.low[v] = std::min(search.low[v], search.enter[u]);
      }
    }
  }
  return search;
}

}  // namespace

BlockCutTree block_cut_tree(const graph::Graph& graph, const RunContext& context) {
  const Phase phase(context, "cut members");
  const DepthFirst search = depth_first(graph, context);
  const graph::VertexId n = graph.vertex_count();
  BlockCutTree tree;
  std::vector<std::vector<graph::VertexId>> blocks;
  std::vector<std::uint32_t> blocks_of(n, 0);
  // Children before parents: what is left on the stack when a child closes a block is the block.
  std::vector<graph::VertexId> stack;
  for (std::size_t i = search.order.size(); i-- > 0;) {
    const graph::VertexId v = search.order[i], above = search.parent[v];
    // Members entered after v and still on the stack are v's subtree less the blocks below v.
    stack.push_back(v);
    if (above == graph::no_vertex) {
      stack.pop_back();
      continue;
    }
    if (search.low[v] < search.enter[above]) continue;
    std::vector<graph::VertexId> block{above};
    while (!stack.empty() && search.enter[stack.back()] < search.leave[v]) {
      block.push_back(stack.back());
      stack.pop_back();
    }
    std::sort(block.begin(), block.end());
    for (const graph::VertexId member : block) ++blocks_of[member];
    if (block.size() == 2) tree.cut_connections.emplace_back(block[0], block[1]);
    blocks.push_back(std::move(block));
  }
  std::sort(blocks.begin(), blocks.end());
  std::sort(tree.cut_connections.begin(), tree.cut_connections.end());
  tree.block_begin.push_back(0);
  for (const auto& block : blocks) {
    tree.block_members.insert(tree.block_members.end(), block.begin(), block.end());
    tree.block_begin.push_back(tree.block_members.size());
  }
  for (graph::VertexId v = 0; v < n; ++v) {
    if (blocks_of[v] > 1) tree.cut_members.push_back(v);
  }
  return tree;
}

namespace {

/// What falls apart when a member leaves: the subtrees of those of its children in the search that have no
/// way around it.
class Parts {
 public:
  explicit Parts(const DepthFirst& search)
      : search_(search), root_(search.parent.size()), begin_(search.parent.size() + 1, 0) {
    const auto n = static_cast<graph::VertexId>(root_.size());
    for (const graph::VertexId v : search.order)
      root_[v] = search.parent[v] == graph::no_vertex ? v : root_[search.parent[v]];
    for (graph::VertexId v = 0; v < n; ++v) {
      if (cut_off(v)) ++begin_[search.parent[v] + 1];
    }
    for (graph::VertexId v = 0; v < n; ++v) begin_[v + 1] += begin_[v];
    tops_.resize(begin_[n]);
    std::vector<std::uint32_t> fill(begin_.begin(), begin_.end() - 1);
    for (const graph::VertexId v : search.order) {
      if (cut_off(v)) tops_[fill[search.parent[v]]++] = v;
    }
  }

  /// The uppermost member of each part that the leaving of v cuts off, but for the part above v.
  std::span<const graph::VertexId> below(graph::VertexId v) const {
    return std::span(tops_).subspan(begin_[v], begin_[v + 1] - begin_[v]);
  }
  std::uint64_t size(graph::VertexId top) const {
    return std::uint64_t{search_.leave[top]} - search_.enter[top];
  }
  std::uint64_t component_size(graph::VertexId v) const { return size(root_[v]); }

 private:
  bool cut_off(graph::VertexId v) const {
    return search_.parent[v] != graph::no_vertex && search_.low[v] >= search_.enter[search_.parent[v]];
  }

  const DepthFirst& search_;
  std::vector<graph::VertexId> root_;
  std::vector<std::uint32_t> begin_;  // of each member, into tops_
  std::vector<graph::VertexId> tops_;
};

/// Pairs in one group that a leaving member tears apart.
class PairsOfGroups {
 public:
  PairsOfGroups(const DepthFirst& search, const Parts& parts, const graph::Partition& groups)
      : search_(search), parts_(parts), groups_(groups), alike_before_(search.order.size() + 1, 0) {
    std::vector<std::uint64_t> in_component(groups.count, 0);
    for (graph::VertexId top = 0; top < search.order.size(); ++top) {
      if (search.parent[top] != graph::no_vertex) continue;
      const graph::VertexId from = search.enter[top], to = search.leave[top];
      for (graph::VertexId p = from; p < to; ++p) ++in_component[group_at(p)];
      for (graph::VertexId p = from; p < to; ++p)
        alike_before_[p + 1] = alike_before_[p] + in_component[group_at(p)];
      for (graph::VertexId p = from; p < to; ++p) in_component[group_at(p)] = 0;
    }
  }

  /// One thread's counts by group, zero between calls.
  struct Scratch {
    std::vector<std::uint64_t> in_part, in_parts;
  };
  Scratch scratch() const {
    return {std::vector<std::uint64_t>(groups_.count, 0), std::vector<std::uint64_t>(groups_.count, 0)};
  }

  /// Ordered pairs in one group, both of whom can no longer reach each other without v. With T members of a
  /// group in the component (v left out), c in each part cut off and U in all of these: sum of T^2 - (T-U)^2
  /// - c^2 = 2 T U - U^2 - c^2.
  std::uint64_t torn_apart(graph::VertexId v, Scratch& scratch) const {
    auto& [in_part, in_parts] = scratch;
    std::uint64_t squares = 0, products = 0;
    for (const graph::VertexId top : parts_.below(v)) {
      const graph::VertexId from = search_.enter[top], to = search_.leave[top];
      for (graph::VertexId p = from; p < to; ++p) {
        const std::uint32_t group = group_at(p);
        squares += 2 * (in_part[group]++ + in_parts[group]++) + 2;
      }
      for (graph::VertexId p = from; p < to; ++p) in_part[group_at(p)] = 0;
      products += alike_before_[to] - alike_before_[from];
    }
    products -= in_parts[groups_.label[v]];
    for (const graph::VertexId top : parts_.below(v))
      for (graph::VertexId p = search_.enter[top]; p < search_.leave[top]; ++p) in_parts[group_at(p)] = 0;
    return 2 * products - squares;
  }

 private:
  std::uint32_t group_at(graph::VertexId position) const { return groups_.label[search_.order[position]]; }

  const DepthFirst& search_;
  const Parts& parts_;
  const graph::Partition& groups_;
  /// By position: the members of that member's group in its component, summed up over those before it.
  std::vector<std::uint64_t> alike_before_;
};

}  // namespace

Removal removal(const graph::Graph& graph, const graph::Partition* groups, const RunContext& context) {
  const Phase phase(context, "removal");
  const graph::VertexId n = graph.vertex_count();
  if (groups != nullptr && groups->label.size() != n)
    throw Error(ErrorKey::argument_missing, "removal needs one group per member");
  const DepthFirst search = depth_first(graph, context);
  const Parts parts(search);
  Removal result;
  result.cut_off.assign(n, 0);
  result.parts.assign(n, 0);
  result.lost_pairs.assign(n, 0);
  std::optional<PairsOfGroups> alike;
  if (groups != nullptr) {
    result.lost_cross_pairs.assign(n, 0);
    alike.emplace(search, parts, *groups);
  }
  PerThread<PairsOfGroups::Scratch> scratches(
      [&] { return alike ? alike->scratch() : PairsOfGroups::Scratch{}; });
  parallel_each(n, 256, [&](std::size_t i) {
    const auto v = static_cast<graph::VertexId>(i);
    const std::uint64_t others = parts.component_size(v) - 1;
    if (others == 0) return;
    std::uint64_t rest = others, largest = 0, lost_twice = 0;
    const auto part = [&](std::uint64_t members) {
      if (members == 0) return;
      ++result.parts[v];
      largest = std::max(largest, members);
      lost_twice += members * (others - members);
    };
    for (const graph::VertexId top : parts.below(v)) {
      part(parts.size(top));
      rest -= parts.size(top);
    }
    part(rest);
    result.cut_off[v] = static_cast<std::uint32_t>(others - largest);
    result.lost_pairs[v] = lost_twice / 2;
    if (alike && result.parts[v] > 1)
      result.lost_cross_pairs[v] = (lost_twice - alike->torn_apart(v, scratches.local())) / 2;
  });
  return result;
}

}  // namespace tertius::bridges
