#include "engine/io/recognition/people.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "engine/core/text.hpp"
#include "engine/io/recognition/lists.hpp"
#include "engine/io/tables/table_members.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t longest_name = 120;

/// How the values of a column come again.
struct Repeats {
  std::unordered_map<std::string_view, std::size_t> times;
  std::size_t cells = 0;

  Repeats(SampleRows rows, std::size_t column) {
    for (const SampleRow& row : rows) {
      const std::string_view cell = cell_of(row, column);
      if (cell.empty()) continue;
      ++times[cell];
      ++cells;
    }
  }
  /// Of the cells.
  double recurring() const {
    std::size_t again = 0;
    for (const auto& [value, count] : times) again += count > 1 ? count : 0;
    return share(again, cells);
  }
};

class AttendanceFinder {
 public:
  explicit AttendanceFinder(const Sample& sample)
      : sample_(sample), rows_(sample.rows()), separator_(sample.separator()) {}

  AttendanceShape find() {
    if (rows_.size() < 2 || sample_.width() < 2 || separator_ == ' ') return {};
    shape_.skip = rows_.front().begin;
    shape_.line = rows_.front().line;
    CsvHeader header(rows_.front().cells);
    if (const auto known = find_affiliation_columns(header)) {
      by_words(*known, header);
    } else if (sample_.width() <= 8) {
      by_values();
    }
    return std::move(shape_);
  }

 private:
  std::string called(std::size_t column) const {
    if (shape_.headed) return fmt::format("column \"{}\"", fit_to_width(cell_of(rows_.front(), column), 40));
    return fmt::format("column {}", column + 1);
  }

  void by_words(const AffiliationColumns& known, const CsvHeader& header) {
    shape_.headed = true;
    shape_.columns = known;
    const SampleRows rows = rows_.subspan(1);
    const Repeats members(rows, known.member);
    const std::size_t others = header.rest().size();
    // A table with a row for each person, and what is known of them, is one of members.
    const bool once = members.times.size() == members.cells;
    double score = others == 0 ? 0.95 : once ? 0.6 : 0.9;
    // Cells may hold lists of those who came.
    if (gathering_lists(sample_).evidence.score >= 0.9) score = 0.6;
    shape_.evidence = {score,
                       fmt::format("the headings \"{}\" and \"{}\"", cell_of(rows_.front(), known.member),
                                   cell_of(rows_.front(), known.group))};
  }

  bool are_names(const ColumnFacts& facts) const {
    return facts.filled > 0 && 10 * facts.filled >= 9 * facts.rows && facts.longest <= longest_name &&
           !facts.mostly(facts.times) && 10 * (facts.numbers - facts.naturals) <= facts.filled;
  }

