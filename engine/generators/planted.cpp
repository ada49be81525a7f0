#include "engine/generators/planted.hpp"

#include <cmath>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/generators/edge_list.hpp"
#include "engine/generators/permutation.hpp"

namespace tertius::generators {
namespace {

/// Visits each number of [begin, end) with the given probability, in time that depends on the hits alone: the
/// gaps between hits are geometric (Batagelj & Brandes 2005, doi:10.1103/PhysRevE.71.036113).
template <class Visit>
void visit_some(std::uint64_t begin, std::uint64_t end, double probability, RandomStream& random,
                Visit&& visit) {
  if (!(probability > 0.0)) return;
  if (probability >= 1.0) {
    for (std::uint64_t x = begin; x < end; ++x) visit(x);
    return;
  }
  const double scale = 1.0 / std::log1p(-probability);
  for (std::uint64_t x = begin; x < end; ++x) {
    const double gap = std::floor(std::log1p(-random.real()) * scale);
    if (gap >= static_cast<double>(end - x)) return;
    x += static_cast<std::uint64_t>(gap);
    visit(x);
  }
}

}  // namespace

graph::Network generate_planted(const PlantedOptions& options, const RunContext& context) {
  const std::uint64_t n = options.members, k = options.groups;
  if (n < 2) refuse("members", options.members, "at least 2");
  if (k < 1 || 2 * k > n) refuse("groups", options.groups, "1 to half of the members");
  if (!(options.mixing >= 0.0 && options.mixing <= 1.0)) refuse("mixing", options.mixing, "0 to 1");
  if (k == 1 && options.mixing > 0.0) refuse("mixing", options.mixing, "0 where there is one group");
  const double size = static_cast<double>(n) / static_cast<double>(k);
  const double inside = (1.0 - options.mixing) * options.degree / (size - 1.0);
  const double across = k == 1 ? 0.0 : options.mixing * options.degree / (static_cast<double>(n) - size);
  if (!(options.degree >= 0.0) || inside > 1.0 || across > 1.0) {
    refuse("degree", options.degree,
           "at least 0, and not more ties than a group of " + std::to_string(n / k) + " can hold");
  }
  return with_threads(context, [&] {
    // Group g holds the places [g n / k, (g + 1) n / k); who sits where is random, so that ids tell nothing.
    const auto first = [&](std::uint64_t g) { return g * n / k; };
    const generators::Permutation member(n, hash64(context.seed, 0));
    std::vector<std::uint32_t> group_at(n), groups(n);
    for (std::uint64_t g = 0; g < k; ++g) {
      for (std::uint64_t place = first(g); place < first(g + 1); ++place)
        group_at[place] = static_cast<std::uint32_t>(g);
    }
    generators::EdgeList edges = [&] {
      const Phase phase(context, "generate");
      return generators::collect_edges(
          n, 4096, context, [&](std::size_t begin, std::size_t end, auto& found) {
            for (std::uint64_t place = begin; place < end; ++place) {
              const auto v = static_cast<graph::VertexId>(member(place));
              groups[v] = group_at[place];
              const auto connection = [&](std::uint64_t other) {
                found.push_back({v, static_cast<graph::VertexId>(member(other))});
              };
              const std::uint64_t group_end = first(group_at[place] + std::uint64_t{1});
              RandomStream random(context.seed, 1, place);
              visit_some(place + 1, group_end, inside, random, connection);
              visit_some(group_end, n, across, random, connection);
            }
          });
    }();
    return generators::network_of(options.members, std::move(edges), groups, context);
  });
}

}  // namespace tertius::generators
