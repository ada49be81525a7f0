#include "engine/report/analyses/bubbles_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/text.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/star_finding.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

using words::Argument;
using words::Finding;
using words::Share;

const std::string& name_of(const BubblesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}

std::string said(const BubblesReport& r, const Finding& finding) {
  return words::sentence(finding, words::Speaker(r.network->members, words::spoken()));
}

/// Up to three groups, or two and how many more.
std::vector<Argument> some_of(const BubblesReport& r, const std::vector<std::uint32_t>& groups) {
  constexpr std::size_t most = 3;
  const std::size_t named = groups.size() <= most ? groups.size() : most - 1;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < named; ++i) names.push_back(name_of(r, groups[i]));
  return {{"groups", std::move(names)}, {"more", groups.size() - named}, {"found", groups.size()}};
}

/// Whom the report names as closest to a gap, on its side `here`; nullptr where there is no path.
const bubbles::ClosestMember* named_closest(const std::vector<bubbles::ClosestMember>& here) {
  return here.empty() ? nullptr : &here.front();
}

/// The bubbles that keep the largest share of their connections inside, or the smallest: more than one where
/// they are equal. Groups of fewer than `least` members say little about the network.
std::vector<std::uint32_t> extremes(const BubblesReport& r, bool closed, std::uint32_t least) {
  std::vector<std::uint32_t> found;
  const auto& groups = r.result.segregation.groups;
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    if (groups[g].size < least || std::isnan(groups[g].inside_share)) continue;
    const double share = groups[g].inside_share,
                 best = found.empty() ? share : groups[found.front()].inside_share;
    if (closed ? share > best : share < best) found.clear();
    if (found.empty() || share == best) found.push_back(g);
  }
  return found;
}

void say_how_closed(const BubblesReport& r, std::vector<Finding>& findings) {
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  if (mixing.total_internal() == mixing.total_connections()) {
    findings.push_back({"no_tie_across"});
    return;
  }
  if (mixing.total_internal() == 0) {
    findings.push_back({"no_tie_inside"});
    return;
  }
  const auto& groups = r.result.segregation.groups;
  const std::uint32_t least = std::max(3U, r.network->graph.vertex_count() / 200);
  const auto say = [&](bool closed) {
    const std::vector<std::uint32_t> found = extremes(r, closed, least);
    if (found.empty()) return;
    const bubbles::GroupSegregation& g = groups[found.front()];
    // A smaller bubble that is as extreme is left out aloud.
    const auto smaller = extremes(r, closed, 1);
    const bool beaten = std::any_of(smaller.begin(), smaller.end(),
                                    [&](std::uint32_t other) { return groups[other].size < least; });
    std::vector<Argument> arguments = some_of(r, found);
    if (beaten) arguments.emplace_back("least", least);
    arguments.emplace_back("share", Share{closed ? g.inside_share : 1 - g.inside_share});
    if (!closed) return findings.push_back({"most_open", std::move(arguments)});
    const bool compared = found.size() == 1 && !r.fitted;
    if (compared) arguments.emplace_back("ratio", g.ratio);
    arguments.emplace_back("like_chance", compared && g.ratio > 0.95 && g.ratio < 1.05);
    findings.push_back({"most_closed", std::move(arguments)});
  };
  const auto open = extremes(r, false, least);
  say(true);
  if (open != extremes(r, true, least)) say(false);
}

std::optional<Finding> closest(const BubblesReport& r, const bubbles::MissingBridge& gap) {
  const bubbles::ClosestMember *a = named_closest(gap.from_a), *b = named_closest(gap.from_b);
  if (a == nullptr || b == nullptr) return std::nullopt;
  return Finding{"closest_to_gap",
                 {{"a", words::Member{a->member}},
                  {"group_a", name_of(r, gap.a)},
                  {"steps_a", a->steps},
                  {"b", words::Member{b->member}},
                  {"group_b", name_of(r, gap.b)},
                  {"steps_b", b->steps},
                  {"alike", a->steps == b->steps},
                  // Members who did not agree are not named, though one of them may be closer.
                  {"all_agreed", r.network->consent.unrestricted()}}};
}

