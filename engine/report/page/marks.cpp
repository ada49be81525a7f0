#include "engine/report/page/marks.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/report/consent.hpp"

namespace tertius::report {
namespace {

/// Of the members that the page shows, by cluster: the bubble that most are in.
std::vector<std::uint32_t> leading_bubbles(const PageReport& r) {
  const graph::Network& network = r.loaded->network;
  const graph::Partition& clusters = r.clusters->result.partition;
  std::vector<std::uint32_t> leading(clusters.count, no_group);
  if (network.consent.naming() == graph::Naming::nobody) return leading;
  std::vector<std::map<std::uint32_t, std::uint32_t>> members(clusters.count);
  for (graph::VertexId v = 0; v < network.members.size(); ++v)
    if (!network.consent.hidden(v)) ++members[clusters.label[v]][r.grouping->partition.label[v]];
  for (std::uint32_t c = 0; c < clusters.count; ++c) {
    std::uint32_t most = 0;
    for (const auto& [bubble, count] : members[c])
      if (count > most) most = count, leading[c] = bubble;
  }
  return leading;
}

void mark_members(const PageReport& r, Marks& marks) {
  const graph::Network& network = r.loaded->network;
  const bool ranked = r.options.audience == Audience::organiser && has_ranking(*r.bridges);
  double most = 0;
  for (graph::VertexId v = 0; ranked && v < network.members.size(); ++v)
    most = std::max(most, r.bridges->bridging->path_share(v));
  for (graph::VertexId v = 0; v < network.members.size(); ++v) {
    if (!page_shows(r, v)) continue;
    const double share = most > 0 ? r.bridges->bridging->path_share(v) / most : 0.1;
    marks.of_member[v] = static_cast<std::uint32_t>(marks.marks.size());
    marks.marks.push_back({v, r.map.layout.place[v], 4 + 8 * std::sqrt(share),
                           network.consent.hidden(v) ? no_group : r.grouping->partition.label[v],
                           r.clusters->result.partition.label[v], (*r.meeting->names)(v)});
  }
  if (most == 0) return;
  for (const graph::VertexId v : r.bridges->bridging->order) {
    if (marks.labelled.size() == 12 || r.bridges->bridging->path_share(v) <= 0) break;
    if (marks.of_member[v] != no_group && !network.consent.hidden(v))
      marks.labelled.push_back(marks.of_member[v]);
  }
}

void mark_clusters(const PageReport& r, Marks& marks) {
  const std::vector<std::uint32_t> leading = leading_bubbles(r);
  const graph::VertexId drawn = r.map.graph.vertex_count();
  const double largest = drawn > 0 ? r.clusters->profiles[0].size : 1;
  for (graph::VertexId c = 0; c < drawn; ++c) {
    marks.marks.push_back({c, r.map.layout.place[c],
                           5 + 25 * std::sqrt(r.clusters->profiles[c].size / largest), leading[c], c,
                           std::to_string(r.clusters->number(c))});
    marks.labelled.push_back(c);
  }
}

}  // namespace

bool draws_members(const graph::Network& network) {
  return network.members.size() <= most_members_drawn && network.consent.naming() != graph::Naming::nobody;
}

bool page_shows(const PageReport& r, graph::VertexId v) {
  return r.map.members && (r.options.audience == Audience::organiser || r.loaded->network.consent.open(v));
}

words::Speaker page_speaker(const PageReport& r) {
  return {[names = r.meeting->names](graph::VertexId v) { return (*names)(v); }, r.options.language};
}

Marks marks_of(const PageReport& r) {
  Marks marks;
  marks.of_member.assign(r.loaded->network.members.size(), no_group);
  (r.map.members ? mark_members : mark_clusters)(r, marks);
  for (graph::VertexId v = 0; v < r.map.graph.vertex_count(); ++v) {
    const std::uint32_t from = r.map.members ? marks.of_member[v] : v;
    for (const graph::VertexId u : r.map.graph.neighbours(v)) {
      const std::uint32_t to = r.map.members ? marks.of_member[u] : u;
      if (v < u && from != no_group && to != no_group) marks.ties.emplace_back(from, to);
    }
  }
  return marks;
}

std::vector<words::Finding> map_findings(const PageReport& r) {
  const graph::Network& network = r.loaded->network;
  const std::uint64_t members = network.members.size();
  if (members == 0) return {{"no_members"}};
  if (r.map.members)
    return {{"page_map_of_members",
             {{"sizes", r.options.audience == Audience::organiser && has_ranking(*r.bridges)},
              {"isolated", r.loaded->report.isolated > 0}}}};
  std::vector<words::Finding> found;
  const bool named = network.consent.naming() != graph::Naming::nobody;
  if (!named) found.push_back({"page_no_members"});
  found.push_back(
      {"page_map_of_clusters", {{"members", members}, {"most", most_members_drawn}, {"named", named}}});
  std::uint64_t left = 0;
  const graph::VertexId drawn = r.map.graph.vertex_count();
  for (std::size_t c = drawn; c < r.clusters->profiles.size(); ++c) left += r.clusters->profiles[c].size;
  if (left > 0)
    found.push_back(
        {"page_not_drawn", {{"clusters", r.clusters->profiles.size() - drawn}, {"members", left}}});
  return found;
}

}  // namespace tertius::report
