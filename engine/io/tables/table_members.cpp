#include "engine/io/tables/table_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>

#include "engine/core/setting_name.hpp"
#include "engine/core/text.hpp"
#include "engine/io/assembly/values.hpp"
#include "engine/io/interning/block_texts.hpp"
#include "engine/io/interning/row_members.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t batch = std::size_t{1} << 12;  // ids that are looked up together
constexpr std::size_t text_per_member = 32;          // bytes, at a guess

/// "Ada Kern" of "Kern, Ada".
std::string turned_name(std::string_view name) {
  const std::size_t comma = name.find(',');
  if (comma == name.npos || name.find(',', comma + 1) != name.npos) return std::string(name);
  return std::string(
      trimmed(fmt::format("{} {}", trimmed(name.substr(comma + 1)), trimmed(name.substr(0, comma)))));
}

/// Whether every row has a name, and no two the same.
bool all_differ(const PersonColumns& person, CsvReader rows) {
  std::unordered_set<std::string> seen;
  while (rows.next()) {
    if (form_of(rows.fields(), rows.fields().size()) == RowForm::blank) continue;
    std::string name(cell_in(rows.fields(), person.name));
    if (person.last) name += fmt::format(" {}", cell_in(rows.fields(), person.last));
    if (trimmed(name).empty() || !seen.insert(std::move(name)).second) return false;
  }
  return true;
}

class MemberReader {
 public:
  MemberReader(RowBlocks& rows, std::span<const MemberColumns> columns, const MemberTableOptions& options,
               IdSpaces& spaces, const RowMembers::Options& members, Assembler& assembler,
               const RunContext& context)
      : rows_(rows),
        columns_(columns),
        options_(options),
        assembler_(assembler),
        context_(context),
        members_(spaces, members),
        blocks_(rows.all().begin(), rows.all().end()),
        place_of_(columns.size()) {
    for (const MemberColumns& each : columns)
      for (const MemberColumns::Attribute& one : each.attributes)
        attribute_count_ = std::max(attribute_count_, one.attribute + 1);
    for (std::size_t t = 0; t < columns.size(); ++t) {
      place_of_[t].assign(attribute_count_, nowhere);
      const auto& attributes = columns[t].attributes;
      for (std::size_t i = 0; i < attributes.size(); ++i) place_of_[t][attributes[i].attribute] = i;
    }
  }

  /// False, with nothing changed, when the blocks are no whole rows.
  bool read() {
    return rows_.read(blocks_, [&](Block& block) { read_block(block); });
  }

  /// How many rows have an id, refused or not.
  std::uint64_t rows() const {
    std::uint64_t rows = 0;
    for (const Block& block : blocks_) rows += block.found.size();
    return rows;
  }

  void finish() {
    members_.settle(context_);
    parallel_each(blocks_.size(), 1, [&](std::size_t b) { settle(blocks_[b]); });
    members_.finish(context_);
    assembler_.members_are_listed();
    std::vector<std::pair<std::vector<std::uint32_t>, StringPool>> values(attribute_count_);
    parallel_each(values.size(), 1, [&](std::size_t attribute) {
      context_.poll();
      values[attribute] = merged(attribute);
    });
    for (std::size_t i = 0; i < values.size(); ++i)
      assembler_.take_attribute(i, std::move(values[i].first), std::move(values[i].second));
    report_refusals(rows_.tables(), blocks_, assembler_, false);
    for (const Block& block : blocks_) assembler_.only_values(block.values_refused);
  }

 private:
  struct Values {
    BlockTexts texts;
    std::vector<std::uint32_t> codes;  // of each row
  };
  /// A value that is not of the type of its column.
  struct Mistyped {
    std::size_t row, attribute;
    Place place;
    std::string_view text;
  };
  struct Block : RowBlock {
    explicit Block(const RowBlock& block) : RowBlock(block) {}
    std::vector<graph::VertexId> found;  // of each row with an id
    std::vector<Place> places;
    std::vector<Values> values;  // of each attribute of the table
    std::vector<Mistyped> mistyped;
    std::vector<bool> repeats;  // rows whose id came before; empty when there are none
    std::size_t rows = 0;       // that are members
    std::uint64_t values_refused = 0;
  };
  using Refusal = BlockReport::Refusal;
  static constexpr std::size_t nowhere = ~std::size_t{0};

  void read_block(Block& block) {
    const MemberColumns& columns = columns_[block.table];
    block.values.resize(columns.attributes.size());
    std::vector<std::string_view> ids;
    std::vector<std::uint64_t> positions;
    std::vector<graph::VertexId> found;
    const auto take_ids = [&] {
      context_.poll();
      members_.find(columns.space, ids, positions, found);
      block.found.insert(block.found.end(), found.begin(), found.end());
      ids.clear();
      positions.clear();
    };
    rows_.for_each_row(block, [&](const CsvReader& rows) {
      const std::string_view id = read_row(rows, columns, block);
      if (id.empty()) return;
      positions.push_back(block.position() + block.found.size() + ids.size());
      ids.push_back(id);
      if (ids.size() == batch) take_ids();
    });
    take_ids();
  }

