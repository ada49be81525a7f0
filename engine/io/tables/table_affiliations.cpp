#include "engine/io/tables/table_affiliations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/graph/consent.hpp"
#include "engine/io/assembly/connection_reader.hpp"
#include "engine/io/interning/block_texts.hpp"
#include "engine/io/interning/row_members.hpp"
#include "engine/io/text/dates.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t batch = std::size_t{1} << 12;  // rows whose members and groups are looked up together

class AffiliationReader {
 public:
  AffiliationReader(RowBlocks& rows, const AffiliationColumns& columns, IdSpaces& spaces, bool add,
                    People* people, Assembler& assembler, const RunContext& context)
      : rows_(rows),
        columns_(columns),
        add_(add),
        people_(people),
        assembler_(assembler),
        context_(context),
        members_(spaces, {.add = add, .expected = {0}}),
        groups_(rows.tables().front().text.size() / text_per_id),
        blocks_(rows.all().begin(), rows.all().end()) {}

  /// False, with nothing changed, when the blocks are no whole rows.
  bool read() {
    if (!rows_.read(blocks_, [&](Block& block) { read_block(block); })) return false;
    members_.settle(context_);
    members_.finish(context_);
    assembler_.add_affiliations(all_affiliations());
    report_refusals(rows_.tables(), blocks_, assembler_, false);
    return true;
  }

 private:
  /// Codes of texts of the block; its members are those that RowMembers gives, its groups provisional ids.
  struct Block : RowBlock {
    explicit Block(const RowBlock& block) : RowBlock(block) {}
    std::vector<graph::Affiliations::Row> affiliations;
    std::vector<std::uint32_t> kinds;  // empty, or of each row
    BlockTexts kind_names, role_names;
    DateColumn dates;
  };

  /// Rows that wait for their members.
  struct Row {
    std::string_view id, kind, role, date;
    Place member_at;
  };
  struct Waiting {
    std::uint64_t position;  // in the input, of the next row
    std::vector<Row> rows{};
    std::vector<std::string_view> ids{}, groups{};  // of each row
    std::vector<std::uint64_t> positions{};
    std::vector<graph::VertexId> members{}, provisional_ids{};
  };

  void read_block(Block& block) {
    Waiting waiting{.position = block.position()};
    rows_.for_each_row(block, [&](const CsvReader& rows) {
      read_row(rows, block, waiting);
      if (waiting.rows.size() < batch) return;
      if (block.affiliations.empty())
        block.affiliations.reserve(batch * (block.text.size() / rows.position() + 1));
      take_rows(block, waiting);
    });
    take_rows(block, waiting);
  }

  void read_row(const CsvReader& rows, Block& block, Waiting& waiting) {
    const std::vector<std::string_view>& cells = rows.fields();
    const auto refuse = [&](std::size_t column, std::string_view found, std::string_view expected) {
      // Rows before this one may be refused, too, and come first.
      if (!block.report.full()) take_rows(block, waiting);
      block.report.refuse(rows.place(column), block.first_line, found, expected);
    };
    const RowForm form = form_of(cells, columns_.width);
    if (form == RowForm::too_long)
      refuse(columns_.width, counted(cells.size(), "field", "fields"),
             fmt::format("{} as in the header", columns_.width));
    if (form != RowForm::good) return;
    std::string_view id = cell_in(cells, columns_.member);
    const std::string_view last = cell_in(cells, columns_.last), group = cell_in(cells, columns_.group);
    if (!last.empty()) id = id.empty() ? last : block.unescaped.emplace_back(fmt::format("{} {}", id, last));
    if (id.empty()) return refuse(columns_.member, "nothing", "the id of a member");
    if (group.empty()) return refuse(columns_.group, "nothing", "a group");
    waiting.ids.push_back(id);
    waiting.groups.push_back(group);
    waiting.positions.push_back(waiting.position++);
    waiting.rows.push_back({.id = id,
                            .kind = cell_in(cells, columns_.kind),
                            .role = cell_in(cells, columns_.role),
                            .date = cell_in(cells, columns_.date),
                            .member_at = rows.place(columns_.member)});
  }

  void take_rows(Block& block, Waiting& waiting) {
    context_.poll();
    if (people_ != nullptr && add_)
      for (std::string_view& id : waiting.ids) id = people_->id_for(id, Naming::by_hand);
    members_.find(0, waiting.ids, waiting.positions, waiting.members);
    for (std::size_t i = 0; people_ != nullptr && !add_ && i < waiting.ids.size(); ++i)
      if (waiting.members[i] == graph::no_vertex)
        waiting.members[i] = people_->find(waiting.ids[i], Naming::by_hand);
    std::size_t good = 0;
    for (std::size_t i = 0; i < waiting.rows.size(); ++i) {
      const auto& [id, kind, role, date_text, member_at] = waiting.rows[i];
      const graph::VertexId member = waiting.members[i];
      if (member == graph::no_vertex) {
        std::string expected;
        if (!block.report.full())
          expected = people_ != nullptr ? people_->expected(id) : unlisted_member_expected();
        block.report.refuse(member_at, block.first_line, "member " + shown(id), expected);
        continue;
      }
      waiting.groups[good] = waiting.groups[i];
      waiting.positions[good++] = waiting.positions[i];
      if (!kind.empty()) block.kinds.resize(block.affiliations.size(), no_code);
      if (!kind.empty() || !block.kinds.empty()) block.kinds.push_back(block.kind_names.code(kind));
      const graph::Day date = block.dates.read(date_text, block.affiliations.size());
      block.affiliations.push_back({member, 0, block.role_names.code(role), date});
    }
    waiting.groups.resize(good);
    waiting.positions.resize(good);
    groups_.provisional_ids(waiting.groups, waiting.positions, waiting.provisional_ids);
    const std::size_t first = block.affiliations.size() - good;
    for (std::size_t i = 0; i < good; ++i) block.affiliations[first + i].group = waiting.provisional_ids[i];
    waiting.rows.clear();
    waiting.ids.clear();
    waiting.groups.clear();
    waiting.positions.clear();
  }

