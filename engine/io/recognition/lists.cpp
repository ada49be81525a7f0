#include "engine/io/recognition/lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <span>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/recognition/adjacency.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t longest_item = 60;
constexpr std::size_t most_words = 4;  // of a name

struct List {
  std::string_view head;
  std::vector<std::string_view> items;
};

/// What a number of lists have in common.
struct ListFacts {
  std::unordered_set<std::string_view> heads;
  std::unordered_map<std::string_view, std::size_t> items;
  std::size_t rows = 0, cells = 0, closed = 0, again = 0, several = 0, strange = 0;

  explicit ListFacts(const std::vector<List>& lists) {
    for (const List& list : lists) heads.insert(list.head);
    for (const List& list : lists) {
      ++rows;
      several += list.items.size() > 1 ? 1U : 0U;
      std::unordered_set<std::string_view> here;
      for (const std::string_view item : list.items) {
        ++cells;
        ++items[item];
        closed += heads.contains(item) ? 1U : 0U;
        std::string_view rest = item;
        std::size_t words = 0;
        for (std::string_view word; next_word(rest, word, " \t");) ++words;
        strange += !here.insert(item).second || words > most_words || item.size() > longest_item ? 1U : 0U;
      }
    }
    for (const auto& [item, times] : items) again += times > 1 ? times : 0;
  }
  double own() const { return share(heads.size(), rows); }
  double closure() const { return share(closed, cells); }
  double recurring() const { return share(again, cells); }
  bool plain() const { return cells > 0 && 10 * strange <= cells; }
};

std::vector<std::string_view> values_of(const ListFacts& facts, bool heads) {
  if (heads) return {facts.heads.begin(), facts.heads.end()};
  std::vector<std::string_view> values;
  for (const auto& [item, times] : facts.items) values.push_back(item);
  return values;
}

/// What rows may be: one and the other.
struct Both {
  ListShape contacts, gatherings;

  void add(const ListShape& shape, const Evidence& as_contacts, const Evidence& as_gatherings) {
    for (auto [best, evidence] : {std::pair(&contacts, &as_contacts), {&gatherings, &as_gatherings}}) {
      if (evidence->score <= best->evidence.score) continue;
      *best = shape;
      best->evidence = *evidence;
    }
  }
};

/// What the lists are: of contacts where those who follow stand first, too; else of meetings where one side looks like
/// people and the other does not.
/// `said`: headings say that meetings come first.
void judge(ListShape shape, const std::vector<List>& lists, Both& both, bool said = false) {
  const ListFacts facts(lists);
  if (facts.rows < 2 || facts.several == 0 || !facts.plain() || facts.own() < 1.0) return;
  if (facts.closure() >= 0.5) {
    const Evidence evidence{
        0.4 + 0.54 * facts.closure(),
        fmt::format("{} rows of one and a list, {:.0f} % of those listed stand first, too", facts.rows,
                    100 * facts.closure())};
    return both.add(shape, evidence, {});
  }
  if (facts.closed > 0 || facts.recurring() < 0.3) return;
  const bool days = std::all_of(facts.heads.begin(), facts.heads.end(), is_day_heading);
  const bool first = look_like_people(values_of(facts, true)),
             others = look_like_people(values_of(facts, false));
  shape.turned = first && !said;
  both.add(shape, {},
           {said                      ? 0.96
            : days || first != others ? 0.8
                                      : 0.35,
            fmt::format("{} rows of one and a list, {:.0f} % of those listed come again, none stands first",
                        facts.rows, 100 * facts.recurring())});
}

bool by_colons(const Sample& sample, Both& both) {
  std::vector<List> lists;
  std::size_t lines = 0, commas = 0, semicolons = 0;
  Lines all(sample.table_of(sample.text()), {});
  while (all.next()) {
    const std::string_view line = trimmed(all.line());
    if (line.empty() || (sample.comments() && line.front() == '#')) continue;
    ++lines;
    List list;
    std::string_view rest;
    if (!cut_at_colon(line, list.head, rest) || list.head.size() > longest_item) return false;
    commas += rest.find(',') != rest.npos ? 1U : 0U;
    semicolons += rest.find(';') != rest.npos ? 1U : 0U;
    list.items.push_back(rest);
    lists.push_back(std::move(list));
  }
  if (lines < 2 || commas + semicolons == 0) return false;  // blanks alone: cells of an adjacency list
  const ListShape shape{.form = ListForm::colon, .between = semicolons > commas ? ';' : ','};
  for (List& list : lists) {
    const std::string_view rest = list.items.front();
    split_list(rest, shape.between, list.items);
  }
  judge(shape, lists, both);
  return true;
}