void say_what_is_missing(const BubblesReport& r, std::vector<Finding>& findings) {
  const auto& missing = r.result.missing;
  std::vector<Finding> pairs;
  const bubbles::MissingBridge* first = nullptr;
  for (const bubbles::MissingBridge& gap : missing) {
    if (gap.connections > 0 || pairs.size() == 3) continue;
    if (first == nullptr) first = &gap;
    pairs.push_back({"two_groups", {{"a", name_of(r, gap.a)}, {"b", name_of(r, gap.b)}}});
  }
  if (first != nullptr) {
    findings.push_back({"no_tie_between", {{"pairs", std::move(pairs)}}});
    if (const auto who = closest(r, *first)) findings.push_back(*who);
  } else if (!missing.empty()) {
    const bubbles::MissingBridge& gap = missing.front();
    findings.push_back({"few_ties_between",
                        {{"a", name_of(r, gap.a)},
                         {"b", name_of(r, gap.b)},
                         {"ties", gap.connections},
                         {"expected", gap.expected}}});
  }
}

/// A table for reading gives up figures before it cuts names, unless they are very long.
Shown group_column(const BubblesReport& r) {
  std::size_t longest = 0;
  for (const std::string& name : r.grouping->names) longest = std::max(longest, display_width(name));
  return {"name", 9, r.grouping->by, longest > 24};
}

/// Groups that the tables show: the largest ones.
std::uint32_t shown_groups(const BubblesReport& r, std::size_t top) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(top, r.result.mixing.groups()));
}

std::string groups_table(const BubblesReport& r, std::uint32_t shown, std::size_t width) {
  std::vector<Shown> layout{{"number", 9},        group_column(r),      {"size", 7},
                            {"internal_ties", 5}, {"external_ties", 5}, {"inside_share", 9}};
  if (!r.fitted) layout.insert(layout.end(), {{"inside_ratio", 8}, {"p_closed", 7}});
  layout.insert(layout.end(), {{"ei_edges", 6}, {"coleman", 4}, {"conductance", 3}});
  std::vector<BubbleRow> rows;
  for (std::uint32_t g = 0; g < shown; ++g) rows.push_back({r, g});
  return table_of<BubbleRow>(bubble_fields(), layout, rows).text(width);
}

/// Who mixes with whom, as times what chance would give, or as connections where groups were fitted to them;
/// groups are known by their number in the table above.
std::string mixing_table(const BubblesReport& r, std::uint32_t shown, std::size_t width) {
  std::vector<TableColumn> columns = {{"", true, false, 9},
                                      table_column({.type = FieldType::text}, group_column(r))};
  for (std::uint32_t b = 0; b < shown; ++b) columns.push_back({std::to_string(b + 1), true, false, 5});
  Table table(columns);
  for (std::uint32_t a = 0; a < shown; ++a) {
    std::vector<std::string> row = {std::to_string(a + 1), name_of(r, a)};
    for (std::uint32_t b = 0; b < shown; ++b) {
      const std::uint64_t connections = r.result.mixing.connections(a, b);
      const double ratio = r.result.mixing.ratio(a, b);
      if (r.fitted) {
        row.push_back(connections == 0 ? "." : words::count_text(connections, words::spoken()));
      } else {
        row.push_back(connections == 0 && !std::isnan(ratio) ? "." : rounded(ratio, ratio < 10 ? 1 : 0));
      }
    }
    table.add_row(std::move(row));
  }
  return table.text(width);
}

std::string missing_table(const BubblesReport& r, std::size_t width) {
  static constexpr Shown layout[] = {
      {"a", 9, "between", true}, {"b", 9, "and", true},   {"ties", 8, "ties"}, {"expected", 8},
      {"from_a", 6, {}, true},   {"from_b", 6, {}, true}, {"steps", 4}};
  std::vector<MissingBridgeRow> rows;
  for (const bubbles::MissingBridge& gap : r.result.missing) rows.push_back({r, gap});
  return table_of<MissingBridgeRow>(missing_bridge_fields(), layout, rows).text(width);
}

}  // namespace

