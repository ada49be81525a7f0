// The map as a picture: the marks of the page, a legend, and how it is read.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "engine/core/text.hpp"
#include "engine/report/page/marks.hpp"
#include "engine/report/svg.hpp"
#include "engine/report/table.hpp"

namespace tertius::report {
namespace {

constexpr double margin = 24, head = 56, line_height = 20, letter = 7;
constexpr std::string_view inside_colour = "#c9cfd6", between_colour = "#dbb48a", rim = "#222222";

struct Looks {
  std::string_view colour = "#ffffff", shape = "ring";
};
Looks looks(std::uint32_t group) {
  if (group >= groups_told_apart) return {};
  return {map_colours[group % map_colours.size()], map_shapes[group % map_shapes.size()]};
}

void draw(Svg& svg, double x, double y, double radius, std::uint32_t group, std::string_view tip) {
  const Looks look = looks(group);
  const std::string_view colour = look.colour, shape = look.shape;
  const auto corners = [&](std::size_t count, double from, double size) {
    std::vector<std::pair<double, double>> points;
    for (std::size_t k = 0; k < count; ++k) {
      const double angle = from + 2 * std::numbers::pi * static_cast<double>(k) / static_cast<double>(count);
      points.emplace_back(x + radius * size * std::cos(angle), y + radius * size * std::sin(angle));
    }
    svg.polygon(points, colour, rim, tip);
  };
  constexpr double up = -std::numbers::pi / 2, down = std::numbers::pi / 2;
  if (shape == "ring") return svg.circle(x, y, radius * 0.8, colour, "#777777", tip);
  if (shape == "circle") return svg.circle(x, y, radius, colour, rim, tip);
  if (shape == "square") return corners(4, std::numbers::pi / 4, 1.24);
  if (shape == "triangle") return corners(3, up, 1.25);
  if (shape == "diamond") return corners(4, up, 1.2);
  if (shape == "pentagon") return corners(5, down, 1.1);
  corners(3, down, 1.25);
}

/// Names beside their marks, where they run into no other.
void label(Svg& svg, const Marks& marks, double width) {
  std::vector<std::array<double, 4>> taken;
  for (const std::uint32_t i : marks.labelled) {
    const Mark& mark = marks.marks[i];
    const double size = letter * static_cast<double>(display_width(mark.name));
    const double y = head + mark.place.y;
    double x = margin + mark.place.x + mark.radius + 3;
    if (x + size > width - margin) x = margin + mark.place.x - mark.radius - 3 - size;
    const std::array<double, 4> box{x, y - 7, x + size, y + 7};
    if (x < 0 || std::any_of(taken.begin(), taken.end(), [&](const std::array<double, 4>& t) {
          return box[0] < t[2] && t[0] < box[2] && box[1] < t[3] && t[1] < box[3];
        }))
      continue;
    taken.push_back(box);
    svg.text(x, y + 4, mark.name, {.size = 12, .haloed = true});
  }
}

}  // namespace

std::string map_svg(const PageReport& r) {
  const Marks marks = marks_of(r);
  const words::Speaker speaker = page_speaker(r);
  const auto said = [&](const words::Finding& finding) { return words::sentence(finding, speaker); };
  const std::string title = r.options.title.empty() ? said({"page_title"}) : r.options.title;
  const double width = std::max(r.map.layout.width, 560.0) + 2 * margin;
  const auto columns = static_cast<std::size_t>((width - 2 * margin) / letter);

  // What the groups are called, in rows as wide as the map.
  struct Entry {
    std::uint32_t group;
    std::string name;
    double x, y;
  };
  std::vector<Entry> legend;
  double x = margin, y = head + r.map.layout.height + line_height;
  const auto add = [&](std::uint32_t group, const std::string& full) {
    const std::string name = fit_to_width(full, 32);
    const double size = 24 + letter * static_cast<double>(display_width(name)) + 16;
    if (x > margin && x + size > width - margin) x = margin, y += line_height;
    legend.push_back({group, name, x, y});
    x += size;
  };
  std::vector<bool> used(groups_told_apart);
  bool others = false;
  for (const Mark& mark : marks.marks) {
    if (mark.bubble < groups_told_apart) {
      used[mark.bubble] = true;
    } else {
      others = true;
    }
  }
  for (std::uint32_t g = 0; g < groups_told_apart; ++g)
    if (used[g]) add(g, r.grouping->names[g]);
  if (others)
    add(no_group,
        said(r.grouping->partition.count > groups_told_apart ? words::Finding{"page_others_and_unknown"}
                                                             : words::Finding{"page_unknown"}));
  if (!legend.empty()) y += 1.5 * line_height;
  std::vector<std::string> lines;
  for (const words::Finding& finding : map_findings(r)) {
    const std::string text = wrapped(said(finding), columns);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines.push_back(text.substr(at, end - at));
      at = end + 1;
    }
  }
  const double height = y + line_height * (static_cast<double>(lines.size()) + 0.5);

  Svg svg(width, height, title);
  svg.text(margin, 34, fit_to_width(title, columns * 2 / 3), {.size = 18, .bold = true});
  const auto at = [&](std::uint32_t i) {
    return layout::Point{margin + marks.marks[i].place.x, head + marks.marks[i].place.y};
  };
  for (const auto& [a, b] : marks.ties) {
    const bool same = marks.marks[a].bubble != no_group && marks.marks[a].bubble == marks.marks[b].bubble;
    svg.line(at(a).x, at(a).y, at(b).x, at(b).y, same ? inside_colour : between_colour, 0.7);
  }
  for (std::size_t i = 0; i < marks.marks.size(); ++i) {
    const Mark& mark = marks.marks[i];
    const layout::Point p = at(static_cast<std::uint32_t>(i));
    draw(svg, p.x, p.y, mark.radius, mark.bubble, mark.name);
  }
  label(svg, marks, width);
  for (const Entry& entry : legend) {
    draw(svg, entry.x + 8, entry.y, 6, entry.group, "");
    svg.text(entry.x + 20, entry.y + 4, entry.name);
  }
  for (std::size_t i = 0; i < lines.size(); ++i)
    svg.text(margin, y + line_height * static_cast<double>(i), lines[i], {.colour = "#55606c"});
  return svg.document();
}

}  // namespace tertius::report
