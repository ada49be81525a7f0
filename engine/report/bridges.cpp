#include "engine/report/bridges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/bridges_figures.hpp"
#include "engine/report/table.hpp"

namespace tertius {

using namespace report;

namespace {

/// The role that stands out most against chance, or the one with most pairs; nothing without pairs.
std::optional<BrokerageRole> main_role(const BridgesReport& r, VertexId v) {
  std::optional<BrokerageRole> best;
  for (const BrokerageRole role : all_roles) {
    if (brokered(r, v, role) > 0 && (!best || brokered(r, v, role) > brokered(r, v, *best))) best = role;
  }
  return best;
}

std::string role_words(const BridgesReport& r, VertexId v, BrokerageRole role) {
  const std::string& own = group_name(r, group_of(r, v));
  const std::string pairs =
      counted(brokered(r, v, role), "pair", "pairs") + " of contacts who do not know each other";
  switch (role) {
    case BrokerageRole::coordinator:
      return fmt::format("coordinator inside {}: {}", own, pairs);
    case BrokerageRole::consultant:
      return fmt::format("consultant from outside: {} of one other group", pairs);
    case BrokerageRole::gatekeeper:
      return fmt::format("gatekeeper for {}: {}", own, pairs);
    case BrokerageRole::representative:
      return fmt::format("representative of {}: {}", own, pairs);
    case BrokerageRole::liaison:
      return fmt::format("liaison between other groups: {}", pairs);
  }
  return "";
}

std::string betweenness_words(const BridgesReport& r) {
  const auto& sampled = r.bridging->sampled;
  if (!sampled) return "";
  if (sampled->exact) {
    return fmt::format(
        "Betweenness is exact: {} random pairs showed that estimating it to within {} would take longer.",
        grouped_digits(sampled->samples), rounded(r.options.sampling->epsilon, 4));
  }
  return fmt::format(
      "Betweenness is estimated from {} random pairs of members: with {} confidence nobody's share of all "
      "pairs is off "
      "by more than {}. --exact computes it (about {} s on one thread).",
      grouped_digits(sampled->samples), percent(1 - sampled->delta), rounded(sampled->epsilon, 4),
      rounded(r.estimated_seconds, r.estimated_seconds < 10 ? 1 : 0));
}

std::vector<std::string> findings(const BridgesReport& r) {
  const Network& network = *r.network;
  const Bridging& b = *r.bridging;
  const VertexId n = network.graph.vertex_count();
  std::vector<std::string> sentences;
  if (n == 0) return {"The network has no members."};
  if (network.graph.edge_count() == 0) return {"Nobody is connected, so nobody is a bridge."};
  const VertexId first = b.order.front();
  if (r.options.order == BridgeOrder::critical) {
    if (b.removal.lost_pairs[first] == 0) {
      return {
          "Nobody's leaving would cut anybody off: no member is the only way between two parts of the "
          "network."};
    }
    std::size_t cut_members = 0;
    for (VertexId v = 0; v < n; ++v) cut_members += b.removal.parts[v] > 1 ? 1 : 0;
    sentences.push_back(fmt::format(
        "The network hangs most on {}: without them {} cut off, and {} of members in different groups lose "
        "each other.",
        network.members.name(first), counted(b.removal.cut_off[first], "member is", "members are"),
        counted(b.removal.lost_cross_pairs[first], "pair", "pairs")));
    sentences.push_back(fmt::format("{} the only way between two parts of the network.",
                                    counted(cut_members, "member is", "members are")));
    return sentences;
  }
  if (b.betweenness[first] > 0) {
    sentences.push_back(
        fmt::format("{} ({}) is the strongest bridging contact: on {} of all shortest ways between others, "
                    "with contacts in {}.",
                    network.members.name(first), group_name(r, group_of(r, first)),
                    normalised(r, first) < 0.01 ? rounded(100 * normalised(r, first), 2) + " %"
                                                : percent(normalised(r, first)),
                    counted(b.map.foreign_groups[first], "other group", "other groups")));
  } else {
    sentences.emplace_back(
        "Nobody stands between others: every two connected members know each other directly.");
  }
  double most = 0, total = 0;
  std::vector<double> sorted(b.betweenness);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    total += sorted[i];
    if (i < 10) most += sorted[i];
  }
  if (n > 20 && total > 0) {
    sentences.push_back(fmt::format("Ten of {} members carry {} of all betweenness.", grouped_digits(n),
                                    percent(most / total)));
  }
  std::size_t none = 0;
  for (VertexId v = 0; v < n; ++v)
    none += network.graph.degree(v) > 0 && b.map.foreign_groups[v] == 0 ? 1 : 0;
  if (r.grouping->partition.count > 1) {
    sentences.push_back(fmt::format("{} no contact outside their own {}.",
                                    counted(none, "member has", "members have"), r.grouping->by));
  }
  return sentences;
}

std::string openings_text(const BridgesReport& r, std::size_t width) {
  const Openings& o = *r.openings;
  const bool steps = o.separation == Separation::distance;
  const std::string what =
      steps ? "mean steps between members of different groups" : "random-walk controversy between groups";
  std::string text = fmt::format("\nOpenings: new ties that lower the {} ({} now{}).\n", what,
                                 rounded(o.before), o.sampled ? ", read from a sample of members" : "");
  if (o.ties.empty()) return text + "No new tie between members with room would lower it.\n";
  Table table({{"", true}, {"who", false, true}, {"with", false, true}, {"gains", true}, {"leaves", true}});
  const auto who = [&](VertexId v) {
    return fmt::format("{} ({})", r.network->members.name(v), group_name(r, group_of(r, v)));
  };
  for (std::size_t i = 0; i < o.ties.size(); ++i) {
    table.add_row({std::to_string(i + 1), who(o.ties[i].a), who(o.ties[i].b), rounded(o.ties[i].gain),
                   rounded(o.ties[i].separation)});
  }
  return text + table.text(width);
}

struct Explained {
  std::string_view column, meaning;
};
constexpr Explained explanations[] = {
    {"betweenness",
     "pairs of other members whose shortest way runs through this member; shared where there are several "
     "shortest ways. High: much passes through."},
    {"% ways", "the same as a share of all pairs of others."},
    {"particip.", "participation, 0 to 1: how evenly the ties spread over the groups. 0: all in one group."},
    {"others", "how many groups other than the own have a contact of this member."},
    {"constraint",
     "how much the contacts know each other and hem this member in. Low: free to bring people together."},
    {"eff. size", "effective size: contacts less those that lead to the same people anyway."},
    {"hierarchy", "0: every contact constrains alike; 1: a single contact does it all."},
    {"brokers as",
     "the role in which this member stands between most pairs of contacts who do not know each other: "
     "coordinator (all three in one group), consultant (both in one other group), gatekeeper (one in the own "
     "group), liaison (three groups)."},
    {"bridging c.",
     "bridging centrality: betweenness times how much better connected the contacts are than the member."},
    {"cut off", "members who lose the largest part of the network when this member leaves."},
    {"lost pairs", "pairs of other members who lose each other; 'across' counts those in different groups."},
    {"why", "the facts that make this member a bridge."},
};

}  // namespace

