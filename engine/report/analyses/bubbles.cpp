#include "engine/report/analyses/bubbles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/text.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/star_note.hpp"
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
  return words::sentence(finding, words::Speaker(r.network->members));
}

std::string p_cell(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : rounded(std::ceil(p * 1000 - 1e-9) / 1000, 3);
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

/// The bubbles that keep the largest share of their ties inside, or the smallest: more than one where they
/// are equal. Groups of fewer than `least` members say little about the network.
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
  if (mixing.total_internal() == mixing.total_ties()) {
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
    if (gap.ties > 0 || pairs.size() == 3) continue;
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
                         {"ties", gap.ties},
                         {"expected", gap.expected}}});
  }
}

/// A table for reading gives up figures before it cuts names, unless they are very long.
TableColumn group_column(const BubblesReport& r) {
  std::size_t longest = 0;
  for (const std::string& name : r.grouping->names) longest = std::max(longest, display_width(name));
  return {r.grouping->by, false, longest > 24, 9};
}

/// Groups that the tables show: the largest ones.
std::uint32_t shown_groups(const BubblesReport& r, std::size_t top) {
  return static_cast<std::uint32_t>(std::min<std::size_t>(top, r.result.mixing.groups()));
}

std::string groups_table(const BubblesReport& r, std::uint32_t shown, std::size_t width) {
  std::vector<TableColumn> columns = {{"", true, false, 9},        group_column(r),
                                      {"members", true, false, 7}, {"inside", true, false, 5},
                                      {"outside", true, false, 5}, {"% inside", true, false, 9}};
  const bool tested = !r.fitted;
  if (tested) {
    columns.push_back({"x chance", true, false, 8});
    columns.push_back({"p", true, false, 7});
  }
  columns.push_back({"E-I", true, false, 6});
  columns.push_back({"homophily", true, false, 4});
  columns.push_back({"conduct.", true, false, 3});
  Table table(std::move(columns));
  for (std::uint32_t g = 0; g < shown; ++g) {
    const bubbles::GroupSegregation& s = r.result.segregation.groups[g];
    const auto& tests = r.result.chance.groups;
    std::vector<std::string> row = {std::to_string(g + 1),           name_of(r, g),
                                    grouped_digits(s.size),          grouped_digits(s.internal_ties),
                                    grouped_digits(s.external_ties), rounded(100 * s.inside_share, 0)};
    if (tested) {
      row.push_back(rounded(s.ratio, 1));
      row.push_back(g < tests.size() ? p_cell(tests[g].p_more) : "-");
    }
    row.push_back(rounded(s.ei_edges, 2));
    row.push_back(rounded(s.coleman, 2));
    row.push_back(rounded(s.conductance, 2));
    table.add_row(std::move(row));
  }
  return table.text(width);
}

/// Who mixes with whom, as times what chance would give, or as ties where groups were fitted to them; groups
/// are known by their number in the table above.
std::string mixing_table(const BubblesReport& r, std::uint32_t shown, std::size_t width) {
  std::vector<TableColumn> columns = {{"", true, false, 9}, group_column(r)};
  for (std::uint32_t b = 0; b < shown; ++b) columns.push_back({std::to_string(b + 1), true, false, 5});
  Table table(columns);
  for (std::uint32_t a = 0; a < shown; ++a) {
    std::vector<std::string> row = {std::to_string(a + 1), name_of(r, a)};
    for (std::uint32_t b = 0; b < shown; ++b) {
      const std::uint64_t ties = r.result.mixing.ties(a, b);
      const double ratio = r.result.mixing.ratio(a, b);
      if (r.fitted) {
        row.push_back(ties == 0 ? "." : grouped_digits(ties));
      } else {
        row.push_back(ties == 0 && !std::isnan(ratio) ? "." : rounded(ratio, ratio < 10 ? 1 : 0));
      }
    }
    table.add_row(std::move(row));
  }
  return table.text(width);
}

std::string missing_table(const BubblesReport& r, std::size_t width) {
  Table table({{"between", false, true, 9},
               {"and", false, true, 9},
               {"ties", true, false, 8},
               {"expected", true, false, 8},
               {"closest here", false, true, 6},
               {"closest there", false, true, 6},
               {"steps", true, false, 4}});
  for (const bubbles::MissingBridge& gap : r.result.missing) {
    const auto who = [&](const std::vector<bubbles::ClosestMember>& side) {
      const bubbles::ClosestMember* closest = named_closest(side);
      return closest == nullptr ? std::string("-") : r.network->members.name(closest->member);
    };
    table.add_row({name_of(r, gap.a), name_of(r, gap.b), grouped_digits(gap.ties), rounded(gap.expected, 1),
                   who(gap.from_a), who(gap.from_b),
                   gap.from_a.empty() ? "-" : std::to_string(gap.from_a.front().steps)});
  }
  return table.text(width);
}

