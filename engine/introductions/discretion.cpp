#include "engine/introductions/discretion.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/core/text.hpp"

namespace tertius {

Discretion::Discretion(const MemberTable& members) : members_(members.size()) {
  const Column* column = members.find_column("open");
  if (column == nullptr) return;
  constexpr std::array<std::string_view, 5> refusals = {"no", "nein", "false", "0", "n"};
  std::vector<bool> refuses;
  for (const std::string_view value : column->dictionary()) {
    refuses.push_back(std::find(refusals.begin(), refusals.end(), fold_case(value)) != refusals.end());
  }
  for (VertexId v = 0; v < members_; ++v) {
    if (column->has(v) && refuses[column->code(v)]) block(v);
  }
}

void Discretion::block(VertexId v) {
  if (closed_.size() <= v) closed_.resize(std::max<std::size_t>(members_, std::size_t{v} + 1), false);
  if (!closed_[v]) ++closed_count_;
  closed_[v] = true;
}

void Discretion::avoid(const std::vector<std::pair<VertexId, VertexId>>& pairs) {
  for (const auto& [a, b] : pairs) pairs_.emplace_back(std::min(a, b), std::max(a, b));
  std::sort(pairs_.begin(), pairs_.end());
  pairs_.erase(std::unique(pairs_.begin(), pairs_.end()), pairs_.end());
}

bool Discretion::avoided(VertexId a, VertexId b) const {
  return std::binary_search(pairs_.begin(), pairs_.end(), std::pair(std::min(a, b), std::max(a, b)));
}

}  // namespace tertius
