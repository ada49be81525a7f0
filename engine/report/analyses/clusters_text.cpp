// Clusters for people: sentences, tables, words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/text.hpp"
#include "engine/report/analyses/clusters_fields.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using words::Argument;
using words::Finding;
using words::Share;

std::string said(const ClustersReport& r, const Finding& finding) {
  return words::sentence(finding, words::Speaker(r.network->members, words::spoken()));
}

std::vector<std::string> names(const ClustersReport& r, const std::vector<graph::VertexId>& members,
                               std::size_t most) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < std::min(most, members.size()); ++i)
    list.push_back(r.network->members.name(members[i]));
  return list;
}

/// What sets a cluster apart: of its most telling attribute up to two values, and its places, each with how
/// many of its members have it.
struct Traits {
  std::vector<Finding> values, places;
};

Traits traits_of(const ClustersReport& r, std::uint32_t cluster) {
  Traits found;
  if (cluster >= r.traits.size()) return found;
  const clusters::Trait* first = nullptr;
  for (const clusters::Trait& t : r.traits[cluster]) {
    if (clusters::is_place(t.attribute)) {
      if (found.places.size() < 2)
        found.places.push_back({"cluster_place", {{"value", t.value}, {"members", t.inside}}});
      continue;
    }
    if (first == nullptr) first = &t;
    if (t.attribute != first->attribute || found.values.size() == 2) continue;
    found.values.push_back({"cluster_trait",
                            {{"value", t.value},
                             {"members", t.inside},
                             {"ratio", t.ratio},
                             {"mostly", 2 * t.inside > r.profiles[cluster].size}}});
  }
  return found;
}

/// Members who are, on average, with fewer than half of their cluster in other runs.
std::uint32_t on_the_fence(const clusters::Consensus& consensus) {
  return static_cast<std::uint32_t>(std::count_if(consensus.member.begin(), consensus.member.end(),
                                                  [](double share) { return share < 0.5; }));
}

Finding compared(const ComparedClusters& c) {
  const double ami = c.figures.ami;
  const std::string_view verdict = ami >= 0.9    ? "nearly_the_same"
                                   : ami >= 0.6  ? "closely_related"
                                   : ami >= 0.3  ? "partly_related"
                                   : ami >= 0.05 ? "loosely_related"
                                                 : "unrelated";
  return {"clusters_compared",
          {{"by", c.with.by},
           {"verdict", words::Choice{verdict}},
           {"ami", ami},
           {"ari", c.figures.ari},
           {"nmi", c.figures.nmi},
           {"variation_of_information", c.figures.variation_of_information}}};
}

/// The first five and how many more; all where they are six at most.
template <class Item>
std::vector<Argument> some_of(std::vector<Item> all) {
  const std::size_t more = all.size() > 6 ? all.size() - 5 : 0;
  all.erase(all.end() - static_cast<std::ptrdiff_t>(more), all.end());
  return {{"clusters", std::move(all)}, {"more", more}};
}

Finding followed(const ClustersReport& r) {
  const auto& [file, earlier, c] = *r.followed;
  std::vector<std::string> born, gone;
  std::vector<Finding> split, merged;
  std::size_t kept = 0, before = 0;  // of two members or more, as everywhere
  for (std::size_t g = 0; g < c.origin.size(); ++g) {
    if (r.profiles[g].size < 2) continue;
    if (c.origin[g] == clusters::Origin::born) born.push_back(std::to_string(c.number[g]));
    if (c.origin[g] == clusters::Origin::split)
      split.push_back({"cluster_from", {{"cluster", c.number[g]}, {"from", earlier.number[c.from[g]]}}});
  }
  for (std::size_t e = 0; e < c.fate.size(); ++e) {
    if (earlier.size[e] < 2) continue;
    ++before;
    kept += c.fate[e] == clusters::Fate::kept ? 1 : 0;
    if (c.fate[e] == clusters::Fate::merged)
      merged.push_back({"cluster_into", {{"cluster", earlier.number[e]}, {"into", c.number[c.into[e]]}}});
    if (c.fate[e] == clusters::Fate::gone) gone.push_back(std::to_string(earlier.number[e]));
  }
  std::vector<Finding> news;
  if (!born.empty()) news.push_back({"clusters_born", some_of(std::move(born))});
  if (!split.empty()) news.push_back({"clusters_split_off", some_of(std::move(split))});
  if (!merged.empty()) news.push_back({"clusters_merged", some_of(std::move(merged))});
  if (!gone.empty()) news.push_back({"clusters_gone", some_of(std::move(gone))});
  return {"clusters_followed",
          {{"file", file},
           {"kept", kept},
           {"earlier", before},
           {"stayed", c.stayed},
           {"moved", c.moved},
           {"joined", c.joined},
           {"left", c.left},
           {"news", std::move(news)}}};
}

