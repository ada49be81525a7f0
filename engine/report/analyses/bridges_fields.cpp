// The columns of bridging contacts. Whoever adds one adds it here, and here alone.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "engine/graph/member_bits.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/findings.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using Row = BridgesRow;
using enum FieldType;

const bridges::Bridging& found(const Row& row) {
  return *row.report.bridging;
}
const graph::MemberTable& members(const Row& row) {
  return row.report.network->members;
}

/// What the reach of all members takes: the contacts of every contact are looked at.
std::uint64_t arcs_within_two_steps(const graph::Graph& graph) {
  std::uint64_t arcs = 0;
  for (graph::VertexId v = 0; v < graph.vertex_count(); ++v)
    arcs += std::uint64_t{graph.degree(v)} * graph.degree(v);
  return arcs;
}

/// Other members within two connections of this one. O(arcs of the contacts), with one bit per member of the
/// network where that is less than a list.
std::uint64_t reach(const graph::Graph& graph, graph::VertexId member) {
  std::uint64_t arcs = graph.degree(member);
  for (const graph::VertexId z : graph.neighbours(member)) arcs += graph.degree(z);
  const auto each = [&](auto&& visit) {
    for (const graph::VertexId z : graph.neighbours(member)) {
      visit(z);
      for (const graph::VertexId v : graph.neighbours(z))
        if (v != member) visit(v);
    }
  };
  std::uint64_t count = 0;
  if (arcs < graph.vertex_count() / 64) {
    std::vector<graph::VertexId> found;
    found.reserve(arcs);
    each([&](graph::VertexId v) { found.push_back(v); });
    std::sort(found.begin(), found.end());
    count = static_cast<std::uint64_t>(std::unique(found.begin(), found.end()) - found.begin());
  } else {
    graph::MemberBits found(graph.vertex_count());
    each([&](graph::VertexId v) {
      count += found.has(v) ? 0 : 1;
      found.add(v);
    });
  }
  return count;
}

constexpr std::array brokerage_meanings{
    std::string_view(
        "pairs of contacts without a tie whom this member stands between, all three in one group."),
    std::string_view("such pairs who are both in one other group."),
    std::string_view("such pairs of which one is in this member's group; where ties have no direction, both "
                     "ways are counted here."),
    std::string_view("such pairs, from this member's group to another; 0 where ties have no direction."),
    std::string_view("such pairs in two groups, neither of them this member's.")};

void add_brokerage(Fields<Row>& fields) {
  static constexpr std::array<std::string_view, std::size(all_roles)> z_keys{
      "coordinator_z", "consultant_z", "gatekeeper_z", "representative_z", "liaison_z"};
  for (const bridges::BrokerageRole role : all_roles)
    fields.push_back({{.key = bridges::to_string(role),
                       .within = "brokerage",
                       .type = natural,
                       .meaning = brokerage_meanings[static_cast<std::size_t>(role)],
                       .unit = "pairs"},
                      [role](const Row& row) { return brokered(row.report, row.member, role); }});
  for (const bridges::BrokerageRole role : all_roles)
    fields.push_back({{.key = bridges::to_string(role),
                       .csv_key = z_keys[static_cast<std::size_t>(role)],
                       .within = "brokerage_z",
                       .type = number,
                       .meaning = "how far these pairs are above what labels dealt out at random give.",
                       .unit = "standard deviations",
                       .nullable = true},
                      [role](const Row& row) {
                        return found(row).brokerage.z[row.member][static_cast<std::size_t>(role)];
                      }});
}

