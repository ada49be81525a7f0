#include "engine/io/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>

#include "engine/core/parallel.hpp"
#include "engine/core/text.hpp"
#include "engine/io/fields.hpp"
#include "engine/io/scan.hpp"

namespace tertius {
namespace {

std::string_view text_of(Source& source, const RunContext& context) {
  const std::string_view text = source.text();
  if (!with_threads(context, [&] { return is_text(text); })) check_text(text, source.name());
  if (trimmed(without_mark(text)).empty())
    throw Error(ErrorCode::bad_data, "is empty; expected a header line and rows", {source.name()});
  return text;
}

const std::vector<std::string_view>& first(CsvReader& rows) {
  rows.next();
  return rows.fields();
}

constexpr std::size_t nowhere = std::string_view::npos;

/// The first byte behind a line end that is not within quotes, of those ends among text[begin, end); nowhere
/// when there is none. `quoted`: whether text[begin] is within quotes.
std::size_t find_row(std::string_view text, std::size_t begin, std::size_t end, bool quoted) {
  const std::string_view part = text.substr(0, end);
  for (std::size_t at = begin; at < end; ++at) {
    at = quoted ? find_stop(part, at, '"') : find_stop(part, at, '"', '\n');
    if (at == end) break;
    if (part[at] == '\n') return at + 1;
    quoted = !quoted;
  }
  return nowhere;
}

}  // namespace

Table::Table(Source opened, Assembler& assembler, const RunContext& context)
    : source(std::move(opened)),
      text(text_of(source, context)),
      rows(text, source.name()),
      header(first(rows)) {
  assembler.read_file(source.name(), source.file_bytes());
}

RowForm form_of(const std::vector<std::string_view>& cells, std::size_t columns) {
  const auto filled = [](std::string_view cell) { return !cell.empty(); };
  if (std::none_of(cells.begin(), cells.end(), filled)) return RowForm::blank;
  if (cells.size() <= columns) return RowForm::good;
  const auto behind = cells.begin() + static_cast<std::ptrdiff_t>(columns);
  return std::any_of(behind, cells.end(), filled) ? RowForm::too_long : RowForm::good;
}

std::string shown(std::string_view text) {
  return fmt::format("\"{}\"", fit_to_width(text.substr(0, 200), 60));
}

bool is_text(std::string_view text) {
  constexpr std::size_t block = std::size_t{1} << 20;
  std::atomic<bool> good{true};
  // A character that lies across the border belongs to the block in which it begins.
  const auto border = [&](std::size_t at) {
    const std::size_t last = std::min(text.size(), at + 3);
    while (at < last && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
  };
  parallel_blocks(text.size(), block, [&](std::size_t begin, std::size_t end) {
    if (!good) return;
    const std::size_t first = begin == 0 ? 0 : border(begin);
    const std::string_view part = text.substr(first, std::max(first, border(end)) - first);
    if (find_invalid_utf8(part) != part.npos || std::memchr(part.data(), 0, part.size()) != nullptr)
      good = false;
  });
  return good;
}

bool next_row(CsvReader& rows, bool guessed, std::atomic<bool>& gave_up) {
  try {
    return rows.next();
  } catch (const Error&) {
    if (!guessed) throw;
    gave_up = true;
    return false;
  }
}

std::vector<std::size_t> find_row_blocks(std::string_view text, std::size_t skip, std::size_t block_bytes) {
  const std::size_t size = text.size() - skip;
  const std::size_t blocks = std::max<std::size_t>(1, (size + block_bytes - 1) / block_bytes);
  std::vector<std::size_t> begins(blocks + 1, text.size());
  begins[0] = skip;
  if (blocks == 1) return begins;
  const auto border = [&](std::size_t block) { return std::min(text.size(), skip + block * block_bytes); };
  std::vector<std::uint64_t> quotes(blocks);
  parallel_each(blocks, 1, [&](std::size_t block) {
    const std::string_view part = text.substr(border(block), border(block + 1) - border(block));
    quotes[block] = static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '"'));
  });
  exclusive_prefix_sum(quotes);
  parallel_each(blocks - 1, 1, [&](std::size_t before) {
    const std::size_t block = before + 1, from = border(block);
    const bool quoted = quotes[block] % 2 != 0;
    begins[block] =
        !quoted && text[from - 1] == '\n' ? from : find_row(text, from, border(block + 1), quoted);
  });
  // Where no row begins in a block, it is empty and its bytes belong to the one before it.
  for (std::size_t block = blocks - 1; block > 0; --block) {
    if (begins[block] == nowhere) begins[block] = begins[block + 1];
  }
  return begins;
}

}  // namespace tertius
