#include "engine/bubbles/segregation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/core/parallel.hpp"

namespace tertius::bubbles {
namespace {

double share(double part, double whole) {
  return whole > 0 ? part / whole : std::numeric_limits<double>::quiet_NaN();
}

double ei(double external, double internal) {
  return share(external - internal, external + internal);
}

/// Distance from chance as a share of the largest possible one in that direction.
double coleman(double own_choices, double chance) {
  if (own_choices >= chance) return share(own_choices - chance, 1 - chance);
  return share(own_choices - chance, chance);
}

}  // namespace

Segregation segregation(const MixingMatrix& mixing, const graph::Partition& groups) {
  Segregation result;
  const std::vector<std::uint32_t> sizes = groups.sizes();
  const double n = static_cast<double>(groups.label.size());
  const double all = 2.0 * static_cast<double>(mixing.total_connections());
  double chance = 0;
  for (std::uint32_t g = 0; g < groups.count; ++g) {
    GroupSegregation s;
    s.size = sizes[g];
    s.internal_connections = mixing.internal(g);
    s.external_connections = mixing.external(g);
    const double internal = static_cast<double>(s.internal_connections),
                 external = static_cast<double>(s.external_connections);
    const double ends = static_cast<double>(mixing.ends(g));
    s.inside_share = share(internal, internal + external);
    // Chance gives D^2 / 4m connections inside, and so many ends less that many connections in all.
    s.expected_share = share(ends, 2 * all - ends);
    s.ratio = share(s.inside_share, s.expected_share);
    s.ei_edges = ei(external, internal);
    s.ei_ends = ei(external, 2 * internal);
    s.coleman = coleman(share(2 * internal, ends), share(s.size - 1.0, n - 1));
    s.conductance = share(external, std::min(ends, all - ends));
    chance += all > 0 ? ends / all * (ends / all) : 0;
    result.groups.push_back(s);
  }
  const double internal = static_cast<double>(mixing.total_internal());
  result.ei_index = ei(all / 2 - internal, internal);
  // A sum of squared shares that is 1 but for rounding means that one group holds every connection.
  const bool one_group = std::any_of(result.groups.begin(), result.groups.end(),
                                     [](const GroupSegregation& g) { return g.expected_share >= 1; });
  result.assortativity = one_group ? std::numeric_limits<double>::quiet_NaN()
                                   : share(share(2 * internal, all) - chance, 1 - chance);
  return result;
}

NumericAssortativity numeric_assortativity(const graph::Graph& graph, const std::vector<double>& values,
                                           const RunContext& context) {
  if (values.size() != graph.vertex_count())
    throw Error(ErrorKey::argument_missing, "assortativity needs one value per member");
  struct Sums {
    double ends = 0, x = 0, xx = 0, xy = 0;
    Sums operator+(const Sums& o) const { return {ends + o.ends, x + o.x, xx + o.xx, xy + o.xy}; }
  };
  return with_threads(context, [&] {
    // Values are moved by their mean first: what is summed is then of the size of what differs.
    double mean = 0, known = 0;
    for (const double value : values) {
      if (std::isnan(value)) continue;
      mean += value;
      known += 1;
    }
    mean = known > 0 ? mean / known : 0;
    const Sums sums = parallel_reduce(values.size(), 4096, Sums{}, [&](std::size_t begin, std::size_t end) {
      Sums part;
      for (std::size_t v = begin; v < end; ++v) {
        if (std::isnan(values[v])) continue;
        const double x = values[v] - mean;
        for (const graph::VertexId u : graph.neighbours(static_cast<graph::VertexId>(v))) {
          if (std::isnan(values[u])) continue;
          part = part + Sums{1, x, x * x, x * (values[u] - mean)};
        }
      }
      return part;
    });
    NumericAssortativity result;
    result.connections = static_cast<std::uint64_t>(sums.ends) / 2;
    const double centre = sums.ends > 0 ? sums.x / sums.ends : 0;
    const double variance = share(sums.xx, sums.ends) - centre * centre;
    const bool varies = variance > 1e-14 * std::max(1.0, share(sums.xx, sums.ends));
    result.r = varies ? (sums.xy / sums.ends - centre * centre) / variance
                      : std::numeric_limits<double>::quiet_NaN();
    return result;
  });
}

}  // namespace tertius::bubbles
