#include "engine/clusters/label_propagation.hpp"

#include "engine/clusters/leiden/connected.hpp"
#include "engine/clusters/leiden/moving.hpp"

namespace tertius::clusters {
namespace {

template <class R>
graph::Partition propagate(const graph::Graph& graph, const R& rows, unsigned passes,
                           const RunContext& context) {
  using M = Volume<std::int64_t>;
  const graph::VertexId n = graph.vertex_count();
  Buffer<M> volume(n);
  Buffer<Label> start(n);
  parallel_each(n, 1 << 14, [&](std::size_t v) {
    volume[v] = {1};
    start[v] = static_cast<Label>(v);
  });
  const Level<R, M> level{n, rows, volume.data(), 0.0,
                          graph.arc_count()};  // scale 0: weight is all that counts
  Assignment<M> state = assignment_of(level, start);
  move_in_rounds(level, state, hash64(context.seed, 0x1abe1), {.enough = 0.001, .passes = passes}, context);
  state.label = connected_parts(level, state.label, context);
  return graph::canonical(std::span<const Label>(state.label));
}

}  // namespace

graph::Partition propagate_labels(const graph::Graph& graph, unsigned passes, const RunContext& context) {
  const Phase phase(context, "label propagation");
  if (graph.vertex_count() == 0) return {};
  return with_threads(context, [&] {
    const graph::Rows& rows = graph.out_rows();
    const graph::ArcIndex* offsets = rows.offsets.data();
    if (!graph.weighted()) {
      return propagate(graph, UnitRows<std::int64_t>{offsets, offsets + 1, rows.targets.data()}, passes,
                       context);
    }
    const double scale = unit_scale(rows);
    return propagate(graph, ScaledRows{offsets, offsets + 1, rows.targets.data(), rows.weights.data(), scale},
                     passes, context);
  });
}

}  // namespace tertius::clusters