struct Explained {
  std::string_view column, meaning;
};
constexpr Explained explanations[] = {
    {"inside, outside", "ties between two members of the bubble, and ties to other bubbles, each once."},
    {"% inside",
     "of the ties of the bubble (or, in the list of members, of the member), the share inside the bubble: "
     "inside / (inside + outside)."},
    {"x chance",
     "that share divided by what it would be if everybody kept their number of ties, but not their choice."},
    {"p",
     "how often networks rewired at random keep at least as many ties inside. Small: hardly chance. Neither "
     "this nor x chance is given for clusters, which were found in the same ties."},
    {"E-I", "ties outside minus ties inside, divided by both: -1 closed, 1 open."},
    {"homophily",
     "Coleman's index: 1 only their own, 0 as if all members were equally likely, -1 never their own. It "
     "counts "
     "choices of members, so that a tie inside counts for both."},
    {"conduct.",
     "conductance: ties that leave, for each end of a tie that the bubble (or, where they hold fewer, all "
     "others) holds. 0: sealed off."},
    {"who mixes with whom",
     "ties divided by what chance would give: 1 chance, above more, a dot none at all. For clusters: ties."},
    {"expected", "ties between the two if everybody kept their number of ties and chose at random."},
    {"closest here, there",
     "the member of each bubble with the shortest path to the other, and how many steps it takes."},
    {"bubbles", "how many other bubbles this member has a contact in."},
    {"entropy",
     "how widely contacts spread over bubbles, in bits: 0 one bubble, 1 as if evenly over two, 2 over four."},
    {"diversity",
     "Rao-Stirling: how different, by whom they mix with, the bubbles of two of this member's ties are."},
};

}  // namespace

BubblesReport bubbles_report(const graph::Network& network, const graph::Grouping& grouping,
                             const bubbles::BubblesOptions& options, const RunContext& context) {
  BubblesReport report{.network = &network, .grouping = &grouping, .fitted = options.fitted};
  bubbles::BubblesOptions with_consent = options;
  with_consent.missing.may_name = network.consent.open_members();
  report.result = bubbles::bubbles(network.graph, grouping.partition, with_consent, context);
  const graph::Column* column = network.members.find_column(grouping.by);
  if (column != nullptr &&
      (column->type() == graph::ColumnType::integer || column->type() == graph::ColumnType::real)) {
    std::vector<double> values;
    for (graph::VertexId v = 0; v < network.members.size(); ++v)
      values.push_back(column->number(v).value_or(std::numeric_limits<double>::quiet_NaN()));
    report.numeric = bubbles::numeric_assortativity(network.graph, values, context);
  }
  return report;
}

std::vector<Finding> bubbles_findings(const BubblesReport& r) {
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  if (r.network->graph.vertex_count() == 0) return {{"no_members"}};
  if (mixing.total_ties() == 0) return {{"nobody_connected_no_ties"}};
  std::vector<Finding> findings;
  if (const auto star = star_finding(r.network->graph)) findings.push_back(*star);
  const Argument by("by", r.grouping->by);
  if (r.grouping->partition.count == 1) {
    findings.push_back({"all_in_one_bubble", {by, {"group", r.grouping->names.front()}}});
    return findings;
  }
  say_how_closed(r, findings);
  say_what_is_missing(r, findings);
  const double all = static_cast<double>(mixing.total_ties());
  std::vector<Argument> whole{{"share", Share{static_cast<double>(mixing.total_internal()) / all}},
                              {"ties", mixing.total_ties()},
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
  if (shown == 0 || r.result.mixing.total_ties() == 0) return text;
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
  Table table({{"", true, false, 9},
               {"who", false, true, 9},
               {r.grouping->by, false, true, 7},
               {"contacts", true, false, 6},
               {"% inside", true, false, 8},
               {"bubbles", true, false, 7},
               {"entropy", true, false, 4},
               {"diversity", true, false, 4}});
  for (std::size_t i = 0; i < std::min(top, order.size()); ++i) {
    const graph::VertexId v = order[i];
    table.add_row({std::to_string(i + 1), r.network->members.name(v),
                   std::string(group_shown(*r.network, *r.grouping, v)),
                   grouped_digits(r.network->graph.degree(v)), rounded(100 * e.own_share[v], 0),
                   grouped_digits(e.foreign_groups[v]), rounded(e.entropy[v], 2),
                   rounded(e.diversity[v], 2)});
  }
  return "\n" + said(r, {"heading_exposed"}) + "\n" + table.text(width);
}

std::string bubbles_explained(std::size_t width) {
  std::string text = "\nWhat the columns mean:\n";
  for (const auto& [column, meaning] : explanations)
    text += wrapped(fmt::format("  {}: {}", column, meaning), width, 4) + "\n";
  return text;
}

}  // namespace tertius::report