  void by_values() {
    const SampleRows rest = rows_.subspan(1);
    if (members_evidence(sample_).score >= enough_evidence) return;  // the headings say what it is
    std::vector<std::size_t> names, dates;
    std::size_t others = 0;  // columns of words with gaps, which may be what matters
    for (std::size_t c = 0; c < sample_.width(); ++c) {
      const ColumnFacts facts = facts_of(rest, c, separator_);
      if (counts_rows(rest, c)) continue;
      others += facts.filled > 0 && !are_names(facts) && !facts.mostly(facts.numbers) ? 1U : 0U;
      if (are_names(facts)) (facts.mostly(facts.dates) ? dates : names).push_back(c);
    }
    if (names.empty() || names.size() + dates.size() < 2) return;
    std::size_t member = names.front();
    std::vector<std::size_t> groups;
    for (std::size_t i = 1; i < names.size(); ++i)
      if (Repeats(rest, names[i]).recurring() >= 0.5) groups.push_back(names[i]);
    const bool by_day = names.size() == 1 && dates.size() == 1;
    if (by_day && Repeats(rest, dates.front()).recurring() >= 0.5) groups = dates;
    if (groups.empty() && names.size() == 2) groups.push_back(names[1]);
    if (groups.empty()) return;
    // Nobody comes twice to one meeting, while a role is had more than once.
    if (groups.size() > 1) {
      std::vector<std::size_t> once;
      for (const std::size_t column : groups)
        if (are_different(rest, member, column)) once.push_back(column);
      if (once.size() == 1) groups = once;
    }
    // Days on which nobody comes twice are meetings, rather than what comes again beside them.
    if (dates.size() == 1 && Repeats(rest, dates.front()).recurring() >= 0.5 &&
        are_different(rest, member, dates.front()) && !are_different(rest, member, groups.front()))
      groups = dates;
    std::size_t group = groups.front();
    const bool turned = !by_day && is_turned(rest, member, group);
    if (turned) std::swap(member, group);
    // Meetings come first as well as people: where nothing tells them apart, fewer are not taken for the people.
    constexpr std::size_t tenths = 13;  // as many people as meetings, at least
    const bool doubtful =
        !by_day && !turned && !is_turned(rest, group, member) &&
        10 * Repeats(rest, member).times.size() < tenths * Repeats(rest, group).times.size();
    if (Repeats(rest, group).recurring() < 0.5) return;
    const Repeats people(rest, member), events(rest, group);
    std::size_t both = 0;
    for (const auto& [person, times] : people.times) both += events.times.contains(person) ? 1U : 0U;
    const ColumnFacts person_facts = facts_of(rest, member, separator_);
    const ColumnFacts group_facts = facts_of(rest, group, separator_);
    const bool counts =
        group_facts.mostly(group_facts.numbers) && !person_facts.mostly(person_facts.naturals);
    const bool recurs = people.recurring() >= 0.3;
    double score = both > 0 ? 0 : sample_.width() == 2 ? 0.65 : recurs && groups.size() == 1 ? 0.6 : 0.4;
    const bool figures =
        person_facts.mostly(person_facts.naturals) && group_facts.mostly(group_facts.numbers);
    // Beside people who come again, a column with gaps is of remarks.
    if (counts || doubtful || figures || (others > 0 && !(recurs && are_different(rest, member, group))))
      score = std::min(score, 0.4);
    // Something known of each may be no more than that.
    if (people.recurring() < 0.2) score = std::min(score, 0.45);
    // Two values, beside figures, say of which kind a row is: in and out, paid and open.
    const std::size_t kinds = has_figures(rest, member, group) ? 2 : 1;
    if (events.times.size() <= kinds && rest.size() > 3 && sample_.width() > 2) score = std::min(score, 0.4);
    shape_.columns = {.member = member, .group = group, .width = sample_.width()};
    if (dates.size() == 1 && all_days(rest, dates.front())) shape_.columns.date = dates.front();
    decide_headings(people, events, rest, score);
    shape_.evidence = {score, fmt::format("{:.0f} % of the values of {} come again, none of them in {}",
                                          100 * events.recurring(), called(group), called(member))};
    if (both > 0) shape_.evidence.why = fmt::format("{} values stand in both columns", both);
    shape_.notes.push_back(fmt::format("{} was taken as members, {} as groups or events.",
                                       capital(called(member)), called(group)));
  }

  /// Whether there is a column of figures beside those two.
  bool has_figures(SampleRows rows, std::size_t first, std::size_t second) const {
    for (std::size_t c = 0; c < sample_.width(); ++c) {
      const ColumnFacts facts = facts_of(rows, c, separator_);
      if (c != first && c != second && facts.mostly(facts.numbers) && !counts_rows(rows, c)) return true;
    }
    return false;
  }

  /// Whether no two rows have the same values in both columns.
  static bool are_different(SampleRows rows, std::size_t first, std::size_t second) {
    std::unordered_set<std::string> pairs;
    return std::all_of(rows.begin(), rows.end(), [&](const SampleRow& row) {
      return pairs.insert(fmt::format("{}\n{}", cell_of(row, first), cell_of(row, second))).second;
    });
  }

  /// Whether the values of the second column look like people, and those of the first one do not.
  static bool is_turned(SampleRows rows, std::size_t first, std::size_t second) {
    const auto people = [&](std::size_t column) {
      std::vector<std::string_view> values;
      for (const auto& [value, times] : Repeats(rows, column).times) values.push_back(value);
      return look_like_people(values);
    };
    // Numbers are mostly what is counted.
    const ColumnFacts figures = facts_of(rows, second, ' ');
    return !figures.mostly(figures.naturals) && people(second) && !people(first);
  }

