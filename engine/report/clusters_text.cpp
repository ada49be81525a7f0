// Clusters for people: sentences, tables, words.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/text.hpp"
#include "engine/report/clusters.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : i + 1 == items.size() ? " and " : ", ", items[i]);
  }
  return text;
}

std::vector<std::string> names(const ClustersReport& r, const std::vector<VertexId>& members,
                               std::size_t most) {
  std::vector<std::string> list;
  for (std::size_t i = 0; i < std::min(most, members.size()); ++i)
    list.push_back(r.network->members.name(members[i]));
  return list;
}

std::string significance(double p) {
  return p < 0.001 ? "p < 0.001" : fmt::format("p = {}", rounded(p, 3));
}

/// What sets a cluster apart: of its most telling attribute up to two values, and its places.
std::string traits_in_words(const ClustersReport& r, std::uint32_t cluster) {
  if (cluster >= r.traits.size()) return "";
  std::vector<std::string> values, places;
  const Trait* first = nullptr;
  for (const Trait& t : r.traits[cluster]) {
    if (is_place(t.attribute)) {
      if (places.size() < 2) places.push_back(t.value);
      continue;
    }
    if (first == nullptr) first = &t;
    if (t.attribute != first->attribute || values.size() == 2) continue;
    values.push_back(fmt::format("{} ({} times as often as overall{})", t.value, rounded(t.ratio, 1),
                                 values.empty() ? ", " + significance(t.p) : ""));
  }
  std::string text;
  if (first != nullptr) {
    text = (2 * first->inside > r.profiles[cluster].size ? "mostly " : "many in ") + listed(values);
  }
  if (!places.empty()) text += (text.empty() ? "from " : "; from ") + listed(places);
  return text;
}

/// Members who are with fewer than half of their cluster in other runs.
std::uint32_t on_the_fence(const Consensus& consensus) {
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
  const auto count = [](const auto& list, auto what) {
    return static_cast<unsigned>(std::count(list.begin(), list.end(), what));
  };
  const auto kept = count(c.origin, Origin::kept);
  std::vector<std::string> born, split, merged, gone;
  for (std::size_t g = 0; g < c.origin.size(); ++g) {
    if (r.profiles[g].size < 2) continue;
    if (c.origin[g] == Origin::born) born.push_back(std::to_string(c.number[g]));
    if (c.origin[g] == Origin::split)
      split.push_back(fmt::format("{} from {}", c.number[g], earlier.number[c.from[g]]));
  }
  for (std::size_t e = 0; e < c.fate.size(); ++e) {
    if (earlier.size[e] < 2) continue;
    if (c.fate[e] == Fate::merged)
      merged.push_back(fmt::format("{} into {}", earlier.number[e], c.number[c.into[e]]));
    if (c.fate[e] == Fate::gone) gone.push_back(std::to_string(earlier.number[e]));
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
      fmt::format("Since {}: {} of {} go on; {} stayed, {} moved, {} joined", file, kept,
                  counted(earlier.number.size(), "cluster", "clusters"),
                  counted(c.stayed, "member", "members"), grouped_digits(c.moved), grouped_digits(c.joined));
  for (const std::string& item : news) text += "; " + item;
  return text + ".";
}

std::string sweep_text(const ClustersReport& r, std::size_t width) {
  Table table({{"", false, false, 9},
               {"resolution", true, false, 9},
               {"clusters", true, false, 9},
               {"largest", true, false, 5},
               {"modularity", true, false, 4},
               {"stability", true, false, 9},
               {"", false, false, 3}});
  for (std::size_t i = 0; i < r.sweep->points.size(); ++i) {
    const ResolutionPoint& p = r.sweep->points[i];
    const auto bar =
        static_cast<std::size_t>(std::isnan(p.stability) ? 0 : std::round(20 * std::max(0.0, p.stability)));
    table.add_row({i == r.sweep->chosen ? ">" : "", rounded(p.resolution, 4), grouped_digits(p.clusters),
                   grouped_digits(p.largest), rounded(p.modularity), rounded(p.stability, 3),
                   (p.trivial ? "trivial" : std::string(bar, '#'))});
  }
  return fmt::format(
             "\nStability over {} seeds (mean AMI of all pairs of runs; > marks the most stable "
             "resolution):\n",
             std::max(2u, r.seeds)) +
         table.text(width);
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
  for (const Overlap& o : contingency(r.result.partition, c.with.partition)) {
    if (o.a < rows) counts[o.a][std::min<std::size_t>(o.b, titles.size() - 2)] += o.shared;
  }
  for (std::uint32_t g = 0; g < rows; ++g) {
    std::vector<std::string> cells = {std::to_string(r.number(g))};
    for (const std::uint32_t members : counts[g]) cells.push_back(members > 0 ? grouped_digits(members) : "");
    table.add_row(std::move(cells));
  }
  return fmt::format("\nMembers by cluster and {}:\n", c.with.by) + table.text(width);
}

struct Explained {
  const char *column, *meaning;
};
constexpr Explained explanations[] = {
    {"members", "how many belong to the cluster."},
    {"ties inside", "connections between two of its members."},
    {"% outside",
     "share of the weight of its ties that leave the cluster. Low: closed; high: open, or hardly a cluster."},
    {"density", "connections inside, as a share of all pairs of its members."},
    {"conductance",
     "weight of the ties that leave, against that of all ties of its members: 0 closed, 1 all leave."},
    {"cohesion",
     "mean weight per pair inside against per pair across its border: 50 means fifty times as dense."},
    {"stays",
     "how much of the cluster is together in runs with other seeds too. Below a half it is an accident of "
     "the run."},
    {"centre", "the members with the most weight of ties inside the cluster."},
    {"modularity",
     "share of ties inside clusters less what chance would put there; above 0.3 there is structure, and "
     "numbers of "
     "different networks do not compare."},
};

}  // namespace

