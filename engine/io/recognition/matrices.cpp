#include "engine/io/recognition/matrices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include "engine/core/text.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t wide_enough = 16;  // for a matrix whose last row is not in the sample

/// The headings of a table whose first row names its columns; R leaves out the first one.
struct Headings {
  bool there = false;
  std::size_t shift = 0;  ///< cell of a row that the first heading is of
  std::vector<std::string_view> cells;

  explicit Headings(const Sample& sample) {
    const SampleRows rows = sample.rows();
    if (rows.size() < 2 || sample.width() < 2) return;
    const std::size_t first = rows.front().cells.size(), width = sample.width();
    if (first != width && first + 1 != width) return;
    shift = width - first;
    cells = rows.front().cells;
    std::set<std::string_view> different;
    std::size_t empty = 0;
    for (const std::string_view cell : cells) cell.empty() ? ++empty : (different.insert(cell), empty);
    there = empty <= 2 && different.size() + empty == cells.size() &&
            different.size() + 1 >= cells.size() - empty;
  }
  std::string_view of(std::size_t column) const {
    return column < shift || column - shift >= cells.size() ? std::string_view() : cells[column - shift];
  }
};

/// An entry of a matrix of members; a day is none.
bool is_value(std::string_view cell, char separator) {
  return is_number(cell, separator) || (is_presence(cell) && !is_date(cell)) || is_absence(cell);
}

/// Whether that column of these rows has a name for each, all different.
bool names_rows(SampleRows rows, std::size_t column) {
  std::unordered_set<std::string_view> names;
  std::size_t filled = 0;
  for (const SampleRow& row : rows) {
    const std::string_view name = cell_of(row, column);
    if (name.empty()) continue;
    ++filled;
    names.insert(name);
  }
  return filled > 0 && names.size() == filled && filled + 1 >= rows.size();
}

/// What the cells of a matrix say.
struct ValueFacts {
  std::size_t cells = 0, values = 0, something = 0, open = 0, numbers = 0;
  double share() const { return cells == 0 ? 0 : static_cast<double>(values) / static_cast<double>(cells); }
};

/// `own`: whether a cell says something of a member and themself, where anything may stand.
template <class Own>
ValueFacts values_of(SampleRows rows, std::span<const std::size_t> columns, char separator, Own own) {
  ValueFacts facts;
  for (const SampleRow& row : rows) {
    for (const std::size_t column : columns) {
      const std::string_view cell = cell_of(row, column);
      if (own(row, column) && !is_value(cell, separator)) continue;
      ++facts.cells;
      if (is_absence(cell)) {
        ++facts.values;
        ++facts.open;
      } else if (is_value(cell, separator)) {
        ++facts.values;
        const auto number = parse_real(cell);
        ++(number == 0.0 ? facts.open : facts.something);
      }
      facts.numbers += is_number(cell, separator) ? 1U : 0U;
    }
  }
  return facts;
}

ValueFacts values_of(SampleRows rows, std::span<const std::size_t> columns, char separator) {
  return values_of(rows, columns, separator, [](const SampleRow&, std::size_t) { return false; });
}

/// Whether a column counts or adds up, in every row, those from `first` to it.
bool is_totals_column(SampleRows rows, std::size_t first, std::size_t column, std::string_view heading,
                      char separator) {
  const bool numbers = std::all_of(rows.begin(), rows.end(), [&](const SampleRow& row) {
    return cell_of(row, column).empty() || is_number(cell_of(row, column), separator);
  });
  if (!numbers || column <= first + 1) return false;
  if (is_totals_heading(heading)) return true;
  std::size_t several = 0;
  for (const SampleRow& row : rows) {
    double sum = 0;
    std::size_t there = 0;
    for (std::size_t c = first; c < column; ++c) {
      sum += number_in(cell_of(row, c), separator).value_or(0);
      there += is_presence(cell_of(row, c)) ? 1U : 0U;
    }
    const auto said = number_in(cell_of(row, column), separator);
    if (!said || (*said != sum && *said != static_cast<double>(there))) return false;
    several += *said > 1 ? 1U : 0U;
  }
  return rows.size() >= 3 && 2 * several >= rows.size();
}

std::string note_on_totals(std::string_view heading) {
  return fmt::format("The column \"{}\" holds totals and was left out.", fit_to_width(heading, 40));
}

std::vector<std::size_t> columns_from(std::size_t first, std::size_t end) {
  std::vector<std::size_t> columns;
  for (std::size_t c = first; c < end; ++c) columns.push_back(c);
  return columns;
}

