// Clusters for people: sentences, tables, words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/report/analyses/clusters_fields.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == items.size() ? " and " : ", ", items[i]);
  }
  return text;
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
std::string traits_in_words(const ClustersReport& r, std::uint32_t cluster) {
  if (cluster >= r.traits.size()) return "";
  std::vector<std::string> values, places;
  const clusters::Trait* first = nullptr;
  for (const clusters::Trait& t : r.traits[cluster]) {
    if (clusters::is_place(t.attribute)) {
      if (places.size() < 2) places.push_back(fmt::format("{} from {}", t.inside, t.value));
      continue;
    }
    if (first == nullptr) first = &t;
    if (t.attribute != first->attribute || values.size() == 2) continue;
    const bool most = 2 * t.inside > r.profiles[cluster].size;
    values.push_back(fmt::format("{}{} ({} members, {} times as often as overall)", most ? "mostly " : "",
                                 t.value, grouped_digits(t.inside), rounded(t.ratio, 1)));
  }
  std::string text = listed(values);
  if (!places.empty()) text += (text.empty() ? "" : "; ") + listed(places);
  return text;
}

/// Members who are, on average, with fewer than half of their cluster in other runs.
std::uint32_t on_the_fence(const clusters::Consensus& consensus) {
  return static_cast<std::uint32_t>(std::count_if(consensus.member.begin(), consensus.member.end(),
                                                  [](double share) { return share < 0.5; }));
}

std::string compared_in_words(const ComparedClusters& c) {
  const double ami = c.figures.ami;
  const char* verdict = ami >= 0.9    ? "nearly the same"
                        : ami >= 0.6  ? "closely related"
                        : ami >= 0.3  ? "partly related"
                        : ami >= 0.05 ? "loosely related"
                                      : "unrelated";
  return fmt::format(
      "Clusters and {} are {}: AMI {}, ARI {} (0: by chance, 1: the same), NMI {}, variation of "
      "information {} nats.",
      c.with.by, verdict, rounded(ami, 3), rounded(c.figures.ari, 3), rounded(c.figures.nmi, 3),
      rounded(c.figures.variation_of_information, 3));
}

std::string followed_in_words(const ClustersReport& r) {
  const auto& [file, earlier, c] = *r.followed;
  std::vector<std::string> news;
  std::vector<std::string> born, split, merged, gone;
  std::size_t kept = 0, before = 0;  // of two members or more, as everywhere
  for (std::size_t g = 0; g < c.origin.size(); ++g) {
    if (r.profiles[g].size < 2) continue;
    if (c.origin[g] == clusters::Origin::born) born.push_back(std::to_string(c.number[g]));
    if (c.origin[g] == clusters::Origin::split)
      split.push_back(fmt::format("{} from {}", c.number[g], earlier.number[c.from[g]]));
  }
  for (std::size_t e = 0; e < c.fate.size(); ++e) {
    if (earlier.size[e] < 2) continue;
    ++before;
    kept += c.fate[e] == clusters::Fate::kept ? 1 : 0;
    if (c.fate[e] == clusters::Fate::merged)
      merged.push_back(fmt::format("{} into {}", earlier.number[e], c.number[c.into[e]]));
    if (c.fate[e] == clusters::Fate::gone) gone.push_back(std::to_string(earlier.number[e]));
  }
  const auto told = [&](const char* what, std::vector<std::string> list) {
    if (list.empty()) return;
    if (list.size() > 6) {
      const std::size_t more = list.size() - 5;
      list.resize(5);
      list.push_back(fmt::format("{} more", more));
    }
    news.push_back(fmt::format("{}: {}", what, listed(list)));
  };
  told("born", born);
  told("split off", split);
  told("merged", merged);
  told("gone", gone);
  std::string text =
      fmt::format("Since {}: {} of {} go on; {} stayed in theirs, {} moved, {} joined, {} left", file, kept,
                  counted(before, "cluster", "clusters"), counted(c.stayed, "member", "members"),
                  grouped_digits(c.moved), grouped_digits(c.joined), grouped_digits(c.left));
  for (const std::string& item : news) text += "; " + item;
  return text + ".";
}