std::string_view to_string(BridgeOrder order) {
  switch (order) {
    case BridgeOrder::bridging:
      return "bridging";
    case BridgeOrder::betweenness:
      return "betweenness";
    case BridgeOrder::constraint:
      return "constraint";
    case BridgeOrder::effective_size:
      return "effective-size";
    case BridgeOrder::participation:
      return "participation";
    case BridgeOrder::bridging_centrality:
      return "bridging-centrality";
    case BridgeOrder::critical:
      return "critical";
  }
  return "";
}

const std::vector<BridgeOrder>& bridge_orders() {
  static const std::vector<BridgeOrder> all = {BridgeOrder::bridging,      BridgeOrder::betweenness,
                                               BridgeOrder::constraint,    BridgeOrder::effective_size,
                                               BridgeOrder::participation, BridgeOrder::bridging_centrality,
                                               BridgeOrder::critical};
  return all;
}

std::vector<std::string> bridge_reasons(const BridgesReport& r, VertexId v) {
  const Bridging& b = *r.bridging;
  std::vector<std::string> reasons;
  const auto first =
      std::lower_bound(b.only_links.begin(), b.only_links.end(), v,
                       [](const OnlyLink& link, VertexId member) { return link.member < member; });
  std::vector<std::string> links;
  for (auto link = first; link != b.only_links.end() && link->member == v; ++link) {
    links.push_back(group_name(r, link->other_group));
  }
  if (links.size() > 3) {
    reasons.push_back(fmt::format("the only link between {} and {} other groups ({}, {}, ...)",
                                  group_name(r, group_of(r, v)), links.size(), links[0], links[1]));
  } else {
    for (const std::string& other : links) {
      reasons.push_back(fmt::format("the only link between {} and {}", group_name(r, group_of(r, v)), other));
    }
  }
  if (b.removal.cut_off[v] > 0) {
    reasons.push_back(fmt::format("without this member {} cut off",
                                  counted(b.removal.cut_off[v], "member is", "members are")));
  }
  if (const auto role = main_role(r, v)) reasons.push_back(role_words(r, v, *role));
  if (b.map.foreign_groups[v] > 1) {
    reasons.push_back(fmt::format("contacts in {} other groups", b.map.foreign_groups[v]));
  }
  return reasons;
}

