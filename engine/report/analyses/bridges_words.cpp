// What an analysis of bridging contacts found, in sentences. Each is a claim that tests/report/
// bridges_claims_test.cpp derives from the network by its definition.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {

namespace {

bool nobody_is_between(const bridges::Bridging& b) {
  return std::all_of(b.betweenness.begin(), b.betweenness.end(), [](double score) { return score == 0; });
}

bool knows_everybody_everybody(const graph::Graph& graph) {
  const std::uint64_t n = graph.vertex_count();
  return n > 1 && graph.edge_count() == n * (n - 1) / 2;
}

/// "discipline and region" where the members are grouped by both.
std::string by_words(const BridgesReport& r) {
  std::string words;
  for (const char c : r.grouping->by) words += c == ',' ? " and " : std::string(1, c);
  return words;
}

std::string members_of(const BridgesReport& r, std::uint32_t group) {
  return is_known(r, group) ? "of " + group_name(r, group) : "without " + by_words(r);
}

/// "members of crafts and of IT": the ends of the paths that betweenness counts.
std::string counted_ends(const BridgesReport& r) {
  const bridges::BridgingOptions& options = r.options;
  switch (options.pairs) {
    case bridges::PairsOf::all:
      return "members";
    case bridges::PairsOf::different_groups:
      return "members of different groups";
    case bridges::PairsOf::two_groups:
      break;
  }
  if (options.from == options.to) return "members " + members_of(r, options.from);
  return fmt::format("members {} and {}", members_of(r, options.from), members_of(r, options.to));
}

/// What the order puts first, and in which words. Larger is better.
struct Lead {
  std::function<double(graph::VertexId)> value;
  std::string one, many;  ///< "has the lowest constraint", "have the lowest constraint"
};

Lead lead_of(const BridgesReport& r, bridges::BridgeOrder order, graph::VertexId first) {
  const bridges::Bridging& b = *r.bridging;
  const auto highest = [](const std::string& what) {
    return std::pair{"has the " + what, "have the " + what};
  };
  std::pair<std::string, std::string> words;
  std::function<double(graph::VertexId)> value;
  switch (order) {
    case bridges::BridgeOrder::bridging:
      words = {"is the strongest bridging contact", "are the strongest bridging contacts"};
      value = [&b](graph::VertexId v) { return b.betweenness[v] * b.map.participation[v]; };
      break;
    case bridges::BridgeOrder::betweenness:
      words = highest("highest betweenness");
      value = [&b](graph::VertexId v) { return b.betweenness[v]; };
      break;
    case bridges::BridgeOrder::constraint:
      words = highest(fmt::format("lowest constraint ({})", rounded(b.holes.constraint[first], 3)));
      value = [&b](graph::VertexId v) { return -b.holes.constraint[v]; };
      break;
    case bridges::BridgeOrder::effective_size:
      words = highest(fmt::format("largest effective size ({})", rounded(b.holes.effective_size[first], 1)));
      value = [&b](graph::VertexId v) { return b.holes.effective_size[v]; };
      break;
    case bridges::BridgeOrder::participation:
      words = highest(fmt::format("highest participation ({})", rounded(b.map.participation[first], 2)));
      value = [&b](graph::VertexId v) { return b.map.participation[v]; };
      break;
    case bridges::BridgeOrder::bridging_centrality:
      words = highest("highest bridging centrality");
      value = [&b](graph::VertexId v) { return b.bridging_centrality[v]; };
      break;
    case bridges::BridgeOrder::critical:
      value = [&b](graph::VertexId v) { return static_cast<double>(b.removal.lost_pairs[v]); };
      break;
  }
  return {std::move(value), std::move(words.first), std::move(words.second)};
}

/// How many members stand as high as the first one but for rounding.
std::size_t as_high(const BridgesReport& r, const std::function<double(graph::VertexId)>& value) {
  const double best = value(r.bridging->order.front());
  std::size_t count = 0;
  for (const graph::VertexId v : r.bridging->order)
    count += std::abs(value(v) - best) <= 1e-9 * std::max(1.0, std::abs(best)) ? 1 : 0;
  return count;
}

std::string others(std::size_t count) {
  return counted(count, "other member", "other members");
}

/// "on 12 % of the shortest paths between other members, with contacts in 7 other groups"
std::string place_of(const BridgesReport& r, graph::VertexId v) {
  const double share = r.bridging->path_share(v);
  std::string text = share > 0 ? fmt::format("on {}{} of the shortest paths {}", estimated(r) ? "about " : "",
                                             share_text(share), counted_paths(r))
                               : "on no shortest path " + counted_paths(r);
  if (const std::uint32_t count = other_groups(r, v); count > 0) {
    text += fmt::format(", with contacts in {}", counted(count, "other group", "other groups"));
  }
  return text;
}

std::string nobody_between(const BridgesReport& r) {
  const bridges::BridgingOptions& options = r.options;
  if (estimated(r)) {
    return fmt::format("Nobody stands between the {} of members that were drawn at random.",
                       counted(r.bridging->sampled->samples, "pair", "pairs"));
  }
  std::string pair = "two members";
  if (options.pairs == bridges::PairsOf::different_groups) pair += " of different groups";
  if (options.pairs == bridges::PairsOf::two_groups) {
    pair += options.from == options.to
                ? " " + members_of(r, options.from)
                : fmt::format(", one {} and one {},", members_of(r, options.from), members_of(r, options.to));
  }
  if (r.bridging->pairs.all == 0) return fmt::format("No {} have a path between them.", pair);
  return fmt::format(
      "Nobody stands between others: every {} with a path between them know each other directly.", pair);
}

/// Who comes first, and by what.
std::string leading(const BridgesReport& r) {
  const bridges::Bridging& b = *r.bridging;
  const graph::VertexId first = b.order.front();
  bridges::BridgeOrder order = r.options.order;
  std::string before;
  const bool by_paths = order == bridges::BridgeOrder::bridging ||
                        order == bridges::BridgeOrder::betweenness ||
                        order == bridges::BridgeOrder::bridging_centrality;
  if (by_paths && *std::max_element(b.betweenness.begin(), b.betweenness.end()) == 0)
    return nobody_between(r);
  if (order == bridges::BridgeOrder::participation && b.map.participation[first] == 0)
    return "Nobody has contacts in more than one group.";
  if (order == bridges::BridgeOrder::bridging && b.betweenness[first] * b.map.participation[first] == 0) {
    before = r.grouping->partition.count == 1
                 ? "All members are in one group, so nobody connects groups. "
                 : "Nobody who stands between others has contacts in more than one group. ";
    order = bridges::BridgeOrder::betweenness;
  }
  const Lead lead = lead_of(r, order, first);
  const std::size_t alike = as_high(r, lead.value);
  if (alike == 1) return fmt::format("{}{} {}: {}.", before, who(r, first), lead.one, place_of(r, first));
  return fmt::format("{}{} and {} {}; {} is {}.", before, who(r, first), others(alike - 1), lead.many,
                     r.network->members.name(first), place_of(r, first));
}

std::string concentration(const BridgesReport& r) {
  std::vector<double> sorted(r.bridging->betweenness);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double most = 0, total = 0;
  std::size_t carriers = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    total += sorted[i];
    if (i < 10) most += sorted[i];
    carriers += sorted[i] > 0 ? 1 : 0;
  }
  if (sorted.size() <= 20 || total == 0) return "";
  const std::string what =
      r.options.pairs == bridges::PairsOf::all ? "betweenness" : "betweenness between " + counted_ends(r);
  if (carriers <= 10) {
    return fmt::format("{} of {} members {} all {}.", carriers, grouped_digits(sorted.size()),
                       carriers == 1 ? "carries" : "carry", what);
  }
  return fmt::format("Ten of {} members carry {} of all {}.", grouped_digits(sorted.size()),
                     share_text(most / total), what);
}

