#include "engine/io/interning/row_members.hpp"

#include <algorithm>

#include "engine/core/parallel.hpp"
#include "engine/core/parallel_sort.hpp"

namespace tertius::io {

RowMembers::RowMembers(IdSpaces& spaces, const Options& options)
    : spaces_(spaces), known_(spaces.member_count()), add_(options.add) {
  if (!add_) return;
  for (const std::size_t expected : options.expected) new_ids_.emplace_back(expected);
}

void RowMembers::find(std::size_t space, std::span<const std::string_view> ids,
                      std::span<const std::uint64_t> positions, std::vector<graph::VertexId>& members) {
  const auto is_empty = [](std::string_view id) { return id.empty(); };
  if (add_ && known_ == 0 && std::none_of(ids.begin(), ids.end(), is_empty))
    return new_ids_[space].provisional_ids(ids, positions, members);
  members.assign(ids.size(), graph::no_vertex);
  if (known_ > 0) spaces_.find(space, ids, members);
  if (!add_) return;
  std::vector<std::size_t> asked;
  std::vector<std::string_view> unknown;
  std::vector<std::uint64_t> places;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (members[i] != graph::no_vertex || ids[i].empty()) continue;
    asked.push_back(i);
    unknown.push_back(ids[i]);
    places.push_back(positions[i]);
  }
  if (asked.empty()) return;
  std::vector<graph::VertexId> provisional_ids;
  new_ids_[space].provisional_ids(unknown, places, provisional_ids);
  for (std::size_t i = 0; i < asked.size(); ++i) {
    const std::uint64_t member = std::uint64_t{known_} + provisional_ids[i];
    if (member >= graph::no_vertex)
      throw Error(ErrorKey::too_large, "more than 4,294,967,294 members; that is the limit");
    members[asked[i]] = static_cast<graph::VertexId>(member);
  }
}

void RowMembers::settle(const RunContext& context) {
  struct New {
    std::uint64_t position;
    std::size_t space;
    graph::VertexId provisional_id;
    bool operator<(const New& other) const { return position < other.position; }
  };
  const auto used = [](const ConcurrentInterner& ids) { return !ids.empty(); };
  const auto first = std::find_if(new_ids_.begin(), new_ids_.end(), used);
  only_space_ = static_cast<std::size_t>(first - new_ids_.begin());
  if (first == new_ids_.end() || (known_ == 0 && std::count_if(first, new_ids_.end(), used) == 1)) return;
  std::vector<New> all;
  numbers_.resize(new_ids_.size());
  added_.resize(new_ids_.size());
  for (std::size_t space = 0; space < new_ids_.size(); ++space) {
    ConcurrentInterner& ids = new_ids_[space];
    const std::vector<graph::VertexId> provisional_ids = ids.in_order(context);
    numbers_[space].resize(ids.size());
    added_[space].resize(ids.size());
    for (const graph::VertexId provisional_id : provisional_ids)
      all.push_back({ids.position(provisional_id), space, provisional_id});
  }
  if (new_ids_.size() > 1) parallel_sort(all.begin(), all.end());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i % 0x10000 == 0) context.poll();
    const auto& [position, space, provisional_id] = all[i];
    const auto [member, added] = spaces_.find_or_add(space, new_ids_[space].text(provisional_id));
    numbers_[space][provisional_id] = member;
    added_[space][provisional_id] = added;
  }
}

bool RowMembers::is_new(std::size_t space, graph::VertexId found, std::uint64_t position) const {
  if (found < known_) return false;
  const graph::VertexId provisional_id = found - known_;
  return new_ids_[space].position(provisional_id) == position &&
         (added_.empty() || added_[space][provisional_id]);
}

void RowMembers::finish(const RunContext& context) {
  if (numbers_.empty() && only_space_ < new_ids_.size())
    spaces_.take(only_space_, new_ids_[only_space_].ids(context));
}

}  // namespace tertius::io
