#include "engine/io/recognition/edges.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/recognition/contact_tables.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t most_columns = 40;  // that are looked at
constexpr std::size_t longest_id = 200;

/// How often the ids of two columns come, and whether in both.
struct EndFacts {
  std::unordered_map<std::string_view, std::size_t> times;
  std::size_t cells = 0;
  double recurring = 0;  ///< of the cells, those whose id comes again
  double overlap = 0;    ///< of the column with fewer ids, those that stand in the other, too
  double alike = 0;      ///< the same of the column with more
  double lone = 0;       ///< of the rows, those with two ids that come nowhere else

  EndFacts(SampleRows rows, std::size_t source, std::size_t target) {
    const auto id_in = [](const SampleRow& row, std::size_t column) {
      return without_fraction(cell_of(row, column));
    };
    std::unordered_set<std::string_view> left, right;
    for (const SampleRow& row : rows) {
      const std::string_view from = id_in(row, source), to = id_in(row, target);
      if (from.empty() || to.empty()) continue;
      left.insert(from);
      right.insert(to);
      ++times[from];
      ++times[to];
      cells += 2;
    }
    if (cells == 0) return;
    std::size_t again = 0, alone = 0, both = 0;
    for (const SampleRow& row : rows) {
      const std::string_view from = id_in(row, source), to = id_in(row, target);
      if (from.empty() || to.empty()) continue;
      again += (times[from] > 1 ? 1U : 0U) + (times[to] > 1 ? 1U : 0U);
      alone += times[from] == 1 && times[to] == 1 ? 1U : 0U;
    }
    for (const std::string_view id : left) both += right.contains(id) ? 1U : 0U;
    const auto share = [](std::size_t part, std::size_t all) {
      return static_cast<double>(part) / static_cast<double>(std::max<std::size_t>(all, 1));
    };
    recurring = share(again, cells);
    lone = share(2 * alone, cells);
    overlap = share(both, std::min(left.size(), right.size()));
    alike = share(both, std::max(left.size(), right.size()));
  }
  bool has(std::string_view id) const { return times.contains(id); }
};

/// What a word looks like: digits, an @, several words, how it begins.
unsigned look_of(std::string_view cell) {
  unsigned look = 0;
  for (const char c : cell) {
    if (c >= '0' && c <= '9') look |= 1U;
    if (c == '@') look |= 2U;
    if (c == ' ') look |= 4U;
    if (c >= 'a' && c <= 'z') look |= 8U;
  }
  if (!cell.empty() && std::isupper(static_cast<unsigned char>(cell.front())) != 0) look |= 16U;
  return look;
}

enum class FirstRow { connection, headings, doubtful };

class EdgeFinder {
 public:
  EdgeFinder(const Sample& sample, bool headed)
      : sample_(sample), rows_(sample.rows()), separator_(sample.separator()), asked_(headed) {}

  EdgeShape find() {
    if (rows_.empty()) {
      if (is_ours()) shape_.evidence = {0.95, "comments as tertius writes them"};
      return shape_;
    }
    shape_.skip = rows_.front().begin;
    shape_.line = rows_.front().line;
    CsvHeader header(rows_.front().cells);
    const ConnectionColumns columns(header);
    if (columns.complete()) {
      by_words(columns);
    } else {
      by_values();
    }
    if (shape_.headed) {
      shape_.skip = rows_.front().end;
      shape_.line = rows_.size() > 1 ? rows_[1].line : rows_.front().line + 1;
      for (const std::string_view name : rows_.front().cells) shape_.headings.emplace_back(name);
    }
    return std::move(shape_);
  }

 private:
  SampleRows data() const { return shape_.headed ? rows_.subspan(1) : rows_; }

