#include "engine/io/recognition/sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/dates.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t usual_bytes = std::size_t{1} << 16;
constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t few_lines = 64;
constexpr std::size_t most_rows = 4096;
constexpr std::string_view separators = "\t;|,";

/// The text up to its last line end, or all of it.
std::string_view whole_lines(std::string_view head, bool whole) {
  if (whole) return head;
  const auto end = head.find_last_of("\r\n");
  return end == head.npos ? head : head.substr(0, end + 1);
}

bool is_table_name(std::string_view path) {
  const auto ends = [&](std::string_view suffix) {
    return path.size() > suffix.size() && same_word(path.substr(path.size() - suffix.size()), suffix);
  };
  return ends(".csv");
}

/// NetworkX writes "#the program", "# GMT when" and "# the graph" before its lists, whatever the file is called.
bool is_of_networkx(std::string_view text) {
  const std::size_t line = text.find('\n');
  return text.starts_with('#') && line != text.npos && text.substr(line + 1).starts_with("# GMT ");
}

std::string_view head_of(Source& source, bool& whole) {
  std::string_view head = source.head(usual_bytes);
  whole = head.size() < usual_bytes;
  if (whole) return head;
  const auto lines = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\n'));
  const auto returns = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\r'));
  if (std::max(lines, returns) >= few_lines) return head;
  head = source.head(most_bytes);
  whole = head.size() < most_bytes;
  return head;
}

/// How often each separator stands in a line, outside of quotes and braces. Of commas, those alone that no blank
/// follows, as it does in prose, unless `loose`.
/// `quoted`: whether the line begins, and then ends, within quotes.
std::array<std::size_t, separators.size()> counts_in(std::string_view line, bool loose, bool& quoted) {
  std::array<std::size_t, separators.size()> counts{};
  int depth = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    // Quotes begin with a cell: 5" is none.
    const bool begins = i == 0 || line[i - 1] == ' ' || separators.find(line[i - 1]) != separators.npos;
    if (c == '"' && (quoted || begins)) {
      quoted = !quoted;
      continue;
    }
    if (quoted) continue;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') depth = std::max(0, depth - 1);
    if (depth > 0) continue;
    if (c == ',' && !loose && i + 1 < line.size() && line[i + 1] == ' ') continue;
    if (const auto which = separators.find(c); which != separators.npos) ++counts[which];
  }
  return counts;
}

/// The separator in which the lines agree best: that of most lines, and of these the one whose number differs
/// least from line to line.
char separator_of(std::string_view text, bool comments) {
  char best = ' ';
  double most = 0;
  for (const bool loose : {false, true}) {
    std::array<std::map<std::size_t, std::size_t>, separators.size()> lines_by_count;
    std::array<bool, separators.size()> in_first{};
    std::size_t seen = 0, blank = 0;
    bool quoted = false;
    Lines lines(text, {});
    while (seen < 512 && lines.next()) {
      const std::string_view line = lines.line();
      const std::string_view plain = trimmed(line);
      const bool comment = comments && !plain.empty() && (plain.front() == '#' || plain.front() == '%');
      if (!quoted && (plain.empty() || comment)) continue;
      const auto counts = counts_in(line, loose, quoted);
      for (std::size_t i = 0; i < separators.size(); ++i) {
        ++lines_by_count[i][counts[i]];
        if (seen == 0) in_first[i] = counts[i] > 0;
      }
      ++seen;
      if (plain.find(' ') != plain.npos) ++blank;
    }
    for (std::size_t i = 0; i < separators.size(); ++i) {
      std::size_t with = 0, mode = 0;
      for (const auto& [count, number] : lines_by_count[i]) {
        if (count == 0) continue;
        with += number;
        mode = std::max(mode, number);
      }
      // A sign that most lines lack may be part of what they say, where blanks could separate as well. Lists of
      // contacts have lines with one id. A bar is seldom meant.
      const bool most_lines = separators[i] == '|' ? 10 * with >= 6 * seen : 2 * with >= seen || blank == 0;
      const bool some =
          with > 0 && (most_lines || (!loose && separators[i] != '|' && in_first[i] && 10 * with >= seen));
      const double agreement = static_cast<double>(with) + 0.5 * static_cast<double>(mode);
      if (some && agreement > most) {
        most = agreement;
        best = separators[i];
      }
    }
    if (best != ' ') break;
  }
  return best;
}

