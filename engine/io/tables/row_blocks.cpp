#include "engine/io/tables/row_blocks.hpp"

#include <algorithm>

#include "engine/io/bytes/scan.hpp"

namespace tertius::io {
namespace {

constexpr std::size_t nowhere = std::string_view::npos;

/// The first byte after a line end that is not within quotes, of those ends among text[begin, end); nowhere
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

RowBlocks RowBlocks::whole(std::span<const Table> tables) {
  std::vector<RowBlock> blocks;
  for (std::size_t t = 0; t < tables.size(); ++t)
    blocks.push_back({.table = t,
                      .number = t,
                      .text = tables[t].text.substr(tables[t].rows.position()),
                      .first_line = tables[t].rows.line(),
                      .unescaped = {},
                      .report = {.most_reasons = tables[t].most_reasons}});
  return {tables, std::move(blocks), false};
}

RowBlocks RowBlocks::guess(std::span<const Table> tables, std::size_t largest) {
  constexpr std::size_t smallest = std::size_t{64} << 10;
  std::size_t bytes = 0;
  for (const Table& table : tables) bytes += table.text.size() - table.rows.position();
  const std::size_t size = std::min(largest, std::max(smallest, bytes / 32));
  std::vector<RowBlock> blocks;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const std::string_view text = tables[t].text;
    const std::vector<std::size_t> begins = find_row_blocks(text, tables[t].rows.position(), size);
    for (std::size_t b = 0; b + 1 < begins.size(); ++b)
      blocks.push_back({.table = t,
                        .number = blocks.size(),
                        .text = text.substr(begins[b], begins[b + 1] - begins[b]),
                        .first_line = begins.size() == 2 ? tables[t].rows.line() : 1,
                        .unescaped = {},
                        .report = {.most_reasons = tables[t].most_reasons}});
  }
  const bool guessed = blocks.size() > 1;
  return {tables, std::move(blocks), guessed};
}

bool RowBlocks::next(CsvReader& rows) {
  try {
    return rows.next();
  } catch (const Error&) {
    if (!guessed_) throw;
    gave_up_ = true;
    return false;
  }
}

}  // namespace tertius::io