bool is_symmetric(SampleRows rows, std::size_t first) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (std::size_t j = i + 1; j < rows.size(); ++j)
      if (cell_of(rows[i], first + j) != cell_of(rows[j], first + i)) return false;
  return true;
}

/// Whether the rows are as many as the columns, as far as can be seen.
bool may_be_square(const Sample& sample, std::size_t rows, std::size_t columns) {
  return sample.whole() && sample.rows().size() < 4096 ? rows == columns
                                                       : columns >= wide_enough && rows <= columns;
}

void begin_at(MatrixShape& shape, const SampleRow& row) {
  shape.skip = row.begin;
  shape.line = row.line;
}

/// The score of a square without names on both sides: small ones may be anything.
double square_score(SampleRows rows, std::size_t first, const ValueFacts& values, std::size_t columns) {
  if (values.share() < 1.0 || values.something == 0) return 0;
  if (columns < 2) return 0;
  if (columns == 2) return 0.45;
  const bool telling = values.open > 0 || (rows.size() == columns && is_symmetric(rows, first));
  if (columns == 3) return telling ? 0.93 : 0.55;
  return telling ? 0.95 : 0.85;
}

bool all_numbers(const SampleRow& row, char separator) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [&](std::string_view cell) { return is_number(cell, separator); });
}

class AdjacencyFinder {
 public:
  explicit AdjacencyFinder(const Sample& sample)
      : sample_(sample), rows_(sample.rows()), headings_(sample), separator_(sample.separator()) {}

  MatrixShape find() {
    if (rows_.size() < 2 || sample_.width() < 2) return {};
    for (const MatrixShape& each : {named_twice(), named_columns(), named_rows(), bare()})
      if (each.evidence.score > best_.evidence.score) best_ = each;
    return std::move(best_);
  }

 private:
  /// ;ada;bo / ada;0;1 / bo;1;0
  MatrixShape named_twice() const {
    MatrixShape shape;
    if (!headings_.there) return shape;
    const SampleRows rows = rows_.subspan(1);
    const std::size_t first = sample_.first_column();
    if (rows.size() < 2 || sample_.width() < first + 3 || !names_rows(rows, first)) return shape;
    // A corner of figures belongs to the figures.
    const bool corner = headings_.shift == 1 || !is_number(headings_.of(first), separator_);
    if (!corner) return shape;
    shape.labelled = true;
    shape.label = first;
    shape.width = sample_.width();
    std::size_t end = sample_.width();
    if (is_totals_column(rows, first + 1, end - 1, headings_.of(end - 1), separator_) &&
        std::none_of(rows.begin(), rows.end(), [&](const SampleRow& row) {
          return cell_of(row, first) == headings_.of(sample_.width() - 1);
        }))
      shape.notes.push_back(note_on_totals(headings_.of(--end)));
    shape.columns = columns_from(first + 1, end);
    std::unordered_set<std::string_view> names;
    for (const std::size_t column : shape.columns) {
      shape.names.emplace_back(headings_.of(column));
      names.insert(headings_.of(column));
    }
    const ValueFacts values =
        values_of(rows, shape.columns, separator_, [&](const SampleRow& row, std::size_t column) {
          return cell_of(row, first) == headings_.of(column) && !names.contains(cell_of(row, column));
        });
    std::size_t known = 0;
    for (const SampleRow& row : rows) known += names.contains(cell_of(row, first)) ? 1U : 0U;
    const std::size_t all = sample_.whole() ? std::max(rows.size(), names.size()) : rows.size();
    const double match = static_cast<double>(known) / static_cast<double>(all);
    begin_at(shape, rows.front());
    double score = match >= 0.5 ? 0.5 + 0.47 * match : 0;
    if (values.something == 0) score = 0;
    score *= std::pow(values.share(), 4);
    shape.evidence = {score,
                      fmt::format("{:.0f} % of the names of rows are names of columns, {:.0f} % of the "
                                  "cells are numbers, marks or empty",
                                  100 * match, 100 * values.share())};
    return shape;
  }

  /// Whether the first column counts the rows, or holds a number of its own for each and the others 0, 1 and marks.
  bool numbers_rows(SampleRows rows, std::size_t columns) const {
    if (columns < 3 || !names_rows(rows, 0)) return false;
    const auto first = parse_natural(cell_of(rows.front(), 0));
    bool counts = first && *first <= 1;
    for (std::size_t i = 0; i < rows.size() && counts; ++i)
      counts = parse_natural(cell_of(rows[i], 0)) == *first + i;
    if (counts) return true;
    return std::all_of(rows.begin(), rows.end(), [&](const SampleRow& row) {
      for (std::size_t c = 1; c + 1 < columns; ++c)  // the last may hold totals
        if (!is_presence(cell_of(row, c)) && !is_absence(cell_of(row, c))) return false;
      return is_natural(cell_of(row, 0));
    });
  }

