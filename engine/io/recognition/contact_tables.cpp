#include "engine/io/recognition/contact_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "engine/io/recognition/edges.hpp"
#include "engine/io/recognition/lists.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t most_heads = 12, most_columns = 40;

/// What the cells of one column list, as far as it stands in `heads`.
struct Listed {
  std::size_t items = 0, known = 0, several = 0, selves = 0;

  bool mostly_known() const { return items > 0 && 10 * known >= 8 * items; }
};

class ContactFinder {
 public:
  explicit ContactFinder(const Sample& sample)
      : sample_(sample), rows_(sample.rows().subspan(std::min<std::size_t>(1, sample.rows().size()))) {}

  ContactTable find() {
    const std::size_t width = std::min(sample_.width(), most_columns);
    if (rows_.size() < 2 || width < sample_.first_column() + 2 || sample_.separator() == ' ') return {};
    ContactTable best;
    for (std::size_t h = sample_.first_column(); h < std::min(width, most_heads); ++h) {
      if (!take_heads(h)) continue;
      for (const char between : {'\0', ',', ';', '|', '/', '&', '\n'}) {
        ContactTable found = with(h, between, width);
        if (found.evidence.score > best.evidence.score) best = std::move(found);
      }
    }
    return best;
  }

 private:
  /// False unless each row has a value of its own there, and the heading is none of them.
  bool take_heads(std::size_t column) {
    heads_.clear();
    std::size_t numbers = 0, naturals = 0;
    for (const SampleRow& row : rows_) {
      const std::string_view cell = cell_of(row, column);
      if (cell.empty() || !heads_.insert(cell).second) return false;
      numbers += is_number(cell, sample_.separator()) ? 1U : 0U;
      naturals += is_natural(cell) ? 1U : 0U;
    }
    natural_ = naturals == rows_.size();
    if (2 * numbers > rows_.size() && !natural_) return false;  // what was measured
    const std::string_view heading = cell_of(sample_.rows().front(), column);
    return !heading.empty() && !heads_.contains(heading);
  }

  void split(std::string_view cell, char between) {
    if (between != 0) return split_list(cell, between, items_);
    items_.clear();
    if (!cell.empty()) items_.push_back(cell);
  }

  Listed listed(std::size_t head, std::size_t column, char between) {
    Listed all;
    for (const SampleRow& row : rows_) {
      split(cell_of(row, column), between);
      all.items += items_.size();
      // "7,4" may be one number.
      all.several += items_.size() > 1 && !is_number(cell_of(row, column), sample_.separator()) ? 1U : 0U;
      for (const std::string_view item : items_) {
        all.known += heads_.contains(item) ? 1U : 0U;
        all.selves += item == cell_of(row, head) ? 1U : 0U;
      }
    }
    return all;
  }

  ContactTable with(std::size_t head, char between, std::size_t width) {
    std::vector<std::size_t> columns;
    Listed all;
    for (std::size_t c = sample_.first_column(); c < width; ++c) {
      const std::string_view heading = cell_of(sample_.rows().front(), c);
      if (c == head || heading.empty() || heads_.contains(heading)) continue;
      const Listed here = listed(head, c, between);
      if (!here.mostly_known() || (between != 0 && here.several == 0)) continue;
      columns.push_back(c);
      all.items += here.items;
      all.known += here.known;
      all.selves += here.selves;
    }
    // One contact a row is a connection; numbers may be ages and answers, unless cells list several.
    if (columns.empty() || (between == 0 && columns.size() < 2)) return {};
    if (between == 0 && natural_) {
      const auto heading = [&](std::size_t column) { return cell_of(sample_.rows().front(), column); };
      // Answers of a survey are all numbers, and some of them those of rows.
      for (std::size_t c = sample_.first_column(); c < width; ++c) {
        const ColumnFacts facts = facts_of(rows_, c, sample_.separator());
        if (c != head && facts.mostly(facts.numbers) &&
            std::find(columns.begin(), columns.end(), c) == columns.end())
          return {};
      }
      for (const std::size_t c : columns)
        if (c != columns.front() && !are_counted(heading(columns.front()), heading(c))) return {};
    }
    std::size_t twice = 0, several = 0;
    for (const SampleRow& row : rows_) {
      std::unordered_set<std::string_view> here;
      std::size_t count = 0;
      for (const std::size_t c : columns) {
        split(cell_of(row, c), between);
        for (const std::string_view item : items_) twice += here.insert(item).second ? 0U : 1U;
        count += items_.size();
      }
      several += count > 1 ? 1U : 0U;
    }
    if (several == 0 || 20 * (twice + all.selves) > all.items ||
        (between == 0 && natural_ && twice + all.selves > 0))
      return {};
    const double closure = share(all.known, all.items);
    return {
        .evidence = {0.5 + 0.46 * closure,
                     fmt::format(
                         "each row has a value of its own in column {}, and {:.0f} % of what {} stand there",
                         head + 1, 100 * closure,
                         columns.size() == 1 ? fmt::format("column {} lists", columns.front() + 1)
                                             : fmt::format("{} columns list", columns.size()))},
        .head = head,
        .contacts = std::move(columns),
        .between = between};
  }

  const Sample& sample_;
  SampleRows rows_;
  std::unordered_set<std::string_view> heads_;
  bool natural_ = false;  // all heads are numbers
  std::vector<std::string_view> items_;
};

}  // namespace

ContactTable contact_table(const Sample& sample) {
  return ContactFinder(sample).find();
}

}  // namespace tertius::io
