#include "engine/bubbles/bubbles.hpp"

#include <algorithm>
#include <limits>

namespace tertius::bubbles {
namespace {

graph::AbsorbedWalks walk(const graph::Graph& graph, const graph::Partition& groups,
                          const BubblesOptions& options, const RunContext& context) {
  const Phase phase(context, "controversy");
  constexpr std::uint64_t affordable = 1'000'000'000;  // arcs times groups, in each of some tens of passes
  const std::uint64_t most = affordable / std::max<graph::ArcIndex>(1, graph.arc_count());
  const auto usual = static_cast<std::uint32_t>(std::clamp<std::uint64_t>(most, 2, 24));
  const std::uint32_t walked = std::min(options.walked_groups.value_or(usual), groups.count);
  // No more memory than the network has, where that is much.
  constexpr std::uint64_t little = std::uint64_t{64} << 20, bytes_of_column = 32;
  const std::uint64_t most_bytes =
      std::max(little, 4 * graph.arc_count() + 8 * std::uint64_t{graph.vertex_count()});
  graph::WalkOptions walks;
  while (walks.columns > 2 && walks.columns * bytes_of_column * graph.vertex_count() > most_bytes)
    walks.columns /= 2;
  const graph::GraphContacts contacts{graph};
  return graph::absorbed_walks(contacts, groups, walked,
                               graph::best_connected(contacts, groups, walked, options.endpoints), walks,
                               context);
}

}  // namespace

Bubbles bubbles(const graph::Graph& graph, const graph::Partition& groups, const BubblesOptions& options,
                const RunContext& context) {
  return with_threads(context, [&] {
    Bubbles result;
    result.mixing = mixing_matrix(graph, groups, context);
    result.segregation = segregation(result.mixing, groups);
    PermutationOptions permutation = options.permutation;
    if (options.fitted) permutation = {.permutations = 0, .model = NullModel::rewired};
    result.chance = permutation_test(graph, groups, result.mixing, permutation, context);
    result.exposure = exposure(graph, groups, result.mixing, context);
    result.walks = walk(graph, groups, options, context);
    result.missing = missing_bridges(graph, groups, result.mixing, options.missing, context);
    for (MissingBridge& gap : result.missing) {
      if (options.fitted) gap.z = std::numeric_limits<double>::quiet_NaN();
    }
    return result;
  });
}

}  // namespace tertius::bubbles
