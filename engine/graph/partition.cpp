#include "engine/graph/partition.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace tertius::graph {

std::vector<std::uint32_t> Partition::sizes() const {
  std::vector<std::uint32_t> sizes(count, 0);
  for (const std::uint32_t l : label) ++sizes[l];
  return sizes;
}

Partition canonical(std::span<const std::uint32_t> labels) {
  Partition result;
  result.label.resize(labels.size());
  const std::uint32_t limit = labels.empty() ? 0 : *std::max_element(labels.begin(), labels.end());
  constexpr std::uint32_t none = ~0u;
  std::vector<std::uint32_t> dense;  // label -> slot in order of first member, while labels are small numbers
  std::unordered_map<std::uint32_t, std::uint32_t> sparse;
  const bool small = limit <= 4 * labels.size() + 64;
  if (small) dense.assign(static_cast<std::size_t>(limit) + 1, none);
  std::vector<std::uint32_t> sizes;
  for (std::size_t v = 0; v < labels.size(); ++v) {
    std::uint32_t& slot = small ? dense[labels[v]] : sparse.try_emplace(labels[v], none).first->second;
    if (slot == none) {
      slot = static_cast<std::uint32_t>(sizes.size());
      sizes.push_back(0);
    }
    ++sizes[slot];
    result.label[v] = slot;
  }
  // Slots are in order of their first members; counted by size they stay so among those of the same size.
  const std::size_t largest = sizes.empty() ? 0 : *std::max_element(sizes.begin(), sizes.end());
  std::vector<std::uint32_t> next(largest + 1, 0);
  for (const std::uint32_t size : sizes) ++next[largest - size];
  std::exclusive_scan(next.begin(), next.end(), next.begin(), 0u);
  for (std::uint32_t& size : sizes) size = next[largest - size]++;  // from here on: the slot's rank
  for (std::uint32_t& l : result.label) l = sizes[l];
  result.count = static_cast<std::uint32_t>(sizes.size());
  return result;
}

GroupMembers members_by_group(const Partition& partition) {
  GroupMembers groups;
  groups.begin.assign(partition.count + std::size_t{1}, 0);
  for (const std::uint32_t l : partition.label) ++groups.begin[l + std::size_t{1}];
  std::partial_sum(groups.begin.begin(), groups.begin.end(), groups.begin.begin());
  groups.members.resize(partition.label.size());
  std::vector<std::uint32_t> next(groups.begin.begin(), groups.begin.end() - 1);
  for (std::size_t v = 0; v < partition.label.size(); ++v) {
    groups.members[next[partition.label[v]]++] = static_cast<VertexId>(v);
  }
  return groups;
}

}  // namespace tertius::graph
