#include "engine/io/formats/workbook/members_in_cells.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/io/recognition/sample.hpp"
#include "engine/io/tables/table.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;
constexpr std::size_t most_lines = 4096;   // that a sample holds
constexpr std::size_t most_columns = 256;  // of a list of members in unknown words
constexpr std::size_t fewest_rows = 2;
constexpr std::size_t fewest_members = 3;

bool is_most(std::size_t part, std::size_t all) {
  return all > 0 && 10 * part >= 9 * all;
}

/// The beginning of a sheet as a table below its titles.
struct Beginning {
  Sample sample;

  explicit Beginning(std::string_view text)
      : sample(text.substr(0, most_bytes),
               text.size() <= most_bytes &&
                   static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) < most_lines,
               false) {}
  bool is_table() const { return sample.separator() == ';' && sample.rows().size() > fewest_rows; }
};

/// The row of the sheet that begins at that byte of its text.
std::uint64_t row_at(const Sheet& sheet, std::size_t begin) {
  CsvReader rows(sheet.text, {},
                 {.separator = ';', .part = true, .line = sheet.origin.row, .sheet = sheet.origin});
  while (rows.next())
    if (rows.position() > begin) break;
  return rows.place().line;
}

KnownSheet headed_by(const Sheet& sheet, const SampleRow& row) {
  return {.begin = row.begin,
          .row = row_at(sheet, row.begin),
          .headings = std::vector<std::string>(row.cells.begin(), row.cells.end())};
}

/// Whether a heading says that a column holds neither members nor what they take part in.
bool says_other(std::string_view heading) {
  constexpr Purpose others[] = {Purpose::email, Purpose::weight, Purpose::kind, Purpose::since,
                                Purpose::role,  Purpose::date,   Purpose::mark, Purpose::comment};
  const auto serves = [&](Purpose purpose) { return serves_as(heading, purpose); };
  return std::any_of(std::begin(others), std::end(others), serves) ||
         std::any_of(std::begin(member_purposes), std::end(member_purposes), serves);
}

/// What the cells of two columns say, row by row; `Who` is whom a cell names, with operator bool.
struct Pair {
  std::size_t rows = 0, both = 0, same = 0, distinct = 0;
  bool figures = true;

  template <class Find>
  Pair(SampleRows all, std::size_t a, std::size_t b, const Find& who) {
    std::unordered_set<std::uint64_t> seen;
    for (const SampleRow& row : all) {
      const std::string_view one = cell_of(row, a), other = cell_of(row, b);
      rows += one.empty() && other.empty() ? 0U : 1U;
      if (one.empty() || other.empty()) continue;
      ++both;
      const std::optional<std::uint64_t> from = who(one), to = who(other);
      same += from && to && *from == *to ? 1U : 0U;
      figures = figures && is_natural(one) && is_natural(other);
      if (from) seen.insert(*from);
      if (to) seen.insert(*to);
    }
    distinct = seen.size();
  }
  /// Whether both name one person, by the id and by the name.
  bool is_one_person() const { return is_most(same, both); }
  /// Figures are members only where many members come: answers from 1 to 5 are no connections.
  bool connects(std::size_t members) const {
    constexpr std::size_t part = 3;
    return is_most(both, rows) && 10 * same <= both &&
           (!figures || part * distinct >= std::min(members, both));
  }
};

/// The columns of rows whose cells are nearly all there and name members.
template <class Find>
std::vector<std::size_t> member_columns_of(SampleRows rows, std::size_t width, const Find& who) {
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < width; ++c) {
    std::size_t filled = 0, members = 0;
    for (const SampleRow& row : rows) {
      const std::string_view cell = cell_of(row, c);
      if (cell.empty()) continue;
      ++filled;
      members += who(cell) ? 1U : 0U;
    }
    if (is_most(members, filled) && is_most(filled, rows.size()) && !counts_rows(rows, c))
      columns.push_back(c);
  }
  return columns;
}

void leave_others(std::vector<std::size_t>& columns, const std::vector<std::string>& headings) {
  std::erase_if(columns, [&](std::size_t c) { return c < headings.size() && says_other(headings[c]); });
}

/// Whether what stands in a column comes again, as groups and meetings do.
bool may_be_groups(SampleRows rows, std::size_t column) {
  const ColumnFacts facts = facts_of(rows, column, ';');
  if (!is_most(facts.filled, rows.size()) || facts.numbers > 0 || facts.marks > 0) return false;
  std::unordered_map<std::string_view, std::size_t> times;
  for (const SampleRow& row : rows) ++times[cell_of(row, column)];
  std::size_t again = 0;
  for (const auto& [value, count] : times) again += count > 1 ? count : 0;
  return times.size() > 1 && 2 * again >= rows.size();
}