  graph::Affiliations all_affiliations() {
    std::vector<std::size_t> begins{0};
    std::vector<const BlockTexts*> role_names;
    for (const Block& block : blocks_) {
      begins.push_back(begins.back() + block.affiliations.size());
      role_names.push_back(&block.role_names);
    }
    MergedTexts roles = merged_texts(role_names);
    graph::Affiliations all;
    all.groups = groups_.texts(context_);
    all.roles = std::move(roles.texts);
    std::vector<graph::Affiliations::Row> rows(begins.back());
    parallel_each(blocks_.size(), 1, [&](std::size_t b) {
      context_.poll();
      for (std::size_t i = 0; i < blocks_[b].affiliations.size(); ++i) {
        graph::Affiliations::Row& row = rows[begins[b] + i] = blocks_[b].affiliations[i];
        row.member = members_.member(0, row.member);
        row.group = groups_.number(row.group);
        if (row.role != no_code) row.role = roles.codes[b][row.role];
      }
      blocks_[b].affiliations = {};
    });
    DateColumn dates;
    for (std::size_t b = 0; b < blocks_.size(); ++b) dates.append(blocks_[b].dates, begins[b]);
    dates.settle([&](std::size_t row, graph::Day day) { rows[row].date = day; });
    for (std::string& note : dates.notes()) assembler_.note(std::move(note));
    // A group's kind is the first one that a row states.
    std::vector<std::string_view> kinds(all.groups.size());
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const Block& block = blocks_[b];
      for (std::size_t i = 0; i < block.kinds.size(); ++i) {
        std::string_view& kind = kinds[rows[begins[b] + i].group];
        if (kind.empty()) kind = block.kind_names[block.kinds[i]];
      }
    }
    for (const std::string_view kind : kinds) all.kinds.push_back(kind);
    all.rows = std::move(rows);
    return all;
  }

  RowBlocks& rows_;
  const AffiliationColumns& columns_;
  const bool add_;
  People* const people_;
  Assembler& assembler_;
  const RunContext& context_;
  RowMembers members_;
  ConcurrentInterner groups_;
  std::vector<Block> blocks_;
};

}  // namespace

std::optional<AffiliationColumns> find_affiliation_columns(CsvHeader& header) {
  CsvHeader rest = header;
  const bool chosen = rest.chooses(Purpose::member);
  std::optional<std::size_t> member = chosen ? rest.take(Purpose::member) : std::nullopt;
  const auto group = rest.take(Purpose::group);
  std::optional<std::size_t> last;
  if (!member) {
    const PersonColumns person(rest);
    member = person.identity();
    if (member == person.name) last = person.last;
  }
  if (!member || !group) return std::nullopt;
  header = rest;
  return AffiliationColumns{.member = *member,
                            .group = *group,
                            .last = last,
                            .kind = header.take(Purpose::kind),
                            .role = header.take(Purpose::role),
                            .date = header.take(Purpose::date),
                            .width = header.names().size()};
}

void read_affiliations(Table& table, const TableConnectionOptions& how, Assembler& assembler,
                       const RunContext& context) {
  const auto columns = find_affiliation_columns(table.header);
  if (!columns) {
    throw Error(
        ErrorKey::columns_missing,
        fmt::format("columns {}; expected columns member and group, and perhaps kind, role and date; {} "
                    "group=HEADING says which it is",
                    table.header.list(), setting_name("column")),
        {table.rows.file(), {1}});
  }
  assembler.read_columns(table.header, table.rows.file());
  note_columns_left_out(table, assembler);
  read_affiliation_rows(table, *columns, how, assembler, context);
}

namespace {

/// A column that says who came is not read here; a row of somebody who did not come would say the opposite.
void refuse_absences(const Table& table) {
  constexpr std::string_view words[] = {"anwesend", "anwesenheit", "warda",        "dabei",
                                        "da",       "erschienen",  "teilgenommen", "teilnahme",
                                        "attended", "present",     "came",         "attendance"};
  const std::vector<std::string>& names = table.header.names();
  for (std::size_t column = 0; column < names.size(); ++column) {
    if (std::find(std::begin(words), std::end(words), bare_heading(names[column])) == std::end(words))
      continue;
    CsvReader rows = table.rows;
    while (rows.next()) {
      const std::string_view cell =
          column < rows.fields().size() ? trimmed(rows.fields()[column]) : std::string_view();
      const auto came = graph::parse_consent(cell);
      if (!cell.empty() && (!came || *came != graph::Consent::no)) continue;
      throw Error(
          ErrorKey::value,
          fmt::format("{} in the column \"{}\", which says who came and is not read; expected the rows of "
                      "those who came alone, without that column",
                      cell.empty() ? std::string("nothing") : std::string("\"no\""), names[column]),
          rows.where(column));
    }
  }
}

}  // namespace

void read_affiliation_rows(Table& table, const AffiliationColumns& columns, const TableConnectionOptions& how,
                           Assembler& assembler, const RunContext& context) {
  refuse_absences(table);
  const bool add = !how.listed || how.add_unknown;
  IdSpaces spaces(assembler);
  with_threads(context, [&] {
    read_row_blocks(std::span(&table, 1), how.block, [&](RowBlocks& rows) {
      return AffiliationReader(rows, columns, spaces, add, how.people, assembler, context).read();
    });
  });
}

}  // namespace tertius::io