/// Whether a cell, in any case, is one of these words, which have blanks around them.
bool is_one_of(std::string_view cell, std::string_view words) {
  constexpr std::size_t longest = 16;
  if (cell.empty() || cell.size() > longest || cell.find(' ') != cell.npos) return false;
  std::string word = " ";
  for (const char c : cell) word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return words.find(word += ' ') != words.npos;
}

bool is_word_of_presence(std::string_view cell) {
  return is_one_of(
      cell,
      " x xx 1 1.0 yes y ja j true wahr oui si s\xC3\xAD tak evet sim jo joo igen ano \xC3\xA1no "
      "kyll\xC3\xA4 "
      "da \xD0\xB4\xD0\xB0 \xCE\xBD\xCE\xB1\xCE\xB9 ok + * \xE2\x9C\x93 \xE2\x9C\x94 \xE2\x9C\x85 "
      "\xE2\x80\xA2 "
      "\xC3\x97 da dabei anwesend teilgenommen present attended \xE2\x98\x91 ");
}

}  // namespace

Sample::Sample(std::string_view head, bool whole, bool comments)
    : text_(whole_lines(head, whole)), whole_(whole), comments_(comments) {
  cut();
  measure();
}

Sample::Sample(Source& source)
    : whole_(true), comments_(!source.sheet() && !is_table_name(source.plain_name())) {
  const std::string_view beginning = head_of(source, whole_);
  comments_ = comments_ || is_of_networkx(beginning);
  text_ = whole_lines(beginning, whole_);
  cut();
  // However many comments stand before it, the first row says what the rows are like.
  for (std::size_t bytes = most_bytes; rows_.empty() && !whole_ && comments_ && bytes <= 64 * most_bytes;
       bytes *= 4) {
    const std::string_view head = source.head(bytes);
    whole_ = head.size() < bytes;
    text_ = whole_lines(head, whole_);
    comment_lines_ = 0;
    cut();
  }
  measure();
}

void Sample::cut() {
  const std::string_view text = text_;
  const std::string_view plain = without_mark(text);
  const bool stated = starts_with_word(plain, "sep=");
  separator_ = stated ? find_separator(text) : separator_of(plain, comments_);
  CsvReader reader(text, {}, {.separator = separator_, .comments = comments_, .kept = &unescaped_});
  const auto in_text = [&](std::string_view cell) {
    return std::less_equal<>()(text.data(), cell.data()) &&
           std::less_equal<>()(cell.data(), text.data() + text.size());
  };
  try {
    bool apart = false;
    for (std::size_t begin = reader.position(); rows_.size() < most_rows && reader.next();
         begin = reader.position()) {
      const std::size_t after = std::min(text.find_first_not_of("\r\n", begin), text.size());
      apart = apart || after > begin;
      begin = after;
      const std::vector<std::string_view>& fields = reader.fields();
      const bool says = std::any_of(fields.begin(), fields.end(), [](auto cell) { return !cell.empty(); });
      const std::string_view first = fields.front();
      const bool remark = !comments_ && rows_.empty() && first.size() > 1 &&
                          (first[0] == '#' || first[0] == '%') && (first[1] == ' ' || first[1] == '%');
      if (reader.is_comment() || remark) {
        ++comment_lines_;
        continue;
      }
      if (!says) {
        apart = true;
        continue;
      }
      SampleRow& row = rows_.emplace_back();
      row.apart = std::exchange(apart, false);
      row.begin = begin;
      row.end = reader.position();
      row.line = reader.place().line;
      for (const std::string_view cell : fields) {
        if (cell.starts_with('{') && in_text(cell)) {
          std::size_t end = text.find_first_of("\r\n", static_cast<std::size_t>(cell.data() - text.data()));
          end = std::min(end, text.size());
          row.cells.push_back(
              trimmed({cell.data(), static_cast<std::size_t>(text.data() + end - cell.data())}));
          break;
        }
        row.cells.push_back(cell);
      }
    }
  } catch (const Error&) {
    // A quoted cell that does not end here: the rows before it say enough, or whoever reads all says so.
  }
}

