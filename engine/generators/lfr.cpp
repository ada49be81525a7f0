#include "engine/generators/lfr.hpp"
#include "engine/core/parallel_sort.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <unordered_set>
#include <vector>

#include "engine/core/random.hpp"
#include "engine/generators/edge_list.hpp"

namespace tertius::generators {
namespace {

enum Stream : std::uint64_t { degrees, sizes, rounding, places, inner_pairs, outer_pairs };

/// x^(1 - exponent) integrated: the continuous power law between two bounds, by inverting its distribution.
class PowerLaw {
 public:
  PowerLaw(double low, double high, double exponent) : low_(low), high_(high), exponent_(exponent) {}

  double at(double quantile) const {
    const double e = 1.0 - exponent_;
    if (std::abs(e) < 1e-9) return low_ * std::pow(high_ / low_, quantile);
    const double a = std::pow(low_, e), b = std::pow(high_, e);
    return std::pow(a + quantile * (b - a), 1.0 / e);
  }
  double mean() const {
    const auto moment = [&](double e) {  // integral of x^(e - 1)
      return std::abs(e) < 1e-9 ? std::log(high_ / low_) : (std::pow(high_, e) - std::pow(low_, e)) / e;
    };
    return high_ > low_ ? moment(2.0 - exponent_) / moment(1.0 - exponent_) : low_;
  }

