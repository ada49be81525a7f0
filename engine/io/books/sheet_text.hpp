// A sheet of a workbook as text, put together cell by cell: CSV with semicolons, in which the records are the rows
// of the sheet.
//
// Rows have as many cells as those above them, so that a column that is mostly empty is one; a title, which is one
// cell, has those of the first row below it.
//
// A merged cell says its value in each of its rows, in its first column: what is merged downwards holds for all of
// these rows, what is merged to the side is only wide. A row is given a value so only where it holds another cell.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/bytes/source.hpp"

namespace tertius::io {

/// A sheet that has been read, or (`read` false) whose name alone is known.
struct Sheet {
  std::string name;
  bool hidden = false;
  bool read = false;
  std::string text{};
  SheetOrigin origin{};          ///< of the first cell of the text
  std::uint64_t errors = 0;      ///< cells such as #N/A, which are empty in the text
  std::uint64_t unreckoned = 0;  ///< formulas whose value the workbook does not hold, empty as well
  Place first_error{}, first_unreckoned{};
};

/// No spreadsheet program has larger sheets.
inline constexpr std::uint64_t most_sheet_rows = std::uint64_t{1} << 20U;
inline constexpr std::uint64_t most_sheet_columns = std::uint64_t{1} << 14U;

/// Appends a cell as the text of a sheet has it: without blanks around it, quoted where it holds what separates
/// cells.
void append_sheet_cell(std::string& line, std::string_view text);

class SheetWriter {
 public:
  struct Limits {
    std::uint64_t file_bytes = 0;  ///< of the workbook
    std::uint64_t max_input = 0;   ///< bytes of text; 0: as far as the file can be thought to fill
  };
  /// `file`: "book.xlsx#Members", for messages.
  SheetWriter(Sheet& sheet, std::string file, const Limits& limits);

  /// About so many bytes of text will come.
  void expect(std::uint64_t bytes) { sheet_.text.reserve(bytes); }
  /// Rows come in ascending order. Throws Error{bad_data} where they do not, or are too many.
  void begin_row(std::uint64_t row);
  /// A cell of the row that began last; of empty ones nothing is kept. Its value stands in `rows` rows and in
  /// `repeated` columns. Throws Error{bad_data} beyond the columns that a sheet may have.
  void cell(std::uint64_t column, std::string_view text, std::uint64_t rows = 1, std::uint64_t repeated = 1);
  void error(std::uint64_t column);
  void unreckoned(std::uint64_t column);
  /// The row stands there so many times. O(its text) each.
  void end_row(std::uint64_t times = 1);
  /// The sheet has its text from here on, in no much more memory than that takes.
  void finish() {
    if (sheet_.text.size() < sheet_.text.capacity() / 4) sheet_.text.shrink_to_fit();
  }

  /// The row that is being written.
  std::uint64_t row() const { return row_; }
  Location where(std::uint64_t column) const { return {file_, {row_, column, true}}; }

 private:
  struct Cell {
    std::uint64_t column;
    std::string text;
  };
  /// A value that stands in later rows, too.
  struct Span {
    std::uint64_t last_row = 0;
    std::string text{};
  };
  void sort();
  void add_spans();
  void write_row(std::uint64_t times);
  void begin_at(std::uint64_t column);
  void widen_titles();
  void fill_up(std::uint64_t width, std::uint64_t times);

  Sheet& sheet_;
  std::string file_;
  Limits limits_;
  std::uint64_t row_ = 0;
  std::uint64_t written_ = 0;  // the last row that is in the text
  std::vector<Cell> cells_;    // of the row; the first `count_` of them
  std::size_t count_ = 0;
  std::map<std::uint64_t, Span> spans_;  // by their column
  bool widened_ = false;                 // columns were put before the first one
  std::uint64_t width_ = 0;              // cells of the widest row
  std::uint64_t titles_ = 0;             // rows of one cell before the first of several
  bool titled_ = true;                   // no row of several has come
  std::uint64_t filled_up_ = 0;          // bytes of cells that only make rows wide
  std::string line_;
};

}  // namespace tertius::io
