#include "engine/report/analyses/bubbles_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/report/shares.hpp"
#include "engine/report/star_note.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

const std::string& name_of(const BubblesReport& r, std::uint32_t group) {
  return r.grouping->names[group];
}

/// A sentence begins with a capital letter, also where a group's name does not.
std::string sentence(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

/// " = 0.012", "< 0.001". Rounded up: what is shown is never below what so many random networks can show.
std::string p_words(double p) {
  if (p < 0.001) return "< 0.001";
  const double unit = p < 0.1 ? 1000 : 100;
  return "= " + rounded(std::ceil(p * unit - 1e-9) / unit, p < 0.1 ? 3 : 2);
}

/// ", 3.4 times what chance would give", ", about what chance would give".
std::string times_chance(double ratio) {
  if (ratio > 0.95 && ratio < 1.05) return ", about what chance would give";
  return fmt::format(", {} times what chance would give", rounded(ratio, ratio < 10 ? 1 : 0));
}

/// "a", "a and b", "a, b and 4 others".
std::string listed(const BubblesReport& r, const std::vector<std::uint32_t>& groups) {
  constexpr std::size_t most = 3;
  const bool all = groups.size() <= most;
  const std::size_t named = all ? groups.size() : most - 1;
  std::string text;
  for (std::size_t i = 0; i < named; ++i)
    text += fmt::format("{}{}", i == 0 ? "" : all && i + 1 == named ? " and " : ", ", name_of(r, groups[i]));
  return all ? text : text + fmt::format(" and {} others", groups.size() - named);
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

void say_how_closed(const BubblesReport& r, std::vector<std::string>& sentences) {
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  if (mixing.total_internal() == mixing.total_ties()) {
    sentences.push_back("No tie leads from one bubble to another.");
    return;
  }
  if (mixing.total_internal() == 0) {
    sentences.push_back("No bubble has a tie inside: every tie leads to another bubble.");
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
    const std::string among = beaten ? fmt::format(" of at least {} members", least) : "";
    const bool one = found.size() == 1;
    const char* their = one ? "its" : "their";
    const std::string share = share_text(closed ? g.inside_share : 1 - g.inside_share);
    std::string text = fmt::format("{} {} the most {} {}{}: ", listed(r, found), one ? "is" : "are",
                                   closed ? "closed" : "open", one ? "bubble" : "bubbles", among);
    if (closed) {
      text += fmt::format("{} of {} ties stay inside{}", share, their,
                          one && !r.fitted ? times_chance(g.ratio) : "");
    } else {
      text += fmt::format("{} of {} ties lead to other bubbles", share, their);
    }
    sentences.push_back(sentence(text + "."));
  };
  const auto open = extremes(r, false, least);
  say(true);
  if (open != extremes(r, true, least)) say(false);
}

std::string closest_words(const BubblesReport& r, const bubbles::MissingBridge& gap) {
  const bubbles::ClosestMember *a = named_closest(gap.from_a), *b = named_closest(gap.from_b);
  if (a == nullptr || b == nullptr) return "";
  // Members who did not agree are not named, though one of them may be closer.
  const bool all = r.network->consent.unrestricted();
  const auto steps = [](const bubbles::ClosestMember& member) {
    return counted(member.steps, "step", "steps");
  };
  const bool alike = a->steps == b->steps;
  return fmt::format(
      "Closest to that gap{} are {} ({}{}) and {} ({}{}){}.",
      all ? "" : ", of those who agreed to introductions,", r.network->members.name(a->member),
      name_of(r, gap.a), alike ? "" : ", " + steps(*a), r.network->members.name(b->member), name_of(r, gap.b),
      alike ? "" : ", " + steps(*b),
      alike ? fmt::format(", each {} from the other bubble", steps(*a)) : " from the other bubble");
}

void say_what_is_missing(const BubblesReport& r, std::vector<std::string>& sentences) {
  const auto& missing = r.result.missing;
  std::vector<const bubbles::MissingBridge*> untied;
  for (const bubbles::MissingBridge& gap : missing) {
    if (gap.ties == 0 && untied.size() < 3) untied.push_back(&gap);
  }
  if (!untied.empty()) {
    std::string text = "There is no tie between ";
    for (std::size_t i = 0; i < untied.size(); ++i) {
      text += fmt::format("{}{} and {}", i > 0 ? "; nor between " : "", name_of(r, untied[i]->a),
                          name_of(r, untied[i]->b));
    }
    sentences.push_back(text + ".");
    if (std::string words = closest_words(r, *untied.front()); !words.empty())
      sentences.push_back(std::move(words));
  } else if (!missing.empty()) {
    const bubbles::MissingBridge& gap = missing.front();
    sentences.push_back(
        sentence(fmt::format("{} and {} share {} where {} would be expected.", name_of(r, gap.a),
                             name_of(r, gap.b), counted(gap.ties, "tie", "ties"), rounded(gap.expected, 0))));
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

/// Who mixes with whom, as times what chance would give, or as ties where groups were fitted to them; groups
/// are known by their number in the table above.
std::string mixing_table(const BubblesReport& r, std::uint32_t shown, std::size_t width) {
  std::vector<TableColumn> columns = {{"", true, false, 9},
                                      table_column({.type = FieldType::text}, group_column(r))};
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
  static constexpr Shown layout[] = {
      {"a", 9, "between", true}, {"b", 9, "and", true},   {"ties", 8, "ties"}, {"expected", 8},
      {"from_a", 6, {}, true},   {"from_b", 6, {}, true}, {"steps", 4}};
  std::vector<MissingBridgeRow> rows;
  for (const bubbles::MissingBridge& gap : r.result.missing) rows.push_back({r, gap});
  return table_of<MissingBridgeRow>(missing_bridge_fields(), layout, rows).text(width);
}

}  // namespace

std::vector<std::string> bubbles_findings(const BubblesReport& r) {
  const bubbles::MixingMatrix& mixing = r.result.mixing;
  if (r.network->graph.vertex_count() == 0) return {"The network has no members."};
  if (mixing.total_ties() == 0) return {"Nobody is connected, so there are no ties to read."};
  std::vector<std::string> sentences;
  if (std::string star = star_note(r.network->graph); !star.empty()) sentences.push_back(std::move(star));
  if (r.grouping->partition.count == 1) {
    sentences.push_back(
        fmt::format("All members are in one {}: {}.", r.grouping->by, r.grouping->names.front()));
    return sentences;
  }
  say_how_closed(r, sentences);
  say_what_is_missing(r, sentences);
  const double all = static_cast<double>(mixing.total_ties());
  double expected = 0;
  for (std::uint32_t g = 0; g < mixing.groups(); ++g) expected += mixing.expected(g, g) / all;
  std::string whole = fmt::format("In all, {} of {} {} inside one {}",
                                  share_text(static_cast<double>(mixing.total_internal()) / all),
                                  counted(mixing.total_ties(), "tie", "ties"),
                                  mixing.total_ties() == 1 ? "stays" : "stay", r.grouping->by);
  if (!r.fitted) {
    whole += fmt::format(" where chance would give {}", share_text(expected));
    const double p = r.result.chance.internal.p_more;
    if (!std::isnan(p)) whole += ", p " + p_words(p);
  }
  sentences.push_back(whole + ".");
  if (r.fitted) {
    sentences.push_back(
        "The clusters were found in these very ties: that ties stay inside is how they were chosen, and "
        "nothing is tested against chance.");
  }
  if (r.numeric && !std::isnan(r.numeric->r)) {
    sentences.push_back(fmt::format(
        "As a number, {} correlates across ties with r = {} (-1: opposites, 0: no likeness, 1: alike).",
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
    text += fmt::format("{} not shown; {} {} shows all.\n",
                        counted(r.result.mixing.groups() - shown, "smaller bubble", "smaller bubbles"),
                        setting_name("top"), r.result.mixing.groups());
  }
  text +=
      fmt::format("E-I index {}, assortativity {}, random-walk controversy {} (0 mixed, 1 apart).\n",
                  rounded(r.result.segregation.ei_index, 2), rounded(r.result.segregation.assortativity, 2),
                  rounded(r.result.walks.mean_controversy(), 2));
  if (r.grouping->partition.count > 1) {
    const std::uint32_t square = std::min<std::uint32_t>(shown, width < 110 ? 12 : 16);
    text += fmt::format("\nWho mixes with whom{}: {}, a dot for none\n",
                        square < r.result.mixing.groups() ? fmt::format(", the {} largest", square) : "",
                        r.fitted ? "ties" : "ties as times what chance would give");
    text += mixing_table(r, square, width);
  }
  if (!r.result.missing.empty()) {
    text += fmt::format("\nMissing bridges: hardly a tie where many would be expected\n{}",
                        missing_table(r, width));
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
  return fmt::format("\nMost exposed to other bubbles\n{}",
                     table_of<BubbleMemberRow>(bubble_member_fields(), layout, rows).text(width));
}

std::string bubbles_explained(std::size_t width) {
  return explained(bubbles_columns(), width);
}

}  // namespace tertius::report
