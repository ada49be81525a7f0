// The chart of bubbles: the mixing matrix as a heat map and, beside each row, how its members are exposed.
//
// Of groups that were fitted to the connections the cells carry numbers of connections, and nothing is said
// of chance. Purple means fewer connections than chance would give, orange more: a pair that people with any
// colour vision tell apart (PuOr of ColorBrewer, C. Brewer). Every cell carries its number, so that it also
// reads in grey.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/core/text.hpp"
#include "engine/report/analyses/bubbles.hpp"
#include "engine/report/svg.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

constexpr std::uint32_t most_rows = 24;
constexpr double cell = 38, row_height = 30, margin = 24, names = 170, bars = 200, gap = 36, head = 150,
                 foot = 96;

constexpr Colour few{94, 60, 153}, even{247, 247, 247}, many{230, 97, 1};
constexpr double strongest = 8;  // times chance, or one so many-th of it, at the ends of the scale

Colour colour_of(double ratio) {
  if (!(ratio > 0)) return few;
  const double at = std::log(ratio) / std::log(strongest);
  return at < 0 ? between(even, few, -at) : between(even, many, at);
}

std::string said(const words::Finding& finding) {
  return words::sentence(finding, words::Speaker(words::spoken()));
}

std::string ratio_text(double ratio) {
  if (std::isnan(ratio)) return "";
  return ratio == 0 ? "0" : rounded(ratio, ratio < 10 ? 1 : 0);
}

void draw_matrix(Svg& svg, const BubblesReport& r, std::uint32_t rows) {
  const double left = margin + names, top = head;
  for (std::uint32_t b = 0; b < rows; ++b) {
    const double x = left + (b + 0.5) * cell;
    svg.text(x + 4, top - 8, fit_to_width(r.grouping->names[b], 18), {.size = 12, .turned = -50});
  }
  for (std::uint32_t a = 0; a < rows; ++a) {
    const double y = top + a * row_height;
    svg.text(left - 8, y + row_height / 2 + 4, fit_to_width(r.grouping->names[a], 24),
             {.size = 12, .anchor = TextAnchor::end});
    for (std::uint32_t b = 0; b < rows; ++b) {
      const double ratio = r.result.mixing.ratio(a, b);
      const Colour colour = std::isnan(ratio) ? Colour{255, 255, 255} : colour_of(ratio);
      const std::uint64_t connections = r.result.mixing.connections(a, b);
      const std::string tip = said({"chart_pair",
                                    {{"a", r.grouping->names[a]},
                                     {"b", r.grouping->names[b]},
                                     {"ties", connections},
                                     {"tested", !r.fitted},
                                     {"expected", r.result.mixing.expected(a, b)}}});
      svg.rectangle(left + b * cell, y, cell - 1, row_height - 1, hex(colour), tip);
      svg.text(left + b * cell + cell / 2, y + row_height / 2 + 4,
               r.fitted ? std::to_string(connections) : ratio_text(ratio),
               {.size = 11, .anchor = TextAnchor::middle, .colour = ink_on(colour), .bold = a == b});
    }
  }
}

/// Ten bars a row, from no connections outside to nothing else; a tick marks the middle member.
void draw_exposure(Svg& svg, const BubblesReport& r, std::uint32_t rows, double left) {
  svg.text(left, head - 26, heading("Members by the share of their"), {.size = 12});
  svg.text(left, head - 10, heading("own ties outside the bubble"), {.size = 12});
  const double width = bars / 10;
  for (std::uint32_t g = 0; g < rows; ++g) {
    const bubbles::ExposureSpread& spread = r.result.exposure.groups[g];
    const double base = head + (g + 1) * row_height - 2, tallest = row_height - 6;
    svg.line(left, base, left + bars, base, "#888888");
    const std::uint32_t most = *std::max_element(spread.histogram.begin(), spread.histogram.end());
    for (std::size_t i = 0; i < spread.histogram.size() && most > 0; ++i) {
      const double height = tallest * spread.histogram[i] / most;
      svg.rectangle(left + static_cast<double>(i) * width, base - height, width - 2, height, "#5c5c5c",
                    said({"chart_bar",
                          {{"group", r.grouping->names[g]},
                           {"members", spread.histogram[i]},
                           {"least", i * 10},
                           {"most", i * 10 + 10}}}));
    }
    if (spread.members > 0) {
      const double x = left + bars * spread.median;
      svg.line(x, base - row_height + 4, x, base, "#000000", 2);
      svg.text(left + bars + 8, base - 6, percent(spread.median), {.size = 11});
    }
  }
  const double below = head + rows * row_height + 14;
  svg.text(left, below, percent(0), {.size = 11});
  svg.text(left + bars / 2, below, "50", {.size = 11, .anchor = TextAnchor::middle});
  svg.text(left + bars, below, percent(1), {.size = 11, .anchor = TextAnchor::end});
  svg.text(left, below + 18, heading("line: the middle member"), {.size = 11});
}

void draw_scale(Svg& svg, double y, bool fitted) {
  constexpr int steps = 7;
  constexpr double values[steps] = {0.125, 0.25, 0.5, 1, 2, 4, 8};
  const double left = margin + names;
  for (int i = 0; i < steps; ++i) {
    const Colour colour = colour_of(values[i]);
    svg.rectangle(left + i * 44.0, y, 43, 14, hex(colour));
    svg.text(left + i * 44.0 + 22, y + 28, rounded(values[i], values[i] < 1 ? (values[i] < 0.2 ? 3 : 2) : 0),
             {.size = 11, .anchor = TextAnchor::middle});
  }
  svg.text(left, y + 46,
           heading(fitted ? "colour: ties as times what their members' numbers of ties would give"
                          : "ties, as times what chance would give (0: none at all)"),
           {.size = 11});
  if (fitted)
    svg.text(left, y + 62, heading("(high on the diagonal, as clusters are chosen to be)"), {.size = 11});
}

}  // namespace

std::string bubbles_chart(const BubblesReport& r) {
  const std::uint32_t rows = std::min(r.result.mixing.groups(), most_rows);
  const double matrix = std::max(rows * cell, 320.0);
  const double width = margin + names + matrix + gap + bars + 60 + margin,
               height = head + rows * row_height + foot;
  const std::string title = said({"chart_mixing", {{"by", r.grouping->by}}});
  Svg svg(width, height, title);
  svg.text(margin, margin + 12, title, {.size = 16, .bold = true});
  std::vector<words::Argument> figures{{"ei_index", r.result.segregation.ei_index},
                                       {"assortativity", r.result.segregation.assortativity},
                                       {"groups", r.result.mixing.groups()}};
  if (rows < r.result.mixing.groups()) figures.emplace_back("shown", rows);
  svg.text(margin, margin + 32, said({"chart_segregation", std::move(figures)}), {.size = 12});
  if (rows == 0) return svg.document();
  draw_matrix(svg, r, rows);
  draw_exposure(svg, r, rows, margin + names + matrix + gap);
  draw_scale(svg, head + rows * row_height + 16, r.fitted);
  return svg.document();
}

}  // namespace tertius::report
