// The beginning of an input as rows of cells: all that the recognition of forms without a signature looks at,
// whether it is the head of a file, of a stream, or of a sheet that was made text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/io/bytes/source.hpp"

namespace tertius::io {

/// A row that is no comment and not blank.
struct SampleRow {
  std::vector<std::string_view> cells;  ///< those that begin with a brace hold the rest of the row
  std::uint64_t line = 1;
  std::size_t begin = 0, end = 0;  ///< bytes of the text before the row, and before the next one
  bool apart = false;              ///< a blank line stands before it
};

/// The rows of the sample from one on.
using SampleRows = std::span<const SampleRow>;

/// Whole rows, cut at the separator in which they agree best. What people write around a table is not of it: a
/// title above, a row of totals, a legend below. Neither copied nor moved: cells point into it.
class Sample {
 public:
  /// `head`: the beginning of a text. `whole`: it is all of it. `comments`: lines that begin with # or % are
  /// comments; else those alone that stand before the first row and have a blank after that sign.
  Sample(std::string_view head, bool whole, bool comments);
  /// Of the head of a source, which is not consumed: 64 KiB, up to 1 MiB where rows are long. A .csv and a
  /// sheet know no comments.
  explicit Sample(Source& source);
  Sample(const Sample&) = delete;
  Sample& operator=(const Sample&) = delete;

  std::string_view text() const { return text_; }
  bool whole() const { return whole_; }
  bool comments() const { return comments_; }
  /// ' ' for any number of blanks and tabs.
  char separator() const { return separator_; }
  SampleRows rows() const { return rows_; }
  /// Cells of most rows, without empty ones that end every row.
  std::size_t width() const { return width_; }
  /// Of these, the first that is not empty in every row.
  std::size_t first_column() const { return first_column_; }
  std::uint64_t comment_lines() const { return comment_lines_; }
  /// Whether rows of titles stand before the first row of the table.
  bool titled() const { return titled_; }
  /// Bytes of the text before what follows the table; npos where nothing does.
  std::size_t end() const { return end_; }
  /// The part of the whole text, of which this is the beginning, that is of the table.
  std::string_view table_of(std::string_view whole) const { return whole.substr(0, end_); }
  /// What was left out around the table, in words.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void cut();
  void measure();
  void leave_out_titles();
  void leave_out_what_follows();
  std::size_t usual_width() const;
  bool comes_in(std::string_view cell, std::size_t first_row, std::size_t end_row) const;
  bool comes_in_rows(std::string_view cell, std::size_t first_row, std::size_t end_row) const;
  bool is_totals(std::size_t row) const;

  std::string text_;
  bool whole_;
  bool comments_;
  char separator_ = ' ';
  std::vector<SampleRow> rows_;
  std::deque<std::string> unescaped_;
  std::size_t width_ = 0;
  std::size_t first_column_ = 0;
  std::uint64_t comment_lines_ = 0;
  bool titled_ = false;
  std::size_t end_ = std::string_view::npos;
  std::vector<std::string> notes_;
};

/// A cell that has nothing to say, as matrices and lists have it where there is nothing.
bool says_nothing(std::string_view cell);
/// A number, with a decimal comma where commas do not separate cells.
bool is_number(std::string_view cell, char separator);
/// Digits alone, however many.
bool is_natural(std::string_view cell);
/// A time in seconds or milliseconds since 1970, between 1980 and 2035.
bool is_unix_time(std::string_view cell);
/// A day that says so itself: 2024-03-01, 1.3.24, 03/01/2024, 1 March 2024, with or without a time.
bool is_date(std::string_view cell);
/// What marks a cell of a list of attendance: x, 1, yes, ja, a tick, a date.
bool is_presence(std::string_view cell);
/// What leaves it open, or says no: an empty cell, 0, no, nein, a hyphen.
bool is_absence(std::string_view cell);
/// A day as people head a column with it, perhaps without its year: "3.5.", "03 Jan 2024", "Mai 24".
bool is_day_heading(std::string_view cell);
/// "Summe", "total": the heading of sums and counts.
bool is_totals_heading(std::string_view cell);

/// Numbers of rows: 0, 1, 2, ... or 1, 2, 3, ...
bool counts_rows(SampleRows rows, std::size_t column);

/// What the cells of one column are like.
struct ColumnFacts {
  std::size_t rows = 0, filled = 0, distinct = 0;
  std::size_t naturals = 0, wholes = 0, numbers = 0, positive = 0, times = 0, dates = 0, marks = 0,
              presences = 0;
  std::size_t longest = 0;  ///< bytes

  /// Whether at least nine in ten filled cells are.
  bool mostly(std::size_t count) const { return filled > 0 && 10 * count >= 9 * filled; }
};
ColumnFacts facts_of(SampleRows rows, std::size_t column, char separator);

/// The cell of a row; empty where the row is shorter.
inline std::string_view cell_of(const SampleRow& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column] : std::string_view();
}

}  // namespace tertius::io
