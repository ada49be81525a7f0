#include "engine/introductions/exclusions.hpp"

#include <algorithm>

namespace tertius::introductions {

Exclusions::Exclusions(const graph::Network& network) : members_(network.members.size()) {
  for (graph::VertexId v = 0; v < members_; ++v)
    if (!network.consent.open(v)) block(v);
}

void Exclusions::block(graph::VertexId v) {
  if (closed_.size() <= v) closed_.resize(std::max<std::size_t>(members_, std::size_t{v} + 1), false);
  if (!closed_[v]) ++closed_count_;
  closed_[v] = true;
}

void Exclusions::avoid(const std::vector<std::pair<graph::VertexId, graph::VertexId>>& pairs) {
  for (const auto& [a, b] : pairs) pairs_.emplace_back(std::min(a, b), std::max(a, b));
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
}

bool Exclusions::avoided(graph::VertexId a, graph::VertexId b) const {
  return std::binary_search(pairs_.begin(), pairs_.end(), std::pair(std::min(a, b), std::max(a, b)));
}

}  // namespace tertius::introductions
