#include "cli/printable.hpp"

#include <algorithm>
#include <cstddef>

#include "engine/core/text.hpp"

namespace tertius::cli {

std::string printable(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const bool plain = std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 0x7F; });
    shown += plain ? std::string(line) : fit_to_width(line, std::string_view::npos);
    if (end < text.size()) shown += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return shown;
}

}  // namespace tertius::cli
