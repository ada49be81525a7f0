#include "engine/io/table_members.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <iterator>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/io/block_report.hpp"
#include "engine/io/block_texts.hpp"
#include "engine/io/word_ids.hpp"

namespace tertius {
namespace {

constexpr std::size_t batch = std::size_t{1} << 12;  // ids that get their tickets together
constexpr std::uint64_t text_per_id = 32;            // bytes, at a guess

/// A column and what it is called in the assembler: columns of one name are one attribute, and the last
/// counts.
struct Attribute {
  std::size_t column, attribute;
};

class MemberReader {
 public:
  MemberReader(const Table& table, std::size_t id, const std::vector<Attribute>& attributes,
               std::vector<std::size_t> begins, Assembler& assembler, const RunContext& context)
      : table_(table),
        id_(id),
        attributes_(attributes),
        assembler_(assembler),
        context_(context),
        begins_(std::move(begins)),
        ids_(table.text.size() / text_per_id),
        blocks_(begins_.size() - 1) {
    for (const Attribute& each : attributes)
      attribute_count_ = std::max(attribute_count_, each.attribute + 1);
  }

  /// False, with nothing changed, when the blocks are no whole rows.
  bool read() {
    parallel_blocks(blocks_.size(), 1, [&](std::size_t block, std::size_t) {
      if (!gave_up_) read_block(block);
    });
    if (gave_up_) return false;
    parallel_blocks(blocks_.size(), 1,
                    [&](std::size_t block, std::size_t) { refuse_repeats(blocks_[block]); });
    return true;
  }

  /// How many rows have an id, refused or not.
  std::uint64_t rows() const {
    std::uint64_t rows = 0;
    for (const Block& block : blocks_) rows += block.rows;
    return rows;
  }

  void finish() {
    assembler_.take_members(ids_.ids(context_));
    std::vector<std::pair<std::vector<std::uint32_t>, StringPool>> values(attribute_count_);
    parallel_blocks(attribute_count_, 1, [&](std::size_t attribute, std::size_t) {
      context_.poll();
      values[attribute] = merged(attribute);
    });
    for (std::size_t i = 0; i < attribute_count_; ++i)
      assembler_.take_attribute(i, std::move(values[i].first), std::move(values[i].second));
    std::vector<BlockReport> reports;
    for (Block& block : blocks_) reports.push_back(std::move(block.report));
    report_refusals(reports, table_.rows.line(), table_.rows.file(), assembler_, false);
  }

 private:
  struct Values {
    BlockTexts texts;
    std::vector<std::uint32_t> codes;  // of each row
  };
  struct Block {
    std::uint64_t position;         // in the input, of the first id
    std::vector<VertexId> tickets;  // of each row with an id
    std::vector<CsvReader::Place> places;
    std::vector<Values> values;  // of each attribute
    std::vector<bool> repeats;   // rows whose id came before; empty when there are none
    std::size_t rows = 0;
    std::deque<std::string> unescaped;  // cells in which quotes were doubled
    std::uint64_t first_line = 1;
    BlockReport report;
  };

  void read_block(std::size_t number) {
    const std::string_view text = table_.text.substr(begins_[number], begins_[number + 1] - begins_[number]);
    Block& block = blocks_[number];
    block.position = std::uint64_t{number} << 32;
    block.values.resize(attribute_count_);
    if (blocks_.size() == 1) block.first_line = table_.rows.line();
    CsvReader rows(text, table_.rows.file(),
                   {.separator = table_.rows.separator(),
                    .part = true,
                    .line = block.first_line,
                    .kept = &block.unescaped});
    std::vector<std::string_view> ids;
    std::vector<VertexId> tickets;
    const auto take_ids = [&] {
      context_.poll();
      ids_.tickets(ids, block.position + block.tickets.size(), tickets);
      block.tickets.insert(block.tickets.end(), tickets.begin(), tickets.end());
      ids.clear();
    };
    while (next_row(rows, blocks_.size() > 1, gave_up_)) {
      if (!read_row(rows, block, ids)) continue;
      if (ids.size() == batch) take_ids();
    }
    take_ids();
    block.report.lines = rows.line() - block.first_line;
  }