void Sample::measure() {
  leave_out_titles();
  if (whole_) leave_out_what_follows();
  // Empty cells that end every row are none.
  std::size_t longest = 0;
  for (const SampleRow& row : rows_) {
    std::size_t filled = row.cells.size();
    while (filled > 0 && row.cells[filled - 1].empty()) --filled;
    longest = std::max(longest, filled);
  }
  std::map<std::size_t, std::size_t> widths;
  for (SampleRow& row : rows_) {
    if (row.cells.size() > longest) row.cells.resize(longest);
    ++widths[row.cells.size()];
  }
  std::size_t most = 0;
  for (const auto& [width, count] : widths) {
    if (count < most) continue;
    most = count;
    width_ = width;
  }
  while (first_column_ + 1 < width_ && std::all_of(rows_.begin(), rows_.end(), [&](const SampleRow& row) {
           return cell_of(row, first_column_).empty();
         }))
    ++first_column_;
}

namespace {

/// Cells up to the last that is not empty.
std::size_t filled_width(const SampleRow& row) {
  std::size_t width = row.cells.size();
  while (width > 0 && row.cells[width - 1].empty()) --width;
  return width;
}

std::size_t filled_cells(const SampleRow& row) {
  return static_cast<std::size_t>(
      std::count_if(row.cells.begin(), row.cells.end(), [](std::string_view cell) { return !cell.empty(); }));
}

std::size_t words_in(const SampleRow& row) {
  std::size_t words = 0;
  for (std::string_view cell : row.cells)
    for (std::string_view word; next_word(cell, word, " \t\r\n");) ++words;
  return words;
}

std::string_view first_filled(const SampleRow& row) {
  const auto at =
      std::find_if(row.cells.begin(), row.cells.end(), [](std::string_view cell) { return !cell.empty(); });
  return at == row.cells.end() ? std::string_view() : *at;
}

}  // namespace

std::size_t Sample::usual_width() const {
  std::map<std::size_t, std::size_t> widths;
  for (const SampleRow& row : rows_) ++widths[filled_width(row)];
  std::size_t usual = 0, most = 0;
  for (const auto& [width, count] : widths)
    if (count >= most) most = count, usual = width;
  return usual;
}

bool Sample::comes_in(std::string_view cell, std::size_t first_row, std::size_t end_row) const {
  for (std::size_t i = first_row; i < end_row; ++i)
    for (const std::string_view other : rows_[i].cells)
      if (other == cell) return true;
  return false;
}

/// The same among rows of the table: what stands above it alone in a row may stand below it so as well.
bool Sample::comes_in_rows(std::string_view cell, std::size_t first_row, std::size_t end_row) const {
  for (std::size_t i = first_row; i < end_row; ++i)
    if (filled_cells(rows_[i]) > 1 && comes_in(cell, i, i + 1)) return true;
  return false;
}

/// Rows before a blank line that hold less than those of the table, or sentences, and nothing that comes again.
/// Without a blank line, rows of one cell over a row of headings.
void Sample::leave_out_titles() {
  constexpr std::size_t most_titles = 8, most_looked_at = 512;
  const std::size_t usual = usual_width(), end = std::min(rows_.size(), most_looked_at);
  if (usual < 2 || rows_.size() < 3) return;
  const auto is_unlike = [&](std::size_t i, std::size_t from) {
    const SampleRow& row = rows_[i];
    const bool less = filled_cells(row) < usual || words_in(row) > 2 * usual;
    return less && std::none_of(row.cells.begin(), row.cells.end(), [&](std::string_view cell) {
             return !cell.empty() && comes_in_rows(cell, from, end);
           });
  };
  std::size_t titles = 0;
  for (std::size_t at = 1; at <= most_titles && at + 2 <= rows_.size(); ++at) {
    if (!rows_[at].apart) continue;
    bool unlike = true;
    for (std::size_t i = titles; i < at; ++i) unlike = unlike && is_unlike(i, at);
    if (!unlike) break;
    titles = at;
  }
  // Without a blank line: one cell a row, over headings.
  std::size_t above = 0;
  while (titles == 0 && separator_ != ' ' && above < most_titles && above + 2 < rows_.size() &&
         filled_cells(rows_[above]) == 1)
    ++above;
  // Headings stand over remarks that most rows lack, too.
  if (above > 0 && filled_width(rows_[above]) >= usual && filled_cells(rows_[above]) + 1 >= usual) {
    const SampleRow& next = rows_[above];
    const bool heads = std::none_of(next.cells.begin(), next.cells.end(), [&](std::string_view cell) {
      return !cell.empty() && (is_number(cell, separator_) || comes_in(cell, above + 1, end));
    });
    bool unlike = true;
    for (std::size_t i = 0; i < above; ++i) unlike = unlike && is_unlike(i, above);
    if (heads && unlike) titles = above;
  }
  if (titles == 0) return;
  titled_ = true;
  notes_.push_back(fmt::format("What stands above the table was left out: \"{}\".",
                               fit_to_width(first_filled(rows_.front()).substr(0, 200), 60)));
  rows_.erase(rows_.begin(), rows_.begin() + static_cast<std::ptrdiff_t>(titles));
}

