#include "engine/clusters/label_propagation.hpp"

#include "engine/clusters/leiden/connected.hpp"
#include "engine/clusters/leiden/moving.hpp"

namespace tertius {
namespace {

using namespace communities;

template <class R>
Partition propagate(const Graph& graph, const R& rows, unsigned passes, const RunContext& context) {
  using M = Mass<std::int64_t>;
  const VertexId n = graph.vertex_count();
  Buffer<M> mass(n);
  Buffer<Label> start(n);
  parallel_each(n, 1 << 14, [&](std::size_t v) {
    mass[v] = {1};
    start[v] = static_cast<Label>(v);
  });
  const Level<R, M> level{n, rows, mass.data(), 0.0,
                          graph.arc_count()};  // scale 0: weight is all that counts
  Assignment<M> state = assignment_of(level, start);
  move_in_rounds(level, state, hash64(context.seed, 0x1abe1), {.enough = 0.001, .passes = passes}, context);
  state.label = connected_parts(level, state.label, context);
  return canonical(std::span<const Label>(state.label));
}

}  // namespace

Partition propagate_labels(const Graph& graph, unsigned passes, const RunContext& context) {
  const Phase phase(context, "label propagation");
  if (graph.vertex_count() == 0) return {};
  return with_threads(context, [&] {
    const Rows& rows = graph.out_rows();
    const ArcIndex* offsets = rows.offsets.data();
    if (!graph.weighted()) {
      return propagate(graph, UnitRows<std::int64_t>{offsets, offsets + 1, rows.targets.data()}, passes,
                       context);
    }
    const double scale = unit_scale(rows);
    return propagate(graph, ScaledRows{offsets, offsets + 1, rows.targets.data(), rows.weights.data(), scale},
                     passes, context);
  });
}

}  // namespace tertius