  /// The id of the row; empty for a row without one.
  std::string_view read_row(const CsvReader& rows, const MemberColumns& columns, Block& block) const {
    const std::vector<std::string_view>& cells = rows.fields();
    if (options_.strict) {
      const std::size_t width = rows_.tables()[block.table].header.names().size();
      const RowForm form = form_of(cells, width);
      if (form == RowForm::too_long)
        block.report.refuse(rows.place(width), block.first_line, counted(cells.size(), "field", "fields"),
                            fmt::format("{} as in the header", width));
      if (form != RowForm::good) return {};
    }
    const Place place = rows.place(options_.strict ? columns.id.front() : 0);
    const std::string_view id = id_in(cells, columns, block);
    if (id.empty()) {
      block.report.refuse(place, block.first_line, options_.no_id, options_.no_id_expected);
      return {};
    }
    const std::size_t row = block.places.size();
    block.places.push_back(place);
    for (std::size_t i = 0; i < block.values.size(); ++i) {
      const MemberColumns::Attribute& each = columns.attributes[i];
      Values& values = block.values[i];
      std::string_view text = cell_in(cells, each.column);
      if (each.type && *each.type != graph::ColumnType::text && !text.empty()) {
        const std::optional<std::string> written = typed_value(*each.type, text);
        if (!written) block.mistyped.push_back({row, i, rows.place(each.column), text});
        if (!written || written->empty()) {
          text = {};
        } else if (*written != text) {
          text = block.unescaped.emplace_back(*written);
        }
      }
      if (const std::string_view more = cell_in(cells, each.more); !more.empty())
        text = text.empty() ? more : block.unescaped.emplace_back(fmt::format("{} {}", text, more));
      if (each.turned && text.find(',') != text.npos) text = block.unescaped.emplace_back(turned_name(text));
      if (each.unless_id && text == id) text = {};
      values.codes.push_back(values.texts.code(text));
    }
    return id;
  }

  static std::string_view id_in(const std::vector<std::string_view>& cells, const MemberColumns& columns,
                                Block& block) {
    if (columns.id.size() == 1) return cell_in(cells, columns.id.front());
    std::string id;
    for (const std::size_t column : columns.id)
      if (column < cells.size() && (columns.between == "|" || !cells[column].empty()))
        id += std::string(id.empty() ? std::string_view() : columns.between).append(cells[column]);
    return id.empty() ? std::string_view() : block.unescaped.emplace_back(std::move(id));
  }

  /// Refuses the rows whose id stands in an earlier row, too, and what is mistyped in others.
  void settle(Block& block) {
    const std::size_t space = columns_[block.table].space, rows = block.found.size();
    std::vector<Refusal> reasons = std::move(block.report.reasons);
    const auto refuse = [&](const Place& at, std::string_view found, std::string_view expected) {
      block.report.refuse(at, block.first_line, found, expected);
    };
    const auto put_away = [&] {
      std::vector<Refusal>& more = block.report.reasons;
      reasons.insert(reasons.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
      more.clear();
    };
    block.report.reasons.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      if (members_.is_new(space, block.found[row], block.position() + row)) continue;
      if (block.repeats.empty()) block.repeats.resize(rows);
      block.repeats[row] = true;
      refuse(block.places[row],
             fmt::format("{} {} again", options_.id, shown(members_.text(space, block.found[row]))),
             options_.own_id_expected);
    }
    put_away();
    for (const auto& [row, attribute, place, text] : block.mistyped) {
      if (!block.repeats.empty() && block.repeats[row]) continue;
      const MemberColumns::Attribute& each = columns_[block.table].attributes[attribute];
      refuse(place, fmt::format("{} {}", assembler_.attribute_name(each.attribute), shown(text)),
             fmt::format("{}, as the header says", graph::to_string(*each.type)));
      ++block.values_refused;
    }
    put_away();
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    reasons.resize(std::min(reasons.size(), block.report.most_reasons));
    block.report.reasons = std::move(reasons);
    block.rows = rows;
    if (!block.repeats.empty()) leave_out_repeats(block);
    block.found = {};
    block.places = {};
    block.mistyped = {};
  }

  /// Values that only refused rows have are none, and the others are in order without these rows.
  static void leave_out_repeats(Block& block) {
    block.rows -= static_cast<std::size_t>(std::count(block.repeats.begin(), block.repeats.end(), true));
    for (Values& values : block.values) {
      Values kept;
      for (std::size_t row = 0; row < values.codes.size(); ++row)
        if (!block.repeats[row]) kept.codes.push_back(kept.texts.code(values.texts[values.codes[row]]));
      values = std::move(kept);
    }
  }

  /// The values of a block for that attribute, or nullptr where its table has none.
  Values* values_of(Block& block, std::size_t attribute) const {
    const std::size_t place = place_of_[block.table][attribute];
    return place == nowhere ? nullptr : &block.values[place];
  }