/// Whether that last row counts or adds up what stands above it.
bool Sample::is_totals(std::size_t row) const {
  const SampleRow& last = rows_[row];
  const std::string_view name = first_filled(last);
  bool numbers = false, others = false;
  for (const std::string_view cell : last.cells) {
    if (cell.empty() || cell.data() == name.data()) continue;
    (is_number(cell, separator_) ? numbers : others) = true;
  }
  if (is_totals_heading(name) && !others && (numbers || filled_cells(last) == 1)) return true;
  if (others || is_number(name, separator_) || row < 3) return false;
  std::size_t right = 0;
  for (std::size_t c = 0; c < last.cells.size(); ++c) {
    if (last.cells[c].empty() || last.cells[c].data() == name.data()) continue;
    double sum = 0;
    std::size_t there = 0, filled = 0;
    for (std::size_t i = 0; i < row; ++i) {
      const std::string_view cell = cell_of(rows_[i], c);
      if (i > 0) sum += number_in(cell, separator_).value_or(0);
      there += i > 0 && is_presence(cell) ? 1U : 0U;
      filled += i > 0 && !cell.empty() ? 1U : 0U;
    }
    const double said = number_in(last.cells[c], separator_).value_or(0);
    if (filled == 0 && said == 0) continue;
    if (said != sum && said != static_cast<double>(there)) return false;
    right += said > 1 ? 1U : 0U;
  }
  return right >= 3;
}

/// A row of totals at the end, and rows after a blank line that hold less than those of the table.
void Sample::leave_out_what_follows() {
  constexpr std::size_t most_rows_below = 8;
  if (rows_.empty()) return;
  // Most rows of a matrix may hold nothing but a name.
  const std::size_t usual = std::max(usual_width(), filled_width(rows_.front()));
  if (usual < 2 || rows_.size() < 4) return;
  std::size_t end = rows_.size();
  for (std::size_t at = rows_.size() - 1; at >= 3 && at + most_rows_below >= rows_.size(); --at) {
    if (!rows_[at].apart) continue;
    bool unlike = true;
    for (std::size_t i = at; i < end; ++i) {
      const SampleRow& row = rows_[i];
      // A row that lacks a cell or two is one of the table, blank line or not.
      const std::size_t filled = filled_cells(row);
      const bool less = filled == 1 || 2 * filled <= usual || words_in(row) > 2 * usual;
      unlike = unlike && less && !is_totals_heading(first_filled(row)) &&
               (separator_ != ' ' || filled_cells(row) > usual || filled_cells(row) == 1) &&
               std::none_of(row.cells.begin(), row.cells.end(),
                            [&](std::string_view cell) { return !cell.empty() && comes_in(cell, 0, at); });
    }
    if (!unlike) break;
    end = at;
  }
  if (end < rows_.size()) {
    // It may be the row of a member, whom a note does not name: sources and legends have a colon or are sentences.
    const std::string_view first = first_filled(rows_[end]);
    const bool remark =
        filled_cells(rows_[end]) == 1 && (first.find(": ") != first.npos || words_in(rows_[end]) > 4);
    notes_.push_back(
        remark ? fmt::format("What stands below the table was left out: \"{}\".",
                             fit_to_width(first.substr(0, 200), 60))
               : fmt::format("What stands below the table, from line {} on, was left out.", rows_[end].line));
    end_ = rows_[end].begin;
    rows_.resize(end);
  }
  if (rows_.size() >= 4 && is_totals(rows_.size() - 1)) {
    notes_.push_back(fmt::format("The last row, \"{}\", holds totals and was left out.",
                                 fit_to_width(first_filled(rows_.back()).substr(0, 200), 40)));
    end_ = rows_.back().begin;
    rows_.pop_back();
  }
}

bool counts_rows(SampleRows rows, std::size_t column) {
  std::optional<std::uint64_t> last;
  for (const SampleRow& row : rows) {
    const auto number = parse_natural(cell_of(row, column));
    if (!number || (last ? *number != *last + 1 : *number > 1)) return false;
    last = number;
  }
  return rows.size() > 2;
}

bool says_nothing(std::string_view cell) {
  return cell.empty() || is_one_of(cell, " - . -- na n/a nan null none \xE2\x80\x93 ");
}

