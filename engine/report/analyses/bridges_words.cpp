// What an analysis of bridging contacts found. Each finding is a claim that tests/report/
// bridges_claims_test.cpp derives from the network by its definition.
#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/core/text.hpp"
#include "engine/graph/star.hpp"
#include "engine/report/analyses/bridges_figures.hpp"

namespace tertius::report {

namespace {

using words::Argument;
using words::Choice;
using words::Finding;
using words::Member;
using words::Share;

bool nobody_is_between(const bridges::Bridging& b) {
  return std::all_of(b.betweenness.begin(), b.betweenness.end(), [](double score) { return score == 0; });
}

bool knows_everybody_everybody(const graph::Graph& graph) {
  const std::uint64_t n = graph.vertex_count();
  return n > 1 && graph.edge_count() == n * (n - 1) / 2;
}

/// "discipline", "region" of --by discipline,region.
std::vector<std::string> by_words(const BridgesReport& r) {
  std::vector<std::string> words(1);
  for (const char c : r.grouping->by) {
    if (c == ',') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

/// What the order puts first: larger is better.
double order_value(const BridgesReport& r, bridges::BridgeOrder order, graph::VertexId v) {
  const bridges::Bridging& b = *r.bridging;
  switch (order) {
    case bridges::BridgeOrder::bridging:
      return b.betweenness[v] * b.map.participation[v];
    case bridges::BridgeOrder::betweenness:
      return b.betweenness[v];
    case bridges::BridgeOrder::constraint:
      return -b.holes.constraint[v];
    case bridges::BridgeOrder::effective_size:
      return b.holes.effective_size[v];
    case bridges::BridgeOrder::participation:
      return b.map.participation[v];
    case bridges::BridgeOrder::bridging_centrality:
      return b.bridging_centrality[v];
    case bridges::BridgeOrder::critical:
      return static_cast<double>(b.removal.lost_pairs[v]);
  }
  return 0;
}

/// How many others stand as high as the first one but for rounding.
std::size_t as_high(const BridgesReport& r, bridges::BridgeOrder order) {
  const double best = order_value(r, order, r.bridging->order.front());
  std::size_t count = 0;
  for (const graph::VertexId v : r.bridging->order)
    count += std::abs(order_value(r, order, v) - best) <= 1e-9 * std::max(1.0, std::abs(best)) ? 1 : 0;
  return count - 1;
}

Finding nobody_between(const BridgesReport& r) {
  if (estimated(r)) return {"nobody_between_drawn_pairs", {{"drawn", r.bridging->sampled->samples}}};
  if (r.bridging->pairs.all == 0) return {"no_paths", with_pairs(r)};
  return {"nobody_between", with_pairs(r)};
}

/// Who comes first, and by what.
Finding leading(const BridgesReport& r) {
  const bridges::Bridging& b = *r.bridging;
  const graph::VertexId first = b.order.front();
  bridges::BridgeOrder order = r.options.order;
  std::vector<Argument> arguments;
  if (!r.options.betweenness) {
    if (b.map.participation[first] == 0) return {"nobody_across_groups"};
    arguments.emplace_back("member", Member{first});
    if (const auto group = group_said(r, first)) arguments.emplace_back("group", *group);
    arguments.emplace_back("other_groups", other_groups(r, first));
    arguments.emplace_back("participation", b.map.participation[first]);
    return {"widest_spread", std::move(arguments)};
  }
  const bool by_paths = order == bridges::BridgeOrder::bridging ||
                        order == bridges::BridgeOrder::betweenness ||
                        order == bridges::BridgeOrder::bridging_centrality;
  if (by_paths && nobody_is_between(b)) return nobody_between(r);
  if (order == bridges::BridgeOrder::participation && b.map.participation[first] == 0)
    return {"nobody_across_groups"};
  if (order == bridges::BridgeOrder::bridging && b.betweenness[first] * b.map.participation[first] == 0) {
    arguments.emplace_back("instead",
                           Choice{r.grouping->partition.count == 1 ? "one_group" : "nobody_across"});
    order = bridges::BridgeOrder::betweenness;
  }
  arguments.emplace_back("member", Member{first});
  if (const auto group = group_said(r, first)) arguments.emplace_back("group", *group);
  arguments.emplace_back("alike", as_high(r, order));
  arguments.emplace_back("path_share", Share{b.path_share(first)});
  arguments.emplace_back("estimated", estimated(r));
  arguments.emplace_back("other_groups", other_groups(r, first));
  arguments = with_pairs(r, std::move(arguments));
  switch (order) {
    case bridges::BridgeOrder::betweenness:
      return {"highest_betweenness", std::move(arguments)};
    case bridges::BridgeOrder::constraint:
      arguments.emplace_back("constraint", b.holes.constraint[first]);
      return {"lowest_constraint", std::move(arguments)};
    case bridges::BridgeOrder::effective_size:
      arguments.emplace_back("effective_size", b.holes.effective_size[first]);
      return {"largest_effective_size", std::move(arguments)};
    case bridges::BridgeOrder::participation:
      arguments.emplace_back("participation", b.map.participation[first]);
      return {"highest_participation", std::move(arguments)};
    case bridges::BridgeOrder::bridging_centrality:
      return {"highest_bridging_centrality", std::move(arguments)};
    case bridges::BridgeOrder::bridging:
    case bridges::BridgeOrder::critical:
      break;
  }
  return {"strongest_bridging_contact", std::move(arguments)};
}

/// How much of all betweenness the ten members with most of it carry; nothing in small networks.
std::optional<Finding> concentration(const BridgesReport& r) {
  if (!r.options.betweenness) return std::nullopt;
  std::vector<double> sorted(r.bridging->betweenness);
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double most = 0, total = 0;
  std::size_t carriers = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    total += sorted[i];
    if (i < 10) most += sorted[i];
    carriers += sorted[i] > 0 ? 1 : 0;
  }
  if (sorted.size() <= 20 || total == 0) return std::nullopt;
  if (carriers <= 10)
    return Finding{"few_carry_all", with_pairs(r, {{"carriers", carriers}, {"members", sorted.size()}})};
  return Finding{"ten_carry", with_pairs(r, {{"members", sorted.size()}, {"share", Share{most / total}}})};
}

/// Who has contacts, but none in another group. Members without a group are left out, and so is the group
/// that they would form.
std::optional<Finding> stay_at_home(const BridgesReport& r) {
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
  if (groups < 2 || home + abroad == 0) return std::nullopt;
  const Argument by("by", by_words(r)), some_unknown("unknown", unknown > 0);
  if (home > 0) return Finding{"contacts_in_own_group_alone", {{"members", home}, by, some_unknown}};
  if (isolated + unknown == 0) return Finding{"all_have_contacts_elsewhere", {by}};
  return Finding{"connected_have_contacts_elsewhere", {by, some_unknown}};
}

std::vector<Finding> critical(const BridgesReport& r) {
  const bridges::Removal& removal = r.bridging->removal;
  const graph::VertexId first = r.bridging->order.front();
  if (removal.lost_pairs[first] == 0) return {{"nobody_is_critical"}};
  std::size_t cut_members = 0, alike = 0;
  for (graph::VertexId v = 0; v < r.network->graph.vertex_count(); ++v) {
    cut_members += removal.parts[v] > 1 ? 1 : 0;
    alike += removal.lost_cross_pairs[v] == removal.lost_cross_pairs[first] &&
                     removal.lost_pairs[v] == removal.lost_pairs[first]
                 ? 1
                 : 0;
  }
  const std::uint64_t cross = removal.lost_cross_pairs[first];
  return {{"most_critical",
           {{"member", Member{first}},
            {"alike", alike - 1},
            {"cut_off", removal.cut_off[first]},
            {"pairs", cross > 0 ? cross : std::uint64_t{removal.lost_pairs[first]}},
            {"different_groups", cross > 0}}},
          {"only_connections", {{"members", cut_members}}}};
}

Finding role_finding(const BridgesReport& r, graph::VertexId v, bridges::BrokerageRole role) {
  const Argument pairs("pairs", brokered(r, v, role));
  const Argument directed("directed", r.network->arcs.vertex_count() > 0);
  const Argument group("group", group_name(r, group_of(r, v)));
  switch (role) {
    case bridges::BrokerageRole::coordinator:
      return {"coordinator", {group, pairs, directed}};
    case bridges::BrokerageRole::consultant:
      return {"consultant", {pairs, directed}};
    case bridges::BrokerageRole::gatekeeper:
      return {"gatekeeper", {group, pairs, directed}};
    case bridges::BrokerageRole::representative:
      return {"representative", {group, pairs, directed}};
    case bridges::BrokerageRole::liaison:
      break;
  }
  return {"liaison", {pairs, directed}};
}

std::vector<Finding> only_links(const BridgesReport& r, graph::VertexId v) {
  const std::vector<bridges::OnlyLink>& all = r.bridging->only_links;
  std::vector<std::string> others;
  for (auto link = std::lower_bound(
           all.begin(), all.end(), v,
           [](const bridges::OnlyLink&l, graph::VertexId member) { return l.member < member; });
       link != all.end() && link->member == v; ++link) {
    if (is_known(r, link->own_group) && is_known(r, link->other_group))
      others.push_back(group_name(r, link->other_group));
  }
  const Argument group("group", group_name(r, group_of(r, v)));
  if (others.size() > 3) {
    const std::vector<std::string> examples(others.begin(), others.begin() + 2);
    return {{"only_link_to_many", {group, {"others", others.size()}, {"examples", examples}}}};
  }
  std::vector<Finding> findings;
  for (const std::string& other : others) findings.push_back({"only_link", {group, {"other", other}}});
  return findings;
}

}  // namespace

std::vector<Argument> with_pairs(const BridgesReport& r, std::vector<Argument> arguments) {
  const bridges::BridgingOptions& options = r.options;
  const bool two = options.pairs == bridges::PairsOf::two_groups;
  arguments.emplace_back("pairs", Choice{options.pairs == bridges::PairsOf::all ? "all"
                                         : !two                                 ? "different_groups"
                                         : options.from == options.to           ? "one_group"
                                                                                : "two_groups"});
  if (two && is_known(r, options.from)) arguments.emplace_back("from", group_name(r, options.from));
  if (two && is_known(r, options.to)) arguments.emplace_back("to", group_name(r, options.to));
  arguments.emplace_back("by", by_words(r));
  return arguments;
}

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

std::optional<std::string> group_said(const BridgesReport& r, graph::VertexId v) {
  if (!is_known(r, group_of(r, v)) || r.network->consent.hidden(v)) return std::nullopt;
  return group_name(r, group_of(r, v));
}

std::vector<Finding> bridge_reasons(const BridgesReport& r, graph::VertexId v) {
  if (r.network->consent.hidden(v)) return {};  // they say who somebody is
  const bridges::Bridging& b = *r.bridging;
  std::vector<Finding> reasons = only_links(r, v);
  if (b.removal.cut_off[v] > 0) reasons.push_back({"cut_off_without", {{"members", b.removal.cut_off[v]}}});
  if (const auto role = main_role(r, v); role && is_known(r, group_of(r, v)))
    reasons.push_back(role_finding(r, v, *role));
  if (const std::uint32_t groups = other_groups(r, v); groups > 1)
    reasons.push_back({"contacts_in_groups", {{"groups", groups}}});
  return reasons;
}

std::vector<Finding> bridges_findings(const BridgesReport& r) {
  const graph::Graph& graph = r.network->graph;
  if (graph.vertex_count() == 0) return {{"no_members"}};
  if (graph.edge_count() == 0) return {{"nobody_connected_no_bridge"}};
  if (graph::star_centre(graph)) return {{"one_persons_contacts"}};
  if (knows_everybody_everybody(graph)) return {{"everybody_knows_everybody"}};
  if (r.options.order == bridges::BridgeOrder::critical) return critical(r);
  std::vector<Finding> findings{leading(r)};
  for (const std::optional<Finding>& finding : {concentration(r), stay_at_home(r)}) {
    if (finding) findings.push_back(*finding);
  }
  return findings;
}

bool has_ranking(const BridgesReport& r) {
  const graph::Graph& graph = r.network->graph;
  const bridges::Bridging& b = *r.bridging;
  if (graph.edge_count() == 0 || knows_everybody_everybody(graph) || graph::star_centre(graph)) return false;
  const graph::VertexId first = b.order.front();
  if (!r.options.betweenness) return b.map.participation[first] > 0;
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

std::vector<Finding> bridges_summary(const BridgesReport& r, std::size_t members) {
  std::vector<Finding> findings{bridges_findings(r).front()};
  if (!has_ranking(r)) return findings;
  for (std::size_t i = 0; i < std::min(members, r.bridging->order.size()); ++i) {
    const graph::VertexId v = r.bridging->order[i];
    std::vector<Finding> reasons = bridge_reasons(r, v);
    if (reasons.empty()) continue;
    reasons.erase(reasons.begin() + 1, reasons.end());
    std::vector<Argument> arguments{{"member", Member{v}}, {"reasons", std::move(reasons)}};
    if (const auto group = group_said(r, v)) arguments.emplace_back("group", *group);
    findings.push_back({"bridge_in_short", std::move(arguments)});
  }
  return findings;
}

std::optional<Finding> bridges_precision(const BridgesReport& r) {
  const auto& sampled = r.bridging->sampled;
  if (!sampled) return std::nullopt;
  if (sampled->exact) {
    return Finding{"betweenness_exact_after_all",
                   {{"drawn", sampled->samples}, {"epsilon", r.options.sampling->epsilon}}};
  }
  // As a share of the pairs that have a path, which the column is.
  double widest = 0;
  for (graph::VertexId v = 0; v < r.network->graph.vertex_count(); ++v) {
    if (r.bridging->pairs.of_others[v] > 0)
      widest = std::max(widest, sampled->error[v] / r.bridging->pairs.of_others[v]);
  }
  return Finding{"betweenness_estimated",
                 {{"drawn", sampled->samples},
                  {"confidence", Share{1 - sampled->delta}},
                  {"percentage_points", std::ceil(std::min(1.0, widest) * 10000) / 100},
                  {"seconds", r.estimated_seconds < 10 ? std::round(r.estimated_seconds * 10) / 10
                                                       : std::round(r.estimated_seconds)}}};
}

}  // namespace tertius::report
