#include "engine/bubbles/missing_bridges.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "engine/bubbles/null_model.hpp"
#include "engine/core/parallel.hpp"
#include "engine/graph/kernels/traversal.hpp"

namespace tertius::bubbles {
namespace {

constexpr std::uint32_t most_groups = 2048;

/// Half the deviance of a Poisson count.
double surprise_of(double observed, double expected) {
  return expected - observed + (observed > 0 ? observed * std::log(observed / expected) : 0);
}

std::vector<MissingBridge> gaps(const graph::Partition& groups, const MixingMatrix& mixing,
                                const MissingBridgeOptions& options) {
  std::vector<MissingBridge> found;
  const std::vector<std::uint32_t> sizes = groups.sizes();
  const std::uint32_t count = std::min(groups.count, most_groups);
  for (std::uint32_t a = 0; a < count; ++a) {
    for (std::uint32_t b = a + 1; b < count; ++b) {
      const double pairs = static_cast<double>(sizes[a]) * sizes[b];
      const double expected = std::min(mixing.expected(a, b), pairs);
      if (expected < options.least_surprise)
        continue;  // not even the absence of all connections would surprise
      MissingBridge gap{.a = a, .b = b, .connections = mixing.connections(a, b), .expected = expected};
      const double observed = static_cast<double>(gap.connections);
      const double few = options.most_per_member * std::min(sizes[a], sizes[b]);
      if (observed > few || gap.connections > options.most_connections) continue;
      gap.surprise = surprise_of(observed, expected);
      if (observed > options.most_ratio * expected || gap.surprise < options.least_surprise) continue;
      found.push_back(std::move(gap));
    }
  }
  const auto order = [&](const MissingBridge& gap) {
    return std::tuple(-gap.surprise, -static_cast<std::int64_t>(sizes[gap.a]) - sizes[gap.b], gap.a, gap.b);
  };
  std::sort(found.begin(), found.end(),
            [&](const MissingBridge& x, const MissingBridge& y) { return order(x) < order(y); });
  if (found.size() > options.most) found.resize(options.most);
  for (MissingBridge& gap : found) gap.z = joined_at_random(mixing, gap.a, gap.b).z;
  return found;
}

/// Members of `side` who may be named, by their distance from the group whose distances these are.
std::vector<ClosestMember> closest(const graph::Graph& graph, std::span<const graph::VertexId> side,
                                   const std::vector<std::uint32_t>& distance,
                                   const MissingBridgeOptions& options) {
  const auto closed = [&](graph::VertexId v) { return !options.may_name.empty() && !options.may_name[v]; };
  std::uint32_t nearest = graph::unreachable;
  for (const graph::VertexId v : side)
    if (!closed(v)) nearest = std::min(nearest, distance[v]);
  std::vector<ClosestMember> found;
  if (nearest == graph::unreachable) return found;
  // Those one step further away too, where the nearest are few.
  for (const graph::VertexId v : side) {
    if (closed(v) || distance[v] > nearest + 1) continue;
    ClosestMember member{v, distance[v], 0};
    for (const graph::VertexId u : graph.neighbours(v)) member.ways += distance[u] + 1 == distance[v] ? 1 : 0;
    found.push_back(member);
  }
  std::sort(found.begin(), found.end(), [](const ClosestMember& x, const ClosestMember& y) {
    return std::tuple(x.steps, y.ways, x.member) < std::tuple(y.steps, x.ways, y.member);
  });
  if (found.size() > options.members) found.resize(options.members);
  return found;
}

}  // namespace

std::vector<MissingBridge> missing_bridges(const graph::Graph& graph, const graph::Partition& groups,
                                           const MixingMatrix& mixing, const MissingBridgeOptions& options,
                                           const RunContext& context) {
  if (groups.label.size() != graph.vertex_count() || mixing.groups() != groups.count)
    throw Error(ErrorKey::argument_missing,
                "missing bridges need one group per member and their mixing matrix");
  return with_threads(context, [&] {
    const Phase phase(context, "missing bridges");
    std::vector<MissingBridge> found = gaps(groups, mixing, options);
    const graph::GroupMembers members = graph::members_by_group(groups);
    parallel_each(found.size() * 2, 1, [&](std::size_t i) {
      context.poll();
      MissingBridge& gap = found[i / 2];
      const std::uint32_t here = i % 2 == 0 ? gap.a : gap.b, there = i % 2 == 0 ? gap.b : gap.a;
      (i % 2 == 0 ? gap.from_a : gap.from_b) =
          closest(graph, members.of(here), graph::bfs_distances(graph, members.of(there)), options);
    });
    return found;
  });
}

}  // namespace tertius::bubbles