Fields<Row> all_fields() {
  Fields<Row> fields{
      count<Row>({.key = "rank", .meaning = "place in the order asked for.", .least = 1, .grouped = false},
                 [](const Row& row) { return row.rank; }),
      member_id<Row>(),
      member_name<Row>(),
      {{.key = "group",
        .type = text,
        .meaning = "the bubble the member belongs to; nothing for members under a pseudonym.",
        .nullable = true},
       [](const Row& row) -> Value {
         if (row.report.network->consent.hidden(row.member)) return {};
         return group_name(row.report, group_of(row.report, row.member));
       }},
      count<Row>({.key = "contacts", .meaning = "how many members this one is connected with."},
                 [](const Row& row) { return row.report.network->graph.degree(row.member); }),
      {{.key = "reach",
        .type = natural,
        .meaning = "other members within two connections; not there in networks with large hubs, where "
                   "counting takes long (500 million looks at a connection and more).",
        .unit = "members",
        .optional = true},
       [](const Row& row) { return reach(row.report.network->graph, row.member); },
       [](const BridgesReport& report) {
         constexpr std::uint64_t most_arcs = 500'000'000;  // about a second
         return arcs_within_two_steps(report.network->graph) <= most_arcs;
       }},
      {{.key = "betweenness",
        .meaning = "shortest paths between others that run through this member, each pair counting once.",
        .unit = "pairs",
        .least = 0,
        .nullable = true},
       [](const Row& row) { return found(row).betweenness[row.member]; }},
      {{.key = "betweenness_normalised",
        .title = "% paths",
        .meaning = "share of the shortest paths that run through this member. Each pair with a path between "
                   "them counts once, in parts where it has several shortest paths. High: much passes "
                   "through.",
        .unit = "share",
        .least = 0,
        .most = 1,
        .nullable = true,
        .percent = true},
       [](const Row& row) { return found(row).path_share(row.member); }},
      {{.key = "betweenness_error",
        .meaning = "how far an estimate of betweenness may be off.",
        .unit = "pairs",
        .least = 0,
        .optional = true,
        .csv = false},
       [](const Row& row) { return found(row).sampled->error[row.member]; },
       [](const BridgesReport& report) { return report.bridging->sampled.has_value(); }},
      {{.key = "bridging_centrality",
        .meaning = "betweenness times how much the contacts' own contacts outnumber this member's.",
        .least = 0,
        .nullable = true},
       [](const Row& row) { return found(row).bridging_centrality[row.member]; }},
      {{.key = "constraint",
        .title = "constr.",
        .meaning = "constraint: how much the contacts know each other and hem this member in. Low: free to "
                   "bring people together.",
        .least = 0,
        .nullable = true,
        .decimals = 3},
       [](const Row& row) { return found(row).holes.constraint[row.member]; }},
      {{.key = "effective_size",
        .title = "eff. size",
        .meaning = "effective size: contacts less those that lead to the same people anyway.",
        .unit = "contacts",
        .nullable = true,
        .decimals = 1},
       [](const Row& row) { return found(row).holes.effective_size[row.member]; }},
      {{.key = "efficiency",
        .meaning = "effective size as a share of the contacts.",
        .unit = "share",
        .nullable = true},
       [](const Row& row) { return found(row).holes.efficiency[row.member]; }},
      {{.key = "hierarchy",
        .meaning = "how much the constraint comes from a single contact: 0 from all alike, 1 from one.",
        .nullable = true},
       [](const Row& row) { return found(row).holes.hierarchy[row.member]; }},
      {{.key = "participation",
        .title = "particip.",
        .meaning = "participation, 0 to 1: how evenly the ties spread over the groups. 0: all in one group.",
        .least = 0,
        .most = 1},
       [](const Row& row) { return found(row).map.participation[row.member]; }},
      {{.key = "within_module_z",
        .meaning = "ties inside the own group, against those of its other members.",
        .unit = "standard deviations"},
       [](const Row& row) { return found(row).map.within_module_z[row.member]; }},
      {{.key = "role",
        .type = text,
        .meaning = "place on the map of participation and within_module_z: ultra-peripheral, peripheral, "
                   "connector, kinless, provincial hub, connector hub or kinless hub."},
       [](const Row& row) { return std::string(bridges::to_string(found(row).map.role[row.member])); }},
      count<Row>({.key = "other_groups",
                  .title = "others",
                  .meaning = "how many groups other than the own have a contact of this member.",
                  .unit = "groups",
                  .json = false,
                  .csv = false,
                  .grouped = false},
                 [](const Row& row) { return other_groups(row.report, row.member); }),
      {{.key = "main_role",
        .type = text,
        .title = "brokers as",
        .meaning =
            "the role in which this member stands between most pairs of contacts who do not know each other: "
            "coordinator (all three in one group), consultant (both in one other group), gatekeeper (one in "
            "the own group), liaison (three groups).",
        .json = false,
        .csv = false},
       [](const Row& row) {
         const auto role = main_role(row.report, row.member);
         return std::string(role ? bridges::to_string(*role) : "-");
       }},
      count<Row>(
          {.key = "foreign_groups",
           .meaning = "how many groups other than the own have a contact of this member, that of members "
                      "without a group included.",
           .unit = "groups"},
          [](const Row& row) { return found(row).map.foreign_groups[row.member]; }),
      count<Row>(
          {.key = "foreign_ties", .meaning = "ties to members of other groups.", .unit = "connections"},
          [](const Row& row) { return found(row).map.foreign_connections[row.member]; }),
  };
  add_brokerage(fields);
  const Fields<Row> removal{
      count<Row>({.key = "parts_without",
                  .title = "parts",
                  .meaning = "into how many parts those connected with this member fall apart without them.",
                  .unit = "parts",
                  .grouped = false},
                 [](const Row& row) { return found(row).removal.parts[row.member]; }),
      count<Row>(
          {.key = "cut_off",
           .title = "cut off",
           .meaning =
               "when this member leaves, those connected with them who are not in the largest part that "
               "remains.",
           .unit = "members"},
          [](const Row& row) { return found(row).removal.cut_off[row.member]; }),
      count<Row>({.key = "lost_pairs",
                  .title = "lost pairs",
                  .meaning = "pairs of other members who lose each other when this member leaves.",
                  .unit = "pairs"},
                 [](const Row& row) { return found(row).removal.lost_pairs[row.member]; }),
      count<Row>({.key = "lost_cross_pairs",
                  .title = "across",
                  .meaning = "those of the lost pairs who are in different groups.",
                  .unit = "pairs"},
                 [](const Row& row) { return found(row).removal.lost_cross_pairs[row.member]; }),
      {{.key = "reasons",
        .type = texts,
        .title = "why",
        .meaning = "the facts that make this member a bridge."},
       [](const Row& row) { return words::sentences(row.reasons, words::Speaker(members(row))); }},
      {{.key = "findings", .type = FieldType::findings, .meaning = "the same facts as data.", .csv = false},
       [](const Row& row) { return findings_value(row.reasons, members(row)); }},
  };
  fields.insert(fields.end(), removal.begin(), removal.end());
  return fields;
}

}  // namespace

const Fields<BridgesRow>& bridges_fields() {
  static const Fields<BridgesRow> fields = all_fields();
  return fields;
}

std::vector<Shown> bridges_layout(const BridgesReport& r) {
  std::vector<Shown> layout{{"rank", 9}, {"name", 9, "who", true}, {"group", 7, r.grouping->by, true}};
  const std::vector<Shown> figures =
      r.options.order == bridges::BridgeOrder::critical
          ? std::vector<Shown>{{"cut_off", 8},
                               {"lost_pairs", 8},
                               {"lost_cross_pairs", 8},
                               {"parts_without", 5},
                               {"betweenness_normalised", 4}}
          : std::vector<Shown>{
                {"betweenness_normalised", 8}, {"participation", 7}, {"other_groups", 6}, {"constraint", 5},
                {"effective_size", 4},         {"main_role", 3},     {"cut_off", 2}};
  layout.insert(layout.end(), figures.begin(), figures.end());
  return layout;
}

std::vector<FieldList> bridges_columns() {
  return {{"members", infos(bridges_fields())}};
}

}  // namespace tertius::report
