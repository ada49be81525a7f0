#include "engine/bridges/sparse_certificate.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/core/buffer.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::bridges {
namespace {

/// A breadth-first forest of the connections that `usable(v, u)` allows: every member's parent, or itself.
/// Level by level in ascending order of members, so that a parent is the first contact in the level above:
/// then two such forests are a certificate, and a level may as well be found from the members not yet found,
/// which ask for their first contact in it (S. Beamer, K. Asanovic & D. Patterson 2012,
/// doi:10.1109/SC.2012.50).
template <class Usable>
class BreadthFirst {
 public:
  BreadthFirst(const graph::Graph& graph, Usable usable)
      : graph_(graph),
        usable_(usable),
        parent_(graph.vertex_count()),
        found_(graph.vertex_count(), false),
        on_level_(graph.vertex_count(), false),
        unfound_arcs_(graph.arc_count()) {}

  Buffer<graph::VertexId> forest(const RunContext& context) && {
    for (graph::VertexId root = 0; root < graph_.vertex_count(); ++root) {
      if (found_[root]) continue;
      find(root, root);
      while (!next_.empty()) {
        context.poll();
        level_.swap(next_);
        next_.clear();
        graph::ArcIndex arcs = 0;
        for (const graph::VertexId v : level_) arcs += graph_.degree(v);
        if (arcs > unfound_arcs_ / 8 && level_.size() > 64) {
          ask_for_parents();
        } else {
          scan();
        }
      }
    }
    return std::move(parent_);
  }

 private:
  void find(graph::VertexId v, graph::VertexId parent) {
    found_[v] = true;
    parent_[v] = parent;
    next_.push_back(v);
    unfound_arcs_ -= graph_.degree(v);
  }
  void scan() {
    for (const graph::VertexId v : level_) {
      for (const graph::VertexId u : graph_.neighbours(v)) {
        if (!found_[u] && usable_(v, u)) find(u, v);
      }
    }
    std::sort(next_.begin(), next_.end());
  }
  void ask_for_parents() {
    for (const graph::VertexId v : level_) on_level_[v] = true;
    for (graph::VertexId u = 0; u < graph_.vertex_count(); ++u) {
      if (found_[u]) continue;
      for (const graph::VertexId v : graph_.neighbours(u)) {
        if (!on_level_[v] || !usable_(v, u)) continue;
        find(u, v);
        break;
      }
    }
    for (const graph::VertexId v : level_) on_level_[v] = false;
  }

  const graph::Graph& graph_;
  Usable usable_;
  Buffer<graph::VertexId> parent_;
  std::vector<bool> found_, on_level_;
  std::vector<graph::VertexId> level_, next_;
  graph::ArcIndex unfound_arcs_;
};

}  // namespace

graph::Graph sparse_certificate(const graph::Graph& graph, const RunContext& context) {
  const auto all = [](graph::VertexId, graph::VertexId) { return true; };
  const Buffer<graph::VertexId> first = BreadthFirst(graph, all).forest(context);
  const auto left_over = [&](graph::VertexId v, graph::VertexId u) { return first[v] != u && first[u] != v; };
  const Buffer<graph::VertexId> second = BreadthFirst(graph, left_over).forest(context);
  std::vector<graph::VertexId> sources, targets;
  for (const Buffer<graph::VertexId>* forest : {&first, &second}) {
    for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
      if ((*forest)[v] == v) continue;
      sources.push_back(v);
      targets.push_back((*forest)[v]);
    }
  }
  return graph::build_graph(graph.vertex_count(), {sources, targets}, {}, context).graph;
}

}  // namespace tertius::bridges
