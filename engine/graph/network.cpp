#include "engine/graph/network.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/parallel.hpp"
#include "engine/core/setting_name.hpp"

namespace tertius::graph {
namespace {

/// Rows of members with other numbers: those that `now` gives them, no_vertex for whom it leaves out.
class RowMover {
 public:
  RowMover(std::span<const VertexId> order, std::span<const VertexId> now, const RunContext& context)
      : order_(order), now_(now), context_(context) {}

  /// The rows, and for each of their arcs the arc that it was.
  std::pair<OwnedRows, std::vector<ArcIndex>> moved(const Rows& rows) const {
    OwnedRows result;
    result.offsets = Buffer<ArcIndex>(order_.size() + 1);
    result.offsets[0] = 0;
    for (std::size_t i = 0; i < order_.size(); ++i) {
      ArcIndex kept = 0;
      for (ArcIndex arc = rows.offsets[order_[i]]; arc < rows.offsets[order_[i] + 1]; ++arc)
        kept += now_[rows.targets[arc]] != no_vertex ? 1 : 0;
      result.offsets[i + 1] = result.offsets[i] + kept;
    }
    const ArcIndex arcs = result.offsets[order_.size()];
    result.targets = Buffer<VertexId>(arcs);
    if (!rows.weights.empty()) result.weights = Buffer<double>(arcs);
    std::vector<ArcIndex> was(arcs);
    parallel_blocks(order_.size(), 256, [&](std::size_t begin, std::size_t end) {
      context_.poll();
      std::vector<std::pair<VertexId, ArcIndex>> row;
      for (std::size_t i = begin; i < end; ++i) {
        row.clear();
        for (ArcIndex arc = rows.offsets[order_[i]]; arc < rows.offsets[order_[i] + 1]; ++arc)
          if (const VertexId target = now_[rows.targets[arc]]; target != no_vertex)
            row.emplace_back(target, arc);
        std::sort(row.begin(), row.end());
        ArcIndex at = result.offsets[i];
        for (const auto& [target, arc] : row) {
          result.targets[at] = target;
          if (!rows.weights.empty()) result.weights[at] = rows.weights[arc];
          was[at++] = arc;
        }
      }
    });
    return {std::move(result), std::move(was)};
  }

 private:
  std::span<const VertexId> order_, now_;
  const RunContext& context_;
};

template <class T>
Array<T> picked(const Array<T>& values, const std::vector<ArcIndex>& which) {
  if (values.empty()) return {};
  std::vector<T> result(which.size());
  for (std::size_t i = 0; i < which.size(); ++i) result[i] = values[which[i]];
  return result;
}

Column picked(const Column& column, std::span<const VertexId> order) {
  Column result = column.like();
  for (const VertexId v : order) result.push_back(v < column.size() ? column.text(v) : std::string_view());
  result.set_type(column.type());
  return result;
}

}  // namespace

void Affiliations::refuse(const Row& row) const {
  throw Error(
      ErrorKey::member_unknown,
      "affiliation " + std::to_string(&row - rows.begin() + 1) + " of " + std::to_string(rows.size()) +
          " names a member, group or role that there is not; expected the snapshot as it was written: "
          "it was altered (" +
          setting_name("verify") + " says where)");
}

Network rearranged(const Network& network, std::span<const VertexId> order, const RunContext& context) {
  return with_threads(context, [&] {
    std::vector<VertexId> now(network.members.size(), no_vertex);
    for (std::size_t i = 0; i < order.size(); ++i) now[order[i]] = static_cast<VertexId>(i);
    const RowMover mover(order, now, context);
    Network result;
    auto [rows, was] = mover.moved(network.graph.out_rows());
    result.graph = Graph(std::move(rows));
    if (network.arcs.vertex_count() > 0)
      result.arcs =
          Graph(mover.moved(network.arcs.out_rows()).first, mover.moved(network.arcs.in_rows()).first);
    result.connections = {picked(network.connections.since, was), picked(network.connections.kind, was),
                          network.connections.kinds};
    for (const VertexId v : order) result.members.ids.add(network.members.ids[v]);
    result.members.ids.compact();
    if (network.members.names) result.members.names = picked(*network.members.names, order);
    for (const Column& column : network.members.columns)
      result.members.columns.push_back(picked(column, order));
    const Affiliations& all = network.affiliations;
    result.affiliations = {{}, all.groups, all.kinds, all.roles};
    all.for_each_row(network.members.size(), [&](Affiliations::Row row) {
      row.member = now[row.member];
      if (row.member != no_vertex) result.affiliations.rows.own().push_back(row);
    });
    std::vector<Consent> states;
    if (!network.consent.unrestricted())
      for (const VertexId v : order) states.push_back(network.consent.of(v));
    result.consent = network.consent.with_states(std::move(states), network.consent.naming());
    return result;
  });
}

}  // namespace tertius::graph