  /// False for a row without an id.
  bool read_row(const CsvReader& rows, Block& block, std::vector<std::string_view>& ids) const {
    const std::vector<std::string_view>& cells = rows.fields();
    const auto refuse = [&](std::size_t column, std::string_view found, std::string_view expected) {
      block.report.refuse(rows.place(column), block.first_line, found, expected);
    };
    const std::size_t width = table_.header.names().size();
    const RowForm form = form_of(cells, width);
    if (form == RowForm::too_long)
      refuse(width, counted(cells.size(), "field", "fields"), fmt::format("{} as in the header", width));
    if (form != RowForm::good) return false;
    const std::string_view id = cell_in(cells, id_);
    if (id.empty()) {
      refuse(id_, "no id", "an id");
      return false;
    }
    ids.push_back(id);
    block.places.push_back(rows.place(id_));
    for (Values& values : block.values) values.codes.push_back(BlockTexts::none);
    for (const auto& [column, attribute] : attributes_) {
      Values& values = block.values[attribute];
      values.codes.back() = values.texts.code(cell_in(cells, column));
    }
    return true;
  }

  /// Refuses the rows whose id stands in an earlier row, too.
  void refuse_repeats(Block& block) {
    const std::size_t rows = block.tickets.size();
    std::vector<BlockReport::Refusal> others = std::move(block.report.reasons);
    std::vector<BlockReport::Refusal>& reasons = block.report.reasons;
    reasons.clear();
    for (std::size_t row = 0; row < rows; ++row) {
      if (ids_.position(block.tickets[row]) == block.position + row) continue;
      if (block.repeats.empty()) block.repeats.resize(rows);
      block.repeats[row] = true;
      block.report.refuse(block.places[row], block.first_line,
                          "id " + shown(ids_.text(block.tickets[row])) + " again", "an id of its own");
    }
    block.rows = rows;
    reasons.insert(reasons.end(), std::move_iterator(others.begin()), std::move_iterator(others.end()));
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    reasons.resize(std::min(reasons.size(), BlockReport::most_reasons));
    if (!block.repeats.empty()) leave_out_repeats(block);
    block.tickets = {};
    block.places = {};
  }

  /// Values that only refused rows have are none, and the others are in order without these rows.
  static void leave_out_repeats(Block& block) {
    for (Values& values : block.values) {
      Values kept;
      for (std::size_t row = 0; row < values.codes.size(); ++row)
        if (!block.repeats[row]) kept.codes.push_back(kept.texts.code(values.texts[values.codes[row]]));
      values = std::move(kept);
    }
  }

  std::pair<std::vector<std::uint32_t>, StringPool> merged(std::size_t attribute) {
    std::vector<const BlockTexts*> texts;
    for (const Block& block : blocks_) texts.push_back(&block.values[attribute].texts);
    BlockTexts::Merged all = BlockTexts::merge(texts);
    std::vector<std::uint32_t> codes;
    codes.reserve(assembler_.member_count());
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      Values& values = blocks_[b].values[attribute];
      for (const std::uint32_t code : values.codes)
        codes.push_back(code == BlockTexts::none ? code : all.codes[b][code]);
      values = {};
    }
    return {std::move(codes), std::move(all.texts)};
  }

  const Table& table_;
  const std::size_t id_;
  const std::vector<Attribute>& attributes_;
  std::size_t attribute_count_ = 0;
  Assembler& assembler_;
  const RunContext& context_;
  const std::vector<std::size_t> begins_;
  WordIds ids_;
  std::vector<Block> blocks_;
  std::atomic<bool> gave_up_{false};
};

}  // namespace

void read_members(Table& table, Assembler& assembler, const RunContext& context, std::size_t block) {
  const auto id = table.header.take(
      {"id", "memberid", "member", "personid", "userid", "nodeid", "node", "key", "mitglied", "kennung"});
  if (!id) {
    throw Error(ErrorCode::bad_data,
                fmt::format("columns {}; expected a column id, and any others (name, discipline, ...)",
                            table.header.list()),
                {table.rows.file(), 1});
  }
  std::vector<Attribute> attributes;
  if (const auto name = table.header.take({"name", "fullname", "displayname"}))
    attributes.push_back({*name, assembler.attribute("name")});
  for (const std::size_t column : table.header.rest()) {
    const std::string& title = table.header.names()[column];
    const std::size_t attribute =
        assembler.attribute(title.empty() ? fmt::format("column {}", column + 1) : title);
    std::erase_if(attributes, [&](const Attribute& other) { return other.attribute == attribute; });
    attributes.push_back({column, attribute});
  }
  with_threads(context, [&] {
    read_row_blocks(table, block, [&](const std::vector<std::size_t>& begins) {
      // Rows of very many attributes may be short. They are counted before there is a cell for each.
      constexpr std::size_t many = 128;
      if (attributes.size() > many) {
        const std::vector<Attribute> none;
        MemberReader counter(table, *id, none, begins, assembler, context);
        if (!counter.read()) return false;
        assembler.check_cells(counter.rows());
      }
      MemberReader reader(table, *id, attributes, begins, assembler, context);
      if (!reader.read()) return false;
      reader.finish();
      return true;
    });
  });
}

}  // namespace tertius