  /// ada bo / 0 1 / 1 0
  MatrixShape named_columns() const {
    MatrixShape shape;
    if (!headings_.there || headings_.shift != 0) return shape;
    const SampleRows rows = rows_.subspan(1);
    shape.width = sample_.width();
    shape.columns = columns_from(0, sample_.width());
    for (const std::size_t column : shape.columns) shape.names.emplace_back(headings_.of(column));
    const ValueFacts values = values_of(rows, shape.columns, separator_);
    if (!may_be_square(sample_, rows.size(), shape.columns.size())) return shape;
    begin_at(shape, rows.front());
    const bool names =
        std::none_of(headings_.cells.begin(), headings_.cells.end(),
                     [](std::string_view cell) { return cell.empty() || is_value(cell, ','); });
    const bool numbers = all_numbers(rows_.front(), separator_);
    double score = square_score(rows, 0, values, shape.columns.size());
    if (shape.columns.size() == 2) score = std::min(score, 0.3);
    if (numbers_rows(rows, shape.columns.size())) score = std::min(score, 0.3);
    if (!names) score = numbers && sample_.whole() ? score - 0.1 : 0;
    shape.evidence = {
        score, fmt::format("a row of {} names over {} rows of numbers", shape.columns.size(), rows.size())};
    return shape;
  }

  /// ada 0 1 / bo 1 0
  MatrixShape named_rows() const {
    MatrixShape shape;
    if (!names_rows(rows_, 0)) return shape;
    shape.labelled = true;
    shape.width = sample_.width();
    shape.columns = columns_from(1, sample_.width());
    if (!may_be_square(sample_, rows_.size(), shape.columns.size())) return shape;
    const ValueFacts values = values_of(rows_, shape.columns, separator_);
    begin_at(shape, rows_.front());
    double score = square_score(rows_, 1, values, shape.columns.size());
    std::size_t words = 0;
    for (const SampleRow& row : rows_) words += is_value(cell_of(row, 0), separator_) ? 0U : 1U;
    if (words < rows_.size()) score -= 0.1;
    shape.evidence = {score,
                      fmt::format("{} rows with a name and {} numbers", rows_.size(), shape.columns.size())};
    return shape;
  }

  /// Marks that are no numbers.
  bool has_marks() const {
    return std::any_of(rows_.begin(), rows_.end(), [&](const SampleRow& row) {
      return std::any_of(row.cells.begin(), row.cells.end(), [&](std::string_view cell) {
        return is_presence(cell) && !is_number(cell, separator_);
      });
    });
  }

  /// 0 1 / 1 0
  MatrixShape bare() const {
    MatrixShape shape;
    shape.width = sample_.width();
    shape.columns = columns_from(0, sample_.width());
    if (!may_be_square(sample_, rows_.size(), shape.columns.size())) return shape;
    const bool agree = std::all_of(rows_.begin(), rows_.end(), [&](const SampleRow& row) {
      return row.cells.size() == sample_.width() || separator_ != ' ';
    });
    if (!agree) return shape;
    const ValueFacts values = values_of(rows_, shape.columns, separator_);
    if (2 * values.numbers < values.cells - values.open ||
        (has_marks() && numbers_rows(rows_, shape.columns.size())))
      return shape;
    begin_at(shape, rows_.front());
    shape.evidence = {square_score(rows_, 0, values, shape.columns.size()),
                      fmt::format("{} rows of {} numbers", rows_.size(), shape.columns.size())};
    return shape;
  }

  const Sample& sample_;
  SampleRows rows_;
  Headings headings_;
  char separator_;
  MatrixShape best_;
};

}  // namespace

MatrixShape adjacency_matrix_shape(const Sample& sample) {
  return AdjacencyFinder(sample).find();
}

namespace {

/// A short word that fills two columns or more but for empty cells: a mark, whatever it says.
std::string common_mark(SampleRows rows, std::size_t width) {
  constexpr std::size_t longest = 12;
  std::map<std::string_view, std::size_t> columns_with;
  for (std::size_t c = 1; c < width; ++c) {
    std::set<std::string_view> values;
    bool open = false;
    for (const SampleRow& row : rows)
      cell_of(row, c).empty() ? open = true : (values.insert(cell_of(row, c)), open);
    if (open && values.size() == 1 && values.begin()->size() <= longest) ++columns_with[*values.begin()];
  }
  std::string_view best;
  for (const auto& [value, columns] : columns_with)
    if (columns >= 2 && (best.empty() || columns > columns_with[best])) best = value;
  return std::string(best);
}

}  // namespace