std::string cluster_in_words(const ClustersReport& r, std::uint32_t cluster) {
  std::string text = fmt::format("Cluster {}, {}", r.number(cluster),
                                 counted(r.profiles[cluster].size, "member", "members"));
  if (const std::string traits = traits_in_words(r, cluster); !traits.empty()) text += ": " + traits;
  if (r.profiles[cluster].size > 2) text += "; centre: " + listed(names(r, r.centres[cluster], 1));
  return text;
}

std::vector<std::string> clusters_findings(const ClustersReport& r) {
  const VertexId n = r.network->graph.vertex_count();
  if (n == 0) return {"The network has no members."};
  if (r.network->graph.edge_count() == 0) return {"Nobody is connected, so everybody is alone."};
  std::uint32_t alone = 0;
  double inside = 0, outside = 0;
  for (const ClusterProfile& c : r.profiles) {
    alone += c.size == 1 ? 1 : 0;
    inside += c.inside;
    outside += c.outside / 2;
  }
  std::vector<std::string> sentences;
  sentences.push_back(fmt::format("{} in {}{}; the largest has {}.", counted(n, "member", "members"),
                                  counted(r.profiles.size() - alone, "cluster", "clusters"),
                                  alone > 0 ? fmt::format(", {} alone", grouped_digits(alone)) : "",
                                  counted(r.profiles.front().size, "member", "members")));
  sentences.push_back(fmt::format("{} of all ties stay inside a cluster; modularity {}{}.",
                                  percent(inside / (inside + outside)), rounded(r.result.modularity),
                                  r.preview ? " (a preview by label propagation)" : ""));
  if (r.level > 0)
    sentences.push_back(fmt::format("This is level {} of {}.", r.level, r.result.hierarchy.size()));
  if (r.consensus) {
    const std::uint32_t fence = on_the_fence(*r.consensus);
    sentences.push_back(fmt::format(
        "{} with other seeds agree to {} (mean AMI; 1: always the same clusters){}.",
        counted(r.seeds, "run", "runs"), rounded(r.consensus->mean_ami, 2),
        fence > 0 ? fmt::format("; {} on the fence", counted(fence, "member is", "members are")) : ""));
  }
  if (!r.cores.empty()) {
    const VertexId deepest = *std::max_element(r.cores.begin(), r.cores.end());
    const auto members = static_cast<std::uint64_t>(std::count(r.cores.begin(), r.cores.end(), deepest));
    sentences.push_back(
        fmt::format("The innermost core is {} of whom everybody knows at least {} others of it; {} of "
                    "all members are periphery (at most one such tie).",
                    counted(members, "member", "members"), deepest,
                    percent(static_cast<double>(std::count_if(r.cores.begin(), r.cores.end(),
                                                              [](VertexId k) { return k <= 1; })) /
                            n)));
  }
  if (r.compared) sentences.push_back(compared_in_words(*r.compared));
  if (r.followed) sentences.push_back(followed_in_words(r));
  return sentences;
}

std::string clusters_text(const ClustersReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const std::string& sentence : clusters_findings(r)) text += wrapped(sentence, width) + "\n";
  const auto clusters = static_cast<std::size_t>(std::count_if(
      r.profiles.begin(), r.profiles.end(), [](const ClusterProfile& c) { return c.size > 1; }));
  const std::size_t shown = std::min(top, clusters);  // those of one member come last and are only counted
  if (shown == 0) return text;
  if (r.sweep) text += sweep_text(r, width);
  Table table({{"cluster", true, false, 9},
               {"members", true, false, 9},
               {"ties inside", true, false, 5},
               {"% outside", true, false, 8},
               {"density", true, false, 4},
               {"conductance", true, false, 2},
               {"cohesion", true, false, 3},
               {"stays", true, false, 6},
               {"centre", false, true, 7}});
  for (std::uint32_t g = 0; g < shown; ++g) {
    const ClusterProfile& c = r.profiles[g];
    table.add_row({std::to_string(r.number(g)), grouped_digits(c.size), grouped_digits(c.inside_ties),
                   rounded(100 * c.outside_share, 0), rounded(c.density, 3), rounded(c.conductance, 2),
                   rounded(c.cohesion, 1), r.consensus ? percent(r.consensus->cluster[g]) : "-",
                   listed(names(r, r.centres[g], 3))});
  }
  text += "\n" + table.text(width);
  if (shown < clusters) {
    text += fmt::format("{} not shown; --top {} shows all.\n",
                        counted(clusters - shown, "smaller cluster", "smaller clusters"), clusters);
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
  std::string text = "\nWhat the columns mean\n";
  for (const auto& [column, meaning] : explanations) {
    text += wrapped(fmt::format("{}: {}", column, meaning), width, 2) + "\n";
  }
  return text;
}

}  // namespace tertius
