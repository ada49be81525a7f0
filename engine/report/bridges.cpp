#include "engine/report/bridges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

constexpr BrokerageRole all_roles[] = {BrokerageRole::coordinator, BrokerageRole::consultant,
                                       BrokerageRole::gatekeeper, BrokerageRole::representative,
                                       BrokerageRole::liaison};

double normalised(const BridgesReport& r, VertexId v) {
  return r.bridging->betweenness[v] / betweenness_normaliser(r.network->graph);
}

const std::string& group_name(const BridgesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}
std::uint32_t group_of(const BridgesReport& r, VertexId v) {
  return r.grouping->partition.label[v];
}

std::uint64_t brokered(const BridgesReport& r, VertexId v, BrokerageRole role) {
  return r.bridging->brokerage.count[v][static_cast<std::size_t>(role)];
}

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

void write_member(JsonWriter& json, const BridgesReport& r, std::size_t rank, VertexId v) {
  const Bridging& b = *r.bridging;
  const MemberTable& members = r.network->members;
  json.begin_object()
      .member("rank", rank)
      .member("id", members.ids[v])
      .member("name", members.name(v))
      .member("group", group_name(r, group_of(r, v)))
      .member("contacts", r.network->graph.degree(v))
      .member("betweenness", b.betweenness[v])
      .member("betweenness_normalised", normalised(r, v));
  if (b.sampled) json.member("betweenness_error", b.sampled->error[v]);
  json.member("bridging_centrality", b.bridging_centrality[v])
      .member("constraint", b.holes.constraint[v])
      .member("effective_size", b.holes.effective_size[v])
      .member("efficiency", b.holes.efficiency[v])
      .member("hierarchy", b.holes.hierarchy[v])
      .member("participation", b.map.participation[v])
      .member("within_module_z", b.map.within_module_z[v])
      .member("role", to_string(b.map.role[v]))
      .member("foreign_groups", b.map.foreign_groups[v])
      .member("foreign_ties", b.map.foreign_ties[v]);
  json.key("brokerage").begin_object();
  for (const BrokerageRole role : all_roles) json.member(to_string(role), brokered(r, v, role));
  json.end_object();
  json.key("brokerage_z").begin_object();
  for (const BrokerageRole role : all_roles)
    json.member(to_string(role), b.brokerage.z[v][static_cast<std::size_t>(role)]);
  json.end_object();
  json.member("parts_without", b.removal.parts[v])
      .member("cut_off", b.removal.cut_off[v])
      .member("lost_pairs", b.removal.lost_pairs[v])
      .member("lost_cross_pairs", b.removal.lost_cross_pairs[v])
      .member("reasons", bridge_reasons(r, v))
      .end_object();
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

void write_bridges_json(JsonWriter& json, const BridgesReport& r, std::size_t top) {
  const Bridging& b = *r.bridging;
  const BlockCutTree tree = block_cut_tree(r.network->graph);
  json.begin_object()
      .member("by", r.grouping->by)
      .member("order", to_string(r.options.order))
      .member("betweenness_pairs", r.options.pairs == PairsOf::all                ? "all"
                                   : r.options.pairs == PairsOf::different_groups ? "different groups"
                                                                                  : "two groups")
      .member("exact", !b.sampled.has_value())
      .member("estimated_seconds", r.estimated_seconds);
  json.key("approximation");
  if (b.sampled) {  // what holds: wider than asked for when sampling stopped at a certain order
    json.begin_object()
        .member("epsilon", std::min(1.0, std::max(r.options.sampling->epsilon, b.sampled->epsilon)))
        .member("delta", b.sampled->delta)
        .member("samples", b.sampled->samples)
        .member("error_bound", b.sampled->epsilon)
        .member("certain_top", b.sampled->certain_top)
        .end_object();
  } else {
    json.value(nullptr);
  }
  json.key("cut")
      .begin_object()
      .member("blocks", tree.blocks())
      .member("cut_members", tree.cut_members.size());
  json.key("cut_ties").begin_array();
  for (const auto& [u, v] : tree.cut_ties) {
    json.begin_array().value(r.network->members.ids[u]).value(r.network->members.ids[v]).end_array();
  }
  json.end_array().end_object();
  json.key("openings");
  if (r.openings != nullptr) {
    const Openings& o = *r.openings;
    json.begin_object()
        .member("separation", o.separation == Separation::distance ? "distance" : "controversy")
        .member("before", o.before)
        .member("candidates", o.candidates)
        .member("sampled", o.sampled);
    json.key("ties").begin_array();
    for (const Opening& tie : o.ties) {
      json.begin_object()
          .member("a", r.network->members.ids[tie.a])
          .member("b", r.network->members.ids[tie.b])
          .member("a_name", r.network->members.name(tie.a))
          .member("b_name", r.network->members.name(tie.b))
          .member("gain", tie.gain)
          .member("separation", tie.separation)
          .end_object();
    }
    json.end_array().end_object();
  } else {
    json.value(nullptr);
  }
  json.key("members").begin_array();
  for (std::size_t i = 0; i < std::min(top, b.order.size()); ++i) write_member(json, r, i + 1, b.order[i]);
  json.end_array().end_object();
}

std::string bridges_csv(const BridgesReport& r, std::size_t top) {
  const Bridging& b = *r.bridging;
  const MemberTable& members = r.network->members;
  std::vector<std::string> header = {"rank",
                                     "id",
                                     "name",
                                     "group",
                                     "contacts",
                                     "betweenness",
                                     "betweenness_normalised",
                                     "bridging_centrality",
                                     "constraint",
                                     "effective_size",
                                     "efficiency",
                                     "hierarchy",
                                     "participation",
                                     "within_module_z",
                                     "role",
                                     "foreign_groups",
                                     "foreign_ties"};
  for (const BrokerageRole role : all_roles) header.emplace_back(to_string(role));
  for (const BrokerageRole role : all_roles) header.push_back(fmt::format("{}_z", to_string(role)));
  for (const char* name : {"parts_without", "cut_off", "lost_pairs", "lost_cross_pairs", "reasons"})
    header.emplace_back(name);
  std::string text = csv_row(header);
  for (std::size_t i = 0; i < std::min(top, b.order.size()); ++i) {
    const VertexId v = b.order[i];
    std::vector<std::string> row = {std::to_string(i + 1),
                                    members.ids[v],
                                    members.name(v),
                                    group_name(r, group_of(r, v)),
                                    std::to_string(r.network->graph.degree(v)),
                                    number_text(b.betweenness[v]),
                                    number_text(normalised(r, v)),
                                    number_text(b.bridging_centrality[v]),
                                    number_text(b.holes.constraint[v]),
                                    number_text(b.holes.effective_size[v]),
                                    number_text(b.holes.efficiency[v]),
                                    number_text(b.holes.hierarchy[v]),
                                    number_text(b.map.participation[v]),
                                    number_text(b.map.within_module_z[v]),
                                    std::string(to_string(b.map.role[v])),
                                    std::to_string(b.map.foreign_groups[v]),
                                    std::to_string(b.map.foreign_ties[v])};
    for (const BrokerageRole role : all_roles) row.push_back(std::to_string(brokered(r, v, role)));
    for (const BrokerageRole role : all_roles)
      row.push_back(number_text(b.brokerage.z[v][static_cast<std::size_t>(role)]));
    row.push_back(std::to_string(b.removal.parts[v]));
    row.push_back(std::to_string(b.removal.cut_off[v]));
    row.push_back(std::to_string(b.removal.lost_pairs[v]));
    row.push_back(std::to_string(b.removal.lost_cross_pairs[v]));
    std::string reasons;
    for (const std::string& reason : bridge_reasons(r, v)) reasons += (reasons.empty() ? "" : "; ") + reason;
    row.push_back(std::move(reasons));
    text += csv_row(row);
  }
  return text;
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
  if (!b.order.empty()) {
    const std::string path = r.path.empty() ? "NETWORK" : r.path;
    text += r.options.order == BridgeOrder::critical
                ? fmt::format("\nNext: tertius whatif {} --without \"{}\"\n", path,
                              r.network->members.ids[b.order.front()])
                : fmt::format(
                      "\nNext: tertius bridges {} --critical    what breaks when one of them leaves\n", path);
  }
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