  void by_words(const ConnectionColumns& columns) {
    shape_.headed = shape_.known_words = true;
    shape_.source = columns.source.value_or(0);
    shape_.target = columns.target.value_or(1);
    shape_.weight = columns.weight;
    shape_.kind = columns.kind;
    shape_.since = columns.since;
    shape_.width = sample_.width();
    shape_.evidence = {0.95, fmt::format("the headings \"{}\" and \"{}\"", rows_.front().cells[shape_.source],
                                         rows_.front().cells[shape_.target])};
    const ColumnFacts from = facts_of(data(), shape_.source, separator_),
                      to = facts_of(data(), shape_.target, separator_);
    shape_.fractions = from.mostly(from.wholes) && to.mostly(to.wholes) &&
                       (from.naturals < from.wholes || to.naturals < to.wholes);
    // "Name;kennt" may head the names of several in a cell.
    if (!serves_as(rows_.front().cells[shape_.target], Purpose::target) &&
        contact_table(sample_).evidence.score >= 0.8)
      shape_.evidence.score = 0.6;
    // A weight that is a time is none, whatever its heading.
    if (shape_.weight && times(*shape_.weight)) take_times(*std::exchange(shape_.weight, std::nullopt));
    if (shape_.since && times(*shape_.since)) shape_.unix_times = true;
  }

  bool times(std::size_t column) const {
    const ColumnFacts facts = facts_of(data(), column, separator_);
    return facts.mostly(facts.times);
  }

  std::string called(std::size_t column) const {
    if (shape_.headed && !cell_of(rows_.front(), column).empty())
      return fmt::format("column \"{}\"", fit_to_width(cell_of(rows_.front(), column), 40));
    return fmt::format("column {}", column + 1);
  }

  void take_times(std::size_t column) {
    shape_.since = column;
    shape_.unix_times = true;
    shape_.notes.push_back(fmt::format(
        "The numbers of {} are times since 1970, not weights: they were taken as dates.", called(column)));
  }

  /// Whether the cells may be ids at all.
  bool may_be_ids(const ColumnFacts& facts) const {
    const bool gaps = 10 * facts.filled < 9 * facts.rows && facts.filled + 1 < facts.rows;
    if (facts.filled == 0 || gaps || facts.longest > longest_id) return false;
    if (facts.mostly(facts.times) || facts.mostly(facts.dates)) return false;
    // Reals are no ids, but whole numbers that were written as reals.
    return 10 * (facts.numbers - facts.wholes) <= facts.filled;
  }