/// Who has contacts, but none in another group. Members without a group are left out, and so is the group
/// that they would form.
std::string stay_at_home(const BridgesReport& r) {
  const graph::Graph& graph = r.network->graph;
  std::size_t groups = 0, isolated = 0, unknown = 0, home = 0, abroad = 0;
  for (std::uint32_t g = 0; g < r.grouping->partition.count; ++g) groups += is_known(r, g) ? 1 : 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v) {
    std::size_t& kind = !is_known(r, group_of(r, v)) ? unknown
                        : graph.degree(v) == 0       ? isolated
                        : other_groups(r, v) == 0    ? home
                                                     : abroad;
    ++kind;
  }
  if (groups < 2 || home + abroad == 0) return "";
  const std::string by = by_words(r), known = unknown > 0 ? "a known " + by : "";
  const std::string another = unknown > 0 ? "another" : "another " + by;
  if (home > 0) {
    return fmt::format("{}{} {} contacts, but none in {}.", counted(home, "member", "members"),
                       unknown > 0 ? " with " + known : "", home == 1 ? "has" : "have", another);
  }
  if (isolated + unknown == 0) return fmt::format("Every member has a contact in {}.", another);
  return fmt::format("Every member with contacts{} has one in {}.", unknown > 0 ? " and " + known : "",
                     another);
}