  std::pair<std::vector<std::uint32_t>, StringPool> merged(std::size_t attribute) {
    const BlockTexts none;
    std::vector<const BlockTexts*> texts;
    for (Block& block : blocks_) {
      const Values* values = values_of(block, attribute);
      texts.push_back(values != nullptr ? &values->texts : &none);
    }
    MergedTexts all = merged_texts(texts);
    std::vector<std::uint32_t> codes;
    codes.reserve(assembler_.member_count());
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      Values* values = values_of(blocks_[b], attribute);
      if (values == nullptr) {
        codes.insert(codes.end(), blocks_[b].rows, no_code);
        continue;
      }
      for (const std::uint32_t code : values->codes)
        codes.push_back(code == no_code ? code : all.codes[b][code]);
      *values = {};
    }
    return {std::move(codes), with_points(std::move(all.texts))};
  }

  /// The values of a column of numbers with decimal commas, where no comma separates cells, with points.
  StringPool with_points(StringPool values) const {
    for (const Table& table : rows_.tables())
      if (table.rows.separator() == ',') return values;
    bool commas = false;
    for (const std::string_view value : values) {
      if (!number_in(value, ';') || value.find('.') != value.npos) return values;
      commas = commas || value.find(',') != value.npos;
    }
    if (!commas) return values;
    StringPool numbers;
    for (const std::string_view value : values) {
      std::string number(value);
      std::replace(number.begin(), number.end(), ',', '.');
      numbers.push_back(number);
    }
    return numbers;
  }

  RowBlocks& rows_;
  std::span<const MemberColumns> columns_;
  const MemberTableOptions& options_;
  Assembler& assembler_;
  const RunContext& context_;
  RowMembers members_;
  std::vector<Block> blocks_;
  std::size_t attribute_count_ = 0;                 // of the assembler, as far as tables have them
  std::vector<std::vector<std::size_t>> place_of_;  // of these, among the attributes of each table
};

}  // namespace

void MemberColumns::add(const Attribute& attribute) {
  std::erase_if(attributes, [&](const Attribute& other) { return other.attribute == attribute.attribute; });
  attributes.push_back(attribute);
}

void read_members(std::span<const Table> tables, std::span<const MemberColumns> columns,
                  const MemberTableOptions& options, IdSpaces& spaces, Assembler& assembler,
                  const RunContext& context) {
  RowMembers::Options members{.expected = std::vector<std::size_t>(spaces.size())};
  for (std::size_t t = 0; t < tables.size(); ++t)
    members.expected[columns[t].space] += tables[t].text.size() / text_per_member;
  std::size_t most = 0;
  for (const MemberColumns& each : columns) most = std::max(most, each.attributes.size());
  with_threads(context, [&] {
    read_row_blocks(tables, options.block, [&](RowBlocks& rows) {
      // Rows of very many attributes may be short. They are counted before there is a cell for each.
      constexpr std::size_t many = 128;
      if (most > many) {
        std::vector<MemberColumns> ids(columns.begin(), columns.end());
        for (MemberColumns& each : ids) each.attributes.clear();
        MemberReader counter(rows, ids, options, spaces, members, assembler, context);
        if (!counter.read()) return false;
        assembler.check_cells(counter.rows());
      }
      MemberReader reader(rows, columns, options, spaces, members, assembler, context);
      if (!reader.read()) return false;
      reader.finish();
      return true;
    });
  });
}

MemberColumns member_columns(CsvHeader& header, const PersonColumns& person, CsvReader rows,
                             Assembler& assembler) {
  MemberColumns columns{.id = {}, .between = " ", .attributes = {}};
  const bool by_email = !person.id && person.email && !(person.name && all_differ(person, std::move(rows)));
  if (by_email || person.id) {
    columns.id = {by_email ? *person.email : *person.id};
  } else {
    columns.id = {*person.name};
    if (person.last) columns.id.push_back(*person.last);
  }
  if (person.name)
    columns.add({.column = *person.name,
                 .attribute = assembler.attribute("name"),
                 .unless_id = true,
                 .more = person.last,
                 .turned = person.turned});
  std::vector<std::size_t> others = header.rest();
  if (person.email && !by_email) others.push_back(*person.email);
  std::sort(others.begin(), others.end());
  for (const std::size_t column : others) {
    const std::string& name = header.own_name(column);
    const bool second = person.name && same_word(name, "name");
    columns.add({column, assembler.attribute(second ? name + " 2" : name)});
  }
  return columns;
}

void read_members(Table& table, Assembler& assembler, const RunContext& context, std::size_t block) {
  const PersonColumns person(table.header);
  if (!person.identity()) {
    throw Error(
        ErrorKey::columns_missing,
        fmt::format("columns {}; expected a column id, name or e-mail, and any others (discipline, offers, "
                    "...); {} id=HEADING says which it is",
                    table.header.list(), setting_name("column")),
        {table.rows.file(), {1}});
  }
  const MemberColumns columns = member_columns(table.header, person, table.rows, assembler);
  assembler.read_columns(table.header, table.rows.file());
  IdSpaces spaces(assembler);
  read_members(std::span(&table, 1), std::span(&columns, 1), {.block = block}, spaces, assembler, context);
}

}  // namespace tertius::io
