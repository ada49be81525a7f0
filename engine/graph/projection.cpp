#include "engine/graph/projection.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/parallel.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/graph/building/builder.hpp"

namespace tertius::graph {
namespace {

/// Which groups a member has, or which members a group: values[begin[i]] .. values[begin[i + 1]].
struct Lists {
  std::vector<std::uint64_t> begin;
  std::vector<std::uint32_t> values;

  std::span<const std::uint32_t> of(std::size_t i) const {
    return std::span(values).subspan(begin[i], begin[i + 1] - begin[i]);
  }
};

template <class Key, class Value>
Lists lists_of(const Affiliations& affiliations, VertexId members, std::size_t count, Key key, Value value) {
  Lists lists{std::vector<std::uint64_t>(count + 1), std::vector<std::uint32_t>(affiliations.rows.size())};
  affiliations.for_each_row(members, [&](const auto& row) { ++lists.begin[key(row) + std::size_t{1}]; });
  for (std::size_t i = 0; i < count; ++i) lists.begin[i + 1] += lists.begin[i];
  std::vector<std::uint64_t> next(lists.begin.begin(), lists.begin.end() - 1);
  affiliations.for_each_row(members, [&](const auto& row) { lists.values[next[key(row)]++] = value(row); });
  return lists;
}

struct Pairs {
  std::vector<VertexId> sources, targets;
  std::vector<double> weights;
};

/// Weights of one member's connections while they are summed up; all zero in between.
struct Sums {
  explicit Sums(VertexId n) : weight(n) {}
  std::vector<double> weight;
  std::vector<VertexId> touched;
};

}  // namespace

Projection project(const Affiliations& affiliations, VertexId member_count, const ProjectionOptions& options,
                   const RunContext& context) {
  Projection projection;
  const std::size_t group_count = affiliations.groups.size();
  const auto member_of = [](const Affiliations::Row& row) { return row.member; };
  const auto group_of = [](const Affiliations::Row& row) { return row.group; };
  const Lists members = lists_of(affiliations, member_count, group_count, group_of, member_of);
  const Lists groups = lists_of(affiliations, member_count, member_count, member_of, group_of);
  std::vector<double> share(group_count);  // what a group adds to each of its pairs; 0 where it is left out
  std::uint64_t pairs = 0;
  for (std::size_t g = 0; g < group_count; ++g) {
    const std::uint64_t size = members.of(g).size();
    if (size < 2) continue;
    if (size > options.largest_group) {
      ++projection.groups_too_large;
      projection.largest_left_out = std::max(projection.largest_left_out, size);
      continue;
    }
    ++projection.groups_used;
    share[g] = options.weight == ProjectionWeight::count ? 1.0 : 1.0 / static_cast<double>(size - 1);
    pairs += size * (size - 1) / 2;
  }
  // Each pair is held once as it is found, once as an edge, and twice in the graph.
  constexpr std::uint64_t bytes_per_pair = 16 + 16 + 24;
  if (options.memory_limit > 0 && pairs > options.memory_limit / bytes_per_pair)
    throw Error(ErrorKey::memory, "connecting everybody who shares a group takes more memory than " +
                                      setting_name("memory_limit") + " allows; a smaller " +
                                      setting_name("largest_group") + " leaves more groups out");

  constexpr std::size_t block = 256;
  std::vector<Pairs> found((member_count + block - 1) / block);
  with_threads(context, [&] {
    PerThread<Sums> scratch([&] { return Sums(member_count); });
    parallel_blocks(member_count, block, [&](std::size_t begin, std::size_t end) {
      context.poll();
      Sums& sums = scratch.local();
      Pairs& out = found[begin / block];
      for (auto u = static_cast<VertexId>(begin); u < end; ++u) {
        for (const std::uint32_t g : groups.of(u)) {
          if (share[g] == 0) continue;
          for (const VertexId v : members.of(g)) {
            if (v <= u) continue;
            if (sums.weight[v] == 0) sums.touched.push_back(v);
            sums.weight[v] += share[g];
          }
        }
        for (const VertexId v : sums.touched) {
          out.sources.push_back(u);
          out.targets.push_back(v);
          out.weights.push_back(std::exchange(sums.weight[v], 0.0));
        }
        sums.touched.clear();
      }
    });
  });
  Pairs all;
  for (Pairs& part : found) {
    all.sources.insert(all.sources.end(), part.sources.begin(), part.sources.end());
    all.targets.insert(all.targets.end(), part.targets.begin(), part.targets.end());
    all.weights.insert(all.weights.end(), part.weights.begin(), part.weights.end());
    part = {};
  }
  projection.graph = build_graph(member_count, {all.sources, all.targets, all.weights}, {}, context).graph;
  return projection;
}

}  // namespace tertius::graph
