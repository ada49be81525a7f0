// Tables for people: aligned, cut to the terminal's width, with names that may be long or hostile.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tertius::report {

struct TableColumn {
  std::string title;
  bool right = false;    ///< numbers stand right-aligned
  bool shrinks = false;  ///< text that may be cut when the table is too wide
  /// When cutting is not enough, columns of the lowest importance go first, the last first.
  int importance = 1;
};

class Table {
 public:
  explicit Table(std::vector<TableColumn> columns) : columns_(std::move(columns)) {}

  /// One cell per column.
  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  std::size_t rows() const { return rows_.size(); }

  /// The table as text at most `width` columns wide. A line below says which columns were left out.
  std::string text(std::size_t width) const;

 private:
  std::vector<TableColumn> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// A word of the program, such as what stands above a column, in the language of answers for people.
std::string heading(std::string_view english);
/// "0.1235": a measure rounded for reading; "-" for NaN.
std::string rounded(double value, int decimals = 4);
/// 0.783 -> "78 %"; "-" for NaN.
std::string percent(double share, int decimals = 0);
/// Words wrapped at `width`, every line after the first indented by `indent` spaces.
std::string wrapped(const std::string& text, std::size_t width, std::size_t indent = 0);

}  // namespace tertius::report