std::string sweep_text(const ClustersReport& r, std::size_t width) {
  static constexpr Shown layout[] = {{"chosen", 9},     {"resolution", 9}, {"clusters", 9}, {"largest", 5},
                                     {"modularity", 4}, {"stability", 9},  {"trivial", 3}};
  std::vector<ResolutionRow> points;
  for (std::size_t i = 0; i < r.sweep->points.size(); ++i) points.push_back({r, i});
  return fmt::format(
             "\nStability over {} seeds (mean AMI of all pairs of runs; > marks the most stable "
             "resolution):\n",
             std::max(2u, r.seeds)) +
         table_of<ResolutionRow>(resolution_fields(), layout, points).text(width);
}

/// The largest clusters against the largest groups.
std::string contingency_text(const ClustersReport& r, std::size_t top, std::size_t width) {
  constexpr std::size_t most_columns = 8;
  const ComparedClusters& c = *r.compared;
  const std::size_t rows = std::min(top, r.profiles.size());
  const std::size_t columns = std::min<std::size_t>(most_columns, c.with.partition.count);
  std::vector<TableColumn> titles = {{"cluster", true, false, 9}};
  for (std::size_t k = 0; k < columns; ++k) {
    titles.push_back({fit_to_width(c.with.names[k], 14), true, false, static_cast<int>(8 - k / 2)});
  }
  if (columns < c.with.partition.count) titles.push_back({"others", true, false, 3});
  Table table(titles);
  std::vector<std::vector<std::uint32_t>> counts(rows, std::vector<std::uint32_t>(titles.size() - 1, 0));
  for (const clusters::Overlap& o : clusters::contingency(r.result.partition, c.with.partition)) {
    if (o.a < rows) counts[o.a][std::min<std::size_t>(o.b, titles.size() - 2)] += o.shared;
  }
  for (std::uint32_t g = 0; g < rows; ++g) {
    std::vector<std::string> cells = {std::to_string(r.number(g))};
    for (const std::uint32_t members : counts[g]) cells.push_back(members > 0 ? grouped_digits(members) : "");
    table.add_row(std::move(cells));
  }
  return fmt::format("\nMembers by cluster and {}:\n", c.with.by) + table.text(width);
}

/// Clusters of two members or more. Whoever is a cluster of their own is "alone".
std::size_t clusters_of_several(const ClustersReport& r) {
  return static_cast<std::size_t>(std::count_if(
      r.profiles.begin(), r.profiles.end(), [](const clusters::ClusterProfile& c) { return c.size > 1; }));
}

std::string how_many(const ClustersReport& r, std::size_t clusters, std::size_t alone) {
  const std::string members = counted(r.network->graph.vertex_count(), "member", "members");
  if (clusters == 0) {
    return fmt::format("There are no clusters at resolution {}: each of the {} is alone.",
                       number_text(r.options.resolution), members);
  }
  const std::string others = alone > 0 ? fmt::format(", {} alone", grouped_digits(alone)) : "";
  if (clusters == 1) {
    return alone == 0 ? fmt::format("All {} are in one cluster.", members)
                      : fmt::format("{} in one cluster{}.",
                                    counted(r.profiles.front().size, "member is", "members are"), others);
  }
  return fmt::format("{} in {} clusters{}; the largest has {}.", members, grouped_digits(clusters), others,
                     counted(r.profiles.front().size, "member", "members"));
}

/// Ties inside clusters, each counted once, beside what chance alone would give.
std::string how_separate(const ClustersReport& r) {
  std::uint64_t inside = 0;
  for (const clusters::ClusterProfile& c : r.profiles) inside += c.inside_ties;
  const auto ties = static_cast<double>(r.network->graph.edge_count());
  std::string text = fmt::format("{} of all ties stay inside a cluster; modularity {}{}.",
                                 share_text(static_cast<double>(inside) / ties), rounded(r.result.modularity),
                                 r.preview ? " (a preview by label propagation)" : "");
  if (r.rewired) {
    text += fmt::format(
        " With as many ties each, but dealt out at random, clusters keep {} inside and modularity is {} "
        "(mean of {}).",
        share_text(r.rewired->inside_share), rounded(r.rewired->modularity),
        counted(r.rewired->networks, "network", "networks"));
  }
  return text;
}

