// CSV as people send it: RFC 4180 quoting, a byte order mark, any line ends, commas, semicolons or tabs.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/io/bytes/source.hpp"

namespace tertius::io {

/// The separator of a text: what its first line has most of, outside quotes. A line "sep=;" says it itself.
char find_separator(std::string_view text);

/// A number as the table's country writes it: where commas do not separate the cells, one may separate the
/// decimals, and points thousands in front of it.
std::optional<double> number_in(std::string_view cell, char separator);

/// How the cells of a table are separated.
struct CsvOptions {
  char separator = 0;     ///< 0: as find_separator() says; ' ': any number of blanks and tabs
  bool comments = false;  ///< lines that begin with # or % are comments
  /// The text is a part of a file and begins with a row: it has no byte order mark and no line "sep=;".
  bool part = false;
  std::uint64_t line = 1;  ///< number of the text's first line
  /// The text is that of a sheet (bytes/source.hpp): places are those of its cells, the first of which stands
  /// there. Goes with `separator`, `part` and `line`.
  std::optional<SheetOrigin> sheet{};
  /// Where cells in which quotes were doubled are kept; else they are gone with their record.
  std::deque<std::string>* kept = nullptr;
};

/// How the cells of what was opened are separated.
CsvOptions csv_options(const Source& source);

/// Records of a text that stays in memory. Blank lines are skipped.
class CsvReader {
 public:
  CsvReader(std::string_view text, std::string file, const CsvOptions& options = {});

  /// The next record; false at the end. Throws Error{bad_data} when a quoted field never ends.
  bool next();
  /// True when the present record is a comment: one field, the whole line.
  bool is_comment() const { return is_comment_; }
  const std::vector<std::string_view>& fields() const { return fields_; }
  /// Where field `i` of the present record begins: line and column, both from 1.
  Place place(std::size_t i = 0) const;
  Location where(std::size_t i = 0) const;
  char separator() const { return separator_; }
  const std::optional<SheetOrigin>& sheet() const { return options_.sheet; }
  /// Number of the line that the next record, or a blank line before it, begins on.
  std::uint64_t line() const { return line_; }
  /// Bytes that have been read.
  std::size_t position() const { return position_; }
  const std::string& file() const { return file_; }

 private:
  std::string_view field();
  std::string_view checked(std::string_view text) const;
  std::size_t find_end(std::size_t from) const;
  std::deque<std::string>& unescaped() { return options_.kept != nullptr ? *options_.kept : unescaped_; }
  std::string_view quoted_field();
  void skip_blanks();
  void end_line();
  void begin_cell();

  std::string_view text_;
  std::string file_;
  CsvOptions options_;
  char separator_;
  bool is_comment_ = false;
  std::size_t position_ = 0;
  std::uint64_t line_ = 1;
  std::size_t line_begin_ = 0;
  std::vector<std::string_view> fields_;
  std::vector<Place> places_;
  std::deque<std::string> unescaped_;  // fields in which quotes were doubled
};

/// Names of columns of which several are the same, in any case of letters: "discipline" and "discipline 2". Names that
/// are empty stay so.
void tell_apart(std::vector<std::string>& names);

/// The line "sep=;" of a text.
std::optional<char> stated_separator(std::string_view text);

}  // namespace tertius::io
