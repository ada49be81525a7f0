#include "engine/report/analyses/bridges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/analyses/bridges_figures.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {

namespace {

std::string openings_text(const BridgesReport& r, std::size_t width) {
  const bridges::Openings& o = *r.openings;
  const bool steps = o.separation == bridges::Separation::distance;
  const std::string what =
      steps ? "mean steps between members of different groups" : "random-walk controversy between groups";
  if (!star_note(r.network->graph).empty())
    return "\nOpenings: none are proposed, as these contacts may know each other already.\n";
  if (std::isnan(o.before))
    return "\nOpenings: all members are in one group, so there are no groups to bring closer.\n";
  std::string text = fmt::format("\nOpenings: new ties that lower the {} ({} now{}).\n", what,
                                 rounded(o.before), o.sampled ? ", read from a sample of members" : "");
  if (o.candidates == 0) {
    return text +
           wrapped(
               "No new tie is proposed: no two members of different groups who do not know each other yet "
               "may be proposed.",
               width) +
           "\n";
  }
  if (o.ties.empty()) {
    return text + fmt::format("None of the {} looked at would lower it.\n",
                              counted(o.candidates, "new tie", "new ties"));
  }
  Table table({{"", true}, {"who", false, true}, {"with", false, true}, {"gains", true}, {"leaves", true}});
  for (std::size_t i = 0; i < o.ties.size(); ++i) {
    table.add_row({std::to_string(i + 1), who(r, o.ties[i].a), who(r, o.ties[i].b), rounded(o.ties[i].gain),
                   rounded(o.ties[i].separation)});
  }
  text += table.text(width);
  if (o.ties.size() < o.wanted) {
    text += fmt::format(
        "Only {} of {} asked for: each member is proposed once, and no pair that is left would lower it.\n",
        o.ties.size(), o.wanted);
  }
  return text;
}

struct Explained {
  std::string_view column, meaning;
};
constexpr Explained explanations[] = {
    {"particip.", "participation, 0 to 1: how evenly the ties spread over the groups. 0: all in one group."},
    {"others", "how many groups other than the own have a contact of this member."},
    {"constr.",
     "constraint: how much the contacts know each other and hem this member in. Low: free to bring people "
     "together."},
    {"eff. size", "effective size: contacts less those that lead to the same people anyway."},
    {"brokers as",
     "the role in which this member stands between most pairs of contacts who do not know each other: "
     "coordinator (all three in one group), consultant (both in one other group), gatekeeper (one in the own "
     "group), liaison (three groups)."},
    {"cut off",
     "when this member leaves, those connected with them who are not in the largest part that remains."},
    {"lost pairs", "pairs of other members who lose each other; 'across' counts those in different groups."},
    {"parts", "into how many parts those connected with this member fall apart without them."},
    {"why", "the facts that make this member a bridge."},
};

}  // namespace

std::string_view to_string(bridges::BridgeOrder order) {
  switch (order) {
    case bridges::BridgeOrder::bridging:
      return "bridging";
    case bridges::BridgeOrder::betweenness:
      return "betweenness";
    case bridges::BridgeOrder::constraint:
      return "constraint";
    case bridges::BridgeOrder::effective_size:
      return "effective-size";
    case bridges::BridgeOrder::participation:
      return "participation";
    case bridges::BridgeOrder::bridging_centrality:
      return "bridging-centrality";
    case bridges::BridgeOrder::critical:
      return "critical";
  }
  return "";
}

const std::vector<bridges::BridgeOrder>& bridge_orders() {
  static const std::vector<bridges::BridgeOrder> all = {
      bridges::BridgeOrder::bridging,      bridges::BridgeOrder::betweenness,
      bridges::BridgeOrder::constraint,    bridges::BridgeOrder::effective_size,
      bridges::BridgeOrder::participation, bridges::BridgeOrder::bridging_centrality,
      bridges::BridgeOrder::critical};
  return all;
}

std::string bridges_text(const BridgesReport& r, std::size_t top, std::size_t width) {
  const bridges::Bridging& b = *r.bridging;
  std::string text;
  for (const std::string& sentence : bridges_findings(r)) text += wrapped(sentence, width) + "\n";
  if (!has_ranking(r)) return r.openings != nullptr ? text + openings_text(r, width) : text;
  if (const std::string words = bridges_precision(r); !words.empty()) text += wrapped(words, width) + "\n";
  const std::size_t shown = std::min(top, b.order.size());
  if (shown > 0) {
    const bool critical = r.options.order == bridges::BridgeOrder::critical;
    std::vector<TableColumn> columns = {
        {"", true, false, 9}, {"who", false, true, 9}, {r.grouping->by, false, true, 7}};
    if (critical) {
      columns.insert(columns.end(), {{"cut off", true, false, 8},
                                     {"lost pairs", true, false, 8},
                                     {"across", true, false, 8},
                                     {"parts", true, false, 5},
                                     {"% paths", true, false, 4}});
    } else {
      columns.insert(columns.end(), {{"% paths", true, false, 8},
                                     {"particip.", true, false, 7},
                                     {"others", true, false, 6},
                                     {"constr.", true, false, 5},
                                     {"eff. size", true, false, 4},
                                     {"brokers as", false, false, 3},
                                     {"cut off", true, false, 2}});
    }
    Table table(columns);
    for (std::size_t i = 0; i < shown; ++i) {
      const graph::VertexId v = b.order[i];
      std::vector<std::string> row = {std::to_string(i + 1), r.network->members.name(v),
                                      std::string(group_shown(*r.network, *r.grouping, v))};
      if (critical) {
        row.insert(row.end(), {grouped_digits(b.removal.cut_off[v]), grouped_digits(b.removal.lost_pairs[v]),
                               grouped_digits(b.removal.lost_cross_pairs[v]),
                               std::to_string(b.removal.parts[v]), rounded(100 * b.path_share(v), 2)});
      } else {
        const auto role = main_role(r, v);
        row.insert(row.end(), {rounded(100 * b.path_share(v), 2), rounded(b.map.participation[v], 2),
                               std::to_string(other_groups(r, v)), rounded(b.holes.constraint[v], 3),
                               rounded(b.holes.effective_size[v], 1),
                               role ? std::string(bridges::to_string(*role)) : "-",
                               grouped_digits(b.removal.cut_off[v])});
      }
      table.add_row(std::move(row));
    }
    text += '\n' + table.text(width);
    std::string why;
    for (std::size_t i = 0; i < std::min<std::size_t>(shown, 5); ++i) {
      std::string reasons;
      for (const std::string& reason : bridge_reasons(r, b.order[i]))
        reasons += (reasons.empty() ? "" : "; ") + reason;
      if (reasons.empty()) continue;
      why += wrapped(fmt::format("  {}: {}.", r.network->members.name(b.order[i]), reasons), width, 4) + "\n";
    }
    if (!why.empty()) text += "\nWhy:\n" + why;
  }
  if (r.openings != nullptr) text += openings_text(r, width);
  return text;
}

std::string bridges_explained(const BridgesReport& r, std::size_t width) {
  const std::string paths = fmt::format(
      "share of the shortest paths {} that run through this member. Each pair with a path between them "
      "counts once, in parts where it has several shortest paths. High: much passes through.",
      counted_paths(r));
  std::string text = "\nWhat the columns mean:\n";
  text += wrapped("  % paths: " + paths, width, 4) + "\n";
  for (const auto& [column, meaning] : explanations)
    text += wrapped(fmt::format("  {}: {}", column, meaning), width, 4) + "\n";
  return text;
}

}  // namespace tertius::report