std::string bridges_text(const BridgesReport& r, std::size_t top, std::size_t width) {
  const Bridging& b = *r.bridging;
  std::string text;
  for (const std::string& sentence : findings(r)) text += wrapped(sentence, width) + "\n";
  if (const std::string words = betweenness_words(r); !words.empty()) text += wrapped(words, width) + "\n";
  const std::size_t shown = std::min(top, b.order.size());
  if (shown > 0) {
    const bool critical = r.options.order == BridgeOrder::critical;
    std::vector<TableColumn> columns = {
        {"", true, false, 9}, {"who", false, true, 9}, {r.grouping->by, false, true, 7}};
    if (critical) {
      columns.insert(columns.end(), {{"cut off", true, false, 8},
                                     {"lost pairs", true, false, 8},
                                     {"across", true, false, 8},
                                     {"parts", true, false, 5},
                                     {"% ways", true, false, 4}});
    } else {
      columns.insert(columns.end(), {{"% ways", true, false, 8},
                                     {"particip.", true, false, 7},
                                     {"others", true, false, 6},
                                     {"constraint", true, false, 5},
                                     {"eff. size", true, false, 4},
                                     {"brokers as", false, false, 3},
                                     {"cut off", true, false, 2}});
    }
    Table table(columns);
    for (std::size_t i = 0; i < shown; ++i) {
      const VertexId v = b.order[i];
      std::vector<std::string> row = {std::to_string(i + 1), r.network->members.name(v),
                                      group_name(r, group_of(r, v))};
      if (critical) {
        row.insert(row.end(), {grouped_digits(b.removal.cut_off[v]), grouped_digits(b.removal.lost_pairs[v]),
                               grouped_digits(b.removal.lost_cross_pairs[v]),
                               std::to_string(b.removal.parts[v]), rounded(100 * normalised(r, v), 2)});
      } else {
        const auto role = main_role(r, v);
        row.insert(row.end(),
                   {rounded(100 * normalised(r, v), 2), rounded(b.map.participation[v], 2),
                    std::to_string(b.map.foreign_groups[v]), rounded(b.holes.constraint[v], 3),
                    rounded(b.holes.effective_size[v], 1), role ? std::string(to_string(*role)) : "-",
                    grouped_digits(b.removal.cut_off[v])});
      }
      table.add_row(std::move(row));
    }
    text += '\n' + table.text(width);
    text += "\nWhy:\n";
    for (std::size_t i = 0; i < std::min<std::size_t>(shown, 5); ++i) {
      std::string reasons;
      for (const std::string& reason : bridge_reasons(r, b.order[i]))
        reasons += (reasons.empty() ? "" : "; ") + reason;
      if (reasons.empty()) continue;
      text +=
          wrapped(fmt::format("  {}: {}.", r.network->members.name(b.order[i]), reasons), width, 4) + "\n";
    }
  }
  if (r.openings != nullptr) text += openings_text(r, width);
  return text;
}

std::string bridges_explained(std::size_t width) {
  std::string text = "\nWhat the columns mean:\n";
  for (const auto& [column, meaning] : explanations)
    text += wrapped(fmt::format("  {}: {}", column, meaning), width, 4) + "\n";
  return text;
}

std::vector<std::string> bridges_findings(const BridgesReport& r) {
  return findings(r);
}

}  // namespace tertius
