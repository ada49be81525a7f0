// A drawing in SVG: rectangles, circles, polygons, lines and text, with everything that comes from outside escaped.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tertius::report {

enum class TextAnchor { start, middle, end };

struct TextStyle {
  double size = 12;  ///< pixels
  TextAnchor anchor = TextAnchor::start;
  std::string_view colour = "#1a1a1a";
  bool bold = false;
  double turned = 0;    ///< degrees, clockwise, around the text's own position
  bool haloed = false;  ///< on a white rim, to be read on top of a drawing
};

class Svg {
 public:
  /// `title` is what screen readers and browsers call the drawing.
  Svg(double width, double height, std::string_view title);

  /// A rectangle; `tip` shows when the mouse rests on it.
  void rectangle(double x, double y, double width, double height, std::string_view fill,
                 std::string_view tip = "");
  void line(double x1, double y1, double x2, double y2, std::string_view colour, double width = 1);
  void circle(double x, double y, double radius, std::string_view fill, std::string_view rim,
              std::string_view tip = "");
  void polygon(std::span<const std::pair<double, double>> corners, std::string_view fill,
               std::string_view rim, std::string_view tip = "");
  void text(double x, double y, std::string_view words, const TextStyle& style = {});

  std::string document() const { return drawn_ + "</svg>\n"; }

 private:
  std::string drawn_;
};

/// A colour between two, `at` from 0 to 1, as "#rrggbb".
struct Colour {
  int red, green, blue;
};
Colour between(Colour from, Colour to, double at);
std::string hex(Colour colour);
/// Black or white, whichever reads better on `background`.
std::string_view ink_on(Colour background);

}  // namespace tertius::report
