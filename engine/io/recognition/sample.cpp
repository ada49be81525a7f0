#include "engine/io/recognition/sample.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <unordered_set>

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

}  // namespace

Sample::Sample(std::string_view head, bool whole, bool comments)
    : text_(whole_lines(head, whole)), whole_(whole), comments_(comments) {
  cut();
  measure();
}

Sample::Sample(Source& source) : whole_(true), comments_(!is_table_name(source.plain_name())) {
  const std::string_view beginning = head_of(source, whole_);
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
    for (std::size_t begin = reader.position(); rows_.size() < most_rows && reader.next();
         begin = reader.position()) {
      const std::vector<std::string_view>& fields = reader.fields();
      const bool says = std::any_of(fields.begin(), fields.end(), [](auto cell) { return !cell.empty(); });
      const std::string_view first = fields.front();
      const bool remark = !comments_ && rows_.empty() && first.size() > 1 &&
                          (first[0] == '#' || first[0] == '%') && (first[1] == ' ' || first[1] == '%');
      if (reader.is_comment() || remark) {
        ++comment_lines_;
        continue;
      }
      if (!says) continue;
      SampleRow& row = rows_.emplace_back();
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
  return is_one_of(cell,
                   " x xx 1 1.0 yes y ja j true wahr oui ok + * \xE2\x9C\x93 \xE2\x9C\x94 \xE2\x9C\x85 "
                   "\xE2\x80\xA2 "
                   "\xC3\x97 dabei anwesend present attended ") ||
         is_date(cell);
}

bool is_absence(std::string_view cell) {
  return says_nothing(cell) ||
         is_one_of(
             cell,
             " 0 0.0 no n nein false falsch abwesend absent entschuldigt excused \xE2\x9C\x97 \xE2\x9C\x98 ");
}

bool is_natural(std::string_view cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789") == cell.npos;
}

ColumnFacts facts_of(SampleRows rows, std::size_t column, char separator) {
  ColumnFacts facts;
  std::unordered_set<std::string_view> values;
  for (const SampleRow& row : rows) {
    ++facts.rows;
    const std::string_view cell = cell_of(row, column);
    if (is_presence(cell)) ++facts.presences;
    if (is_presence(cell) || is_absence(cell)) ++facts.marks;
    if (cell.empty()) continue;
    ++facts.filled;
    facts.longest = std::max(facts.longest, cell.size());
    values.insert(cell);
    if (is_natural(cell)) ++facts.naturals;
    if (is_number(cell, separator)) {
      ++facts.numbers;
      if (*number_in(cell, separator) > 0) ++facts.positive;
    }
    if (is_unix_time(cell)) ++facts.times;
    if (is_date(cell)) ++facts.dates;
  }
  facts.distinct = values.size();
  return facts;
}

}  // namespace tertius::io