void by_inner_lists(const Sample& sample, Both& both) {
  if (sample.width() != sample.first_column() + 2 || sample.separator() == ' ') return;
  const std::size_t first = sample.first_column();
  // A comma may be part of a name: "Kern, Ada; Lind, Bo".
  for (const char between : {';', '|', '/', '&', ','}) {
    for (const bool headed : {true, false}) {
      std::vector<List> lists;
      bool lists_several = false;  // "7,4" may be one number
      for (const SampleRow& row : sample.rows().subspan(headed ? 1 : 0)) {
        List list{.head = cell_of(row, first), .items = {}};
        if (list.head.empty()) return;
        const std::string_view cell = cell_of(row, first + 1);
        split_list(cell, between, list.items);
        lists_several = lists_several || (list.items.size() > 1 && !is_number(cell, sample.separator()));
        lists.push_back(std::move(list));
      }
      if (!lists_several) continue;
      const SampleRow& row = sample.rows().front();
      const ListFacts facts(lists);
      // Headings are nobody.
      if (headed &&
          (facts.heads.contains(cell_of(row, first)) || facts.items.contains(cell_of(row, first)) ||
           facts.heads.contains(cell_of(row, first + 1)) || facts.items.contains(cell_of(row, first + 1))))
        continue;
      const bool said = headed && serves_as(cell_of(row, first), Purpose::group) &&
                        serves_as(cell_of(row, first + 1), Purpose::member);
      judge({.form = ListForm::inner, .between = between, .headed = headed}, lists, both, said);
    }
  }
}

/// Headings, and below each a column of names that are all different, as long as it is.
void by_columns(const Sample& sample, Both& both) {
  const SampleRows rows = sample.rows();
  if (rows.size() < 3 || sample.width() < sample.first_column() + 2 || sample.separator() == ' ') return;
  std::unordered_map<std::string_view, std::size_t> times;
  std::vector<std::size_t> lengths;
  std::size_t cells = 0, shorter = 0;
  for (std::size_t c = sample.first_column(); c < sample.width(); ++c) {
    if (cell_of(rows.front(), c).empty()) return;
    std::unordered_set<std::string_view> here;
    bool ended = false;
    for (const SampleRow& row : rows.subspan(1)) {
      const std::string_view cell = cell_of(row, c);
      if (cell.empty()) {
        ended = true;
        continue;
      }
      if (ended || !here.insert(cell).second || is_presence(cell) || is_absence(cell) ||
          cell.size() > longest_item)
        return;
      ++times[cell];
      ++cells;
    }
    if (here.empty()) continue;  // nobody came
    lengths.push_back(here.size());
    shorter += ended ? 1U : 0U;
  }
  std::size_t again = 0;
  for (const auto& [name, count] : times) again += count > 1 ? count : 0;
  for (const std::string_view heading : rows.front().cells)
    if (times.contains(heading)) return;
  if (lengths.size() < 2 || shorter == 0 || 2 * again < cells) return;
  // Half of a symmetric matrix is shorter from column to column.
  std::size_t steps = 0;
  for (std::size_t i = 1; i < lengths.size(); ++i)
    steps += lengths[i] == lengths[i - 1] + 1 || lengths[i] + 1 == lengths[i - 1] ? 1U : 0U;
  const bool half = lengths.size() > 2 && steps + 1 == lengths.size();
  const double score = half ? 0.45 : lengths.size() > 2 ? 0.96 : 0.5 + 0.2 * share(again, cells);
  both.add({.form = ListForm::columns, .headed = true}, {},
           {score, fmt::format("{} columns of different names, {:.0f} % of whom come again",
                               sample.width() - sample.first_column(), 100 * share(again, cells))});
}

/// "Wer;Freund 1;Freund 2" over rows of an adjacency list.
void by_cells(const Sample& sample, Both& both) {
  const SampleRows rows = sample.rows();
  if (rows.size() < 3 || sample.width() < 3 || sample.separator() == ' ') return;
  std::vector<List> lists;
  std::size_t longest = 0;
  for (const SampleRow& row : rows.subspan(1)) {
    List list{.head = row.cells.front(), .items = {}};
    if (list.head.empty()) return;
    for (const std::string_view cell : std::span(row.cells).subspan(1))
      if (!cell.empty()) list.items.push_back(cell);
    longest = std::max(longest, list.items.size() + 1);
    lists.push_back(std::move(list));
  }
  const ListFacts facts(lists);
  const std::vector<std::string_view>& headings = rows.front().cells;
  if (headings.size() != longest) return;
  for (const std::string_view heading : headings)
    if (heading.empty() || facts.heads.contains(heading) || facts.items.contains(heading)) return;
  if (facts.rows < 2 || !facts.plain() || facts.own() < 1.0 || facts.closure() < 0.9) return;
  // Numbers may be answers, which come twice and are those of the row.
  const auto repeats = [](const List& list) {
    const std::set<std::string_view> different(list.items.begin(), list.items.end());
    return different.size() < list.items.size() || different.contains(list.head);
  };
  if (is_natural(lists.front().head) && std::any_of(lists.begin(), lists.end(), repeats)) return;
  both.add({.form = ListForm::cells, .headed = true},
           {0.95,
            fmt::format("a row of headings, and {} rows of one and a list, {:.0f} % of whom stand first, too",
                        facts.rows, 100 * facts.closure())},
           {});
}