bool is_number(std::string_view cell, char separator) {
  const auto number = number_in(cell, separator);
  return number && std::isfinite(*number);
}

bool is_unix_time(std::string_view cell) {
  if (cell.size() < 9 || cell.find_first_not_of("0123456789.") != cell.npos) return false;
  const auto number = parse_real(cell);
  constexpr double from = 315'532'800, to = 2'051'222'400;  // 1980 and 2035
  return number && ((*number >= from && *number < to) || (*number >= 1e3 * from && *number < 1e3 * to));
}

bool is_date(std::string_view cell) {
  return read_date(cell, false).understood();
}

bool is_presence(std::string_view cell) {
  return is_word_of_presence(cell) || is_date(cell);
}

bool is_absence(std::string_view cell) {
  return says_nothing(cell) || is_one_of(cell,
                                         " 0 0.0 no n nein nee nej non n\xC3\xA3o nao nie nem ne ei hayir "
                                         "hay\xC4\xB1r \xD0\xBD\xD0\xB5\xD1\x82 "
                                         "\xCF\x8C\xCF\x87\xCE\xB9 false falsch abwesend absent entschuldigt "
                                         "unentschuldigt fehlt krank abgesagt "
                                         "excused \xE2\x9C\x97 \xE2\x9C\x98 \xE2\x98\x90 ");
}

bool is_day_heading(std::string_view cell) {
  if (cell.size() > 24) return false;
  if (is_date(cell)) return true;
  constexpr std::string_view months[] = {"jan", "feb", "mar", "m\xC3\xA4r", "apr", "mai", "may", "jun",
                                         "jul", "aug", "sep", "okt",        "oct", "nov", "dez", "dec"};
  std::size_t figures = 0, named = 0, others = 0;
  std::string_view rest = cell;
  for (std::string_view word; next_word(rest, word, " .-/,\t");) {
    if (is_natural(word)) {
      ++figures;
      continue;
    }
    const std::string folded = fold_case(word);
    const bool month = std::any_of(std::begin(months), std::end(months), [&](std::string_view name) {
      return folded.starts_with(name) && folded.size() <= 9;
    });
    ++(month ? named : others);
  }
  if (others > 0) return false;
  return (named == 1 && figures > 0) || (figures == 2 && cell.ends_with('.') && cell.size() <= 6);
}

bool is_totals_heading(std::string_view cell) {
  return is_one_of(cell,
                   " razem suma totaal toplam totale celkem \xC3\xB6sszesen totalt ukupno yhteens\xC3\xA4 "
                   "summe summe: gesamt gesamt: gesamtsumme insgesamt zusammen total total: totals sum sum: "
                   "\xCE\xA3 \xE2\x88\x91 ") ||
         same_word(cell, "grand total");
}

bool is_natural(std::string_view cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789") == cell.npos;
}

ColumnFacts facts_of(SampleRows rows, std::size_t column, char separator) {
  /// What one value is, found out once however often it comes.
  struct Value {
    bool natural, whole, number, positive, time, date, presence, mark;
  };
  const auto look_at = [&](std::string_view cell) {
    const auto number = cell.empty() ? std::nullopt : number_in(cell, separator);
    const bool finite = number && std::isfinite(*number);
    const bool date = is_date(cell), presence = date || is_word_of_presence(cell);
    return Value{.natural = is_natural(cell),
                 .whole = is_natural(without_fraction(cell)),
                 .number = finite,
                 .positive = finite && *number > 0,
                 .time = is_unix_time(cell),
                 .date = date,
                 .presence = presence,
                 .mark = presence || is_absence(cell)};
  };
  ColumnFacts facts{.rows = rows.size()};
  std::unordered_map<std::string_view, Value> values;
  for (const SampleRow& row : rows) {
    const std::string_view cell = cell_of(row, column);
    const auto [at, added] = values.try_emplace(cell);
    Value& value = at->second;
    if (added) value = look_at(cell);
    facts.presences += value.presence;
    facts.marks += value.mark;
    if (cell.empty()) continue;
    ++facts.filled;
    facts.longest = std::max(facts.longest, cell.size());
    facts.naturals += value.natural;
    facts.wholes += value.whole;
    facts.numbers += value.number;
    facts.positive += value.positive;
    facts.times += value.time;
    facts.dates += value.date;
  }
  facts.distinct = values.size() - values.count({});
  return facts;
}

}  // namespace tertius::io