std::string sweep_text(const ClustersReport& r, std::size_t width) {
  static constexpr Shown layout[] = {{"chosen", 9},     {"resolution", 9}, {"clusters", 9}, {"largest", 5},
                                     {"modularity", 4}, {"stability", 9},  {"trivial", 3}};
  std::vector<ResolutionRow> points;
  for (std::size_t i = 0; i < r.sweep->points.size(); ++i) points.push_back({r, i});
  return "\n" + said(r, {"heading_stability", {{"seeds", std::max(2u, r.seeds)}}}) + "\n" +
         table_of<ResolutionRow>(resolution_fields(), layout, points).text(width);
}

/// The largest clusters against the largest groups.
std::string contingency_text(const ClustersReport& r, std::size_t top, std::size_t width) {
  constexpr std::size_t most_columns = 8;
  const ComparedClusters& c = *r.compared;
  const std::size_t rows = std::min(top, r.profiles.size());
  const std::size_t columns = std::min<std::size_t>(most_columns, c.with.partition.count);
  std::vector<TableColumn> titles = {{heading("cluster"), true, false, 9}};
  for (std::size_t k = 0; k < columns; ++k) {
    titles.push_back({fit_to_width(c.with.names[k], 14), true, false, static_cast<int>(8 - k / 2)});
  }
  if (columns < c.with.partition.count) titles.push_back({heading("others"), true, false, 3});
  Table table(titles);
  std::vector<std::vector<std::uint32_t>> counts(rows, std::vector<std::uint32_t>(titles.size() - 1, 0));
  for (const clusters::Overlap& o : clusters::contingency(r.result.partition, c.with.partition)) {
    if (o.a < rows) counts[o.a][std::min<std::size_t>(o.b, titles.size() - 2)] += o.shared;
  }
  for (std::uint32_t g = 0; g < rows; ++g) {
    std::vector<std::string> cells = {std::to_string(r.number(g))};
    for (const std::uint32_t members : counts[g])
      cells.push_back(members > 0 ? words::count_text(members, words::spoken()) : "");
    table.add_row(std::move(cells));
  }
  return "\n" + said(r, {"heading_contingency", {{"by", c.with.by}}}) + "\n" + table.text(width);
}

/// Clusters of two members or more. Whoever is a cluster of their own is "alone".
std::size_t clusters_of_several(const ClustersReport& r) {
  return static_cast<std::size_t>(std::count_if(
      r.profiles.begin(), r.profiles.end(), [](const clusters::ClusterProfile& c) { return c.size > 1; }));
}

Finding how_many(const ClustersReport& r, std::size_t clusters, std::size_t alone) {
  const Argument members("members", r.network->graph.vertex_count());
  if (clusters == 0) return {"no_clusters", {{"resolution", r.options.resolution}, members}};
  if (clusters == 1 && alone == 0) return {"all_in_one_cluster", {members}};
  const Argument largest("largest", r.profiles.front().size);
  if (clusters == 1) return {"one_cluster", {{"members", r.profiles.front().size}, {"alone", alone}}};
  return {"clusters", {members, {"clusters", clusters}, {"alone", alone}, largest}};
}

/// Connections inside clusters, each counted once, beside what chance alone would give.
Finding how_separate(const ClustersReport& r) {
  std::uint64_t inside = 0;
  for (const clusters::ClusterProfile& c : r.profiles) inside += c.inside_connections;
  const auto connections = static_cast<double>(r.network->graph.edge_count());
  std::vector<Argument> arguments{{"share", Share{static_cast<double>(inside) / connections}},
                                  {"modularity", r.result.modularity},
                                  {"preview", r.preview}};
  if (r.rewired) {
    arguments.emplace_back("random_share", Share{r.rewired->inside_share});
    arguments.emplace_back("random_modularity", r.rewired->modularity);
    arguments.emplace_back("networks", r.rewired->networks);
  }
  return {"ties_inside_clusters", std::move(arguments)};
}

Finding how_stable(const ClustersReport& r) {
  constexpr double stable = 0.8;  // below, clusters are in good part an accident of the run
  return {"stability",
          {{"runs", r.seeds},
           {"agreement", r.consensus->mean_ami},
           {"stable", !(r.consensus->mean_ami < stable)},
           {"on_the_fence", on_the_fence(*r.consensus)}}};
}