void take_groups(SampleRows rows, const std::vector<std::size_t>& members, const ColumnChoices& chosen,
                 KnownSheet& known) {
  std::vector<std::size_t> groups;
  for (std::size_t c = 0; c < known.headings.size(); ++c)
    if (std::find(members.begin(), members.end(), c) == members.end() && !says_other(known.headings[c]) &&
        !known.headings[c].empty() && may_be_groups(rows, c))
      groups.push_back(c);
  // What is known of each comes again as well: where people live.
  std::unordered_set<std::string_view> people;
  for (const SampleRow& row : rows) people.insert(cell_of(row, members.front()));
  if (groups.size() != 1 || people.size() == rows.size()) return;
  ColumnChoices said = chosen;
  said.push_back({Purpose::group, known.headings[groups.front()]});
  CsvHeader header({known.headings.begin(), known.headings.end()}, said);
  if (header.take(Purpose::group) != groups.front()) return;
  const auto take = [&](Purpose purpose) {
    const auto column = header.take(purpose);
    return column && std::find(members.begin(), members.end(), *column) != members.end() ? std::nullopt
                                                                                         : column;
  };
  known.group = groups.front();
  known.name = members.front();
  if (members.size() > 1) known.id = members[1];
  known.role = take(Purpose::role);
  known.kind_of = take(Purpose::kind);
  known.date = take(Purpose::date);
  known.served = header.served();
  known.kind = SheetKind::affiliations;
}

/// Of these columns of an untold sheet, the two that say who knows whom; of a told one, those that it has.
std::vector<std::size_t> columns_that_name(const Beginning& beginning, const KnownSheet& known,
                                           const std::unordered_map<std::string, std::uint64_t>& values) {
  const auto who = [&](std::string_view text) -> std::optional<std::uint64_t> {
    const auto at = values.find(std::string(text));
    return at == values.end() ? std::nullopt : std::optional(at->second);
  };
  const SampleRows rows = beginning.sample.rows().subspan(1);
  std::vector<std::size_t> columns = member_columns_of(rows, beginning.sample.width(), who);
  if (known.kind == SheetKind::none) {
    const auto& cells = beginning.sample.rows().front().cells;
    leave_others(columns, {cells.begin(), cells.end()});
    if (columns.size() != 2 || !Pair(rows, columns[0], columns[1], who).connects(values.size())) return {};
    return columns;
  }
  std::erase_if(columns, [&](std::size_t c) {
    const std::optional<std::size_t> all[] = {known.source, known.target, known.id, known.name};
    return std::none_of(std::begin(all), std::end(all), [&](const auto& one) { return one == c; });
  });
  if (known.source && columns.size() != 2) return {};
  return columns;
}

/// The values of each column of a table in which all rows have one and none comes twice.
std::vector<std::pair<std::size_t, std::unordered_map<std::string, std::uint64_t>>> columns_of_own(
    const Sheet& sheet, const Beginning& beginning) {
  const Sample& sample = beginning.sample;
  std::vector<std::unordered_map<std::string, std::uint64_t>> values(std::min(sample.width(), most_columns));
  std::vector<bool> own(values.size(), true);
  const std::size_t begin = sample.rows().front().begin;
  CsvReader rows(sample.table_of(sheet.text).substr(begin), {}, {.separator = ';', .part = true});
  rows.next();
  while (rows.next()) {
    const std::vector<std::string_view>& cells = rows.fields();
    if (form_of(cells, cells.size()) == RowForm::blank) continue;
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (!own[c]) continue;
      const std::string_view cell = cell_in(cells, c);
      own[c] = !cell.empty() && values[c].try_emplace(std::string(cell), values[c].size()).second;
    }
  }
  std::vector<std::pair<std::size_t, std::unordered_map<std::string, std::uint64_t>>> found;
  for (std::size_t c = 0; c < values.size(); ++c)
    if (own[c] && values[c].size() >= fewest_members) found.emplace_back(c, std::move(values[c]));
  return found;
}

}  // namespace

