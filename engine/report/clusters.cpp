#include "engine/report/clusters.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/core/text.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

std::string cluster_name(std::uint32_t cluster) {
  return fmt::format("cluster {}", cluster + 1);
}

std::string names(const ClustersReport& r, const std::vector<VertexId>& members, std::size_t most) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most, members.size()); ++i) {
    text += fmt::format("{}{}", i > 0 ? ", " : "", r.network->members.name(members[i]));
  }
  return text;
}

std::vector<std::string> findings(const ClustersReport& r) {
  const std::uint32_t n = r.network->graph.vertex_count(), count = r.result.partition.count;
  if (n == 0) return {"The network has no members."};
  if (r.network->graph.edge_count() == 0) return {"Nobody is connected, so everybody is alone."};
  std::uint32_t alone = 0;
  for (const ClusterProfile& c : r.profiles) alone += c.size == 1 ? 1 : 0;
  std::vector<std::string> sentences;
  sentences.push_back(fmt::format("{} in {}{}; the largest has {}.", counted(n, "member", "members"),
                                  counted(count - alone, "cluster", "clusters"),
                                  alone > 0 ? fmt::format(", {} alone", grouped_digits(alone)) : "",
                                  counted(r.profiles.front().size, "member", "members")));
  double inside = 0, outside = 0;
  for (const ClusterProfile& c : r.profiles) {
    inside += c.inside;
    outside += c.outside / 2;
  }
  sentences.push_back(fmt::format("{} of all ties stay inside a cluster; modularity {}.",
                                  percent(inside / (inside + outside)), rounded(r.result.modularity)));
  return sentences;
}

}  // namespace

std::string_view to_string(Objective objective) {
  return objective == Objective::modularity ? "modularity" : "cpm";
}

void write_clusters_json(JsonWriter& json, const ClustersReport& r) {
  const MemberTable& members = r.network->members;
  json.begin_object()
      .member("objective", to_string(r.options.objective))
      .member("resolution", r.options.resolution)
      .member("modularity", r.result.modularity)
      .member("quality", r.result.quality)
      .member("levels", r.result.levels)
      .member("iterations", r.result.iterations)
      .member("disconnected", r.result.disconnected);
  json.key("clusters").begin_array();
  for (std::uint32_t g = 0; g < r.profiles.size(); ++g) {
    const ClusterProfile& c = r.profiles[g];
    json.begin_object()
        .member("cluster", g + 1)
        .member("name", cluster_name(g))
        .member("size", c.size)
        .member("inside_ties", c.inside_ties)
        .member("outside_ties", c.outside_ties)
        .member("outside_share", c.outside_share)
        .member("density", c.density)
        .member("conductance", c.conductance)
        .member("coverage", c.coverage)
        .member("modularity", c.modularity)
        .member("cohesion", c.cohesion);
    json.key("central").begin_array();
    for (const VertexId v : r.centres[g]) json.value(members.ids[v]);
    json.end_array().end_object();
  }
  json.end_array().key("members").begin_array();
  for (VertexId v = 0; v < members.size(); ++v) {
    json.begin_object()
        .member("id", members.ids[v])
        .member("name", members.name(v))
        .member("cluster", r.result.partition.label[v] + 1)
        .end_object();
  }
  json.end_array().end_object();
}

std::string clusters_csv(const ClustersReport& r) {
  const MemberTable& members = r.network->members;
  std::string text = csv_row({"id", "name", "cluster"});
  for (VertexId v = 0; v < members.size(); ++v) {
    text += csv_row({members.ids[v], members.name(v), std::to_string(r.result.partition.label[v] + 1)});
  }
  return text;
}

std::string clusters_text(const ClustersReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const std::string& sentence : findings(r)) text += wrapped(sentence, width) + "\n";
  const std::size_t shown = std::min(top, r.profiles.size());
  if (shown == 0) return text;
  Table table({{"cluster", true, false, 9},
               {"members", true, false, 9},
               {"ties inside", true, false, 5},
               {"% outside", true, false, 8},
               {"density", true, false, 4},
               {"centre", false, true, 7}});
  for (std::uint32_t g = 0; g < shown; ++g) {
    const ClusterProfile& c = r.profiles[g];
    table.add_row({std::to_string(g + 1), grouped_digits(c.size), grouped_digits(c.inside_ties),
                   rounded(100 * c.outside_share, 0), rounded(c.density, 3), names(r, r.centres[g], 3)});
  }
  text += '\n' + table.text(width);
  if (shown < r.profiles.size()) {
    text += fmt::format("{} not shown; --top {} shows all.\n",
                        counted(r.profiles.size() - shown, "smaller cluster", "smaller clusters"),
                        r.profiles.size());
  }
  return text + fmt::format("\nNext: tertius bridges {} --by cluster\n", r.path);
}

std::vector<std::string> clusters_findings(const ClustersReport& r) {
  return findings(r);
}

}  // namespace tertius