std::vector<std::string> critical(const BridgesReport& r) {
  const bridges::Removal& removal = r.bridging->removal;
  const graph::VertexId first = r.bridging->order.front();
  if (removal.lost_pairs[first] == 0) {
    return {
        "Nobody's leaving would cut anybody off: no member is the only connection between two parts of the "
        "network."};
  }
  std::size_t cut_members = 0, alike = 0;
  for (graph::VertexId v = 0; v < r.network->graph.vertex_count(); ++v) {
    cut_members += removal.parts[v] > 1 ? 1 : 0;
    alike += removal.lost_cross_pairs[v] == removal.lost_cross_pairs[first] &&
                     removal.lost_pairs[v] == removal.lost_pairs[first]
                 ? 1
                 : 0;
  }
  const std::string name = r.network->members.name(first);
  const std::uint64_t cross = removal.lost_cross_pairs[first];
  const std::string lost =
      cross > 0 ? counted(cross, "pair", "pairs") + " of members in different groups"
                : counted(removal.lost_pairs[first], "pair", "pairs") + " of members in one group";
  return {fmt::format("The network hangs most on {}{}: without {} {} cut off, and {} lose each other.", name,
                      alike > 1 ? fmt::format(", and as much on {}", others(alike - 1)) : "",
                      alike > 1 ? name : "them", counted(removal.cut_off[first], "member is", "members are"),
                      lost),
          fmt::format("{} the only connection between two parts of the network.",
                      counted(cut_members, "member is", "members are each"))};
}

std::string role_words(const BridgesReport& r, graph::VertexId v, bridges::BrokerageRole role) {
  const std::string& own = group_name(r, group_of(r, v));
  const bool directed = r.network->arcs.vertex_count() > 0;
  const std::string pairs = counted(brokered(r, v, role), "pair", "pairs") +
                            (directed ? " of contacts without a tie from the first to the second"
                                      : " of contacts who do not know each other");
  switch (role) {
    case bridges::BrokerageRole::coordinator:
      return fmt::format("coordinator inside {}: {}", own, pairs);
    case bridges::BrokerageRole::consultant:
      return fmt::format("consultant from outside: {}, both in one other group", pairs);
    case bridges::BrokerageRole::gatekeeper:
      return fmt::format("gatekeeper for {}: {}", own, pairs);
    case bridges::BrokerageRole::representative:
      return fmt::format("representative of {}: {}", own, pairs);
    case bridges::BrokerageRole::liaison:
      return fmt::format("liaison between other groups: {}", pairs);
  }
  return "";
}

std::vector<std::string> only_link_words(const BridgesReport& r, graph::VertexId v) {
  const std::vector<bridges::OnlyLink>& all = r.bridging->only_links;
  std::vector<std::string> names;
  for (auto link = std::lower_bound(
           all.begin(), all.end(), v,
           [](const bridges::OnlyLink&l, graph::VertexId member) { return l.member < member; });
       link != all.end() && link->member == v; ++link) {
    if (is_known(r, link->own_group) && is_known(r, link->other_group))
      names.push_back(group_name(r, link->other_group));
  }
  const std::string& own = group_name(r, group_of(r, v));
  if (names.size() > 3) {
    return {fmt::format("the only direct link between {} and {} other groups ({}, {}, ...)", own,
                        names.size(), names[0], names[1])};
  }
  for (std::string& name : names) name = fmt::format("the only direct link between {} and {}", own, name);
  return names;
}

}  // namespace

std::optional<bridges::BrokerageRole> main_role(const BridgesReport& r, graph::VertexId v) {
  std::optional<bridges::BrokerageRole> best;
  for (const bridges::BrokerageRole role : all_roles) {
    if (brokered(r, v, role) > 0 && (!best || brokered(r, v, role) > brokered(r, v, *best))) best = role;
  }
  return best;
}

std::uint32_t other_groups(const BridgesReport& r, graph::VertexId v) {
  const std::uint32_t met = r.bridging->map.foreign_groups[v], own = group_of(r, v);
  if (met == 0) return 0;
  for (const graph::VertexId u : r.network->graph.neighbours(v)) {
    if (group_of(r, u) != own && !is_known(r, group_of(r, u))) return met - 1;
  }
  return met;
}