/// The members of the largest core number, and those outside every core of 2.
Finding core(const std::vector<graph::VertexId>& cores) {
  const graph::VertexId deepest = *std::max_element(cores.begin(), cores.end());
  if (deepest < 2) return {"no_core"};
  const auto periphery = std::count_if(cores.begin(), cores.end(), [](graph::VertexId k) { return k < 2; });
  return {"core",
          {{"members", std::count(cores.begin(), cores.end(), deepest)},
           {"others", deepest},
           {"periphery", periphery},
           {"periphery_share", Share{static_cast<double>(periphery) / static_cast<double>(cores.size())}}}};
}

}  // namespace

Finding cluster_finding(const ClustersReport& r, std::uint32_t cluster) {
  Traits traits = traits_of(r, cluster);
  std::vector<Argument> arguments{{"number", r.number(cluster)},
                                  {"members", r.profiles[cluster].size},
                                  {"traits", std::move(traits.values)},
                                  {"places", std::move(traits.places)}};
  if (r.profiles[cluster].size > 2 && !r.centres[cluster].empty())  // none who agreed to be named
    arguments.emplace_back("centre", words::Member{r.centres[cluster].front()});
  return {"cluster", std::move(arguments)};
}

std::string cluster_in_words(const ClustersReport& r, std::uint32_t cluster) {
  return words::sentence(cluster_finding(r, cluster), words::Speaker(r.network->members));
}

std::vector<Finding> clusters_findings(const ClustersReport& r) {
  const graph::VertexId n = r.network->graph.vertex_count();
  if (n == 0) return {{"no_members"}};
  if (n == 1) return {{"one_member_alone"}};
  if (r.network->graph.edge_count() == 0) return {{"nobody_connected_all_alone"}};
  std::vector<Finding> findings;
  if (const auto star = star_finding(r.network->graph)) findings.push_back(*star);
  const std::size_t clusters = clusters_of_several(r), alone = r.profiles.size() - clusters;
  findings.push_back(how_many(r, clusters, alone));
  if (r.level > 0)
    findings.push_back({"level_shown", {{"level", r.level}, {"levels", r.result.hierarchy.size()}}});
  if (clusters > 0) {
    if (clusters > 1) findings.push_back(how_separate(r));  // of one cluster it is no news
    if (r.consensus) findings.push_back(how_stable(r));
  }
  if (!r.cores.empty()) findings.push_back(core(r.cores));
  if (r.compared) findings.push_back(compared(*r.compared));
  if (r.followed) findings.push_back(followed(r));
  return findings;
}

std::string clusters_text(const ClustersReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const Finding& finding : clusters_findings(r)) text += wrapped(said(r, finding), width) + "\n";
  const std::size_t clusters = clusters_of_several(r);
  const std::size_t shown = std::min(top, clusters);  // those of one member come last and are only counted
  if (shown == 0) return text;
  if (r.sweep) text += sweep_text(r, width);
  static constexpr Shown layout[] = {{"cluster", 9, "cluster"}, {"size", 9},      {"inside_ties", 5},
                                     {"outside_share", 8},      {"density", 4},   {"conductance", 2},
                                     {"cohesion", 3},           {"consensus", 6}, {"central", 7, {}, true}};
  std::vector<ClusterRow> rows;
  for (std::uint32_t g = 0; g < shown; ++g) rows.push_back({r, g});
  text += "\n" + table_of<ClusterRow>(cluster_fields(), layout, rows).text(width);
  if (shown < clusters) {
    text +=
        said(r, {"smaller_clusters_not_shown", {{"clusters", clusters - shown}, {"all", clusters}}}) + "\n";
  }
  std::string apart;
  for (std::uint32_t g = 0; g < std::min<std::size_t>(shown, 8); ++g) {
    const Traits traits = traits_of(r, g);
    if (!traits.values.empty() || !traits.places.empty())
      apart += wrapped(said(r, cluster_finding(r, g)) + ".", width, 2) + "\n";
  }
  if (!apart.empty()) text += "\n" + apart;
  if (r.compared) text += contingency_text(r, shown, width);
  return text;
}

std::string clusters_explained(std::size_t width) {
  return explained(std::vector<FieldList>{{"clusters", infos(cluster_fields())}}, width) +
         wrapped("  " + words::sentence({"modularity_means"}, words::Speaker(words::spoken())), width, 4) +
         "\n";
}

std::string members_listed(const ClustersReport& r, const std::vector<graph::VertexId>& members,
                           std::size_t most) {
  return words::listed(names(r, members, most), words::spoken());
}

}  // namespace tertius::report