std::vector<Finding> bubbles_findings(const BubblesReport& r) {
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  if (r.network->graph.vertex_count() == 0) return {{"no_members"}};
  if (mixing.total_connections() == 0) return {{"nobody_connected_no_ties"}};
  std::vector<Finding> findings;
  if (const auto star = star_finding(r.network->graph)) findings.push_back(*star);
  const Argument by("by", r.grouping->by);
  if (r.grouping->partition.count == 1) {
    findings.push_back({"all_in_one_bubble", {by, {"group", r.grouping->names.front()}}});
    return findings;
  }
  say_how_closed(r, findings);
  say_what_is_missing(r, findings);
  const double all = static_cast<double>(mixing.total_connections());
  std::vector<Argument> whole{{"share", Share{static_cast<double>(mixing.total_internal()) / all}},
                              {"ties", mixing.total_connections()},
                              by,
                              {"tested", !r.fitted}};
  if (!r.fitted) {
    double expected = 0;
    for (std::uint32_t g = 0; g < mixing.groups(); ++g) expected += mixing.expected(g, g) / all;
    whole.emplace_back("expected", Share{expected});
    if (const double p = r.result.chance.internal.p_more; !std::isnan(p)) whole.emplace_back("p", p);
  }
  findings.push_back({"ties_inside_bubbles", std::move(whole)});
  if (r.fitted) findings.push_back({"bubbles_fitted_to_ties"});
  if (r.numeric && !std::isnan(r.numeric->r))
    findings.push_back({"numeric_assortativity", {by, {"r", r.numeric->r}}});
  return findings;
}

std::string bubbles_text(const BubblesReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const Finding& finding : bubbles_findings(r)) text += wrapped(said(r, finding), width) + "\n";
  const std::uint32_t shown = shown_groups(r, top);
  if (shown == 0 || r.result.mixing.total_connections() == 0) return text;
  text += '\n' + groups_table(r, shown, width);
  if (shown < r.result.mixing.groups()) {
    const std::uint32_t all = r.result.mixing.groups();
    text += said(r, {"smaller_bubbles_not_shown", {{"bubbles", all - shown}, {"all", all}}}) + "\n";
  }
  text += said(r, {"segregation",
                   {{"ei_index", r.result.segregation.ei_index},
                    {"assortativity", r.result.segregation.assortativity},
                    {"controversy", r.result.walks.mean_controversy()}}}) +
          "\n";
  if (r.grouping->partition.count > 1) {
    const std::uint32_t square = std::min<std::uint32_t>(shown, width < 110 ? 12 : 16);
    std::vector<Argument> arguments{{"fitted", r.fitted}};
    if (square < r.result.mixing.groups()) arguments.emplace_back("largest", square);
    text += "\n" + said(r, {"heading_mixing", std::move(arguments)}) + "\n";
    text += mixing_table(r, square, width);
  }
  if (!r.result.missing.empty()) {
    text += "\n" + said(r, {"heading_missing_bridges"}) + "\n" + missing_table(r, width);
  }
  return text;
}

std::string bubbles_members_text(const BubblesReport& r, std::size_t top, std::size_t width) {
  const bubbles::Exposure& e = r.result.exposure;
  std::vector<graph::VertexId> order(e.own_share.size());
  std::iota(order.begin(), order.end(), graph::VertexId{0});
  std::erase_if(order, [&](graph::VertexId v) { return std::isnan(e.own_share[v]); });
  // Of those with the same share outside, the one who reaches more bubbles comes first.
  std::stable_sort(order.begin(), order.end(), [&](graph::VertexId a, graph::VertexId b) {
    return e.own_share[a] != e.own_share[b] ? e.own_share[a] < e.own_share[b]
                                            : e.foreign_groups[a] > e.foreign_groups[b];
  });
  const std::vector<Shown> layout{{"place", 9},
                                  {"name", 9, "who", true},
                                  {"group", 7, r.grouping->by, true},
                                  {"contacts", 6, "contacts"},
                                  {"own_share", 8},
                                  {"foreign_groups", 7},
                                  {"entropy", 4},
                                  {"diversity", 4}};
  std::vector<BubbleMemberRow> rows;
  for (std::size_t i = 0; i < std::min(top, order.size()); ++i) rows.push_back({r, order[i], i + 1});
  return "\n" + said(r, {"heading_exposed"}) + "\n" +
         table_of<BubbleMemberRow>(bubble_member_fields(), layout, rows).text(width);
}

std::string bubbles_explained(std::size_t width) {
  return explained(bubbles_columns(), width);
}

}  // namespace tertius::report