std::string who(const BridgesReport& r, graph::VertexId v) {
  std::string name = r.network->members.name(v);
  if (is_known(r, group_of(r, v)) && !r.network->consent.hidden(v))
    name += fmt::format(" ({})", group_name(r, group_of(r, v)));
  return name;
}

std::string counted_paths(const BridgesReport& r) {
  return "between other " + counted_ends(r);
}

std::vector<std::string> bridge_reasons(const BridgesReport& r, graph::VertexId v) {
  if (r.network->consent.hidden(v)) return {};  // they say who somebody is
  const bridges::Bridging& b = *r.bridging;
  std::vector<std::string> reasons = only_link_words(r, v);
  if (b.removal.cut_off[v] > 0) {
    reasons.push_back(fmt::format("without this member {} cut off",
                                  counted(b.removal.cut_off[v], "member is", "members are")));
  }
  if (const auto role = main_role(r, v); role && is_known(r, group_of(r, v)))
    reasons.push_back(role_words(r, v, *role));
  if (const std::uint32_t groups = other_groups(r, v); groups > 1)
    reasons.push_back(fmt::format("contacts in {} other groups", groups));
  return reasons;
}

std::vector<std::string> bridges_findings(const BridgesReport& r) {
  const graph::Graph& graph = r.network->graph;
  if (graph.vertex_count() == 0) return {"The network has no members."};
  if (graph.edge_count() == 0) return {"Nobody is connected, so nobody is a bridge."};
  if (std::string note = star_note(graph); !note.empty()) return {std::move(note)};
  if (knows_everybody_everybody(graph)) return {"Everybody knows everybody, so nobody is a bridge."};
  if (r.options.order == bridges::BridgeOrder::critical) return critical(r);
  std::vector<std::string> sentences{leading(r)};
  for (const std::string& sentence : {concentration(r), stay_at_home(r)}) {
    if (!sentence.empty()) sentences.push_back(sentence);
  }
  return sentences;
}

bool has_ranking(const BridgesReport& r) {
  const graph::Graph& graph = r.network->graph;
  const bridges::Bridging& b = *r.bridging;
  if (graph.edge_count() == 0 || knows_everybody_everybody(graph) || !star_note(graph).empty()) return false;
  const graph::VertexId first = b.order.front();
  switch (r.options.order) {
    case bridges::BridgeOrder::bridging:
    case bridges::BridgeOrder::betweenness:
    case bridges::BridgeOrder::bridging_centrality:
      return estimated(r) || !nobody_is_between(b);
    case bridges::BridgeOrder::participation:
      return b.map.participation[first] > 0;
    case bridges::BridgeOrder::critical:
      return b.removal.lost_pairs[first] > 0;
    case bridges::BridgeOrder::constraint:
    case bridges::BridgeOrder::effective_size:
      break;
  }
  return true;
}

std::vector<std::string> bridges_summary(const BridgesReport& r, std::size_t members) {
  std::vector<std::string> sentences{bridges_findings(r).front()};
  if (!has_ranking(r)) return sentences;
  for (std::size_t i = 0; i < std::min(members, r.bridging->order.size()); ++i) {
    const graph::VertexId v = r.bridging->order[i];
    if (const auto reasons = bridge_reasons(r, v); !reasons.empty())
      sentences.push_back(fmt::format("{}: {}", who(r, v), reasons.front()));
  }
  return sentences;
}

std::string bridges_precision(const BridgesReport& r) {
  const auto& sampled = r.bridging->sampled;
  if (!sampled) return "";
  if (sampled->exact) {
    return fmt::format(
        "Betweenness is exact: {} random pairs showed that estimating it to within {} would take longer.",
        grouped_digits(sampled->samples), number_text(r.options.sampling->epsilon));
  }
  // As a share of the pairs that have a path, which the column is.
  double widest = 0;
  for (graph::VertexId v = 0; v < r.network->graph.vertex_count(); ++v) {
    if (r.bridging->pairs.of_others[v] > 0)
      widest = std::max(widest, sampled->error[v] / r.bridging->pairs.of_others[v]);
  }
  return fmt::format(
      "Betweenness is estimated from {} random pairs of members: with {} confidence nobody's share of the "
      "shortest paths is off by more than {} percentage points. {} computes it (about {} s on one "
      "thread).",
      grouped_digits(sampled->samples), share_text(1 - sampled->delta),
      rounded(std::ceil(std::min(1.0, widest) * 10000) / 100, 2), setting_name("exact"),
      rounded(r.estimated_seconds, r.estimated_seconds < 10 ? 1 : 0));
}

}  // namespace tertius::report