 private:
  double low_, high_, exponent_;
};

/// A whole number whose expected value is x.
graph::VertexId rounded(double x, RandomStream random) {
  const double whole = std::floor(x);
  return static_cast<graph::VertexId>(whole) + (random.real() < x - whole ? 1 : 0);
}

std::vector<graph::VertexId> draw_degrees(const LfrOptions& options, std::uint64_t seed) {
  // The lower bound that gives the mean asked for, by bisection.
  double low = 1.0, high = options.degree;
  for (int step = 0; step < 60; ++step) {
    const double middle = (low + high) / 2;
    (PowerLaw(middle, options.max_degree, options.degree_exponent).mean() < options.degree ? low : high) =
        middle;
  }
  const PowerLaw law(high, options.max_degree, options.degree_exponent);
  std::vector<graph::VertexId> drawn(options.members);
  parallel_each(drawn.size(), 4096, [&](std::size_t v) {
    RandomStream random(seed, degrees, v);
    const double x = law.at(random.real());
    drawn[v] = std::clamp<graph::VertexId>(rounded(x, random), 1, options.max_degree);
  });
  return drawn;
}

std::vector<graph::VertexId> draw_sizes(const LfrOptions& options, std::uint64_t seed) {
  const PowerLaw law(options.min_group, options.max_group, options.group_exponent);
  RandomStream random(seed, sizes);
  std::vector<graph::VertexId> drawn;
  graph::VertexId left = options.members;
  while (left >= options.min_group) {
    const graph::VertexId size = std::min(rounded(law.at(random.real()), random), left);
    drawn.push_back(std::clamp(size, options.min_group, options.max_group));
    left -= drawn.back();
  }
  // Who is left over joins groups that have room; where none has, one more group is cut short.
  for (graph::VertexId& size : drawn) {
    const graph::VertexId joining = std::min(left, options.max_group - size);
    size += joining;
    left -= joining;
  }
  if (left > 0) drawn.push_back(left);
  return drawn;
}

/// Members with the largest inner degrees choose first, each a random seat in a group larger than its inner
/// degree. Where none is left, the member takes the seat that comes free next and keeps fewer inner
/// connections.
std::vector<std::uint32_t> assign_groups(std::vector<graph::VertexId>& inner,
                                         const std::vector<graph::VertexId>& group_sizes,
                                         std::uint64_t seed) {
  std::vector<graph::VertexId> members(inner.size());
  std::iota(members.begin(), members.end(), graph::VertexId{0});
  parallel_sort(members.begin(), members.end(), [&](graph::VertexId a, graph::VertexId b) {
    return inner[a] != inner[b] ? inner[a] > inner[b] : a < b;
  });
  std::vector<std::uint32_t> by_size(group_sizes.size());
  std::iota(by_size.begin(), by_size.end(), 0u);
  std::sort(by_size.begin(), by_size.end(), [&](std::uint32_t a, std::uint32_t b) {
    return group_sizes[a] != group_sizes[b] ? group_sizes[a] > group_sizes[b] : a < b;
  });
  std::vector<std::uint32_t> group(inner.size()), seats;
  std::size_t opened = 0;
  RandomStream random(seed, places);
  for (const graph::VertexId v : members) {
    while (opened < by_size.size() && (seats.empty() || group_sizes[by_size[opened]] > inner[v])) {
      seats.insert(seats.end(), group_sizes[by_size[opened]], by_size[opened]);
      ++opened;
    }
    const std::size_t seat = random.below(seats.size());
    group[v] = seats[seat];
    seats[seat] = seats.back();
    seats.pop_back();
    inner[v] = std::min(inner[v], group_sizes[group[v]] - 1);
  }
  return group;
}

/// Pairs the stubs at random. Loops, repeats and pairs that `allowed` refuses exchange an end with a pair
/// drawn at random, if both are right then, a number of times. What stays impossible is left out.
template <class Allowed>
void pair_stubs(std::vector<graph::VertexId>& stubs, RandomStream random, Allowed&& allowed,
                std::vector<Edge>& edges) {
  shuffle(stubs, random);
  std::unordered_set<std::uint64_t> present;
  present.reserve(stubs.size());
  const auto key = [](const Edge& e) {
    return std::uint64_t{std::min(e.source, e.target)} << 32 | std::max(e.source, e.target);
  };
  const auto fits = [&](const Edge& e) {
    return e.source != e.target && allowed(e) && !present.contains(key(e));
  };
  std::vector<Edge> refused;
  for (std::size_t i = 0; i + 1 < stubs.size(); i += 2) {
    const Edge edge{stubs[i], stubs[i + 1]};
    if (fits(edge)) {
      present.insert(key(edge));
      edges.push_back(edge);
    } else {
      refused.push_back(edge);
    }
  }
  for (int round = 0; round < 50 && !refused.empty() && !edges.empty(); ++round) {
    std::erase_if(refused, [&](const Edge& e) {
      Edge& other = edges[random.below(edges.size())];
      const Edge a{e.source, other.target}, b{other.source, e.target};
      if (key(a) == key(b) || !fits(a) || !fits(b)) return false;
      present.erase(key(other));
      present.insert({key(a), key(b)});
      other = a;
      edges.push_back(b);
      return true;
    });
  }
}

void check(const LfrOptions& options) {
  if (options.members < 2) refuse("members", options.members, "at least 2");
  if (options.max_degree < 1 || options.max_degree >= options.members) {
    refuse("max-degree", options.max_degree, "1 to one less than the members");
  }
  if (!(options.mixing >= 0.0 && options.mixing <= 1.0)) refuse("mixing", options.mixing, "0 to 1");
  if (options.min_group < 2 || options.min_group > options.members) {
    refuse("min-group", options.min_group, "2 to the members");
  }
  if (options.max_group < options.min_group || options.max_group > options.members) {
    refuse("max-group", options.max_group, "min-group to the members");
  }
  for (const double exponent : {options.degree_exponent, options.group_exponent}) {
    if (!(exponent > 0.0 && exponent < 20.0)) refuse("exponent", exponent, "more than 0 and less than 20");
  }
  const double least = PowerLaw(1.0, options.max_degree, options.degree_exponent).mean();
  if (!(options.degree >= least && options.degree <= options.max_degree)) {
    refuse("degree", options.degree,
           fmt::format("{:.2f} (what the power law up to max-degree has at least) to max-degree", least));
  }
}

}  // namespace

graph::Network generate_lfr(const LfrOptions& options, const RunContext& context) {
  check(options);
  return with_threads(context, [&] {
    std::vector<std::uint32_t> group;
    EdgeList edges = [&] {
      const Phase phase(context, "generate");
      const std::uint64_t seed = context.seed;
      const std::vector<graph::VertexId> degree = draw_degrees(options, seed);
      const std::vector<graph::VertexId> group_sizes = draw_sizes(options, seed);
      std::vector<graph::VertexId> inner(degree.size()), outer(degree.size());
      for (std::size_t v = 0; v < degree.size(); ++v) {
        inner[v] = rounded((1.0 - options.mixing) * degree[v], RandomStream(seed, rounding, v));
        outer[v] = degree[v] - inner[v];
      }
      group = assign_groups(inner, group_sizes, seed);
      const graph::GroupMembers members =
          graph::members_by_group({group, static_cast<std::uint32_t>(group_sizes.size())});
      const auto stubs_of = [&](std::span<const graph::VertexId> owners,
                                const std::vector<graph::VertexId>& count) {
        std::vector<graph::VertexId> stubs;
        for (const graph::VertexId v : owners) stubs.insert(stubs.end(), count[v], v);
        return stubs;
      };
      // Items are the groups, and after them slices of the outer stubs, which are shuffled across slices
      // first.
      std::vector<graph::VertexId> everybody(degree.size());
      std::iota(everybody.begin(), everybody.end(), graph::VertexId{0});
      std::vector<graph::VertexId> outer_stubs = stubs_of(everybody, outer);
      {
        RandomStream random(seed, outer_pairs);
        shuffle(outer_stubs, random);
      }
      constexpr std::size_t slice = std::size_t{1} << 16;
      const std::size_t slices = (outer_stubs.size() + slice - 1) / slice;
      return generators::collect_edges(
          group_sizes.size() + slices, 1, context,
          [&](std::size_t item, std::size_t, std::vector<Edge>& found) {
            if (item < group_sizes.size()) {
              std::vector<graph::VertexId> stubs =
                  stubs_of(members.of(static_cast<std::uint32_t>(item)), inner);
              pair_stubs(
                  stubs, RandomStream(seed, inner_pairs, item), [](const Edge&) { return true; }, found);
              return;
            }
            const std::size_t begin = (item - group_sizes.size()) * slice;
            std::vector<graph::VertexId> stubs(outer_stubs.begin() + static_cast<std::ptrdiff_t>(begin),
                                               outer_stubs.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                         outer_stubs.size(), begin + slice)));
            pair_stubs(
                stubs, RandomStream(seed, outer_pairs, item + 1),
                [&](const Edge& e) { return group[e.source] != group[e.target]; }, found);
          });
    }();
    return generators::network_of(options.members, std::move(edges), group, context);
  });
}

}  // namespace tertius::generators