/// "Chor;Ada Kern;Bo Lind": a meeting and who came, a cell each.
void by_rows(const Sample& sample, Both& both) {
  if (sample.width() < 3 || sample.first_column() > 0 || sample.separator() == ' ') return;
  for (const bool headed : {false, true}) {
    const SampleRows rows = sample.rows().subspan(headed ? 1 : 0);
    if (rows.size() < 2) return;
    std::vector<List> lists;
    for (const SampleRow& row : rows) {
      List list{.head = row.cells.front(), .items = {}};
      if (list.head.empty()) return;
      for (const std::string_view cell : std::span(row.cells).subspan(1))
        if (!cell.empty()) list.items.push_back(cell);
      lists.push_back(std::move(list));
    }
    const ListFacts facts(lists);
    const auto heads = values_of(facts, true);
    if (facts.closed > 0 || look_like_people(heads) || !look_like_people(values_of(facts, false))) continue;
    // Each column of them is of people, and numbers are rather what is counted.
    bool people = true;
    for (std::size_t c = 1; c < sample.width() && people; ++c) {
      std::vector<std::string_view> here;
      for (const SampleRow& row : rows)
        if (const std::string_view cell = cell_of(row, c); !cell.empty()) here.push_back(cell);
      const auto numbers = std::count_if(here.begin(), here.end(), is_natural);
      people =
          here.empty() || (look_like_people(here) && 2 * static_cast<std::size_t>(numbers) < here.size());
    }
    if (!people) continue;
    judge({.form = ListForm::cells, .headed = headed}, lists, both);
    if (both.gatherings.evidence.score > 0) return;
  }
}

Both all_lists(const Sample& sample) {
  Both both;
  if (by_colons(sample, both)) return both;
  by_inner_lists(sample, both);
  by_columns(sample, both);
  by_cells(sample, both);
  by_rows(sample, both);
  ContactTable table = contact_table(sample);
  const Evidence evidence = table.evidence;
  both.add({.form = ListForm::table, .headed = true, .table = std::move(table)}, evidence, {});
  both.add({}, adjacency_list_evidence(sample), {});
  return both;
}

}  // namespace

bool cut_at_colon(std::string_view line, std::string_view& head, std::string_view& rest) {
  std::size_t at = line.npos, length = 0;
  for (const std::string_view mark : {":", "->", "\xE2\x86\x92"}) {
    if (const auto found = line.find(mark); found < at) {
      at = found;
      length = mark.size();
    }
  }
  if (at == line.npos) return false;
  head = trimmed(line.substr(0, at));
  rest = trimmed(line.substr(at + length));
  return !head.empty();
}

void split_list(std::string_view list, char between, std::vector<std::string_view>& items) {
  items.clear();
  while (!list.empty()) {
    const auto end = std::min(list.find(between), list.size());
    if (const std::string_view item = trimmed(list.substr(0, end)); !item.empty()) items.push_back(item);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

bool look_like_people(const std::vector<std::string_view>& values) {
  std::size_t numbers = 0, mails = 0, names = 0, coded = 0;
  std::unordered_set<std::string> shapes;
  for (const std::string_view value : values) {
    numbers += is_natural(value) ? 1U : 0U;
    mails += value.find('@') != value.npos && value.find(' ') == value.npos ? 1U : 0U;
    std::string shape;
    bool figures = false;
    for (const char c : value) {
      const bool digit = c >= '0' && c <= '9';
      figures = figures || digit;
      shape += digit ? '0' : c;
    }
    // "M-017", but neither "Meeting 3" nor a day.
    constexpr std::size_t most_letters = 4;
    const bool code = figures && shape.find('0') <= most_letters && shape.find(' ') == shape.npos;
    coded += figures ? 1U : 0U;
    if (figures) shapes.insert(code && !is_day_heading(value) ? std::move(shape) : std::string(value));
    std::string_view rest = value;
    std::size_t words = 0, capitals = 0;
    for (std::string_view word; next_word(rest, word, " \t,");) {
      ++words;
      const auto first = static_cast<unsigned char>(word.front());
      capitals += std::isupper(first) != 0 || first >= 0x80 ? 1U : 0U;
    }
    names += words == 2 && capitals == 2 && !figures ? 1U : 0U;
  }
  const auto most = [&](std::size_t count) { return 10 * count >= 8 * values.size(); };
  const bool codes = shapes.size() == 1 && values.size() > 2 && coded == values.size();
  return !values.empty() && (most(numbers) || most(mails) || most(names) || codes);
}

ListShape contact_lists(const Sample& sample) {
  return all_lists(sample).contacts;
}

ListShape gathering_lists(const Sample& sample) {
  return all_lists(sample).gatherings;
}

}  // namespace tertius::io