std::string how_stable(const ClustersReport& r) {
  constexpr double stable = 0.8;  // below, clusters are in good part an accident of the run
  const std::uint32_t fence = on_the_fence(*r.consensus);
  std::string text = fmt::format("{} with other seeds {} to {} (mean AMI; 1: always the same clusters)",
                                 counted(r.seeds, "run", "runs"), r.seeds == 1 ? "agrees" : "agree",
                                 rounded(r.consensus->mean_ami, 2));
  if (r.consensus->mean_ami < stable) text = "The clusters are not stable: " + text;
  if (fence > 0) {
    text += fmt::format("; {} on the fence, in other runs with fewer than half of their cluster",
                        counted(fence, "member is", "members are"));
  }
  return text + ".";
}

/// The members of the largest core number, and those outside every core of 2.
std::string core_in_words(const std::vector<graph::VertexId>& cores) {
  const graph::VertexId deepest = *std::max_element(cores.begin(), cores.end());
  if (deepest < 2) return "There is no core: in no group does each member know at least 2 others of it.";
  const auto inside = static_cast<std::uint64_t>(std::count(cores.begin(), cores.end(), deepest));
  const auto periphery = static_cast<std::uint64_t>(
      std::count_if(cores.begin(), cores.end(), [](graph::VertexId k) { return k < 2; }));
  std::string text = fmt::format("The core is {} who each know at least {} others in it",
                                 counted(inside, "member", "members"), deepest);
  if (periphery > 0) {
    text += fmt::format(
        "; {} ({} of all) are periphery, in no group whose members each know at least 2 others of it",
        grouped_digits(periphery),
        share_text(static_cast<double>(periphery) / static_cast<double>(cores.size())));
  }
  return text + ".";
}

}  // namespace

std::string cluster_in_words(const ClustersReport& r, std::uint32_t cluster) {
  std::string text = fmt::format("Cluster {}, {}", r.number(cluster),
                                 counted(r.profiles[cluster].size, "member", "members"));
  if (const std::string traits = traits_in_words(r, cluster); !traits.empty()) text += ": " + traits;
  if (r.profiles[cluster].size > 2) text += "; centre: " + listed(names(r, r.centres[cluster], 1));
  return text;
}

std::vector<std::string> clusters_findings(const ClustersReport& r) {
  const graph::VertexId n = r.network->graph.vertex_count();
  if (n == 0) return {"The network has no members."};
  if (n == 1) return {"The network has one member, who is alone."};
  if (r.network->graph.edge_count() == 0) return {"Nobody is connected, so everybody is alone."};
  std::vector<std::string> sentences;
  if (std::string star = star_note(r.network->graph); !star.empty()) sentences.push_back(std::move(star));
  const std::size_t clusters = clusters_of_several(r), alone = r.profiles.size() - clusters;
  sentences.push_back(how_many(r, clusters, alone));
  if (r.level > 0)
    sentences.push_back(fmt::format("This is level {} of {}.", r.level, r.result.hierarchy.size()));
  if (clusters > 0) {
    if (clusters > 1) sentences.push_back(how_separate(r));  // of one cluster it is no news
    if (r.consensus) sentences.push_back(how_stable(r));
  }
  if (!r.cores.empty()) sentences.push_back(core_in_words(r.cores));
  if (r.compared) sentences.push_back(compared_in_words(*r.compared));
  if (r.followed) sentences.push_back(followed_in_words(r));
  return sentences;
}

std::string clusters_text(const ClustersReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const std::string& sentence : clusters_findings(r)) text += wrapped(sentence, width) + "\n";
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
    text += fmt::format("{} not shown; {} {} shows all.\n",
                        counted(clusters - shown, "smaller cluster", "smaller clusters"), setting_name("top"),
                        clusters);
  }
  std::string words;
  for (std::uint32_t g = 0; g < std::min<std::size_t>(shown, 8); ++g) {
    if (!traits_in_words(r, g).empty()) words += wrapped(cluster_in_words(r, g) + ".", width, 2) + "\n";
  }
  if (!words.empty()) text += "\n" + words;
  if (r.compared) text += contingency_text(r, shown, width);
  return text;
}

std::string clusters_explained(std::size_t width) {
  return explained(std::vector<FieldList>{{"clusters", infos(cluster_fields())}}, width) +
         wrapped(
             "  modularity: share of ties inside clusters less what chance would put there; above 0.3 there "
             "is structure, and numbers of different networks do not compare.",
             width, 4) +
         "\n";
}

std::string members_listed(const ClustersReport& r, const std::vector<graph::VertexId>& members,
                           std::size_t most) {
  return listed(names(r, members, most));
}

}  // namespace tertius::report
