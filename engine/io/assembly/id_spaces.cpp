#include "engine/io/assembly/id_spaces.hpp"

#include <algorithm>
#include <utility>

namespace tertius::io {

std::size_t IdSpaces::number(std::string_view name) {
  const auto at = std::find(names_.begin(), names_.end(), name);
  if (at != names_.end()) return static_cast<std::size_t>(at - names_.begin());
  space_of_.resize(assembler_.member_count());
  names_.emplace_back(name);
  return names_.size() - 1;
}

void IdSpaces::find(std::size_t space, std::span<const std::string_view> ids,
                    std::span<graph::VertexId> members) const {
  const graph::Ids& known = assembler_.ids();
  known.find(ids, members);
  std::string texts;
  std::vector<std::size_t> asked, begins;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    if (members[i] == graph::no_vertex || has(space, members[i])) continue;
    asked.push_back(i);
    begins.push_back(texts.size());
    texts.append(names_[space]).append(":").append(ids[i]);
  }
  if (asked.empty()) return;
  begins.push_back(texts.size());
  std::vector<std::string_view> others;
  std::vector<graph::VertexId> found(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i)
    others.push_back(std::string_view(texts).substr(begins[i], begins[i + 1] - begins[i]));
  known.find(others, found);
  for (std::size_t i = 0; i < asked.size(); ++i) members[asked[i]] = found[i];
}

IdSpaces::Named IdSpaces::find_or_add(std::size_t space, std::string_view id) {
  const auto named = [&](std::string_view text) -> Named {
    const graph::VertexId before = member_count(), v = assembler_.member(text);
    return {v, v == before};
  };
  Named found = named(id);
  if (!found.added && !has(space, found.member))
    found = named(std::string(names_[space]).append(":").append(id));
  if (found.added && size() > 1) space_of_.push_back(static_cast<std::uint32_t>(space));
  return found;
}

void IdSpaces::take(std::size_t space, graph::Ids ids) {
  if (size() > 1) space_of_.assign(ids.size(), static_cast<std::uint32_t>(space));
  assembler_.take_ids(std::move(ids));
}

}  // namespace tertius::io
