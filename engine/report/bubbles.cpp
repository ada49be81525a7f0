#include "engine/report/bubbles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/core/text.hpp"
#include "engine/report/consent.hpp"
#include "engine/report/table.hpp"

namespace tertius {
namespace {

const std::string& name_of(const BubblesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}

/// A sentence begins with a capital letter, also where a group's name does not.
std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// ", p < 0.001"; nothing where nothing was drawn.
std::string chance_words(double p) {
  if (std::isnan(p)) return "";
  return p < 0.001 ? ", p < 0.001" : fmt::format(", p = {}", rounded(p, p < 0.1 ? 3 : 2));
}

std::string p_cell(double p) {
  if (std::isnan(p)) return "-";
  return p < 0.001 ? "<0.001" : rounded(p, 3);
}

/// "3.4 times what chance would give", "as many as chance would give".
std::string times_chance(double ratio) {
  if (ratio > 0.95 && ratio < 1.05) return "as much as chance would give";
  return fmt::format("{} times what chance would give", rounded(ratio, ratio < 10 ? 1 : 0));
}

/// The bubble that keeps most (or fewest) of its ties inside. Groups of less than 3 members, or half a
/// percent of all, say nothing about the network.
std::optional<std::uint32_t> extreme(const BubblesReport& r, bool closed) {
  std::optional<std::uint32_t> found;
  const auto& groups = r.result.segregation.groups;
  const std::uint32_t least = std::max(3U, r.network->graph.vertex_count() / 200);
  for (std::uint32_t g = 0; g < groups.size(); ++g) {
    if (groups[g].size < least || std::isnan(groups[g].own_share)) continue;
    const bool better = found && (closed ? groups[g].own_share > groups[*found].own_share
                                         : groups[g].own_share < groups[*found].own_share);
    if (!found || better) found = g;
  }
  return found;
}

std::string closest_words(const BubblesReport& r, const MissingBridge& gap) {
  if (gap.from_a.empty() || gap.from_b.empty()) return "";
  const ClosestMember &a = gap.from_a.front(), &b = gap.from_b.front();
  const std::string steps = a.steps == 1 ? "has a tie there" : fmt::format("is {} steps away", a.steps);
  return fmt::format("Closest to that gap are {} ({}), who {}, and {} ({}).",
                     r.network->members.name(a.member), name_of(r, gap.a), steps,
                     r.network->members.name(b.member), name_of(r, gap.b));
}

void say_what_is_missing(const BubblesReport& r, std::vector<std::string>& sentences) {
  const auto& missing = r.result.missing;
  std::vector<const MissingBridge*> nobody;
  for (const MissingBridge& gap : missing) {
    if (gap.ties == 0 && nobody.size() < 3) nobody.push_back(&gap);
  }
  if (!nobody.empty()) {
    std::string text = "Nobody links ";
    for (std::size_t i = 0; i < nobody.size(); ++i) {
      text += fmt::format("{}{} and {}", i > 0 ? "; nor " : "", name_of(r, nobody[i]->a),
                          name_of(r, nobody[i]->b));
    }
    sentences.push_back(text + ".");
    if (std::string words = closest_words(r, *nobody.front()); !words.empty())
      sentences.push_back(std::move(words));
  } else if (!missing.empty()) {
    const MissingBridge& gap = missing.front();
    sentences.push_back(
        sentence(fmt::format("{} and {} share {} where chance would give {}.", name_of(r, gap.a),
                             name_of(r, gap.b), counted(gap.ties, "tie", "ties"), rounded(gap.expected, 0))));
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
  Table table({{"", true, false, 9},
               group_column(r),
               {"members", true, false, 7},
               {"inside", true, false, 5},
               {"outside", true, false, 5},
               {"% inside", true, false, 9},
               {"x chance", true, false, 8},
               {"p", true, false, 7},
               {"E-I", true, false, 6},
               {"homophily", true, false, 4},
               {"conduct.", true, false, 3},
               {"% out", true, false, 2}});
  for (std::uint32_t g = 0; g < shown; ++g) {
    const GroupSegregation& s = r.result.segregation.groups[g];
    const auto& tests = r.result.chance.groups;
    table.add_row(
        {std::to_string(g + 1), name_of(r, g), grouped_digits(s.size), grouped_digits(s.internal_ties),
         grouped_digits(s.external_ties), rounded(100 * s.own_share, 0), rounded(s.ratio, 1),
         g < tests.size() ? p_cell(tests[g].p_more) : "-", rounded(s.ei_index, 2), rounded(s.coleman, 2),
         rounded(s.conductance, 2), rounded(100 * r.result.exposure.groups[g].median, 0)});
  }
  return table.text(width);
}

/// Who mixes with whom, as times what chance would give; groups are known by their number in the table above.
std::string mixing_table(const BubblesReport& r, std::uint32_t shown, std::size_t width) {
  std::vector<TableColumn> columns = {{"", true, false, 9}, group_column(r)};
  for (std::uint32_t b = 0; b < shown; ++b) columns.push_back({std::to_string(b + 1), true, false, 5});
  Table table(columns);
  for (std::uint32_t a = 0; a < shown; ++a) {
    std::vector<std::string> row = {std::to_string(a + 1), name_of(r, a)};
    for (std::uint32_t b = 0; b < shown; ++b) {
      const double ratio = r.result.mixing.ratio(a, b);
      row.push_back(
          r.result.mixing.ties(a, b) == 0 && !std::isnan(ratio) ? "." : rounded(ratio, ratio < 10 ? 1 : 0));
    }
    table.add_row(std::move(row));
  }
  return table.text(width);
}

std::string missing_table(const BubblesReport& r, std::size_t width) {
  Table table({{"between", false, true, 9},
               {"and", false, true, 9},
               {"ties", true, false, 8},
               {"by chance", true, false, 8},
               {"z", true, false, 5},
               {"closest here", false, true, 6},
               {"closest there", false, true, 6},
               {"steps", true, false, 4}});
  for (const MissingBridge& gap : r.result.missing) {
    const auto who = [&](const std::vector<ClosestMember>& side) {
      return side.empty() ? std::string("-") : r.network->members.name(side.front().member);
    };
    table.add_row({name_of(r, gap.a), name_of(r, gap.b), grouped_digits(gap.ties), rounded(gap.expected, 1),
                   rounded(gap.z, 1), who(gap.from_a), who(gap.from_b),
                   gap.from_a.empty() ? "-" : std::to_string(gap.from_a.front().steps)});
  }
  return table.text(width);
}

struct Explained {
  std::string_view column, meaning;
};
constexpr Explained explanations[] = {
    {"inside, outside", "ties between two members of the bubble, and ties to other bubbles."},
    {"% inside",
     "of the ties that members of the bubble hold, the share that leads to others of the bubble."},
    {"x chance",
     "that share divided by what it would be if everybody kept their number of ties, but not their choice."},
    {"p", "how often networks rewired at random keep at least as many ties inside. Small: not chance."},
    {"E-I", "external minus internal ties of the members, divided by both: -1 closed, 1 open."},
    {"homophily",
     "Coleman's index: 1 only their own, 0 as if all members were equally likely, -1 never their own."},
    {"conduct.",
     "conductance: ties that leave, as a share of what the bubble (or the rest) holds. 0: sealed off."},
    {"% out", "the share of ties outside the bubble of its middle member (median)."},
    {"who mixes with whom",
     "ties divided by what chance would give: 1 chance, above more, a dot none at all."},
    {"z", "deviations from chance: below -2 is rare."},
    {"closest here, there",
     "the member of each bubble with the shortest way to the other, and how many steps it takes."},
    {"bubbles", "how many other bubbles this member has a contact in."},
    {"entropy",
     "how widely contacts spread over bubbles, in bits: 0 one bubble, 1 as if evenly over two, 2 over four."},
    {"diversity",
     "Rao-Stirling: how different, by whom they mix with, the bubbles of two of this member's ties are."},
};

}  // namespace

BubblesReport bubbles_report(const Network& network, const Grouping& grouping, const BubblesOptions& options,
                             const RunContext& context) {
  BubblesReport report{.network = &network, .grouping = &grouping};
  BubblesOptions with_consent = options;
  with_consent.missing.may_name = network.consent.open_members();
  report.result = bubbles(network.graph, grouping.partition, with_consent, context);
  const Column* column = network.members.find_column(grouping.by);
  if (column != nullptr && (column->type() == ColumnType::integer || column->type() == ColumnType::real)) {
    std::vector<double> values;
    for (VertexId v = 0; v < network.members.size(); ++v)
      values.push_back(column->number(v).value_or(std::numeric_limits<double>::quiet_NaN()));
    report.numeric = numeric_assortativity(network.graph, values, context);
  }
  return report;
}

std::vector<std::string> bubbles_findings(const BubblesReport& r) {
  const MixingMatrix& mixing = r.result.mixing;
  if (r.network->graph.vertex_count() == 0) return {"The network has no members."};
  if (mixing.total_ties() == 0) return {"Nobody is connected, so there are no ties to read."};
  if (r.grouping->partition.count == 1)
    return {fmt::format("All members are in one {}: {}.", r.grouping->by, r.grouping->names.front())};
  std::vector<std::string> sentences;
  const auto& groups = r.result.segregation.groups;
  const auto closed = extreme(r, true), open = extreme(r, false);
  if (closed) {
    const GroupSegregation& g = groups[*closed];
    const auto& tests = r.result.chance.groups;
    sentences.push_back(
        sentence(fmt::format("{} is the most closed bubble: {} of its ties stay inside, {}{}.",
                             name_of(r, *closed), percent(g.own_share), times_chance(g.ratio),
                             *closed < tests.size() ? chance_words(tests[*closed].p_more) : "")));
  }
  if (open && open != closed) {
    sentences.push_back(sentence(fmt::format("{} is the most open one: {} of its ties lead to other bubbles.",
                                             name_of(r, *open), percent(1 - groups[*open].own_share))));
  }
  say_what_is_missing(r, sentences);
  const double all = static_cast<double>(mixing.total_ties());
  double expected = 0;
  for (std::uint32_t g = 0; g < mixing.groups(); ++g) expected += mixing.expected(g, g) / all;
  sentences.push_back(fmt::format("In all, {} of {} stay inside one {} where chance would give {}{}.",
                                  percent(static_cast<double>(mixing.total_internal()) / all),
                                  counted(mixing.total_ties(), "tie", "ties"), r.grouping->by,
                                  percent(expected), chance_words(r.result.chance.internal.p_more)));
  if (r.numeric && !std::isnan(r.numeric->r)) {
    sentences.push_back(
        fmt::format("As a number, {} correlates across ties with r = {} (0: no likeness, 1: alike).",
                    r.grouping->by, rounded(r.numeric->r, 2)));
  }
  return sentences;
}

std::string bubbles_text(const BubblesReport& r, std::size_t top, std::size_t width) {
  std::string text;
  for (const std::string& words : bubbles_findings(r)) text += wrapped(words, width) + "\n";
  const std::uint32_t shown = shown_groups(r, top);
  if (shown == 0 || r.result.mixing.total_ties() == 0) return text;
  text += '\n' + groups_table(r, shown, width);
  if (shown < r.result.mixing.groups()) {
    text += fmt::format("{} not shown; --top {} shows all.\n",
                        counted(r.result.mixing.groups() - shown, "smaller bubble", "smaller bubbles"),
                        r.result.mixing.groups());
  }
  text +=
      fmt::format("E-I index {}, assortativity {}, random-walk controversy {} (0 mixed, 1 apart).\n",
                  rounded(r.result.segregation.ei_index, 2), rounded(r.result.segregation.assortativity, 2),
                  rounded(r.result.walks.mean_controversy(), 2));
  if (r.grouping->partition.count > 1) {
    const std::uint32_t square = std::min<std::uint32_t>(shown, width < 110 ? 12 : 16);
    text += fmt::format("\nWho mixes with whom{}: ties as times what chance would give, a dot for none\n",
                        square < r.result.mixing.groups() ? fmt::format(", the {} largest", square) : "");
    text += mixing_table(r, square, width);
  }
  if (!r.result.missing.empty()) {
    text +=
        fmt::format("\nMissing bridges: far fewer ties than chance would give\n{}", missing_table(r, width));
  }
  return text;
}

std::string bubbles_members_text(const BubblesReport& r, std::size_t top, std::size_t width) {
  const Exposure& e = r.result.exposure;
  std::vector<VertexId> order(e.own_share.size());
  std::iota(order.begin(), order.end(), VertexId{0});
  std::erase_if(order, [&](VertexId v) { return std::isnan(e.own_share[v]); });
  // Of those with the same share outside, the one who reaches more bubbles comes first.
  std::stable_sort(order.begin(), order.end(), [&](VertexId a, VertexId b) {
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
    const VertexId v = order[i];
    table.add_row({std::to_string(i + 1), r.network->members.name(v),
                   std::string(group_shown(*r.network, *r.grouping, v)),
                   grouped_digits(r.network->graph.degree(v)), rounded(100 * e.own_share[v], 0),
                   grouped_digits(e.foreign_groups[v]), rounded(e.entropy[v], 2),
                   rounded(e.diversity[v], 2)});
  }
  return fmt::format("\nMost exposed to other bubbles\n{}", table.text(width));
}

std::string bubbles_explained(std::size_t width) {
  std::string text = "\nWhat the columns mean:\n";
  for (const auto& [column, meaning] : explanations)
    text += wrapped(fmt::format("  {}: {}", column, meaning), width, 4) + "\n";
  return text;
}

}  // namespace tertius
