#include "engine/io/recognition/adjacency.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool ends_a_sentence(std::string_view word) {
  return std::string_view(".,;:!?)\"").find(word.back()) != std::string_view::npos;
}

}  // namespace

Evidence adjacency_list_evidence(const Sample& sample) {
  const SampleRows rows = sample.rows();
  if (rows.size() < 2) return {};
  std::unordered_set<std::string_view> heads;
  std::size_t longest = 0, shortest = ~std::size_t{0}, colons = 0;
  for (const SampleRow& row : rows) {
    if (row.cells.front().empty()) return {};
    heads.insert(head_of_list(row.cells.front()));
    colons += head_of_list(row.cells.front()).size() < row.cells.front().size() ? 1U : 0U;
    std::size_t filled = row.cells.size();
    while (filled > 1 && row.cells[filled - 1].empty()) --filled;
    longest = std::max(longest, filled);
    shortest = std::min(shortest, filled);
  }
  if (longest < 2) return {};
  std::unordered_set<std::string> pairs;
  std::size_t contacts = 0, closed = 0, twice = 0, selves = 0, returned = 0, sentences = 0, numbers = 0,
              strange = 0;
  const auto key = [](std::string_view a, std::string_view b) {
    return std::string(a) + '\n' + std::string(b);
  };
  for (const SampleRow& row : rows) {
    std::unordered_set<std::string_view> here;
    const std::string_view head = head_of_list(row.cells.front());
    for (std::size_t i = 1; i < row.cells.size(); ++i) {
      const std::string_view cell = row.cells[i];
      if (cell.empty()) continue;
      ++contacts;
      closed += heads.contains(cell) ? 1U : 0U;
      twice += here.insert(cell).second ? 0U : 1U;
      selves += cell == head ? 1U : 0U;
      numbers += is_natural(cell) ? 1U : 0U;
      strange += cell.front() == '{' || (parse_real(cell) && !is_natural(cell)) ? 1U : 0U;
      sentences += ends_a_sentence(cell) ? 1U : 0U;
      pairs.insert(key(head, cell));
    }
  }
  if (contacts == 0) return {};
  for (const SampleRow& row : rows)
    for (std::size_t i = 1; i < row.cells.size(); ++i)
      returned += !row.cells[i].empty() && pairs.contains(key(row.cells[i], head_of_list(row.cells.front())))
                      ? 1U
                      : 0U;
  const auto share = [](std::size_t part, std::size_t all) {
    return static_cast<double>(part) / static_cast<double>(all);
  };
  const double own = share(heads.size(), rows.size()), closure = share(closed, contacts),
               mutual = share(returned, contacts);
  double score = 0.35 + 0.6 * closure;
  // Lists of one length are told from lists of connections by their going both ways.
  if (longest == shortest) score = longest > 2 && mutual > 0.8 ? 0.9 : 0.2;
  if (longest == 2 && colons == 0) score = std::min(score, shortest == 1 ? 0.6 : 0.2);
  if (colons == rows.size()) score += 0.2;
  if (numbers == contacts && closure > 0.3) score += 0.1;
  score *= own * own;
  score *= 1 - std::min(1.0, 3 * share(twice, contacts));
  if (5 * selves > contacts || 20 * sentences > contacts || 10 * strange > contacts) score *= 0.3;
  return {std::min(score, 0.93),
          fmt::format(
              "{:.0f} % of the lines have a first id of their own, {:.0f} % of the others stand first, too",
              100 * own, 100 * closure)};
}

Evidence multiline_list_evidence(const Sample& sample) {
  const SampleRows rows = sample.rows();
  std::size_t heads = 0, contacts = 0;
  for (std::size_t at = 0; at < rows.size(); ++heads) {
    const auto& head = rows[at].cells;
    const auto count = head.size() == 2 ? parse_natural(head[1]) : std::nullopt;
    if (!count) return {};
    ++at;
    for (std::uint64_t i = 0; i < *count; ++i, ++at) {
      if (at == rows.size()) {
        if (sample.whole() || heads < 3) return {};
        return {0.95, "numbers, each followed by as many lines"};
      }
      const auto& cells = rows[at].cells;
      if (cells.size() > 3 || (cells.size() >= 2 && !cells.back().starts_with('{'))) return {};
      ++contacts;
    }
  }
  if (contacts == 0) return {};
  return {0.95, fmt::format("{} lines with a number, each followed by as many lines", heads)};
}

}  // namespace tertius::io
