#include "engine/io/books/sheet_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/io/bytes/zip.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr char separator = ';';
constexpr std::uint64_t most_titles = 20;
constexpr std::uint64_t least_fill = std::uint64_t{1} << 20;

}  // namespace

void append_sheet_cell(std::string& line, std::string_view text) {
  text = trimmed(text);
  if (text.find_first_of("\";,\t\r\n") == text.npos) {
    line += text;
    return;
  }
  line += '"';
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      if (text.substr(i + 1, 1) != "\n") line += '\n';
      continue;
    }
    line += text[i];
    if (text[i] == '"') line += '"';
  }
  line += '"';
}

SheetWriter::SheetWriter(Sheet& sheet, std::string file, const Limits& limits)
    : sheet_(sheet), file_(std::move(file)), limits_(limits) {
  sheet_.read = true;
}

void SheetWriter::begin_row(std::uint64_t row) {
  if (row <= row_)
    throw Error(ErrorKey::syntax, fmt::format("row {} after row {}; expected rows in order", row, row_),
                {file_});
  row_ = row;
  count_ = 0;
}

void SheetWriter::cell(std::uint64_t column, std::string_view text, std::uint64_t rows,
                       std::uint64_t repeated) {
  if (trimmed(text).empty()) return;
  if (row_ > most_sheet_rows)
    throw Error(ErrorKey::too_large,
                fmt::format("a cell in row {}; expected at most {} rows", row_, most_sheet_rows), {file_});
  if (column > most_sheet_columns || repeated > most_sheet_columns - column + 1)
    throw Error(
        ErrorKey::too_large,
        fmt::format("a cell in column {}; expected at most {} columns",
                    repeated > most_sheet_columns ? repeated : column + repeated - 1, most_sheet_columns),
        {file_, {row_}});
  if (rows > 1) spans_[column] = {row_ + std::min(rows, most_sheet_rows) - 1, std::string(text)};
  for (std::uint64_t i = 0; i < repeated; ++i) {
    if (count_ == cells_.size()) cells_.emplace_back();
    cells_[count_].column = column + i;
    cells_[count_].text = text;
    ++count_;
  }
}

void SheetWriter::error(std::uint64_t column) {
  if (sheet_.errors++ == 0) sheet_.first_error = {row_, column, true};
}

void SheetWriter::unreckoned(std::uint64_t column) {
  if (sheet_.unreckoned++ == 0) sheet_.first_unreckoned = {row_, column, true};
}

/// Puts the values of merged cells from above into the row, over what they cover. O(cells and spans).
void SheetWriter::add_spans() {
  std::erase_if(spans_, [&](const auto& span) { return span.second.last_row < row_; });
  std::vector<Cell> all;
  auto span = spans_.begin();
  for (std::size_t i = 0; i < count_ || span != spans_.end();) {
    const bool of_span = span != spans_.end() && (i == count_ || span->first <= cells_[i].column);
    if (of_span && i < count_ && span->first == cells_[i].column) ++i;
    if (of_span) {
      all.push_back({span->first, span->second.text});
      ++span;
    } else {
      all.push_back(std::move(cells_[i++]));
    }
  }
  cells_ = std::move(all);
  count_ = cells_.size();
}

/// Makes the text begin with that column, which stands before the present first one.
void SheetWriter::begin_at(std::uint64_t column) {
  const std::string more(sheet_.origin.column - column, separator);
  std::string text;
  bool quoted = false, first = true;
  for (const char c : sheet_.text) {
    if (first && c != '\n') text += more;
    if (c == '"') quoted = !quoted;
    first = c == '\n' && !quoted;
    text += c;
  }
  sheet_.text = std::move(text);
  width_ += sheet_.origin.column - column;
  sheet_.origin.column = column;
}

/// Gives the rows so far, of one cell each, as many cells as the widest row has. O(text).
void SheetWriter::widen_titles() {
  std::string text;
  bool quoted = false, first = true;
  std::uint64_t cells = 1;
  for (const char c : sheet_.text) {
    if (c == '"') quoted = !quoted;
    if (c == separator && !quoted) ++cells;
    const bool ends = c == '\n' && !quoted;
    if (ends && !first && cells < width_) text.append(width_ - cells, separator);
    if (ends) cells = 1;
    first = ends;
    text += c;
  }
  sheet_.text = std::move(text);
}

/// Ends the line with empty cells. One cell far to the right does not fill the memory with them.
void SheetWriter::fill_up(std::uint64_t width, std::uint64_t times) {
  if (width >= width_) return;
  const std::uint64_t more = (width_ - width) * times;
  if (filled_up_ + more > least_fill + sheet_.text.size() / 2) return;
  line_.append(width_ - width, separator);
  filled_up_ += more;
}

/// The cells in order.
void SheetWriter::sort() {
  const auto end = cells_.begin() + static_cast<std::ptrdiff_t>(count_);
  const auto before = [](const Cell& a, const Cell& b) { return a.column < b.column; };
  if (!std::is_sorted(cells_.begin(), end, before)) std::stable_sort(cells_.begin(), end, before);
}

void SheetWriter::write_row(std::uint64_t times) {
  const std::uint64_t first = cells_.front().column;
  if (written_ == 0) {
    sheet_.origin = {row_, first};
    written_ = row_ - 1;
  } else if (first < sheet_.origin.column) {
    begin_at(std::exchange(widened_, true) ? 1 : first);  // at most twice, whatever comes
  }
  line_.clear();
  std::uint64_t at = sheet_.origin.column;
  bool several = false;
  for (std::size_t i = 0; i < count_; ++i) {
    if (i > 0 && cells_[i].column == cells_[i - 1].column) continue;  // nobody writes a cell twice
    several = several || i > 0;
    line_.append(cells_[i].column - at, separator);
    at = cells_[i].column;
    append_sheet_cell(line_, cells_[i].text);
  }
  const std::uint64_t width = at - sheet_.origin.column + 1;
  fill_up(width, times);
  width_ = std::max(width_, width);
  if (titled_ && !several) titles_ += times;
  if (several && std::exchange(titled_, false) && titles_ <= most_titles) widen_titles();
  line_ += '\n';
}

void SheetWriter::end_row(std::uint64_t times) {
  if (count_ == 0) {
    row_ += times - 1;
    return;
  }
  sort();
  if (!spans_.empty()) add_spans();
  write_row(times);
  if (times > most_sheet_rows - row_ + 1)
    throw Error(
        ErrorKey::too_large,
        fmt::format("row {} stands there {} times; expected at most {} rows", row_, times, most_sheet_rows),
        {file_, {row_}});
  sheet_.text.append(row_ - written_ - 1, '\n');
  const std::uint64_t bytes = sheet_.text.size() + times * line_.size();
  if (limits_.max_input > 0 ? bytes > limits_.max_input
                            : bytes > bomb_size && bytes / bomb_factor > limits_.file_bytes)
    throw Error(ErrorKey::too_large,
                fmt::format("a sheet of more than {} bytes from a workbook of {}; if it is one, say {} SIZE",
                            bytes, limits_.file_bytes, setting_name("max_input")),
                {file_});
  for (std::uint64_t i = 0; i < times; ++i) sheet_.text += line_;
  row_ += times - 1;
  written_ = row_;
}

}  // namespace tertius::io