MatrixShape incidence_matrix_shape(const Sample& sample) {
  MatrixShape shape;
  const Headings headings(sample);
  if (!headings.there) return shape;
  const SampleRows rows = sample.rows().subspan(1);
  const char separator = sample.separator();
  begin_at(shape, rows.front());
  shape.labelled = true;
  shape.width = sample.width();
  std::set<std::string> marks;
  std::size_t presences = 0, refusals = 0, dated = 0;
  std::vector<std::size_t> others;
  shape.mark = common_mark(rows, sample.width());
  std::size_t end = sample.width();
  if (is_totals_column(rows, sample.first_column() + 1, end - 1, headings.of(end - 1), separator))
    shape.notes.push_back(note_on_totals(headings.of(--end)));
  for (std::size_t c = sample.first_column(); c < end; ++c) {
    const ColumnFacts facts = facts_of(rows, c, separator);
    const bool marked = !headings.of(c).empty() && (facts.dates == 0 || facts.filled < facts.rows) &&
                        std::all_of(rows.begin(), rows.end(), [&](const SampleRow& row) {
                          const std::string_view cell = cell_of(row, c);
                          return is_presence(cell) || is_absence(cell) || cell == shape.mark;
                        });
    if (!marked) {
      others.push_back(c);
      continue;
    }
    shape.columns.push_back(c);
    shape.names.emplace_back(headings.of(c));
    dated += is_day_heading(headings.of(c)) ? 1U : 0U;
    for (const SampleRow& row : rows) {
      const std::string_view cell = cell_of(row, c);
      const bool present = is_presence(cell) || (!cell.empty() && cell == shape.mark);
      presences += present ? 1U : 0U;
      if (present && !is_date(cell)) marks.insert(fold_case(cell));
      refusals += !cell.empty() && is_absence(cell) && !is_number(cell, separator) ? 1U : 0U;
    }
  }
  // One column of days beside marks says when.
  std::vector<std::size_t> days_alone;
  for (std::size_t i = 0; i < shape.columns.size(); ++i) {
    const ColumnFacts facts = facts_of(rows, shape.columns[i], separator);
    if (facts.mostly(facts.dates) && 2 * facts.filled > facts.rows) days_alone.push_back(i);
  }
  if (days_alone.size() == 1 && shape.columns.size() > 1) {
    const auto at = static_cast<std::ptrdiff_t>(days_alone.front());
    others.push_back(shape.columns[days_alone.front()]);
    shape.columns.erase(shape.columns.begin() + at);
    shape.names.erase(shape.names.begin() + at);
  }
  const auto label =
      std::find_if(others.begin(), others.end(), [&](std::size_t c) { return names_rows(rows, c); });
  if (label == others.end() || shape.columns.empty()) return shape;
  shape.label = *label;
  std::unordered_set<std::string_view> people;
  std::size_t days = 0;
  for (const SampleRow& row : rows) {
    people.insert(cell_of(row, shape.label));
    days += is_day_heading(cell_of(row, shape.label)) ? 1U : 0U;
  }
  shape.turned = days == rows.size() && dated == 0;
  const bool same = std::any_of(shape.names.begin(), shape.names.end(),
                                [&](const std::string& name) { return people.contains(name); });
  for (const std::size_t c : others) {
    if (c == shape.label) continue;
    shape.attributes.emplace_back(
        c, headings.of(c).empty() ? fmt::format("column {}", c + 1) : std::string(headings.of(c)));
  }
  const std::size_t columns = shape.columns.size(), cells = columns * rows.size();
  double score = columns == 1 ? 0.3 : columns >= shape.attributes.size() ? 0.92 : 0.7;
  if (rows.size() < 2) score = std::min(score, 0.6);
  const bool by_days = dated == columns || shape.turned;
  if (by_days) score = 0.95;
  if (presences == 0 || marks.size() > 2) score = 0;
  // Where every cell says yes or no, the columns may as well be what is known of a person.
  if (refusals > 0 && columns < 4 && !by_days) score = std::min(score, 0.45);
  if (presences == cells && columns < 3) score = std::min(score, 0.45);
  if (same) score = 0;
  shape.evidence = {score, fmt::format("{} rows, {} columns of marks, {} of other things", rows.size(),
                                       columns, shape.attributes.size())};
  return shape;
}

}  // namespace tertius::io