  void choose_ends() {
    const SampleRows rows = rows_.size() > 1 ? rows_.subspan(1) : rows_;
    const std::size_t width = std::min(sample_.width(), most_columns);
    if (width <= 2 || rows.size() < 2) return;
    std::vector<std::size_t> columns;
    for (const bool counters : {false, true}) {
      columns.clear();
      for (std::size_t c = 0; c < width; ++c)
        if (may_be_ids(facts_of(rows, c, separator_)) && (counters || !counts_rows(rows, c)))
          columns.push_back(c);
      if (columns.size() >= 2) break;
    }
    double best = -1;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      for (std::size_t j = i + 1; j < columns.size(); ++j) {
        const std::size_t s = columns[i], t = columns[j];
        const EndFacts ends(rows, s, t);
        const std::string_view first = cell_of(rows_.front(), s), second = cell_of(rows_.front(), t);
        const bool counted = are_counted(first, second) && !ends.has(first) && !ends.has(second);
        // The first two columns are meant where others are not much better.
        const double value = ends.alike + (counted ? 1.0 : 0.0) + (s == 0 && t == 1 ? 0.3 : 0.0);
        if (value <= best) continue;
        best = value;
        shape_.source = s;
        shape_.target = t;
      }
    }
  }

  FirstRow first_row(const EndFacts& ends) {
    const SampleRow& first = rows_.front();
    const std::string_view from = cell_of(first, shape_.source), to = cell_of(first, shape_.target);
    const SampleRows rest = rows_.subspan(1);
    if (rest.empty() || from.empty() || to.empty()) return FirstRow::connection;
    if (from == to || ends.has(from) || ends.has(to)) return FirstRow::connection;
    if (from.find('@') != from.npos && to.find('@') != to.npos) return FirstRow::connection;
    const bool ids_are_words = !is_number(from, separator_) && !is_number(to, separator_);
    if (!ids_are_words) return FirstRow::connection;
    for (std::size_t c = 0; c < std::min(first.cells.size(), most_columns); ++c) {
      const std::string_view cell = first.cells[c];
      if (cell.empty() || cell.front() == '{' || is_number(cell, separator_) || is_date(cell)) continue;
      const ColumnFacts facts = facts_of(rest, c, separator_);
      if (facts.mostly(facts.numbers) || facts.mostly(facts.dates)) {
        said_ = "words over numbers in the first line";
        return FirstRow::headings;
      }
    }
    const auto rare = [&](std::string_view cell) {
      std::size_t same = 0;
      for (const auto& [id, times] : ends.times) same += look_of(id) == look_of(cell) ? times : 0;
      return 20 * same <= ends.cells;
    };
    if (are_counted(from, to) && ends.recurring > 0.5) {
      said_ = "two headings that are one but for a figure";
      return FirstRow::headings;
    }
    const bool alien = rare(from) && rare(to);
    if ((alien && ends.recurring >= 0.3) || (ends.lone == 0 && ends.recurring >= 0.5 && rest.size() >= 2)) {
      said_ = "a first line whose words never come again";
      return FirstRow::headings;
    }
    if (alien) return FirstRow::doubtful;
    if (separator_ == ' ' || ends.recurring < 0.3) return FirstRow::connection;
    return FirstRow::doubtful;
  }

  void by_values() {
    const std::size_t width = sample_.width();
    if (width < 2 || width > most_columns) {
      shape_.weight = 2;  // of rows that have one
      return;
    }
    choose_ends();
    if (rows_.size() > 1) {
      const EndFacts rest(rows_.subspan(1), shape_.source, shape_.target);
      const FirstRow first = asked_ ? FirstRow::headings : first_row(rest);
      shape_.headed = first == FirstRow::headings;
      doubtful_ = first == FirstRow::doubtful;
    }
    if (!shape_.headed) {
      shape_.source = 0;
      shape_.target = 1;
    }
    take_attributes();
    weigh();
    if (shape_.headed && shape_.evidence.score >= enough_evidence)
      shape_.notes.push_back(
          fmt::format("The first line was taken as headings, and {} and {} as the two ends of connections.",
                      called(shape_.source), called(shape_.target)));
  }

  /// Weight, kind and date, by what the other columns hold.
  void take_attributes() {
    const SampleRows rows = data();
    std::vector<std::size_t> numbers;
    CsvHeader header(rows_.front().cells);
    const ConnectionColumns named(header);
    for (std::size_t c = 0; c < std::min(sample_.width(), most_columns); ++c) {
      if (c == shape_.source || c == shape_.target) continue;
      const ColumnFacts facts = facts_of(rows, c, separator_);
      if (facts.filled == 0) continue;
      std::size_t braces = 0;
      for (const SampleRow& row : rows) braces += cell_of(row, c).starts_with('{') ? 1U : 0U;
      if (braces > 0) {
        if (!shape_.weight) shape_.weight = c;
      } else if (facts.mostly(facts.times)) {
        if (!shape_.since) take_times(c);
      } else if (facts.mostly(facts.dates)) {
        if (!shape_.since) shape_.since = c;
      } else if (2 * facts.numbers >= facts.filled) {
        numbers.push_back(c);
      } else if (!shape_.headed && !shape_.kind && 3 * facts.distinct <= facts.filled + 3 &&
                 facts.longest <= 40) {
        shape_.kind = c;
      } else {
        ++unexplained_;
      }
    }
    if (shape_.headed) {
      if (named.weight) shape_.weight = named.weight;
      if (named.kind && !shape_.kind) shape_.kind = named.kind;
      if (named.since && !shape_.since) shape_.since = named.since;
    }
    shape_.width = sample_.width();
    if (shape_.weight) return;
    if (!shape_.headed) {
      if (sample_.width() <= 2) shape_.weight = 2;  // of rows that have one
      // Whatever stands in the third place is the weight, and what follows is not.
      if (!numbers.empty() && numbers.front() == 2) shape_.weight = 2;
      unexplained_ += numbers.size() - (shape_.weight && sample_.width() > 2 ? 1U : 0U);
      return;
    }
    std::erase_if(numbers, [&](std::size_t c) {
      const ColumnFacts facts = facts_of(rows, c, separator_);
      return counts_rows(rows, c) || !facts.mostly(facts.positive) || are_years(rows, c);
    });
    if (numbers.size() != 1) return;
    shape_.weight = numbers.front();
    shape_.notes.push_back(fmt::format("The numbers of {} were taken as weights.", called(numbers.front())));
  }

  bool are_years(SampleRows rows, std::size_t column) const {
    for (const SampleRow& row : rows) {
      const auto number = parse_natural(cell_of(row, column));
      if (!cell_of(row, column).empty() && (!number || *number < 1800 || *number > 2100)) return false;
    }
    return true;
  }

  void weigh() {
    const SampleRows rows = data();
    const std::size_t width = sample_.width();
    const EndFacts ends(rows, shape_.source, shape_.target);
    const ColumnFacts from = facts_of(rows, shape_.source, separator_);
    const ColumnFacts to = facts_of(rows, shape_.target, separator_);
    if (rows.empty() || from.filled == 0 || to.filled == 0) return;
    const bool naturals = from.mostly(from.wholes) && to.mostly(to.wholes);
    shape_.fractions = naturals && (from.naturals < from.wholes || to.naturals < to.wholes);
    if (!naturals &&
        (10 * (from.numbers - from.wholes) > from.filled || 10 * (to.numbers - to.wholes) > to.filled ||
         std::max(from.longest, to.longest) > longest_id)) {
      shape_.evidence = {0.05, "values with decimals, or long texts, are no ids"};
      return;
    }
    std::size_t good = 0, structured = 0, sentences = 0;
    for (const SampleRow& row : rows) {
      const std::string_view a = cell_of(row, shape_.source), b = cell_of(row, shape_.target);
      good += fits(row) && !a.empty() && !b.empty() ? 1U : 0U;
      if (a.empty() || b.empty()) continue;
      const bool list = row.cells.front().find(": ") != std::string_view::npos;
      structured += list || std::string_view("<{[").find(a.front()) != std::string_view::npos ? 1U : 0U;
      sentences +=
          (std::string_view(".,:;!?").find(b.back()) != std::string_view::npos && !ends_in_initial(b)) ||
                  std::string_view(",:;!?").find(a.back()) != std::string_view::npos
              ? 1U
              : 0U;
    }
    const double agreement = static_cast<double>(good) / static_cast<double>(rows.size());
    double score = 0;
    if (naturals) {
      score = 0.85;
      if (sample_.whole() && rows.size() >= 4 && ends.overlap == 0) score = 0.6;
      if (sample_.whole() && rows.size() >= 4 && ends.recurring < 0.1) score = 0.4;
      if (shape_.headed && ends.overlap < 0.2) score = 0.4;
    } else if (ends.overlap > 0) {
      score = 0.55 + 0.35 * std::min(1.0, ends.recurring + ends.overlap / 2);
      if (ends.overlap < 0.05 && ends.recurring < 0.3) score = 0.45;
    } else {
      const bool star = separator_ == ' ' && rows.size() >= 3 && agreement == 1.0 && ends.recurring >= 0.5 &&
                        std::min(from.distinct, to.distinct) == 1;
      // Letters and short numbers are ids, and neither names nor prose.
      const bool letters = separator_ == ' ' && agreement == 1.0 && std::max(from.longest, to.longest) <= 2;
      score = star || letters ? 0.5 : ends.recurring > 0 ? 0.35 : 0.2;
    }
    if (!shape_.headed) {
      if (width > 8) score = 0;
      // Numbers of rows may stand before the two ends.
      if (width > 2 && rows.size() > 3 && counts_rows(rows, 0) && EndFacts(rows, 1, 2).alike >= 0.5 &&
          facts_of(rows, 2, separator_).mostly(facts_of(rows, 2, separator_).naturals))
        score = std::min(score, 0.45);
      for (std::size_t i = 0; i < unexplained_; ++i) score *= 0.7;
      if (shape_.weight) {
        std::size_t numbers = 0, positive = 0;
        for (const SampleRow& row : rows) {
          const std::string_view cell = cell_of(row, *shape_.weight);
          numbers += cell.empty() ? 0U : 1U;
          const auto number = number_in(cell, separator_);
          positive += cell.starts_with('{') || (number && *number > 0) ? 1U : 0U;
        }
        if (2 * positive < numbers) score *= 0.5;
        if (2 * positive < numbers && 4 * positive < numbers) score *= 0.5;
      }
    }
    // Two columns of 0 and 1 say yes and no, and connections are mostly with others.
    std::size_t loops = 0;
    for (const SampleRow& row : rows)
      loops += cell_of(row, shape_.source) == cell_of(row, shape_.target) ? 1U : 0U;
    if (rows.size() > 4 && (2 * loops >= rows.size() || ends.times.size() <= 2)) score *= 0.3;
    score *= agreement * agreement;
    if (shape_.headed && speaks_against_ends(rows, ends, naturals)) score *= 0.4;
    if (5 * structured > rows.size()) score *= 0.2;
    if (10 * sentences > rows.size() && !naturals) score *= 0.3;
    std::string why = fmt::format(
        "{:.0f} % of the rows agree, {:.0f} % of the ids come again, {:.0f} % of one side on the other",
        100 * agreement, 100 * ends.recurring, 100 * ends.overlap);
    if (!said_.empty()) why += "; " + said_;
    if (doubtful_ && score >= enough_evidence) {
      score = enough_evidence - 0.05;
      why +=
          fmt::format("; the first line may be headings or a connection ({0} csv or {0} edgelist says which)",
                      setting_name("input_format"));
    }
    if (score < 0.9 && is_ours()) {
      score = 0.9;
      why += "; comments as tertius writes them";
    }
    shape_.evidence = {score, std::move(why)};
  }

  /// "Uwe A."
  static bool ends_in_initial(std::string_view name) {
    const std::size_t blank = name.rfind(' ');
    if (blank == name.npos || blank == 0 || blank + 2 >= name.size()) return false;
    const std::string_view last = name.substr(blank + 1);
    const bool letter = last.size() == 2 || (last.size() == 3 && static_cast<unsigned char>(last[0]) >= 0xC0);
    const auto first = static_cast<unsigned char>(last[0]);
    return last.back() == '.' && letter && (std::isupper(first) != 0 || first >= 0x80);
  }

  /// Each value of one column with each of the other: the settings of an experiment, not who knows whom.
  bool is_grid(SampleRows rows, const EndFacts& ends, bool naturals) const {
    std::unordered_set<std::string_view> left, right;
    for (const SampleRow& row : rows) {
      left.insert(cell_of(row, shape_.source));
      right.insert(cell_of(row, shape_.target));
    }
    return std::min(left.size(), right.size()) > 1 && left.size() * right.size() == rows.size() &&
           (naturals || ends.overlap > 0);
  }

  /// Numbers that rise from row to row, beside other numbers: an axis and what was measured along it.
  bool is_axis(SampleRows rows, std::size_t column) const {
    std::optional<double> last;
    for (const SampleRow& row : rows) {
      const auto number = number_in(cell_of(row, column), separator_);
      if (!number || (last && *number <= *last)) return false;
      last = number;
    }
    for (std::size_t c = 0; c < std::min(sample_.width(), most_columns); ++c) {
      const ColumnFacts facts = facts_of(rows, c, separator_);
      if (!facts.mostly(facts.numbers)) return false;
    }
    return sample_.width() > 2 && rows.size() > 3;
  }

  /// Under headings in words that are not known: whether other columns say that these two are but some of several
  /// answers, marks or contacts.
  bool speaks_against_ends(SampleRows rows, const EndFacts& ends, bool naturals) const {
    const SampleRow& first = rows_.front();
    const std::string_view from = cell_of(first, shape_.source), to = cell_of(first, shape_.target);
    const bool counted = are_counted(from, to);
    if (naturals && !counted && counts_rows(rows, shape_.source) && rows.size() >= 4) return true;
    if (is_grid(rows, ends, naturals) || is_axis(rows, shape_.source)) return true;
    constexpr std::size_t scale = 10;  // answers, at most
    std::size_t answers = 0;           // other columns of figures
    for (std::size_t c = 0; c < std::min(sample_.width(), most_columns); ++c) {
      if (c == shape_.source || c == shape_.target || c == shape_.since || counts_rows(rows, c)) continue;
      const ColumnFacts facts = facts_of(rows, c, separator_);
      if (facts.filled == 0) continue;
      if (counted && are_counted(cell_of(first, c), from) && (facts.naturals > 0) == naturals) return true;
      if (naturals && facts.numbers == 0 && facts.distinct == facts.rows && c < shape_.source) return true;
      std::size_t known = 0;
      for (const SampleRow& row : rows) known += ends.has(cell_of(row, c)) ? 1U : 0U;
      if (facts.mostly(facts.numbers)) {
        answers += naturals ? 1U : 0U;
        const bool same = facts.distinct > 2 && 10 * known >= 6 * facts.filled;
        if (answers > 2 || (answers > 1 && (same || ends.times.size() <= scale))) return true;
        continue;
      }
      if (4 * known > facts.filled) return true;
    }
    return false;
  }

  /// Whether a row has as many cells as most; weights may be left out.
  bool fits(const SampleRow& row) const {
    const std::size_t width = sample_.width(), cells = row.cells.size();
    if (cells == width) return true;
    if (shape_.headed) return cells + 1 == width;
    if (width == 3 && cells == 2) return true;
    if (width != 2 || cells != 3) return false;
    const auto number = number_in(row.cells[2], separator_);
    return row.cells[2].starts_with('{') || row.cells[2].empty() || (number && *number > 0);
  }

  /// Comments that tertius writes for members without a connection: nobody else does.
  bool is_ours() const {
    for (const std::string_view comment : {"# member ", "# no members"})
      if (sample_.comments() && (sample_.text().starts_with(comment) ||
                                 sample_.text().find("\n" + std::string(comment)) != std::string_view::npos))
        return true;
    return false;
  }

  const Sample& sample_;
  SampleRows rows_;
  char separator_;
  bool asked_;  // headings, whatever they look like
  EdgeShape shape_;
  std::string said_;  // why the first row is one of headings
  bool doubtful_ = false;
  std::size_t unexplained_ = 0;  // columns of a list without headings that are neither weight, kind nor date
};

}  // namespace

bool are_counted(std::string_view first, std::string_view second) {
  std::string a = bare_heading(first), b = bare_heading(second);
  if (a == b || a.size() < 2 || b.size() < 2) return false;
  const auto differ_at = [&](std::size_t i, std::size_t j) {
    std::string x = a, y = b;
    x.erase(i, 1);
    y.erase(j, 1);
    return x == y && x.size() >= 2;
  };
  const bool last = a.size() == b.size() && differ_at(a.size() - 1, b.size() - 1);
  const bool first_sign =
      a.size() == b.size() && differ_at(0, 0) && std::isdigit(static_cast<unsigned char>(a[0])) != 0;
  const bool added = a.size() + 1 == b.size() && b.starts_with(a) &&
                     (std::isdigit(static_cast<unsigned char>(b.back())) != 0 || b.back() == 'b');
  return last || first_sign || added;
}

EdgeShape edge_shape(const Sample& sample, bool headed) {
  return EdgeFinder(sample, headed).find();
}

}  // namespace tertius::io
