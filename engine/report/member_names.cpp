#include "engine/report/member_names.hpp"

#include <fmt/format.h>

#include "engine/introductions/questions.hpp"

namespace tertius::report {

MemberNames::MemberNames(const graph::MemberTable& members) : members_(members) {
  if (!members.names) return;
  const std::size_t names = members.names->dictionary().size();
  std::vector<bool> seen(names, false);
  several_.assign(names, false);
  for (graph::VertexId v = 0; v < members.size(); ++v) {
    const std::uint32_t code = members.names->code(v);
    if (code == graph::Column::missing) continue;
    if (seen[code]) several_[code] = true;
    seen[code] = true;
  }
}

bool MemberNames::shared(graph::VertexId v) const {
  return members_.names && members_.names->has(v) && several_[members_.names->code(v)];
}

std::string MemberNames::operator()(graph::VertexId v) const {
  const std::string name = members_.name(v);
  return shared(v) ? fmt::format("{} ({})", name, members_.ids[v]) : name;
}

std::string MemberNames::title(graph::VertexId v, const graph::Grouping& grouping) const {
  std::vector<std::string> known;
  if (shared(v)) known.push_back(members_.ids[v]);
  if (const std::string& bubble = grouping.names[grouping.partition.label[v]];
      !bubble.empty() && !introductions::is_nameless(bubble))
    known.push_back(bubble);
  const graph::Column* region = members_.find_column("region");
  if (region != nullptr && grouping.by != region->name() && !region->text(v).empty())
    known.emplace_back(region->text(v));
  const std::string name = members_.name(v);
  return known.empty() ? name : fmt::format("{} ({})", name, fmt::join(known, ", "));
}

}  // namespace tertius::report
