#include "engine/report/svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/io/text/xml.hpp"

namespace tertius::report {

Colour between(Colour from, Colour to, double at) {
  at = std::clamp(at, 0.0, 1.0);
  const auto mix = [&](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * at)); };
  return {mix(from.red, to.red), mix(from.green, to.green), mix(from.blue, to.blue)};
}

std::string hex(Colour colour) {
  return fmt::format("#{:02x}{:02x}{:02x}", colour.red, colour.green, colour.blue);
}

std::string_view ink_on(Colour background) {
  // Brightness as the eye weighs it (Rec. 601).
  return 0.299 * background.red + 0.587 * background.green + 0.114 * background.blue > 140 ? "#1a1a1a"
                                                                                           : "#ffffff";
}

Svg::Svg(double width, double height, std::string_view title) {
  drawn_ = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" viewBox=\"0 0 {0:.0f} "
      "{1:.0f}\" "
      "font-family=\"sans-serif\" role=\"img\">\n<title>{2}</title>\n",
      width, height, io::xml_text(title));
  rectangle(0, 0, width, height, "#ffffff");
}

void Svg::rectangle(double x, double y, double width, double height, std::string_view fill,
                    std::string_view tip) {
  drawn_ += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"", x,
                        y, width, height, fill);
  drawn_ += tip.empty() ? "/>\n" : fmt::format("><title>{}</title></rect>\n", io::xml_text(tip));
}

void Svg::circle(double x, double y, double radius, std::string_view fill, std::string_view rim,
                 std::string_view tip) {
  drawn_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\" stroke=\"{}\"", x, y,
                        radius, fill, rim);
  drawn_ += tip.empty() ? "/>\n" : fmt::format("><title>{}</title></circle>\n", io::xml_text(tip));
}

void Svg::polygon(std::span<const std::pair<double, double>> corners, std::string_view fill,
                  std::string_view rim, std::string_view tip) {
  drawn_ += "<polygon points=\"";
  for (const auto& [x, y] : corners) drawn_ += fmt::format("{:.1f},{:.1f} ", x, y);
  drawn_ += fmt::format("\" fill=\"{}\" stroke=\"{}\"", fill, rim);
  drawn_ += tip.empty() ? "/>\n" : fmt::format("><title>{}</title></polygon>\n", io::xml_text(tip));
}

void Svg::line(double x1, double y1, double x2, double y2, std::string_view colour, double width) {
  drawn_ += fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
      "stroke-width=\"{:.1f}\"/>\n",
      x1, y1, x2, y2, colour, width);
}

void Svg::text(double x, double y, std::string_view words, const TextStyle& style) {
  const std::string_view anchor = style.anchor == TextAnchor::start    ? "start"
                                  : style.anchor == TextAnchor::middle ? "middle"
                                                                       : "end";
  drawn_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"{:.0f}\" text-anchor=\"{}\" fill=\"{}\"",
                        x, y, style.size, anchor, style.colour);
  if (style.haloed) drawn_ += " stroke=\"#ffffff\" stroke-width=\"3\" paint-order=\"stroke\"";
  if (style.bold) drawn_ += " font-weight=\"bold\"";
  if (style.turned != 0)
    drawn_ += fmt::format(" transform=\"rotate({:.0f} {:.1f} {:.1f})\"", style.turned, x, y);
  drawn_ += fmt::format(">{}</text>\n", io::xml_text(words));
}

}  // namespace tertius::report