  static bool all_days(SampleRows rows, std::size_t column) {
    return std::all_of(rows.begin(), rows.end(), [&](const SampleRow& row) {
      return cell_of(row, column).empty() || is_date(cell_of(row, column));
    });
  }

  static std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  void decide_headings(const Repeats& people, const Repeats& events, SampleRows rest, double& score) {
    const std::string_view person = cell_of(rows_.front(), shape_.columns.member),
                           event = cell_of(rows_.front(), shape_.columns.group);
    shape_.headed =
        !people.times.contains(person) && !events.times.contains(event) && !person.empty() && !event.empty();
    if (!shape_.headed) {
      score = std::min(score, 0.55);
      return;
    }
    std::size_t alone = 0;
    for (const SampleRow& row : rest) {
      const auto at = people.times.find(cell_of(row, shape_.columns.member));
      const auto to = events.times.find(cell_of(row, shape_.columns.group));
      alone += at != people.times.end() && to != events.times.end() && at->second == 1 && to->second == 1
                   ? 1U
                   : 0U;
    }
    const ColumnFacts facts = facts_of(rest, shape_.columns.member, separator_);
    const ColumnFacts group = facts_of(rest, shape_.columns.group, separator_);
    const bool over_numbers = (facts.mostly(facts.naturals) && !parse_natural(person)) ||
                              (group.mostly(group.dates) && !is_date(event));
    std::vector<std::string_view> names;
    for (const auto& [name, times] : people.times) names.push_back(name);
    const bool over_names = look_like_people(names) && !look_like_people({person});
    if (alone > 0 && !over_numbers && !over_names)
      score = std::min(score, 0.45);  // the first line may be such a row
  }

  const Sample& sample_;
  SampleRows rows_;
  char separator_;
  AttendanceShape shape_;
};

}  // namespace

AttendanceShape attendance_shape(const Sample& sample) {
  return AttendanceFinder(sample).find();
}

Evidence members_evidence(const Sample& sample) {
  const SampleRows rows = sample.rows();
  if (rows.size() < 2 || sample.separator() == ' ') return {};
  CsvHeader header(rows.front().cells);
  const PersonColumns person(header);
  const auto id = person.identity();
  if (!id) return {};
  constexpr std::string_view others[] = {"phone", "telefon", "joined", "role"};
  std::size_t words =
      (person.id && person.name ? 1U : 0U) + (person.last ? 1U : 0U) + (person.email ? 1U : 0U);
  for (const std::size_t column : header.rest()) {
    const std::string& heading = header.names()[column];
    const bool known = std::any_of(std::begin(member_purposes), std::end(member_purposes),
                                   [&](Purpose purpose) { return serves_as(heading, purpose); });
    words +=
        known || std::find(std::begin(others), std::end(others), bare_heading(heading)) != std::end(others)
            ? 1U
            : 0U;
  }
  const auto all_of = [&](std::size_t column) {
    std::vector<std::string_view> values;
    for (const SampleRow& row : rows.subspan(1)) values.push_back(cell_of(row, column));
    return values;
  };
  // Names of two words under a heading in another language.
  for (std::size_t c = 0;
       (person.id || person.email) && words < 2 && c < std::min<std::size_t>(sample.width(), 6); ++c) {
    const ColumnFacts facts = facts_of(rows.subspan(1), c, sample.separator());
    words += c != *id && facts.distinct == facts.rows && facts.naturals == 0 && look_like_people(all_of(c))
                 ? 1U
                 : 0U;
  }
  if (!person.id && words < 2) return {};  // names or addresses alone may be anything
  const ColumnFacts facts = facts_of(rows.subspan(1), *id, sample.separator());
  const double own = share(facts.distinct, facts.rows);
  double score = words == 0 ? 0.4 : std::min(0.95, 0.55 + 0.1 * static_cast<double>(words));
  constexpr double enough_own = 0.6;  // the others are refused
  score *= std::pow(std::min(1.0, own / enough_own), 2);
  return {score,
          fmt::format("the heading \"{}\", {} that say something of people, {:.0f} % of the ids come once",
                      cell_of(rows.front(), *id), words, 100 * own)};
}

}  // namespace tertius::io