KnownSheet sheet_by_members(const Sheet& sheet, const FindMember& find, std::size_t count,
                            const ColumnChoices& chosen) {
  const Beginning beginning(sheet.text);
  if (!beginning.is_table()) return {};
  const Sample& sample = beginning.sample;
  KnownSheet known = headed_by(sheet, sample.rows().front());
  const auto who = [&](std::string_view text) -> std::optional<std::uint64_t> {
    const graph::VertexId member = find(text);
    return member == graph::no_vertex ? std::nullopt : std::optional<std::uint64_t>(member);
  };
  const SampleRows rows = sample.rows().subspan(1);
  std::vector<std::size_t> members = member_columns_of(rows, sample.width(), who);
  known.headings.resize(std::max(known.headings.size(), sample.width()));
  // Without headings the first row would be lost.
  if (std::any_of(members.begin(), members.end(),
                  [&](std::size_t c) { return known.headings[c].empty() || who(known.headings[c]); }))
    return known;
  leave_others(members, known.headings);
  if (members.empty() || members.size() > 2) return known;
  if (members.size() == 2) {
    const Pair pair(rows, members[0], members[1], who);
    if (!pair.is_one_person()) {
      if (!pair.connects(count)) return known;
      ColumnChoices said = chosen;
      said.push_back({Purpose::source, known.headings[members[0]]});
      said.push_back({Purpose::target, known.headings[members[1]]});
      CsvHeader header({known.headings.begin(), known.headings.end()}, said);
      KnownSheet connections = known;
      take_pair(header, sheet.name, connections);
      connections.served = header.served();
      connections.by_cells = true;
      const bool those = connections.source == members[0] && connections.target == members[1];
      return those ? connections : known;
    }
  }
  if (!says_absent(sheet.name)) take_groups(rows, members, chosen, known);
  known.by_cells = known.kind != SheetKind::none;
  return known;
}

std::optional<FoundRegister> find_register(const std::vector<const Sheet*>& sheets,
                                           const std::vector<const KnownSheet*>& known,
                                           const ColumnChoices& chosen) {
  std::optional<FoundRegister> found;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    if (known[i]->kind != SheetKind::none) continue;
    const Beginning list(sheets[i]->text);
    if (!list.is_table()) continue;
    const SampleRow& first = list.sample.rows().front();
    for (const auto& [column, values] : columns_of_own(*sheets[i], list)) {
      const std::string_view heading = cell_of(first, column);
      if (heading.empty()) continue;
      for (std::size_t j = 0; j < sheets.size(); ++j) {
        if (j == i) continue;
        const Beginning other(sheets[j]->text);
        if (!other.is_table() || columns_that_name(other, *known[j], values).empty()) continue;
        if (found && (found->sheet != i || found->known.id != column)) return std::nullopt;
        found = FoundRegister{.sheet = i, .by = j, .known = headed_by(*sheets[i], first)};
        found->known.id = column;
      }
    }
  }
  if (!found) return found;
  KnownSheet& list = found->known;
  const std::size_t column = *list.id;
  const Beginning beginning(sheets[found->sheet]->text);
  const ColumnFacts facts = facts_of(beginning.sample.rows().subspan(1), column, ';');
  list.chosen = chosen;
  list.chosen.push_back({facts.mostly(facts.numbers) ? Purpose::id : Purpose::name, list.headings[column]});
  CsvHeader header({list.headings.begin(), list.headings.end()}, list.chosen);
  const PersonColumns person(header);
  if (person.id != column && person.name != column) return std::nullopt;
  list.person = person;
  list.id = person.id;
  list.name = person.name;
  list.last = person.last;
  list.served = header.served();
  list.kind = SheetKind::members;
  list.by_cells = true;
  return found;
}

std::optional<TableEnd> end_of_table(const Sheet& sheet, const KnownSheet& known) {
  if (!known.headed) return std::nullopt;
  const std::string_view table = std::string_view(sheet.text).substr(known.begin);
  const Beginning beginning(table);
  const Sample& sample = beginning.sample;
  if (!beginning.is_table() || sample.titled() || sample.end() >= table.size()) return std::nullopt;
  if (known.kind == SheetKind::members && known.id && known.name) {
    // Somebody who was put below is a member.
    CsvReader rows(table.substr(sample.end()), {}, {.separator = ';', .part = true});
    while (rows.next())
      if (!cell_in(rows.fields(), known.id).empty() && !cell_in(rows.fields(), known.name).empty())
        return std::nullopt;
  }
  return TableEnd{known.begin + sample.end(), fmt::format("{}", fmt::join(sample.notes(), " "))};
}

}  // namespace tertius::io
