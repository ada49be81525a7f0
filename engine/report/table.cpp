#include "engine/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t narrowest = 12;  // a column that shrinks keeps at least this many columns

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::string shown = fit_to_width(text, width);
  const std::string space(width - std::min(width, display_width(shown)), ' ');
  return right ? space + shown : shown + space;
}

}  // namespace

std::string Table::text(std::size_t width) const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t widest = display_width(columns_[c].title);
    for (const auto& row : rows_) widest = std::max(widest, display_width(row[c]));
    widths.push_back(widest);
  }
  std::vector<std::size_t> shown(columns_.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  std::vector<std::string> left_out;
  const auto total = [&] {
    std::size_t sum = 0;
    for (const std::size_t c : shown) sum += widths[c] + gap;
    return sum - std::min(sum, gap);
  };
  while (total() > width) {
    // Cut the widest column that may be cut; when none is left, drop the least important column.
    std::size_t victim = columns_.size();
    for (const std::size_t c : shown) {
      const bool cuttable = columns_[c].shrinks && widths[c] > narrowest;
      if (cuttable && (victim == columns_.size() || widths[c] > widths[victim])) victim = c;
    }
    if (victim < columns_.size()) {
      widths[victim] -= std::min(total() - width, widths[victim] - narrowest);
      continue;
    }
    if (shown.size() <= 1) break;
    auto drop = shown.end() - 1;
    for (auto at = shown.begin(); at != shown.end(); ++at) {
      if (columns_[*at].importance <= columns_[*drop].importance && at > drop) drop = at;
      if (columns_[*at].importance < columns_[*drop].importance) drop = at;
    }
    left_out.insert(left_out.begin(), columns_[*drop].title);
    shown.erase(drop);
  }
  std::string out;
  const auto line = [&](auto&& cell, bool header) {
    std::string row;
    for (const std::size_t c : shown)
      row += padded(cell(c), widths[c], columns_[c].right) + std::string(gap, ' ');
    row.erase(row.find_last_not_of(' ') + 1);
    out += row + '\n';
    if (!header) return;
    out += std::string(std::min(width, total()), '-') + '\n';
  };
  line([&](std::size_t c) { return columns_[c].title; }, true);
  for (const auto& row : rows_) line([&](std::size_t c) { return row[c]; }, false);
  if (!left_out.empty()) {
    out += words::sentence({"columns_left_out", {{"columns", left_out}, {"setting", setting_name("format")}}},
                           words::Speaker(words::spoken())) +
           "\n";
  }
  return out;
}

std::string heading(std::string_view english) {
  return words::label(english, words::spoken());
}

std::string rounded(double value, int decimals) {
  return words::number_text(value, words::spoken(), decimals);
}

std::string percent(double share, int decimals) {
  return words::percent_text(share, decimals, words::spoken());
}

std::string wrapped(const std::string& text, std::size_t width, std::size_t indent) {
  std::istringstream words(text);
  std::string out, word;
  std::size_t column = 0;
  while (words >> word) {
    const std::size_t w = display_width(word);
    if (column > indent && column + 1 + w > width) {
      out += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (column > 0 && !out.empty() && out.back() != ' ') {
      out += ' ';
      ++column;
    }
    out += word;
    column += w;
  }
  return out;
}

}  // namespace tertius::report
